// overview: where one begins.
import { useMe } from "../../rest/me";
import { site } from "../../site";
import { t } from "../../words/words";

export default function Overview() {
  const me = useMe();
  return (
    <>
      <header class="screen-head">
        <h1>{t("Overview")}</h1>
      </header>
      <p>{t("Welcome, {name}.", { name: me?.name ?? "" })}</p>
      <p>
        <a href={site.home}>{t("Open the site")}</a>
      </p>
    </>
  );
}
