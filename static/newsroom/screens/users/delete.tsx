// delete: an account goes; its articles go to somebody else, or with it.
import { useState } from "preact/hooks";
import { Combobox, type Choice } from "../../kit/combobox";
import { Button } from "../../kit/button";
import { Dialog } from "../../kit/dialog";
import { Loading, Notice } from "../../kit/states";
import { toast } from "../../kit/toast";
import { rest, restList } from "../../rest/client";
import { messageOf } from "../../rest/error";
import { useMe } from "../../rest/me";
import { refresh, useList } from "../../rest/queries";
import type { User } from "../../rest/types";
import { t, tn } from "../../words/words";

const ANY = "publish,future,draft,pending,private,trash";

/** How many of each kind are this user's, whatever their status. */
function useOwned(user: number): { articles: number; pages: number; files: number } | undefined {
  const query = { author: user, per_page: 1, _fields: "id", context: "edit" };
  const articles = useList("/wp/v2/posts", { ...query, status: ANY }).data;
  const pages = useList("/wp/v2/pages", { ...query, status: ANY }).data;
  const files = useList("/wp/v2/media", query).data;
  return articles && pages && files && { articles: articles.total, pages: pages.total, files: files.total };
}

interface DeleteUserProps {
  user: User;
  onClose: () => void;
  onDeleted: () => void;
}

export function DeleteUser({ user, onClose, onDeleted }: DeleteUserProps) {
  const me = useMe()!;
  const owned = useOwned(user.id);
  const [fate, setFate] = useState<"give" | "delete">("give");
  const [heir, setHeir] = useState<Choice>({ id: me.id, name: me.name });
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const has = owned && owned.articles + owned.pages + owned.files > 0;

  async function remove() {
    setBusy(true);
    setProblem("");
    try {
      await rest(`/wp/v2/users/${user.id}`, {
        method: "DELETE",
        query: { force: true, reassign: fate === "give" || !has ? heir.id : "false" },
      });
      toast(t("The account of {name} is deleted.", { name: user.name }));
      onDeleted();
      // Once its screen is gone: there is nothing of it to be read again.
      requestAnimationFrame(() => ["/wp/v2", "/broadsheet/v1/roles"].forEach(path => void refresh(path)));
    } catch (error) {
      setProblem(messageOf(error));
      setBusy(false);
    }
  }

  return (
    <Dialog
      title={t("Delete the account of {name}?", { name: user.name })}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="danger" busy={busy} disabled={!owned} onClick={() => void remove()}>
            {has && fate === "delete" ? t("Delete account and content") : t("Delete the account")}
          </Button>
        </>
      }
    >
      {problem && <Notice kind="error">{problem}</Notice>}
      {!owned ? (
        <Loading />
      ) : !has ? (
        <p>{t("Nothing belongs to it but comments, which stay under the name they have.")}</p>
      ) : (
        <>
          <p>{t("To the account belong:")}</p>
          <ul class="owned">
            {owned.articles > 0 && <li>{tn("{n} article", "{n} articles", owned.articles)}</li>}
            {owned.pages > 0 && <li>{tn("{n} page", "{n} pages", owned.pages)}</li>}
            {owned.files > 0 && <li>{tn("{n} file", "{n} files", owned.files)}</li>}
          </ul>
          <fieldset class="fate">
            <legend>{t("What is to become of them?")}</legend>
            <label>
              <input type="radio" name="fate" checked={fate === "give"} onChange={() => setFate("give")} />
              <span>{t("They go to {name}.", { name: heir.name })}</span>
            </label>
            {fate === "give" && (
              <Combobox
                label={t("To somebody else")}
                placeholder={t("Name or email address")}
                find={async (search, signal) =>
                  (
                    await restList<User>(
                      "/wp/v2/users",
                      { context: "edit", search, per_page: 8, exclude: user.id },
                      signal,
                    )
                  ).items.map(each => ({ id: each.id, name: each.name, note: each.email }))
                }
                onChoose={setHeir}
              />
            )}
            <label>
              <input type="radio" name="fate" checked={fate === "delete"} onChange={() => setFate("delete")} />
              <span>{t("They are deleted for good, with their comments.")}</span>
            </label>
          </fieldset>
        </>
      )}
      <p class="quiet">{t("This cannot be undone.")}</p>
    </Dialog>
  );
}
