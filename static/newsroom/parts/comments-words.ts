// comments words: the state of an article's discussion, its reason, and what can be done about it, in words.
import type { Post } from "../rest/types";
import { formatDay, moment } from "../words/time";
import { t, tn } from "../words/words";

/** Below /wp/v2/. */
export type Kind = "posts" | "pages";

/** What of an article its discussion is told by; lists of comments bring it with them. */
export type Discussed = Pick<Post, "id" | "title" | "date_gmt" | "comment_status" | "comments">;

const DAY_MS = 86_400_000;

/** After how many days the discussion of this article ended by age. */
function daysOf(post: Discussed): number {
  const { since } = post.comments;
  if (!since || !post.date_gmt) return 0;
  return Math.round((Date.parse(since) - moment(post.date_gmt).getTime()) / DAY_MS);
}

/** Does the switch stand at "on"? What is not public yet shows what will be in force then. */
export function isOn(post: Discussed): boolean {
  return post.comments.reason === "not_public" ? post.comment_status === "open" : post.comments.state === "open";
}

/** Beside the switch. */
export function stateWords(post: Discussed): string {
  const { state, reason, until } = post.comments;
  if (state === "open") return until ? t("Open until {day}", { day: formatDay(new Date(until)) }) : t("Open");
  switch (reason) {
    case "age": {
      const days = daysOf(post);
      return days ? tn("Closed: {n} day old", "Closed: {n} days old", days) : t("Closed: too old");
    }
    case "not_public":
      return post.comment_status === "open"
        ? t("Closed: not published. Opens with publication")
        : t("Closed: not published. Stays closed");
    case "not_supported":
      return t("Closed: never takes comments");
    default:
      return t("Closed: by hand");
  }
}

/** Why it cannot be opened here, and what opens it. */
export function tooOldWords(post: Discussed, title: string): string {
  const days = daysOf(post);
  return days
    ? tn(
        "“{title}” stays closed: comments end {n} day after publication. A longer time in the settings opens it, or a newer date of its own.",
        "“{title}” stays closed: comments end {n} days after publication. A longer time in the settings opens it, or a newer date of its own.",
        days,
        { title },
      )
    : t("“{title}” stays closed, because it is too old.", { title });
}

/** What a turn of the switch has brought about. */
export function turnedWords(post: Discussed, title: string): string {
  if (post.comments.reason === "not_public")
    return post.comment_status === "open"
      ? t("Comments on “{title}” open when it is published.", { title })
      : t("Comments on “{title}” stay closed when it is published.", { title });
  return post.comments.state === "open"
    ? t("Comments on “{title}” are open.", { title })
    : t("Comments on “{title}” are closed.", { title });
}

export function titleOf(post: Discussed): string {
  return (post.title.raw ?? post.title.rendered).trim() || t("(no title)");
}
