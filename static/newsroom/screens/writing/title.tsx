// title: one paragraph that grows with what is written; Enter goes on to the text.
import { useLayoutEffect, useRef } from "preact/hooks";
import { Field } from "../../kit/field";
import { t } from "../../words/words";

interface TitleProps {
  value: string;
  error?: string;
  readOnly: boolean;
  autofocus: boolean;
  onInput: (title: string) => void;
  onEnter: () => void;
}

export function Title({ value, error, readOnly, autofocus, onInput, onEnter }: TitleProps) {
  const area = useRef<HTMLTextAreaElement>(null);

  useLayoutEffect(() => {
    const fit = () => {
      const { style, offsetHeight, clientHeight } = area.current!;
      style.height = "auto";
      style.height = `${area.current!.scrollHeight + offsetHeight - clientHeight}px`;
    };
    fit();
    addEventListener("resize", fit);
    return () => removeEventListener("resize", fit);
  }, [value]);

  return (
    <Field label={t("Title")} hideLabel error={error}>
      {props => (
        <textarea
          {...props}
          ref={area}
          class="title-field"
          rows={1}
          placeholder={t("Title")}
          value={value}
          readOnly={readOnly}
          dir="auto"
          autofocus={autofocus}
          // What is pasted may bring line breaks, which no title has.
          onInput={event => onInput(event.currentTarget.value.replace(/\s*\n\s*/g, " "))}
          onKeyDown={event => {
            if (event.key !== "Enter" || event.isComposing) return;
            event.preventDefault();
            onEnter();
          }}
        />
      )}
    </Field>
  );
}
