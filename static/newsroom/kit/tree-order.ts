// tree order: a flat list of things with parents as rows of a tree, and the places that one of them can be moved to.

export interface TreeNode {
  id: number;
  /** 0, or what is not in the list: at the top. */
  parent: number;
  name: string;
}

export interface Row<N extends TreeNode> {
  node: N;
  level: number;
  /** Among its siblings, from 1. */
  position: number;
  siblings: number;
  children: number;
}

/** Where a thing goes: under which parent (0: the top), before which sibling (0: behind the last). */
export interface Place {
  parent: number;
  before: number;
}

function byParent<N extends TreeNode>(nodes: readonly N[]): Map<number, N[]> {
  const known = new Set(nodes.map(node => node.id));
  const map = new Map<number, N[]>();
  for (const node of nodes) {
    const parent = known.has(node.parent) && node.parent !== node.id ? node.parent : 0;
    const list = map.get(parent);
    if (list) list.push(node);
    else map.set(parent, [node]);
  }
  return map;
}

/** Rows in the order in which they are seen; siblings keep the order of the list. */
export function rowsOf<N extends TreeNode>(nodes: readonly N[], isOpen: (id: number) => boolean): Row<N>[] {
  const children = byParent(nodes);
  const rows: Row<N>[] = [];
  const walk = (parent: number, level: number) => {
    const list = children.get(parent) ?? [];
    list.forEach((node, index) => {
      const below = children.get(node.id)?.length ?? 0;
      rows.push({ node, level, position: index + 1, siblings: list.length, children: below });
      if (below && isOpen(node.id)) walk(node.id, level + 1);
    });
  };
  walk(0, 1);
  return rows;
}

/** The thing itself and all below it: where it cannot go. */
export function branchOf(nodes: readonly TreeNode[], id: number): Set<number> {
  const children = byParent(nodes);
  const branch = new Set<number>();
  const walk = (each: number) => {
    if (branch.has(each)) return;
    branch.add(each);
    children.get(each)?.forEach(child => walk(child.id));
  };
  walk(id);
  return branch;
}

/** All places, in the order of the rows. Without `ordered` siblings have their own order, so only the parent counts. */
export function placesFor<N extends TreeNode>(rows: readonly Row<N>[], moved: Set<number>, ordered: boolean): Place[] {
  const left = rows.filter(row => !moved.has(row.node.id));
  if (!ordered) return [{ parent: 0, before: 0 }, ...left.map(row => ({ parent: row.node.id, before: 0 }))];
  const places: Place[] = [];
  // Between two rows: behind what ends there, from the deepest outwards, and into the row above.
  const path: number[] = [0];
  left.forEach((row, index) => {
    path.length = row.level;
    places.push({ parent: path[row.level - 1]!, before: row.node.id });
    path[row.level] = row.node.id;
    const next = left[index + 1];
    for (let level = row.level + 1; level > (next?.level ?? 0); level--)
      if (!next || level > next.level) places.push({ parent: path[level - 1]!, before: 0 });
  });
  return places.length ? places : [{ parent: 0, before: 0 }];
}

export function isSamePlace(a: Place | undefined, b: Place | undefined): boolean {
  return a?.parent === b?.parent && a?.before === b?.before;
}

/** Where it is now. */
export function placeOf<N extends TreeNode>(rows: readonly Row<N>[], id: number, ordered: boolean): Place {
  const at = rows.findIndex(row => row.node.id === id);
  const row = rows[at];
  if (!row) return { parent: 0, before: 0 };
  let parent = 0;
  for (let i = at - 1; i >= 0 && !parent; i--) if (rows[i]!.level === row.level - 1) parent = rows[i]!.node.id;
  const next = rows.slice(at + 1).find(each => each.level <= row.level);
  return { parent, before: ordered && next?.level === row.level ? next.node.id : 0 };
}
