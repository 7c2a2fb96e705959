// toast: what an action did, said once, with a way back where there is one. Screen readers hear it too. Errors stay until
// they are closed.
import { useEffect, useState } from "preact/hooks";
import { t } from "../words/words";
import { Button, IconButton } from "./button";
import { Cross } from "./icon";

interface Toast {
  id: number;
  words: string;
  kind: "done" | "error";
  undo?: () => void;
  action?: { label: string; run: () => void };
}

const LASTS = 8_000; // ms; one with an undo lasts twice as long
const MOST = 4;
let toasts: Toast[] = [];
let count = 0;
const listeners = new Set<(all: Toast[]) => void>();

function set(next: Toast[]) {
  toasts = next;
  listeners.forEach(listener => listener(toasts));
}

function drop(id: number) {
  set(toasts.filter(toast => toast.id !== id));
}

export interface ToastOptions {
  kind?: "done" | "error";
  undo?: () => void;
  action?: { label: string; run: () => void };
}

/** Returns how to take it away again. */
export function toast(words: string, options: ToastOptions = {}): () => void {
  const made: Toast = {
    id: ++count,
    words,
    kind: options.kind ?? "done",
    undo: options.undo,
    action: options.action,
  };
  set([...toasts.slice(1 - MOST), made]);
  return () => drop(made.id);
}

/** The last undo that is still offered, for a key. */
export function undoLast(): boolean {
  const last = [...toasts].reverse().find(each => each.undo);
  if (!last) return false;
  drop(last.id);
  last.undo!();
  return true;
}

function ToastLine({ toast: { id, words, kind, undo, action } }: { toast: Toast }) {
  const [held, hold] = useState(false);
  useEffect(() => {
    if (held || kind === "error") return;
    const timer = setTimeout(() => drop(id), undo ? 2 * LASTS : LASTS);
    return () => clearTimeout(timer);
  }, [held]);
  return (
    <li
      class={`toast ${kind}`}
      onMouseEnter={() => hold(true)}
      onMouseLeave={() => hold(false)}
      onFocusIn={() => hold(true)}
      onFocusOut={() => hold(false)}
    >
      <span>{words}</span>
      {undo && (
        <Button
          kind="quiet"
          onClick={() => {
            drop(id);
            undo();
          }}
        >
          {t("Undo")}
        </Button>
      )}
      {action && (
        <Button
          kind="quiet"
          onClick={() => {
            drop(id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label={t("Dismiss")} icon={Cross} onClick={() => drop(id)} />
    </li>
  );
}

/** Once, in the frame. */
export function Toasts() {
  const [all, setAll] = useState(toasts);
  useEffect(() => {
    listeners.add(setAll);
    return () => void listeners.delete(setAll);
  }, []);
  const last = all[all.length - 1];
  return (
    <section class="toasts" aria-label={t("Messages")}>
      <ol>
        {all.map(each => (
          <ToastLine key={each.id} toast={each} />
        ))}
      </ol>
      <p class="unseen" role="status" aria-live="polite">
        {last?.kind === "done" ? last.words : ""}
      </p>
      <p class="unseen" role="alert">
        {last?.kind === "error" ? last.words : ""}
      </p>
    </section>
  );
}
