// field: a label, what is filled in, a hint, and what the server found wrong with it. The child gets the id and what
// describes it: <Field label={t("Slug")} error={errors.slug}>{props => <input {...props} .../>}</Field>
import type { ComponentChildren, InputHTMLAttributes, SelectHTMLAttributes, TextareaHTMLAttributes } from "preact";
import { useId } from "preact/hooks";

export interface FieldInput {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean | undefined;
}

interface FieldProps {
  label: ComponentChildren;
  hint?: ComponentChildren;
  error?: string;
  /** For screen readers alone. */
  hideLabel?: boolean;
  children: (props: FieldInput) => ComponentChildren;
}

export function Field({ label, hint, error, hideLabel, children }: FieldProps) {
  const id = useId();
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ") || undefined;
  return (
    <div class={error ? "field wrong" : "field"}>
      <label for={id} class={hideLabel ? "unseen" : undefined}>
        {label}
      </label>
      {children({ id, "aria-describedby": described, "aria-invalid": error ? true : undefined })}
      {error && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

type Common = Omit<FieldProps, "children">;

export function TextField({ label, hint, error, hideLabel, ...rest }: Common & InputHTMLAttributes<HTMLInputElement>) {
  return <Field {...{ label, hint, error, hideLabel }}>{props => <input type="text" {...rest} {...props} />}</Field>;
}

export function TextAreaField({
  label,
  hint,
  error,
  hideLabel,
  ...rest
}: Common & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return <Field {...{ label, hint, error, hideLabel }}>{props => <textarea rows={4} {...rest} {...props} />}</Field>;
}

export function SelectField({
  label,
  hint,
  error,
  hideLabel,
  children,
  ...rest
}: Common & SelectHTMLAttributes<HTMLSelectElement> & { children: ComponentChildren }) {
  return (
    <Field {...{ label, hint, error, hideLabel }}>
      {props => (
        <select {...rest} {...props}>
          {children}
        </select>
      )}
    </Field>
  );
}

interface CheckFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: ComponentChildren;
  hint?: ComponentChildren;
  error?: string;
}

export function CheckField({ label, hint, error, ...rest }: CheckFieldProps) {
  const id = useId();
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ") || undefined;
  return (
    <div class={error ? "check wrong" : "check"}>
      <label>
        <input type="checkbox" aria-describedby={described} aria-invalid={error ? true : undefined} {...rest} />
        <span>{label}</span>
      </label>
      {error && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
