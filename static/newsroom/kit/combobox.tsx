// combobox: type a few letters, choose from what fits (ARIA combobox with a list). What is chosen stands elsewhere; the
// field is empty again afterwards.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { messageOf } from "../rest/error";
import { t, tn } from "../words/words";
import { announce } from "./announce";
import { Field } from "./field";

export interface Choice {
  id: number | string;
  name: string;
  /** Beside the name, quietly. */
  note?: string;
}

interface ComboboxProps<C extends Choice> {
  label: ComponentChildren;
  hint?: ComponentChildren;
  error?: string;
  hideLabel?: boolean;
  placeholder?: string;
  /** What fits these letters, best first. Called a moment after the last key; `text` is never empty. */
  find: (text: string, signal: AbortSignal) => Promise<C[]>;
  onChoose: (choice: C) => void;
  /** Enter on a text that fits none, or a comma, makes a new one. */
  onCreate?: (text: string) => void;
  /** The words of the list's last line: t("New tag: {name}", { name }). */
  createWords?: (text: string) => string;
  /** Backspace in the empty field. */
  onBack?: () => void;
  maxLength?: number;
}

const PAUSE_MS = 120;

export function Combobox<C extends Choice>(props: ComboboxProps<C>) {
  const { find, onChoose, onCreate, createWords, onBack } = props;
  const [text, setText] = useState("");
  const [found, setFound] = useState<C[]>([]);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const [problem, setProblem] = useState("");
  const listId = useId();
  const holder = useRef<HTMLDivElement>(null);
  const wanted = text.trim();
  const exact = found.find(each => each.name.toLocaleLowerCase() === wanted.toLocaleLowerCase());
  const offersNew = Boolean(onCreate && wanted && !exact);
  const count = found.length + (offersNew ? 1 : 0);

  useEffect(() => {
    if (!wanted) {
      setFound([]);
      setOpen(false);
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      find(wanted, abort.signal).then(
        choices => {
          setFound(choices);
          setProblem("");
          setAt(choices.length ? 0 : -1);
          setOpen(true);
          announce(tn("{n} suggestion", "{n} suggestions", choices.length));
        },
        reason => {
          if (abort.signal.aborted) return;
          setFound([]);
          setProblem(messageOf(reason));
        },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [wanted]);

  function done() {
    setText("");
    setFound([]);
    setOpen(false);
    setAt(-1);
  }

  function take(index: number) {
    const choice = found[index];
    if (choice) onChoose(choice);
    else if (offersNew) onCreate!(wanted);
    else return;
    done();
  }

  // What was typed to its end need not wait for the list.
  function takeTyped() {
    if (!wanted) return;
    if (exact) take(found.indexOf(exact));
    else if (onCreate) {
      onCreate(wanted);
      done();
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.isComposing) return;
    const { key } = event;
    if (key === "ArrowDown" && count) {
      setOpen(true);
      setAt((at + 1) % count);
    } else if (key === "ArrowUp" && count) {
      setAt((at - 1 + count) % count);
    } else if (key === "Enter") {
      if (!wanted) return;
      if (open && at >= 0 && at < count) take(at);
      else takeTyped();
    } else if (key === "," && onCreate) {
      takeTyped();
    } else if (key === "Escape" && open) {
      setOpen(false);
    } else if (key === "Backspace" && !text && onBack) {
      onBack();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      class="combobox"
      ref={holder}
      onFocusOut={event => {
        if (!holder.current?.contains(event.relatedTarget as Node | null)) setOpen(false);
      }}
    >
      <Field
        label={props.label}
        hint={props.hint}
        error={props.error ?? (problem || undefined)}
        hideLabel={props.hideLabel}
      >
        {input => (
          <input
            type="text"
            role="combobox"
            autocomplete="off"
            placeholder={props.placeholder}
            maxLength={props.maxLength ?? 200}
            aria-autocomplete="list"
            aria-expanded={open && count > 0}
            aria-controls={listId}
            aria-activedescendant={open && at >= 0 ? `${listId}-${at}` : undefined}
            value={text}
            onInput={event => setText(event.currentTarget.value)}
            onKeyDown={onKeyDown}
            {...input}
          />
        )}
      </Field>
      <ul class="combobox-list" id={listId} role="listbox" aria-label={t("Suggestions")} hidden={!open || count === 0}>
        {found.map((choice, index) => (
          <li
            key={choice.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === at}
            onMouseDown={event => (event.preventDefault(), take(index))}
          >
            <span>{choice.name}</span>
            {choice.note && <span class="quiet">{choice.note}</span>}
          </li>
        ))}
        {offersNew && (
          <li
            id={`${listId}-${found.length}`}
            role="option"
            aria-selected={at === found.length}
            onMouseDown={event => (event.preventDefault(), take(found.length))}
          >
            {createWords?.(wanted) ?? t("New: {name}", { name: wanted })}
          </li>
        )}
      </ul>
    </div>
  );
}
