// fresh: how many comments have come since the list was read. The list itself stays as it is until it is asked for: rows
// must not move under somebody's finger.
import { useEffect, useRef, useState } from "preact/hooks";
import { restList } from "../../rest/client";
import type { Moderated } from "../../rest/moderation";
import { isFiltered, queryOf, type Filter } from "./filter";

/** `count`: of the tab, as last heard. */
export function useFresh(filter: Filter, items: Moderated[] | undefined, count: number | undefined): number {
  const [fresh, setFresh] = useState(0);
  const newest = useRef(0);
  const watched = filter.page === 1 && !isFiltered(filter);

  useEffect(() => {
    newest.current = 0;
    setFresh(0);
  }, [filter.tab]);
  useEffect(() => {
    if (!items) return;
    newest.current = Math.max(newest.current, ...items.map(comment => comment.id));
    setFresh(0);
  }, [items]);
  useEffect(() => {
    if (!watched || !items || count === undefined) return;
    const stop = new AbortController();
    restList<{ id: number }>("/wp/v2/comments", { ...queryOf(filter), per_page: 100, _fields: "id" }, stop.signal)
      .then(list => setFresh(list.items.filter(comment => comment.id > newest.current).length))
      .catch(() => {}); // asked again with the next change
    return () => stop.abort();
  }, [count, watched, filter.tab]);
  return watched ? fresh : 0;
}
