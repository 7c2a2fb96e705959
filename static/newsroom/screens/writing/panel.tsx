// panel: one matter of the article in the column beside the text: what it is, and what it is now, also while it is shut.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

interface PanelProps {
  title: string;
  /** In a few words, beside the title. */
  now?: ComponentChildren;
  /** Shown open at first. */
  open?: boolean;
  /** Something in it is wrong: it opens by itself. */
  wrong?: boolean;
  children: ComponentChildren;
}

export function Panel({ title, now, open, wrong, children }: PanelProps) {
  const [shown, show] = useState(open ?? false);
  useEffect(() => {
    if (wrong) show(true);
  }, [wrong]);
  return (
    <details class="panel" open={shown} onToggle={event => show(event.currentTarget.open)}>
      <summary>
        <h2>{title}</h2>
        {now && <span class="panel-now">{now}</span>}
      </summary>
      <div class="panel-body">{children}</div>
    </details>
  );
}
