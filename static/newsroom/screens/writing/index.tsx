// writing: an article or page, new or by its number: fetched whole, then put on the desk.
import { useEffect, useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { Failure, Loading } from "../../kit/states";
import { rest } from "../../rest/client";
import { useMe } from "../../rest/me";
import type { Post, User } from "../../rest/types";
import type { ScreenProps } from "../../shell/navigation";
import { site } from "../../site";
import { Desk } from "./desk";
import { blankFields, type Kind } from "./fields";
import { Manuscript } from "./manuscript";

async function load(kind: Kind, id: string, me: User): Promise<Manuscript> {
  if (id === "new") return new Manuscript(kind, me, blankFields(me.id, site.contentFormat));
  const { data } = await rest<Post>(`/wp/v2/${kind}/${Number(id)}`, { query: { context: "edit" } });
  return new Manuscript(kind, me, data);
}

export default function Writing({ params }: ScreenProps) {
  const me = useMe();
  const [location] = useLocation();
  const kind: Kind = location.startsWith("/pages") ? "pages" : "posts";
  const list = kind === "pages" ? "/pages" : "/articles";
  const id = params.id ?? "new";
  const [manuscript, setManuscript] = useState<Manuscript>();
  const [error, setError] = useState<unknown>();
  const [attempt, retry] = useState(0);

  useEffect(() => {
    // A new one that was saved has a number now, and goes on as it is.
    if (!me || (manuscript && manuscript.kind === kind && String(manuscript.id) === id)) return;
    let left = false;
    setManuscript(undefined);
    setError(undefined);
    load(kind, id, me).then(
      loaded => (left ? loaded.close() : setManuscript(loaded)),
      reason => !left && setError(reason),
    );
    return () => void (left = true);
  }, [kind, id, me?.id, attempt]);

  if (error) return <Failure error={error} onRetry={() => retry(n => n + 1)} />;
  if (!manuscript) return <Loading />;
  return <Desk key={manuscript.name} manuscript={manuscript} list={list} addressOf={made => `${list}/${made}`} />;
}
