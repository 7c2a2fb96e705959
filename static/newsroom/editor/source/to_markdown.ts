// to_markdown: nodes written as Markdown. What Markdown has no words for is written as HTML, which it may hold.
import type { Mark, Node } from "prosemirror-model";
import { attribute, type Attributes } from "./attributes";
import { HtmlWriter, tag } from "./to_html";

/** How a text's own lists, emphasis, code and rules are written. */
export interface Habits {
  bullet: string;
  ordered: string;
  emphasis: string;
  strong: string;
  fence: string;
  setext: boolean;
  rule: string;
}

const USUAL: Habits = {
  bullet: "-",
  ordered: ".",
  emphasis: "*",
  strong: "**",
  fence: "```",
  setext: false,
  rule: "---",
};

/** The habits of a block's source; what does not occur in it is as in `others`. */
export function habitsOf(source: string, others: Habits = USUAL): Habits {
  const find = (pattern: RegExp, otherwise: string) => pattern.exec(source)?.[1] ?? otherwise;
  const heading = /^(?:#{1,2} |\S[^\n]*\n(===+|---+)[ \t]*$)/m.exec(source);
  return {
    bullet: find(/^ {0,3}([-*+]) +\S/m, others.bullet),
    ordered: find(/^ {0,3}\d{1,9}([.)]) +\S/m, others.ordered),
    emphasis: find(/(?:^|[\s(>])([*_])(?![*_\s])[^*_\n]+\1/m, others.emphasis),
    strong: find(/(?:^|[\s(>])(\*\*|__)(?![*_\s])[^*_\n]+\1/m, others.strong),
    fence: find(/^ {0,3}(```|~~~)/m, others.fence),
    setext: heading ? heading[1] !== undefined : others.setext,
    rule: find(/^ {0,3}((?:[-*_] *){3,})[ \t]*$/m, others.rule),
  };
}

export class NotInMarkdown extends Error {}

const html = new HtmlWriter({ delimiters: false, bare: false, pieces: null });

export class MarkdownWriter {
  constructor(
    private readonly habits: Habits,
    /** light: signs are left alone that seem to mean nothing; elements: emphasis by elements, where its signs would stand
     * too close to letters. */
    private readonly manner: "light" | "full" | "elements" = "full",
  ) {}

  block(node: Node): string {
    if (node.attrs.extra && node.type.name !== "ordered_list" && node.type.name !== "table") return this.html(node);
    switch (node.type.name) {
      case "paragraph":
        return this.inline(node);
      case "heading":
        return this.heading(node);
      case "blockquote":
        return prefixed(this.blocks(node), "> ", "> ").replace(/^> $/gm, ">");
      case "bullet_list":
      case "ordered_list":
        return this.list(node);
      case "code_block":
        return this.code(node);
      case "rule":
        return this.habits.rule;
      case "marker":
        return `<!--${node.attrs.data as string}-->`;
      case "table":
        return this.table(node);
      case "opaque":
        return node.attrs.source as string;
      case "image": {
        const plain = !node.attrs.link && node.content.size === 0 && isPlain(node.attrs.img as Attributes);
        return plain ? this.image(node.attrs.img as Attributes) : this.html(node);
      }
      default:
        return this.html(node);
    }
  }

  /** A block of HTML ends at a blank line, so it may have none. */
  html(node: Node): string {
    const text = html.block(node, null, false);
    if (/\n[ \t]*\n/.test(text)) throw new NotInMarkdown(node.type.name);
    return text;
  }

  private heading(node: Node): string {
    const level = node.attrs.level as number;
    const text = this.inline(node).replace(/\n/g, " ");
    if (this.habits.setext && level < 3 && text)
      return `${text}\n${(level === 1 ? "=" : "-").repeat(Math.max(3, Math.min(text.length, 60)))}`;
    return `${"#".repeat(level)} ${text.replace(/(^|\s)(#+)$/, "$1\\$2")}`.trimEnd();
  }

  private blocks(parent: Node): string {
    const parts: string[] = [];
    parent.forEach(child => void parts.push(this.block(child)));
    return parts.filter(part => part !== "").join("\n\n");
  }

  private list(list: Node): string {
    const start = Number(attribute(list.attrs.extra as Attributes | null, "start") ?? "1");
    const extra = ((list.attrs.extra as Attributes | null) ?? []).filter(([name]) => name !== "start");
    if (extra.length) return this.html(list);
    let tight = true;
    list.forEach(item => {
      if (item.attrs.extra) throw new NotInMarkdown("an item with attributes");
      item.forEach((child, _, index) => {
        const isText = child.type.name === "paragraph";
        if (isText && (child.attrs.wrap === "tag" || index > 0)) tight = false;
        if (!isText && !/list$/.test(child.type.name)) tight = tight && index > 0 && item.childCount === 1;
      });
    });
    const items: string[] = [];
    list.forEach((item, _, index) => {
      const sign =
        list.type.name === "bullet_list" ? `${this.habits.bullet} ` : `${start + index}${this.habits.ordered} `;
      const parts: string[] = [];
      item.forEach(child => void parts.push(this.block(child)));
      // A box of a task is no link.
      const text = parts.join(tight ? "\n" : "\n\n").replace(/^\\\[([ xX])\\?\] /, "[$1] ");
      items.push(text === "" ? sign.trimEnd() : prefixed(text, sign, " ".repeat(sign.length)));
    });
    return items.join(tight ? "\n" : "\n\n");
  }

  private code(node: Node): string {
    const inner = node.attrs.inner as Attributes | null;
    const others = (inner ?? []).filter(([name]) => name !== "class");
    const language = /^language-(\S+)$/.exec(attribute(inner, "class") ?? "")?.[1];
    if (inner === null || others.length || (attribute(inner, "class") !== null && !language)) return this.html(node);
    const text = node.textContent.replace(/\n$/, "");
    let fence = this.habits.fence;
    while (text.includes(fence)) fence += fence[0]!;
    return `${fence}${language ?? ""}\n${text}${text ? "\n" : ""}${fence}`;
  }

  private table(table: Node): string {
    const rows: string[][] = [];
    const aligns: string[] = [];
    let fits = !table.attrs.extra;
    table.forEach((row, _, index) => {
      const cells: string[] = [];
      const head = row.attrs.section === "thead" || (row.attrs.origin === null && index === 0);
      if (row.attrs.extra || head !== (index === 0)) fits = false;
      row.forEach((cell, __, column) => {
        const align = attribute(cell.attrs.extra as Attributes | null, "align") ?? "";
        const extra = ((cell.attrs.extra as Attributes | null) ?? []).filter(([name]) => name !== "align");
        const paragraph = cell.childCount === 1 && cell.firstChild!.type.name === "paragraph" ? cell.firstChild! : null;
        if (index === 0) aligns[column] = align;
        else if (aligns[column] !== align) fits = false;
        if (
          extra.length ||
          !paragraph ||
          paragraph.attrs.wrap === "tag" ||
          cell.attrs.colspan !== 1 ||
          cell.attrs.rowspan !== 1
        )
          fits = false;
        else if ((cell.type.name === "table_header") !== (index === 0)) fits = false;
        else cells.push(this.inline(paragraph).replace(/\|/g, "\\|").replace(/\\?\n/g, "<br>"));
      });
      rows.push(cells);
    });
    if (!fits || rows.length === 0) return this.html(table);
    const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
    const rule = aligns.map(align => ({ left: ":---", right: "---:", center: ":---:" })[align] ?? "---");
    return [line(rows[0]!), line(rule), ...rows.slice(1).map(line)].join("\n");
  }

  // What stands in a line

  private inline(parent: Node): string {
    const nodes: Node[] = [];
    parent.forEach(node => void nodes.push(node));
    return atStart(this.run(nodes, []));
  }

  private run(nodes: readonly Node[], open: readonly Mark[]): string {
    let out = "";
    for (let i = 0; i < nodes.length;) {
      let best: Mark | null = null;
      let end = i;
      for (const mark of nodes[i]!.marks) {
        if (open.some(each => each.eq(mark))) continue;
        let to = i;
        while (to < nodes.length && mark.isInSet(nodes[to]!.marks)) to++;
        if (to > end) [best, end] = [mark, to];
      }
      if (!best) {
        out += this.leaf(nodes[i]!);
        i++;
        continue;
      }
      out += this.marked(best, nodes.slice(i, end), [...open, best]);
      i = end;
    }
    return out;
  }

  private marked(mark: Mark, nodes: readonly Node[], open: readonly Mark[]): string {
    const extra = mark.attrs.extra as Attributes | null;
    const element = mark.attrs.tag as string;
    if (mark.type.name === "code" && !extra) {
      const text = nodes.map(node => (node.isText ? node.text! : " ")).join("");
      const plain = nodes.every(node => node.marks.length === open.length);
      if (plain && text.trim() !== "") return codeSpan(text);
    }
    const inner = this.run(nodes, open);
    if (mark.type.name === "link") return this.link(mark, inner, nodes);
    const sign = this.sign(mark);
    if (!sign) return `${tag(element, extra)}${inner}</${element}>`;
    // The signs stand at words: white space goes outside.
    const [, before, text, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(inner)!;
    return text ? `${before}${sign}${text}${sign}${after}` : inner;
  }

  private sign(mark: Mark): string | null {
    const { tag: element, extra } = mark.attrs;
    if (extra || this.manner === "elements") return null;
    if (mark.type.name === "strong" && element === "strong") return this.habits.strong;
    if (mark.type.name === "em" && element === "em") return this.habits.emphasis;
    // markdown-it writes <s>, md4c <del>.
    if (mark.type.name === "strike" && element !== "strike") return "~~";
    return null;
  }

  private link(mark: Mark, inner: string, nodes: readonly Node[]): string {
    const href = mark.attrs.href as string;
    const extra = ((mark.attrs.extra as Attributes | null) ?? []).filter(([name]) => name !== "href");
    const title = extra.length === 1 && extra[0]![0] === "title" ? extra[0]![1] : null;
    if (extra.length && title === null) return `${tag("a", [["href", href], ...extra])}${inner}</a>`;
    const only = nodes.length === 1 && nodes[0]!.isText && nodes[0]!.marks.length === 1 ? nodes[0]!.text! : null;
    // As it is, where nothing that stands beside it could belong to it.
    if (title === null && only !== null && this.manner === "light") {
      if (only === href && /^(https?|ftp):\/\/[^\s<>]*[^\s<>.,:;!?"'*_~()]$/.test(href)) return href;
      if (only === href && /^[a-z][a-z0-9+.-]+:[^\s<>]*$/i.test(href)) return `<${href}>`;
      if (`mailto:${only}` === href && /^[\w.+-]+@[\w.-]+\w$/.test(only)) return only;
      if (`http://${only}` === href && /^www\.[\w.-]+\.[a-z]+$/i.test(only)) return only;
    }
    return `[${inner}](${target(href)}${title === null ? "" : ` "${title.replace(/(["\\])/g, "\\$1")}"`})`;
  }

  private image(img: Attributes): string {
    const title = attribute(img, "title");
    return `![${escape(attribute(img, "alt") ?? "", false)}](${target(attribute(img, "src") ?? "")}${title === null ? "" : ` "${title.replace(/(["\\])/g, "\\$1")}"`})`;
  }

  private leaf(node: Node): string {
    switch (node.type.name) {
      case "text":
        return escape(node.text!, this.manner === "light");
      case "line_break":
        return node.attrs.extra ? tag("br", node.attrs.extra as Attributes) : "\\\n";
      case "inline_image":
        return isPlain(node.attrs.img as Attributes)
          ? this.image(node.attrs.img as Attributes)
          : tag("img", node.attrs.img as Attributes);
      default:
        return node.attrs.source as string;
    }
  }
}

const isPlain = (img: Attributes): boolean =>
  attribute(img, "src") !== null && img.every(([name]) => /^(src|alt|title)$/.test(name));

const target = (href: string): string =>
  /^[^\s()<>]+$/.test(href) ? href : `<${href.replace(/([<>\\])/g, "\\$1").replace(/\s/g, "%20")}>`;

/** Signs that would be mark-up. One within a word that means nothing there stays as it is. */
const escape = (text: string, light: boolean): string =>
  (light
    ? text.replace(/\\(?=[!-/:-@[-`{-~])/g, "\\\\")
    : text
        .replace(/[\\`*[\]]/g, "\\$&")
        .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
        .replace(/~(?=~)|(?<=~)~/g, "\\~")
  )
    .replace(/<(?=[a-z/!?])/gi, "\\<")
    .replace(/&(?=#?\w+;)/g, "\\&")
    .replace(/\u00a0/g, "&nbsp;");

/** What would be mark-up at the beginning of a line. */
const atStart = (text: string): string =>
  text
    .split("\n")
    .map(line =>
      line
        .replace(/^(#{1,6})(?=\s|$)/, "\\$1")
        .replace(/^([-+])(?=\s|$)/, "\\$1")
        .replace(/^(=+|-+)(?=\s*$)/, "\\$1")
        .replace(/^>/, "\\>")
        .replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2")
        .replace(/^~~~/, "\\~~~"),
    )
    .join("\n");

function codeSpan(text: string): string {
  let fence = "`";
  while (text.includes(fence)) fence += "`";
  const pad = text.startsWith("`") || text.endsWith("`") || (/^ .* $/.test(text) && text.trim() !== "") ? " " : "";
  return `${fence}${pad}${text}${pad}${fence}`;
}

const prefixed = (text: string, first: string, others: string): string =>
  text
    .split("\n")
    .map((line, index) => (index === 0 ? first + line : line === "" && others.trim() === "" ? "" : others + line))
    .join("\n");
