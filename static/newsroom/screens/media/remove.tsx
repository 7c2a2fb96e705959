// remove: several media are deleted at once, after it was said where they are used.
import { useEffect, useState } from "preact/hooks";
import { Confirm } from "../../kit/dialog";
import { Loading, Notice } from "../../kit/states";
import { toast } from "../../kit/toast";
import { rest } from "../../rest/client";
import { messageOf } from "../../rest/error";
import { refresh } from "../../rest/queries";
import { t, tn } from "../../words/words";
import { usesPath, type UsesAnswer } from "./uses";

const AT_ONCE = 4;

/** Calls for each, a few at a time; gives what failed. */
async function each(ids: readonly number[], work: (id: number) => Promise<void>): Promise<unknown[]> {
  const left = [...ids];
  const failures: unknown[] = [];
  const run = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      try {
        await work(id);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, run));
  return failures;
}

interface RemoveProps {
  ids: readonly number[];
  onClose: () => void;
  onDone: () => void;
}

export function Remove({ ids, onClose, onDone }: RemoveProps) {
  const [used, setUsed] = useState<number>();
  const [unknown, setUnknown] = useState(0);
  const [done, setDone] = useState<number>();
  useEffect(() => {
    let count = 0;
    void each(ids, async id => {
      const { data } = await rest<UsesAnswer>(usesPath(id), { query: { per_page: 1 } });
      if (data.total > 0 || data.site_icon || data.site_logo) count++;
    }).then(failures => {
      setUsed(count);
      setUnknown(failures.length);
    });
  }, []);

  async function remove() {
    let count = 0;
    setDone(0);
    const failures = await each(ids, async id => {
      await rest(`/wp/v2/media/${id}`, { method: "DELETE", query: { force: true } });
      setDone(++count);
    });
    if (count) toast(tn("{n} medium was deleted.", "{n} media were deleted.", count));
    if (failures.length)
      toast(
        tn("{n} could not be deleted: {why}", "{n} could not be deleted: {why}", failures.length, {
          why: messageOf(failures[0]),
        }),
        { kind: "error" },
      );
    void refresh("/wp/v2/media");
    onDone();
  }

  return (
    <Confirm
      title={tn("Delete {n} medium?", "Delete {n} media?", ids.length)}
      action={t("Delete for good")}
      danger
      busy={used === undefined || done !== undefined}
      onConfirm={() => void remove()}
      onClose={onClose}
    >
      <p>{t("The files and all their sizes are deleted. This cannot be undone.")}</p>
      {used === undefined && <Loading what={t("Looking where they are used…")} />}
      {used === 0 && !unknown && <p>{t("None of them is used anywhere.")}</p>}
      {used !== undefined && used > 0 && (
        <Notice kind="warning">
          {tn(
            "{n} of them is used in articles, pages or settings. Nothing will be in its place there.",
            "{n} of them are used in articles, pages or settings. Nothing will be in their place there.",
            used,
          )}
        </Notice>
      )}
      {unknown > 0 && (
        <Notice kind="warning">
          {tn("{n} of them is not yours to delete.", "{n} of them are not yours to delete.", unknown)}
        </Notice>
      )}
      {done !== undefined && <progress max={ids.length} value={done} aria-label={t("Deleted so far")} />}
    </Confirm>
  );
}
