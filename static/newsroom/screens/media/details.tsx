// details: one medium: what it looks like, what it says, where it is used, and what can be done with it. What was typed
// is saved when the dialog is left, so that nothing is lost.
import { useEffect, useRef, useState } from "preact/hooks";
import { Button, IconButton } from "../../kit/button";
import { Confirm, Dialog } from "../../kit/dialog";
import { TextAreaField, TextField } from "../../kit/field";
import { ArrowLeft, Bin, Copy, Upload } from "../../kit/icon";
import { sizeFor } from "../../kit/media-picker";
import { useShortcuts } from "../../kit/shortcuts";
import { Empty, Failure, Loading, Notice } from "../../kit/states";
import { toast } from "../../kit/toast";
import { rest } from "../../rest/client";
import { messageOf, RestError } from "../../rest/error";
import { may, useMe } from "../../rest/me";
import { refresh, useItem, useList } from "../../rest/queries";
import type { Media } from "../../rest/types";
import { checkFile, upload } from "../../rest/upload";
import { guardLeaving } from "../../shell/leaving";
import { formatDayAndTime, moment } from "../../words/time";
import { plain } from "../../words/plain";
import { t, tn } from "../../words/words";
import { Thumb } from "./thumb";
import { Uses, usesPath, type UsesAnswer } from "./uses";
import { bytesOf, fieldsRead, fileOf, isPicture, kindOf, sizeOf, titleOf } from "./words";

interface Fields {
  title: string;
  alt_text: string;
  caption: string;
  description: string;
}

const fieldsOf = (media: Media): Fields => ({
  title: titleOf(media),
  alt_text: media.alt_text,
  caption: media.caption.raw ?? plain(media.caption.rendered).trim(),
  description: media.description.raw ?? "",
});

function Preview({ media }: { media: Media }) {
  const kind = media.mime_type.split("/")[0];
  if (kind === "video") return <video src={media.source_url} controls preload="metadata" />;
  if (kind === "audio") return <audio src={media.source_url} controls preload="metadata" />;
  if (!isPicture(media)) return <Thumb media={media} width={300} />;
  return <img src={sizeFor(media, 1000)} alt={media.alt_text} />;
}

function Facts({ media }: { media: Media }) {
  // As a list, which leaves out whom one may not see.
  const people = useList<{ name: string }>(media.author ? "/wp/v2/users" : undefined, {
    include: media.author,
    _fields: "id,name",
  });
  const author = people.data?.items[0];
  return (
    <dl class="media-facts">
      <dt>{t("File")}</dt>
      <dd dir="auto">{fileOf(media)}</dd>
      <dt>{t("Kind")}</dt>
      <dd>{[kindOf(media), sizeOf(media), bytesOf(media)].filter(Boolean).join(" · ")}</dd>
      <dt>{t("Uploaded")}</dt>
      <dd>
        <time dateTime={media.date_gmt}>{formatDayAndTime(moment(media.date_gmt))}</time>
      </dd>
      {author && (
        <>
          <dt>{t("By")}</dt>
          <dd dir="auto">{author.name}</dd>
        </>
      )}
    </dl>
  );
}

async function copy(address: string) {
  try {
    await navigator.clipboard.writeText(address);
    toast(t("The address was copied."));
  } catch {
    toast(t("The browser does not let the address be copied: {address}", { address }), { kind: "error" });
  }
}

interface ReplaceProps {
  media: Media;
  file: File;
  onDone: (media: Media) => void;
  onClose: () => void;
}

function Replace({ media, file, onDone, onClose }: ReplaceProps) {
  const [part, setPart] = useState<number>();
  const [problem, setProblem] = useState("");
  const uses = useItem<UsesAnswer>(usesPath(media.id), { per_page: 1 });
  const abort = useRef<AbortController>();
  useEffect(() => () => abort.current?.abort(), []);

  async function send() {
    setProblem("");
    setPart(0);
    abort.current = new AbortController();
    try {
      const path = `/broadsheet/v1/media/${media.id}/file`;
      onDone(await upload<Media>(path, file, { onProgress: setPart, signal: abort.current.signal }));
    } catch (error) {
      if (abort.current.signal.aborted) return;
      setPart(undefined);
      setProblem(messageOf(error));
    }
  }

  return (
    <Confirm
      title={t("Replace the file?")}
      action={t("Replace")}
      busy={part !== undefined}
      onConfirm={() => void send()}
      onClose={onClose}
    >
      <p>
        {t("{new} comes in the place of {old}. Texts, links and the address of old lead to the new file.", {
          new: file.name,
          old: fileOf(media),
        })}
      </p>
      {uses.data && uses.data.total > 0 && (
        <p>
          {tn(
            "{n} article or page shows the new one at once.",
            "{n} articles and pages show the new one at once.",
            uses.data.total,
          )}
        </p>
      )}
      <p>{t("The old file is deleted. This cannot be undone.")}</p>
      {part !== undefined && <progress max={1} value={part < 1 ? part : undefined} aria-label={t("Upload")} />}
      {problem && <Notice kind="error">{problem}</Notice>}
    </Confirm>
  );
}

interface DetailsProps {
  id: number;
  onClose: () => void;
  /** To the ones beside it on the page; undefined: there is none. */
  onPrevious?: () => void;
  onNext?: () => void;
}

export function Details({ id, onClose, onPrevious, onNext }: DetailsProps) {
  // Only who may change it is given what was written. As lists of one, which refuse nothing.
  const me = useMe();
  const all = may(me, "edit_others_posts");
  const viewed = useList<Media>(all ? undefined : "/wp/v2/media", { include: id, _fields: fieldsRead });
  const seen = viewed.data?.items.find(each => each.id === id);
  const editable = all || (seen !== undefined && seen.author === me?.id);
  const edited = useList<Media>(editable ? "/wp/v2/media" : undefined, {
    context: "edit",
    include: id,
    _fields: fieldsRead,
  });
  const read = editable ? edited : viewed;
  const media = read.data?.items.find(each => each.id === id);
  if (media) return <Loaded key={id} media={media} {...{ onClose, onPrevious, onNext }} />;
  return (
    <Dialog title={t("Medium")} wide onClose={onClose}>
      {read.data && !read.isPlaceholderData ? (
        <Empty title={t("This is not there (any more).")} />
      ) : read.isError ? (
        <Failure error={read.error} onRetry={() => void read.refetch()} />
      ) : (
        <Loading />
      )}
    </Dialog>
  );
}

function Loaded({ media, onClose, onPrevious, onNext }: Omit<DetailsProps, "id"> & { media: Media }) {
  const me = useMe();
  const [fields, setFields] = useState(() => fieldsOf(media));
  const [saved, setSaved] = useState(() => fieldsOf(media));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<RestError>();
  const [asking, setAsking] = useState<"delete">();
  const [file, setFile] = useState<File>();
  const input = useRef<HTMLInputElement>(null);
  const mayEdit = may(me, "edit_others_posts") || me?.id === media.author;
  const changed = (Object.keys(fields) as (keyof Fields)[]).filter(name => fields[name] !== saved[name]);
  const dirty = changed.length > 0;
  const latest = useRef({ dirty, save });
  latest.current = { dirty, save };

  useEffect(
    () =>
      guardLeaving(
        () => !latest.current.dirty || latest.current.save(),
        () => latest.current.dirty,
      ),
    [],
  );

  async function save(): Promise<boolean> {
    if (busy) return false;
    setBusy(true);
    setProblem(undefined);
    try {
      const body = Object.fromEntries(changed.map(name => [name, fields[name]]));
      await rest(`/wp/v2/media/${media.id}`, { method: "POST", body });
      setSaved(fields);
      void refresh("/wp/v2/media");
      toast(t("{title} was saved.", { title: fields.title || titleOf(media) }));
      return true;
    } catch (error) {
      setProblem(error instanceof RestError ? error : new RestError(0, "unknown", messageOf(error)));
      return false;
    } finally {
      setBusy(false);
    }
  }

  async function leave(then: () => void) {
    if (!dirty || (await save())) then();
  }

  async function remove() {
    setBusy(true);
    try {
      await rest(`/wp/v2/media/${media.id}`, { method: "DELETE", query: { force: true } });
      toast(t("{title} was deleted.", { title: titleOf(media) }));
      onClose();
      void refresh("/wp/v2/media");
    } catch (error) {
      setAsking(undefined);
      setProblem(error instanceof RestError ? error : new RestError(0, "unknown", messageOf(error)));
    } finally {
      setBusy(false);
    }
  }

  async function chooseFile(chosen: File | undefined) {
    if (!chosen) return;
    setProblem(undefined);
    try {
      await checkFile(chosen);
      setFile(chosen);
    } catch (error) {
      setProblem(error as RestError);
    }
  }

  useShortcuts(
    t("One medium"),
    [
      { keys: "mod+s", words: t("Save"), run: () => dirty && void save() },
      { keys: "ArrowLeft", words: t("The one before"), run: () => onPrevious && void leave(onPrevious) },
      { keys: "ArrowRight", words: t("The next one"), run: () => onNext && void leave(onNext) },
    ],
    true,
  );

  const bind = (name: keyof Fields) => ({
    value: fields[name],
    disabled: !mayEdit,
    error: problem?.params[name],
    onInput: (event: { currentTarget: { value: string } }) =>
      setFields({ ...fields, [name]: event.currentTarget.value }),
  });

  return (
    <Dialog
      title={titleOf(media)}
      wide
      onClose={() => void leave(onClose)}
      foot={
        <>
          {mayEdit && (
            <Button kind="danger" icon={Bin} onClick={() => setAsking("delete")}>
              {t("Delete")}
            </Button>
          )}
          <span class="media-steps">
            <IconButton
              label={t("The one before")}
              class="icon-button turns"
              icon={ArrowLeft}
              disabled={!onPrevious}
              onClick={() => void leave(onPrevious!)}
            />
            <IconButton
              label={t("The next one")}
              class="icon-button turns back"
              icon={ArrowLeft}
              disabled={!onNext}
              onClick={() => void leave(onNext!)}
            />
          </span>
          {mayEdit ? (
            <Button kind="primary" busy={busy} disabled={!dirty} onClick={() => void save()}>
              {dirty ? t("Save") : t("Saved")}
            </Button>
          ) : (
            <Button onClick={onClose}>{t("Close")}</Button>
          )}
        </>
      }
    >
      {problem && <Notice kind="error">{problem.message}</Notice>}
      {!mayEdit && <Notice>{t("This is somebody else’s: you may use it, but not change it.")}</Notice>}
      <div class="media-details">
        <div class="stack">
          <div class="media-preview">
            <Preview media={media} />
          </div>
          <Facts media={media} />
          <div class="actions">
            <Button icon={Copy} onClick={() => void copy(media.source_url)}>
              {t("Copy the address")}
            </Button>
            {mayEdit && may(me, "upload_files") && (
              <>
                <input
                  ref={input}
                  type="file"
                  class="unseen"
                  tabIndex={-1}
                  aria-label={t("The file that comes in its place")}
                  accept={`${media.mime_type.split("/")[0]}/*`}
                  onChange={event => {
                    void chooseFile(event.currentTarget.files?.[0]);
                    event.currentTarget.value = "";
                  }}
                />
                <Button icon={Upload} onClick={() => input.current?.click()}>
                  {t("Replace the file…")}
                </Button>
              </>
            )}
          </div>
        </div>
        <div class="stack">
          <form onSubmit={event => (event.preventDefault(), dirty && void save())}>
            {isPicture(media) && (
              <TextAreaField
                label={t("Alternative text")}
                rows={2}
                hint={t("What the picture shows, for who cannot see it. Empty only when it adds nothing.")}
                {...bind("alt_text")}
              />
            )}
            <TextField label={t("Title")} hint={t("For finding it here.")} {...bind("title")} />
            <TextAreaField label={t("Caption")} rows={2} hint={t("Galleries show it beneath.")} {...bind("caption")} />
            <TextAreaField label={t("Description")} rows={2} {...bind("description")} />
            <button type="submit" class="unseen" tabIndex={-1} aria-hidden="true" />
          </form>
          <section>
            <h3>{t("Where it is used")}</h3>
            {mayEdit ? <Uses id={media.id} /> : <p class="quiet">{t("Its owner and editors can see that.")}</p>}
          </section>
        </div>
      </div>
      {asking === "delete" && (
        <Confirm
          title={t("Delete {title}?", { title: titleOf(media) })}
          action={t("Delete for good")}
          danger
          busy={busy}
          onConfirm={() => void remove()}
          onClose={() => setAsking(undefined)}
        >
          <p>{t("The file and all its sizes are deleted. This cannot be undone.")}</p>
          <p>{t("Where it is used, nothing will be in its place:")}</p>
          <Uses id={media.id} />
        </Confirm>
      )}
      {file && (
        <Replace
          media={media}
          file={file}
          onClose={() => setFile(undefined)}
          onDone={now => {
            setFile(undefined);
            toast(t("The file of {title} was replaced.", { title: titleOf(now) }));
            void refresh("/wp/v2/media");
            void refresh("/wp/v2/posts");
            void refresh("/wp/v2/pages");
          }}
        />
      )}
    </Dialog>
  );
}
