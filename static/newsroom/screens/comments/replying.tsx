// replying: an answer from the newsroom, below the comment. One that waits is approved with it, as readers would not see
// what is answered.
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../kit/button";
import { Field } from "../../kit/field";
import { modifier } from "../../kit/shortcuts";
import { Notice } from "../../kit/states";
import { toast } from "../../kit/toast";
import { rest } from "../../rest/client";
import { messageOf, RestError } from "../../rest/error";
import { changeComments, type Moderated } from "../../rest/moderation";
import { t } from "../../words/words";
import { useDraft } from "./drafts";
import { commentsChanged } from "./moderating";

interface ReplyingProps {
  comment: Moderated;
  waits: boolean;
  onClose: () => void;
  /** It has been published. */
  onDone: () => void;
}

async function send(comment: Moderated, waits: boolean, content: string): Promise<void> {
  const { id, post, held } = comment;
  // First, so that an answer is never below what nobody sees.
  if (waits) await changeComments({ ids: [id], action: "approve" });
  try {
    await rest("/wp/v2/comments", { method: "POST", body: { post, parent: id, content } });
  } catch (error) {
    // Both or neither.
    if (waits) await changeComments({ changes: [{ id, status: "hold", held }] }).catch(() => {});
    throw error;
  }
}

export function Replying({ comment, waits, onClose, onDone }: ReplyingProps) {
  const [text, setText, forget] = useDraft(`reply-${comment.id}`, "");
  const [error, setError] = useState<{ field?: string; whole?: string }>({});
  const [busy, setBusy] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const name = comment.author_name || t("somebody");
  const { comments } = comment.moderation.post;

  useEffect(() => area.current?.focus(), []);

  async function onSubmit(event: Event) {
    event.preventDefault();
    if (busy) return;
    if (!text.trim()) {
      setError({ field: t("Please write something first.") });
      area.current?.focus();
      return;
    }
    if (comments.state === "closed") {
      setError({ field: t("Comments are closed: open them, then reply.") });
      area.current?.focus();
      return;
    }
    setBusy(true);
    setError({});
    try {
      await send(comment, waits, text);
      forget();
      toast(
        waits
          ? t("Your reply is published, and the comment by {name} is approved.", { name })
          : t("Your reply to {name} is published.", { name }),
      );
      commentsChanged();
      onDone();
    } catch (reason) {
      const known = reason instanceof RestError ? reason : undefined;
      const ofText = known?.params.content ?? (/content|duplicate/.test(known?.code ?? "") && known?.message);
      setError(ofText ? { field: ofText } : { whole: messageOf(reason) });
      area.current?.focus();
      commentsChanged();
    }
    setBusy(false);
  }

  return (
    <form
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
      {comments.state === "closed" && (
        <Notice kind="warning">
          {t("Comments on this article are closed, for you as well: open them below, then reply.")}
        </Notice>
      )}
      {error.whole && <Notice kind="error">{error.whole}</Notice>}
      <Field
        label={t("Reply to {name}", { name })}
        error={error.field || undefined}
        hint={t("{keys} publishes it, Esc closes the form; what you typed is kept.", {
          keys: `${modifier}+Enter`,
        })}
      >
        {props => (
          <textarea
            rows={5}
            dir="auto"
            ref={area}
            value={text}
            onInput={event => setText(event.currentTarget.value)}
            {...props}
          />
        )}
      </Field>
      <p class="actions">
        <Button kind="primary" type="submit" busy={busy}>
          {waits ? t("Approve and reply") : t("Reply")}
        </Button>
        <Button onClick={onClose}>{t("Cancel")}</Button>
      </p>
    </form>
  );
}
