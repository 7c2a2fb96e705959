// dialogs: what is asked before something happens: the check before publishing, two versions that do not come together,
// the link for a colleague.
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../kit/button";
import { Dialog } from "../../kit/dialog";
import { TextField } from "../../kit/field";
import { Copy } from "../../kit/icon";
import { Loading, Notice } from "../../kit/states";
import { toast } from "../../kit/toast";
import { formatDayAndTime, moment } from "../../words/time";
import { t } from "../../words/words";
import { permalinkOf } from "./address";
import { DifferenceView } from "./difference-view";
import type { FieldName, Fields } from "./fields";
import type { Conflict, Manuscript } from "./manuscript";
import { visibilityWords, type Visibility } from "./publication";
import { isAhead, momentWords } from "./schedule";
import { useCategories } from "./use-terms";

export const fieldWords = (name: FieldName): string =>
  ({
    title: t("Title"),
    content: t("Text"),
    content_format: t("Format of the text"),
    excerpt: t("Excerpt"),
    slug: t("Address"),
    status: t("State"),
    date: t("Date"),
    password: t("Password"),
    author: t("Author"),
    featured_media: t("Picture"),
    comment_status: t("Comments"),
    ping_status: t("Links from other sites"),
    sticky: t("Pinned"),
    categories: t("Categories"),
    primary_category: t("Main category"),
    tags: t("Tags"),
    format: t("Kind of article"),
    parent: t("Page above"),
    menu_order: t("Order"),
    template: t("Template"),
  })[name];

interface PublishCheckProps {
  manuscript: Manuscript;
  visibility: Visibility;
  busy: boolean;
  onPublish: () => void;
  onClose: () => void;
}

export function PublishCheck({ manuscript, visibility, busy, onPublish, onClose }: PublishCheckProps) {
  const { fields, kind } = manuscript;
  const { data: tree = [] } = useCategories();
  const ahead = visibility !== "private" && isAhead(fields.date);
  const categories = tree.filter(term => fields.categories.includes(term.id)).map(term => term.path);
  const missing = [
    !fields.title.trim() && t("It has no title."),
    !fields.content.trim() && t("It has no text."),
    kind === "posts" && !fields.categories.length && t("No category is chosen: it goes into the default one."),
    visibility === "password" && !fields.password && t("No password is set: everybody can read it."),
  ].filter((each): each is string => Boolean(each));
  const address = permalinkOf(manuscript);
  return (
    <Dialog
      title={ahead ? t("Schedule this?") : t("Publish this?")}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{t("Not yet")}</Button>
          <Button kind="primary" busy={busy} onClick={onPublish}>
            {ahead ? t("Schedule") : t("Publish now")}
          </Button>
        </>
      }
    >
      {manuscript.problem && <Notice kind="error">{manuscript.problem}</Notice>}
      {Object.values(manuscript.errors).map(words => (
        <Notice kind="error">{words}</Notice>
      ))}
      {missing.length > 0 && (
        <Notice kind="warning">
          {missing.map(words => (
            <p>{words}</p>
          ))}
        </Notice>
      )}
      <dl class="facts">
        <dt>{t("Title")}</dt>
        <dd dir="auto">{fields.title.trim() || "—"}</dd>
        <dt>{t("When")}</dt>
        <dd>
          {ahead
            ? t("Publishes on {moment}", { moment: momentWords(fields.date) })
            : fields.date
              ? t("Now, dated {moment}", { moment: momentWords(fields.date) })
              : t("Now")}
        </dd>
        <dt>{t("Visible")}</dt>
        <dd>{visibilityWords(visibility)}</dd>
        {kind === "posts" && (
          <>
            <dt>{t("Categories")}</dt>
            <dd>{categories.join("; ") || t("The default one")}</dd>
          </>
        )}
        {address && (
          <>
            <dt>{t("Address")}</dt>
            <dd dir="ltr">{address}</dd>
          </>
        )}
        <dt>{t("Comments")}</dt>
        <dd>
          {fields.comment_status === ""
            ? t("As the site’s settings say")
            : fields.comment_status === "open"
              ? t("Open")
              : t("Closed")}
        </dd>
      </dl>
    </Dialog>
  );
}

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without HTTPS there is no clipboard but by hand.
    return false;
  }
}

export function ShareDialog({ link, onClose }: { link: string | undefined; onClose: () => void }) {
  const field = useRef<HTMLDivElement>(null);
  const input = () => field.current?.querySelector("input");
  useEffect(() => {
    if (link) input()?.select();
  }, [link]);
  return (
    <Dialog
      title={t("A link for a colleague")}
      onClose={onClose}
      foot={
        <Button
          kind="primary"
          icon={Copy}
          disabled={!link}
          onClick={async () => {
            if (await copyText(link!)) {
              toast(t("The link is copied."));
              onClose();
            } else input()?.select();
          }}
        >
          {t("Copy the link")}
        </Button>
      }
    >
      <p>
        {t(
          "Whoever has this link sees the page as it would be now, for seven days, without an account. It shows later changes too.",
        )}
      </p>
      {link ? (
        <div ref={field}>
          <TextField label={t("Link to the preview")} value={link} readOnly dir="ltr" />
        </div>
      ) : (
        <Loading what={t("Saving…")} />
      )}
    </Dialog>
  );
}

function otherFields(names: FieldName[]): FieldName[] {
  return names.filter(name => !["title", "content", "excerpt", "content_format"].includes(name));
}

const shownValue = (value: Fields[FieldName]): string =>
  Array.isArray(value) ? value.join(", ") : typeof value === "boolean" ? (value ? t("Yes") : t("No")) : String(value);

interface ConflictDialogProps {
  conflict: Conflict;
  theirs: Fields;
  onMine: () => void;
  onTheirs: () => void;
}

export function ConflictDialog({ conflict, theirs, onMine, onTheirs }: ConflictDialogProps) {
  const [copied, setCopied] = useState("");
  const mine = conflict.fields;
  const by = conflict.by || t("Somebody");
  const others = otherFields(conflict.conflicts);
  const textDiffers = conflict.conflicts.length > others.length;
  return (
    <Dialog
      title={t("{name} changed this meanwhile", { name: by })}
      wide
      firm
      onClose={() => {}}
      foot={
        <>
          <Button
            icon={Copy}
            onClick={async () => {
              const whole = `${mine.title}\n\n${mine.content}`;
              setCopied((await copyText(whole)) ? t("Your text is copied.") : t("The browser did not let us copy it."));
            }}
          >
            {t("Copy my text")}
          </Button>
          <Button onClick={onTheirs}>{t("Take theirs")}</Button>
          <Button kind="primary" onClick={onMine}>
            {t("Keep mine")}
          </Button>
        </>
      }
    >
      <p>
        {t(
          "Saved on {moment}. Nothing was overwritten. Both of you changed: {fields}. What only one of you changed is kept whatever you choose.",
          {
            moment: formatDayAndTime(moment(conflict.theirs.modified_gmt)),
            fields: conflict.conflicts.map(fieldWords).join(", "),
          },
        )}
      </p>
      <p class="hint">{t("The version that gives way stays among the revisions, or can be brought back at once.")}</p>
      {copied && <Notice>{copied}</Notice>}
      {textDiffers && (
        <>
          <h3>{t("From theirs to yours")}</h3>
          <DifferenceView before={theirs} after={mine} />
        </>
      )}
      {others.length > 0 && (
        <table class="sides">
          <thead>
            <tr>
              <th scope="col">{t("What")}</th>
              <th scope="col">{t("Theirs")}</th>
              <th scope="col">{t("Yours")}</th>
            </tr>
          </thead>
          <tbody>
            {others.map(name => (
              <tr key={name}>
                <th scope="row">{fieldWords(name)}</th>
                <td>{shownValue(theirs[name])}</td>
                <td>{shownValue(mine[name])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Dialog>
  );
}
