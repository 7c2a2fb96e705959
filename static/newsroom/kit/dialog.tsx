// dialog: a question or a task over the screen. The browser's own <dialog>: it keeps the focus inside, closes with Esc,
// and gives the focus back.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../words/words";
import { Button, IconButton } from "./button";
import { Cross } from "./icon";

interface DialogProps {
  title: string;
  /** Esc, the cross, a press outside. Not called when the parent takes the dialog away. */
  onClose: () => void;
  /** Cannot be left but by what stands in it (the log-in). */
  firm?: boolean;
  /** Beneath: the buttons. */
  foot?: ComponentChildren;
  wide?: boolean;
  children: ComponentChildren;
}

export function Dialog({ title, onClose, firm, foot, wide, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current!;
    const before = document.activeElement;
    dialog.showModal();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      class={wide ? "dialog wide" : "dialog"}
      aria-labelledby={id}
      onCancel={event => {
        event.preventDefault();
        if (!firm) onClose();
      }}
      onMouseDown={event => event.target === ref.current && !firm && onClose()}
    >
      <div class="dialog-body">
        <header>
          <h2 id={id}>{title}</h2>
          {!firm && <IconButton label={t("Close")} icon={Cross} onClick={onClose} />}
        </header>
        <div class="dialog-content">{children}</div>
        {foot && <footer>{foot}</footer>}
      </div>
    </dialog>
  );
}

interface ConfirmProps {
  title: string;
  /** What will happen, and whether it can be undone. */
  children: ComponentChildren;
  /** The word on the button: what it does, not "OK". */
  action: string;
  danger?: boolean;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

export function Confirm({ title, children, action, danger, busy, onConfirm, onClose }: ConfirmProps) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{t("Cancel")}</Button>
          <Button kind={danger ? "danger" : "primary"} busy={busy} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
