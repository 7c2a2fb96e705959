// shortcuts: keys that act on the screen as it is. Single letters act only where nothing is being typed; what is in
// force is listed by `?` (shell/help.tsx).
import { useEffect, useRef } from "preact/hooks";

export interface Shortcut {
  /** "j", "?", "Delete", "mod+s" (Ctrl, on a Mac Command). */
  keys: string;
  /** What it does, for the list. */
  words: string;
  /** Not given: whatever has the focus hears it itself; it is only listed. */
  run?: (event: KeyboardEvent) => void;
}

interface Group {
  title: string;
  shortcuts: readonly Shortcut[];
  inDialog: boolean;
}

const groups: Group[] = [];

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
/** "Ctrl" or "⌘". */
export const modifier = isMac ? "⌘" : "Ctrl";

export function shortcutGroups(): readonly Group[] {
  return groups;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button])"))
  );
}

function fits(shortcut: Shortcut, event: KeyboardEvent): boolean {
  const wantsMod = shortcut.keys.startsWith("mod+");
  const key = wantsMod ? shortcut.keys.slice(4) : shortcut.keys;
  if (wantsMod !== (isMac ? event.metaKey : event.ctrlKey) || event.altKey) return false;
  if (!wantsMod && isTyping(event.target)) return false;
  return event.key === key || (key.length > 1 && event.key.toLowerCase() === key.toLowerCase());
}

document.addEventListener("keydown", event => {
  if (event.defaultPrevented || event.isComposing) return;
  const heard = document.querySelector("dialog[open]") ? groups.filter(group => group.inDialog) : groups;
  for (const group of [...heard].reverse()) {
    const shortcut = group.shortcuts.find(each => each.run && fits(each, event));
    if (!shortcut) continue;
    event.preventDefault();
    shortcut.run!(event);
    return;
  }
});

/** In force while the component is shown; the newest comes first. An open dialog silences all but those `inDialog`. */
export function useShortcuts(title: string, shortcuts: Shortcut[], inDialog = false): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    const group = {
      title,
      inDialog,
      get shortcuts() {
        return latest.current;
      },
    };
    groups.push(group);
    return () => void groups.splice(groups.indexOf(group), 1);
  }, [title]);
}
