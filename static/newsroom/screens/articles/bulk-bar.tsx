// bulk bar: what can be done to the rows that are selected.
import { useState } from "preact/hooks";
import { Button } from "../../kit/button";
import { Combobox, type Choice } from "../../kit/combobox";
import { Confirm, Dialog } from "../../kit/dialog";
import { Bin, MessageSquare, MessageSquareOff } from "../../kit/icon";
import { Menu } from "../../kit/menu";
import { toast } from "../../kit/toast";
import { restList } from "../../rest/client";
import { messageOf } from "../../rest/error";
import { may, useMe } from "../../rest/me";
import type { Post } from "../../rest/types";
import { t, tn } from "../../words/words";
import * as changes from "./changes";
import type { Kind } from "./filters";
import { namesQuery, type Named } from "./pick";

interface BulkBarProps {
  kind: Kind;
  posts: readonly Post[];
  /** All of this page are selected, and there are more: how many match in all. */
  matching: number;
  onAll: (action: changes.DiscussionAction) => void;
  onDone: () => void;
}

type Asking = "category" | "author" | "delete";

export function BulkBar({ kind, posts, matching, onAll, onDone }: BulkBarProps) {
  const me = useMe();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState<Asking>();
  const inTrash = posts.every(post => post.status === "trash");
  const type = kind === "posts" ? "posts" : "pages";

  async function run(work: Promise<void>) {
    setAsking(undefined);
    setBusy(true);
    try {
      await work;
      onDone();
    } catch (error) {
      toast(messageOf(error), { kind: "error" });
    }
    setBusy(false);
  }

  const turnThem = (action: changes.DiscussionAction) =>
    run(changes.turnMany(kind, action, { status: "any,trash", include: posts.map(post => post.id) }));

  async function find(path: string, text: string, signal: AbortSignal): Promise<Choice[]> {
    return (await restList<Named>(path, { ...namesQuery(), search: text, per_page: 10 }, signal)).items;
  }

  return (
    <div class="bulk-bar" role="group" aria-label={t("With those selected")} aria-busy={busy}>
      <p>
        <strong>{tn("{n} selected", "{n} selected", posts.length)}</strong>
      </p>
      {inTrash ? (
        <>
          <Button busy={busy} onClick={() => void run(changes.restore(kind, posts))}>
            {t("Restore")}
          </Button>
          <Button kind="danger" busy={busy} icon={Bin} onClick={() => setAsking("delete")}>
            {t("Delete for good")}
          </Button>
        </>
      ) : (
        <>
          <Button busy={busy} icon={MessageSquareOff} onClick={() => void turnThem("close")}>
            {t("Close comments")}
          </Button>
          <Button busy={busy} icon={MessageSquare} onClick={() => void turnThem("open")}>
            {t("Open comments")}
          </Button>
          <Menu
            label={t("More actions")}
            items={[
              may(me, `publish_${type}`) && {
                label: t("Publish"),
                onSelect: () => void run(changes.setStatus(kind, posts, "publish")),
              },
              { label: t("Make drafts of them"), onSelect: () => void run(changes.setStatus(kind, posts, "draft")) },
              kind === "posts" && { label: t("Add a category…"), onSelect: () => setAsking("category") },
              may(me, `edit_others_${type}`) && { label: t("Change the author…"), onSelect: () => setAsking("author") },
              { label: t("Move to the trash"), danger: true, onSelect: () => void run(changes.trash(kind, posts)) },
            ]}
          >
            {t("More actions")}
          </Menu>
        </>
      )}
      <Button kind="quiet" onClick={onDone}>
        {t("Select none")}
      </Button>
      {matching > 0 && !inTrash && (
        <p class="bulk-all">
          {tn("{n} matches in all:", "{n} match in all:", matching)}{" "}
          <Button kind="quiet" onClick={() => onAll("close")}>
            {t("Close the comments of all…")}
          </Button>
          <Button kind="quiet" onClick={() => onAll("open")}>
            {t("Open the comments of all…")}
          </Button>
        </p>
      )}
      {(asking === "category" || asking === "author") && (
        <Dialog
          title={asking === "category" ? t("Add a category") : t("Change the author")}
          onClose={() => setAsking(undefined)}
        >
          <Combobox
            label={asking === "category" ? t("One more category") : t("New author")}
            hint={t("A few letters are enough.")}
            find={(text, signal) => find(asking === "category" ? "/wp/v2/categories" : "/wp/v2/users", text, signal)}
            onChoose={({ id, name }) =>
              void run(
                asking === "category"
                  ? changes.addCategory(posts, Number(id), name)
                  : changes.setAuthor(kind, posts, Number(id), name),
              )
            }
          />
        </Dialog>
      )}
      {asking === "delete" && (
        <Confirm
          title={t("Delete for good?")}
          action={tn("Delete {n}", "Delete {n}", posts.length)}
          danger
          onConfirm={() => void run(changes.deleteForGood(kind, posts))}
          onClose={() => setAsking(undefined)}
        >
          <p>{t("They are gone with their comments and versions. This cannot be undone.")}</p>
        </Confirm>
      )}
    </div>
  );
}
