// grid: media as pictures (ARIA listbox): arrows walk in both directions, Space chooses, Enter opens.
import { useRef, useState } from "preact/hooks";
import { Check } from "../../kit/icon";
import type { Media } from "../../rest/types";
import { t } from "../../words/words";
import { Thumb } from "./thumb";
import { lacksAlt, titleOf } from "./words";

interface GridProps {
  items: readonly Media[];
  chosen: ReadonlySet<number>;
  onChoose: (ids: ReadonlySet<number>) => void;
  onOpen: (media: Media) => void;
}

export function Grid({ items, chosen, onChoose, onOpen }: GridProps) {
  const [current, setCurrent] = useState(0);
  const anchor = useRef(0);
  const list = useRef<HTMLUListElement>(null);
  const at = Math.min(Math.max(0, current), items.length - 1);

  function options(): HTMLElement[] {
    return [...(list.current?.children ?? [])] as HTMLElement[];
  }

  function columns(): number {
    const all = options();
    const first = all[0]?.offsetTop;
    const count = all.findIndex(each => each.offsetTop !== first);
    return count < 0 ? all.length : count;
  }

  function go(index: number) {
    if (index < 0 || index >= items.length) return;
    setCurrent(index);
    options()[index]?.focus();
  }

  function toggle(index: number) {
    const next = new Set(chosen);
    const { id } = items[index]!;
    if (!next.delete(id)) next.add(id);
    anchor.current = index;
    onChoose(next);
  }

  function chooseTo(index: number) {
    const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)];
    onChoose(new Set([...chosen, ...items.slice(from, to + 1).map(each => each.id)]));
  }

  function onKeyDown(event: KeyboardEvent) {
    const forwards = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const backwards = forwards === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const steps: Record<string, number> = {
      [forwards]: at + 1,
      [backwards]: at - 1,
      ArrowDown: at + columns(),
      ArrowUp: at - columns(),
      Home: 0,
      End: items.length - 1,
    };
    const { key } = event;
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "a")
      onChoose(new Set([...chosen, ...items.map(each => each.id)]));
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (key in steps) {
      go(steps[key]!);
      if (event.shiftKey) chooseTo(Math.min(Math.max(0, steps[key]!), items.length - 1));
    } else if (key === " ") toggle(at);
    else if (key === "Enter") onOpen(items[at]!);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <ul
      class="media-grid"
      role="listbox"
      aria-multiselectable="true"
      aria-label={t("Media: Space chooses, Enter opens")}
      ref={list}
      onKeyDown={onKeyDown}
    >
      {items.map((media, index) => (
        <li
          key={media.id}
          role="option"
          aria-selected={chosen.has(media.id)}
          tabIndex={index === at ? 0 : -1}
          onFocus={() => setCurrent(index)}
          onClick={event => {
            if (event.shiftKey) chooseTo(index);
            else if (event.ctrlKey || event.metaKey || chosen.size) toggle(index);
            else onOpen(media);
          }}
        >
          <Thumb media={media} width={300} />
          <span
            class="media-check"
            aria-hidden="true"
            onClick={event => {
              event.stopPropagation();
              toggle(index);
            }}
          >
            {chosen.has(media.id) && <Check size={16} aria-hidden />}
          </span>
          <span class="media-name" dir="auto">
            {titleOf(media)}
          </span>
          {lacksAlt(media) && <span class="media-flag">{t("No alt text")}</span>}
        </li>
      ))}
    </ul>
  );
}
