// properties: what must hold for every text that the editor opens, checked on real ones in a real browser.
//
//   - what was not edited is written back byte for byte, also when something else was edited
//   - an edit of one paragraph changes the source of that paragraph, and what is read from it is what was edited
//   - what our strict reader makes of a block is what the browser makes of it
//   - a block that is rich text, written anew, is the same to the browser
import type { Node } from "prosemirror-model";
import { Transform } from "prosemirror-transform";
import type { Format } from "../editor/contract";
import { INERT, inertBody } from "../editor/rich/inert";
import { schema } from "../editor/rich/schema";
import { autop } from "../editor/source/autop";
import { hasDelimiters } from "../editor/source/delimiters";
import { splitMarkdown } from "../editor/source/markdown_blocks";
import { markdownView } from "../editor/source/markdown_view";
import { openSource } from "../editor/source/open";
import { canon } from "../editor/source/same";
import { splitHtml } from "../editor/source/split";
import { HtmlWriter } from "../editor/source/to_html";
import { Misnested, parseTree, type TreeNode } from "../editor/source/tree";

export interface Report {
  blocks: number;
  /** Blocks that stay closed. */
  kept: number;
  edits: number;
  faults: string[];
}

const plain = (node: Node): string =>
  JSON.stringify(node.toJSON(), (key, value: unknown) => (key === "origin" || key === "caption" ? undefined : value));

/** What scripts and the like hold is kept as source; how a browser reads it does not matter. */
const withoutRaw = (nodes: TreeNode[]): TreeNode[] =>
  nodes.map(node =>
    node.kind !== "element"
      ? node
      : /^(script|style|textarea|iframe|noscript)$/.test(node.name)
        ? { ...node, children: [] }
        : { ...node, children: withoutRaw(node.children) },
  );

/** The newline at once behind <pre>, which a browser takes away. */
const firstNewline = (element: Element, children: TreeNode[]): TreeNode[] =>
  element.localName === "pre" && children[0]?.kind === "text"
    ? [{ ...children[0], text: `\n${children[0].text}` }, ...children.slice(1)]
    : children;

/** What a browser reads. */
function browserTree(html: string): TreeNode[] {
  const body = inertBody(html);
  const read = (parent: globalThis.Node): TreeNode[] =>
    [...parent.childNodes].flatMap((node): TreeNode[] => {
      const place = { from: 0, to: 0 };
      if (node.nodeType === 3) return [{ kind: "text", text: node.nodeValue ?? "", ...place }];
      if (node.nodeType === 8) return [{ kind: "comment", data: node.nodeValue ?? "", ...place }];
      if (node.nodeType !== 1) return [];
      const element = node as Element;
      return [
        {
          kind: "element",
          name: element.localName.replace("inert-", ""),
          attributes: [...element.attributes].map(({ name, value }) => [name.replace(INERT, ""), value] as const),
          children: firstNewline(element, read(element)),
          innerFrom: 0,
          innerTo: 0,
          ...place,
        },
      ];
    });
  // A table without a body is given one.
  const bodies = (nodes: TreeNode[]): TreeNode[] =>
    nodes.flatMap(node => {
      if (node.kind !== "element") return [node];
      const children = bodies(node.children);
      return node.name === "tbody" && node.attributes.length === 0 ? children : [{ ...node, children }];
    });
  return bodies(read(body));
}

const withoutBodies = (nodes: TreeNode[]): TreeNode[] =>
  nodes.flatMap(node => {
    if (node.kind !== "element") return [node];
    const children = withoutBodies(node.children);
    return node.name === "tbody" && node.attributes.length === 0 ? children : [{ ...node, children }];
  });

const browserCanon = (html: string): string => canon(withoutRaw(browserTree(html)));

interface Part {
  gap: string;
  source: string;
}

function partsOf(source: string, format: Format): { slices: Part[]; tail: string } {
  return format === "markdown"
    ? splitMarkdown(source)
    : splitHtml(source, hasDelimiters(source) ? "blocks" : "classic");
}

export function checkText(source: string, format: Format): Report {
  const report: Report = { blocks: 0, kept: 0, edits: 0, faults: [] };
  const fault = (what: string, ...shown: string[]) =>
    report.faults.push([what, ...shown.map(text => JSON.stringify(text.slice(0, 300)))].join("\n    "));
  const opened = openSource(source, format);
  const { doc } = opened;
  const { slices, tail } = partsOf(source, format);
  const joined = (list: readonly Part[]) => list.map(({ gap, source }) => gap + source).join("");
  if (joined(slices) + tail !== source) fault("cutting lost something", source);
  if (opened.save(doc) !== source) fault("saved without an edit, it is another text", source);
  // An empty paragraph is nothing; so this makes the editor write all of it.
  const more = new Transform(doc).insert(doc.content.size, schema.nodes.paragraph!.create()).doc;
  if (slices.length && opened.save(more) !== source)
    fault("written whole, it is another text", opened.save(more), source);

  const classic = format === "html" && !hasDelimiters(source);
  const fresh = new HtmlWriter({ delimiters: !classic, bare: false, pieces: null });
  if (slices.length)
    doc.forEach((node, pos, index) => {
      report.blocks++;
      if (node.type === schema.nodes.opaque) report.kept++;
      const slice = slices[index]!;
      if (format === "html") {
        let tree: TreeNode[] | null = null;
        const html = classic ? autop(slice.source) : slice.source;
        try {
          tree = parseTree(html);
        } catch (error) {
          if (!(error instanceof Misnested)) throw error;
        }
        if (tree && canon(withoutRaw(withoutBodies(tree))) !== browserCanon(html))
          fault("the browser reads this otherwise", html, browserCanon(html));
        if (
          node.type !== schema.nodes.opaque &&
          node.attrs.wrap !== "bare" &&
          node.attrs.form !== "caption" &&
          node.type !== schema.nodes.marker
        ) {
          const written = fresh.block(node, null, false);
          if (browserCanon(classic ? autop(written) : written) !== browserCanon(html))
            fault("written anew, the browser reads another block", written, html);
        }
      }
      const edit = (at: number) => {
        report.edits++;
        const edited = new Transform(doc).insert(at, schema.text("Xy & <z")).doc;
        const out = opened.save(edited);
        const before = joined(slices.slice(0, index)) + slice.gap;
        const after = joined(slices.slice(index + 1)) + tail;
        if (!out.startsWith(before) || !out.endsWith(after) || out.length < before.length + after.length) {
          fault(
            "an edit changed more than its block",
            slice.source,
            out.slice(before.length - 50, before.length + 300),
          );
          return;
        }
        const now = out.slice(before.length, out.length - after.length);
        if (hasDelimiters(source) && !hasDelimiters(now)) return;
        const again = openSource(now, format).doc;
        if (again.childCount !== 1 || plain(again.firstChild!) !== plain(edited.child(index)))
          fault("what was edited is read otherwise", now, plain(again), plain(edited.child(index)));
      };
      if (node.isTextblock) edit(pos + 1 + node.content.size);
      else
        node.descendants((child, at) => {
          if (child.isTextblock) edit(pos + 1 + at + 1 + child.content.size);
          return true;
        });
    });
  if (format === "html") {
    const view = markdownView(doc);
    // Something is added and taken away again: what was there is the same blocks.
    const back = view.read(`${view.text}\n\n`);
    const written = opened.save(back);
    if (written !== source && slices.length) fault("through Markdown it is another text", written, source);
    if (slices.length) {
      const added = opened.save(view.read(`${view.text}\n\nOne *more* paragraph.`));
      const trunk = source.slice(0, source.length - tail.length);
      if (!added.startsWith(trunk))
        fault("a paragraph added in Markdown changed others", added.slice(-300), trunk.slice(-300));
    }
  }
  return report;
}
