// contract: what the content editor takes and gives.
//
//   const ContentEditor = lazy(() => import("../../editor"));
//   <ContentEditor value={raw} format={post.content_format} onChange={setRaw} language="de-DE" dir="ltr" ... />
//
// `value` is always the raw source as it is stored: HTML with or without block comments, or Markdown. What was not edited
// comes back byte for byte, so a value that was opened and not edited is never reported.
import type { ComponentType } from "preact";

export type Format = "html" | "markdown";

/** A medium of the library. */
export interface Picked {
  id: number;
  url: string;
  alt: string;
  /** Plain text. */
  caption?: string;
  /** "image/jpeg"; others than images are inserted as a link. Not given: it is an image. */
  mimeType?: string;
  title?: string;
  width?: number;
  height?: number;
  /** Smaller ones by name: "thumbnail", "medium", "large". */
  sizes?: Record<string, { url: string; width: number; height: number }>;
}

export interface EditorHandle {
  /** What stands there now, typed a moment ago or not; onChange has been called with it when this returns. */
  flush: () => string;
  focus: () => void;
  /** Whether pictures are still on their way; they are not in the value until they are there. */
  uploading: () => boolean;
}

export interface ContentEditorProps {
  /** Another value than the last one reported replaces what is being edited (a revision that is restored). */
  value: string;
  format: Format;
  /** Called soon after an edit (at most 300 ms later), at once when the focus leaves and on flush(). */
  onChange: (value: string, format: Format) => void;
  /** Lets somebody choose from the library; null: nothing was chosen. Without it the library is not offered. */
  onPickMedia?: () => Promise<Picked | null>;
  /** Rejects with an Error whose message is for people. Without it files cannot be dropped or pasted. */
  onUpload?: (file: File, progress: (fraction: number) => void, signal: AbortSignal) => Promise<Picked>;
  /** Of the text: "de-DE"; for spelling, and how words are counted. */
  language?: string;
  dir?: "ltr" | "rtl";
  disabled?: boolean;
  /** Id of the element that names the text. */
  labelledBy?: string;
  handle?: (handle: EditorHandle | null) => void;
}

export type ContentEditorType = ComponentType<ContentEditorProps>;
