// words: what a medium is called, and what can be said of its file.
import type { Media } from "../../rest/types";
import { formatBytes } from "../../rest/upload";
import { plain } from "../../words/plain";
import { t } from "../../words/words";

export function titleOf(media: Media): string {
  return media.title.raw || plain(media.title.rendered) || fileOf(media);
}

/** What the screen reads of each: not what is costly to make (a slug that would be free). */
export const fieldsRead =
  "id,date_gmt,title,author,caption,description,alt_text,media_type,mime_type,source_url,media_details,slug,post";

/** "harbour.png" */
export function fileOf(media: Media): string {
  const name = media.source_url.split("/").pop() ?? "";
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** "PNG" */
export function kindOf(media: Media): string {
  const ending = fileOf(media).split(".").pop();
  return (ending || media.mime_type).toUpperCase();
}

export function sizeOf(media: Media): string {
  const { width, height } = media.media_details;
  return width && height ? t("{width} × {height} pixels", { width, height }) : "";
}

export function bytesOf(media: Media): string {
  const bytes = media.media_details.filesize;
  return bytes ? formatBytes(bytes) : "";
}

export const isPicture = (media: Media) => media.media_type === "image";
export const lacksAlt = (media: Media) => isPicture(media) && !media.alt_text;
