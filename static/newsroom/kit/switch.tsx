// switch: on or off, in force at once (ARIA switch pattern).
import type { ComponentChildren } from "preact";

interface SwitchProps {
  on: boolean;
  onChange: (on: boolean) => void;
  /** What it turns on, for screen readers when `children` do not say it. */
  label?: string;
  /** The words beside it: the state and its reason. */
  children?: ComponentChildren;
  busy?: boolean;
  disabled?: boolean;
  describedBy?: string;
  id?: string;
  /** In rows that take the focus themselves. */
  tabIndex?: number;
}

export function Switch({ on, onChange, label, children, busy, disabled, describedBy, id, tabIndex }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      id={id}
      tabIndex={tabIndex}
      class="switch"
      aria-checked={on}
      aria-label={label}
      aria-busy={busy || undefined}
      aria-describedby={describedBy}
      disabled={disabled}
      onClick={() => !busy && onChange(!on)}
    >
      <span class="switch-track" aria-hidden="true" />
      {children && <span class="switch-words">{children}</span>}
    </button>
  );
}
