// thumb: a medium in small.
import { useState } from "preact/hooks";
import { FileText } from "../../kit/icon";
import { sizeFor } from "../../kit/media-picker";
import type { Media } from "../../rest/types";
import { isPicture, kindOf } from "./words";

export function Thumb({ media, width }: { media: Media; width: number }) {
  // A picture that was left behind on another host is not fetched from there.
  const [failed, setFailed] = useState("");
  const address = sizeFor(media, width);
  if (isPicture(media) && failed !== address)
    return <img src={address} alt="" loading="lazy" draggable={false} onError={() => setFailed(address)} />;
  return (
    <span class="thumb-file">
      <FileText size={32} aria-hidden />
      <span>{kindOf(media)}</span>
    </span>
  );
}
