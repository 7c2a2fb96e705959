// view: the editing area itself: ProseMirror's view with our keys, views of nodes and manners of pasting.
import { closeHistory, history, undo } from "prosemirror-history";
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { Fragment, Slice, type Node } from "prosemirror-model";
import { EditorState, NodeSelection, Plugin, type Transaction } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { Decoration, DecorationSet, EditorView } from "prosemirror-view";
import { keys, typed } from "./keys";
import { cleanHtml, nothingRemoved, type Removed } from "./paste";
import { isOwn } from "./preview";
import { schema } from "./schema";
import { views, type Helpers } from "./views";

export interface Pasted {
  removed: Removed;
  /** Puts the words alone in its place; null: the text was changed since. */
  asText: () => boolean;
  undo: () => boolean;
}

export interface ViewOptions extends Helpers {
  label: Record<string, string>;
  placeholder: () => string;
  editable: () => boolean;
  onState: (state: EditorState, changed: boolean) => void;
  onPaste: (pasted: Pasted) => void;
  onLeave: () => void;
  askForLink: () => void;
}

/** Words that stand where nothing does yet. */
function placeholder(words: () => string): Plugin {
  return new Plugin({
    props: {
      decorations(state) {
        const only = state.doc.childCount === 1 ? state.doc.firstChild! : null;
        if (!only || only.type !== schema.nodes.paragraph || only.content.size > 0) return null;
        return DecorationSet.create(state.doc, [
          Decoration.node(0, only.nodeSize, { class: "placeholder", "data-placeholder": words() }),
        ]);
      },
    },
  });
}

/** Text without mark-up: a blank line parts paragraphs, a newline lines. */
function textSlice(text: string): Slice {
  const paragraphs = text.replace(/\r\n?/g, "\n").split(/\n[ \t]*\n+/);
  const nodes = paragraphs.map(paragraph => {
    const content: Node[] = [];
    paragraph.split("\n").forEach((line, index) => {
      if (index > 0) content.push(schema.nodes.line_break!.create());
      if (line) content.push(schema.text(line));
    });
    return schema.nodes.paragraph!.create(null, content);
  });
  return new Slice(Fragment.fromArray(nodes), 1, 1);
}

export class RichView {
  readonly view: EditorView;
  private copied: { slice: Slice; text: string } | null = null;
  private removed: Removed | null = null;
  private readonly plugins: Plugin[];

  constructor(
    place: HTMLElement,
    doc: Node,
    private readonly options: ViewOptions,
  ) {
    this.plugins = [
      typed(),
      ...keys(options.askForLink),
      history(),
      gapCursor(),
      dropCursor({ class: "drop-cursor", color: false }),
      tableEditing({ allowTableNodeSelection: true }),
      placeholder(options.placeholder),
    ];
    this.view = new EditorView(place, {
      state: this.stateOf(doc),
      nodeViews: views(options),
      editable: options.editable,
      // The tools stay on top, over the text.
      scrollThreshold: { top: 160, bottom: 40, left: 0, right: 0 },
      scrollMargin: { top: 170, bottom: 60, left: 0, right: 0 },
      attributes: () => ({
        class: "editor-text",
        role: "textbox",
        "aria-multiline": "true",
        spellcheck: "true",
        ...options.label,
      }),
      dispatchTransaction: tr => this.dispatch(tr),
      transformPastedHTML: html => this.clean(html),
      transformCopied: slice => this.remember(slice),
      clipboardTextSerializer: slice => this.textOf(slice),
      clipboardTextParser: text => textSlice(text),
      handlePaste: (_, event, slice) => this.paste(event, slice),
      handleDrop: (_, event, __, moved) => this.drop(event, moved),
      handleKeyDown: (_, event) => this.openKept(event),
      handleDOMEvents: {
        blur: () => void setTimeout(options.onLeave),
      },
    });
  }

  private stateOf(doc: Node): EditorState {
    return EditorState.create({ doc, plugins: this.plugins });
  }

  /** Another text; what was done before cannot be undone into it. */
  load(doc: Node): void {
    this.view.updateState(this.stateOf(doc));
    this.options.onState(this.view.state, false);
  }

  private dispatch(tr: Transaction): void {
    const state = this.view.state.apply(tr);
    this.view.updateState(state);
    this.options.onState(state, tr.docChanged);
  }

  destroy(): void {
    this.view.destroy();
  }

  /** Enter on a box of source opens it. */
  private openKept(event: KeyboardEvent): boolean {
    const { selection } = this.view.state;
    if (event.key !== "Enter" || !(selection instanceof NodeSelection)) return false;
    const dom = this.view.nodeDOM(selection.from);
    const button =
      dom instanceof HTMLElement
        ? dom.querySelector<HTMLButtonElement>(".kept-head button, .picture-body button")
        : null;
    button?.click();
    return button !== null;
  }

  // Copying within the editor keeps all of it; the clipboard's own HTML knows less.

  private remember(slice: Slice): Slice {
    this.copied = { slice, text: this.textOf(slice) };
    return slice;
  }

  private textOf(slice: Slice): string {
    const { content } = slice;
    return content.textBetween(0, content.size, "\n\n", leaf =>
      leaf.type === schema.nodes.line_break ? "\n" : leaf.isBlock ? String(leaf.attrs.source ?? "") : "",
    );
  }

  private clean(html: string): string {
    const { html: cleaned, removed } = cleanHtml(html, { isOwn, upload: file => this.options.uploads.start(file) });
    this.removed = removed;
    return cleaned;
  }

  private paste(event: ClipboardEvent, slice: Slice): boolean {
    const data = event.clipboardData;
    const html = data?.getData("text/html") ?? "";
    const text = data?.getData("text/plain") ?? "";
    const files = [...(data?.files ?? [])];
    if (
      files.length &&
      (!html || /^<(meta|img)[^>]*>\s*(<img[^>]*>)?\s*$/i.test(html.replace(/<!--[\s\S]*?-->/g, "").trim()))
    ) {
      this.options.uploads.add(files);
      return true;
    }
    const { copied, removed } = this;
    this.removed = null;
    const own = copied && html.includes("data-pm-slice") && copied.text === text ? copied.slice : null;
    const { state } = this.view;
    this.view.dispatch(closeHistory(state.tr));
    const before = this.view.state;
    const put = own ?? slice;
    const single =
      put.openStart === 0 && put.openEnd === 0 && put.content.childCount === 1 ? put.content.firstChild : null;
    const tr = single ? before.tr.replaceSelectionWith(single, false) : before.tr.replaceSelection(put);
    this.view.dispatch(tr.scrollIntoView().setMeta("paste", true).setMeta("uiEvent", "paste"));
    const after = this.view.state;
    this.view.dispatch(closeHistory(after.tr));
    if (!own && removed && !nothingRemoved(removed)) this.tell(removed, text, after.doc);
    return true;
  }

  private tell(removed: Removed, text: string, pasted: Node): void {
    const takeBack = (): boolean => {
      if (!this.view.state.doc.eq(pasted)) return false;
      undo(this.view.state, this.view.dispatch);
      this.view.focus();
      return true;
    };
    this.options.onPaste({
      removed,
      undo: takeBack,
      asText: () => {
        if (!takeBack()) return false;
        this.view.dispatch(this.view.state.tr.replaceSelection(textSlice(text)).scrollIntoView());
        return true;
      },
    });
  }

  private drop(event: DragEvent, moved: boolean): boolean {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (moved || files.length === 0) return false;
    event.preventDefault();
    const at = this.view.posAtCoords({ left: event.clientX, top: event.clientY });
    this.options.uploads.add(files, at?.pos);
    return true;
  }
}
