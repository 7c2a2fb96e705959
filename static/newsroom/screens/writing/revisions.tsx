// revisions: the states in which the article was saved, what each changed, and back to one of them.
import { useQuery } from "@tanstack/preact-query";
import { useEffect, useState } from "preact/hooks";
import { Avatar } from "../../kit/avatar";
import { Button } from "../../kit/button";
import { Dialog } from "../../kit/dialog";
import { Empty, Failure, Loading } from "../../kit/states";
import { toast } from "../../kit/toast";
import { rest, restList } from "../../rest/client";
import type { RestError } from "../../rest/error";
import type { Text, User } from "../../rest/types";
import { formatAgo, formatDayAndTime, moment } from "../../words/time";
import { t } from "../../words/words";
import { DifferenceView } from "./difference-view";
import type { Fields } from "./fields";
import type { Manuscript } from "./manuscript";

interface Revision {
  id: number;
  author: number;
  modified_gmt: string;
  slug: string;
  title: Text;
  content: Text;
  excerpt: Text;
  content_format?: Fields["content_format"];
}
type RevisionText = Pick<Fields, "title" | "content" | "excerpt" | "content_format">;

const isAutosave = (revision: Revision) => revision.slug.includes("-autosave-");
const textOf = (revision: Revision): RevisionText => ({
  title: revision.title.raw ?? "",
  content: revision.content.raw ?? "",
  excerpt: revision.excerpt.raw ?? "",
  content_format: revision.content_format ?? "html",
});

const LIST_MOST = 100;

function useRevisions(path: string) {
  return useQuery<Revision[], RestError>({
    queryKey: [`${path}/revisions`, "list"],
    queryFn: async ({ signal }) =>
      (
        await restList<Revision>(
          `${path}/revisions`,
          { context: "edit", per_page: LIST_MOST, _fields: ["id", "author", "modified_gmt", "slug"] },
          signal,
        )
      ).items,
    staleTime: 0,
  });
}

function useText(path: string, id: number | undefined) {
  return useQuery<RevisionText, RestError>({
    queryKey: [`${path}/revisions`, id],
    queryFn: async ({ signal }) =>
      textOf((await rest<Revision>(`${path}/revisions/${id}`, { query: { context: "edit" }, signal })).data),
    enabled: id !== undefined,
    staleTime: Infinity,
  });
}

function useNames(ids: number[]): Map<number, string> {
  const unique = [...new Set(ids)].filter(id => id > 0).slice(0, 100);
  const { data = [] } = useQuery<User[], RestError>({
    queryKey: ["/wp/v2/users", "names", unique.join()],
    queryFn: async ({ signal }) =>
      (await restList<User>("/wp/v2/users", { include: unique, per_page: 100, _fields: ["id", "name"] }, signal)).items,
    enabled: unique.length > 0,
    staleTime: 60_000,
  });
  return new Map(data.map(user => [user.id, user.name]));
}

export default function Revisions({ manuscript, onClose }: { manuscript: Manuscript; onClose: () => void }) {
  const { path, me } = manuscript;
  const list = useRevisions(path);
  const all = list.data ?? [];
  const [chosen, choose] = useState<number>();
  const [against, setAgainst] = useState<"before" | "now">("before");
  const [busy, setBusy] = useState(false);
  const names = useNames(all.map(revision => revision.author));
  useEffect(() => {
    if (chosen === undefined && all[0]) choose(all[0].id);
  }, [list.data]);

  const index = all.findIndex(revision => revision.id === chosen);
  const revision = all[index];
  // What a revision changed is told by the one before it.
  const older = all.slice(index + 1).find(each => !isAutosave(each));
  const text = useText(path, chosen);
  const before = useText(path, against === "before" ? older?.id : undefined);
  const nameOf = (id: number) => (id === me.id ? me.name : (names.get(id) ?? t("Somebody")));

  async function restore() {
    if (!text.data || !revision) return;
    const was: RevisionText = {
      title: manuscript.fields.title,
      content: manuscript.fields.content,
      excerpt: manuscript.fields.excerpt,
      content_format: manuscript.fields.content_format,
    };
    setBusy(true);
    const done = await manuscript.save(text.data);
    setBusy(false);
    if (!done) return onClose();
    onClose();
    toast(
      t("The version of {moment} is the article’s text again.", {
        moment: formatDayAndTime(moment(revision.modified_gmt)),
      }),
      {
        undo: () => void manuscript.save(was),
      },
    );
  }

  const [from, to] =
    against === "now" ? [text.data, manuscript.fields] : [before.data ?? emptyText(text.data), text.data];
  const waits = text.isPending || (against === "before" && older !== undefined && before.isPending);
  const failed = text.error ?? before.error;
  return (
    <Dialog
      title={t("Revisions")}
      wide
      onClose={onClose}
      foot={
        all.length > 0 && (
          <>
            <Button onClick={onClose}>{t("Close")}</Button>
            <Button kind="primary" busy={busy} disabled={!text.data} onClick={() => void restore()}>
              {t("Restore this version")}
            </Button>
          </>
        )
      }
    >
      {list.isPending && <Loading />}
      {list.error && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && !all.length && (
        <Empty title={t("There is no earlier version yet.")}>
          <p class="quiet">{t("Each time the text is saved, its state is kept here.")}</p>
        </Empty>
      )}
      {all.length > 0 && (
        <div class="revisions">
          <ol class="revision-list" aria-label={t("Versions, newest first")}>
            {all.map(each => (
              <li key={each.id}>
                <button
                  type="button"
                  aria-current={each.id === chosen ? "true" : undefined}
                  onClick={() => choose(each.id)}
                >
                  <Avatar name={nameOf(each.author)} />
                  <span>
                    <b>{nameOf(each.author)}</b>
                    <time
                      dateTime={moment(each.modified_gmt).toISOString()}
                      title={formatDayAndTime(moment(each.modified_gmt))}
                    >
                      {formatAgo(moment(each.modified_gmt))}
                    </time>
                    {isAutosave(each) && <span class="label warn">{t("Not saved")}</span>}
                  </span>
                </button>
              </li>
            ))}
          </ol>
          <div class="revision-text">
            <p class="toolbar">
              <Button kind="quiet" aria-pressed={against === "before"} onClick={() => setAgainst("before")}>
                {t("What it changed")}
              </Button>
              <Button kind="quiet" aria-pressed={against === "now"} onClick={() => setAgainst("now")}>
                {t("Until now")}
              </Button>
            </p>
            {failed ? (
              <Failure error={failed} />
            ) : waits || !from || !to ? (
              <Loading />
            ) : (
              <DifferenceView key={`${chosen} ${against}`} before={from} after={to} />
            )}
          </div>
        </div>
      )}
    </Dialog>
  );
}

// Before the oldest one that is kept nothing is known: all of it is shown as it is.
function emptyText(text: RevisionText | undefined): RevisionText | undefined {
  return text && { ...text };
}
