// section: the settings of one group: saved together, each with the way back to its default.
import type { ComponentChildren } from "preact";
import { Button } from "../../kit/button";
import { useForm } from "../../kit/form";
import { Notice } from "../../kit/states";
import { toast } from "../../kit/toast";
import { rest } from "../../rest/client";
import { refresh } from "../../rest/queries";
import { t } from "../../words/words";
import { choiceWords, groupWords } from "./choices";
import { Control } from "./control";
import { wordsOf, type Schema, type Setting, type Value, type Values } from "./schema";

function valueWords(name: string, setting: Setting, value: Value): string {
  if (setting.type === "boolean") return value ? t("on") : t("off");
  if (value === "" || value === null) return t("empty");
  return choiceWords(name, String(value));
}

interface SectionProps {
  group: string;
  schema: Schema;
  /** All that are loaded. */
  loaded: Values;
  /** Names that are shown; the others are filtered out by a search. */
  shown: string[];
  /** What stands above the fields; gets the values as they are typed. */
  intro?: (values: Values) => ComponentChildren;
  /** What stands below a field. */
  example?: (name: string, values: Values) => ComponentChildren;
  children?: ComponentChildren;
}

/** What is each site's own: nobody goes back to a default of them. */
const OWN = ["title", "url", "email"];
/** Settings whose change shows when the app is opened anew. */
const STARTS_ANEW = ["language", "timezone", "title", "start_of_week"];

export function Section({ group, schema, loaded, shown, intro, example, children }: SectionProps) {
  const names = Object.keys(schema).filter(name => schema[name]!.group === group);
  // What is never shown is written only.
  const mine: Values = Object.fromEntries(names.map(name => [name, loaded[name] ?? ""]));
  const form = useForm<Values>(mine, {
    name: `settings.${group}`,
    title: groupWords(group),
    secret: ["smtp_password"],
  });

  async function onSubmit(event: SubmitEvent) {
    event.preventDefault();
    const changed = Object.keys(form.changes);
    const before = Object.fromEntries(changed.filter(name => name in loaded).map(name => [name, loaded[name]!]));
    const saved = await form.submit(async changes => {
      await rest("/wp/v2/settings", { method: "POST", body: changes });
      await refresh("/wp/v2/settings");
    });
    if (!saved) return;
    toast(t("“{title}” is saved. It is in force now.", { title: groupWords(group) }), {
      undo: Object.keys(before).length === changed.length ? () => void putBack(before) : undefined,
      action: changed.some(name => STARTS_ANEW.includes(name))
        ? { label: t("Reload the newsroom"), run: () => location.reload() }
        : undefined,
    });
  }

  async function putBack(before: Values) {
    const undone = await form.submit(async () => {
      await rest("/wp/v2/settings", { method: "POST", body: before });
      await refresh("/wp/v2/settings");
    });
    if (undone) toast(t("It is as it was before."));
  }

  return (
    <section aria-labelledby={group} hidden={shown.length === 0}>
      <h2 id={group} tabIndex={-1}>
        {groupWords(group)}
        {form.isChanged && <span class="label warn">{t("Not saved")}</span>}
      </h2>
      {intro?.(mine)}
      <form ref={form.ref} onSubmit={event => void onSubmit(event)} noValidate autocomplete="off">
        {form.problem && <Notice kind="error">{form.problem}</Notice>}
        <div class="setting-list">
          {names.map(name => {
            const setting = schema[name]!;
            const [title, explanation] = wordsOf(name, setting);
            const value = form.values[name]!;
            const isDefault = value === setting.default || !(name in loaded) || OWN.includes(name);
            return (
              <div class="setting" key={name} hidden={!shown.includes(name)}>
                <Control
                  name={name}
                  setting={setting}
                  label={title}
                  hint={
                    <>
                      {explanation} {example?.(name, form.values)}
                    </>
                  }
                  // "posts_per_page: It must be ..."
                  error={form.errors[name]?.replace(`${name}: `, "")}
                  value={value}
                  onValue={next => form.set(name, next)}
                />
                {!isDefault && (
                  <button
                    type="button"
                    class="to-default"
                    aria-label={t("Default: {value} ({setting})", {
                      setting: title,
                      value: valueWords(name, setting, setting.default),
                    })}
                    onClick={() => form.set(name, setting.default)}
                  >
                    {t("Default: {value}", { value: valueWords(name, setting, setting.default) })}
                  </button>
                )}
              </div>
            );
          })}
        </div>
        <p class="actions">
          <Button
            kind="primary"
            type="submit"
            busy={form.busy}
            disabled={!form.isChanged}
            aria-label={t("Save: {title}", { title: groupWords(group) })}
          >
            {t("Save")}
          </Button>
          {form.isChanged && <Button onClick={form.discard}>{t("Discard the changes")}</Button>}
        </p>
      </form>
      {children}
    </section>
  );
}
