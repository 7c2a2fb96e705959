// tabs: the list by status, with how much there is of each.
import { Link } from "wouter-preact";
import { useCounts, type PostCounts } from "../../rest/counts";
import { useMe } from "../../rest/me";
import type { PostStatus } from "../../rest/types";
import { formatNumber, t } from "../../words/words";
import { hrefOf, statuses, type Filters, type Kind } from "./filters";

export function statusWords(status: PostStatus): string {
  switch (status) {
    case "publish":
      return t("Published");
    case "future":
      return t("Scheduled");
    case "draft":
    case "auto-draft":
      return t("Draft");
    case "pending":
      return t("Waits for review");
    case "private":
      return t("Private");
    case "trash":
      return t("In the trash");
  }
}

function tabWords(status: (typeof statuses)[number]): string {
  switch (status) {
    case "draft":
      return t("Drafts");
    case "pending":
      return t("For review");
    case "trash":
      return t("Trash");
    default:
      return statusWords(status);
  }
}

const sum = (counts: PostCounts | undefined): number | undefined =>
  counts && statuses.reduce((all, status) => all + (status === "trash" ? 0 : counts[status]), 0);

interface TabsProps {
  kind: Kind;
  filters: Filters;
  /** Who sees his own alone. */
  ownOnly: boolean;
}

export function Tabs({ kind, filters, ownOnly }: TabsProps) {
  const me = useMe();
  const data = useCounts();
  const counts = kind === "posts" ? data?.posts : data?.pages;
  const isMine = Boolean(me && filters.author === me.id);
  const tabs: { words: string; number: number | undefined; to: Partial<Filters>; current: boolean }[] = [
    {
      words: t("All"),
      number: sum(counts),
      to: { status: "", author: isMine ? 0 : filters.author },
      current: filters.status === "" && !isMine,
    },
  ];
  if (kind === "posts" && me && !ownOnly)
    tabs.push({
      words: t("Mine"),
      number: sum(data?.own_posts),
      to: { status: "", author: me.id },
      current: filters.status === "" && isMine,
    });
  for (const status of statuses) {
    const number = counts?.[status];
    // Rare ones are there when there is something in them.
    if (!number && filters.status !== status && !["publish", "draft", "trash"].includes(status)) continue;
    tabs.push({
      words: tabWords(status),
      number,
      to: { status, author: isMine ? 0 : filters.author },
      current: filters.status === status,
    });
  }
  return (
    <nav class="tabs" aria-label={t("By status")}>
      {tabs.map(({ words, number, to, current }) => (
        <Link href={hrefOf(kind, { ...filters, page: 1, ...to })} aria-current={current ? "page" : undefined}>
          {words} {number !== undefined && <span class="count">{formatNumber(number)}</span>}
        </Link>
      ))}
    </nav>
  );
}
