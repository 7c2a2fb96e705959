// filter: which comments are shown, as the address says it, so that it can be sent, kept and gone back to.
import type { Query } from "../../rest/client";
import type { CommentStatus } from "../../rest/types";

/** "all" is what readers see and what waits; "any" has spam and trash as well. */
export type Tab = "hold" | "approve" | "spam" | "trash" | "all" | "any";

export interface Filter {
  tab: Tab;
  post?: number;
  /** A person with an account. */
  author?: number;
  email?: string;
  ip?: string;
  rule?: string;
  search?: string;
  page: number;
  /** The comment that is read. */
  reading?: number;
}

export const PER_PAGE = 20;
const tabs: readonly string[] = ["hold", "approve", "spam", "trash", "all", "any"];

const number = (text: string | null) => (text && /^\d{1,15}$/.test(text) ? Number(text) : undefined);

export function filterOf(search: string): Filter {
  const query = new URLSearchParams(search);
  const status = query.get("status") ?? "";
  return {
    tab: tabs.includes(status) ? (status as Tab) : "hold",
    post: number(query.get("post")),
    author: number(query.get("author")),
    email: query.get("email") || undefined,
    ip: query.get("ip") || undefined,
    rule: query.get("held") || undefined,
    search: query.get("search") || undefined,
    page: number(query.get("page")) || 1,
    reading: number(query.get("comment")),
  };
}

export function addressOf(filter: Partial<Filter>): string {
  const query = new URLSearchParams();
  const set = (name: string, value: string | number | undefined) => value && query.set(name, String(value));
  if (filter.tab !== "hold") set("status", filter.tab);
  set("post", filter.post);
  set("author", filter.author);
  set("email", filter.email);
  set("ip", filter.ip);
  set("held", filter.rule);
  set("search", filter.search);
  if ((filter.page ?? 1) > 1) set("page", filter.page);
  set("comment", filter.reading);
  const text = query.toString();
  return text ? `/comments?${text}` : "/comments";
}

/** Beside the tab. */
export function isFiltered(filter: Filter): boolean {
  return Boolean(filter.post || filter.author || filter.email || filter.ip || filter.rule || filter.search);
}

/** What every list of comments here is asked for with. */
export const common: Query = { context: "edit", editable: true, type: "all" };

export function queryOf(filter: Filter): Query {
  return {
    ...common,
    status: filter.tab,
    post: filter.post,
    author: filter.author,
    author_email: filter.email,
    author_ip: filter.ip,
    held: filter.rule,
    search: filter.search,
    page: filter.page,
    per_page: PER_PAGE,
  };
}

export function belongs(status: CommentStatus | "deleted", tab: Tab): boolean {
  if (status === "deleted") return false;
  if (tab === "any") return true;
  if (tab === "all") return status === "approved" || status === "hold";
  return status === (tab === "approve" ? "approved" : tab);
}
