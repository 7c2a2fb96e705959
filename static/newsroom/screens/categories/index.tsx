// categories: the tree of the site's sections: made, named, moved, merged and deleted.
import { useState } from "preact/hooks";
import { Button } from "../../kit/button";
import { Confirm } from "../../kit/dialog";
import { TextField } from "../../kit/field";
import { Plus } from "../../kit/icon";
import { Menu } from "../../kit/menu";
import { useShortcuts } from "../../kit/shortcuts";
import { Empty, Failure, Loading } from "../../kit/states";
import { toast } from "../../kit/toast";
import { Tree, type Place, type TreeNode } from "../../kit/tree";
import { may, useMe } from "../../rest/me";
import { messageOf } from "../../rest/error";
import { refresh, useItem } from "../../rest/queries";
import type { Term } from "../../rest/types";
import { formatNumber, t, tn } from "../../words/words";
import { categories, deleteTerm, nameOf, patchCategory, saveTerm, slugOf, useAllCategories } from "../terms/api";
import { EditDialog } from "../terms/edit";
import { MergeDialog } from "../terms/merge";

interface Node extends TreeNode {
  term: Term;
}

type Task = { what: "make"; parent: number } | { what: "edit" | "merge" | "delete"; term: Term };

function Delete({ term, all, onClose }: { term: Term; all: readonly Term[]; onClose: () => void }) {
  const me = useMe();
  const [busy, setBusy] = useState(false);
  const settings = useItem<{ default_category: number }>(may(me, "manage_options") ? "/wp/v2/settings" : undefined);
  const standard = all.find(each => each.id === settings.data?.default_category);
  const children = all.filter(each => each.parent === term.id).length;
  const above = all.find(each => each.id === term.parent);
  const name = nameOf(term);

  async function remove() {
    setBusy(true);
    try {
      await deleteTerm(categories, term.id);
      void refresh("/wp/v2/posts");
      toast(t("{name} was deleted.", { name }));
    } catch (error) {
      toast(t("{name} could not be deleted: {why}", { name, why: messageOf(error) }), { kind: "error" });
    }
    onClose();
  }

  if (standard?.id === term.id)
    return (
      <Confirm
        title={t("{name} cannot be deleted", { name })}
        action={t("Close")}
        onConfirm={onClose}
        onClose={onClose}
      >
        <p>{t("It is the category of articles that have no other one. The settings can name another.")}</p>
      </Confirm>
    );
  return (
    <Confirm
      title={t("Delete {name}?", { name })}
      action={t("Delete")}
      danger
      busy={busy}
      onConfirm={() => void remove()}
      onClose={onClose}
    >
      <p>
        {term.count > 0
          ? tn(
              "{n} published article is in it. It stays; if it is in no other category, it comes into {standard}.",
              "{n} published articles are in it. They stay; those in no other category come into {standard}.",
              term.count,
              { standard: standard ? nameOf(standard) : t("the default category") },
            )
          : t("No published article is in it.")}
      </p>
      {children > 0 && (
        <p>
          {above
            ? tn("{n} category in it moves up into {name}.", "{n} categories in it move up into {name}.", children, {
                name: nameOf(above),
              })
            : tn("{n} category in it moves to the top level.", "{n} categories in it move to the top level.", children)}
        </p>
      )}
      <p>{t("Its address leads nowhere then. To have it lead to another category, merge it into that one instead.")}</p>
    </Confirm>
  );
}

/** What fits, and what it stands in. */
function filtered(nodes: readonly Node[], text: string): readonly Node[] {
  const wanted = text.trim().toLocaleLowerCase();
  if (!wanted) return nodes;
  const byId = new Map(nodes.map(node => [node.id, node]));
  const kept = new Set<number>();
  for (const node of nodes) {
    if (!node.name.toLocaleLowerCase().includes(wanted)) continue;
    for (let each: Node | undefined = node; each && !kept.has(each.id); each = byId.get(each.parent)) kept.add(each.id);
  }
  return nodes.filter(node => kept.has(node.id));
}

export default function Categories() {
  const read = useAllCategories();
  const [search, setSearch] = useState("");
  const [task, setTask] = useState<Task>();
  const all = read.data ?? [];
  const nodes = all.map<Node>(term => ({ id: term.id, parent: term.parent ?? 0, name: nameOf(term), term }));
  const shown = filtered(nodes, search);
  const close = () => setTask(undefined);

  async function move(term: Term, parent: number, undoes = false) {
    const before = term.parent ?? 0;
    const takeBack = patchCategory(term.id, { parent });
    const name = nameOf(term);
    const where = all.find(each => each.id === parent);
    try {
      const saved = await saveTerm(categories, term.id, { parent });
      // WordPress answers to what would close a ring by putting it at the top.
      if (saved.parent !== parent) throw new Error(t("It is above that one by now."));
      toast(
        where
          ? t("{name} is in {where} now.", { name, where: nameOf(where) })
          : t("{name} is at the top level now.", { name }),
        undoes ? {} : { undo: () => void move({ ...term, parent }, before, true) },
      );
    } catch (error) {
      takeBack();
      void refresh(categories.path);
      toast(t("{name} could not be moved: {why}", { name, why: messageOf(error) }), { kind: "error" });
    }
  }

  useShortcuts(t("Categories"), [
    { keys: "n", words: t("New category"), run: () => setTask({ what: "make", parent: 0 }) },
  ]);

  return (
    <>
      <header class="screen-head">
        <h1>{t("Categories")}</h1>
        {read.data && <span class="count">{tn("{n} category", "{n} categories", all.length)}</span>}
        <Button kind="primary" icon={Plus} onClick={() => setTask({ what: "make", parent: 0 })}>
          {t("New category")}
        </Button>
      </header>
      <search class="toolbar library-filters term-filter">
        <TextField
          label={t("Find a category")}
          hideLabel
          placeholder={t("Find a category")}
          type="search"
          value={search}
          onInput={event => setSearch(event.currentTarget.value)}
        />
      </search>
      {read.isPending ? (
        <Loading />
      ) : read.isError ? (
        <Failure error={read.error} onRetry={() => void read.refetch()} />
      ) : !shown.length ? (
        <Empty title={search ? t("No category is called so.") : t("There are no categories.")}>
          {search ? (
            <Button onClick={() => setSearch("")}>{t("Show all")}</Button>
          ) : (
            <p class="quiet">{t("Categories are the sections of the site.")}</p>
          )}
        </Empty>
      ) : (
        <Tree<Node>
          label={t("Categories")}
          nodes={shown}
          columns={[
            { title: t("Name") },
            { title: t("Name in addresses"), class: "wide slug" },
            { title: t("Articles"), class: "figure" },
            { title: t("Actions"), class: "tools", hideTitle: true },
          ]}
          cells={({ term, name }, tabIndex) => [
            <button
              type="button"
              class="term-name"
              dir="auto"
              tabIndex={tabIndex}
              onClick={() => setTask({ what: "edit", term })}
            >
              {name}
            </button>,
            <span class="quiet" dir="auto">
              {slugOf(term)}
            </span>,
            formatNumber(term.count),
            <Menu
              label={t("Actions for {name}", { name })}
              tabIndex={tabIndex}
              items={[
                { label: t("Edit"), onSelect: () => setTask({ what: "edit", term }) },
                { label: t("New category in it"), onSelect: () => setTask({ what: "make", parent: term.id }) },
                all.length > 1 && { label: t("Merge into another…"), onSelect: () => setTask({ what: "merge", term }) },
                { label: t("See it on the site"), href: term.link },
                { label: t("Delete…"), danger: true, onSelect: () => setTask({ what: "delete", term }) },
              ]}
            />,
          ]}
          onOpen={({ term }) => setTask({ what: "edit", term })}
          onMove={({ term }, place: Place) => void move(term, place.parent)}
        />
      )}
      {task?.what === "make" && (
        <EditDialog kind={categories} title={t("New category")} parent={task.parent} all={all} onClose={close} />
      )}
      {task?.what === "edit" && (
        <EditDialog kind={categories} title={t("Edit the category")} term={task.term} all={all} onClose={close} />
      )}
      {task?.what === "merge" && (
        <MergeDialog kind={categories} terms={[task.term]} all={all} onClose={close} onDone={close} />
      )}
      {task?.what === "delete" && <Delete term={task.term} all={all} onClose={close} />}
    </>
  );
}
