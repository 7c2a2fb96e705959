// views: how nodes look that are more than their element: pictures, what is kept as source, marks in the text.
import type { Node } from "prosemirror-model";
import { NodeSelection } from "prosemirror-state";
import type { EditorView, NodeView, NodeViewConstructor } from "prosemirror-view";
import { t } from "../../words/words";
import { attribute, classes, type Attributes } from "../source/attributes";
import { labelOf } from "../source/label";
import { button, element } from "./dom";
import { isOwn, preview } from "./preview";
import type { Uploads } from "./uploads";

export interface Helpers {
  editImage: (pos: number) => void;
  uploads: Uploads;
}

type GetPos = () => number | undefined;

/** A block of source: what it is, a preview, and the source itself when it is asked for. */
class OpaqueView implements NodeView {
  readonly dom = element("div", { class: "kept", contenteditable: "false" });
  private area: HTMLTextAreaElement | null = null;

  constructor(
    private node: Node,
    private readonly view: EditorView,
    private readonly getPos: GetPos,
  ) {
    if (node.attrs.source === "") this.edit();
    else this.show();
  }

  private show(focus = false): void {
    this.area = null;
    const source = this.node.attrs.source as string;
    const label = labelOf(source);
    const open = button(t("Edit source"), () => this.edit());
    open.setAttribute("aria-label", t("Edit source: {name}", { name: label }));
    const head = element("div", { class: "kept-head" }, element("span", { class: "kept-label" }, label));
    if (this.view.editable) head.append(open);
    this.dom.replaceChildren(head);
    const shown = /^\[/.test(source.trim()) ? null : preview(source);
    const body = shown
      ? element("div", { class: "kept-preview", inert: "" }, shown)
      : element("code", { class: "kept-source", dir: "ltr" }, source.trim().slice(0, 400));
    this.dom.append(body);
    if (focus) open.focus();
  }

  private edit(): void {
    const area = element("textarea", { class: "source", spellcheck: "false", dir: "ltr", "aria-label": t("Source") });
    area.value = this.node.attrs.source as string;
    area.rows = Math.min(24, Math.max(3, area.value.split("\n").length + 1));
    area.addEventListener("input", () => this.write(area.value));
    area.addEventListener("keydown", event => {
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        this.show(true);
      }
    });
    const done = button(t("Done"), () => this.show(true));
    const head = element("div", { class: "kept-head" }, element("span", { class: "kept-label" }, t("Source")), done);
    this.area = area;
    this.dom.replaceChildren(head, area);
    // Where it stands only once the view has it.
    requestAnimationFrame(() => area.focus());
  }

  private write(source: string): void {
    const pos = this.getPos();
    if (pos !== undefined) this.view.dispatch(this.view.state.tr.setNodeAttribute(pos, "source", source));
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false;
    const changed = node.attrs.source !== this.node.attrs.source;
    this.node = node;
    if (!changed) return true;
    if (this.area) {
      if (this.area.value !== node.attrs.source) this.area.value = node.attrs.source as string;
    } else this.show();
    return true;
  }

  selectNode(): void {
    this.dom.classList.add("selected");
  }

  deselectNode(): void {
    this.dom.classList.remove("selected");
  }

  stopEvent(event: Event): boolean {
    return event.target instanceof Element && event.target.closest("button, textarea") !== null;
  }

  ignoreMutation(): boolean {
    return true;
  }
}

/** The picture itself, or in words where it is when another site has it. */
function pictureOf(img: Attributes): HTMLElement {
  const address = attribute(img, "src") ?? "";
  const alt = attribute(img, "alt") ?? "";
  if (isOwn(address)) {
    const shown = element("img", { src: address, alt, draggable: "false" });
    for (const name of ["width", "height"]) {
      const value = attribute(img, name);
      if (value && /^\d+$/.test(value)) shown.setAttribute(name, value);
    }
    return shown;
  }
  let host = address;
  try {
    host = new URL(address).host;
  } catch {
    // Shown as it is written.
  }
  const words = t("Picture from {host}", { host });
  return element(
    "span",
    { class: "far-picture", role: "img", "aria-label": alt || words },
    words,
    alt ? ` — ${alt}` : "",
  );
}

class ImageView implements NodeView {
  readonly dom = element("figure", {});
  readonly contentDOM = element("figcaption", { dir: "auto" });
  private readonly body = element("div", { class: "picture-body", contenteditable: "false" });
  private readonly forget: () => void;

  constructor(
    private node: Node,
    private readonly view: EditorView,
    private readonly getPos: GetPos,
    private readonly helpers: Helpers,
  ) {
    this.dom.append(this.body, this.contentDOM);
    this.body.addEventListener("mousedown", event => {
      if (event.target instanceof Element && event.target.closest("button")) return;
      const pos = this.getPos();
      if (pos === undefined) return;
      view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, pos)));
      view.focus();
    });
    this.body.addEventListener("dblclick", () => this.open());
    this.forget = helpers.uploads.listen(() => this.progress());
    this.show();
  }

  private open(): void {
    const pos = this.getPos();
    if (pos !== undefined && this.view.editable) this.helpers.editImage(pos);
  }

  private show(): void {
    const { img, extra, pending } = this.node.attrs as {
      img: Attributes;
      extra: Attributes | null;
      pending: string | null;
    };
    this.dom.className = ["picture", ...classes(extra)].join(" ");
    if (this.node.attrs.form === "caption") this.dom.classList.add(attribute(extra, "align") ?? "alignnone");
    this.contentDOM.dataset.placeholder = t("Caption");
    this.contentDOM.classList.toggle("empty", this.node.content.size === 0);
    if (pending !== null) {
      this.progress();
      return;
    }
    const alt = attribute(img, "alt") ?? "";
    const edit = button(alt ? t("Edit picture") : t("Add alternative text"), () => this.open());
    if (!alt) edit.classList.add("missing");
    this.body.replaceChildren(pictureOf(img), ...(this.view.editable ? [edit] : []));
  }

  private progress(): void {
    const upload = this.helpers.uploads.of(this.node.attrs.pending as string | null);
    if (!upload) return;
    const bar = element("progress", { max: "1", "aria-label": t("Uploading {name}", { name: upload.name }) });
    bar.value = upload.fraction;
    const words = element("span", {}, t("Uploading {name}", { name: upload.name }));
    const cancel = button(t("Cancel"), () => this.helpers.uploads.cancel(this.node.attrs.pending as string));
    this.body.replaceChildren(element("div", { class: "uploading" }, words, bar, cancel));
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false;
    const same = node.sameMarkup(this.node) && (node.content.size === 0) === (this.node.content.size === 0);
    this.node = node;
    if (!same) this.show();
    return true;
  }

  selectNode(): void {
    this.dom.classList.add("selected");
  }

  deselectNode(): void {
    this.dom.classList.remove("selected");
  }

  stopEvent(event: Event): boolean {
    return event.target instanceof Element && event.target.closest(".picture-body button") !== null;
  }

  ignoreMutation(mutation: { target: globalThis.Node; type: string }): boolean {
    return mutation.type !== "selection" && !this.contentDOM.contains(mutation.target);
  }

  destroy(): void {
    this.forget();
  }
}

const markerView: NodeViewConstructor = node => {
  const data = node.attrs.data as string;
  const words =
    data === "nextpage"
      ? t("Page break")
      : data === "more"
        ? t("Read more")
        : t("Read more: {words}", { words: data.slice(5) });
  return { dom: element("div", { class: "marker", contenteditable: "false" }, element("span", {}, words)) };
};

const inlineOpaque: NodeViewConstructor = node => {
  const source = node.attrs.source as string;
  const name = /^<([a-z][a-z0-9-]*)/i.exec(source)?.[1];
  const words = name ? `<${name}>` : /^<!--\s*more/.test(source) ? t("Read more") : t("Comment (not shown)");
  return {
    dom: element("span", { class: "inline-kept", title: source.slice(0, 300), contenteditable: "false" }, words),
  };
};

export function views(helpers: Helpers): Record<string, NodeViewConstructor> {
  return {
    opaque: (node, view, getPos) => new OpaqueView(node, view, getPos),
    image: (node, view, getPos) => new ImageView(node, view, getPos, helpers),
    marker: markerView,
    inline_opaque: inlineOpaque,
    inline_image: (node, view, getPos) => {
      const dom = element(
        "span",
        { class: "inline-picture", contenteditable: "false" },
        pictureOf(node.attrs.img as Attributes),
      );
      for (const name of classes(node.attrs.img as Attributes)) if (/^align/.test(name)) dom.classList.add(name);
      dom.addEventListener("dblclick", () => {
        const pos = getPos();
        if (pos !== undefined && view.editable) helpers.editImage(pos);
      });
      return { dom, ignoreMutation: () => true };
    },
  };
}
