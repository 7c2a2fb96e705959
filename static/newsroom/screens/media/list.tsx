// list: media as rows, for who looks for names and facts rather than for pictures.
import type { Media } from "../../rest/types";
import { formatDay, moment } from "../../words/time";
import { t } from "../../words/words";
import { Thumb } from "./thumb";
import { bytesOf, fileOf, kindOf, lacksAlt, sizeOf, titleOf } from "./words";

interface ListProps {
  items: readonly Media[];
  chosen: ReadonlySet<number>;
  onChoose: (ids: ReadonlySet<number>) => void;
  onOpen: (media: Media) => void;
}

export function MediaList({ items, chosen, onChoose, onOpen }: ListProps) {
  const all = items.length > 0 && items.every(each => chosen.has(each.id));
  return (
    <table class="media-list">
      <thead>
        <tr>
          <th class="check-cell">
            <input
              type="checkbox"
              aria-label={t("Choose all on this page")}
              checked={all}
              onChange={() => onChoose(all ? new Set() : new Set(items.map(each => each.id)))}
            />
          </th>
          <th>{t("Medium")}</th>
          <th class="wide">{t("Alternative text")}</th>
          <th class="wide">{t("File")}</th>
          <th class="wide">{t("Uploaded")}</th>
        </tr>
      </thead>
      <tbody>
        {items.map(media => (
          <tr key={media.id}>
            <td class="check-cell">
              <input
                type="checkbox"
                aria-label={t("Choose {title}", { title: titleOf(media) })}
                checked={chosen.has(media.id)}
                onChange={() => {
                  const next = new Set(chosen);
                  if (!next.delete(media.id)) next.add(media.id);
                  onChoose(next);
                }}
              />
            </td>
            <td>
              <button type="button" class="media-open" onClick={() => onOpen(media)}>
                <Thumb media={media} width={150} />
                <span>
                  <span dir="auto">{titleOf(media)}</span>
                  <span class="hint" dir="auto">
                    {fileOf(media)}
                  </span>
                </span>
              </button>
            </td>
            <td class="wide" dir="auto">
              {lacksAlt(media) ? <span class="label warn">{t("No alt text")}</span> : media.alt_text}
            </td>
            <td class="wide">
              {kindOf(media)} <span class="quiet">{bytesOf(media)}</span>
              <br />
              <span class="quiet">{sizeOf(media)}</span>
            </td>
            <td class="wide">
              <time dateTime={media.date_gmt}>{formatDay(moment(media.date_gmt))}</time>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
