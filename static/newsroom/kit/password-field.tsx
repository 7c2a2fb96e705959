// password-field: a password that can be looked at, and for a new one how strong its length makes it.
import type { ComponentChildren, InputHTMLAttributes } from "preact";
import { useState } from "preact/hooks";
import { t } from "../words/words";
import { Field } from "./field";

interface PasswordFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "value" | "onInput" | "onChange"> {
  label: ComponentChildren;
  hint?: ComponentChildren;
  error?: string;
  value: string;
  onValue: (value: string) => void;
  /** It is a new one: its strength is told. */
  rated?: boolean;
  /** Beside it: a button that makes one. */
  children?: ComponentChildren;
}

const GOOD = 12;
const STRONG = 16;

/** 0: none, 1: weak to 4: strong. Length is what counts; a row of one letter is no length. */
export function strengthOf(password: string): number {
  const length = Math.min([...password].length, 3 * new Set(password).size);
  if (length === 0) return 0;
  return length < 8 ? 1 : length < GOOD ? 2 : length < STRONG ? 3 : 4;
}

function wordsOf(strength: number): string {
  switch (strength) {
    case 0:
      return t("12 characters or more. Four or five words together are strong, and easy to keep in mind.");
    case 1:
      return t("Too easy to guess. Take 12 characters or more.");
    case 2:
      return t("Fair. 12 characters or more are better.");
    case 3:
      return t("Good.");
    default:
      return t("Strong.");
  }
}

// Without what looks alike; 20 of 54 are 115 bits.
const LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

export function makePassword(): string {
  const random = new Uint32Array(20);
  crypto.getRandomValues(random);
  return [...random].map((n, i) => (i && i % 5 === 0 ? "-" : "") + LETTERS[n % LETTERS.length]!).join("");
}

export function PasswordField(props: PasswordFieldProps) {
  const { label, hint, error, value, onValue, rated, children, ...rest } = props;
  const [shown, show] = useState(false);
  const strength = strengthOf(value);
  return (
    <Field
      label={label}
      error={error}
      hint={
        rated ? (
          <>
            <span class={`strength strength-${strength}`} aria-hidden="true" /> {wordsOf(strength)} {hint}
          </>
        ) : (
          hint
        )
      }
    >
      {field => (
        <div class="password">
          <input
            autocomplete={rated ? "new-password" : "current-password"}
            autocapitalize="none"
            spellcheck={false}
            dir="ltr"
            {...rest}
            type={shown ? "text" : "password"}
            value={value}
            onInput={event => onValue(event.currentTarget.value)}
            {...field}
          />
          <button type="button" class="button quiet" aria-pressed={shown} onClick={() => show(!shown)}>
            {shown ? t("Hide") : t("Show")}
          </button>
          {children}
        </div>
      )}
    </Field>
  );
}
