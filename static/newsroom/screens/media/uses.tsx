// uses: where a medium is shown.
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { Button } from "../../kit/button";
import { Failure, Loading } from "../../kit/states";
import { useItem } from "../../rest/queries";
import { plain } from "../../words/plain";
import { t, tn } from "../../words/words";

export interface Use {
  id: number;
  type: "post" | "page" | "attachment";
  status: string;
  title: string;
  link: string;
  can_edit: boolean;
  in_content: boolean;
  featured: boolean;
  attached: boolean;
}

export interface UsesAnswer {
  uses: Use[];
  hidden: number;
  total: number;
  complete: boolean;
  site_icon: boolean;
  site_logo: boolean;
}

export const usesPath = (id: number) => `/broadsheet/v1/media/${id}/uses`;

function howOf({ in_content, featured, attached }: Use): string {
  const ways = [featured && t("as its picture"), in_content && t("in its text")].filter(Boolean);
  // Belonging to an article shows nothing by itself.
  if (!ways.length && attached) return t("was uploaded for it");
  return new Intl.ListFormat(document.documentElement.lang || "en").format(ways as string[]);
}

/** Links to what can be edited, titles of the others. */
export function Uses({ id }: { id: number }) {
  const [most, setMost] = useState(10);
  const answer = useItem<UsesAnswer>(usesPath(id), { per_page: most });
  if (answer.isPending) return <Loading />;
  if (answer.isError) return <Failure error={answer.error} onRetry={() => void answer.refetch()} />;
  const { uses, hidden, total, complete, site_icon, site_logo } = answer.data;
  const none = !total && !site_icon && !site_logo;
  return (
    <div class="uses">
      {!complete && <p class="hint">{t("Older articles are still being looked through.")}</p>}
      {none && <p class="quiet">{t("Nowhere: no article, page or setting uses it.")}</p>}
      <ul>
        {site_logo && <li>{t("As the logo of the site")}</li>}
        {site_icon && <li>{t("As the icon of the site")}</li>}
        {uses.map(use => (
          <li key={use.id}>
            {use.can_edit ? (
              <Link href={use.type === "page" ? `/pages/${use.id}` : `/articles/${use.id}`} dir="auto">
                {plain(use.title) || t("(no title)")}
              </Link>
            ) : (
              <a href={use.link} dir="auto">
                {plain(use.title) || t("(no title)")}
              </a>
            )}{" "}
            <span class="quiet">{howOf(use)}</span>
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <p class="quiet">{tn("{n} more that you may not read", "{n} more that you may not read", hidden)}</p>
      )}
      {total > uses.length + hidden && most < 100 && (
        <Button onClick={() => setMost(100)}>{t("Show more of all {n}", { n: total })}</Button>
      )}
    </div>
  );
}
