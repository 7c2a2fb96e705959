// html_document: a post's HTML as a document, and back.
//
// Content with block comments is HTML as it stands. Classic content gets its paragraphs from blank lines when the page
// is made (autop), so its blocks are compared by what they show after that.
import type { Node } from "prosemirror-model";
import { schema } from "../rich/schema";
import { autop } from "./autop";
import type { Attributes } from "./attributes";
import { hasDelimiters } from "./delimiters";
import { TreeReader, Unsupported, isAddress, place, type Placed } from "./from_tree";
import { Pieces } from "./pieces";
import { canon } from "./same";
import { splitHtml, type Dialect, type Slice } from "./split";
import { HtmlWriter } from "./to_html";
import { Misnested, parseTree, type TreeNode } from "./tree";

export interface Opened {
  doc: Node;
  save: (doc: Node) => string;
}

const opaque = (source: string): Placed => ({
  node: schema.nodes.opaque!.create({ source }),
  from: 0,
  to: source.length,
  inner: null,
  children: [],
});

export class HtmlReader {
  constructor(
    private readonly dialect: Dialect,
    private readonly pieces: Pieces,
  ) {}

  private fresh(node: Node, bare = false): string {
    return new HtmlWriter({ delimiters: this.dialect === "blocks", bare, pieces: null }).block(
      node,
      bare ? TOP : null,
      bare,
    );
  }

  private reader(source: string, pieces: Pieces | null): TreeReader {
    return new TreeReader({ source, pieces, fresh: node => this.fresh(node) });
  }

  private only(placed: readonly Placed[]): Placed {
    if (placed.length !== 1) throw new Unsupported("not one block");
    return placed[0]!;
  }

  read(slice: Slice): Placed {
    try {
      if (isAddress(slice.source)) throw new Unsupported("an address alone");
      return this.dialect === "blocks" ? this.inBlocks(slice) : this.inClassic(slice);
    } catch (error) {
      if (error instanceof Unsupported || error instanceof Misnested || error instanceof RangeError)
        return opaque(slice.source);
      throw error;
    }
  }

  private inBlocks({ source, kind }: Slice): Placed {
    const tree = parseTree(source);
    const placed = this.only(this.reader(source, this.pieces).flow(tree));
    if (kind !== "text") return placed;
    return this.checked(placed, canon(parseTree(this.fresh(placed.node, true))), canon(tree));
  }

  private checked(placed: Placed, written: string, read: string): Placed {
    if (written !== read) throw new Unsupported("it would not be the same");
    return placed;
  }

  private inClassic({ source, kind }: Slice): Placed {
    if (kind === "comment") return this.only(this.reader(source, null).flow(parseTree(source)));
    if (kind === "shortcode") return this.captioned(source);
    const html = autop(source);
    const tree = parseTree(html);
    const shown = canon(tree);
    if (kind === "text") return this.paragraph(source, html, tree, shown);
    const raw = treeOrNull(source);
    const placed =
      raw && canon(raw) === shown
        ? this.only(this.reader(source, this.pieces).flow(raw))
        : { ...this.only(this.reader(html, null).flow(tree)), from: 0, to: source.length, inner: null, children: [] };
    if (placed.node.type === schema.nodes.opaque) return opaque(source);
    return this.checked(placed, canon(parseTree(autop(this.fresh(placed.node)))), shown);
  }

  /** Text whose <p> nobody wrote. */
  private paragraph(source: string, html: string, tree: readonly TreeNode[], shown: string): Placed {
    const elements = tree.filter(node => node.kind !== "text" || /\S/.test(node.text));
    const only = elements[0];
    if (elements.length !== 1 || only?.kind !== "element" || only.name !== "p")
      throw new Unsupported("not one paragraph");
    const content = this.reader(html, null).inline(only.children);
    const node = schema.nodes.paragraph!.create({ wrap: "bare" }, content);
    const placed: Placed = { node, from: 0, to: source.length, inner: [0, source.length], children: [] };
    return this.checked(placed, canon(parseTree(autop(this.fresh(node, true)))), shown);
  }

  private captioned(source: string): Placed {
    const found = /^\[caption((?:\s+[\w-]+="[^"<>[\]&]*")*)\s*\]([\s\S]*)\[\/caption\]$/.exec(source);
    if (!found || found[2]!.includes("\n") || found[2]!.includes("[caption")) throw new Unsupported("a shortcode");
    const attributes: Attributes = [...found[1]!.matchAll(/([\w-]+)="([^"]*)"/g)].map(pair => [pair[1]!, pair[2]!]);
    const tree = parseTree(found[2]!);
    const node = new TreeReader({ source: found[2]!, pieces: null, fresh: each => this.fresh(each) }).captioned(
      attributes,
      tree,
    );
    const again = /^\[caption[^\]]*\]([\s\S]*)\[\/caption\]$/.exec(this.fresh(node));
    const placed: Placed = { node, from: 0, to: source.length, inner: null, children: [] };
    return this.checked(placed, again ? canon(parseTree(again[1]!)) : "", canon(tree));
  }
}

const TOP = schema.nodes.doc!.create(null, schema.nodes.paragraph!.create());

function treeOrNull(source: string): TreeNode[] | null {
  try {
    return parseTree(source);
  } catch (error) {
    if (error instanceof Misnested) return null;
    throw error;
  }
}

export function openHtml(value: string): Opened {
  const dialect: Dialect = hasDelimiters(value) ? "blocks" : "classic";
  const pieces = new Pieces();
  const reader = new HtmlReader(dialect, pieces);
  const { slices, tail } = splitHtml(value, dialect);
  const list = pieces.newList();
  const nodes = slices.map((slice, index) =>
    place(pieces, reader.read(slice), slice.source, { list, index, before: slice.gap, top: true }),
  );
  const doc = schema.nodes.doc!.create(null, nodes.length ? nodes : [schema.nodes.paragraph!.create()]);
  const bare = dialect === "classic" && slices.some(({ kind }) => kind === "text");
  const writer = new HtmlWriter({ delimiters: dialect === "blocks", bare, pieces });
  return {
    doc,
    save: now => (now.eq(doc) ? value : writer.document(now, tail)),
  };
}
