// image_dialog: what is said of a picture where it stands: alternative text, place, size and where it leads.
import { useEffect, useState } from "preact/hooks";
import { Button } from "../../kit/button";
import { Dialog } from "../../kit/dialog";
import { SelectField, TextAreaField, TextField } from "../../kit/field";
import { rest } from "../../rest/client";
import { t } from "../../words/words";
import type { Align, Picture, Sized } from "../rich/images";
import { isOwn } from "../rich/preview";

interface ImageDialogProps {
  picture: Picture;
  /** Wide and full are for blocks. */
  inline: boolean;
  onSave: (picture: Picture, sized: Sized | null) => void;
  onRemove: () => void;
  onReplace?: () => void;
  onClose: () => void;
}

interface Medium {
  source_url: string;
  media_details?: {
    width?: number;
    height?: number;
    sizes?: Record<string, { source_url: string; width: number; height: number }>;
  };
}

export function ImageDialog({ picture, inline, onSave, onRemove, onReplace, onClose }: ImageDialogProps) {
  const [now, setNow] = useState(picture);
  const [sizes, setSizes] = useState<Record<string, Sized>>({});
  const change = (changes: Partial<Picture>) => setNow({ ...now, ...changes });

  useEffect(() => {
    if (picture.id === 0) return;
    const abort = new AbortController();
    rest<Medium>(`/wp/v2/media/${picture.id}`, { signal: abort.signal }).then(
      ({ data }) => {
        const { width, height, sizes: others } = data.media_details ?? {};
        const all: Record<string, Sized> = {};
        for (const [name, size] of Object.entries(others ?? {}))
          if (name !== "full") all[name] = { url: size.source_url, width: size.width, height: size.height };
        if (width && height) all.full = { url: data.source_url, width, height };
        setSizes(all);
      },
      // Deleted, or of another site: it stays as it is.
      () => setSizes({}),
    );
    return () => abort.abort();
  }, [picture.id]);

  const names: Record<string, string> = {
    thumbnail: t("Thumbnail"),
    medium: t("Medium"),
    medium_large: t("Medium large"),
    large: t("Large"),
    full: t("Full size"),
  };
  const aligns: [Align, string][] = [
    ["none", t("In the text")],
    ["left", t("At the left, text flows around it")],
    ["center", t("Centred")],
    ["right", t("At the right, text flows around it")],
    ...(inline
      ? []
      : ([
          ["wide", t("Wider than the text")],
          ["full", t("As wide as the window")],
        ] as [Align, string][])),
  ];

  return (
    <Dialog
      title={t("Picture")}
      onClose={onClose}
      foot={
        <>
          <Button kind="danger" onClick={onRemove}>
            {t("Remove from the text")}
          </Button>
          {onReplace && <Button onClick={onReplace}>{t("Choose another")}</Button>}
          <Button onClick={onClose}>{t("Cancel")}</Button>
          <Button
            kind="primary"
            onClick={() => onSave(now, now.size === picture.size ? null : (sizes[now.size] ?? null))}
          >
            {t("Apply")}
          </Button>
        </>
      }
    >
      {isOwn(picture.src) && <img class="editor-image-shown" src={picture.src} alt="" />}
      <TextAreaField
        label={t("Alternative text")}
        hint={t("What is to be seen, for those who do not see it. Empty only for decoration.")}
        dir="auto"
        rows={2}
        value={now.alt}
        onInput={event => change({ alt: event.currentTarget.value.replace(/\s*\n\s*/g, " ") })}
      />
      <SelectField
        label={t("Place")}
        value={now.align}
        onChange={event => change({ align: event.currentTarget.value as Align })}
      >
        {aligns.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </SelectField>
      {Object.keys(sizes).length > 0 && (
        <SelectField label={t("Size")} value={now.size} onChange={event => change({ size: event.currentTarget.value })}>
          {!sizes[now.size] && <option value={now.size}>{t("As it is")}</option>}
          {Object.entries(sizes).map(([name, { width, height }]) => (
            <option key={name} value={name}>
              {t("{name}, {width} × {height}", { name: names[name] ?? name, width, height })}
            </option>
          ))}
        </SelectField>
      )}
      {!inline && (
        <TextField
          label={t("Leads to (address)")}
          dir="ltr"
          value={now.href}
          onInput={event => change({ href: event.currentTarget.value.trim() })}
        />
      )}
    </Dialog>
  );
}
