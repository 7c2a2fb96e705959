// uploads: files on their way. A picture stands in the text from the start, with its progress; it becomes part of what is
// saved when it is there.
import type { Node } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";
import type { ContentEditorProps, Picked } from "../contract";
import { imageNode } from "./images";
import { insertBlock } from "./commands";
import { schema } from "./schema";

export interface Upload {
  name: string;
  fraction: number;
  abort: AbortController;
}

type Send = NonNullable<ContentEditorProps["onUpload"]>;

const MOST = 64 * 1024 * 1024; // what the server takes

export class Uploads {
  private readonly all = new Map<string, Upload>();
  private readonly listeners = new Set<() => void>();
  private count = 0;

  constructor(
    private readonly view: () => EditorView | null,
    private readonly send: () => Send | undefined,
    private readonly fail: (name: string, reason: "size" | "type" | Error) => void,
  ) {}

  get underWay(): boolean {
    return this.all.size > 0;
  }

  of(key: string | null): Upload | undefined {
    return key === null ? undefined : this.all.get(key);
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Places for files at the cursor, or at `pos`; the files go on their way. */
  add(files: readonly File[], pos?: number): void {
    for (const file of files) {
      const key = this.start(file);
      const view = this.view();
      if (key === null || !view) continue;
      const node = schema.nodes.image!.create({ pending: key });
      if (pos !== undefined) {
        const $pos = view.state.doc.resolve(Math.min(pos, view.state.doc.content.size));
        view.dispatch(view.state.tr.insert($pos.depth ? $pos.after(1) : $pos.pos, node));
      } else insertBlock(node)(view.state, view.dispatch);
    }
  }

  /** A file begins; the key of its place. Null: it is refused, which was said. */
  start(file: File): string | null {
    const send = this.send();
    if (!send) return null;
    if (!file.type.startsWith("image/")) return (this.fail(file.name, "type"), null);
    if (file.size > MOST) return (this.fail(file.name, "size"), null);
    const key = `upload-${++this.count}`;
    const abort = new AbortController();
    this.all.set(key, { name: file.name, fraction: 0, abort });
    const progress = (fraction: number) => {
      const upload = this.all.get(key);
      if (upload) upload.fraction = fraction;
      this.tell();
    };
    send(file, progress, abort.signal).then(
      picked => this.finish(key, picked),
      (error: unknown) => {
        const stopped = abort.signal.aborted;
        this.finish(key, null);
        if (!stopped) this.fail(file.name, error instanceof Error ? error : new Error(String(error)));
      },
    );
    return key;
  }

  cancel(key: string): void {
    this.all.get(key)?.abort.abort();
  }

  cancelAll(): void {
    for (const { abort } of this.all.values()) abort.abort();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  private finish(key: string, picked: Picked | null): void {
    this.all.delete(key);
    const view = this.view();
    if (!view) return;
    let found: { node: Node; pos: number } | null = null;
    view.state.doc.descendants((node, pos) => {
      if (node.attrs.pending === key) found = { node, pos };
      return !found;
    });
    if (!found) return;
    const { node, pos } = found as { node: Node; pos: number };
    const tr = view.state.tr;
    if (picked) tr.setNodeMarkup(pos, null, { ...imageNode(picked).attrs, pending: null, origin: null });
    else tr.delete(pos, pos + node.nodeSize);
    // What became of an upload is not what somebody typed.
    view.dispatch(tr.setMeta("addToHistory", false));
    this.tell();
  }
}
