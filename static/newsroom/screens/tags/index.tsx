// tags: all of them, found, counted, renamed in their place, merged and deleted.
import { useEffect, useRef, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useAddress } from "../../kit/address";
import { Button } from "../../kit/button";
import { Confirm } from "../../kit/dialog";
import { TextField } from "../../kit/field";
import { ArrowDown, ArrowUp, Plus } from "../../kit/icon";
import { Menu } from "../../kit/menu";
import { Pager } from "../../kit/pager";
import { SearchField } from "../../kit/search-field";
import { useShortcuts } from "../../kit/shortcuts";
import { Empty, Failure, Loading } from "../../kit/states";
import { toast } from "../../kit/toast";
import { messageOf } from "../../rest/error";
import { refresh, useList } from "../../rest/queries";
import type { Term } from "../../rest/types";
import { formatNumber, t, tn } from "../../words/words";
import { deleteTerm, nameOf, problemsOf, saveTerm, slugOf, tags, type TermFields } from "../terms/api";
import { EditDialog } from "../terms/edit";
import { MergeDialog } from "../terms/merge";

const PER_PAGE = 50;

type Task = { what: "make" } | { what: "edit"; term: Term } | { what: "merge" | "delete"; terms: readonly Term[] };

/** A row as fields: Enter saves, Esc leaves it as it was. */
function RowForm({ term, onClose }: { term: Term; onClose: () => void }) {
  const [name, setName] = useState(nameOf(term));
  const [slug, setSlug] = useState(slugOf(term));
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("input")?.select(), []);

  async function save() {
    if (busy) return;
    const before: TermFields = { name: nameOf(term), slug: slugOf(term) };
    if (name === before.name && slug === before.slug) return onClose();
    setBusy(true);
    try {
      const saved = await saveTerm(tags, term.id, { name, slug });
      toast(t("{name} was saved.", { name: nameOf(saved) }), {
        undo: () =>
          void saveTerm(tags, term.id, before).then(
            () => toast(t("{name} is called so again.", { name: before.name! })),
            error => toast(messageOf(error), { kind: "error" }),
          ),
      });
      onClose();
    } catch (error) {
      setProblems(problemsOf(error));
      setBusy(false);
    }
  }

  return (
    <form
      class="tag-form"
      ref={form}
      onSubmit={event => (event.preventDefault(), void save())}
      onKeyDown={event => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      <TextField
        label={t("Name")}
        hideLabel
        dir="auto"
        maxLength={200}
        value={name}
        error={problems.name ?? problems[""]}
        onInput={event => setName(event.currentTarget.value)}
      />
      <TextField
        label={t("Name in addresses")}
        hideLabel
        dir="auto"
        value={slug}
        error={problems.slug}
        onInput={event => setSlug(event.currentTarget.value)}
      />
      <Button kind="primary" type="submit" busy={busy}>
        {t("Save")}
      </Button>
      <Button onClick={onClose}>{t("Cancel")}</Button>
    </form>
  );
}

function Delete({ terms, onClose }: { terms: readonly Term[]; onClose: () => void }) {
  const [done, setDone] = useState<number>();
  const used = terms.filter(term => term.count > 0).length;

  async function remove() {
    let count = 0;
    setDone(0);
    try {
      for (const term of terms) {
        await deleteTerm(tags, term.id);
        setDone(++count);
      }
      toast(tn("{n} tag was deleted.", "{n} tags were deleted.", count));
    } catch (error) {
      toast(t("{n} were deleted, then: {why}", { n: count, why: messageOf(error) }), { kind: "error" });
    }
    void refresh("/wp/v2/posts");
    onClose();
  }

  return (
    <Confirm
      title={
        terms.length === 1
          ? t("Delete {name}?", { name: nameOf(terms[0]!) })
          : tn("Delete {n} tag?", "Delete {n} tags?", terms.length)
      }
      action={t("Delete")}
      danger
      busy={done !== undefined}
      onConfirm={() => void remove()}
      onClose={onClose}
    >
      <p>
        {used
          ? t("The articles stay, without it. The addresses of deleted tags lead nowhere. This cannot be undone.")
          : t("No published article has it. This cannot be undone.")}
      </p>
      {done !== undefined && <progress max={terms.length} value={done} aria-label={t("Deleted so far")} />}
    </Confirm>
  );
}

function SortHead({ by, words, class: extra }: { by: "name" | "count"; words: string; class?: string }) {
  const { wanted, href } = useAddress();
  const current = (wanted.sort ?? "name") === by;
  // Numbers begin with the largest, names with the first.
  const down = current ? wanted.order === "desc" : false;
  const next = current ? (down ? undefined : "desc") : by === "count" ? "desc" : undefined;
  const Arrow = down ? ArrowDown : ArrowUp;
  return (
    <th class={extra} aria-sort={current ? (down ? "descending" : "ascending") : undefined}>
      <Link href={href({ sort: by === "name" ? undefined : by, order: next })}>
        {words} {current && <Arrow size={14} aria-hidden />}
      </Link>
    </th>
  );
}

export default function Tags() {
  const { wanted, want, href } = useAddress();
  const [chosen, setChosen] = useState<ReadonlyMap<number, Term>>(new Map());
  const [editing, setEditing] = useState(0);
  const [task, setTask] = useState<Task>();
  const page = Math.max(1, Number(wanted.page) || 1);
  const read = useList<Term>(tags.path, {
    per_page: PER_PAGE,
    page,
    search: wanted.search,
    orderby: wanted.sort === "count" ? "count" : "name",
    order: wanted.order === "desc" ? "desc" : "asc",
  });
  const items = read.data?.items ?? [];
  const all = items.length > 0 && items.every(term => chosen.has(term.id));
  const close = () => setTask(undefined);

  // The last page may be gone.
  useEffect(() => {
    if (read.data && !items.length && page > 1 && !read.isPlaceholderData) want({ page: undefined }, true);
  }, [read.data]);

  function toggle(term: Term) {
    const next = new Map(chosen);
    if (!next.delete(term.id)) next.set(term.id, term);
    setChosen(next);
  }

  const forget = () => {
    setChosen(new Map());
    close();
  };

  useShortcuts(t("Tags"), [
    { keys: "n", words: t("New tag"), run: () => setTask({ what: "make" }) },
    {
      keys: "m",
      words: t("Merge what is chosen"),
      run: () => chosen.size && setTask({ what: "merge", terms: [...chosen.values()] }),
    },
    { keys: "Escape", words: t("Choose nothing"), run: () => setChosen(new Map()) },
  ]);

  return (
    <>
      <header class="screen-head">
        <h1>{t("Tags")}</h1>
        {read.data && <span class="count">{tn("{n} tag", "{n} tags", read.data.total)}</span>}
        <Button kind="primary" icon={Plus} onClick={() => setTask({ what: "make" })}>
          {t("New tag")}
        </Button>
      </header>
      <search class="toolbar library-filters term-filter">
        <SearchField
          label={t("Find a tag")}
          hideLabel
          placeholder={t("Find a tag")}
          value={wanted.search ?? ""}
          onSearch={search => want({ search }, true)}
        />
      </search>
      <div class="toolbar media-tools">
        <span role="status" class={chosen.size ? undefined : "quiet"}>
          {chosen.size
            ? tn("{n} chosen", "{n} chosen", chosen.size)
            : t("Choose tags to merge or delete them; press one to rename it.")}
        </span>
        {chosen.size > 0 && (
          <>
            <Button onClick={() => setTask({ what: "merge", terms: [...chosen.values()] })}>{t("Merge…")}</Button>
            <Button kind="danger" onClick={() => setTask({ what: "delete", terms: [...chosen.values()] })}>
              {t("Delete…")}
            </Button>
            <Button kind="quiet" onClick={() => setChosen(new Map())}>
              {t("Choose nothing")}
            </Button>
          </>
        )}
      </div>
      {read.isPending ? (
        <Loading />
      ) : read.isError ? (
        <Failure error={read.error} onRetry={() => void read.refetch()} />
      ) : !items.length ? (
        <Empty title={wanted.search ? t("No tag is called so.") : t("There are no tags.")}>
          {wanted.search ? (
            <p>
              <Link href="/tags">{t("Show all")}</Link>
            </p>
          ) : (
            <p class="quiet">{t("Tags say what an article is about, across the sections.")}</p>
          )}
        </Empty>
      ) : (
        <>
          <table class={read.isPlaceholderData ? "tag-list stale" : "tag-list"}>
            <thead>
              <tr>
                <th class="check-cell">
                  <input
                    type="checkbox"
                    aria-label={t("Choose all on this page")}
                    checked={all}
                    onChange={() => setChosen(all ? new Map() : new Map(items.map(term => [term.id, term])))}
                  />
                </th>
                <SortHead by="name" words={t("Name")} />
                <th class="wide">{t("Name in addresses")}</th>
                <SortHead by="count" words={t("Articles")} class="figure" />
                <th class="tools">
                  <span class="unseen">{t("Actions")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map(term =>
                editing === term.id ? (
                  <tr key={term.id}>
                    <td colSpan={5}>
                      <RowForm term={term} onClose={() => setEditing(0)} />
                    </td>
                  </tr>
                ) : (
                  <tr key={term.id}>
                    <td class="check-cell">
                      <input
                        type="checkbox"
                        aria-label={t("Choose {name}", { name: nameOf(term) })}
                        checked={chosen.has(term.id)}
                        onChange={() => toggle(term)}
                      />
                    </td>
                    <td>
                      <button type="button" class="term-name" dir="auto" onClick={() => setEditing(term.id)}>
                        {nameOf(term)}
                      </button>
                    </td>
                    <td class="wide quiet" dir="auto">
                      {slugOf(term)}
                    </td>
                    <td class="figure">{formatNumber(term.count)}</td>
                    <td class="tools">
                      <Menu
                        label={t("Actions for {name}", { name: nameOf(term) })}
                        items={[
                          { label: t("Rename"), onSelect: () => setEditing(term.id) },
                          { label: t("Edit with its description"), onSelect: () => setTask({ what: "edit", term }) },
                          {
                            label: t("Merge into another…"),
                            onSelect: () => setTask({ what: "merge", terms: [term] }),
                          },
                          { label: t("See it on the site"), href: term.link },
                          {
                            label: t("Delete…"),
                            danger: true,
                            onSelect: () => setTask({ what: "delete", terms: [term] }),
                          },
                        ]}
                      />
                    </td>
                  </tr>
                ),
              )}
            </tbody>
          </table>
          <Pager page={page} pages={read.data?.pages ?? 1} href={n => href({ page: n })} />
        </>
      )}
      {task?.what === "make" && <EditDialog kind={tags} title={t("New tag")} onClose={close} />}
      {task?.what === "edit" && <EditDialog kind={tags} title={t("Edit the tag")} term={task.term} onClose={close} />}
      {task?.what === "merge" && <MergeDialog kind={tags} terms={task.terms} onClose={close} onDone={forget} />}
      {task?.what === "delete" && <Delete terms={task.terms} onClose={forget} />}
    </>
  );
}
