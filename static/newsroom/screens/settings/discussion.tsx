// discussion: what is in force for comments on the whole site, in sentences.
import { useMemo } from "preact/hooks";
import { Notice } from "../../kit/states";
import { useList } from "../../rest/queries";
import { t, tn } from "../../words/words";
import type { Values } from "./schema";

const DAY_MS = 86_400_000;

export function InForce({ values }: { values: Values }) {
  const closes = values.close_comments_for_old_posts === true;
  const days = Number(values.close_comments_days_old);
  // One moment for as long as the number stays, so that it is asked once.
  const before = useMemo(() => new Date(Date.now() - days * DAY_MS).toISOString(), [days]);
  const old = useList(closes ? "/wp/v2/posts" : undefined, { before, per_page: 1, _fields: "id" }).data?.total;
  const sentences = [
    values.default_comment_status === "open"
      ? t("New articles are open to comments.")
      : t("New articles are closed to comments."),
    closes
      ? tn(
          "Comments close by themselves {n} day after publication.",
          "Comments close by themselves {n} days after publication.",
          days,
        )
      : t("Comments do not close by themselves."),
    closes && old !== undefined && tn("{n} article is older than that.", "{n} articles are older than that.", old),
    values.comment_registration === true && t("Only who is logged in may comment."),
    values.comment_moderation === true
      ? t("Every comment waits until it is approved.")
      : values.comment_previously_approved === true
        ? t("The first comment of a person waits until it is approved.")
        : t("Comments appear at once, but for those that a word or a number of links holds."),
  ];
  return <Notice>{sentences.filter(Boolean).join(" ")}</Notice>;
}
