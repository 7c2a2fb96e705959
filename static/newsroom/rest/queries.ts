// queries: what screens read, kept and shared between them (TanStack Query). A key is the path with its query, so that
// `refresh("/wp/v2/posts")` has everything read again that came from there.
import { keepPreviousData, QueryClient, useQuery, type UseQueryResult } from "@tanstack/preact-query";
import { rest, restList, type List, type Query } from "./client";
import { RestError } from "./error";

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => count < 4 && error instanceof RestError && (error.offline || error.status === 503),
      retryDelay: count => Math.min(1_000 * 2 ** count, 15_000),
    },
    mutations: { retry: false },
  },
});

/** One thing. `path` undefined: nothing is asked. */
export function useItem<T>(path: string | undefined, query: Query = {}): UseQueryResult<T, RestError> {
  return useQuery<T, RestError>({
    queryKey: [path, query],
    queryFn: async ({ signal }) => (await rest<T>(path!, { query, signal })).data,
    enabled: path !== undefined,
  });
}

/** A page of a list; the page before stays until the next one has come (`isPlaceholderData`). */
export function useList<T>(path: string | undefined, query: Query = {}): UseQueryResult<List<T>, RestError> {
  return useQuery<List<T>, RestError>({
    queryKey: [path, query],
    queryFn: ({ signal }) => restList<T>(path!, query, signal),
    enabled: path !== undefined,
    placeholderData: keepPreviousData,
  });
}

/** Has all that was read from below this path read again, where it is on the screen. */
export function refresh(path: string): Promise<void> {
  return queries.invalidateQueries({
    predicate: ({ queryKey }) => typeof queryKey[0] === "string" && queryKey[0].startsWith(path),
  });
}

/** Changes what was read without asking; returns how to take it back. */
export function patchRead<T>(path: string, change: (before: T) => T): () => void {
  const before = queries.getQueriesData<T>({
    predicate: ({ queryKey }) => typeof queryKey[0] === "string" && queryKey[0].startsWith(path),
  });
  for (const [key, data] of before) if (data !== undefined) queries.setQueryData<T>(key, change(data));
  return () => before.forEach(([key, data]) => queries.setQueryData(key, data));
}
