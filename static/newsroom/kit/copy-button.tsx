// copy-button: puts a text where it can be pasted from, and says so.
import { useState } from "preact/hooks";
import { t } from "../words/words";
import { announce } from "./announce";
import { Button } from "./button";
import { Check, Copy } from "./icon";

export function CopyButton({ text, label }: { text: string; label: string }) {
  const [done, setDone] = useState(false);
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setDone(true);
      announce(t("Copied."));
      setTimeout(() => setDone(false), 3_000);
    } catch {
      announce(t("The browser does not allow it: please mark the text and copy it."));
    }
  }
  return (
    <Button kind="quiet" icon={done ? Check : Copy} onClick={() => void copy()}>
      {done ? t("Copied") : label}
    </Button>
  );
}
