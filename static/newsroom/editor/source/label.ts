// label: what a block of source is, in a word or two, for the box that stands for it.
import { t } from "../../words/words";
import { delimiterOf } from "./delimiters";

const NAMES: Readonly<Record<string, () => string>> = {
  archives: () => t("Archives"),
  audio: () => t("Audio"),
  buttons: () => t("Buttons"),
  calendar: () => t("Calendar"),
  categories: () => t("Categories"),
  columns: () => t("Columns"),
  cover: () => t("Cover"),
  embed: () => t("Embedded address"),
  file: () => t("File"),
  footnotes: () => t("Footnotes"),
  gallery: () => t("Gallery"),
  group: () => t("Group"),
  html: () => t("HTML"),
  "latest-comments": () => t("Latest comments"),
  "latest-posts": () => t("Latest articles"),
  "media-text": () => t("Media and text"),
  search: () => t("Search"),
  shortcode: () => t("Shortcode"),
  "social-links": () => t("Social links"),
  spacer: () => t("Empty space"),
  "tag-cloud": () => t("Tag cloud"),
  video: () => t("Video"),
};

export function labelOf(source: string): string {
  const text = source.trim();
  if (text === "") return t("HTML");
  const comment = /^<!--([\s\S]*?)-->/.exec(text)?.[1];
  const block = comment === undefined ? null : delimiterOf(comment);
  if (block) {
    const name = block.name.replace(/^(core|core-embed)\//, "");
    return NAMES[name]?.() ?? t("Block “{name}”", { name });
  }
  if (comment !== undefined) return t("Comment (not shown)");
  const shortcode = /^\[([a-zA-Z][\w-]*)/.exec(text)?.[1];
  if (shortcode && !/^\[[^\]]+\]:/.test(text))
    return NAMES[shortcode]?.() ?? t("Shortcode “{name}”", { name: shortcode });
  if (/^\[[^\]]+\]:/.test(text)) return t("Addresses of links");
  const address = /^https?:\/\/([^/\s]+)\S*$/.exec(text)?.[1];
  if (address) return t("Embedded from {host}", { host: address.replace(/^www\./, "") });
  const element = /^<([a-z][a-z0-9-]*)/i.exec(text)?.[1]?.toLowerCase();
  if (element === "script") return t("Script");
  if (element === "style") return t("Style sheet");
  if (element === "iframe") return t("Frame of another page");
  if (element === "table") return t("Table");
  if (element === "form") return t("Form");
  return element ? t("HTML: <{name}>", { name: element }) : t("Text with mark-up");
}
