// recovery: what was typed and not saved before, offered when the article is opened: from this browser, or from the
// server's autosave where that is newer than the article.
import { useEffect, useState } from "preact/hooks";
import { Button } from "../../kit/button";
import { Dialog } from "../../kit/dialog";
import { rest } from "../../rest/client";
import { formatAgo, moment } from "../../words/time";
import { t } from "../../words/words";
import type { Text } from "../../rest/types";
import { DifferenceView } from "./difference-view";
import { changesOf, isBlank, merge, names, type Fields } from "./fields";
import { dropLocal, findLocal, setAside, type LocalCopy } from "./local";
import type { Manuscript } from "./manuscript";

interface Found {
  where: "browser" | "server";
  fields: Fields;
  base: Fields;
  at: Date;
  key?: string;
}

interface Autosave {
  author: number;
  modified_gmt: string;
  title: Text;
  content: Text;
  excerpt: Text;
  content_format?: Fields["content_format"];
}

async function fromServer(manuscript: Manuscript): Promise<Found | undefined> {
  const { post, me, base } = manuscript;
  if (!post) return undefined;
  const { data } = await rest<Autosave[]>(`${manuscript.path}/autosaves`, { query: { context: "edit" } });
  const own = data.find(each => each.author === me.id);
  if (!own || own.modified_gmt <= post.modified_gmt) return undefined;
  const fields: Fields = {
    ...base,
    title: own.title.raw ?? "",
    content: own.content.raw ?? "",
    excerpt: own.excerpt.raw ?? "",
    content_format: own.content_format ?? base.content_format,
  };
  return { where: "server", fields, base, at: moment(own.modified_gmt) };
}

function fromBrowser(copy: LocalCopy): Found {
  return { where: "browser", fields: copy.fields, base: copy.base, at: new Date(copy.at), key: copy.key };
}

async function find(manuscript: Manuscript): Promise<Found[]> {
  const { me, kind, id } = manuscript;
  const copies = await findLocal(me.id, kind, id);
  const kept = await fromServer(manuscript).catch(() => undefined);
  const local: Found[] = [];
  for (const copy of copies) {
    if (copy.key !== manuscript.copyKey) local.push(fromBrowser(copy));
    // What is typed now takes its place: until somebody has decided about it, it stands apart.
    else if (!manuscript.hasKept) local.push(fromBrowser(await setAside(copy)));
  }
  const { base } = manuscript;
  // Saved after all, by another way.
  const restored = (found: Found) => merge(found.base, found.fields, base).fields;
  for (const found of local)
    if (found.key && !names(changesOf(base, restored(found))).length) void dropLocal(found.key);
  // Nor what is on the screen already.
  const worth = local.filter(found => names(changesOf(manuscript.fields, restored(found))).length);
  if (!id) return worth.filter(found => !isBlank(found.fields));
  // The browser kept each key, the server every quarter of a minute.
  return worth.length ? worth : kept && names(changesOf(manuscript.fields, kept.fields)).length ? [kept] : [];
}

export function Recovery({ manuscript }: { manuscript: Manuscript }) {
  const [found, setFound] = useState<Found[]>([]);
  const [looking, look] = useState<Found>();
  useEffect(() => {
    let left = false;
    void find(manuscript).then(all => !left && setFound(all));
    return () => void (left = true);
  }, [manuscript]);

  function done(one: Found) {
    look(undefined);
    setFound(all => all.filter(each => each !== one));
  }

  function restore(one: Found) {
    // Undecided, it stays where it is.
    if (manuscript.restoreUpon(one.base, one.fields) && one.key) void dropLocal(one.key);
    done(one);
  }

  function discard(one: Found) {
    if (one.key) void dropLocal(one.key);
    done(one);
  }

  return (
    <>
      {found.map(one => (
        <section class="notice warning recovery" key={one.key ?? "server"} aria-label={t("Unsaved text was found")}>
          <p>
            {one.where === "browser"
              ? t("There is a text in this browser that was not saved, from {ago}: {title}", {
                  ago: formatAgo(one.at),
                  title: one.fields.title || t("(no title)"),
                })
              : t("You wrote more than was saved, {ago}: the server kept it apart.", { ago: formatAgo(one.at) })}
          </p>
          <p class="actions">
            <Button kind="primary" onClick={() => restore(one)}>
              {t("Restore")}
            </Button>
            <Button onClick={() => look(one)}>{t("Show the difference")}</Button>
            <Button kind="quiet" onClick={() => discard(one)}>
              {t("Discard")}
            </Button>
          </p>
        </section>
      ))}
      {looking && (
        <Dialog
          title={t("What was not saved")}
          wide
          onClose={() => look(undefined)}
          foot={
            <>
              <Button onClick={() => discard(looking)}>{t("Discard")}</Button>
              <Button kind="primary" onClick={() => restore(looking)}>
                {t("Restore")}
              </Button>
            </>
          }
        >
          <DifferenceView before={manuscript.base} after={looking.fields} />
        </Dialog>
      )}
    </>
  );
}
