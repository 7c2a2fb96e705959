// comments: moderation: the list beside the comment that is read, whole by keyboard. What is done to comments is
// moderating.ts; what is shown, the address says (filter.ts).
import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation, useSearch } from "wouter-preact";
import { announce } from "../../kit/announce";
import { Button } from "../../kit/button";
import { Confirm } from "../../kit/dialog";
import { Pager } from "../../kit/pager";
import { useShortcuts } from "../../kit/shortcuts";
import { Empty, Failure, Loading } from "../../kit/states";
import { useCounts } from "../../rest/counts";
import { may, useMe } from "../../rest/me";
import type { Act, Moderated } from "../../rest/moderation";
import { useList } from "../../rest/queries";
import type { CommentStatus } from "../../rest/types";
import { t, tn } from "../../words/words";
import { actsOf } from "./acts";
import { Emptying } from "./emptying";
import { addressOf, belongs, common, filterOf, isFiltered, queryOf, type Filter, type Tab } from "./filter";
import { Chips, Filters, Tabs } from "./filters";
import { useFresh } from "./fresh";
import { act, commentsChanged, undoLastAct, useModerating, useUndone } from "./moderating";
import { Reading, readingId, type Mode } from "./reading";
import { Row, rowId } from "./row";

/** There is room for the list and the comment side by side. */
const wide = matchMedia("(min-width: 62rem)");
function useWide(): boolean {
  const [is, set] = useState(wide.matches);
  useEffect(() => {
    const update = () => set(wide.matches);
    wide.addEventListener("change", update);
    return () => wide.removeEventListener("change", update);
  }, []);
  return is;
}

function emptyWords(tab: Tab, filter: Filter): string {
  if (isFiltered(filter)) return t("No comment fits.");
  if (tab === "hold") return t("Nothing waits.");
  if (tab === "spam") return t("There is no spam.");
  if (tab === "trash") return t("The trash is empty.");
  return t("There are no comments yet.");
}

/** The comment of the address, which need not be on this page of the list. */
function useLinked(id: number | undefined, items: Moderated[] | undefined): Moderated | undefined {
  const inList = items?.find(comment => comment.id === id);
  const asked = useList<Moderated>(id && items && !inList ? "/wp/v2/comments" : undefined, {
    ...common,
    status: "any",
    include: id ? [id] : [],
  });
  return inList ?? (asked.isPlaceholderData ? undefined : asked.data?.items.find(comment => comment.id === id));
}

interface BulkProps {
  chosen: Moderated[];
  statusOf: (comment: Moderated) => CommentStatus;
  onAct: (comments: Moderated[], action: Act) => void;
  onNone: () => void;
}

function Bulk({ chosen, statusOf, onAct, onNone }: BulkProps) {
  // What can be done to any of them; the others stay as they are.
  const acts = new Map(chosen.flatMap(comment => actsOf(statusOf(comment))).map(each => [each.act, each]));
  return (
    <div class="comment-bulk toolbar" role="toolbar" aria-label={t("What to do with the selected ones")}>
      <b>{tn("{n} selected", "{n} selected", chosen.length)}</b>
      {[...acts.values()].map(each => (
        <Button
          key={each.act}
          kind={each.danger ? "danger" : undefined}
          onClick={() =>
            onAct(
              chosen.filter(comment => actsOf(statusOf(comment)).some(one => one.act === each.act)),
              each.act,
            )
          }
        >
          {each.words}
        </Button>
      ))}
      <Button kind="quiet" onClick={onNone}>
        {t("Select none")}
      </Button>
    </div>
  );
}

export default function Comments() {
  const filter = filterOf(useSearch());
  const [, navigate] = useLocation();
  const isWide = useWide();
  const me = useMe();
  const counts = useCounts()?.comments;
  const { statusOf: shownStatus, busy } = useModerating();
  const list = useList<Moderated>("/wp/v2/comments", queryOf(filter));
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const [mode, setMode] = useState<Mode>("reading");
  const [whole, setWhole] = useState(false);
  const [deleting, setDeleting] = useState<Moderated[]>();
  const heading = useRef<HTMLHeadingElement>(null);
  // Where the focus goes when the list has been drawn: to a comment, or (-1) to whatever is first.
  const wanted = useRef<number>();

  const statusOf = (comment: Moderated) => shownStatus(comment) as CommentStatus;
  const items = list.data?.items.filter(comment => belongs(shownStatus(comment), filter.tab));
  const linked = useLinked(filter.reading, list.data?.items);
  const inList = items?.find(comment => comment.id === filter.reading);
  const outside =
    linked && !list.data?.items.includes(linked) && shownStatus(linked) !== "deleted" ? linked : undefined;
  const current = inList ?? outside ?? (isWide ? items?.[0] : undefined);
  const chosen = items?.filter(comment => selected.has(comment.id)) ?? [];
  const countOfTab =
    counts &&
    (filter.tab === "all" ? counts.hold + counts.approve : filter.tab === "any" ? undefined : counts[filter.tab]);
  const fresh = useFresh(filter, list.isPlaceholderData ? undefined : list.data?.items, countOfTab);

  const open = (id: number | undefined, focus = true) => {
    navigate(addressOf({ ...filter, reading: id }), { replace: true });
    setMode("reading");
    setWhole(false);
    if (focus) wanted.current = id ?? -1;
  };

  useEffect(
    () => setSelected(new Set()),
    [filter.tab, filter.page, filter.post, filter.email, filter.ip, filter.search],
  );
  useEffect(() => {
    if (wanted.current === undefined || !items) return;
    const id = wanted.current === -1 ? items[0]?.id : wanted.current;
    if (id !== undefined && id !== current?.id && id === filter.reading) return; // still to be drawn
    if (id !== undefined && busy && !items.some(comment => comment.id === id)) return; // still to be read
    const place =
      id !== undefined && (isWide ? document.getElementById(rowId(id)) : document.getElementById(readingId));
    const target = place || (items.length > 0 ? document.getElementById(rowId(items[0]!.id)) : heading.current);
    if (!target) return;
    wanted.current = undefined;
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  });
  useUndone(id => open(id));

  const step = (by: number) => {
    if (!items || items.length === 0) return;
    const at = items.findIndex(comment => comment.id === current?.id);
    const next = items[Math.min(Math.max(at + by, 0), items.length - 1)]!;
    if (next.id === current?.id && at >= 0)
      announce(by > 0 ? t("That was the last one.") : t("That is the first one."));
    open(next.id);
  };

  /** The one that is looked at when `gone` have been dealt with. */
  const after = (gone: Moderated[]): Moderated | undefined => {
    if (!items) return undefined;
    const ids = new Set(gone.map(comment => comment.id));
    const at = items.findIndex(comment => comment.id === current?.id);
    if (!current || !ids.has(current.id)) return current;
    return (
      items.slice(at + 1).find(one => !ids.has(one.id)) ??
      items
        .slice(0, Math.max(at, 0))
        .reverse()
        .find(one => !ids.has(one.id))
    );
  };

  const run = (comments: Moderated[], action: Act) => {
    const next = after(comments);
    void act(comments, action);
    setSelected(new Set([...selected].filter(id => !comments.some(comment => comment.id === id))));
    open(next?.id);
  };

  const ask = (comments: Moderated[], action: Act) => {
    if (action === "delete") setDeleting(comments);
    else run(comments, action);
  };

  /** From a form back to the comment. */
  const changeMode = (next: Mode) => {
    setMode(next);
    if (next === "reading") wanted.current = current?.id;
    // Whatever becomes of the list, the form stays.
    else if (current) navigate(addressOf({ ...filter, reading: current.id }), { replace: true });
  };

  /** Of the selected ones, or, when there are none, of the one that is read. */
  const byKey = (key: string) => {
    const found = (chosen.length > 0 ? chosen : current ? [current] : []).flatMap(comment =>
      actsOf(statusOf(comment))
        .filter(each => each.key === key)
        .map(each => ({ comment, act: each.act })),
    );
    const first = found[0]?.act;
    // Approved and waiting ones side by side: the key does one thing, not its opposite as well.
    const wished = found.some(each => each.act === "approve") ? "approve" : first;
    if (wished)
      ask(
        found.filter(each => each.act === wished).map(each => each.comment),
        wished,
      );
  };

  const toggle = (id: number, on = !selected.has(id)) => {
    const next = new Set(selected);
    if (on) next.add(id);
    else next.delete(id);
    setSelected(next);
    announce(tn("{n} selected", "{n} selected", next.size));
  };

  useShortcuts(t("Comments"), [
    { keys: "j", words: t("Next comment"), run: () => step(1) },
    { keys: "k", words: t("Comment before"), run: () => step(-1) },
    { keys: "a", words: t("Approve; of approved ones: take it back"), run: () => byKey("a") },
    { keys: "s", words: t("Spam"), run: () => byKey("s") },
    { keys: "d", words: t("Trash"), run: () => byKey("d") },
    { keys: "Delete", words: t("Trash"), run: () => byKey("d") },
    { keys: "r", words: t("Reply"), run: () => changeMode("replying") },
    { keys: "e", words: t("Edit"), run: () => changeMode("editing") },
    { keys: "u", words: t("Undo the last action"), run: undoLastAct },
    { keys: "x", words: t("Select"), run: () => inQueue(current) && toggle(current!.id) },
    { keys: "o", words: t("The whole discussion"), run: () => setWhole(!whole) },
  ]);
  const inQueue = (comment: Moderated | undefined) => Boolean(comment && items?.some(item => item.id === comment.id));

  const readsAlone = !isWide && current !== undefined;
  return (
    <div class={readsAlone ? "comments alone" : "comments"}>
      <header class="screen-head">
        <h1 tabIndex={-1} ref={heading}>
          {t("Comments")}
        </h1>
        {(filter.tab === "spam" || filter.tab === "trash") && counts && may(me, "moderate_comments") && (
          <Emptying status={filter.tab} count={counts[filter.tab]} />
        )}
      </header>
      <Tabs filter={filter} counts={counts} />
      <Filters filter={filter} onChange={next => navigate(addressOf(next))} />
      <Chips filter={filter} items={list.data?.items} />
      {fresh > 0 && (
        <p class="comment-fresh" role="status">
          <Button
            kind="primary"
            onClick={() => {
              commentsChanged();
              open(undefined);
            }}
          >
            {tn("{n} new comment", "{n} new comments", fresh)}
          </Button>
        </p>
      )}
      {list.isError && !list.data ? (
        <Failure error={list.error} onRetry={() => void list.refetch()} />
      ) : !items ? (
        <Loading />
      ) : items.length === 0 && !current ? (
        <Empty title={emptyWords(filter.tab, filter)}>
          <p class="quiet">
            {filter.tab === "hold" && !isFiltered(filter)
              ? t("Comments that are held for a reason will appear here by themselves.")
              : null}
          </p>
        </Empty>
      ) : (
        <div class="comment-desk" aria-busy={list.isPlaceholderData || undefined}>
          <section class="comment-queue" aria-label={t("List of comments")}>
            {items.length > 0 && (
              <label class="comment-all">
                <input
                  type="checkbox"
                  checked={chosen.length === items.length}
                  onChange={event =>
                    setSelected(new Set(event.currentTarget.checked ? items.map(item => item.id) : []))
                  }
                />
                <span>{t("Select all on this page")}</span>
              </label>
            )}
            {chosen.length > 0 && (
              <Bulk chosen={chosen} statusOf={statusOf} onAct={ask} onNone={() => setSelected(new Set())} />
            )}
            <ul>
              {items.map(comment => (
                <Row
                  key={comment.id}
                  comment={comment}
                  status={statusOf(comment)}
                  tellsStatus={filter.tab === "all" || filter.tab === "any"}
                  current={comment.id === current?.id}
                  selected={selected.has(comment.id)}
                  href={addressOf({ ...filter, reading: comment.id })}
                  onSelect={on => toggle(comment.id, on)}
                  onOpen={() => {
                    setMode("reading");
                    setWhole(false);
                    if (!isWide) wanted.current = comment.id;
                  }}
                />
              ))}
            </ul>
            <Pager
              page={filter.page}
              pages={list.data?.pages ?? 1}
              href={page => addressOf({ ...filter, page, reading: undefined })}
            />
          </section>
          {current && (
            <Reading
              key={current.id}
              comment={current}
              status={statusOf(current)}
              mode={mode}
              setMode={changeMode}
              whole={whole}
              setWhole={setWhole}
              mayDisallow={may(me, "manage_options")}
              onAct={action => ask([current], action)}
              onReplied={() => open(belongs("approved", filter.tab) ? current.id : after([current])?.id)}
              onBack={() => open(undefined)}
            />
          )}
        </div>
      )}
      {deleting && (
        <Confirm
          title={tn("Delete {n} comment for good?", "Delete {n} comments for good?", deleting.length)}
          action={t("Delete for good")}
          danger
          onConfirm={() => {
            setDeleting(undefined);
            run(deleting, "delete");
          }}
          onClose={() => setDeleting(undefined)}
        >
          <p>{t("This cannot be undone.")}</p>
        </Confirm>
      )}
    </div>
  );
}
