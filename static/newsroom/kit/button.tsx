// button: what is pressed. A link that looks like one is an <a class="button">.
import type { ButtonHTMLAttributes, ComponentChildren } from "preact";
import type { IconType } from "./icon";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** "primary": the one thing a screen is for; "danger": what destroys. */
  kind?: "primary" | "danger" | "quiet";
  /** Its work is under way: it cannot be pressed, and says so. */
  busy?: boolean;
  icon?: IconType;
  children?: ComponentChildren;
}

export function Button({ kind, busy, icon: Icon, children, class: extra, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      class={["button", kind, extra].filter(Boolean).join(" ")}
      aria-busy={busy || undefined}
      // Focus stays where it was while the work is done.
      aria-disabled={busy || undefined}
      disabled={disabled}
      {...rest}
      onClick={busy ? undefined : rest.onClick}
    >
      {Icon && <Icon size={18} aria-hidden />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonProps, "children"> {
  /** What it does, for everybody: it is the tip, too. */
  label: string;
}

export function IconButton({ label, ...rest }: IconButtonProps) {
  return <Button kind="quiet" aria-label={label} title={label} class="icon-button" {...rest} />;
}
