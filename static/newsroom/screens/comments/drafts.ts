// drafts: what is typed into replies and corrections, kept in this browser until the server has taken it: an expired
// session, a reload or a crash loses nothing.
import { useEffect, useState } from "preact/hooks";

const key = (name: string) => `newsroom-comment-${name}`;

function read<T>(name: string): T | undefined {
  try {
    const text = localStorage.getItem(key(name));
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

function write(name: string, value: unknown) {
  try {
    if (value === undefined) localStorage.removeItem(key(name));
    else localStorage.setItem(key(name), JSON.stringify(value));
  } catch {
    // The browser keeps nothing (private window, full): the text still stands in the form.
  }
}

export function hasDraft(name: string): boolean {
  return read(name) !== undefined;
}

/** The value, how to change it, and how to forget it. */
export function useDraft<T>(name: string, begin: T): [T, (value: T) => void, () => void] {
  const [value, setValue] = useState<T>(() => read<T>(name) ?? begin);
  useEffect(() => setValue(read<T>(name) ?? begin), [name]);
  return [
    value,
    next => {
      setValue(next);
      write(name, next);
    },
    () => {
      setValue(begin);
      write(name, undefined);
    },
  ];
}
