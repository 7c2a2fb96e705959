// uploads: the files that are on their way, each with how far it is, and the whole screen as a place to drop more.
import { useEffect, useRef, useState } from "preact/hooks";
import { Button, IconButton } from "../../kit/button";
import { CircleAlert, Cross, Upload as UploadIcon, WifiOff } from "../../kit/icon";
import { formatBytes } from "../../rest/upload";
import { t } from "../../words/words";
import { addFiles, dismiss, retry, useUploads, type Upload } from "./queue";

function wordsOf({ state, part, words }: Upload): string {
  if (state === "waiting") return t("Waiting");
  if (state === "lost") return t("The connection was lost. It goes on when it is back.");
  if (state === "refused") return words ?? "";
  return part < 1 ? t("{n} %", { n: Math.floor(part * 100) }) : t("The server makes the smaller pictures…");
}

function Line({ upload }: { upload: Upload }) {
  const { id, file, state, part } = upload;
  return (
    <li class={`upload ${state}`}>
      {state === "refused" && <CircleAlert size={18} aria-hidden />}
      {state === "lost" && <WifiOff size={18} aria-hidden />}
      <span class="upload-name">
        <span dir="auto">{file.name}</span> <span class="quiet">{formatBytes(file.size)}</span>
      </span>
      {state === "sending" && (
        <progress
          max={1}
          // While the server works there is nothing to measure.
          value={part < 1 ? part : undefined}
          aria-label={t("Upload of {name}", { name: file.name })}
        />
      )}
      <span class="upload-words">{wordsOf(upload)}</span>
      {state === "lost" && <Button onClick={() => retry(id)}>{t("Try again")}</Button>}
      <IconButton
        label={state === "refused" ? t("Dismiss {name}", { name: file.name }) : t("Cancel {name}", { name: file.name })}
        icon={Cross}
        onClick={() => dismiss(id)}
      />
    </li>
  );
}

export function Uploads() {
  const uploads = useUploads();
  if (!uploads.length) return null;
  return (
    <section class="uploads" aria-label={t("Uploads")}>
      <ul>
        {uploads.map(upload => (
          <Line key={upload.id} upload={upload} />
        ))}
      </ul>
    </section>
  );
}

export function UploadButton() {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        class="unseen"
        tabIndex={-1}
        aria-label={t("Files to upload")}
        onChange={event => {
          void addFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
      <Button kind="primary" icon={UploadIcon} onClick={() => input.current?.click()}>
        {t("Upload files")}
      </Button>
    </>
  );
}

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

/** Files may be dropped anywhere while the screen is shown. */
export function DropAnywhere() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    // Each element that is entered is told, before the one that is left.
    let depth = 0;
    const onEnter = (event: DragEvent) => {
      if (hasFiles(event) && !document.querySelector("dialog[open]")) setOver(++depth > 0);
    };
    const onLeave = (event: DragEvent) => {
      if (hasFiles(event)) setOver((depth = Math.max(0, depth - 1)) > 0);
    };
    const onOver = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth = 0;
      setOver(false);
      event.preventDefault();
      if (!document.querySelector("dialog[open]")) void addFiles([...(event.dataTransfer?.files ?? [])]);
    };
    addEventListener("dragenter", onEnter);
    addEventListener("dragleave", onLeave);
    addEventListener("dragover", onOver);
    addEventListener("drop", onDrop);
    return () => {
      removeEventListener("dragenter", onEnter);
      removeEventListener("dragleave", onLeave);
      removeEventListener("dragover", onOver);
      removeEventListener("drop", onDrop);
    };
  }, []);
  if (!over) return null;
  return (
    <div class="drop-anywhere">
      <UploadIcon size={40} aria-hidden />
      <p class="state-title">{t("Drop the files to upload them")}</p>
    </div>
  );
}
