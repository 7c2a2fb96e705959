// address: what a screen shows, kept in the query of its address, so that it can be reloaded, bookmarked and sent.
import { useLocation, useSearch } from "wouter-preact";

export type Wanted = Record<string, string>;

/** "?a=1&b=2" of what is not empty; "" for nothing. */
export function queryOf(wanted: Record<string, string | number | undefined>): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted))
    if (value !== undefined && value !== "") pairs.set(name, String(value));
  const text = pairs.toString();
  return text ? `?${text}` : "";
}

/**
 * What the address asks for, how to change it, and the address of another choice for links. A change goes back to page
 * 1 unless it names one.
 */
export function useAddress(): {
  wanted: Wanted;
  want: (change: Record<string, string | number | undefined>, replace?: boolean) => void;
  href: (change: Record<string, string | number | undefined>) => string;
} {
  const [location, go] = useLocation();
  const wanted = Object.fromEntries(new URLSearchParams(useSearch()));
  const href = (change: Record<string, string | number | undefined>) => {
    const next = { ...wanted, ...("page" in change || "id" in change ? {} : { page: undefined }), ...change };
    return location + queryOf({ ...next, page: String(next.page ?? "") === "1" ? undefined : next.page });
  };
  return { wanted, href, want: (change, replace = false) => go(href(change), { replace }) };
}
