// reasons: why a comment was held or thrown away, in words.
import type { Held } from "../../rest/moderation";
import type { CommentStatus } from "../../rest/types";
import { t, tn } from "../../words/words";

/** The rules, with the words of a filter. */
export const rules: [rule: string, words: () => string][] = [
  ["comment_previously_approved", () => t("New here")],
  ["comment_max_links", () => t("Too many links")],
  ["moderation_keys", () => t("A word to be moderated")],
  ["comment_moderation", () => t("Everything is moderated")],
  ["disallowed_keys", () => t("A disallowed word")],
  ["honeypot", () => t("Sent by a program")],
  ["deleted_by_author", () => t("Taken back by its author")],
];

export function reasonOf(held: Held): string {
  const { rule, match, limit } = held;
  switch (rule) {
    case "comment_previously_approved":
      return t("Held: no comment of this person has been approved yet.");
    case "comment_max_links":
      return limit === undefined
        ? tn("Held: it contains {n} link.", "Held: it contains {n} links.", Number(match))
        : tn(
            "Held: it contains {n} link; {limit} are allowed.",
            "Held: it contains {n} links; {limit} are allowed.",
            Number(match),
            { limit },
          );
    case "moderation_keys":
      return t("Held: it matches the moderation word “{word}”.", { word: match });
    case "comment_moderation":
      return t("Held: every comment is looked at before it is shown.");
    case "disallowed_keys":
      return t("Thrown away: it matches the disallowed word “{word}”.", { word: match });
    case "honeypot":
      return t("Thrown away: it filled in a field that people do not see.");
    case "deleted_by_author":
      return t("Its author has taken it back.");
    default:
      return t("Held by the rule “{rule}”.", { rule });
  }
}

export function shortReasonOf(held: Held): string {
  if (held.rule === "moderation_keys" || held.rule === "disallowed_keys")
    return t("Word: {word}", { word: held.match });
  if (held.rule === "comment_max_links") return tn("{n} link", "{n} links", Number(held.match));
  return rules.find(([rule]) => rule === held.rule)?.[1]() ?? held.rule;
}

export function statusWords(status: CommentStatus): string {
  const words: Record<CommentStatus, () => string> = {
    hold: () => t("Waiting"),
    approved: () => t("Approved"),
    spam: () => t("Spam"),
    trash: () => t("In the trash"),
  };
  return words[status]();
}
