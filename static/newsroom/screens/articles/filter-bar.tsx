// filter bar: what a list is narrowed by. Words take effect as they are typed, everything else at once.
import { useState } from "preact/hooks";
import { Button } from "../../kit/button";
import { SelectField, TextField } from "../../kit/field";
import { ListFilter } from "../../kit/icon";
import { SearchField } from "../../kit/search-field";
import { t } from "../../words/words";
import { isFiltered, type CommentsFilter, type Filters, type Kind, type OrderBy } from "./filters";
import { Pick } from "./pick";

interface FilterBarProps {
  kind: Kind;
  filters: Filters;
  change: (part: Partial<Filters>, replace?: boolean) => void;
  /** Roles that see their own alone need no choice of authors. */
  withAuthors: boolean;
}

function commentsChoices(): [CommentsFilter, string][] {
  return [
    ["open", t("Open")],
    ["closed", t("Closed")],
    ["article", t("Closed by hand")],
    ["age", t("Closed by age")],
    ["not_public", t("Closed: not published")],
  ];
}

function orderChoices(): [OrderBy, string][] {
  return [
    ["date", t("Date")],
    ["modified", t("Last change")],
    ["title", t("Title")],
    ["author", t("Author")],
    ["comment_count", t("Number of comments")],
  ];
}

export function FilterBar({ kind, filters, change, withAuthors }: FilterBarProps) {
  const more = [filters.author, filters.category, filters.from, filters.to, filters.comments].filter(Boolean).length;
  const [open, setOpen] = useState(more > 0);
  return (
    <form class="filter-bar" role="search" onSubmit={event => event.preventDefault()}>
      <div class="filter-first">
        <SearchField
          label={t("Search")}
          placeholder={kind === "posts" ? t("Words in articles") : t("Words in pages")}
          value={filters.search}
          onSearch={search => change({ search }, filters.search !== "")}
        />
        <Button
          class="filter-toggle"
          icon={ListFilter}
          aria-expanded={open}
          aria-controls="filter-more"
          onClick={() => setOpen(!open)}
        >
          {more ? t("Filters ({n})", { n: more }) : t("Filters")}
        </Button>
      </div>
      <div id="filter-more" class={open ? "filter-more open" : "filter-more"}>
        <SelectField
          label={t("Comments")}
          value={filters.comments}
          onChange={event => change({ comments: event.currentTarget.value as Filters["comments"] })}
        >
          <option value="">{t("All")}</option>
          {commentsChoices()
            .filter(([value]) => kind === "posts" || value !== "age")
            .map(([value, words]) => (
              <option value={value}>{words}</option>
            ))}
        </SelectField>
        {kind === "posts" && (
          <Pick
            path="/wp/v2/categories"
            label={t("Category")}
            all={t("All categories")}
            chosen={filters.category}
            onChoose={category => change({ category })}
          />
        )}
        {withAuthors && (
          <Pick
            path="/wp/v2/users"
            label={t("Author")}
            all={t("All authors")}
            chosen={filters.author}
            onChoose={author => change({ author })}
          />
        )}
        <TextField
          label={t("From")}
          type="date"
          value={filters.from}
          max={filters.to || undefined}
          onChange={event => change({ from: event.currentTarget.value })}
        />
        <TextField
          label={t("To")}
          type="date"
          value={filters.to}
          min={filters.from || undefined}
          onChange={event => change({ to: event.currentTarget.value })}
        />
        <SelectField
          label={t("Sorted by")}
          class="sort-choice"
          value={filters.orderby}
          onChange={event => change({ orderby: event.currentTarget.value as OrderBy, order: undefined })}
        >
          {orderChoices().map(([value, words]) => (
            <option value={value}>{words}</option>
          ))}
        </SelectField>
        {isFiltered(filters) && (
          <Button
            kind="quiet"
            class="filter-clear"
            onClick={() => change({ search: "", author: 0, category: 0, from: "", to: "", comments: "" })}
          >
            {t("Show all")}
          </Button>
        )}
      </div>
    </form>
  );
}
