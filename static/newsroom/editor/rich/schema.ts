// schema: what the editor can show as rich text. Nodes keep every attribute of their elements (`extra`), the block
// comment around them (`block`), and which piece of the source they were read from (`origin`).
//
// What stands in the editing area has classes only: styles of the text are kept, not shown, as the policy of the
// newsroom lets no text bring its own.
import { Schema, type DOMOutputSpec, type MarkSpec, type Node, type NodeSpec } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";
import { attribute, type Attributes } from "../source/attributes";
import type { Block } from "../source/delimiters";

/** How a paragraph stands in the source: in <p>, as bare text, or as its place asks (new ones). */
export type Wrap = "tag" | "bare" | "auto";

const common = {
  origin: { default: null as number | null },
  extra: { default: null as Attributes | null },
  block: { default: null as Block | null },
};

/** Of an element's attributes those that are harmless in the editing area. */
export function shown(extra: Attributes | null, ...own: string[]): Record<string, string> {
  const result: Record<string, string> = {};
  const names = [...own, attribute(extra, "class") ?? ""].filter(name => name !== "");
  if (names.length) result.class = names.join(" ");
  for (const name of ["dir", "lang"]) {
    const value = attribute(extra, name);
    if (value !== null) result[name] = value;
  }
  return result;
}

const auto = (extra: Attributes | null, ...own: string[]) => ({ dir: "auto", ...shown(extra, ...own) });
const extraOf = (node: Node) => node.attrs.extra as Attributes | null;

const nodes: Record<string, NodeSpec> = {
  doc: { content: "block+" },
  paragraph: {
    content: "inline*",
    group: "block",
    attrs: { ...common, wrap: { default: "auto" as Wrap } },
    parseDOM: [{ tag: "p" }],
    toDOM: node => ["p", auto(extraOf(node)), 0],
  },
  heading: {
    content: "inline*",
    group: "block",
    defining: true,
    attrs: { ...common, level: { default: 2 } },
    parseDOM: [1, 2, 3, 4, 5, 6].map(level => ({ tag: `h${level}`, attrs: { level: level === 1 ? 2 : level } })),
    toDOM: node => [`h${node.attrs.level as number}`, auto(extraOf(node)), 0],
  },
  blockquote: {
    content: "block+",
    group: "block",
    defining: true,
    attrs: common,
    parseDOM: [{ tag: "blockquote" }],
    toDOM: node => ["blockquote", shown(extraOf(node)), 0],
  },
  bullet_list: {
    content: "list_item+",
    group: "block",
    attrs: common,
    parseDOM: [{ tag: "ul" }],
    toDOM: node => ["ul", auto(extraOf(node)), 0],
  },
  ordered_list: {
    content: "list_item+",
    group: "block",
    attrs: common,
    parseDOM: [
      {
        tag: "ol",
        getAttrs: element => {
          const start = element.getAttribute("start");
          return { extra: start && /^\d+$/.test(start) && start !== "1" ? [["start", start]] : null };
        },
      },
    ],
    toDOM: node => {
      const start = attribute(extraOf(node), "start");
      return ["ol", { ...auto(extraOf(node)), ...(start ? { start } : {}) }, 0];
    },
  },
  list_item: {
    content: "block+",
    defining: true,
    attrs: common,
    parseDOM: [{ tag: "li" }],
    toDOM: node => ["li", shown(extraOf(node)), 0],
  },
  code_block: {
    content: "text*",
    marks: "",
    group: "block",
    code: true,
    defining: true,
    // inner: the attributes of <code> within <pre>; null: none, the text stands in <pre>.
    attrs: { ...common, inner: { default: [] as Attributes | null } },
    parseDOM: [{ tag: "pre", preserveWhitespace: "full" }],
    toDOM: node => ["pre", { ...shown(extraOf(node)), dir: "ltr", spellcheck: "false" }, ["code", 0]],
  },
  verse: {
    content: "inline*",
    group: "block",
    defining: true,
    whitespace: "pre",
    attrs: common,
    toDOM: node => ["pre", auto(extraOf(node), "verse"), 0],
  },
  image: {
    content: "inline*",
    group: "block",
    isolating: true,
    draggable: true,
    // form: <figure>, or [caption] whose attributes stand in extra. caption: <figcaption>'s attributes, if it stands.
    attrs: {
      ...common,
      form: { default: "figure" as "figure" | "caption" },
      img: { default: [] as Attributes },
      link: { default: null as Attributes | null },
      caption: { default: null as Attributes | null },
      pending: { default: null as string | null },
    },
    parseDOM: [
      {
        tag: "figure",
        contentElement: "figcaption",
        getAttrs: element => {
          const img = element.querySelector("img");
          const src = img?.getAttribute("src");
          const pending = img?.getAttribute("data-pending") ?? null;
          if ((!src && pending === null) || element.querySelectorAll("img").length !== 1) return false;
          return {
            pending,
            img: [
              ["src", src ?? ""],
              ["alt", img?.getAttribute("alt") ?? ""],
            ],
          };
        },
      },
      { tag: "img[data-pending]", getAttrs: element => ({ pending: element.getAttribute("data-pending") }) },
      {
        tag: "img[src]",
        getAttrs: element => ({
          img: [
            ["src", element.getAttribute("src") ?? ""],
            ["alt", element.getAttribute("alt") ?? ""],
          ],
        }),
      },
    ],
    // Its view shows the picture; this is for the clipboard.
    toDOM: node => {
      const img = node.attrs.img as Attributes;
      const picture = { src: attribute(img, "src") ?? "", alt: attribute(img, "alt") ?? "" };
      return ["figure", shown(extraOf(node)), ["img", picture], ["figcaption", 0]];
    },
  },
  rule: {
    group: "block",
    attrs: common,
    parseDOM: [{ tag: "hr" }],
    toDOM: () => ["hr"],
  },
  // <!--more-->, <!--nextpage-->
  marker: {
    group: "block",
    selectable: true,
    attrs: { ...common, data: { default: "more" } },
    toDOM: node => ["div", { class: "marker" }, node.attrs.data as string],
  },
  // What the schema has no words for; written back byte for byte.
  opaque: {
    group: "block",
    isolating: true,
    draggable: true,
    attrs: { ...common, source: { default: "" } },
    toDOM: () => ["div", { class: "opaque" }],
  },
  // Any other element that holds blocks: columns, groups, details, definition lists, captions.
  wrapper: {
    content: "block+",
    group: "block",
    isolating: true,
    attrs: { ...common, tag: { default: "div" } },
    toDOM: node => [
      node.attrs.tag === "details" ? "div" : (node.attrs.tag as string),
      { ...shown(extraOf(node)), "data-tag": node.attrs.tag as string },
      0,
    ],
  },
  ...tables(),
  text: { group: "inline" },
  line_break: {
    inline: true,
    group: "inline",
    selectable: false,
    attrs: { extra: { default: null } },
    linebreakReplacement: true,
    parseDOM: [{ tag: "br" }],
    toDOM: () => ["br"],
  },
  inline_image: {
    inline: true,
    group: "inline",
    draggable: true,
    attrs: { img: { default: [] as Attributes } },
    toDOM: () => ["span", { class: "inline-image" }],
  },
  inline_opaque: {
    inline: true,
    group: "inline",
    attrs: { source: { default: "" }, label: { default: "" } },
    toDOM: node => ["span", { class: "inline-opaque" }, node.attrs.label as string],
  },
};

function tables(): Record<string, NodeSpec> {
  const { table, table_row, table_cell, table_header } = tableNodes({
    tableGroup: "block",
    cellContent: "block+",
    cellAttributes: {},
  });
  // section: thead, tbody or tfoot; null: none was written.
  return {
    table: {
      ...table!,
      attrs: common,
      toDOM: node => ["table", shown(extraOf(node)), ["tbody", 0]],
    },
    table_row: {
      ...table_row!,
      attrs: { ...common, section: { default: null as string | null } },
      parseDOM: [
        {
          tag: "tr",
          getAttrs: element => ({
            section: element.parentElement?.nodeName.toLowerCase() === "thead" ? "thead" : "tbody",
          }),
        },
      ],
      toDOM: node => ["tr", shown(extraOf(node)), 0],
    },
    table_cell: {
      ...table_cell!,
      attrs: { ...table_cell!.attrs, ...common },
      toDOM: node => ["td", { ...span(node), ...shown(extraOf(node)) }, 0],
    },
    table_header: {
      ...table_header!,
      attrs: { ...table_header!.attrs, ...common },
      toDOM: node => ["th", { ...span(node), ...shown(extraOf(node)) }, 0],
    },
  };
}

function span(node: Node): Record<string, string> {
  const result: Record<string, string> = {};
  if (node.attrs.colspan !== 1) result.colspan = String(node.attrs.colspan);
  if (node.attrs.rowspan !== 1) result.rowspan = String(node.attrs.rowspan);
  return result;
}

const formatting = (tags: string[], first: string): MarkSpec => ({
  attrs: { tag: { default: first }, extra: { default: null as Attributes | null } },
  parseDOM: tags.map(tag => ({ tag })),
  toDOM: (mark): DOMOutputSpec => [mark.attrs.tag as string, shown(mark.attrs.extra as Attributes | null), 0],
});

const marks: Record<string, MarkSpec> = {
  // extra: all attributes in their order, href among them (what it says there does not count); null: href alone.
  link: {
    attrs: { href: { default: null as string | null }, extra: { default: null as Attributes | null } },
    inclusive: false,
    parseDOM: [{ tag: "a[href]", getAttrs: element => ({ href: element.getAttribute("href") }) }],
    // No href in the editing area: a click places the cursor. The title says where it leads.
    toDOM: mark => [
      "a",
      {
        ...shown(mark.attrs.extra as Attributes | null),
        ...(mark.attrs.href ? { title: mark.attrs.href as string } : {}),
      },
      0,
    ],
  },
  strong: formatting(["strong", "b"], "strong"),
  em: formatting(["em", "i"], "em"),
  strike: formatting(["s", "del", "strike"], "s"),
  sub: { ...formatting(["sub"], "sub"), excludes: "sub sup" },
  sup: { ...formatting(["sup"], "sup"), excludes: "sub sup" },
  // Any other element that marks text. It may stand in itself.
  phrase: {
    attrs: { tag: { default: "span" }, extra: { default: null as Attributes | null } },
    excludes: "",
    parseDOM: ["abbr", "cite", "dfn", "kbd", "mark", "q", "samp", "small", "u", "var"].map(tag => ({
      tag,
      attrs: { tag },
    })),
    toDOM: mark => [mark.attrs.tag as string, shown(mark.attrs.extra as Attributes | null), 0],
  },
  code: { ...formatting(["code"], "code"), parseDOM: [{ tag: "code" }] },
};

export const schema = new Schema({ nodes, marks });
