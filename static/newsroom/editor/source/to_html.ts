// to_html: nodes written as HTML. What was not edited is the source it was read from; of what was edited, as much as
// there is; what is new, as WordPress's editors write it.
import type { Mark, Node } from "prosemirror-model";
import { attribute, withAttribute, withClasses, type Attributes } from "./attributes";
import { changedJson, closing, opening, type Block } from "./delimiters";
import type { Piece, Pieces } from "./pieces";

export interface Style {
  /** Blocks stand between delimiters, in a document that has them. */
  delimiters: boolean;
  /** Paragraphs are parted by blank lines instead of <p>. */
  bare: boolean;
  /** null: everything is written anew. */
  pieces: Pieces | null;
}

const escapeText = (text: string): string =>
  text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/\u00a0/g, "&nbsp;");
const escapeValue = (text: string): string =>
  text
    .replace(/&/g, "&amp;")
    .replace(/"/g, "&quot;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/\u00a0/g, "&nbsp;");

// What may be empty as a text; any other attribute without a value is a switch.
const TEXTS = new Set(["alt", "class", "content", "href", "id", "src", "style", "title", "value"]);
const written = ([key, value]: readonly [string, string]): string =>
  value === "" && !TEXTS.has(key) ? ` ${key}` : ` ${key}="${escapeValue(value)}"`;

export const tag = (name: string, attributes: Attributes | null, end = ""): string =>
  `<${name}${(attributes ?? []).map(written).join("")}${end}>`;

function markTag(mark: Mark): readonly [string, string] {
  const extra = mark.attrs.extra as Attributes | null;
  if (mark.type.name !== "link") {
    const name = mark.attrs.tag as string;
    return [tag(name, extra), `</${name}>`];
  }
  return [tag("a", withAttribute(extra, "href", mark.attrs.href as string)), "</a>"];
}

export interface Signs {
  /** Written for a line break. */
  newline: string;
  /** The end of an element that has no content. */
  end: string;
  /** What the text was read from: of marks on the same words, the one that was outside there is outside. */
  source: string;
}

/** What stands in a line. */
export function inlineHtml(parent: Node, signs: Signs): string {
  const nodes: Node[] = [];
  parent.forEach(node => void nodes.push(node));
  return run(nodes, [], signs);
}

/** Of the marks that begin, the one that reaches furthest stands outermost: so none is cut that need not be. */
function run(nodes: readonly Node[], open: readonly Mark[], signs: Signs): string {
  let out = "";
  for (let i = 0; i < nodes.length;) {
    const node = nodes[i]!;
    let best: Mark | null = null;
    let end = i;
    for (const mark of node.marks) {
      if (open.some(each => each.eq(mark))) continue;
      let to = i;
      while (to < nodes.length && mark.isInSet(nodes[to]!.marks)) to++;
      if (to > end || (best && to === end && standsOutside(mark, best, signs.source))) [best, end] = [mark, to];
    }
    if (best) {
      const [start, stop] = markTag(best);
      out += start + run(nodes.slice(i, end), [...open, best], signs) + stop;
      i = end;
      continue;
    }
    out += leaf(node, signs);
    i++;
  }
  return out;
}

const tagOf = (mark: Mark): string => (mark.type.name === "link" ? "a" : (mark.attrs.tag as string));

function standsOutside(one: Mark, other: Mark, source: string): boolean {
  const within = (outer: Mark, inner: Mark) =>
    new RegExp(`<${tagOf(outer)}\\b[^>]*>(?:<[a-z][^>]*>)*<${tagOf(inner)}\\b`, "i").test(source);
  const found = within(one, other);
  // Where the source says nothing: a note's number is a link within <sup>.
  return found === within(other, one) ? one.type.name === "sup" && other.type.name === "link" : found;
}

function leaf(node: Node, { newline, end }: Signs): string {
  switch (node.type.name) {
    case "text":
      return escapeText(node.text!);
    case "line_break":
      return node.attrs.extra ? tag("br", node.attrs.extra as Attributes, end) : newline;
    case "inline_image":
      return tag("img", node.attrs.img as Attributes, end);
    default:
      return node.attrs.source as string;
  }
}

/** Whether nothing would be written for it: an empty paragraph that the source did not have, a picture on its way. */
const isNothing = (node: Node, style: Style): boolean =>
  (node.type.name === "image" && node.attrs.pending !== null) ||
  (node.type.name === "paragraph" &&
    node.content.size === 0 &&
    !style.pieces?.unchanged(node) &&
    (node.attrs.wrap !== "tag" || style.pieces !== null));

export class HtmlWriter {
  private readonly end: string;

  constructor(private readonly style: Style) {
    this.end = style.delimiters ? "/" : " /";
  }

  private inline(node: Node, newline = "<br>"): string {
    return inlineHtml(node, { newline, end: this.end, source: this.style.pieces?.of(node)?.source ?? "" });
  }

  document(doc: Node, tail: string): string {
    return this.siblings(doc, "\n\n", tail);
  }

  /** Children with what stands around and between them. */
  private siblings(parent: Node, between: string, tail: string): string {
    let out = "";
    let previous = null as Node | null;
    let bare = false;
    parent.forEach(child => {
      const top = parent.type.name === "doc";
      if ((top || child.attrs.pending) && isNothing(child, this.style)) return;
      const isBare = this.isBare(child, parent, bare);
      out += this.between(previous, child, between) + this.block(child, parent, isBare);
      bare = isBare;
      previous = child;
    });
    return out + this.after(previous, parent, tail);
  }

  /** What stood between the two, if they stood beside each other; at the beginning what stood there. */
  private between(previous: Node | null, next: Node, other: string): string {
    const piece = this.style.pieces?.of(next);
    if (!previous) return piece?.index === 0 ? piece.before : "";
    const before = this.style.pieces?.of(previous);
    if (!piece || !before || before.list !== piece.list || before.index + 1 !== piece.index) return other;
    const same = before.node.type === previous.type && piece.node.type === next.type;
    return same || /\n\s*\n/.test(piece.before) ? piece.before : other;
  }

  private after(last: Node | null, parent: Node, tail: string): string {
    if (parent.type.name === "doc") return tail;
    const own = this.style.pieces?.of(parent);
    const piece = last && this.style.pieces?.of(last);
    if (
      own &&
      piece &&
      piece.index === own.children - 1 &&
      piece.before !== undefined &&
      this.belongs(own.node, piece.node)
    )
      return own.tail;
    return tail;
  }

  private belongs(parent: Node, child: Node): boolean {
    return parent.lastChild?.attrs.origin === child.attrs.origin;
  }

  /** Whether a paragraph is written without <p>. */
  private isBare(node: Node, parent: Node, afterBare: boolean): boolean {
    if (node.type.name !== "paragraph" || node.attrs.extra || node.attrs.block) return false;
    const { name } = parent.type;
    const wrap = node.attrs.wrap as string;
    if (name === "doc") return this.style.bare && wrap !== "tag";
    if (afterBare || wrap === "tag") return false;
    if (wrap === "bare") return name !== "doc";
    const inLine =
      /^(list_item|table_cell|table_header)$/.test(name) ||
      /^(figcaption|summary|dt|dd)$/.test(parent.attrs.tag as string);
    return inLine;
  }

  block(node: Node, parent: Node | null, bare: boolean): string {
    const pieces = this.style.pieces;
    const unchanged = pieces?.unchanged(node);
    const atHome = !bareSource(unchanged) || bare || (parent?.type.name === "doc" && unchanged?.top);
    if (unchanged && atHome) return unchanged.source;
    if (node.type.name === "opaque") return node.attrs.source as string;
    const piece = pieces?.of(node);
    const fits = piece && piece.open !== null && piece.close !== null && piece.node.sameMarkup(node);
    const emptied = node.type.name === "image" && node.content.size === 0;
    if (fits && !emptied && (!bareSource(piece) || bare))
      return piece.open + this.content(node, parent, bare) + piece.close;
    return this.fresh(node, parent, bare);
  }

  private content(node: Node, parent: Node | null, bare: boolean): string {
    if (node.type.name === "code_block") {
      // A newline at once behind <pre> is none.
      const text = escapeText(node.textContent);
      return node.attrs.inner === null && text.startsWith("\n") ? `\n${text}` : text;
    }
    if (node.inlineContent) {
      // In classic content a line break is a line break.
      if (bare && parent?.type.name === "doc") return lines(this.inline(node, "\n"));
      return this.inline(node);
    }
    if (node.type.name === "table") return this.rows(node);
    return this.siblings(node, this.separator(node), "");
  }

  /** What new children are parted with. */
  private separator(node: Node): string {
    const isList = /_list$/.test(node.type.name);
    if (!this.style.delimiters) return isList || node.type.name === "table_row" ? "\n" : "";
    return (isList ? this.listHasBlocks(node) : this.holdsBlocks(node)) ? "\n\n" : "";
  }

  /** Whether what is new in it stands between delimiters. */
  private holdsBlocks(node: Node): boolean {
    if (node.type.name === "doc" || node.firstChild?.attrs.block) return true;
    if (/^(list_item|table_cell|table_header)$/.test(node.type.name)) return node.attrs.block !== null;
    return node.attrs.block !== null ? node.type.name !== "blockquote" || node.attrs.origin === null : isNew(node);
  }

  private rows(table: Node): string {
    let out = "";
    let section: string | null = null;
    let previous = null as Node | null;
    const newline = this.style.delimiters ? "" : "\n";
    const move = (to: string | null): string => {
      if (to === section) return "";
      const moved = `${section ? `</${section}>${newline}` : ""}${to ? `<${to}>${newline}` : ""}`;
      section = to;
      return moved;
    };
    table.forEach(row => {
      // A new row stands in the part of the one before it, but none goes into the head.
      const isNew = row.attrs.section === null && row.attrs.origin === null;
      const to = isNew
        ? section === "thead"
          ? "tbody"
          : (section ?? ahead(table))
        : (row.attrs.section as string | null);
      const piece = this.style.pieces?.of(row);
      const before = previous && this.style.pieces?.of(previous);
      const sameSection = piece?.node.attrs.section === to;
      const follows =
        piece &&
        sameSection &&
        (previous
          ? before &&
            before.list === piece.list &&
            before.index + 1 === piece.index &&
            before.node.attrs.section === section
          : piece.index === 0);
      if (follows) {
        out += piece.before;
        section = to;
      } else out += (previous ? newline : "") + move(to);
      out += this.block(row, table, false);
      previous = row;
    });
    const own = this.style.pieces?.of(table);
    const last = previous && this.style.pieces?.of(previous);
    if (own && last && this.belongs(own.node, last.node) && last.node.attrs.section === section) return out + own.tail;
    return out + (section ? newline : "") + move(null);
  }

  private fresh(node: Node, parent: Node | null, bare: boolean): string {
    const block = this.blockOf(node, parent);
    const html = this.html(node, parent, bare, block);
    return block ? `${opening(block)}\n${html}\n${closing(block)}` : html;
  }

  private html(node: Node, parent: Node | null, bare: boolean, block: Block | null): string {
    const named = block !== null && node.attrs.block === null; // new, so it has the classes of new ones
    const extra = (...names: string[]) => {
      const own = node.attrs.extra as Attributes | null;
      return named ? withClasses(own, () => false, names) : own;
    };
    const content = () => this.content(node, parent, bare);
    const enclose = (name: string, attributes: Attributes | null) => `${tag(name, attributes)}${content()}</${name}>`;
    switch (node.type.name) {
      case "paragraph":
        return bare ? content() : enclose("p", extra());
      case "heading":
        return enclose(`h${node.attrs.level as number}`, extra("wp-block-heading"));
      case "blockquote":
        return enclose("blockquote", extra("wp-block-quote"));
      case "bullet_list":
      case "ordered_list": {
        const name = node.type.name === "bullet_list" ? "ul" : "ol";
        const newline = this.style.delimiters ? "" : "\n";
        return `${tag(name, extra("wp-block-list"))}${newline}${content()}${newline}</${name}>`;
      }
      case "list_item":
        return enclose("li", extra());
      case "code_block": {
        const inner = node.attrs.inner as Attributes | null;
        const body = inner === null ? content() : `${tag("code", inner)}${content()}</code>`;
        return `${tag("pre", extra("wp-block-code"))}${body}</pre>`;
      }
      case "verse":
        return enclose("pre", extra());
      case "rule":
        return tag("hr", extra("wp-block-separator", "has-alpha-channel-opacity"), this.style.delimiters ? "/" : "");
      case "marker":
        return `<!--${node.attrs.data as string}-->`;
      case "image":
        return this.image(node);
      case "table": {
        const newline = this.style.delimiters ? "" : "\n";
        const table = `${tag("table", extra())}${newline}${content()}${newline}</table>`;
        return named ? `<figure class="wp-block-table">${table}</figure>` : table;
      }
      case "table_row":
        return enclose("tr", extra());
      case "table_cell":
      case "table_header": {
        let attributes = extra();
        for (const name of ["colspan", "rowspan"])
          if (node.attrs[name] !== 1) attributes = withAttribute(attributes, name, String(node.attrs[name]));
        return enclose(node.type.name === "table_cell" ? "td" : "th", attributes);
      }
      case "wrapper":
        return enclose(node.attrs.tag as string, extra());
      default:
        return node.attrs.source as string;
    }
  }

  private image(node: Node): string {
    const link = node.attrs.link as Attributes | null;
    const img = tag("img", node.attrs.img as Attributes, this.end);
    const picture = link ? `${tag("a", link)}${img}</a>` : img;
    const caption = this.inline(node);
    if (node.attrs.form === "caption") {
      const attributes = (node.attrs.extra as Attributes | null) ?? [];
      if (!caption && this.style.pieces) return picture;
      return `[caption${attributes.map(([name, value]) => ` ${name}="${value}"`).join("")}]${picture} ${caption}[/caption]`;
    }
    const attributes = (node.attrs.caption as Attributes | null) ?? [["class", "wp-element-caption"] as const];
    // A caption that was emptied goes; one that was empty in the source stays.
    const keeps = node.content.size > 0 || (this.style.pieces === null && node.attrs.caption !== null);
    const figcaption = keeps ? `${tag("figcaption", attributes)}${caption}</figcaption>` : "";
    return `${tag("figure", node.attrs.extra as Attributes | null)}${picture}${figcaption}</figure>`;
  }

  /** The delimiters that a node is written between. */
  private blockOf(node: Node, parent: Node | null): Block | null {
    const block = node.attrs.block as Block | null;
    if (!this.style.delimiters) return block;
    if (node.type.name === "list_item")
      return block ?? (parent && this.listHasBlocks(parent) ? { name: "list-item", json: null } : null);
    if (block && (NAMES[node.type.name]?.includes(block.name) ?? true))
      return { name: block.name, json: this.json(node, block) };
    if (this.style.pieces === null) return block;
    // What stood without delimiters stays so.
    if (!block && this.style.pieces.of(node)?.node.type === node.type) return null;
    // New ones: at the top, and where blocks stand in blocks.
    if ((parent && !this.holdsBlocks(parent)) || this.isBare(node, parent ?? node, false)) return null;
    const frame =
      node.type.name === "wrapper"
        ? /(?:^|\s)wp-block-([a-z-]+)/.exec(attribute(node.attrs.extra as Attributes | null, "class") ?? "")?.[1]
        : null;
    if (frame) return { name: frame, json: null };
    const name =
      node.type.name === "marker" ? (node.attrs.data === "nextpage" ? "nextpage" : "more") : NAMES[node.type.name]?.[0];
    if (!name) return null;
    return { name, json: this.json(node, { name, json: null }) };
  }

  private listHasBlocks(list: Node): boolean {
    let read = false;
    let blocks = false;
    list.forEach(item => {
      if (item.attrs.origin !== null) read = true;
      if (item.attrs.block) blocks = true;
    });
    return this.style.pieces !== null ? blocks || !read : blocks;
  }

  /** Attributes that repeat what the element says. */
  private json(node: Node, { json }: Block): string | null {
    if (this.style.pieces === null) return json;
    if (node.type.name === "heading")
      return changedJson(json, { level: node.attrs.level === 2 ? undefined : node.attrs.level });
    if (node.type.name === "ordered_list") {
      const start = attribute(node.attrs.extra as Attributes | null, "start");
      return changedJson(json, { ordered: true, start: start === null ? undefined : Number(start) });
    }
    if (node.type.name === "image")
      return this.style.pieces.of(node)?.node.sameMarkup(node) ? json : imageJson(node, json);
    if (node.type.name === "marker" && node.attrs.data !== "nextpage") {
      const words = (node.attrs.data as string).slice(5).trim();
      return words ? changedJson(json, { customText: words }) : json;
    }
    return json;
  }
}

const isNew = (node: Node): boolean => node.attrs.origin === null && /^(blockquote|wrapper)$/.test(node.type.name);

/** The first part that a table has. */
const ahead = (table: Node): string | null => {
  let found: string | null = null;
  table.forEach(row => void (found ??= row.attrs.section as string | null));
  return found === "thead" ? "tbody" : found;
};

const bareSource = (piece: Piece | null | undefined): boolean => piece?.node.attrs.wrap === "bare";

const NAMES: Readonly<Record<string, readonly string[]>> = {
  paragraph: ["paragraph"],
  heading: ["heading"],
  blockquote: ["quote", "pullquote"],
  bullet_list: ["list"],
  ordered_list: ["list", "footnotes"],
  code_block: ["code", "preformatted", "verse"],
  image: ["image"],
  rule: ["separator"],
  marker: ["more", "nextpage"],
  table: ["table"],
};

function imageJson(node: Node, json: string | null): string | null {
  const img = node.attrs.img as Attributes;
  const names = (attribute(node.attrs.extra as Attributes | null, "class") ?? "").split(" ");
  const id = /(?:^|\s)wp-image-(\d+)/.exec(attribute(img, "class") ?? "")?.[1];
  const align = names.map(name => /^align(left|right|center|wide|full)$/.exec(name)?.[1]).find(Boolean);
  const size = names.map(name => /^size-([\w-]+)$/.exec(name)?.[1]).find(Boolean);
  return changedJson(json, { id: id ? Number(id) : undefined, sizeSlug: size, align });
}

/** Classic content: two line breaks would end the paragraph, and so would a newline at an end. */
const lines = (html: string): string => html.replace(/\n(?:[ \t]*\n)+/g, "<br>&nbsp;\n").replace(/^\n+|\n+$/g, "");
