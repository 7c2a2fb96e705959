// publication: in which state the article is, who may see it, when it is published, and whose it is.
import { useQuery } from "@tanstack/preact-query";
import { Button } from "../../kit/button";
import { CheckField, SelectField, TextField } from "../../kit/field";
import { restList } from "../../rest/client";
import type { RestError } from "../../rest/error";
import type { PostStatus, User } from "../../rest/types";
import { t } from "../../words/words";
import { Panel } from "./panel";
import type { PartProps } from "./part";
import { isAhead, scheduleWords, siteNow, zoneWords } from "./schedule";

export function statusWords(status: PostStatus): string {
  switch (status) {
    case "publish":
      return t("Published");
    case "future":
      return t("Scheduled");
    case "private":
      return t("Private");
    case "pending":
      return t("Waiting for review");
    case "trash":
      return t("In the trash");
    default:
      return t("Draft");
  }
}

export type Visibility = "public" | "password" | "private";

export function visibilityWords(visibility: Visibility): string {
  if (visibility === "private") return t("Private: members of the staff only");
  return visibility === "password" ? t("Public, the text with a password") : t("Public");
}

interface PublicationProps extends PartProps {
  visibility: Visibility;
  onVisibility: (visibility: Visibility) => void;
}

function Authors({ manuscript }: PartProps) {
  const { fields, errors } = manuscript;
  const { data } = useQuery<User[], RestError>({
    queryKey: ["/wp/v2/users", "authors"],
    queryFn: async ({ signal }) =>
      (await restList<User>("/wp/v2/users", { who: "authors", per_page: 100, _fields: ["id", "name"] }, signal)).items,
    staleTime: 60_000,
  });
  const { data: own } = useQuery<User[], RestError>({
    queryKey: ["/wp/v2/users", "author", fields.author],
    queryFn: async ({ signal }) =>
      (await restList<User>("/wp/v2/users", { include: [fields.author], _fields: ["id", "name"] }, signal)).items,
    staleTime: 60_000,
  });
  const all = new Map([...(data ?? []), ...(own ?? []), manuscript.me].map(user => [user.id, user.name]));
  if (!all.has(fields.author))
    all.set(fields.author, fields.author ? t("User {id}", { id: String(fields.author) }) : t("Nobody"));
  return (
    <SelectField
      label={t("Author")}
      error={errors.author}
      value={fields.author}
      onChange={event => manuscript.set({ author: Number(event.currentTarget.value) })}
    >
      {[...all].map(([id, name]) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}

export function Publication({ manuscript, may, visibility, onVisibility }: PublicationProps) {
  const { fields, errors, post, kind } = manuscript;
  const published = post?.status === "publish" || post?.status === "private";
  const wrong = Boolean(errors.status ?? errors.date ?? errors.password ?? errors.author ?? errors.sticky);
  return (
    <Panel title={t("Publication")} now={statusWords(post?.status ?? "draft")} open wrong={wrong}>
      {errors.status && <p class="field-error">{errors.status}</p>}
      <SelectField
        label={t("Visible")}
        value={visibility}
        disabled={!may.publish}
        onChange={event => onVisibility(event.currentTarget.value as Visibility)}
      >
        {(["public", "password", "private"] as const).map(each => (
          <option key={each} value={each}>
            {visibilityWords(each)}
          </option>
        ))}
      </SelectField>
      {visibility === "password" && (
        <TextField
          label={t("Password for readers")}
          error={errors.password}
          value={fields.password}
          maxLength={255}
          autocomplete="off"
          spellcheck={false}
          onInput={event => manuscript.set({ password: event.currentTarget.value })}
        />
      )}
      {may.publish && visibility !== "private" && (
        <div class="schedule">
          <TextField
            label={published ? t("Date") : t("Publish at")}
            hint={t("{words}. The clock is the site’s ({zone}).", {
              words: scheduleWords(fields.date, published),
              zone: zoneWords(),
            })}
            error={errors.date}
            type="datetime-local"
            value={fields.date.slice(0, 16)}
            min="1000-01-01T00:00"
            max="9999-12-31T23:59"
            onInput={event => {
              const { value } = event.currentTarget;
              // An unfinished one gives "": nothing is chosen then.
              manuscript.set({ date: value ? `${value.slice(0, 16)}:00` : "" });
            }}
          />
          {fields.date && !published && (
            <Button kind="quiet" onClick={() => manuscript.set({ date: "" })}>
              {t("At once instead")}
            </Button>
          )}
          {post?.status === "future" && !isAhead(fields.date) && fields.date && (
            <p class="hint">
              {t("This moment has passed ({now} now): saving publishes it.", { now: siteNow().slice(11, 16) })}
            </p>
          )}
        </div>
      )}
      {kind === "posts" && may.sticky && (
        <CheckField
          label={t("Pinned to the top of the front page")}
          error={errors.sticky}
          checked={fields.sticky}
          onChange={event => manuscript.set({ sticky: event.currentTarget.checked })}
        />
      )}
      {may.changeAuthor && <Authors manuscript={manuscript} may={may} />}
    </Panel>
  );
}
