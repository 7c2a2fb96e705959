// from_tree: the nodes of the editor from a strict tree. What it has no node for is an opaque block or sign with its
// very source; whether a block was understood is decided by writing it anew and comparing (`canon`), not by a list.
import { Fragment, type Mark, type Node } from "prosemirror-model";
import { TableMap } from "prosemirror-tables";
import { schema } from "../rich/schema";
import { attribute, without, type Attributes } from "./attributes";
import { delimiterOf, type Block } from "./delimiters";
import type { Piece, Pieces } from "./pieces";
import { canon } from "./same";
import { BLOCK, PHRASE, parseTree, type TreeElement, type TreeNode } from "./tree";

export class Unsupported extends Error {}

export interface Reading {
  /** What the places of the tree refer to. */
  source: string;
  /** Where nodes leave their pieces; null: the tree was not read from the source itself. */
  pieces: Pieces | null;
  /** Writes a node anew, without regard to its piece. */
  fresh: (node: Node) => string;
}

export interface Placed {
  node: Node;
  from: number;
  to: number;
  /** Where the content stands; null: nowhere in one place. */
  inner: readonly [number, number] | null;
  /** Origins of children, with where each stands. */
  children: readonly Placed[];
}

const { nodes: types, marks: markTypes } = schema;
const WRAPPERS = new Set(
  "address article aside center dd details div dl dt figcaption figure footer header hgroup main nav section summary".split(
    " ",
  ),
);
const MARKS: Readonly<Record<string, string>> = {
    strong: "strong", b: "strong", em: "em", i: "em", s: "strike", del: "strike", strike: "strike",
    sub: "sub", sup: "sup", code: "code",
}; // prettier-ignore

const isBlank = (node: TreeNode): boolean => node.kind === "text" && /^[ \t\n\r\f]*$/.test(node.text);
const extraOf = (attributes: Attributes): Attributes | null => (attributes.length ? attributes : null);

export const isAddress = (text: string): boolean => /^\s*https?:\/\/[^\s<>"]+\s*$/i.test(text);
export const isMarker = (data: string): boolean => data === "nextpage" || /^more(\s.*)?$/.test(data);

export class TreeReader {
  constructor(private readonly reading: Reading) {}

  /** The blocks of a list of siblings that stand in source[from, to). */
  flow(tree: readonly TreeNode[]): Placed[] {
    const placed: Placed[] = [];
    let line: TreeNode[] = [];
    const flush = () => {
      if (line.some(node => !isBlank(node))) placed.push(...this.line(line));
      line = [];
    };
    for (let i = 0; i < tree.length; i++) {
      const node = tree[i]!;
      const delimiter = node.kind === "comment" ? delimiterOf(node.data) : null;
      if (delimiter) {
        flush();
        const last = delimiter.kind === "opening" ? closingAt(tree, i) : i;
        if (delimiter.kind === "closing" || last < 0) throw new Unsupported("a delimiter alone");
        placed.push(this.block(tree.slice(i, last + 1), delimiter));
        i = last;
      } else if (node.kind === "element" && BLOCK.has(node.name)) {
        flush();
        placed.push(this.guarded(node));
      } else line.push(node);
    }
    flush();
    return placed;
  }

  /** From a delimiter to the one that closes it. */
  private block(tree: readonly TreeNode[], { name, json }: Block): Placed {
    const from = tree[0]!.from;
    const to = tree[tree.length - 1]!.to;
    try {
      const inner = tree.length > 1 ? this.flow(tree.slice(1, -1)) : [];
      const only = inner[0];
      if (inner.length !== 1 || !only || only.node.type === types.opaque) throw new Unsupported(name);
      if (only.node.attrs.block) throw new Unsupported("a block that is a block");
      // Text that has no element is what the block makes of it: a shortcode, an address.
      if (name === "html" || only.node.attrs.wrap === "bare") throw new Unsupported("a block of source");
      const node = only.node.type.create(
        { ...only.node.attrs, block: { name, json } },
        only.node.content,
        only.node.marks,
      );
      return { ...only, node, from, to };
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      return this.opaque(from, to);
    }
  }

  private opaque(from: number, to: number): Placed {
    const node = types.opaque!.create({ source: this.reading.source.slice(from, to) });
    return { node, from, to, inner: null, children: [] };
  }

  /** A run of text between blocks. Comments alone are blocks of their own. */
  private line(tree: TreeNode[]): Placed[] {
    while (isBlank(tree[0]!)) tree = tree.slice(1);
    while (isBlank(tree[tree.length - 1]!)) tree = tree.slice(0, -1);
    const from = tree[0]!.from;
    const to = tree[tree.length - 1]!.to;
    if (tree.every(node => node.kind === "comment" || isBlank(node)))
      return tree.filter(node => node.kind === "comment").map(node => this.comment(node));
    const only = tree.length === 1 ? tree[0]! : null;
    if (only?.kind === "text" && isAddress(only.text)) throw new Unsupported("an address alone");
    // The exact ends are those of the text without the white space around it.
    const source = this.reading.source;
    const text = source.slice(from, to);
    const begin = from + /^[ \t-\r]*/.exec(text)![0].length;
    const end = to - /[ \t-\r]*$/.exec(text)![0].length;
    const node = types.paragraph!.create({ wrap: "bare" }, this.inline(tree));
    return [{ node, from: begin, to: end, inner: [begin, end], children: [] }];
  }

  private comment(node: TreeNode): Placed {
    if (node.kind === "comment" && isMarker(node.data))
      return {
        node: types.marker!.create({ data: node.data }),
        from: node.from,
        to: node.to,
        inner: null,
        children: [],
      };
    return this.opaque(node.from, node.to);
  }

  /** The element's node, or the opaque block where that would not write the same. */
  private guarded(element: TreeElement): Placed {
    try {
      const placed = this.element(element);
      if (canon(parseTree(this.reading.fresh(placed.node))) === canon([element])) return placed;
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
    }
    return this.opaque(element.from, element.to);
  }

  private element(element: TreeElement): Placed {
    const { name, from, to } = element;
    const extra = extraOf(element.attributes);
    const inner = [element.innerFrom, element.innerTo] as const;
    const leaf = (node: Node, at: Placed["inner"] = inner): Placed => ({ node, from, to, inner: at, children: [] });
    const parent = (type: string, attrs: object, children: Placed[]): Placed => {
      const node = types[type]!.createChecked({ extra, ...attrs }, this.adopt(children, inner));
      return { node, from, to, inner, children };
    };
    if (name === "p") return leaf(types.paragraph!.create({ extra, wrap: "tag" }, this.inline(element.children)));
    if (/^h[1-6]$/.test(name))
      return leaf(types.heading!.create({ extra, level: Number(name[1]) }, this.inline(element.children)));
    if (name === "hr") return leaf(types.rule!.create({ extra }), null);
    if (name === "ul" || name === "ol")
      return parent(name === "ul" ? "bullet_list" : "ordered_list", {}, this.items(element.children));
    if (name === "blockquote") return parent("blockquote", {}, this.filled(element.children));
    if (name === "pre") return this.pre(element);
    if (name === "table") return this.table(element);
    if (name === "figure") {
      const image = this.image(element);
      const caption = element.children.find(node => node.kind === "element" && node.name === "figcaption");
      if (image) return leaf(image, caption?.kind === "element" ? [caption.innerFrom, caption.innerTo] : null);
    }
    if (WRAPPERS.has(name)) {
      const children = this.filled(element.children);
      if (children.every(({ node }) => node.type === types.opaque)) throw new Unsupported(name);
      return parent("wrapper", { tag: name }, children);
    }
    throw new Unsupported(name);
  }

  private filled(tree: readonly TreeNode[]): Placed[] {
    const children = this.flow(tree);
    if (children.length === 0) throw new Unsupported("empty");
    return children;
  }

  /** Content of a list item or cell, which may be empty. */
  private cell(element: TreeElement): Placed[] {
    const children = this.flow(element.children);
    if (children.length) return children;
    const at = element.innerFrom;
    return [{ node: types.paragraph!.create({ wrap: "bare" }), from: at, to: at, inner: [at, at], children: [] }];
  }

  /** The items of a list, each maybe between delimiters. */
  private items(tree: readonly TreeNode[]): Placed[] {
    const placed: Placed[] = [];
    for (let i = 0; i < tree.length; i++) {
      const node = tree[i]!;
      if (isBlank(node)) continue;
      const delimiter = node.kind === "comment" ? delimiterOf(node.data) : null;
      const last = delimiter?.kind === "opening" ? closingAt(tree, i) : i;
      const within = delimiter ? tree.slice(i + 1, last).filter(each => !isBlank(each)) : [node];
      const item = within[0];
      if (last < 0 || within.length !== 1 || item?.kind !== "element" || item.name !== "li")
        throw new Unsupported("a list");
      const inner = [item.innerFrom, item.innerTo] as const;
      const children = this.cell(item);
      const block = delimiter ? { name: delimiter.name, json: delimiter.json } : null;
      const made = types.list_item!.createChecked(
        { extra: extraOf(item.attributes), block },
        this.adopt(children, inner),
      );
      placed.push({ node: made, from: node.from, to: tree[last]!.to, inner, children });
      i = last;
    }
    if (placed.length === 0) throw new Unsupported("an empty list");
    return placed;
  }

  private pre(element: TreeElement): Placed {
    const { from, to } = element;
    const extra = extraOf(element.attributes);
    const only = element.children.length === 1 ? element.children[0]! : null;
    const code = only?.kind === "element" && only.name === "code" ? only : null;
    const texts = code ? code.children : element.children;
    if (texts.every(node => node.kind === "text")) {
      let text = texts.map(node => (node.kind === "text" ? node.text : "")).join("");
      if (!code) text = text.replace(/^\n/, "");
      const holder = code ?? element;
      const node = types.code_block!.create(
        { extra, inner: code ? code.attributes : null },
        text ? schema.text(text) : null,
      );
      return { node, from, to, inner: [holder.innerFrom, holder.innerTo], children: [] };
    }
    const content = this.inline(element.children, true);
    const first = content.firstChild;
    if (first?.isText && first.text!.startsWith("\n")) throw new Unsupported("pre");
    return {
      node: types.verse!.create({ extra }, content),
      from,
      to,
      inner: [element.innerFrom, element.innerTo],
      children: [],
    };
  }

  private table(element: TreeElement): Placed {
    const rows: Placed[] = [];
    const row = (tr: TreeElement, section: string | null) => {
      const cells = tr.children.filter(node => !isBlank(node)).map(node => this.tableCell(node));
      if (cells.length === 0) throw new Unsupported("an empty row");
      const inner = [tr.innerFrom, tr.innerTo] as const;
      const node = types.table_row!.createChecked({ extra: extraOf(tr.attributes), section }, this.adopt(cells, inner));
      rows.push({ node, from: tr.from, to: tr.to, inner, children: cells });
    };
    for (const child of element.children) {
      if (isBlank(child)) continue;
      if (child.kind !== "element") throw new Unsupported("a table");
      if (child.name === "tr") row(child, null);
      else if (/^t(head|body|foot)$/.test(child.name) && child.attributes.length === 0) {
        for (const tr of child.children) {
          if (isBlank(tr)) continue;
          if (tr.kind !== "element") throw new Unsupported("a table");
          row(tr, child.name);
        }
      } else throw new Unsupported(child.name);
    }
    if (rows.length === 0) throw new Unsupported("an empty table");
    const inner = [element.innerFrom, element.innerTo] as const;
    const node = types.table!.createChecked({ extra: extraOf(element.attributes) }, this.adopt(rows, inner));
    if (TableMap.get(node).problems) throw new Unsupported("a table whose rows differ");
    return { node, from: element.from, to: element.to, inner, children: rows };
  }

  private tableCell(cell: TreeNode): Placed {
    if (cell.kind !== "element") throw new Unsupported("a row");
    const span = (name: string): number => {
      const value = attribute(cell.attributes, name) ?? "1";
      if (!/^[1-9]\d?$/.test(value)) throw new Unsupported(name);
      return Number(value);
    };
    const children = this.cell(cell);
    const attrs = {
      extra: without(cell.attributes, "colspan", "rowspan"),
      colspan: span("colspan"),
      rowspan: span("rowspan"),
    };
    const inner = [cell.innerFrom, cell.innerTo] as const;
    const type = cell.name === "th" ? types.table_header! : types.table_cell!;
    return {
      node: type.createChecked(attrs, this.adopt(children, inner)),
      from: cell.from,
      to: cell.to,
      inner,
      children,
    };
  }

  /** <figure> with one picture, which may be a link, and maybe a caption; null: it is something else. */
  private image(figure: TreeElement): Node | null {
    const parts = figure.children.filter(node => !isBlank(node));
    const picture = pictureOf(parts[0]);
    const caption = parts[1];
    if (!picture || parts.length > 2) return null;
    if (caption && (caption.kind !== "element" || caption.name !== "figcaption")) return null;
    if (caption && caption.children.some(node => node.kind === "element" && BLOCK.has(node.name))) return null;
    return types.image!.create(
      { ...picture, extra: extraOf(figure.attributes), caption: caption ? caption.attributes : null },
      caption ? this.inline(caption.children) : null,
    );
  }

  /** [caption attributes]picture text[/caption]; throws where it is something else. */
  captioned(attributes: Attributes, tree: readonly TreeNode[]): Node {
    const rest = tree.filter((node, i) => i > 0 || !isBlank(node));
    const picture = pictureOf(rest[0]);
    if (!picture) throw new Unsupported("a caption");
    return types.image!.create(
      { ...picture, form: "caption", extra: attributes, caption: [] },
      this.inline(rest.slice(1)),
    );
  }

  // What stands in a line

  inline(tree: readonly TreeNode[], pre = false): Fragment {
    const found: Node[] = [];
    this.collect(tree, [], found);
    return Fragment.fromArray(pre ? joined(found) : collapse(found));
  }

  private collect(tree: readonly TreeNode[], marks: readonly Mark[], out: Node[]): void {
    for (const node of tree) {
      if (node.kind === "text") {
        if (node.text !== "") out.push(schema.text(node.text, marks));
      } else if (node.kind === "comment") out.push(this.sign(node, marks));
      else if (BLOCK.has(node.name)) throw new Unsupported(`${node.name} in a line`);
      else if (node.name === "br") out.push(types.line_break!.create({ extra: extraOf(node.attributes) }, null, marks));
      else if (node.name === "img") out.push(types.inline_image!.create({ img: node.attributes }, null, marks));
      else if (PHRASE.has(node.name) && node.children.some(child => child.kind !== "text" || child.text !== ""))
        this.collect(node.children, markFor(node).addToSet(marks), out);
      else out.push(this.sign(node, marks));
    }
  }

  private sign(node: TreeNode, marks: readonly Mark[]): Node {
    return types.inline_opaque!.create({ source: this.reading.source.slice(node.from, node.to) }, null, marks);
  }

  /** Gives siblings their pieces; the fragment of them. */
  private adopt(children: readonly Placed[], [from]: readonly [number, number]): Fragment {
    const { pieces, source } = this.reading;
    if (!pieces) return Fragment.fromArray(children.map(({ node }) => node));
    const list = pieces.newList();
    let done = from;
    return Fragment.fromArray(
      children.map((placed, index) => {
        const before = source.slice(done, placed.from);
        done = placed.to;
        return place(pieces, placed, source, { list, index, before, top: false });
      }),
    );
  }
}

/** The node with its piece. */
export function place(
  pieces: Pieces,
  placed: Placed,
  source: string,
  where: Pick<Piece, "list" | "index" | "before" | "top">,
): Node {
  const origin = pieces.reserve();
  const node = placed.node.type.create({ ...placed.node.attrs, origin }, placed.node.content, placed.node.marks);
  const { inner } = placed;
  const last = placed.children[placed.children.length - 1];
  pieces.fill(origin, {
    ...where,
    node,
    source: source.slice(placed.from, placed.to),
    open: inner && source.slice(placed.from, inner[0]),
    close: inner && source.slice(inner[1], placed.to),
    tail: last && inner ? source.slice(last.to, inner[1]) : "",
    children: placed.children.length,
  });
  return node;
}

function markFor(element: TreeElement): Mark {
  const { name, attributes } = element;
  const href = attribute(attributes, "href");
  if (name === "a" && href !== null)
    return markTypes.link!.create({ href, extra: attributes.length > 1 ? attributes : null });
  const type = MARKS[name];
  return type
    ? markTypes[type]!.create({ tag: name, extra: extraOf(attributes) })
    : markTypes.phrase!.create({ tag: name, extra: extraOf(attributes) });
}

function pictureOf(node: TreeNode | undefined): { img: Attributes; link: Attributes | null } | null {
  if (node?.kind !== "element") return null;
  if (node.name === "img") return { img: node.attributes, link: null };
  if (node.name !== "a") return null;
  const within = node.children.filter(child => !isBlank(child));
  const img = within.length === 1 ? within[0]! : null;
  return img?.kind === "element" && img.name === "img" ? { img: img.attributes, link: node.attributes } : null;
}

function closingAt(tree: readonly TreeNode[], i: number): number {
  let depth = 0;
  for (let k = i; k < tree.length; k++) {
    const node = tree[k]!;
    const delimiter = node.kind === "comment" ? delimiterOf(node.data) : null;
    if (delimiter?.kind === "opening") depth++;
    if (delimiter?.kind === "closing" && --depth === 0) return k;
  }
  return -1;
}

const joined = (nodes: readonly Node[]): Node[] => {
  const out: Node[] = [];
  for (const node of nodes) {
    const last = out[out.length - 1];
    if (last?.isText && node.isText && last.sameMarkup(node))
      out[out.length - 1] = schema.text(last.text! + node.text!, node.marks);
    else out.push(node);
  }
  return out;
};

/** As a page shows it: white space is one space, and none stands at the ends of a line. */
function collapse(nodes: readonly Node[]): Node[] {
  const out: Node[] = [];
  let space = true;
  for (const node of nodes) {
    if (!node.isText) {
      space = node.type === types.line_break;
      out.push(node);
      continue;
    }
    let text = node.text!.replace(/[ \t\n\f\r]+/g, " ");
    if (space) text = text.replace(/^ /, "");
    if (text === "") continue;
    space = text.endsWith(" ");
    out.push(schema.text(text, node.marks));
  }
  for (let i = out.length - 1, end = true; i >= 0; i--) {
    const node = out[i]!;
    if (node.isText && end) {
      const text = node.text!.replace(/ +$/, "");
      if (text === "") out.splice(i, 1);
      else out[i] = schema.text(text, node.marks);
      if (text !== "") end = false;
    } else end = node.type === types.line_break;
  }
  return joined(out);
}
