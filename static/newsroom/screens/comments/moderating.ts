// moderating: what is done to comments: it shows at once, is confirmed by the server's answer, taken back with words
// when that refuses, and can be undone, the last action first.
import { useEffect, useState } from "preact/hooks";
import { announce } from "../../kit/announce";
import { toast } from "../../kit/toast";
import { refreshCounts } from "../../rest/counts";
import { messageOf } from "../../rest/error";
import { changeComments, type Act, type BulkAnswer, type Change, type Moderated } from "../../rest/moderation";
import { refresh } from "../../rest/queries";
import type { CommentStatus } from "../../rest/types";
import { t, tn } from "../../words/words";

type Shown = CommentStatus | "deleted";

interface Mark {
  status: Shown;
  settled: boolean;
}

/** What was done and can be undone, also before the server has answered. */
interface Deed {
  before: Map<number, CommentStatus>;
  /** undefined: it was refused, or nothing was to be changed. */
  done: Promise<{ changes: Change[]; words: string } | undefined>;
  undone: boolean;
  /** Takes its toast away. */
  drop: () => void;
}

// What comments are from now on, until they have been read again.
const overlay = new Map<number, Mark>();
const undoable: Deed[] = [];
const MOST_UNDOABLE = 50;
const listeners = new Set<() => void>();
let underWay = 0;
let rereading = 0;
let turn = 0;

const redraw = () => listeners.forEach(listener => listener());

export interface Moderating {
  statusOf: (comment: Moderated) => Shown;
  /** Something is being done, or read again after it. */
  busy: boolean;
}

/** Draws anew when something is done. */
export function useModerating(): Moderating {
  const [, set] = useState(0);
  useEffect(() => {
    const listener = () => set(n => n + 1);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return {
    statusOf: comment => overlay.get(comment.id)?.status ?? comment.status,
    busy: underWay + rereading > 0,
  };
}

// Read again when all is done: an answer from between two actions would show the second one undone for a moment.
async function readAgain() {
  if (underWay > 0) return;
  const mine = ++turn;
  const done = [...overlay].filter(([, entry]) => entry.settled);
  rereading++;
  await Promise.all([refresh("/wp/v2/comments"), refreshCounts()]);
  rereading--;
  // A later one has taken this one's place.
  if (mine === turn) for (const [id, entry] of done) if (overlay.get(id) === entry) overlay.delete(id);
  redraw();
}

const goals: Record<Act, Shown> = {
  approve: "approved",
  hold: "hold",
  spam: "spam",
  trash: "trash",
  restore: "hold",
  delete: "deleted",
};

function doneWords(action: Act, n: number, name: string): string {
  if (n === 1) {
    const one: Record<Act, () => string> = {
      approve: () => t("The comment by {name} is approved.", { name }),
      hold: () => t("The comment by {name} waits again.", { name }),
      spam: () => t("The comment by {name} is spam.", { name }),
      trash: () => t("The comment by {name} is in the trash.", { name }),
      restore: () => t("The comment by {name} is back.", { name }),
      delete: () => t("The comment by {name} is deleted.", { name }),
    };
    return one[action]();
  }
  const many: Record<Act, () => string> = {
    approve: () => tn("{n} comment approved.", "{n} comments approved.", n),
    hold: () => tn("{n} comment waits again.", "{n} comments wait again.", n),
    spam: () => tn("{n} comment marked as spam.", "{n} comments marked as spam.", n),
    trash: () => tn("{n} comment moved to the trash.", "{n} comments moved to the trash.", n),
    restore: () => tn("{n} comment brought back.", "{n} comments brought back.", n),
    delete: () => tn("{n} comment deleted.", "{n} comments deleted.", n),
  };
  return many[action]();
}

function tellRefused(results: BulkAnswer["results"]) {
  const refused = results.filter(result => result.error);
  if (refused.length === 0) return;
  toast(
    tn("{n} comment could not be changed: {reason}", "{n} comments could not be changed: {reason}", refused.length, {
      reason: refused[0]!.error!.message,
    }),
    { kind: "error" },
  );
}

/** Shows `goals` and has them done; undefined: refused as a whole. */
async function send(
  goals: Map<number, Shown>,
  body: Parameters<typeof changeComments>[0],
): Promise<BulkAnswer | undefined> {
  const marks = new Map([...goals].map(([id, status]) => [id, { status, settled: false }]));
  // What has been done to a comment meanwhile is not to be hidden by an older answer.
  const replace = (id: number, mark?: Mark) => {
    if (overlay.get(id) !== marks.get(id)) return;
    if (mark) overlay.set(id, mark);
    else overlay.delete(id);
  };
  for (const [id, mark] of marks) overlay.set(id, mark);
  underWay++;
  redraw();
  try {
    const answer = await changeComments(body);
    for (const { id, status } of answer.results) replace(id, status && { status, settled: true });
    tellRefused(answer.results);
    return answer;
  } catch (error) {
    for (const id of marks.keys()) replace(id);
    toast(t("Nothing was changed: {reason}", { reason: messageOf(error) }), { kind: "error" });
    return undefined;
  } finally {
    underWay--;
    redraw();
    void readAgain();
  }
}

function changesOf(answer: BulkAnswer): Change[] {
  return answer.results.flatMap(({ id, previous, status }) =>
    previous && status !== "deleted" && previous.status !== status ? [{ id, ...previous }] : [],
  );
}

function remember(deed: Deed) {
  undoable.push(deed);
  if (undoable.length > MOST_UNDOABLE) undoable.shift();
}

function forget(deed: Deed) {
  const at = undoable.indexOf(deed);
  if (at >= 0) undoable.splice(at, 1);
}

export async function act(comments: Moderated[], action: Act): Promise<void> {
  if (comments.length === 0) return;
  const ids = comments.map(comment => comment.id);
  const before = new Map(
    comments.map(each => [each.id, (overlay.get(each.id)?.status ?? each.status) as CommentStatus]),
  );
  const sent = send(new Map(ids.map(id => [id, goals[action]])), { ids, action });
  const done = sent.then(answer => {
    if (!answer || answer.changed === 0) return undefined;
    const words = doneWords(action, answer.changed, comments[0]!.author_name || t("somebody"));
    return { changes: changesOf(answer), words };
  });
  const deed: Deed = { before, done, undone: false, drop: () => {} };
  if (action !== "delete") remember(deed);
  const result = await done;
  if (!result || result.changes.length === 0) forget(deed);
  if (!result || deed.undone) return;
  deed.drop = toast(result.words, { undo: result.changes.length > 0 ? () => void undo(deed) : undefined });
}

/** Called with the comment that is to be looked at again. */
let onUndone: ((id: number) => void) | undefined;
export function useUndone(listener: (id: number) => void): void {
  useEffect(() => {
    onUndone = listener;
    return () => void (onUndone = undefined);
  });
}

async function undo(deed: Deed): Promise<void> {
  if (deed.undone) return;
  deed.undone = true;
  forget(deed);
  deed.drop();
  for (const [id, status] of deed.before) overlay.set(id, { status, settled: false });
  redraw();
  onUndone?.([...deed.before.keys()][0]!);
  const result = await deed.done;
  if (!result || result.changes.length === 0) {
    for (const id of deed.before.keys()) overlay.delete(id);
    void readAgain();
    return;
  }
  const { changes, words } = result;
  if (await send(new Map(changes.map(({ id, status }) => [id, status])), { changes })) {
    toast(t("Undone: {what}", { what: words }));
    return;
  }
  // It can be tried again.
  deed.undone = false;
  remember(deed);
}

export function undoLastAct(): void {
  const last = undoable.at(-1);
  if (last) void undo(last);
  else announce(t("There is nothing to undo."));
}

/** After something else has changed comments. */
export function commentsChanged(): void {
  void readAgain();
}
