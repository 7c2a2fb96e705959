// all matching: closing or opening the comments of everything that the filter matches: the number before, undo after, and
// what was done so in the last day.
import { useEffect, useState } from "preact/hooks";
import { Button } from "../../kit/button";
import { Dialog } from "../../kit/dialog";
import { Failure, Loading, Notice } from "../../kit/states";
import { rest } from "../../rest/client";
import { messageOf, RestError } from "../../rest/error";
import { useItem } from "../../rest/queries";
import { formatAgo, moment } from "../../words/time";
import { t, tn } from "../../words/words";
import { stillClosedWords, turnMany, undoDiscussion, type DiscussionAction, type DiscussionAnswer } from "./changes";
import type { Kind } from "./filters";

interface AllMatchingProps {
  kind: Kind;
  action: DiscussionAction;
  filter: Record<string, unknown>;
  /** The filter in words, for who asks himself what "all" is. */
  isFiltered: boolean;
  onClose: () => void;
}

interface Past {
  undo: number;
  type: "post" | "page";
  action: DiscussionAction;
  date_gmt: string;
  changed: number;
  intact: number;
}

export function AllMatching({ kind, action, filter, isFiltered, onClose }: AllMatchingProps) {
  const [counted, setCounted] = useState<DiscussionAnswer>();
  const [failure, setFailure] = useState<unknown>();
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);

  async function count() {
    setFailure(undefined);
    try {
      const { data } = await rest<DiscussionAnswer>(`/broadsheet/v1/discussion/${kind}`, {
        method: "POST",
        body: { ...filter, action, dry_run: true },
      });
      setCounted(data);
    } catch (error) {
      setFailure(error);
    }
  }
  useEffect(() => void count(), []);

  async function run() {
    if (!counted || busy) return;
    setBusy(true);
    setProblem("");
    try {
      await turnMany(kind, action, filter, counted.count);
      onClose();
    } catch (error) {
      const changed = error instanceof RestError && error.code === "broadsheet_count_changed";
      setProblem(changed ? t("Meanwhile the number has changed. Nothing was done; look again.") : messageOf(error));
      if (changed) void count();
      setBusy(false);
    }
  }

  const n = counted?.count ?? 0;
  const close = action === "close";
  const stays = counted ? stillClosedWords(counted) : "";
  return (
    <Dialog
      title={close ? t("Close the comments of all that match") : t("Open the comments of all that match")}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="primary" busy={busy} disabled={!counted || n === 0} onClick={() => void run()}>
            {close
              ? tn("Close the comments of {n}", "Close the comments of {n}", n)
              : tn("Open the comments of {n}", "Open the comments of {n}", n)}
          </Button>
        </>
      }
    >
      {problem && <Notice kind="error">{problem}</Notice>}
      {failure !== undefined && <Failure error={failure} onRetry={() => void count()} />}
      {!counted && failure === undefined && <Loading what={t("Counting…")} />}
      {counted && (
        <>
          <p aria-live="polite">
            {kind === "posts"
              ? tn("{n} article matches.", "{n} articles match.", counted.matched)
              : tn("{n} page matches.", "{n} pages match.", counted.matched)}{" "}
            {close
              ? tn("The comments of {n} will be closed.", "The comments of {n} will be closed.", n)
              : tn("The comments of {n} will be opened.", "The comments of {n} will be opened.", n)}{" "}
            {counted.matched > n &&
              (close ? t("The others are closed by hand already.") : t("The others stay as they are."))}
          </p>
          {stays && <Notice kind="warning">{stays}</Notice>}
          {!isFiltered && n > 0 && (
            <Notice kind="warning">{t("Nothing is filtered: these are all that there are.")}</Notice>
          )}
          <p class="quiet">
            {t("It is in force at once, on every page and in every program. For a day it can be undone.")}
          </p>
        </>
      )}
      <PastChanges kind={kind} />
    </Dialog>
  );
}

function PastChanges({ kind }: { kind: Kind }) {
  const past = useItem<Past[]>("/broadsheet/v1/discussion");
  const type = kind === "posts" ? "post" : "page";
  const items = (past.data ?? []).filter(each => each.type === type && each.intact > 0);
  if (!items.length) return null;
  return (
    <section class="past-changes" aria-label={t("What you can undo")}>
      <h3>{t("What you can undo")}</h3>
      <ul>
        {items.map(each => {
          const ago = formatAgo(moment(each.date_gmt));
          const words =
            each.action === "close"
              ? tn("{n} closed {ago}", "{n} closed {ago}", each.intact, { ago })
              : tn("{n} opened {ago}", "{n} opened {ago}", each.intact, { ago });
          return (
            <li key={each.undo}>
              <span>{words}</span>
              <Button
                aria-label={t("Undo: {what}", { what: words })}
                onClick={() => void undoDiscussion(kind, each.undo)}
              >
                {t("Undo")}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
