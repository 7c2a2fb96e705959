// tree: all pages with their places, and moving one: its parent, and the order of its new siblings.
import { useQuery } from "@tanstack/preact-query";
import type { Place, TreeNode } from "../../kit/tree";
import { restList, type List } from "../../rest/client";
import type { RestError } from "../../rest/error";
import type { Post } from "../../rest/types";
import { titleOf } from "../../parts/comments-words";
import { LIST_FIELDS } from "../articles/list";

const AT_ONCE = 100;
/** With more the list is the better view. */
export const TREE_MOST = 1_000;

export interface PageNode extends TreeNode {
  post: Post;
}

async function readAll(signal: AbortSignal): Promise<List<Post>> {
  const query = { status: "any", context: "edit", orderby: "menu_order", order: "asc", _fields: LIST_FIELDS };
  const read = (page: number) => restList<Post>("/wp/v2/pages", { ...query, per_page: AT_ONCE, page }, signal);
  const first = await read(1);
  if (first.total > TREE_MOST) return first;
  const rest = await Promise.all(Array.from({ length: first.pages - 1 }, (_, i) => read(i + 2)));
  return { ...first, items: [first, ...rest].flatMap(list => list.items) };
}

export function usePages(wanted: boolean) {
  return useQuery<List<Post>, RestError>({
    queryKey: ["/wp/v2/pages", "tree"],
    queryFn: ({ signal }) => readAll(signal),
    enabled: wanted,
  });
}

/** In the order of menus: by their number, then by title. */
export function nodesOf(posts: readonly Post[]): PageNode[] {
  return posts
    .map(post => ({ id: post.id, parent: post.parent ?? 0, name: titleOf(post), post }))
    .sort((a, b) => (a.post.menu_order ?? 0) - (b.post.menu_order ?? 0) || a.name.localeCompare(b.name));
}

/** The fields that change where, so that the page stands at that place. */
export function movesFor(nodes: readonly PageNode[], moved: PageNode, place: Place): { post: Post; body: object }[] {
  const known = new Set(nodes.map(node => node.id));
  const parentOf = (node: PageNode) => (known.has(node.parent) ? node.parent : 0);
  const siblings = nodes.filter(node => node.id !== moved.id && parentOf(node) === place.parent);
  const at = siblings.findIndex(node => node.id === place.before);
  siblings.splice(at < 0 ? siblings.length : at, 0, moved);
  return siblings.flatMap((node, index) => {
    const order = index + 1;
    const body = {
      ...(node === moved && parentOf(node) !== place.parent ? { parent: place.parent } : {}),
      ...(node.post.menu_order !== order ? { menu_order: order } : {}),
    };
    return Object.keys(body).length ? [{ post: node.post, body }] : [];
  });
}
