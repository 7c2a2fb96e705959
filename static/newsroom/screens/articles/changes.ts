// changes: what is done to one or many articles of a list: sent together, told in one sentence, undone from the toast.
import { toast } from "../../kit/toast";
import { rest } from "../../rest/client";
import { messageOf } from "../../rest/error";
import { refresh } from "../../rest/queries";
import type { Post, PostStatus } from "../../rest/types";
import { formatNumber, t, tn } from "../../words/words";
import { titleOf } from "../../parts/comments-words";
import type { Kind } from "./filters";

/** As many as the server takes in one request (server/rest/batch.c). */
const PARTS_MOST = 25;

export interface Change {
  post: Post;
  /** Fields of an update; undefined: deleted for good. */
  body?: Record<string, unknown>;
}

interface Part {
  status: number;
  body: { message?: string };
}

/** Sends all; gives those that were refused with the reason. What the lists show is read again. */
async function send(kind: Kind, changes: readonly Change[]): Promise<Map<number, string>> {
  const refused = new Map<number, string>();
  for (let from = 0; from < changes.length; from += PARTS_MOST) {
    const some = changes.slice(from, from + PARTS_MOST);
    const requests = some.map(({ post, body }) => ({
      method: body ? "POST" : "DELETE",
      path: `/wp/v2/${kind}/${post.id}${body ? "" : "?force=true"}`,
      body,
    }));
    try {
      const { data } = await rest<{ responses: Part[] }>("/batch/v1", { method: "POST", body: { requests } });
      data.responses.forEach((part, index) => {
        if (part.status >= 400) refused.set(some[index]!.post.id, part.body?.message ?? "");
      });
    } catch (error) {
      // These and the ones behind them were not done.
      for (const { post } of changes.slice(from)) refused.set(post.id, messageOf(error));
      break;
    }
  }
  await Promise.all([refresh(`/wp/v2/${kind}`), refresh("/broadsheet/v1/")]);
  return refused;
}

function tellRefused(all: readonly Change[], refused: Map<number, string>, retry: () => void) {
  const [id, reason] = [...refused][0]!;
  const post = all.find(each => each.post.id === id)!.post;
  toast(
    refused.size === 1
      ? t("“{title}” was not changed. {reason}", { title: titleOf(post), reason })
      : tn("{n} was not changed. {reason}", "{n} were not changed. {reason}", refused.size, { reason }),
    { kind: "error", action: { label: t("Try again"), run: retry } },
  );
}

/** `done`: the sentence for so many; `back`: the fields that lead back, where something does. */
export async function makeChanges(
  kind: Kind,
  changes: readonly Change[],
  done: (n: number) => string,
  back?: (post: Post) => Record<string, unknown>,
): Promise<void> {
  const refused = await send(kind, changes);
  const made = changes.filter(({ post }) => !refused.has(post.id));
  const undo = back
    ? () => {
        const backwards = made.map(({ post }) => ({ post, body: back(post) }));
        void makeChanges(kind, backwards, n => tn("{n} is as it was.", "{n} are as they were.", n));
      }
    : undefined;
  if (made.length) toast(done(made.length), { undo });
  if (refused.size) {
    const again = changes.filter(({ post }) => refused.has(post.id));
    tellRefused(changes, refused, () => void makeChanges(kind, again, done, back));
  }
}

const backToStatus = (post: Post) => ({ status: post.status });

export function setStatus(kind: Kind, posts: readonly Post[], status: PostStatus): Promise<void> {
  const changed = posts.filter(post => post.status !== status);
  const words = (n: number): string => {
    switch (status) {
      case "publish":
        return tn("{n} is published.", "{n} are published.", n);
      case "draft":
        return tn("{n} is a draft now.", "{n} are drafts now.", n);
      default:
        return tn("{n} is changed.", "{n} are changed.", n);
    }
  };
  return makeChanges(
    kind,
    changed.map(post => ({ post, body: { status } })),
    words,
    backToStatus,
  );
}

/** The API moves to the trash by DELETE, one by one. */
export async function trash(kind: Kind, posts: readonly Post[]): Promise<void> {
  const refused = new Map<number, string>();
  await Promise.all(
    posts.map(post =>
      rest(`/wp/v2/${kind}/${post.id}`, { method: "DELETE", query: { _fields: "id" } }).catch(error =>
        refused.set(post.id, messageOf(error)),
      ),
    ),
  );
  await Promise.all([refresh(`/wp/v2/${kind}`), refresh("/broadsheet/v1/")]);
  const gone = posts.filter(post => !refused.has(post.id));
  const changes = posts.map(post => ({ post }));
  if (gone.length) {
    const words =
      gone.length === 1
        ? t("“{title}” is in the trash.", { title: titleOf(gone[0]!) })
        : tn("{n} is in the trash.", "{n} are in the trash.", gone.length);
    toast(words, { undo: () => void restore(kind, gone) });
  }
  if (refused.size)
    tellRefused(
      changes,
      refused,
      () =>
        void trash(
          kind,
          posts.filter(post => refused.has(post.id)),
        ),
    );
}

/** Back to what they were: drafts, when that is not known. */
export function restore(kind: Kind, posts: readonly Post[]): Promise<void> {
  return makeChanges(
    kind,
    posts.map(post => ({ post, body: { status: post.status === "trash" ? "draft" : post.status } })),
    n => tn("{n} is out of the trash.", "{n} are out of the trash.", n),
  );
}

export function deleteForGood(kind: Kind, posts: readonly Post[]): Promise<void> {
  return makeChanges(
    kind,
    posts.map(post => ({ post })),
    n => tn("{n} is deleted.", "{n} are deleted.", n),
  );
}

export function addCategory(posts: readonly Post[], id: number, name: string): Promise<void> {
  return makeChanges(
    "posts",
    posts
      .filter(post => !post.categories?.includes(id))
      .map(post => ({ post, body: { categories: [...(post.categories ?? []), id] } })),
    n => tn("{n} stands in “{name}” now.", "{n} stand in “{name}” now.", n, { name }),
    post => ({ categories: post.categories ?? [] }),
  );
}

export function setAuthor(kind: Kind, posts: readonly Post[], id: number, name: string): Promise<void> {
  return makeChanges(
    kind,
    posts.filter(post => post.author !== id).map(post => ({ post, body: { author: id } })),
    n => tn("{n} is by {name} now.", "{n} are by {name} now.", n, { name }),
    post => ({ author: post.author }),
  );
}

// Many discussions: /broadsheet/v1/discussion.

export interface DiscussionAnswer {
  matched: number;
  count: number;
  changed?: number;
  undo?: number | null;
  still_closed?: { age: number; not_public: number };
}

export type DiscussionAction = "open" | "close";

async function undoDiscussion(kind: Kind, undo: number) {
  try {
    const { data } = await rest<{ restored: number; left: number }>("/broadsheet/v1/discussion/undo", {
      method: "POST",
      body: { undo },
    });
    const words = tn("{n} discussion is as it was.", "{n} discussions are as they were.", data.restored);
    toast(
      data.left
        ? tn(
            "{words} {n} stays, because somebody has changed it since.",
            "{words} {n} stay, because somebody has changed them since.",
            data.left,
            { words },
          )
        : words,
    );
  } catch (error) {
    toast(messageOf(error), {
      kind: "error",
      action: { label: t("Try again"), run: () => void undoDiscussion(kind, undo) },
    });
  }
  await Promise.all([refresh(`/wp/v2/${kind}`), refresh("/broadsheet/v1/")]);
}

export { undoDiscussion };

/** Sends it; throws RestError (409 when the number has changed). */
export async function turnMany(
  kind: Kind,
  action: DiscussionAction,
  filter: Record<string, unknown>,
  expect?: number,
): Promise<void> {
  const { data } = await rest<DiscussionAnswer>(`/broadsheet/v1/discussion/${kind}`, {
    method: "POST",
    body: { ...filter, action, expect },
  });
  await Promise.all([refresh(`/wp/v2/${kind}`), refresh("/broadsheet/v1/")]);
  const n = data.changed ?? 0;
  const words =
    action === "close"
      ? tn("Comments on {n} are closed.", "Comments on {n} are closed.", n)
      : tn("Comments on {n} are opened.", "Comments on {n} are opened.", n);
  const stays = stillClosedWords(data);
  const undo = data.undo ? () => void undoDiscussion(kind, data.undo!) : undefined;
  toast(action === "open" && stays ? t("{words} {stays}", { words, stays }) : words, { undo });
}

/** How many of them stay closed although they are opened; "": none. */
export function stillClosedWords({ still_closed }: DiscussionAnswer): string {
  const { age = 0, not_public = 0 } = still_closed ?? {};
  if (age && not_public)
    return t("{age} stay closed, being too old, and {hidden} until they are published.", {
      age: formatNumber(age),
      hidden: formatNumber(not_public),
    });
  if (age) return tn("{n} stays closed, being too old.", "{n} stay closed, being too old.", age);
  if (not_public)
    return tn("{n} stays closed until it is published.", "{n} stay closed until they are published.", not_public);
  return "";
}
