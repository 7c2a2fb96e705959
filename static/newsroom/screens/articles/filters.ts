// filters: what a list shows, as its address says it; the address is the only place where it stands, so that a reload, a
// bookmark or a colleague sees the same.
import { useLocation, useSearch } from "wouter-preact";
import type { Kind } from "../../parts/comments-words";
import type { Query } from "../../rest/client";
import type { PostStatus } from "../../rest/types";

export type { Kind };
export type OrderBy = "date" | "modified" | "title" | "author" | "comment_count";
export type CommentsFilter = "open" | "closed" | "article" | "age" | "not_public";

export const statuses = ["publish", "future", "draft", "pending", "private", "trash"] as const;
const orders: readonly OrderBy[] = ["date", "modified", "title", "author", "comment_count"];
const commentsFilters: readonly CommentsFilter[] = ["open", "closed", "article", "age", "not_public"];

export interface Filters {
  /** "": all but the trash. */
  status: "" | PostStatus;
  search: string;
  /** 0: any. */
  author: number;
  category: number;
  /** Days in the site's zone: "2026-11-24"; "": no limit. */
  from: string;
  to: string;
  comments: "" | CommentsFilter;
  orderby: OrderBy;
  order: "asc" | "desc";
  page: number;
}

const oneOf = <T extends string>(choices: readonly T[], text: string | null): T | undefined =>
  choices.find(choice => choice === text);

const whole = (text: string | null): number => (text && /^\d{1,15}$/.test(text) ? Number(text) : 0);
const dayOf = (text: string | null): string => (text && /^\d{4}-\d\d-\d\d$/.test(text) ? text : "");

export const isDescendingFirst = (orderby: OrderBy) => orderby !== "title" && orderby !== "author";

export function readFilters(search: string): Filters {
  const pairs = new URLSearchParams(search);
  const orderby = oneOf(orders, pairs.get("orderby")) ?? "date";
  return {
    status: oneOf(statuses, pairs.get("status")) ?? "",
    search: (pairs.get("search") ?? "").slice(0, 200),
    author: whole(pairs.get("author")),
    category: whole(pairs.get("category")),
    from: dayOf(pairs.get("from")),
    to: dayOf(pairs.get("to")),
    comments: oneOf(commentsFilters, pairs.get("comments")) ?? "",
    orderby,
    order: oneOf(["asc", "desc"] as const, pairs.get("order")) ?? (isDescendingFirst(orderby) ? "desc" : "asc"),
    page: Math.max(1, whole(pairs.get("page"))),
  };
}

/** Below the app's base. What is as usual is not said. */
export function hrefOf(kind: Kind, filters: Filters): string {
  const usual = readFilters("");
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(filters))
    if (value && name !== "order" && value !== usual[name as keyof Filters]) pairs.set(name, String(value));
  if ((filters.order === "desc") !== isDescendingFirst(filters.orderby)) pairs.set("order", filters.order);
  const text = pairs.toString();
  return (kind === "posts" ? "/articles" : "/pages") + (text ? `?${text}` : "");
}

/** Beside tab, order and page: is anything filtered? */
export function isFiltered(filters: Filters): boolean {
  const { search, author, category, from, to, comments } = filters;
  return Boolean(search || author || category || from || to || comments);
}

function shifted(day: string, days: number): string {
  const moment = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(moment.getTime())) return day;
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}

/** The filters as parameters of the list and of /broadsheet/v1/discussion. `only`: the author that a role sees alone. */
export function queryOf(filters: Filters, only = 0): Query {
  const { comments } = filters;
  const isReason = comments === "article" || comments === "age" || comments === "not_public";
  return {
    status: filters.status || "any",
    search: filters.search.trim(),
    author: only || filters.author || undefined,
    categories: filters.category || undefined,
    // Both are exclusive in the API.
    after: filters.from ? `${shifted(filters.from, -1)}T23:59:59` : undefined,
    before: filters.to ? `${shifted(filters.to, 1)}T00:00:00` : undefined,
    comments: comments && !isReason ? comments : undefined,
    comments_reason: isReason ? comments : undefined,
  };
}

/** The filters of the address, and how to change them: the list then begins at its first page again. */
export function useFilters(kind: Kind): [Filters, (change: Partial<Filters>, replace?: boolean) => void] {
  const filters = readFilters(useSearch());
  const [, go] = useLocation();
  const change = (part: Partial<Filters>, replace = false) =>
    go(hrefOf(kind, { ...filters, page: 1, ...part }), { replace });
  return [filters, change];
}
