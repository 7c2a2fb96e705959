// queue: files on their way into the library. It outlives the screen: who looks at articles meanwhile loses nothing.
import { useEffect, useState } from "preact/hooks";
import { toast } from "../../kit/toast";
import { messageOf, RestError } from "../../rest/error";
import { refresh } from "../../rest/queries";
import type { Media } from "../../rest/types";
import { checkFile, upload } from "../../rest/upload";
import { guardLeaving } from "../../shell/leaving";
import { tn } from "../../words/words";

export interface Upload {
  id: number;
  file: File;
  state: "waiting" | "sending" | "lost" | "refused";
  /** Of the file, from 0 to 1. */
  part: number;
  /** Why it was refused. */
  words?: string;
}

const AT_ONCE = 2;
let uploads: Upload[] = [];
let count = 0;
let finished = 0;
let unguard: (() => void) | undefined;
const aborts = new Map<number, AbortController>();
const listeners = new Set<(all: readonly Upload[]) => void>();

function set(next: Upload[]) {
  uploads = next;
  const busy = uploads.some(each => each.state !== "refused");
  if (busy)
    unguard ??= guardLeaving(
      () => true,
      () => true,
    );
  else {
    unguard?.();
    unguard = undefined;
  }
  listeners.forEach(listener => listener(uploads));
}

function change(id: number, what: Partial<Upload>) {
  set(uploads.map(each => (each.id === id ? { ...each, ...what } : each)));
}

function drop(id: number) {
  aborts.delete(id);
  set(uploads.filter(each => each.id !== id));
}

// One word for all that came in together.
function tell() {
  if (uploads.some(each => each.state === "waiting" || each.state === "sending") || !finished) return;
  toast(tn("{n} file was uploaded.", "{n} files were uploaded.", finished));
  finished = 0;
}

async function send({ id, file }: Upload) {
  const abort = new AbortController();
  aborts.set(id, abort);
  change(id, { state: "sending", part: 0, words: undefined });
  try {
    await upload<Media>("/wp/v2/media", file, {
      signal: abort.signal,
      onProgress: part => change(id, { part }),
    });
    finished++;
    drop(id);
    void refresh("/wp/v2/media");
  } catch (error) {
    if (abort.signal.aborted) drop(id);
    else if (error instanceof RestError && error.offline) change(id, { state: "lost" });
    else change(id, { state: "refused", words: messageOf(error) });
  }
  next();
}

function next() {
  const sending = uploads.filter(each => each.state === "sending").length;
  uploads
    .filter(each => each.state === "waiting")
    .slice(0, AT_ONCE - sending)
    .forEach(each => void send(each));
  tell();
}

/** What the server would not take is refused here, and the others go. */
export async function addFiles(files: Iterable<File>): Promise<void> {
  const added = [...files].map<Upload>(file => ({ id: ++count, file, state: "waiting", part: 0 }));
  for (const each of added) {
    try {
      await checkFile(each.file);
      set([...uploads, each]);
    } catch (error) {
      const lost = error instanceof RestError && error.offline;
      set([...uploads, { ...each, state: lost ? "lost" : "refused", words: lost ? undefined : messageOf(error) }]);
    }
  }
  next();
}

export function retry(id?: number) {
  for (const each of uploads)
    if (each.state === "lost" && (id === undefined || each.id === id)) change(each.id, { state: "waiting", part: 0 });
  next();
}

/** Takes one back that is on its way, or one off the list that was refused. */
export function dismiss(id: number) {
  const abort = aborts.get(id);
  if (abort && uploads.find(each => each.id === id)?.state === "sending") abort.abort();
  else drop(id);
}

addEventListener("online", () => retry());

export function useUploads(): readonly Upload[] {
  const [all, setAll] = useState<readonly Upload[]>(uploads);
  useEffect(() => {
    setAll(uploads);
    listeners.add(setAll);
    return () => void listeners.delete(setAll);
  }, []);
  return all;
}
