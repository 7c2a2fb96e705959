// pages: as the tree that they are; filtered, sorted or searched they are a list.
import { Link, useLocation } from "wouter-preact";
import { Menu } from "../../kit/menu";
import { Plus } from "../../kit/icon";
import { Empty, Failure, Loading } from "../../kit/states";
import { Tree, type Place } from "../../kit/tree";
import { may, useMe } from "../../rest/me";
import { patchRead } from "../../rest/queries";
import type { List } from "../../rest/client";
import type { Post } from "../../rest/types";
import { formatDay, moment } from "../../words/time";
import { t, tn } from "../../words/words";
import * as changes from "../articles/changes";
import { CommentsSwitch } from "../../parts/comments-switch";
import { FilterBar } from "../articles/filter-bar";
import { hrefOf, readFilters, useFilters } from "../articles/filters";
import { ContentList } from "../articles/list";
import { statusWords, Tabs } from "../articles/tabs";
import { movesFor, nodesOf, TREE_MOST, usePages, type PageNode } from "./tree";

export default function Pages() {
  const me = useMe();
  const [filters] = useFilters("pages");
  const isPlain = hrefOf("pages", filters) === hrefOf("pages", readFilters(""));
  const canArrange = may(me, "edit_others_pages");
  const pages = usePages(isPlain && canArrange);
  if (!isPlain || !canArrange || (pages.data && pages.data.total > TREE_MOST)) return <ContentList kind="pages" />;
  return <PageTree pages={pages} />;
}

function PageTree({ pages }: { pages: ReturnType<typeof usePages> }) {
  const [, go] = useLocation();
  const [filters, change] = useFilters("pages");
  const nodes = nodesOf(pages.data?.items ?? []);

  async function move(node: PageNode, place: Place) {
    const moves = movesFor(nodes, node, place) as changes.Change[];
    const bodies = new Map(moves.map(each => [each.post.id, each.body!]));
    patchRead<List<Post>>("/wp/v2/pages", before =>
      before && Array.isArray(before.items)
        ? { ...before, items: before.items.map(post => ({ ...post, ...bodies.get(post.id) })) }
        : before,
    );
    await changes.makeChanges(
      "pages",
      moves,
      () => t("“{title}” has its new place.", { title: node.name }),
      post => ({ parent: post.parent ?? 0, menu_order: post.menu_order ?? 0 }),
    );
  }

  return (
    <div class="content-list pages">
      <header class="screen-head">
        <h1>{t("Pages")}</h1>
        <div class="actions">
          <Link href="/pages/new" class="button primary">
            <Plus size={18} aria-hidden /> {t("Write a page")}
          </Link>
        </div>
      </header>
      <Tabs kind="pages" filters={filters} ownOnly={false} />
      <FilterBar kind="pages" filters={filters} change={change} withAuthors />
      {pages.isError && <Failure error={pages.error} onRetry={() => void pages.refetch()} />}
      {pages.isPending && !pages.isError && <Loading />}
      {pages.data && !nodes.length && (
        <Empty title={t("There are no pages yet.")}>
          <Link href="/pages/new" class="button primary">
            {t("Write the first page")}
          </Link>
        </Empty>
      )}
      {nodes.length > 0 && (
        <>
          <p class="list-total quiet">{tn("{n} page", "{n} pages", nodes.length)}</p>
          <Tree
            label={t("Pages")}
            nodes={nodes}
            ordered
            columns={[
              { title: t("Title") },
              { title: t("Comments"), class: "tree-comments" },
              { title: t("Last change"), class: "tree-date wide" },
              { title: t("Actions"), class: "tools", hideTitle: true },
            ]}
            onOpen={node => go(`/pages/${node.id}`)}
            onMove={(node, place) => void move(node, place)}
            cells={({ id, name, post }, tabIndex) => [
              <span class="tree-title">
                <Link href={`/pages/${id}`} class="title" dir="auto" tabIndex={tabIndex}>
                  {name}
                </Link>
                {post.status !== "publish" && <span class="label">{statusWords(post.status)}</span>}
              </span>,
              <CommentsSwitch kind="pages" post={post} tabIndex={tabIndex} />,
              <time class="quiet" dateTime={`${post.modified_gmt}Z`}>
                {formatDay(moment(post.modified_gmt))}
              </time>,
              <Menu
                label={t("Actions for “{title}”", { title: name })}
                tabIndex={tabIndex}
                items={[
                  { label: t("Edit"), onSelect: () => go(`/pages/${id}`) },
                  post.status === "publish" && { label: t("View"), href: post.link },
                  { label: t("Write a page below"), onSelect: () => go(`/pages/new?parent=${id}`) },
                  {
                    label: t("Move to the trash"),
                    danger: true,
                    onSelect: () => void changes.trash("pages", [post]),
                  },
                ]}
              />,
            ]}
          />
        </>
      )}
    </div>
  );
}
