// picture: the one that stands for the article in lists and above its text.
import { useState } from "preact/hooks";
import { Button } from "../../kit/button";
import { Picture as PictureIcon } from "../../kit/icon";
import { MediaPicker, sizeFor } from "../../kit/media-picker";
import { useItem } from "../../rest/queries";
import type { Media } from "../../rest/types";
import { t } from "../../words/words";
import { Panel } from "./panel";
import type { PartProps } from "./part";

export function FeaturedPicture({ manuscript }: PartProps) {
  const { fields, errors } = manuscript;
  const [picking, pick] = useState(false);
  const { data, error } = useItem<Media>(fields.featured_media ? `/wp/v2/media/${fields.featured_media}` : undefined);
  const media = fields.featured_media ? data : undefined;
  return (
    <Panel
      title={t("Picture")}
      now={fields.featured_media ? media?.alt_text || media?.title.rendered || t("Chosen") : t("None")}
      wrong={Boolean(errors.featured_media)}
    >
      {errors.featured_media && <p class="field-error">{errors.featured_media}</p>}
      {media && (
        <figure class="featured">
          <img src={sizeFor(media, 300)} alt={media.alt_text} />
          {!media.alt_text && <figcaption class="hint">{t("It has no words for those who do not see it.")}</figcaption>}
        </figure>
      )}
      {fields.featured_media > 0 && error?.status === 404 && (
        <p class="field-error">{t("This picture is not in the library any more.")}</p>
      )}
      <p class="actions">
        <Button icon={PictureIcon} onClick={() => pick(true)}>
          {fields.featured_media ? t("Choose another") : t("Choose a picture")}
        </Button>
        {fields.featured_media > 0 && (
          <Button kind="quiet" onClick={() => manuscript.set({ featured_media: 0 })}>
            {t("Remove")}
          </Button>
        )}
      </p>
      {picking && (
        <MediaPicker
          title={t("Picture of the article")}
          onClose={() => pick(false)}
          onChoose={chosen => {
            manuscript.set({ featured_media: chosen.id });
            pick(false);
          }}
        />
      )}
    </Panel>
  );
}
