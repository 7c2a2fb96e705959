// difference: what one text says that another does not, for people: paragraphs side by side, words within them; mark-up
// as what it shows (a picture, where a link leads), not as its characters.
import { diffArrays, diffWordsWithSpace } from "diff";
import { site } from "../../site";
import { t } from "../../words/words";

export interface Piece {
  kind: "same" | "added" | "removed";
  text: string;
}
export interface Row {
  kind: "same" | "added" | "removed" | "changed";
  /** "h2", "li", "" for a paragraph. */
  role: string;
  pieces: Piece[];
}

interface Block {
  role: string;
  text: string;
}

const blocks = new Set(
  "address article aside blockquote dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th tr ul".split(
    " ",
  ),
);
const named = new Set(["h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "figcaption"]);

function wordsOf(element: Element): string {
  const name = element.localName;
  const file = (element.getAttribute("src") ?? "").split("/").pop() ?? "";
  if (name === "img") return t("[Picture: {what}]", { what: element.getAttribute("alt") || file });
  if (name === "iframe" || name === "video" || name === "audio") return t("[Embedded: {what}]", { what: file });
  return "";
}

// White space of the source says nothing, but an empty line divides paragraphs, as it does on the site.
function textBlocks(html: string): Block[] {
  const found: Block[] = [];
  let text = "";
  let role = "";
  const flush = () => {
    for (const part of text.split(/\n\s*\n/)) {
      const plain = part.replace(/\s+/g, " ").trim();
      if (plain) found.push({ role, text: plain });
    }
    text = "";
  };
  const walk = (node: Node) => {
    if (node.nodeType === Node.TEXT_NODE) text += node.textContent ?? "";
    if (node.nodeType === Node.COMMENT_NODE && /^\s*(more|nextpage)/.test(node.textContent ?? "")) {
      flush();
      text = t("[Divided here: {what}]", { what: (node.textContent ?? "").trim() });
      flush();
    }
    if (!(node instanceof Element)) return;
    if (node.localName === "br") {
      text += "\n";
      return;
    }
    const isBlock = blocks.has(node.localName);
    const outer = role;
    if (isBlock) {
      flush();
      if (named.has(node.localName)) role = node.localName;
    }
    text += wordsOf(node);
    if (node.localName === "hr") text += "———";
    node.childNodes.forEach(walk);
    const href = node.localName === "a" ? node.getAttribute("href") : "";
    if (href) text += ` (${href})`;
    if (isBlock) {
      flush();
      role = outer;
    }
  };
  // A document without scripts and requests.
  new DOMParser().parseFromString(html, "text/html").body.childNodes.forEach(walk);
  flush();
  return found;
}

function plainBlocks(text: string): Block[] {
  return text
    .split(/\n\s*\n/)
    .map(part => ({ role: "", text: part.trim() }))
    .filter(block => block.text);
}

const segmenter = "Segmenter" in Intl ? new Intl.Segmenter(site.language, { granularity: "word" }) : undefined;

export function differingWords(before: string, after: string): Piece[] {
  return diffWordsWithSpace(before, after, segmenter ? { intlSegmenter: segmenter } : {}).map(part => ({
    kind: part.added ? "added" : part.removed ? "removed" : "same",
    text: part.value,
  }));
}

// How much of two paragraphs is the same: below a third they are two.
function alike(pieces: Piece[]): boolean {
  const count = (kind: Piece["kind"]) =>
    pieces.reduce((sum, p) => sum + (p.kind === kind ? p.text.trim().length : 0), 0);
  const kept = count("same");
  return kept > 0 && kept * 2 >= Math.max(count("added"), count("removed"));
}

function changedRows(removed: Block[], added: Block[]): Row[] {
  const rows: Row[] = [];
  const open = [...added];
  for (const block of removed) {
    const at = open.findIndex(other => alike(differingWords(block.text, other.text)));
    if (at < 0) {
      rows.push({ kind: "removed", role: block.role, pieces: [{ kind: "removed", text: block.text }] });
      continue;
    }
    // What stands before its partner was added before it.
    for (const other of open.splice(0, at)) rows.push(addedRow(other));
    const partner = open.shift()!;
    rows.push({ kind: "changed", role: partner.role, pieces: differingWords(block.text, partner.text) });
  }
  return [...rows, ...open.map(addedRow)];
}

const addedRow = (block: Block): Row => ({
  kind: "added",
  role: block.role,
  pieces: [{ kind: "added", text: block.text }],
});

export function difference(before: string, after: string, format: "html" | "markdown" | "source"): Row[] {
  const divide = format === "html" ? textBlocks : plainBlocks;
  const parts = diffArrays(divide(before), divide(after), {
    comparator: (one, other) => one.text === other.text && one.role === other.role,
  });
  const rows: Row[] = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    const next = parts[i + 1];
    if (part.removed && next?.added) {
      rows.push(...changedRows(part.value, next.value));
      i++;
    } else if (part.added && next?.removed) {
      rows.push(...changedRows(next.value, part.value));
      i++;
    } else {
      const kind = part.added ? "added" : part.removed ? "removed" : "same";
      rows.push(...part.value.map(block => ({ kind, role: block.role, pieces: [{ kind, text: block.text }] }) as Row));
    }
  }
  return rows;
}

/** Long stretches without a change become one row that says how many paragraphs it holds. */
export function shorten(rows: Row[], around = 1): (Row | number)[] {
  const near = (index: number) =>
    rows.slice(Math.max(0, index - around), index + around + 1).some(row => row.kind !== "same");
  const short: (Row | number)[] = [];
  for (let i = 0; i < rows.length; i++) {
    if (near(i)) {
      short.push(rows[i]!);
      continue;
    }
    let end = i;
    while (end < rows.length && !near(end)) end++;
    short.push(end - i);
    i = end - 1;
  }
  return short;
}
