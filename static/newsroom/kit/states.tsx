// states: what stands in a place whose contents are not there: on their way, none, or failed.
import type { ComponentChildren } from "preact";
import { RestError } from "../rest/error";
import { t } from "../words/words";
import { Button } from "./button";
import { CircleAlert, Lock, WifiOff } from "./icon";

/** Shown after a moment only (by the style sheet), so that quick answers do not flicker. */
export function Loading({ what }: { what?: string }) {
  return (
    <p class="state loading" role="status">
      <span class="spinner" aria-hidden="true" />
      {what ?? t("Loading…")}
    </p>
  );
}

interface EmptyProps {
  title: string;
  /** It is all that the screen shows: its title is the screen's heading. */
  whole?: boolean;
  /** What to do about it. */
  children?: ComponentChildren;
}

export function Empty({ title, whole, children }: EmptyProps) {
  const Title = whole ? "h1" : "p";
  return (
    <div class="state">
      <Title class="state-title">{title}</Title>
      {children}
    </div>
  );
}

interface FailureProps {
  error: unknown;
  onRetry?: () => void;
}

export function Failure({ error, onRetry }: FailureProps) {
  const known = error instanceof RestError ? error : undefined;
  const Icon = known?.offline ? WifiOff : known?.status === 403 ? Lock : CircleAlert;
  return (
    <div class="state failure" role="alert">
      <Icon size={28} aria-hidden />
      <p class="state-title">
        {known?.offline
          ? t("There is no connection to the server.")
          : known?.status === 403
            ? t("You may not see this.")
            : known?.status === 404
              ? t("This is not there (any more).")
              : t("This could not be loaded.")}
      </p>
      {!known?.offline && <p class="quiet">{error instanceof Error ? error.message : String(error)}</p>}
      {onRetry && (
        <p>
          <Button onClick={onRetry}>{t("Try again")}</Button>
        </p>
      )}
    </div>
  );
}

interface NoticeProps {
  kind?: "info" | "warning" | "error";
  children: ComponentChildren;
}

/** A sentence that stays where it stands. What goes away by itself is a toast. */
export function Notice({ kind = "info", children }: NoticeProps) {
  return (
    <div class={`notice ${kind}`} role={kind === "error" ? "alert" : "status"}>
      {children}
    </div>
  );
}
