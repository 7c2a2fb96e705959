// menu: a button that opens a list of actions (ARIA menu button pattern); arrows move, letters jump, Esc closes.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Button } from "./button";
import { Ellipsis, type IconType } from "./icon";

export interface MenuItem {
  label: string;
  /** A link instead of an action. */
  href?: string;
  onSelect?: () => void;
  danger?: boolean;
  disabled?: boolean;
}

interface MenuProps {
  label: string;
  items: (MenuItem | undefined | false)[];
  /** The button's words; without: three dots, named by `label`. */
  children?: ComponentChildren;
  icon?: IconType;
  /** Of the button: -1 in rows that take the focus themselves. */
  tabIndex?: number;
}

export function Menu({ label, items, children, icon, tabIndex }: MenuProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const holder = useRef<HTMLDivElement>(null);
  const shown = items.filter((item): item is MenuItem => Boolean(item));
  const entries = () => [...(holder.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];

  useEffect(() => {
    if (!open) return;
    entries()[0]?.focus();
    const outside = (event: Event) => {
      if (!holder.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
    };
  }, [open]);

  function close() {
    setOpen(false);
    holder.current?.querySelector<HTMLElement>("[aria-haspopup]")?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (!open) return;
    const all = entries();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const go = (index: number) => {
      event.preventDefault();
      all[(index + all.length) % all.length]?.focus();
    };
    event.stopPropagation();
    if (event.key === "ArrowDown") go(at + 1);
    else if (event.key === "ArrowUp") go(at - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(all.length - 1);
    else if (event.key === "Escape") close();
    else if (event.key.length === 1 && event.key !== " ") {
      const letter = event.key.toLocaleLowerCase();
      const next = [...all.slice(at + 1), ...all].find(e =>
        e.textContent?.trim().toLocaleLowerCase().startsWith(letter),
      );
      next?.focus();
    }
  }

  return (
    <div class="menu" ref={holder} onKeyDown={onKeyDown}>
      <Button
        kind="quiet"
        class={children ? undefined : "icon-button"}
        icon={icon ?? (children ? undefined : Ellipsis)}
        tabIndex={tabIndex}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={children ? undefined : label}
        title={children ? undefined : label}
        onClick={() => setOpen(!open)}
      >
        {children}
      </Button>
      {open && (
        <div class="menu-list" role="menu" id={id} aria-label={label}>
          {shown.map(item =>
            item.href ? (
              <a role="menuitem" tabIndex={-1} href={item.href} onClick={() => setOpen(false)}>
                {item.label}
              </a>
            ) : (
              <button
                type="button"
                role="menuitem"
                tabIndex={-1}
                class={item.danger ? "danger" : undefined}
                disabled={item.disabled}
                onClick={() => {
                  close();
                  item.onSelect?.();
                }}
              >
                {item.label}
              </button>
            ),
          )}
        </div>
      )}
    </div>
  );
}
