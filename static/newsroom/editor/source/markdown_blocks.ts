// markdown_blocks: Markdown cut into its top-level blocks, each with its lines and the HTML that it gives.
// The dialect is that of server/text/markdown.c: CommonMark with GitHub's tables, strikethrough and addresses.
import MarkdownIt, { type Env } from "markdown-it";

export interface MarkdownSlice {
  gap: string;
  source: string;
  html: string;
  /** HTML, or what gives no HTML at all: definitions of links. */
  raw: boolean;
}

export type References = NonNullable<Env["references"]>;

const markdown = new MarkdownIt("default", { html: true, linkify: true });
// As md4c: what begins with a scheme or www. is an address, up to white space but for the signs that end sentences; any
// other word with a dot is none.
function address(text: string, at: number): number {
  let found = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+[^\s<]*/i.exec(text.slice(at))?.[0] ?? "";
  for (;;) {
    const shorter = found.replace(/[?!.,:*_~]+$/, "");
    const unmatched = shorter.endsWith(")") && shorter.split(")").length > shorter.split("(").length;
    const next = unmatched ? shorter.slice(0, -1) : shorter;
    if (next === found) return found.length;
    found = next;
  }
}
markdown.linkify.set({ fuzzyLink: false, fuzzyIP: false });
markdown.linkify.add("www.", { validate: address, normalize: match => void (match.url = `http://${match.url}`) });
for (const scheme of ["http:", "https:", "ftp:"])
  markdown.linkify.add(scheme, {
    validate: (text, at) => {
      const length = text.startsWith("//", at) ? address(text, at + 2) : 0;
      return length && length + 2;
    },
  });
markdown.renderer.rules.softbreak = () => "\n";
// Alignment of cells without a style, as md4c writes it.
for (const rule of ["th_open", "td_open"])
  markdown.renderer.rules[rule] = (tokens, i, options, _env, self) => {
    const token = tokens[i]!;
    const align = /text-align:\s*(\w+)/.exec(String(token.attrGet("style")))?.[1];
    if (align) token.attrs = [["align", align]];
    return self.renderToken(tokens, i, options);
  };

export function splitMarkdown(
  source: string,
  references: References = {},
): { slices: MarkdownSlice[]; tail: string; references: References } {
  const env = { references };
  const tokens = markdown.parse(source, env);
  const starts = [0];
  for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) starts.push(at + 1);
  const offset = (line: number) => starts[line] ?? source.length;
  const slices: MarkdownSlice[] = [];
  let done = 0;
  const take = (from: number, to: number, html: string, raw: boolean) => {
    const text = source.slice(from, to);
    const begin = from + /^(?:[ \t]*\r?\n)*/.exec(text)![0].length;
    const end = Math.max(begin, to - /\s*$/.exec(text)![0].length);
    if (begin >= end) return;
    slices.push({ gap: source.slice(done, begin), source: source.slice(begin, end), html, raw });
    done = end;
  };
  for (let i = 0; i < tokens.length; i++) {
    const open = tokens[i]!;
    let last = i;
    if (open.nesting === 1) while (tokens[last]!.level !== 0 || tokens[last]!.nesting !== -1) last++;
    const [begin, end] = open.map ?? [0, 0];
    take(done, offset(begin), "", true);
    const html = markdown.renderer.render(tokens.slice(i, last + 1), markdown.options, env);
    // md4c takes a line below the head for a table's only if each part of it has three signs.
    const rule = open.type === "table_open" ? source.slice(offset(begin + 1), offset(begin + 2)) : "";
    const isText = /(^|\|)[ \t]*[:-]{1,2}[ \t]*(?=\||$)/.test(rule.trim());
    take(offset(begin), offset(end), html, open.type === "html_block" || isText);
    i = last;
  }
  take(done, source.length, "", true);
  return { slices, tail: source.slice(done), references: env.references };
}

export const renderMarkdown = (source: string, references: References = {}): string =>
  markdown.render(source, { references });
