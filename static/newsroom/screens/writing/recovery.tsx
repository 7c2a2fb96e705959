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
import { dropLocal, findLocal, type LocalCopy } from "./local";
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
  const { me, kind, id, base } = manuscript;
  const local = (await findLocal(me.id, kind, id)).map(fromBrowser);
  // Saved after all, by another way.
  const worth = local.filter(found => names(changesOf(base, merge(found.base, found.fields, base).fields)).length);
  for (const found of local) if (!worth.includes(found) && found.key) void dropLocal(found.key);
  if (!id) return worth.filter(found => !isBlank(found.fields));
  const kept = await fromServer(manuscript).catch(() => undefined);
  // The browser kept each key, the server every quarter of a minute.
  return worth.length ? worth : kept && names(changesOf(base, kept.fields)).length ? [kept] : [];
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
    // What others saved since then stays where it is not what was typed.
    manuscript.restore(merge(one.base, one.fields, manuscript.base).fields);
    if (one.key && !one.key.endsWith(` ${manuscript.id}`)) void dropLocal(one.key);
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
