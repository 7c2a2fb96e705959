// text: the article's title and its text. The editor of the text is fetched when the screen is opened; until it is there,
// or where it cannot be fetched, the source is written as it is.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { ContentEditorType, EditorHandle, Picked } from "../../editor/contract";
import { Button } from "../../kit/button";
import { MediaPicker } from "../../kit/media-picker";
import { Loading, Notice } from "../../kit/states";
import { refresh } from "../../rest/queries";
import type { Media } from "../../rest/types";
import { upload } from "../../rest/upload";
import { site } from "../../site";
import { t } from "../../words/words";
import type { PartProps } from "./part";
import { Title } from "./title";
import { plain } from "./use-terms";

export interface TextHandle {
  /** Takes in what was typed a moment ago. */
  flush: () => void;
  /** Pictures are on their way into the text. */
  uploading: () => boolean;
}

interface TextProps extends PartProps {
  readOnly: boolean;
  handle: (handle: TextHandle | null) => void;
}

const withoutTags = (html: string) => new DOMParser().parseFromString(html, "text/html").body.textContent ?? "";

function pickedOf(media: Media): Picked {
  const { width, height, sizes = {} } = media.media_details;
  return {
    id: media.id,
    url: media.source_url,
    alt: media.alt_text,
    caption: media.caption.raw ?? withoutTags(media.caption.rendered).trim(),
    title: plain(media.title.rendered),
    mimeType: media.mime_type,
    width,
    height,
    sizes: Object.fromEntries(
      Object.entries(sizes).map(([name, size]) => [
        name,
        { url: size.source_url, width: size.width, height: size.height },
      ]),
    ),
  };
}

function useEditor(): { Editor: ContentEditorType | undefined; failed: boolean; retry: () => void } {
  const [loaded, setLoaded] = useState<{ Editor: ContentEditorType }>();
  const [failed, setFailed] = useState(false);
  const [attempt, retry] = useState(0);
  useEffect(() => {
    setFailed(false);
    import("../../editor").then(
      module => setLoaded({ Editor: module.default }),
      () => setFailed(true),
    );
  }, [attempt]);
  return { Editor: loaded?.Editor, failed, retry: () => retry(n => n + 1) };
}

export function ArticleText({ manuscript, may, readOnly, handle }: TextProps) {
  const { fields, errors } = manuscript;
  const label = useId();
  const editor = useRef<EditorHandle | null>(null);
  const { Editor, failed, retry } = useEditor();
  const [picking, pick] = useState<(picked: Picked | null) => void>();

  useEffect(() => {
    handle({
      flush: () => void editor.current?.flush(),
      uploading: () => editor.current?.uploading() ?? false,
    });
    return () => handle(null);
  }, []);

  const pickMedia = () => new Promise<Picked | null>(resolve => pick(() => resolve));
  const send = async (file: File, onProgress: (part: number) => void, signal: AbortSignal) => {
    const fields: Record<string, string> = manuscript.id ? { post: String(manuscript.id) } : {};
    const media = await upload<Media>("/wp/v2/media", file, { onProgress, signal, fields });
    void refresh("/wp/v2/media");
    return pickedOf(media);
  };
  const answer = (picked: Picked | null) => {
    picking?.(picked);
    pick(undefined);
  };

  return (
    <div class="article-text">
      <Title
        value={fields.title}
        error={errors.title}
        readOnly={readOnly}
        autofocus={!manuscript.id}
        onInput={title => manuscript.set({ title })}
        onEnter={() => editor.current?.focus()}
      />
      {errors.content && <p class="field-error">{errors.content}</p>}
      <h2 class="unseen" id={label}>
        {t("Text")}
      </h2>
      {Editor ? (
        <Editor
          value={fields.content}
          format={fields.content_format}
          language={site.language}
          dir={site.direction}
          labelledBy={label}
          disabled={readOnly}
          handle={made => (editor.current = made)}
          onChange={content => manuscript.set({ content })}
          onPickMedia={pickMedia}
          onUpload={may.upload ? send : undefined}
        />
      ) : failed ? (
        <>
          <Notice kind="warning">
            <p>{t("The editor could not be fetched. Here is the text as it is stored.")}</p>
            <p class="actions">
              <Button onClick={retry}>{t("Try again")}</Button>
            </p>
          </Notice>
          <textarea
            class="source"
            aria-labelledby={label}
            rows={20}
            dir="auto"
            readOnly={readOnly}
            value={fields.content}
            onInput={event => manuscript.set({ content: event.currentTarget.value })}
          />
        </>
      ) : (
        <Loading />
      )}
      {picking && (
        <MediaPicker
          title={t("Insert a medium")}
          images={false}
          onClose={() => answer(null)}
          onChoose={media => answer(pickedOf(media))}
        />
      )}
    </div>
  );
}
