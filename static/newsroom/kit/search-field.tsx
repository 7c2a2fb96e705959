// search-field: words that take effect a moment after the last key. What is being typed is the field's own; `value` is
// what is in force (mostly in the address), and fills the field only when it was changed from elsewhere: by going back,
// by a tab, by "show all". So a key pressed while the screen answers the one before is not lost.
import type { ComponentProps } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { TextField } from "./field";

const PAUSE_MS = 250;

interface SearchFieldProps extends Omit<ComponentProps<typeof TextField>, "value" | "type" | "onInput" | "onSearch"> {
  value: string;
  /** Gets the words without space around them. */
  onSearch: (words: string) => void;
}

export function SearchField({ value, onSearch, ...rest }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const asked = useRef(value);
  // Another filter may be chosen during the pause.
  const latest = useRef(onSearch);
  latest.current = onSearch;
  useEffect(() => {
    if (value === asked.current) return;
    asked.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text.trim() === asked.current) return;
    const timer = setTimeout(() => latest.current((asked.current = text.trim())), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <TextField
      autocomplete="off"
      maxLength={200}
      {...rest}
      type="search"
      value={text}
      onInput={event => setText(event.currentTarget.value)}
    />
  );
}
