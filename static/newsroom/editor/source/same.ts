// same: whether two pieces of HTML show the same. What a reader cannot tell apart is alike: white space that collapses,
// the order of attributes, and which of two elements that mark the same text stands inside the other.
import { BLOCK, PHRASE, type TreeElement, type TreeNode } from "./tree";

interface Run {
  text: string;
  marks: string[];
}

// Two of these beside each other are one.
const SIMPLE = new Set(["b", "strong", "i", "em", "s", "del", "strike", "code", "u", "sub", "sup"]);

const attributesOf = (element: TreeElement): string =>
  [...element.attributes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ` ${name}=${JSON.stringify(value)}`)
    .join("");

const isBlock = (node: TreeNode): boolean => node.kind === "element" && BLOCK.has(node.name);

class Canon {
  private out: string[] = [];
  private runs: Run[] = [];
  private seen = new Map<TreeElement, number>();

  private flush(pre: boolean): void {
    const runs = this.runs;
    this.runs = [];
    if (!pre) collapse(runs);
    const numbers = new Map<string, Map<string, number>>();
    let last = "";
    for (const { text, marks } of runs) {
      if (text === "") continue;
      // Elements that are not simple are told apart from others of their kind, numbered by where their text begins.
      const names = marks.map(mark => {
        const [, kind, id] = /^([^]*?)(#\d+)?$/.exec(mark)!;
        if (id === undefined) return mark;
        const known = numbers.get(kind!) ?? new Map<string, number>();
        numbers.set(kind!, known);
        if (!known.has(id)) known.set(id, known.size);
        return `${kind!}#${known.get(id)!}`;
      });
      const head = `{${[...new Set(names)].sort().join("")}}`;
      if (head !== last) this.out.push(head);
      last = head;
      this.out.push(text);
    }
  }

  private inline(node: TreeNode, marks: string[]): void {
    if (node.kind === "text") this.runs.push({ text: node.text, marks });
    else if (node.kind === "comment") this.runs.push({ text: `\u0001<!--${node.data}-->\u0002`, marks });
    else if (
      PHRASE.has(node.name) &&
      node.children.length > 0 &&
      node.children.some(child => child.kind !== "text" || child.text !== "")
    ) {
      let id = "";
      if (!SIMPLE.has(node.name) || node.attributes.length) {
        if (!this.seen.has(node)) this.seen.set(node, this.seen.size);
        id = `#${this.seen.get(node)!}`;
      }
      const mark = `<${node.name}${attributesOf(node)}>${id}`;
      for (const child of node.children) this.inline(child, [...marks, mark]);
    } else
      this.runs.push({ text: `\u0001<${node.name}${attributesOf(node)}>${canon(node.children, true)}\u0002`, marks });
  }

  flow(nodes: readonly TreeNode[], pre: boolean): string {
    for (const node of nodes) {
      if (!isBlock(node) && !(node.kind === "comment" && /^\s+\/?wp:/.test(node.data))) {
        this.inline(node, []);
        continue;
      }
      this.flush(pre);
      if (node.kind === "comment") this.out.push(`<!--${node.data.trim()}-->`);
      if (node.kind !== "element") continue;
      const inner = pre || node.name === "pre";
      let children = node.children;
      const first = children[0];
      if (node.name === "pre" && first?.kind === "text" && first.text.startsWith("\n"))
        children = [{ ...first, text: first.text.slice(1) }, ...children.slice(1)];
      this.out.push(`<${node.name}${attributesOf(node)}>`, canon(children, inner), `</${node.name}>`);
    }
    this.flush(pre);
    return this.out.join("");
  }
}

/** White space in lines becomes one space, and none at their ends. */
function collapse(runs: Run[]): void {
  let space = true; // a space would be at the beginning of a line
  for (const run of runs) {
    let text = run.text.startsWith("\u0001") ? run.text : run.text.replace(/[ \t\n\f\r]+/g, " ");
    if (space && text.startsWith(" ")) text = text.slice(1);
    run.text = text;
    if (text !== "") space = text.endsWith(" ") || text === "\u0001<br>\u0002";
  }
  let end = true;
  for (let i = runs.length - 1; i >= 0; i--) {
    const run = runs[i]!;
    if (end && !run.text.startsWith("\u0001")) run.text = run.text.replace(/ +$/, "");
    if (run.text !== "") end = run.text === "\u0001<br>\u0002";
  }
}

/** Two pieces with equal canons show the same. */
export const canon = (nodes: readonly TreeNode[], pre = false): string => new Canon().flow(nodes, pre);
