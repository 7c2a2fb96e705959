// announce: what only screen readers need to be told, because others see it.
import { useEffect, useState } from "preact/hooks";

let say: ((words: string) => void) | undefined;

export function announce(words: string): void {
  say?.(words);
}

/** Once, in the frame. */
export function Announcer() {
  const [words, setWords] = useState("");
  useEffect(() => {
    // The same words twice are a change only when something lies between them.
    say = next => setWords(before => (before === next ? `${next}\u00a0` : next));
    return () => (say = undefined);
  }, []);
  return (
    <p class="unseen" aria-live="polite" aria-atomic="true">
      {words}
    </p>
  );
}
