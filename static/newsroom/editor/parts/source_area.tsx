// source_area: the text as its source, in a field as tall as it needs.
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../../words/words";

interface SourceAreaProps {
  value: string;
  kind: "markdown" | "html";
  note?: string;
  language?: string;
  disabled: boolean;
  labelledBy?: string;
  onInput: (value: string) => void;
  onLeave: () => void;
}

export function SourceArea({ value, kind, note, language, disabled, labelledBy, onInput, onLeave }: SourceAreaProps) {
  const ref = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const kindId = `${id}-kind`;
  useEffect(() => {
    const area = ref.current!;
    const grow = () => {
      area.style.height = "auto";
      area.style.height = `${area.scrollHeight + 4}px`;
    };
    // Browsers that can do it alone are left to it: measuring a long text takes time.
    if (!CSS.supports("field-sizing", "content")) grow();
  }, [value]);
  return (
    <div class="editor-source">
      {note && (
        <p class="hint" id={`${id}-note`}>
          {note}
        </p>
      )}
      <span class="unseen" id={kindId}>
        {kind === "html" ? t("HTML source") : t("Markdown source")}
      </span>
      <textarea
        ref={ref}
        class="source"
        dir={kind === "html" ? "ltr" : "auto"}
        lang={language}
        spellcheck={kind === "markdown"}
        autocapitalize="off"
        readOnly={disabled}
        aria-labelledby={labelledBy ? `${labelledBy} ${kindId}` : kindId}
        aria-describedby={note ? `${id}-note` : undefined}
        value={value}
        onInput={event => onInput(event.currentTarget.value)}
        onBlur={onLeave}
      />
    </div>
  );
}
