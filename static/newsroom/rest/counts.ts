// counts: how much there is of each state, of what this person may edit. Asked for every quarter of a minute and whenever
// the window is looked at again; the server answers 304 while nothing has changed.
import { useQuery } from "@tanstack/preact-query";
import { rest } from "./client";
import { refresh } from "./queries";

export type PostCounts = Record<"publish" | "future" | "draft" | "pending" | "private" | "trash", number>;
export type CommentCounts = Record<"hold" | "approve" | "spam" | "trash", number>;

export interface Counts {
  posts: PostCounts;
  own_posts: PostCounts;
  /** Who edits no pages has none of these. */
  pages?: PostCounts;
  /** Who moderates nothing neither. */
  comments?: CommentCounts;
}

const path = "/broadsheet/v1/counts";
const EVERY = 15_000; // ms
let last: { tag: string; counts: Counts } | undefined;

async function ask(signal: AbortSignal): Promise<Counts> {
  const headers: Record<string, string> = last ? { "If-None-Match": last.tag } : {};
  const answer = await rest<Counts>(path, { headers, signal });
  if (answer.status === 304 && last) return last.counts;
  const tag = answer.headers.get("ETag");
  last = tag ? { tag, counts: answer.data } : undefined;
  return answer.data;
}

/** undefined: not known yet, or nothing is to be counted for this person. */
export function useCounts(wanted = true): Counts | undefined {
  return useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => ask(signal),
    enabled: wanted,
    refetchInterval: EVERY,
    // The number stands in the title of the window, which is read when the window itself is not.
    refetchIntervalInBackground: true,
    refetchOnWindowFocus: "always",
  }).data;
}

export const refreshCounts = () => refresh(path);
