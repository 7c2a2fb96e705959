// preview: the real page, as it would be now, by a signed link: for the writer, and for whomever he sends it to.
import { rest } from "../../rest/client";
import type { Post } from "../../rest/types";
import type { Manuscript } from "./manuscript";

/** Keeps what is typed on the server and gives the link that shows it; undefined: it could not be kept. */
export async function previewLink(manuscript: Manuscript): Promise<string | undefined> {
  if (manuscript.dirty || !manuscript.id) {
    const saved = await manuscript.autosave();
    if (!saved && !manuscript.keptApart && manuscript.dirty) {
      // What beside the text was changed is not in a preview of what is published; the text is.
      if (!manuscript.id || manuscript.state !== "idle" || manuscript.conflict) return undefined;
    }
  }
  if (!manuscript.id) return undefined;
  // Signed when it is asked for, so that it lasts the whole time.
  const { data } = await rest<Post>(manuscript.path, { query: { context: "edit", _fields: "preview_link" } });
  return data.preview_link ?? undefined;
}
