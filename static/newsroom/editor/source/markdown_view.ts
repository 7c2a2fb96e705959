// markdown_view: an HTML post seen as Markdown. Each block that Markdown can say is said; the others stand as a line
// <!-- 3: Gallery -->, which can be moved and deleted whole. What was not edited stays the block that it was.
import type { Node } from "prosemirror-model";
import { schema } from "../rich/schema";
import { t } from "../../words/words";
import { labelOf } from "./label";
import { opening, type Block } from "./delimiters";
import { areOneList, markdownOf, openMarkdown, PARTING } from "./markdown_document";
import { splitMarkdown } from "./markdown_blocks";
import { habitsOf } from "./to_markdown";

export interface MarkdownView {
  text: string;
  /** The document that an edited text says. */
  read: (text: string) => Node;
}

const PLACE = /^<!-- (\d+): .* -->$/;

/** Without the attributes that Markdown has no words for: they come back with the block. */
function plain(node: Node): Node {
  if (node.isText || node.isInline) return node;
  const children: Node[] = [];
  node.forEach(child => void children.push(plain(child)));
  const start =
    node.type === schema.nodes.ordered_list
      ? ((node.attrs.extra ?? []) as [string, string][]).filter(([name]) => name === "start")
      : [];
  const cell = /^table_(cell|header)$/.test(node.type.name) ? node.attrs.extra : null;
  const attrs: Record<string, unknown> = { ...node.attrs, extra: start.length ? start : cell, block: null };
  if (node.type === schema.nodes.paragraph && node.attrs.wrap === "tag" && children.length === 0) attrs.wrap = "auto";
  return node.type.create(attrs, children, node.marks);
}

function said(node: Node): string | null {
  if (/^(opaque|wrapper|verse)$/.test(node.type.name)) return null;
  if (node.type === schema.nodes.marker || (node.isTextblock && node.content.size === 0)) return null;
  const text = markdownOf(plain(node), habitsOf(""));
  // Elements in a line are fine, a block of HTML is not Markdown any more.
  if (/^<(?!https?:)/.test(text) && splitMarkdown(text).slices[0]?.raw !== false) return null;
  return splitMarkdown(text).slices.length === 1 ? text : null;
}

const nameOf = (node: Node): string => {
  if (node.type === schema.nodes.paragraph) return t("Empty paragraph");
  if (node.type === schema.nodes.opaque) return labelOf(node.attrs.source as string);
  if (node.type === schema.nodes.marker) return node.attrs.data as string;
  if (node.type === schema.nodes.image) return t("Picture");
  if (node.attrs.block) return labelOf(`${opening(node.attrs.block as Block)}`);
  return node.type === schema.nodes.wrapper ? labelOf(`<${node.attrs.tag as string}>`) : t("Preformatted text");
};

export function markdownView(doc: Node): MarkdownView {
  const blocks: { node: Node; text: string }[] = [];
  doc.forEach(node => {
    if (node.type === schema.nodes.paragraph && node.content.size === 0 && node.attrs.origin === null) return;
    const text = said(node) ?? `<!-- ${blocks.length + 1}: ${nameOf(node).replace(/-->|[<>\n]/g, "")} -->`;
    blocks.push({ node, text });
  });
  const first = blocks.reduce((all, { node, text }, i) => {
    const between = i === 0 ? "" : areOneList(blocks[i - 1]!.node, node) ? `\n\n${PARTING}\n\n` : "\n\n";
    return all + between + text;
  }, "");
  return { text: first, read: text => (text === first ? doc : readBack(text, blocks)) };
}

function readBack(text: string, blocks: readonly { node: Node; text: string }[]): Node {
  const slices = splitMarkdown(text).slices.filter(({ source }) => source !== PARTING);
  const used = new Set<number>();
  let next = 0;
  const find = (source: string): number => {
    const place = PLACE.exec(source)?.[1];
    if (place !== undefined) return blocks[Number(place) - 1] ? Number(place) - 1 : -1;
    for (let i = next; i < blocks.length; i++) if (!used.has(i) && blocks[i]!.text === source) return i;
    return blocks.findIndex((block, i) => !used.has(i) && block.text === source);
  };
  const found = slices.map(({ source }) => {
    const i = find(source);
    if (i >= 0) {
      used.add(i);
      next = i + 1;
    }
    return i;
  });
  const nodes: Node[] = [];
  slices.forEach((slice, i) => {
    if (found[i]! >= 0) return void nodes.push(blocks[found[i]!]!.node);
    const made = openMarkdown(slice.source).doc;
    const before = i > 0 ? found[i - 1]! : -1;
    // An edited block has the attributes of the one whose place it takes.
    const old = blocks[before + 1];
    const takes =
      old &&
      !used.has(before + 1) &&
      (i === 0 || before >= 0) &&
      made.childCount === 1 &&
      old.node.type === made.firstChild!.type;
    if (takes) used.add(before + 1);
    made.forEach(node =>
      nodes.push(
        takes
          ? node.type.create({ ...node.attrs, ...old.node.attrs, ...kept(node) }, node.content)
          : node.type.create(
              { ...node.attrs, origin: null, ...(node.type === schema.nodes.paragraph ? { wrap: "auto" } : {}) },
              node.content,
            ),
      ),
    );
    if (takes) found[i] = before + 1;
  });
  return schema.nodes.doc!.create(null, nodes.length ? nodes : [schema.nodes.paragraph!.create()]);
}

/** What Markdown does say of a block. */
const kept = (node: Node): Record<string, unknown> =>
  node.type === schema.nodes.heading ? { level: node.attrs.level } : {};
