// form-field: a text of a form (kit/form.ts), with what is typed and what the server found wrong with it.
import type { ComponentProps } from "preact";
import { TextAreaField, TextField } from "./field";
import type { Form } from "./form";

interface Bound<T> {
  form: Form<T>;
  /** The field's name in the form's values, which must be a text. */
  name: keyof T & string;
}

type Given = "value" | "error" | "onInput" | "name" | "form";

function bind<T>({ form, name }: Bound<T>) {
  return {
    value: String(form.values[name]),
    error: form.errors[name],
    onInput: (event: { currentTarget: { value: string } }) =>
      form.set(name, event.currentTarget.value as T[typeof name]),
  };
}

export function FormField<T>({ form, name, ...rest }: Bound<T> & Omit<ComponentProps<typeof TextField>, Given>) {
  return <TextField {...rest} {...bind({ form, name })} />;
}

export function FormArea<T>({ form, name, ...rest }: Bound<T> & Omit<ComponentProps<typeof TextAreaField>, Given>) {
  return <TextAreaField {...rest} {...bind({ form, name })} />;
}
