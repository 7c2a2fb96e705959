// open: a post's source as a document, by its format.
import type { Format } from "../contract";
import { openHtml, type Opened } from "./html_document";
import { openMarkdown } from "./markdown_document";

export type { Opened } from "./html_document";

export const openSource = (value: string, format: Format): Opened =>
  format === "markdown" ? openMarkdown(value) : openHtml(value);
