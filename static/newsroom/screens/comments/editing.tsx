// editing: a comment's words and what it says of its author, changed in place.
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../kit/button";
import { Field, TextField } from "../../kit/field";
import { Notice } from "../../kit/states";
import { toast } from "../../kit/toast";
import { rest } from "../../rest/client";
import { messageOf, RestError } from "../../rest/error";
import type { Moderated } from "../../rest/moderation";
import { t } from "../../words/words";
import { useDraft } from "./drafts";
import { commentsChanged } from "./moderating";

interface Words {
  author_name: string;
  author_email: string;
  author_url: string;
  content: string;
}

// Where WordPress tells a field by the error's code alone.
const fields: Record<string, keyof Words> = {
  comment_author_column_length: "author_name",
  comment_author_email_column_length: "author_email",
  rest_invalid_email: "author_email",
  comment_author_url_column_length: "author_url",
  comment_content_column_length: "content",
  rest_comment_content_invalid: "content",
};

function errorsOf(reason: unknown): Record<string, string> {
  if (!(reason instanceof RestError)) return { whole: messageOf(reason) };
  if (Object.keys(reason.params).length > 0) return reason.params;
  return { [fields[reason.code] ?? "whole"]: reason.message };
}

interface EditingProps {
  comment: Moderated;
  onClose: () => void;
}

export function Editing({ comment, onClose }: EditingProps) {
  const begin: Words = {
    author_name: comment.author_name,
    author_email: comment.author_email ?? "",
    author_url: comment.author_url,
    content: comment.content.raw ?? "",
  };
  const [words, setWords, forget] = useDraft(`edit-${comment.id}`, begin);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => form.current?.querySelector("textarea")?.focus(), []);
  useEffect(() => form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus(), [errors]);

  async function onSubmit(event: Event) {
    event.preventDefault();
    if (busy) return;
    const names = Object.keys(begin) as (keyof Words)[];
    const changed = Object.fromEntries(names.filter(n => words[n] !== begin[n]).map(n => [n, words[n]]));
    setBusy(true);
    setErrors({});
    try {
      if (Object.keys(changed).length > 0) {
        await rest(`/wp/v2/comments/${comment.id}`, { method: "POST", body: changed });
        toast(t("The comment is saved."));
        commentsChanged();
      }
      forget();
      onClose();
    } catch (reason) {
      setErrors(errorsOf(reason));
    }
    setBusy(false);
  }

  const input = (name: keyof Words) => ({
    value: words[name],
    onInput: (event: { currentTarget: { value: string } }) => setWords({ ...words, [name]: event.currentTarget.value }),
  });

  return (
    <form
      ref={form}
      class="comment-form"
      onSubmit={event => void onSubmit(event)}
      onKeyDown={event => {
        if (event.key === "Escape") {
          event.stopPropagation();
          onClose();
        }
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void onSubmit(event);
      }}
      noValidate
    >
      {errors.whole && <Notice kind="error">{errors.whole}</Notice>}
      <Field label={t("Comment")} error={errors.content}>
        {props => <textarea rows={8} dir="auto" {...input("content")} {...props} />}
      </Field>
      {comment.author === 0 && (
        <div class="comment-author-fields">
          <TextField label={t("Name")} error={errors.author_name} {...input("author_name")} />
          <TextField label={t("Email")} type="email" dir="ltr" error={errors.author_email} {...input("author_email")} />
          <TextField label={t("Website")} type="url" dir="ltr" error={errors.author_url} {...input("author_url")} />
        </div>
      )}
      <p class="actions">
        <Button kind="primary" type="submit" busy={busy}>
          {t("Save")}
        </Button>
        <Button
          onClick={() => {
            forget();
            onClose();
          }}
        >
          {t("Discard the changes")}
        </Button>
      </p>
    </form>
  );
}
