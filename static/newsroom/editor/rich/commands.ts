// commands: what toolbar, keys and menus do, as ProseMirror's commands.
import { lift, setBlockType, splitBlockAs, toggleMark, wrapIn } from "prosemirror-commands";
import { type Attrs, type MarkType, type Node, type NodeType } from "prosemirror-model";
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import {
  NodeSelection,
  Selection,
  TextSelection,
  type Command,
  type EditorState,
  type Transaction,
} from "prosemirror-state";
import { without, type Attributes } from "../source/attributes";
import { schema } from "./schema";

const { nodes, marks } = schema;

/** The kinds of block that a line of text can be. */
export type BlockKind = "paragraph" | "heading2" | "heading3" | "heading4" | "code";

export function setBlock(kind: BlockKind): Command {
  if (kind === "paragraph") return setBlockType(nodes.paragraph!);
  if (kind === "code") return setBlockType(nodes.code_block!);
  return setBlockType(nodes.heading!, { level: Number(kind.slice(-1)) });
}

export const toggle = (name: "strong" | "em" | "strike" | "code"): Command => toggleMark(marks[name]!);

function ancestor(
  state: EditorState,
  fits: (node: Node) => boolean,
): { node: Node; pos: number; depth: number } | null {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--)
    if (fits($from.node(depth))) return { node: $from.node(depth), pos: $from.before(depth), depth };
  return null;
}

export function toggleList(type: NodeType): Command {
  return (state, dispatch) => {
    const list = ancestor(state, node => node.type === nodes.bullet_list || node.type === nodes.ordered_list);
    if (list && list.node.type === type) return liftListItem(nodes.list_item!)(state, dispatch);
    if (!list) return wrapInList(type)(state, dispatch);
    dispatch?.(
      state.tr.setNodeMarkup(list.pos, type, {
        extra: without(list.node.attrs.extra as Attributes | null, "start", "reversed"),
      }),
    );
    return true;
  };
}

export const toggleQuote: Command = (state, dispatch) =>
  ancestor(state, node => node.type === nodes.blockquote)
    ? lift(state, dispatch)
    : wrapIn(nodes.blockquote!)(state, dispatch);

/** A new block behind the one with the cursor, or in place of it while it is empty. */
export function insertBlock(node: Node, inside = false): Command {
  return (state, dispatch) => {
    if (!dispatch) return true;
    const { $to } = state.selection;
    const tr = state.tr;
    const selected = state.selection instanceof NodeSelection ? state.selection.node : null;
    const parent = $to.parent;
    let at: number;
    if (selected?.isBlock) at = state.selection.to;
    else if (parent.type === nodes.paragraph && parent.content.size === 0 && $to.depth > 0) {
      at = $to.before();
      if ($to.node(-1).canReplaceWith($to.index(-1), $to.indexAfter(-1), node.type)) {
        tr.replaceWith(at, $to.after(), node);
        return finish(tr, at, node, inside, dispatch);
      }
    }
    // Out of whatever cannot hold it.
    let depth = $to.depth;
    while (
      depth > 0 &&
      !$to.node(depth - 1).canReplaceWith($to.indexAfter(depth - 1), $to.indexAfter(depth - 1), node.type)
    )
      depth--;
    at = selected?.isBlock ? state.selection.to : depth > 0 ? $to.after(depth) : tr.doc.content.size;
    tr.insert(at, node);
    return finish(tr, at, node, inside, dispatch);
  };
}

/** The cursor stands inside the new block, or in the paragraph behind it, which is made if there is none. */
function finish(
  tr: Transaction,
  at: number,
  node: Node,
  inside: boolean,
  dispatch: (tr: Transaction) => void,
): boolean {
  const behind = at + node.nodeSize;
  if (inside) tr.setSelection(Selection.near(tr.doc.resolve(at + 1), 1));
  else {
    const after = tr.doc.nodeAt(behind);
    if (!after?.isTextblock) tr.insert(behind, nodes.paragraph!.create());
    tr.setSelection(TextSelection.create(tr.doc, behind + 1));
  }
  dispatch(tr.scrollIntoView());
  return true;
}

export const insertRule = (): Command => insertBlock(nodes.rule!.create());
export const insertMarker = (data: "more" | "nextpage"): Command => insertBlock(nodes.marker!.create({ data }));

export function insertPullQuote(): Command {
  const quote = nodes.blockquote!.create(null, nodes.paragraph!.create());
  return insertBlock(nodes.wrapper!.create({ tag: "figure", extra: [["class", "wp-block-pullquote"]] }, quote), true);
}

export function insertTable(rows: number, columns: number): Command {
  const cell = (type: NodeType) => type.create(null, nodes.paragraph!.create());
  const row = (index: number) =>
    nodes.table_row!.create(
      { section: index === 0 ? "thead" : "tbody" },
      Array.from({ length: columns }, () => cell(index === 0 ? nodes.table_header! : nodes.table_cell!)),
    );
  return insertBlock(
    nodes.table!.create(
      null,
      Array.from({ length: rows }, (_, index) => row(index)),
    ),
    true,
  );
}

/** A block of source, which its view opens for editing. */
export const insertSource = (): Command => (state, dispatch) =>
  insertBlock(nodes.opaque!.create({ source: "" }))(
    state,
    dispatch &&
      (tr => {
        tr.doc.descendants((node, pos) => {
          if (node.type === nodes.opaque && node.attrs.source === "")
            tr.setSelection(NodeSelection.create(tr.doc, pos));
          return node.type !== nodes.opaque;
        });
        dispatch(tr);
      }),
  );

// Links

/** The link at the cursor with its range, or what is selected. */
export function linkAt(state: EditorState): { from: number; to: number; href: string | null; text: string } {
  const { from, to, $from, empty } = state.selection;
  const type = marks.link!;
  const mark = type.isInSet(empty ? ($from.marks() as never) : ($from.nodeAfter?.marks ?? []));
  const text = (a: number, b: number) => state.doc.textBetween(a, b, " ", " ");
  if (!mark) return { from, to, href: null, text: text(from, to) };
  let start = $from.parentOffset;
  let end = start;
  const base = $from.start();
  $from.parent.forEach((node, offset) => {
    if (!mark.isInSet(node.marks)) return;
    if (offset <= start && offset + node.nodeSize >= end) [start, end] = [offset, offset + node.nodeSize];
  });
  return {
    from: base + start,
    to: Math.max(base + end, to),
    href: mark.attrs.href as string,
    text: text(base + start, base + end),
  };
}

export function setLink(range: { from: number; to: number }, href: string, text: string): Command {
  return (state, dispatch) => {
    const type = marks.link!;
    if (!dispatch) return true;
    const tr = state.tr;
    const old = state.doc.textBetween(range.from, range.to, " ", " ");
    let { to } = range;
    const existing = type.isInSet(state.doc.resolve(range.from).nodeAfter?.marks ?? []);
    if (text !== old || range.from === to) {
      const $at = state.doc.resolve(range.from);
      const words = text || href;
      tr.replaceWith(range.from, to, schema.text(words, $at.marks()));
      to = range.from + words.length;
    }
    tr.removeMark(range.from, to, type).addMark(
      range.from,
      to,
      type.create({ href, extra: existing?.attrs.extra ?? null }),
    );
    tr.setSelection(TextSelection.create(tr.doc, to)).removeStoredMark(type);
    dispatch(tr.scrollIntoView());
    return true;
  };
}

export const removeLink =
  (range: { from: number; to: number }): Command =>
  (state, dispatch) => {
    dispatch?.(state.tr.removeMark(range.from, range.to, marks.link));
    return true;
  };

// Enter

/** The second half of a block that is cut is a new one: it has the look, not the name of the first. */
export const splitText = splitBlockAs((node, atEnd) =>
  atEnd || node.type === nodes.code_block
    ? (null as unknown as { type: NodeType; attrs?: Attrs })
    : {
        type: node.type,
        attrs: { ...node.attrs, origin: null, extra: without(node.attrs.extra as Attributes | null, "id") },
      },
);

/** Enter in a caption goes on behind the picture. */
export const leaveCaption: Command = (state, dispatch) => {
  const { $from } = state.selection;
  if ($from.parent.type !== nodes.image) return false;
  if (dispatch) {
    const at = $from.after();
    const tr = state.tr;
    if (!tr.doc.nodeAt(at)?.isTextblock) tr.insert(at, nodes.paragraph!.create());
    dispatch(tr.setSelection(TextSelection.create(tr.doc, at + 1)).scrollIntoView());
  }
  return true;
};

/** Enter on an empty line at the end of a block of code, a quotation or a frame leaves it. */
export const breakLine: Command = (state, dispatch) => {
  const { $from } = state.selection;
  if (!$from.parent.inlineContent || $from.parent.type === nodes.code_block) return false;
  dispatch?.(state.tr.replaceSelectionWith(nodes.line_break!.create(), true).scrollIntoView());
  return true;
};

export interface Situation {
  kind: BlockKind | "other";
  strong: boolean;
  em: boolean;
  strike: boolean;
  code: boolean;
  link: boolean;
  bullets: boolean;
  numbers: boolean;
  quote: boolean;
  table: boolean;
  /** Text can be marked here. */
  marks: boolean;
}

export function situation(state: EditorState): Situation {
  const { $from, from, to, empty } = state.selection;
  const has = (type: MarkType) =>
    empty ? Boolean(type.isInSet(state.storedMarks ?? $from.marks())) : state.doc.rangeHasMark(from, to, type);
  const within = (...types: (NodeType | undefined)[]) => ancestor(state, node => types.includes(node.type)) !== null;
  // Of all that is selected the first line of text.
  let block = $from.parent;
  if (!block.isTextblock)
    state.doc.nodesBetween(from, to, node => {
      if (!block.isTextblock && node.isTextblock) block = node;
      return !block.isTextblock;
    });
  const level = block.type === nodes.heading ? (block.attrs.level as number) : 0;
  const kind: Situation["kind"] =
    block.type === nodes.paragraph
      ? "paragraph"
      : level >= 2 && level <= 4
        ? (`heading${level}` as BlockKind)
        : block.type === nodes.code_block
          ? "code"
          : "other";
  const list = ancestor(state, node => node.type === nodes.bullet_list || node.type === nodes.ordered_list);
  return {
    kind,
    strong: has(marks.strong!),
    em: has(marks.em!),
    strike: has(marks.strike!),
    code: has(marks.code!),
    link: has(marks.link!),
    bullets: list?.node.type === nodes.bullet_list,
    numbers: list?.node.type === nodes.ordered_list,
    quote: within(nodes.blockquote),
    table: within(nodes.table),
    marks: toggleMark(marks.strong!)(state),
  };
}
