// split: cuts a post's HTML into its top-level blocks, without losing a byte: gaps and slices joined are the source.
//
// It goes by tags alone and forgives everything. A cut in the wrong place costs a reader nothing, since what was not
// edited is written back as it was, and what cannot be understood alone is kept closed.
import { delimiterOf } from "./delimiters";
import { BLOCK, VOID, tokens, type Token } from "./tree";

export type Dialect = "blocks" | "classic";

export interface Slice {
  /** What stands between this block and the one before. */
  gap: string;
  source: string;
  /** block: with delimiters; element: one element; comment; text: a run of text and what stands in lines. */
  kind: "block" | "element" | "comment" | "text" | "shortcode";
}

export interface Split {
  slices: Slice[];
  tail: string;
}

const BREAK = /(?:[ \t]*\n(?:[ \t]*\n)+[ \t]*|[ \t-\r]*<br[ \t-\r]*\/?>[ \t-\r]*<br[ \t-\r]*\/?>[ \t-\r]*)+/gi;
// As autop knows it: a no-break space is a sign.
const SPACE = /[ \t-\r]/;
const SHORTCODE = /\[([a-zA-Z][\w-]*)(?=[\s\]/])[^[\]<>]*\]/g;

class Splitter {
  readonly slices: Slice[] = [];
  private done = 0;

  constructor(
    private readonly html: string,
    private readonly dialect: Dialect,
  ) {}

  private take(from: number, to: number, kind: Slice["kind"]): void {
    // White space at the edges belongs to the gap.
    while (from < to && SPACE.test(this.html[from]!)) from++;
    while (to > from && SPACE.test(this.html[to - 1]!)) to--;
    if (from === to) return;
    this.slices.push({ gap: this.html.slice(this.done, from), source: this.html.slice(from, to), kind });
    this.done = to;
  }

  /** A run of text in [from, to), in whose `holes` (elements) no paragraph ends. */
  private run(from: number, to: number, holes: ReadonlyArray<readonly [number, number]>): void {
    if (this.dialect === "blocks") return this.take(from, to, "text");
    let begin = from;
    const closed = [...holes, ...this.shortcodes(from, to)];
    BREAK.lastIndex = from;
    for (let found; (found = BREAK.exec(this.html)) && found.index < to;) {
      const at = found.index;
      if (closed.some(([open, end]) => at > open && at < end)) {
        BREAK.lastIndex = at + 1;
        continue;
      }
      this.paragraph(begin, at);
      begin = Math.min(to, BREAK.lastIndex);
    }
    this.paragraph(begin, to);
  }

  private paragraph(from: number, to: number): void {
    const source = this.html.slice(from, to).replace(/^[ \t-\r]+|[ \t-\r]+$/g, "");
    const whole = /^\[([a-zA-Z][\w-]*)(?=[\s\]/])[^[\]<>]*\](?:[\s\S]*\[\/\1\])?$/.test(source);
    this.take(from, to, whole ? "shortcode" : "text");
  }

  /** Shortcodes that enclose something: what stands within them is not cut. */
  private shortcodes(from: number, to: number): Array<readonly [number, number]> {
    const found: Array<readonly [number, number]> = [];
    SHORTCODE.lastIndex = from;
    for (let match; (match = SHORTCODE.exec(this.html)) && match.index < to;) {
      const end = this.html.indexOf(`[/${match[1]!}]`, SHORTCODE.lastIndex);
      if (end < 0 || end >= to) continue;
      found.push([match.index, end + 1]);
      SHORTCODE.lastIndex = end;
    }
    return found;
  }

  split(): Split {
    const list = [...tokens(this.html)];
    let from = 0; // of the run
    let holes: Array<readonly [number, number]> = [];
    for (let i = 0; i < list.length;) {
      const token = list[i]!;
      const last = this.lastOf(list, i);
      const own = last >= i;
      if (own) {
        this.run(from, token.from, holes);
        const end = list[last]!;
        const kind = token.kind === "comment" ? (last > i || this.isVoidBlock(token) ? "block" : "comment") : "element";
        this.take(token.from, end.to, kind);
        from = end.to;
        holes = [];
        i = last + 1;
        continue;
      }
      // An element in a line goes into the run whole, so that no cut comes into it.
      const close = token.kind === "start" && !VOID.has(token.name) ? this.closing(list, i) : i;
      if (token.kind !== "text") holes.push([token.from, list[close]!.to]);
      i = close + 1;
    }
    this.run(from, this.html.length, holes);
    return { slices: this.slices, tail: this.html.slice(this.done) };
  }

  private isVoidBlock(token: Token): boolean {
    return delimiterOf(this.html.slice(token.from + 4, token.to - 3))?.kind === "void";
  }

  /** The last token of the block of its own that begins at `i`; less than i: none begins there. */
  private lastOf(list: readonly Token[], i: number): number {
    const token = list[i]!;
    if (token.kind === "comment") {
      const delimiter = delimiterOf(this.html.slice(token.from + 4, token.to - 3));
      if (delimiter && this.dialect === "blocks") {
        if (delimiter.kind !== "opening") return i;
        const close = this.closingDelimiter(list, i);
        return close > i ? close : i;
      }
      return this.aloneOnLine(token) ? i : -1;
    }
    if (token.kind === "raw") return token.name === "script" || token.name === "style" ? i : -1;
    if (!BLOCK.has(token.name)) return -1;
    if (token.kind === "end") return i;
    return token.kind === "start" ? (VOID.has(token.name) ? i : this.closing(list, i)) : -1;
  }

  private aloneOnLine(token: Token): boolean {
    const before = this.html.slice(this.html.lastIndexOf("\n", token.from - 1) + 1, token.from);
    const newline = this.html.indexOf("\n", token.to);
    const after = this.html.slice(token.to, newline < 0 ? undefined : newline);
    // Behind an element of its own it stands alone as well.
    return /^\s*$|<\/[a-z0-9]+>\s*$|-->\s*$/i.test(before) && /^\s*($|<)/.test(after);
  }

  private closingDelimiter(list: readonly Token[], i: number): number {
    let depth = 0;
    for (let k = i; k < list.length; k++) {
      if (list[k]!.kind !== "comment") continue;
      const delimiter = delimiterOf(this.html.slice(list[k]!.from + 4, list[k]!.to - 3));
      if (delimiter?.kind === "opening") depth++;
      if (delimiter?.kind === "closing" && --depth === 0) return k;
    }
    return -1;
  }

  /** The token that ends the element that begins at `i`: its end tag, or the last one before the parent ends. */
  private closing(list: readonly Token[], i: number): number {
    const open: string[] = [];
    for (let k = i; k < list.length; k++) {
      const token = list[k]!;
      if (token.kind === "start" && !VOID.has(token.name)) {
        // <p> ends where a block begins.
        if (open.length === 1 && open[0] === "p" && k > i && BLOCK.has(token.name)) return k - 1;
        open.push(token.name);
      } else if (token.kind === "end") {
        const at = open.lastIndexOf(token.name);
        if (at >= 0) open.length = at;
        if (open.length === 0) return k;
      }
    }
    return BLOCK.has(list[i]!.name) ? list.length - 1 : i;
  }
}

export const splitHtml = (html: string, dialect: Dialect): Split => new Splitter(html, dialect).split();
