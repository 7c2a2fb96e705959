// tree: HTML read strictly into elements that know where they stand in the source.
//
// Only what every HTML parser reads alike becomes a tree: tags that match, nothing that a browser would move or close by
// itself. Anything else is a Misnested, and whoever asked keeps the source as it is. So it needs no browser and no list
// of what may go wrong.
import { decodeHTML, decodeHTMLAttribute } from "entities";
import type { Attributes } from "./attributes";

export interface TreeElement {
  kind: "element";
  name: string;
  attributes: Attributes;
  children: TreeNode[];
  /** The whole element, and within it what the tags enclose. */
  from: number;
  to: number;
  innerFrom: number;
  innerTo: number;
}
export interface TreeText {
  kind: "text";
  text: string;
  from: number;
  to: number;
}
export interface TreeComment {
  kind: "comment";
  data: string;
  from: number;
  to: number;
}
export type TreeNode = TreeElement | TreeText | TreeComment;

export class Misnested extends Error {}

const words = (list: string): ReadonlySet<string> => new Set(list.split(" "));

export const VOID = words("area base br col embed hr img input link meta param source track wbr");
const RAW = words("script style textarea title xmp iframe noembed noframes noscript");
/** Elements that stand as blocks of their own; all others stand in a line of text. */
export const BLOCK = words(
  "address article aside blockquote caption center col colgroup dd details dialog dir div dl dt fieldset figcaption " +
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary " +
    "table tbody td tfoot th thead tr ul",
);
/** Elements that only mark text. */
export const PHRASE = words(
  "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike strong " +
    "sub sup time tt u var",
);
const PARENTS: Readonly<Record<string, ReadonlySet<string>>> = {
  tr: words("table tbody thead tfoot"),
  td: words("tr"),
  th: words("tr"),
  tbody: words("table"),
  thead: words("table"),
  tfoot: words("table"),
  caption: words("table"),
  colgroup: words("table"),
  col: words("colgroup"),
};
const CHILDREN: Readonly<Record<string, ReadonlySet<string>>> = {
  table: words("caption colgroup thead tbody tfoot tr"),
  thead: words("tr"),
  tbody: words("tr"),
  tfoot: words("tr"),
  tr: words("td th"),
  colgroup: words("col"),
};

export interface Token {
  kind: "text" | "start" | "end" | "comment" | "raw";
  name: string;
  from: number;
  to: number;
}

const NAME = /[a-zA-Z][^\s/>]*/y;
const ATTRIBUTE = /[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'`]+)))?/y;

/** Behind the tag that begins at `at`, or -1. What attributes say in quotation marks ends no tag. */
function tagEnd(html: string, at: number): number {
  for (let i = at, quote = "", after = ""; i < html.length; i++) {
    const sign = html[i]!;
    if (quote) {
      if (sign === quote) quote = "";
    } else if (sign === ">") return i + 1;
    else if ((sign === '"' || sign === "'") && after === "=") quote = sign;
    if (!/\s/.test(sign)) after = sign;
  }
  return -1;
}

/** The tokens of html[from, to), without a gap. Never throws: what is no tag is text. */
export function* tokens(html: string, from = 0, to = html.length): Generator<Token> {
  let text = from;
  let at = from;
  while (at < to) {
    const open = html.indexOf("<", at);
    if (open < 0 || open >= to) break;
    let token: Token | null = null;
    if (html.startsWith("<!--", open)) {
      const end = html.indexOf("-->", open + 4);
      if (end >= 0) token = { kind: "comment", name: "", from: open, to: end + 3 };
    } else {
      const closing = html[open + 1] === "/";
      NAME.lastIndex = open + (closing ? 2 : 1);
      const name = NAME.exec(html)?.[0].toLowerCase();
      const end = name ? tagEnd(html, NAME.lastIndex) : -1;
      if (name && end > 0) token = { kind: closing ? "end" : "start", name, from: open, to: end };
    }
    if (!token || token.to > to) {
      at = open + 1;
      continue;
    }
    if (open > text) yield { kind: "text", name: "", from: text, to: open };
    if (token.kind === "start" && RAW.has(token.name)) {
      const close = new RegExp(`</${token.name}\\s*>`, "gi");
      close.lastIndex = token.to;
      const found = close.exec(html);
      if (found && close.lastIndex <= to) token = { ...token, kind: "raw", to: close.lastIndex };
    }
    yield token;
    at = text = token.to;
  }
  if (to > text) yield { kind: "text", name: "", from: text, to };
}

function attributesOf(html: string, token: Token): Attributes {
  const list: Array<readonly [string, string]> = [];
  const end = token.to - 1;
  let at = token.from + 1 + token.name.length;
  while (at < end) {
    ATTRIBUTE.lastIndex = at;
    const found = ATTRIBUTE.exec(html);
    if (!found || ATTRIBUTE.lastIndex > end) break;
    at = ATTRIBUTE.lastIndex;
    const name = found[1]!.toLowerCase();
    if (list.some(([each]) => each === name)) throw new Misnested("an attribute twice");
    list.push([name, decodeHTMLAttribute(found[2] ?? found[3] ?? found[4] ?? "")]);
  }
  if (/[^\s/]/.test(html.slice(at, end))) throw new Misnested("attributes");
  return list;
}

/** True when a browser leaves a `child` inside of `parents` (innermost last). */
function mayStand(child: string, parents: readonly TreeElement[]): boolean {
  const parent = parents[parents.length - 1]?.name ?? "";
  const expected = PARENTS[child];
  if (expected && !expected.has(parent)) return false;
  const children = CHILDREN[parent];
  if (children && !children.has(child)) return false;
  if (BLOCK.has(child) && parents.some(({ name }) => name === "p")) return false;
  if (/^h[1-6]$/.test(child) && /^h[1-6]$/.test(parent)) return false;
  if (child === "li" && parent === "li") return false;
  if ((child === "dd" || child === "dt") && (parent === "dd" || parent === "dt")) return false;
  if (child === "a" && parents.some(({ name }) => name === "a")) return false;
  return !(child === "form" && parents.some(({ name }) => name === "form"));
}

/** Reads html[from, to). @throws Misnested */
export function parseTree(html: string, from = 0, to = html.length): TreeNode[] {
  const root: TreeNode[] = [];
  const open: TreeElement[] = [];
  const add = (node: TreeNode) => (open[open.length - 1]?.children ?? root).push(node);
  for (const token of tokens(html, from, to)) {
    if (token.kind === "text") {
      const raw = html.slice(token.from, token.to);
      if (raw.includes("\0") || /<[a-zA-Z/!?]/.test(raw)) throw new Misnested("a tag without an end");
      const parent = open[open.length - 1]?.name ?? "";
      if (CHILDREN[parent] && /\S/.test(raw)) throw new Misnested("text between cells");
      add({ kind: "text", text: decodeHTML(raw.replace(/\r\n?/g, "\n")), from: token.from, to: token.to });
    } else if (token.kind === "comment") {
      const data = html.slice(token.from + 4, token.to - 3);
      if (data.startsWith(">") || data.startsWith("->") || data.includes("--!>")) throw new Misnested("a comment");
      add({ kind: "comment", data, from: token.from, to: token.to });
    } else if (token.kind === "end") {
      const element = open.pop();
      if (element?.name !== token.name) throw new Misnested(`</${token.name}>`);
      element.to = token.to;
      element.innerTo = token.from;
    } else {
      if (!mayStand(token.name, open)) throw new Misnested(`<${token.name}>`);
      const raw = token.kind === "raw";
      const tag = raw ? { ...token, to: tagEnd(html, token.from + 1 + token.name.length) } : token;
      const element: TreeElement = {
        kind: "element",
        name: token.name,
        attributes: attributesOf(html, tag),
        children: [],
        from: token.from,
        to: token.to,
        innerFrom: tag.to,
        innerTo: raw ? html.lastIndexOf("</", token.to) : tag.to,
      };
      add(element);
      if (raw)
        element.children.push({
          kind: "text",
          text: html.slice(element.innerFrom, element.innerTo),
          from: element.innerFrom,
          to: element.innerTo,
        });
      else if (!VOID.has(token.name)) open.push(element);
    }
  }
  if (open.length) throw new Misnested(`<${open[0]!.name}> without an end`);
  return root;
}
