// api: categories and tags alike: how they are read as a whole, saved, deleted, and what a refusal has to do with which
// field.
import { useQuery, type UseQueryResult } from "@tanstack/preact-query";
import { rest, restList } from "../../rest/client";
import { messageOf, RestError } from "../../rest/error";
import { queries, refresh } from "../../rest/queries";
import type { Term } from "../../rest/types";
import { plain } from "../../words/plain";

export interface Kind {
  path: "/wp/v2/categories" | "/wp/v2/tags";
  taxonomy: "category" | "post_tag";
}

export const categories: Kind = { path: "/wp/v2/categories", taxonomy: "category" };
export const tags: Kind = { path: "/wp/v2/tags", taxonomy: "post_tag" };

/** The API gives names as HTML. */
export const nameOf = (term: Term) => plain(term.name);

/** "%d8%ae" as letters. */
export function slugOf(term: Term): string {
  try {
    return decodeURIComponent(term.slug);
  } catch {
    return term.slug;
  }
}

const allKey = [categories.path, { all: true }] as const;
const PER_PAGE = 100;

/** All categories, by name. */
export function useAllCategories(): UseQueryResult<Term[], RestError> {
  return useQuery<Term[], RestError>({
    queryKey: allKey,
    queryFn: async ({ signal }) => {
      const query = {
        per_page: PER_PAGE,
        orderby: "name",
        _fields: "id,name,slug,parent,count,description,link,taxonomy",
      };
      const first = await restList<Term>(categories.path, query, signal);
      const all = [...first.items];
      for (let page = 2; page <= first.pages; page++)
        all.push(...(await restList<Term>(categories.path, { ...query, page }, signal)).items);
      return all;
    },
  });
}

/** Changes what is shown of them before the server has said so; returns how to take it back. */
export function patchCategory(id: number, change: Partial<Term>): () => void {
  const before = queries.getQueryData<Term[]>(allKey);
  if (before)
    queries.setQueryData<Term[]>(
      allKey,
      before.map(term => (term.id === id ? { ...term, ...change } : term)),
    );
  return () => queries.setQueryData(allKey, before);
}

export type TermFields = Partial<Pick<Term, "name" | "slug" | "description" | "parent">>;

export async function saveTerm(kind: Kind, id: number | undefined, fields: TermFields): Promise<Term> {
  const { data } = await rest<Term>(id ? `${kind.path}/${id}` : kind.path, { method: "POST", body: fields });
  void refresh(kind.path);
  return data;
}

export async function deleteTerm(kind: Kind, id: number): Promise<void> {
  await rest(`${kind.path}/${id}`, { method: "DELETE", query: { force: true } });
  void refresh(kind.path);
}

const fieldOfCode: Record<string, keyof TermFields> = {
  empty_term_name: "name",
  invalid_term_name: "name",
  term_exists: "name",
  duplicate_term_slug: "slug",
  rest_term_invalid: "parent",
};

/** What is wrong with which field; "" is what has to do with none. */
export function problemsOf(error: unknown): Record<string, string> {
  if (!(error instanceof RestError)) return { "": messageOf(error) };
  if (Object.keys(error.params).length) return error.params;
  return { [fieldOfCode[error.code] ?? ""]: plain(error.message) };
}
