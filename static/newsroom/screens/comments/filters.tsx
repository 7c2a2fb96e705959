// filters: tabs by state with their counts, what narrows the list, and how to take it off again.
import { useEffect, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { SelectField } from "../../kit/field";
import { Cross } from "../../kit/icon";
import type { CommentCounts } from "../../rest/counts";
import type { Moderated } from "../../rest/moderation";
import { useItem } from "../../rest/queries";
import type { Post, User } from "../../rest/types";
import { plain } from "../../words/plain";
import { formatNumber, t } from "../../words/words";
import { addressOf, isFiltered, type Filter, type Tab } from "./filter";
import { rules } from "./reasons";

const tabs: [tab: Tab, words: () => string][] = [
  ["hold", () => t("Waiting")],
  ["approve", () => t("Approved")],
  ["spam", () => t("Spam")],
  ["trash", () => t("Trash")],
  ["all", () => t("All")],
  ["any", () => t("In any state")],
];

function countOf(tab: Tab, counts: CommentCounts): number {
  if (tab === "any") return counts.hold + counts.approve + counts.spam + counts.trash;
  return tab === "all" ? counts.hold + counts.approve : counts[tab];
}

export function Tabs({ filter, counts }: { filter: Filter; counts: CommentCounts | undefined }) {
  return (
    <nav class="tabs" aria-label={t("Comments by state")}>
      {tabs
        .filter(([tab]) => tab !== "any" || filter.tab === "any")
        .map(([tab, words]) => (
          <Link
            key={tab}
            href={addressOf({ ...filter, tab, page: 1, reading: undefined })}
            aria-current={filter.tab === tab ? "page" : undefined}
          >
            {words()}
            {/* Counts are of all, not of what a filter leaves. */}
            {counts && !isFiltered(filter) && <span class="count">{formatNumber(countOf(tab, counts))}</span>}
          </Link>
        ))}
    </nav>
  );
}

function Chip({ words, without }: { words: string; without: Partial<Filter> }) {
  return (
    <li>
      <Link class="comment-chip" href={addressOf({ ...without, page: 1, reading: undefined })}>
        <span dir="auto">{words}</span> <Cross size={14} aria-hidden />
        <span class="unseen">{t("(take this filter off)")}</span>
      </Link>
    </li>
  );
}

function useTitleOf(post: number | undefined, items: Moderated[] | undefined): string {
  const known = items?.find(comment => comment.post === post)?.moderation.post.title.rendered;
  const asked = useItem<Post>(post && known === undefined ? `/wp/v2/posts/${post}` : undefined, { _fields: "title" });
  return plain(known ?? asked.data?.title.rendered ?? "") || t("one article");
}

export function Chips({ filter, items }: { filter: Filter; items: Moderated[] | undefined }) {
  const title = useTitleOf(filter.post, items);
  const account = useItem<User>(filter.author ? `/wp/v2/users/${filter.author}` : undefined, { _fields: "name" });
  if (!isFiltered(filter)) return null;
  const { post, author, email, ip, rule, search } = filter;
  return (
    <ul class="comment-chips" aria-label={t("Filters")}>
      {post && <Chip words={t("Article: {title}", { title })} without={{ ...filter, post: undefined }} />}
      {author && (
        <Chip
          words={t("Author: {name}", { name: account.data?.name ?? "…" })}
          without={{ ...filter, author: undefined }}
        />
      )}
      {email && <Chip words={t("Email: {email}", { email })} without={{ ...filter, email: undefined }} />}
      {ip && <Chip words={t("IP address: {ip}", { ip })} without={{ ...filter, ip: undefined }} />}
      {rule && (
        <Chip
          words={t("Reason: {reason}", { reason: rules.find(([name]) => name === rule)?.[1]() ?? rule })}
          without={{ ...filter, rule: undefined }}
        />
      )}
      {search && <Chip words={t("Words: {words}", { words: search })} without={{ ...filter, search: undefined }} />}
    </ul>
  );
}

interface FiltersProps {
  filter: Filter;
  onChange: (filter: Filter) => void;
}

export function Filters({ filter, onChange }: FiltersProps) {
  const [words, setWords] = useState(filter.search ?? "");
  useEffect(() => setWords(filter.search ?? ""), [filter.search]);
  return (
    <form
      class="comment-filters"
      role="search"
      onSubmit={event => {
        event.preventDefault();
        onChange({ ...filter, search: words.trim() || undefined, page: 1, reading: undefined });
      }}
    >
      <input
        type="search"
        aria-label={t("Search in comments")}
        placeholder={t("Search: words, names, addresses")}
        value={words}
        onInput={event => setWords(event.currentTarget.value)}
      />
      <SelectField
        label={t("Why it was held")}
        hideLabel
        value={filter.rule ?? ""}
        onChange={event =>
          onChange({ ...filter, rule: event.currentTarget.value || undefined, page: 1, reading: undefined })
        }
      >
        <option value="">{t("For any reason")}</option>
        {rules.map(([rule, ruleWords]) => (
          <option key={rule} value={rule}>
            {ruleWords()}
          </option>
        ))}
      </SelectField>
    </form>
  );
}
