// list: articles or pages in rows: search, filters, order and page in the address; keys and many at once.
import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import { Button } from "../../kit/button";
import { Confirm } from "../../kit/dialog";
import { ArrowDown, ArrowUp, Plus } from "../../kit/icon";
import { Menu, type MenuItem } from "../../kit/menu";
import { Pager } from "../../kit/pager";
import { useShortcuts } from "../../kit/shortcuts";
import { Empty, Failure, Loading } from "../../kit/states";
import { may, useMe } from "../../rest/me";
import { useList } from "../../rest/queries";
import type { Post } from "../../rest/types";
import { t, tn } from "../../words/words";
import { AllMatching } from "./all-matching";
import { BulkBar } from "./bulk-bar";
import * as changes from "./changes";
import { titleOf } from "../../parts/comments-words";
import { FilterBar } from "./filter-bar";
import { hrefOf, isDescendingFirst, isFiltered, queryOf, useFilters, type Kind, type OrderBy } from "./filters";
import { namesQuery, type Named } from "./pick";
import { editHref, Row, type RowActions } from "./row";
import { Tabs } from "./tabs";
import { closeForGood, turn } from "../../parts/turn";

const PER_PAGE = 25;

/** What is shown, and no more: the texts stay on the server. */
export const LIST_FIELDS = [
  "id",
  "title",
  "status",
  "link",
  "date_gmt",
  "modified_gmt",
  "author",
  "author_name",
  "categories",
  "parent",
  "menu_order",
  "sticky",
  "password",
  "preview_link",
  "edit_lock",
  "comment_status",
  "comments",
  "comment_count",
].join(",");

interface ListProps {
  kind: Kind;
  /** Beside the heading. */
  tools?: ComponentChildren;
}

export function ContentList({ kind, tools }: ListProps) {
  const me = useMe();
  const [, go] = useLocation();
  const [filters, change] = useFilters(kind);
  const type = kind === "posts" ? "posts" : "pages";
  const ownOnly = !may(me, `edit_others_${type}`);
  const query = queryOf(filters, ownOnly ? me?.id : 0);
  const list = useList<Post>(me && `/wp/v2/${kind}`, {
    ...query,
    context: "edit",
    orderby: filters.orderby,
    order: filters.order,
    page: filters.page,
    per_page: PER_PAGE,
    _fields: LIST_FIELDS,
  });
  const categories = useList<Named>(kind === "posts" ? "/wp/v2/categories" : undefined, namesQuery());
  const posts = list.data?.items ?? [];
  const total = list.data?.total ?? 0;

  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const [current, setCurrent] = useState(0);
  const [turning, setTurning] = useState<changes.DiscussionAction>();
  const [deleting, setDeleting] = useState<Post>();
  const body = useRef<HTMLTableSectionElement>(null);
  const address = hrefOf(kind, filters);
  const chosen = posts.filter(post => selected.has(post.id));

  // Another page, another list: nothing of it is selected.
  useEffect(() => {
    setSelected(new Set());
    setCurrent(0);
  }, [address]);

  const names = useMemo(() => new Map(categories.data?.items.map(item => [item.id, item.name])), [categories.data]);
  const sectionOf = (post: Post) =>
    (post.categories ?? [])
      .map(id => names.get(id))
      .filter(Boolean)
      .join(", ");

  const select = useCallback((id: number, on: boolean) => {
    setSelected(before => {
      const next = new Set(before);
      if (on) next.add(id);
      else next.delete(id);
      return next;
    });
  }, []);

  function menu(post: Post): (MenuItem | false | undefined)[] {
    if (post.status === "trash")
      return [
        { label: t("Restore"), onSelect: () => void changes.restore(kind, [post]) },
        { label: t("Delete for good…"), danger: true, onSelect: () => setDeleting(post) },
      ];
    const isOut = post.status === "publish" || post.status === "private";
    const aged = post.comments.reason === "age" && post.comment_status === "open";
    return [
      { label: t("Edit"), onSelect: () => go(editHref(kind, post.id)) },
      isOut && { label: t("View"), href: post.link },
      !isOut && Boolean(post.preview_link) && { label: t("Preview"), href: post.preview_link! },
      !isOut &&
        may(me, `publish_${type}`) && {
          label: t("Publish"),
          onSelect: () => void changes.setStatus(kind, [post], "publish"),
        },
      isOut && { label: t("Make a draft of it"), onSelect: () => void changes.setStatus(kind, [post], "draft") },
      aged && { label: t("Close comments by hand too"), onSelect: () => closeForGood(kind, post) },
      { label: t("Move to the trash"), danger: true, onSelect: () => void changes.trash(kind, [post]) },
    ];
  }
  const latestMenu = useRef(menu);
  latestMenu.current = menu;
  const actions = useMemo<RowActions>(() => ({ select, menu: post => latestMenu.current(post) }), [select]);

  function focusRow(index: number) {
    const next = Math.min(Math.max(index, 0), posts.length - 1);
    setCurrent(next);
    body.current?.querySelectorAll<HTMLElement>("tr")[next]?.focus();
  }
  // Before a row has the focus, the first step goes to the first one.
  const isIn = () => Boolean(body.current?.contains(document.activeElement));
  const onRow = (act: (post: Post) => void) => () => {
    const post = posts[current];
    if (post && isIn()) act(post);
  };
  useShortcuts(kind === "posts" ? t("List of articles") : t("List of pages"), [
    { keys: "j", words: t("Next row"), run: () => focusRow(isIn() ? current + 1 : current) },
    { keys: "k", words: t("Row before"), run: () => focusRow(isIn() ? current - 1 : current) },
    { keys: "c", words: t("Open or close the comments of the row"), run: onRow(post => turn(kind, post)) },
    { keys: "x", words: t("Select the row"), run: onRow(post => select(post.id, !selected.has(post.id))) },
    { keys: "e", words: t("Edit the row"), run: onRow(post => go(editHref(kind, post.id))) },
    {
      keys: "v",
      words: t("View the row on the site"),
      run: onRow(post => window.open(post.link, "_blank", "noopener")),
    },
    {
      keys: "Delete",
      words: t("Move the row to the trash"),
      run: onRow(post => (post.status === "trash" ? setDeleting(post) : void changes.trash(kind, [post]))),
    },
    { keys: "n", words: t("Write a new one"), run: () => go(kind === "posts" ? "/articles/new" : "/pages/new") },
  ]);

  function onRowKey(event: KeyboardEvent) {
    const row = event.target as HTMLElement;
    if (!row.matches("tr") || event.ctrlKey || event.metaKey || event.altKey) return;
    const post = posts[current];
    if (event.key === "Enter" && post && post.status !== "trash") go(editHref(kind, post.id));
    else if (event.key === "ArrowDown") focusRow(current + 1);
    else if (event.key === "ArrowUp") focusRow(current - 1);
    else return;
    event.preventDefault();
  }

  const everything = posts.length > 0 && chosen.length === posts.length;
  const sort = (orderby: OrderBy, words: string) => {
    const active = filters.orderby === orderby;
    const first = isDescendingFirst(orderby) ? "desc" : "asc";
    const next = active ? (filters.order === "asc" ? "desc" : "asc") : first;
    const Arrow = filters.order === "asc" ? ArrowUp : ArrowDown;
    return {
      "aria-sort": active ? (filters.order === "asc" ? ("ascending" as const) : ("descending" as const)) : undefined,
      children: (
        <Link href={hrefOf(kind, { ...filters, page: 1, orderby, order: next })} class="sort">
          {words} {active && <Arrow size={14} aria-hidden />}
        </Link>
      ),
    };
  };

  return (
    <div class="content-list">
      <header class="screen-head">
        <h1>{kind === "posts" ? t("Articles") : t("Pages")}</h1>
        <div class="actions">
          {tools}
          <Menu
            label={t("All that match")}
            items={[
              { label: t("Close the comments of all…"), onSelect: () => setTurning("close") },
              { label: t("Open the comments of all…"), onSelect: () => setTurning("open") },
            ]}
          >
            {t("All that match…")}
          </Menu>
          <Link href={kind === "posts" ? "/articles/new" : "/pages/new"} class="button primary">
            <Plus size={18} aria-hidden /> {kind === "posts" ? t("Write an article") : t("Write a page")}
          </Link>
        </div>
      </header>
      <Tabs kind={kind} filters={filters} ownOnly={ownOnly} />
      <FilterBar kind={kind} filters={filters} change={change} withAuthors={!ownOnly} />
      {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && !list.isError && <Loading />}
      {list.data && !posts.length && <Nothing kind={kind} filters={filters} total={total} change={change} />}
      {posts.length > 0 && (
        <>
          <p class="list-total quiet" aria-live="polite">
            {kind === "posts" ? tn("{n} article", "{n} articles", total) : tn("{n} page", "{n} pages", total)}
          </p>
          <table
            class={list.isPlaceholderData ? "rows waiting" : "rows"}
            role="table"
            aria-label={kind === "posts" ? t("Articles") : t("Pages")}
            aria-rowcount={total + 1}
            aria-busy={list.isPlaceholderData}
          >
            <thead role="rowgroup">
              <tr role="row">
                <th role="columnheader" scope="col" class="cell-select">
                  <label class="pick-row">
                    <input
                      type="checkbox"
                      aria-label={t("Select all on this page")}
                      checked={everything}
                      indeterminate={chosen.length > 0 && !everything}
                      onChange={event =>
                        setSelected(new Set(event.currentTarget.checked ? posts.map(post => post.id) : []))
                      }
                    />
                  </label>
                </th>
                <th role="columnheader" scope="col" {...sort("title", t("Title"))} />
                {!ownOnly && <th role="columnheader" scope="col" {...sort("author", t("Author"))} />}
                <th role="columnheader" scope="col">
                  {t("Comments")}
                </th>
                <th role="columnheader" scope="col" {...sort("comment_count", t("Number"))} />
                <th role="columnheader" scope="col" {...sort("date", t("Date"))} />
                <th role="columnheader" scope="col">
                  <span class="unseen">{t("Actions")}</span>
                </th>
              </tr>
            </thead>
            <tbody
              role="rowgroup"
              ref={body}
              onKeyDown={onRowKey}
              onFocusIn={event => {
                const row = (event.target as HTMLElement).closest("tr");
                const index = posts.findIndex(post => String(post.id) === row?.dataset.id);
                if (index >= 0) setCurrent(index);
              }}
            >
              {posts.map((post, index) => (
                <Row
                  key={post.id}
                  kind={kind}
                  post={post}
                  index={(filters.page - 1) * PER_PAGE + index}
                  isCurrent={index === current}
                  isSelected={selected.has(post.id)}
                  author={post.author_name ?? ""}
                  section={sectionOf(post)}
                  withAuthor={!ownOnly}
                  actions={actions}
                />
              ))}
            </tbody>
          </table>
        </>
      )}
      {list.data && (
        <Pager page={filters.page} pages={list.data.pages} href={page => hrefOf(kind, { ...filters, page })} />
      )}
      {chosen.length > 0 && (
        <BulkBar
          kind={kind}
          posts={chosen}
          matching={everything && total > posts.length ? total : 0}
          onAll={setTurning}
          onDone={() => setSelected(new Set())}
        />
      )}
      {turning && (
        <AllMatching
          kind={kind}
          action={turning}
          filter={Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== ""))}
          isFiltered={isFiltered(filters) || filters.status !== ""}
          onClose={() => setTurning(undefined)}
        />
      )}
      {deleting && (
        <Confirm
          title={t("Delete “{title}” for good?", { title: titleOf(deleting) })}
          action={t("Delete")}
          danger
          onConfirm={() => {
            void changes.deleteForGood(kind, [deleting]);
            setDeleting(undefined);
          }}
          onClose={() => setDeleting(undefined)}
        >
          <p>{t("It is gone with its comments and versions. This cannot be undone.")}</p>
        </Confirm>
      )}
    </div>
  );
}

interface NothingProps {
  kind: Kind;
  filters: ReturnType<typeof useFilters>[0];
  total: number;
  change: ReturnType<typeof useFilters>[1];
}

function Nothing({ kind, filters, total, change }: NothingProps) {
  if (total > 0)
    return (
      <Empty title={t("This page of the list is empty.")}>
        <Button onClick={() => change({ page: 1 })}>{t("To the first page")}</Button>
      </Empty>
    );
  if (isFiltered(filters))
    return (
      <Empty title={t("Nothing matches.")}>
        <Button onClick={() => change({ search: "", author: 0, category: 0, from: "", to: "", comments: "" })}>
          {t("Show all")}
        </Button>
      </Empty>
    );
  if (filters.status === "trash") return <Empty title={t("The trash is empty.")} />;
  if (filters.status) return <Empty title={t("There is nothing in this state.")} />;
  return (
    <Empty title={kind === "posts" ? t("There are no articles yet.") : t("There are no pages yet.")}>
      <Link href={kind === "posts" ? "/articles/new" : "/pages/new"} class="button primary">
        {kind === "posts" ? t("Write the first article") : t("Write the first page")}
      </Link>
    </Empty>
  );
}
