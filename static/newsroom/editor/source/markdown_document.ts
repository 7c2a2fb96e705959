// markdown_document: a post's Markdown as a document, and back, by the rule of html_document: what was not edited is
// written back as it was, and a block that would not show the same is kept closed.
import type { Node } from "prosemirror-model";
import { schema } from "../rich/schema";
import { TreeReader, Unsupported, isMarker, place, type Placed } from "./from_tree";
import type { Opened } from "./html_document";
import { renderMarkdown, splitMarkdown, type MarkdownSlice, type References } from "./markdown_blocks";
import { Pieces, type Piece } from "./pieces";
import { canon } from "./same";
import { HtmlWriter } from "./to_html";
import { MarkdownWriter, NotInMarkdown, habitsOf, type Habits } from "./to_markdown";
import { Misnested, parseTree } from "./tree";

const html = new HtmlWriter({ delimiters: false, bare: false, pieces: null });
const opaque = (source: string): Node => schema.nodes.opaque!.create({ source });

/** What a piece of HTML shows, with md4c's names for what markdown-it calls otherwise. */
const shown = (source: string): string => canon(parseTree(alike(source)));
const alike = (source: string): string =>
  source.replace(/<(\/?)del>/g, "<$1s>").replace(/\n<\/code><\/pre>/g, "</code></pre>");

/** The node of what a block of Markdown gives as HTML. @throws Unsupported, Misnested */
function nodeOf(text: string): Node {
  const source = alike(text);
  const tree = parseTree(source);
  const reader = new TreeReader({ source, pieces: null, fresh: node => html.block(node, null, false) });
  const placed = reader.flow(tree);
  if (placed.length !== 1 || placed[0]!.node.type === schema.nodes.opaque) throw new Unsupported("not one block");
  return placed[0]!.node;
}

function read(slice: MarkdownSlice, habits: Habits, references: References): Node {
  const comment = /^<!--([\s\S]*?)-->$/.exec(slice.source)?.[1];
  if (comment !== undefined && isMarker(comment)) return schema.nodes.marker!.create({ data: comment });
  if (slice.raw && !/^<figure/.test(slice.source)) return opaque(slice.source);
  try {
    const node = nodeOf(slice.html);
    if (shown(renderMarkdown(markdownOf(node, habits, references), references)) === shown(slice.html)) return node;
  } catch (error) {
    if (!(error instanceof Unsupported || error instanceof Misnested || error instanceof RangeError)) throw error;
  }
  return opaque(slice.source);
}

/** A node in Markdown that shows the same: with signs where they do, else with elements. */
export function markdownOf(node: Node, habits: Habits, references: References = {}): string {
  const expected = canonOf(node);
  for (const manner of ["light", "full", "elements"] as const) {
    try {
      const text = new MarkdownWriter(habits, manner).block(node);
      if (expected === null || shown(renderMarkdown(text, references)) === expected) return text;
    } catch (error) {
      if (!(error instanceof NotInMarkdown || error instanceof Misnested)) throw error;
    }
  }
  // A block of HTML: its blank lines would end it, and mean nothing within it.
  return html.block(node, null, false).replace(/\n[ \t]*(?:\n[ \t]*)+/g, "\n");
}

function canonOf(node: Node): string | null {
  try {
    return node.type.name === "opaque" ? null : shown(html.block(node, null, false));
  } catch (error) {
    if (error instanceof Misnested) return null;
    throw error;
  }
}

/** An edited block, written as its source was; the ends of lines stay where the words around them are the same. */
function edited(node: Node, piece: Piece | null, habits: Habits, references: References): string {
  const text = markdownOf(node, piece ? habitsOf(piece.source, habits) : habits, references);
  if (!piece || node.type.name !== "paragraph" || piece.node.type !== node.type) return text;
  const broken = keptLines(text, piece.source);
  return broken !== text && shown(renderMarkdown(broken, references)) === shown(renderMarkdown(text, references))
    ? broken
    : text;
}

function keptLines(text: string, source: string): string {
  const lines = source.split("\n");
  let from = 0;
  for (let i = 0; i + 1 < lines.length; i++) {
    const end = lines[i]!.trim().slice(-16);
    const begin = lines[i + 1]!.trim().slice(0, 16);
    const at = end && begin ? text.indexOf(`${end} ${begin}`, from) : -1;
    if (at < 0) continue;
    from = at + end.length;
    text = `${text.slice(0, from)}\n${text.slice(from + 1)}`;
  }
  return text;
}

/** What parts them. */
export const PARTING = "<!-- -->";

/** Two lists of a kind would be one. */
export const areOneList = (before: Node, next: Node): boolean =>
  /_list$/.test(next.type.name) && before.type === next.type;

const isNothing = (node: Node): boolean =>
  (node.type.name === "paragraph" && node.content.size === 0) ||
  (node.type.name === "image" && node.attrs.pending !== null);

export function openMarkdown(value: string): Opened {
  const pieces = new Pieces();
  const habits = habitsOf(value);
  const { slices, tail, references } = splitMarkdown(value);
  const list = pieces.newList();
  const nodes = slices.map((slice, index) => {
    const placed: Placed = {
      node: read(slice, habits, references),
      from: 0,
      to: slice.source.length,
      inner: null,
      children: [],
    };
    return place(pieces, placed, slice.source, { list, index, before: slice.gap, top: true });
  });
  const doc = schema.nodes.doc!.create(null, nodes.length ? nodes : [schema.nodes.paragraph!.create()]);
  const written = new WeakMap<Node, string>();
  const write = (now: Node): string => {
    let out = "";
    let previous = null as Node | null;
    now.forEach(node => {
      if (isNothing(node)) return;
      const piece = pieces.of(node);
      const text = pieces.unchanged(node)?.source ?? written.get(node) ?? edited(node, piece, habits, references);
      written.set(node, text);
      const before = previous && pieces.of(previous);
      const follows = piece && before && before.index + 1 === piece.index;
      const alike = follows && before.node.type === previous!.type && piece.node.type === node.type;
      if (!previous) out += piece?.index === 0 ? piece.before : "";
      else if (alike) out += piece.before;
      else out += areOneList(previous, node) ? `\n\n${PARTING}\n\n` : "\n\n";
      out += text;
      previous = node;
    });
    return out + (out === "" ? "" : tail || (value === "" ? "\n" : ""));
  };
  return { doc, save: now => (now.eq(doc) ? value : write(now)) };
}
