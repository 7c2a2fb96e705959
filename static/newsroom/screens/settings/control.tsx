// control: one setting, with what fits its kind; a few have a hand of their own.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Button } from "../../kit/button";
import { CheckField, Field, SelectField, TextAreaField, TextField } from "../../kit/field";
import { MediaPicker, sizeFor } from "../../kit/media-picker";
import { PasswordField } from "../../kit/password-field";
import { useItem, useList } from "../../rest/queries";
import type { Media, Post, Term } from "../../rest/types";
import { t } from "../../words/words";
import { choiceWords } from "./choices";
import type { Setting, Value } from "./schema";

export interface ControlProps {
  name: string;
  setting: Setting;
  label: ComponentChildren;
  hint: ComponentChildren;
  error?: string;
  value: Value;
  onValue: (value: Value) => void;
}

const LINES = new Set(["moderation_keys", "disallowed_keys"]);
const CODE = new Set(["url", "email", "permalink_structure", "category_base", "tag_base", "smtp_host", "mail_from"]);
const LANGUAGES = ["", "ar", "de_DE", "es_ES", "fa_IR", "fr_FR", "ru_RU"];

function languageName(locale: string): string {
  const tag = (locale || "en_US").replace("_", "-");
  try {
    return new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

function Language({ value, onValue, setting: _, name: __, ...field }: ControlProps) {
  const now = String(value ?? "");
  const all = LANGUAGES.includes(now) ? LANGUAGES : [...LANGUAGES, now];
  return (
    <SelectField {...field} value={now} onChange={event => onValue(event.currentTarget.value)}>
      {all.map(locale => (
        <option key={locale} value={locale}>
          {languageName(locale)}
        </option>
      ))}
    </SelectField>
  );
}

function Suggested({ options, id, ...rest }: ControlProps & { options: string[]; id: string }) {
  const { value, onValue, label, hint, error } = rest;
  return (
    <>
      <TextField
        {...{ label, hint, error }}
        value={String(value ?? "")}
        list={id}
        spellcheck={false}
        onInput={event => onValue(event.currentTarget.value)}
      />
      <datalist id={id}>
        {options.map(each => (
          <option key={each} value={each} />
        ))}
      </datalist>
    </>
  );
}

function zones(): string[] {
  const known = Intl as typeof Intl & { supportedValuesOf?: (key: string) => string[] };
  return ["UTC", ...(known.supportedValuesOf?.("timeZone") ?? [])];
}

interface Named {
  id: number;
  name: string;
}

/** A thing of the site, by its name. One that is not among those that were loaded keeps its number. */
function Chosen({ things, none, ...rest }: ControlProps & { things: Named[]; none?: string }) {
  const { value, onValue, label, hint, error } = rest;
  const number = Number(value);
  const known = number === 0 || things.some(each => each.id === number);
  return (
    <SelectField
      {...{ label, hint, error }}
      value={String(number)}
      onChange={event => onValue(Number(event.currentTarget.value))}
    >
      {none !== undefined && <option value="0">{none}</option>}
      {!known && <option value={String(number)}>{t("Number {id}", { id: String(number) })}</option>}
      {things.map(each => (
        <option key={each.id} value={String(each.id)}>
          {each.name}
        </option>
      ))}
    </SelectField>
  );
}

function Category(props: ControlProps) {
  const list = useList<Term>("/wp/v2/categories", { per_page: 100, orderby: "name" });
  return <Chosen {...props} things={list.data?.items ?? []} />;
}

function Page(props: ControlProps) {
  const list = useList<Post>("/wp/v2/pages", { per_page: 100, orderby: "title", order: "asc", context: "edit" });
  const things = (list.data?.items ?? []).map(page => ({ id: page.id, name: page.title.raw || `#${page.id}` }));
  return <Chosen {...props} things={things} none={t("None")} />;
}

function PictureField({ value, onValue, label, hint, error }: ControlProps) {
  const [choosing, setChoosing] = useState(false);
  const id = Number(value);
  const media = useItem<Media>(id ? `/wp/v2/media/${id}` : undefined).data;
  return (
    <Field {...{ label, hint, error }}>
      {field => (
        <div class="setting-picture">
          {media && <img src={sizeFor(media, 96)} alt={media.alt_text} width="64" />}
          <button type="button" class="button" {...field} onClick={() => setChoosing(true)}>
            {id ? t("Another picture") : t("Choose a picture")}
          </button>
          {id > 0 && <Button onClick={() => onValue(0)}>{t("None")}</Button>}
          {choosing && (
            <MediaPicker
              title={t("Choose a picture")}
              onChoose={chosen => (onValue(chosen.id), setChoosing(false))}
              onClose={() => setChoosing(false)}
            />
          )}
        </div>
      )}
    </Field>
  );
}

export function Control(props: ControlProps) {
  const { name, setting, value, onValue, label, hint, error } = props;
  const field = { label, hint, error };
  switch (name) {
    case "language":
      return <Language {...props} />;
    case "timezone":
      return <Suggested {...props} id="zones" options={zones()} />;
    case "date_format":
      return (
        <Suggested {...props} id="date-formats" options={["F j, Y", "j F Y", "d.m.Y", "d/m/Y", "Y-m-d", "l, j F Y"]} />
      );
    case "time_format":
      return <Suggested {...props} id="time-formats" options={["g:i a", "g:i A", "H:i", "G:i"]} />;
    case "permalink_structure":
      return (
        <Suggested
          {...props}
          id="structures"
          options={[
            "/%year%/%monthnum%/%postname%/",
            "/%year%/%monthnum%/%day%/%postname%/",
            "/%category%/%postname%/",
            "/%postname%/",
            "/archives/%post_id%",
          ]}
        />
      );
    case "default_category":
      return <Category {...props} />;
    case "page_on_front":
    case "page_for_posts":
      return <Page {...props} />;
    case "site_logo":
    case "site_icon":
      return <PictureField {...props} />;
    case "smtp_password":
      return <PasswordField {...field} value={String(value ?? "")} onValue={onValue} autocomplete="off" />;
  }
  if (setting.type === "boolean")
    return <CheckField {...field} checked={value === true} onChange={event => onValue(event.currentTarget.checked)} />;
  const choices = setting.enum ?? (name === "start_of_week" ? ["0", "1", "2", "3", "4", "5", "6"] : undefined);
  if (choices)
    return (
      <SelectField
        {...field}
        value={String(value)}
        onChange={event =>
          onValue(setting.type === "integer" ? Number(event.currentTarget.value) : event.currentTarget.value)
        }
      >
        {choices.map(choice => (
          <option key={choice} value={choice}>
            {choiceWords(name, choice)}
          </option>
        ))}
      </SelectField>
    );
  if (setting.type === "integer")
    return (
      <TextField
        {...field}
        class="figure"
        inputMode="numeric"
        dir="ltr"
        value={String(value ?? "")}
        // What is no number goes to the server as it is, which says so at the field.
        onInput={event => {
          const typed = event.currentTarget.value.trim();
          onValue(/^-?\d{1,15}$/.test(typed) ? Number(typed) : typed);
        }}
      />
    );
  if (LINES.has(name))
    return (
      <TextAreaField
        {...field}
        rows={6}
        value={String(value ?? "")}
        onInput={event => onValue(event.currentTarget.value)}
      />
    );
  return (
    <TextField
      {...field}
      dir={CODE.has(name) ? "ltr" : undefined}
      value={String(value ?? "")}
      onInput={event => onValue(event.currentTarget.value)}
    />
  );
}
