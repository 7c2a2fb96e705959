// settings: every setting that the API has, explained, by group.
import { useEffect, useState } from "preact/hooks";
import { Empty, Failure, Loading } from "../../kit/states";
import { useMe } from "../../rest/me";
import { useItem } from "../../rest/queries";
import { t, tn } from "../../words/words";
import { groupWords } from "./choices";
import { InForce } from "./discussion";
import { Mail } from "./mail";
import { phpDate } from "./php-date";
import { Privacy } from "./privacy";
import { useSchema, wordsOf, type Schema, type Values } from "./schema";
import { Section } from "./section";

function groupsOf(schema: Schema): string[] {
  const order = ["general", "writing", "reading", "discussion", "permalinks", "media", "users", "mail", "privacy"];
  const all = new Set(Object.values(schema).map(each => each.group));
  return [...order.filter(group => all.has(group)), ...[...all].filter(group => !order.includes(group))];
}

/** All words of the search stand in the setting's name, title, explanation or group. */
function fits(schema: Schema, name: string, search: string): boolean {
  const text = [name, groupWords(schema[name]!.group), ...wordsOf(name, schema[name]!)].join(" ").toLocaleLowerCase();
  return search
    .toLocaleLowerCase()
    .split(/\s+/)
    .every(word => text.includes(word));
}

function DateExample({ format, zone }: { format: string; zone: string }) {
  const text = phpDate(format, new Date(), zone);
  return text ? <output class="example">{t("Now: {example}", { example: text })}</output> : null;
}

function AddressExample({ values, all, author }: { values: Values; all: Values; author: string }) {
  const now = new Date().toISOString();
  const parts: Record<string, string> = {
    year: now.slice(0, 4),
    monthnum: now.slice(5, 7),
    day: now.slice(8, 10),
    hour: now.slice(11, 13),
    minute: now.slice(14, 16),
    second: now.slice(17, 19),
    post_id: "123",
    postname: "an-article",
    category: "news",
    author,
  };
  const structure = String(values.permalink_structure);
  const path = structure ? structure.replace(/%(\w+)%/g, (whole, name: string) => parts[name] ?? whole) : "/?p=123";
  return (
    <output class="example" dir="ltr">
      {String(all.url) + (path.startsWith("/") ? path : `/${path}`)}
    </output>
  );
}

export default function Settings() {
  const me = useMe();
  const schema = useSchema();
  const asked = useItem<Values>("/wp/v2/settings");
  const [typed, setTyped] = useState("");
  const search = typed.trim();

  const ready = Boolean(schema.data && asked.data);
  // An address may name a group.
  useEffect(() => {
    if (ready && location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [ready]);

  const failed = schema.isError ? schema : asked.isError ? asked : undefined;
  if (failed) return <Failure error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!schema.data || !asked.data) return <Loading />;
  const all = schema.data;
  const values = asked.data;
  const shown = Object.keys(all).filter(name => !search || fits(all, name, search));
  const groups = groupsOf(all);

  const example = (name: string, now: Values) => {
    if (name === "date_format" || name === "time_format")
      return <DateExample format={String(now[name])} zone={String(now.timezone)} />;
    if (name === "permalink_structure") return <AddressExample values={now} all={values} author={me?.slug ?? ""} />;
    return undefined;
  };

  return (
    <div class="settings">
      <header class="screen-head">
        <h1>{t("Settings")}</h1>
        <p class="quiet">{t("A change is in force as soon as it is saved.")}</p>
      </header>
      <div class="settings-body">
        <div class="settings-side">
          <label class="unseen" for="settings-search">
            {t("Search settings")}
          </label>
          <input
            id="settings-search"
            type="search"
            placeholder={t("Search settings")}
            value={typed}
            onInput={event => setTyped(event.currentTarget.value)}
          />
          <p class="quiet" role="status">
            {search ? tn("{n} setting found", "{n} settings found", shown.length) : ""}
          </p>
          <nav aria-label={t("Groups of settings")}>
            <ul>
              {groups
                .filter(group => shown.some(name => all[name]!.group === group))
                .map(group => (
                  <li key={group}>
                    <a
                      href={`#${group}`}
                      onClick={event => {
                        event.preventDefault();
                        history.replaceState(null, "", `#${group}`);
                        const heading = document.getElementById(group);
                        heading?.scrollIntoView();
                        heading?.focus({ preventScroll: true });
                      }}
                    >
                      {groupWords(group)}
                    </a>
                  </li>
                ))}
            </ul>
          </nav>
        </div>
        <div class="settings-groups">
          {shown.length === 0 && <Empty title={t("No setting is called so.")} />}
          {groups.map(group => (
            <Section
              key={group}
              group={group}
              schema={all}
              loaded={values}
              shown={shown.filter(name => all[name]!.group === group)}
              intro={group === "discussion" ? now => <InForce values={now} /> : undefined}
              example={example}
            >
              {group === "mail" && !search && <Mail />}
              {group === "privacy" && !search && <Privacy />}
            </Section>
          ))}
        </div>
      </div>
    </div>
  );
}
