// turn: the switch of one article: shown at once, confirmed by the answer, taken back with words when it is refused.
import { toast } from "../kit/toast";
import { rest, type List } from "../rest/client";
import { messageOf } from "../rest/error";
import { patchRead, refresh } from "../rest/queries";
import type { Moderated } from "../rest/moderation";
import type { OpenOrClosed, Post } from "../rest/types";
import { t } from "../words/words";
import { isOn, titleOf, tooOldWords, turnedWords, type Discussed, type Kind } from "./comments-words";

export type Turned = Pick<Post, "id" | "comment_status" | "comments">;

/** Lists of comments tell of their article. */
function patchComments(turned: Turned): () => void {
  return patchRead<List<Moderated> | Moderated[]>("/wp/v2/comments", before => {
    const each = (comment: Moderated) =>
      comment.moderation?.post.id === turned.id
        ? { ...comment, moderation: { ...comment.moderation, post: { ...comment.moderation.post, ...turned } } }
        : comment;
    if (Array.isArray(before)) return before.map(each);
    return Array.isArray(before?.items) ? { ...before, items: before.items.map(each) } : before;
  });
}

/** Lists of the kind that are on the screen; everything else below the path is read again. */
function patch(kind: Kind, turned: Turned): () => void {
  const takeBack = patchComments(turned);
  const takeBackPosts = patchRead<List<Post> | Post[]>(`/wp/v2/${kind}`, before => {
    const each = (post: Post) => (post.id === turned.id ? { ...post, ...turned } : post);
    if (Array.isArray(before)) return before.map(each);
    return Array.isArray(before?.items) ? { ...before, items: before.items.map(each) } : before;
  });
  return () => {
    takeBack();
    takeBackPosts();
  };
}

function expected(post: Discussed, status: OpenOrClosed): Turned {
  const hidden = post.comments.reason === "not_public" || post.comments.reason === "not_supported";
  const comments = hidden
    ? post.comments
    : { state: status, reason: status === "open" ? null : ("article" as const), since: null, until: null };
  return { id: post.id, comment_status: status, comments };
}

/** Which of them are under way: a second press waits for the first. */
const underWay = new Set<number>();

async function turnTo(kind: Kind, post: Discussed, status: OpenOrClosed, isUndo: boolean): Promise<void> {
  if (underWay.has(post.id)) return;
  underWay.add(post.id);
  const takeBack = patch(kind, expected(post, status));
  const title = titleOf(post);
  try {
    const { data } = await rest<Turned>(`/wp/v2/${kind}/${post.id}`, {
      method: "POST",
      query: { _fields: "id,comment_status,comments,modified_gmt,version" },
      body: { comment_status: status },
    });
    patch(kind, data);
    void refresh("/broadsheet/v1/");
    const after = { ...post, ...data };
    const undo = isUndo ? undefined : () => void turnTo(kind, after, status === "open" ? "closed" : "open", true);
    if (status === "open" && after.comments.reason === "age") toast(tooOldWords(after, title), { kind: "error", undo });
    else toast(turnedWords(after, title), { undo });
  } catch (error) {
    takeBack();
    toast(t("Comments on “{title}” stay as they were. {reason}", { title, reason: messageOf(error) }), {
      kind: "error",
      action: { label: t("Try again"), run: () => void turnTo(kind, post, status, isUndo) },
    });
  } finally {
    underWay.delete(post.id);
  }
}

/** Opens what is closed and closes what is open; says why where the switch alone cannot open it. */
export function turn(kind: Kind, post: Discussed): void {
  if (post.comments.reason === "age" || post.comments.reason === "not_supported") {
    toast(
      post.comments.reason === "age"
        ? tooOldWords(post, titleOf(post))
        : t("“{title}” never takes comments.", { title: titleOf(post) }),
      { kind: "error" },
    );
    return;
  }
  void turnTo(kind, post, isOn(post) ? "closed" : "open", false);
}

/** Closes by hand what age has closed, so that it stays closed whatever the settings say. */
export function closeForGood(kind: Kind, post: Discussed): void {
  void turnTo(kind, post, "closed", false);
}
