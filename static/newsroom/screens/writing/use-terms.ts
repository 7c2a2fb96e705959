// use-terms: the categories of the site as a tree, and what the tags of an article are called.
import { useQuery } from "@tanstack/preact-query";
import { restList } from "../../rest/client";
import type { RestError } from "../../rest/error";
import type { Term } from "../../rest/types";

const PAGES_MOST = 20; // of 100: a press with more categories than that has none to choose from

export interface TreeTerm extends Term {
  depth: number;
  /** "Press » International News" */
  path: string;
}

async function allOf(path: string, signal: AbortSignal): Promise<Term[]> {
  const found: Term[] = [];
  for (let page = 1; page <= PAGES_MOST; page++) {
    const { items, pages } = await restList<Term>(
      path,
      { per_page: 100, page, _fields: ["id", "name", "parent", "count"] },
      signal,
    );
    found.push(...items);
    if (page >= pages) break;
  }
  return found;
}

/** Each below its parent, brothers by name; what has no parent that is there stands at the top. */
export function asTree(terms: Term[]): TreeTerm[] {
  const below = new Map<number, Term[]>();
  const ids = new Set(terms.map(term => term.id));
  for (const term of terms) {
    const parent = term.parent && ids.has(term.parent) ? term.parent : 0;
    below.set(parent, [...(below.get(parent) ?? []), term]);
  }
  const tree: TreeTerm[] = [];
  const add = (parent: number, depth: number, path: string) => {
    for (const term of below.get(parent) ?? []) {
      const own = path ? `${path} » ${plain(term.name)}` : plain(term.name);
      tree.push({ ...term, name: plain(term.name), depth, path: own });
      if (depth < 20) add(term.id, depth + 1, own);
    }
  };
  add(0, 0, "");
  return tree;
}

const decoder = document.createElement("textarea");

/** WordPress gives names as HTML. */
export function plain(html: string): string {
  decoder.innerHTML = html;
  return decoder.value;
}

export function useCategories() {
  return useQuery<TreeTerm[], RestError>({
    queryKey: ["/wp/v2/categories", "tree"],
    queryFn: async ({ signal }) => asTree(await allOf("/wp/v2/categories", signal)),
    staleTime: 60_000,
  });
}
