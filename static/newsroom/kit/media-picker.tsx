// media-picker: a picture out of the library, or a new one into it. For whoever needs one medium; the library's own
// screen is screens/media.
import { useEffect, useRef, useState } from "preact/hooks";
import { messageOf } from "../rest/error";
import { may, useMe } from "../rest/me";
import { refresh, useList } from "../rest/queries";
import type { Media } from "../rest/types";
import { upload } from "../rest/upload";
import { t } from "../words/words";
import { announce } from "./announce";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { TextField } from "./field";
import { FileText, Upload } from "./icon";
import { Empty, Failure, Loading, Notice } from "./states";

const PER_PAGE = 24;

interface MediaPickerProps {
  title: string;
  /** Pictures alone; default: yes. */
  images?: boolean;
  onChoose: (media: Media) => void;
  onClose: () => void;
}

/** The smallest size that is still sharp at `width` pixels. */
export function sizeFor(media: Media, width: number): string {
  const sizes = Object.values(media.media_details.sizes ?? {}).filter(size => size.width >= width);
  sizes.sort((a, b) => a.width - b.width);
  return sizes[0]?.source_url ?? media.source_url;
}

export function MediaPicker({ title, images = true, onChoose, onClose }: MediaPickerProps) {
  const me = useMe();
  const [search, setSearch] = useState("");
  const [page, setPage] = useState(1);
  const [busy, setBusy] = useState("");
  const [part, setPart] = useState(0);
  const [problem, setProblem] = useState("");
  const leave = useRef(new AbortController());
  useEffect(() => () => leave.current.abort(), []);
  const input = useRef<HTMLInputElement>(null);
  const list = useList<Media>("/wp/v2/media", {
    per_page: PER_PAGE,
    page,
    search: search.trim(),
    media_type: images ? "image" : undefined,
  });

  async function send(files: FileList | null | undefined) {
    const file = files?.[0];
    if (!file || busy) return;
    setProblem("");
    if (images && !file.type.startsWith("image/")) return setProblem(t("{name} is no picture.", { name: file.name }));
    setBusy(file.name);
    setPart(0);
    try {
      const media = await upload<Media>("/wp/v2/media", file, { onProgress: setPart, signal: leave.current.signal });
      void refresh("/wp/v2/media");
      announce(t("{name} is in the library.", { name: file.name }));
      onChoose(media);
    } catch (error) {
      if (leave.current.signal.aborted) return;
      setProblem(messageOf(error));
    }
    setBusy("");
  }

  const items = list.data?.items ?? [];
  return (
    <Dialog title={title} wide onClose={onClose}>
      <div
        class="picker"
        onDragOver={event => event.preventDefault()}
        onDrop={event => {
          event.preventDefault();
          void send(event.dataTransfer?.files);
        }}
      >
        <div class="toolbar picker-tools">
          <TextField
            label={t("Find in the library")}
            hideLabel
            placeholder={t("Find in the library")}
            type="search"
            value={search}
            onInput={event => {
              setSearch(event.currentTarget.value);
              setPage(1);
            }}
          />
          {may(me, "upload_files") && (
            <>
              <input
                ref={input}
                type="file"
                class="unseen"
                tabIndex={-1}
                aria-label={t("File to upload")}
                accept={images ? "image/*" : undefined}
                onChange={event => {
                  void send(event.currentTarget.files);
                  event.currentTarget.value = "";
                }}
              />
              <Button icon={Upload} busy={busy !== ""} onClick={() => input.current?.click()}>
                {t("Upload")}
              </Button>
            </>
          )}
        </div>
        {busy && (
          <p class="picker-upload" role="status">
            {t("Uploading {name}…", { name: busy })}{" "}
            <progress max={1} value={part < 1 ? part : undefined} aria-label={t("Upload of {name}", { name: busy })} />
          </p>
        )}
        {problem && <Notice kind="error">{problem}</Notice>}
        {list.error && <Failure error={list.error} onRetry={() => void list.refetch()} />}
        {list.isPending && <Loading />}
        {list.data && !items.length && (
          <Empty title={search ? t("Nothing was found.") : t("The library is empty.")}>
            {may(me, "upload_files") && <p class="quiet">{t("Upload a file, or drop it here.")}</p>}
          </Empty>
        )}
        <ul class="picker-grid">
          {items.map(media => (
            <li key={media.id}>
              <button type="button" onClick={() => onChoose(media)}>
                {media.media_type === "image" ? (
                  <img src={sizeFor(media, 150)} alt="" loading="lazy" />
                ) : (
                  <FileText size={32} aria-hidden />
                )}
                <span dir="auto">{media.alt_text || media.title.rendered || media.slug}</span>
              </button>
            </li>
          ))}
        </ul>
        {list.data && list.data.pages > 1 && (
          <p class="toolbar picker-pages">
            <Button disabled={page <= 1} onClick={() => setPage(page - 1)}>
              {t("Newer")}
            </Button>
            <span>{t("Page {n} of {all}", { n: page, all: list.data.pages })}</span>
            <Button disabled={page >= list.data.pages} onClick={() => setPage(page + 1)}>
              {t("Older")}
            </Button>
          </p>
        )}
      </div>
    </Dialog>
  );
}
