// form: what is typed into a form over what was loaded: which of it is changed, what the server found wrong with it. What
// is not saved yet is kept by this window, so that neither a reload nor a look at another screen loses it.
import { useEffect, useRef, useState } from "preact/hooks";
import { RestError } from "../rest/error";
import { session } from "../rest/session";
import { t } from "../words/words";
import { toast } from "./toast";

interface FormOptions<T> {
  /** Where unsaved values are kept: "settings.mail". */
  name: string;
  /** Said when the screen is left with unsaved values: t("Mail"). */
  title: string;
  /** Never kept: passwords. */
  secret?: (keyof T & string)[];
  /** Refusals whose code names a field, where the server's answer does not: { existing_user_email: "email" }. */
  codes?: Record<string, string>;
}

export interface Form<T> {
  /** Loaded values with what was typed over them. */
  values: T;
  /** By field, in words. */
  errors: Record<string, string>;
  /** What is wrong and belongs to no field. */
  problem: string;
  busy: boolean;
  isChanged: boolean;
  changes: Partial<T>;
  set: <K extends keyof T & string>(field: K, value: T[K]) => void;
  /** Back to what is loaded. */
  discard: () => void;
  /** Sends the changes; true when they were taken. What was typed stays until then. */
  submit: (send: (changes: Partial<T>) => Promise<void>) => Promise<boolean>;
  /** Of the <form>: the first wrong field gets the focus. */
  ref: { current: HTMLFormElement | null };
}

const same = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b);

function read<T>(key: string): Partial<T> {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "{}") as Partial<T>;
  } catch {
    return {};
  }
}

function write(key: string, values: object) {
  try {
    if (Object.keys(values).length) sessionStorage.setItem(key, JSON.stringify(values));
    else sessionStorage.removeItem(key);
  } catch {
    // No room: then it is not kept.
  }
}

export function useForm<T extends object>(loaded: T, options: FormOptions<T>): Form<T> {
  const { name, title, secret = [], codes = {} } = options;
  const key = `form.${session.user}.${name}`;
  const [typed, setTyped] = useState<Partial<T>>(() => read<T>(key));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const ref = useRef<HTMLFormElement | null>(null);

  const changes = Object.fromEntries(
    Object.entries(typed).filter(([field, value]) => !same(value, loaded[field as keyof T])),
  ) as Partial<T>;
  const isChanged = Object.keys(changes).length > 0;

  const latest = useRef(false);
  latest.current = isChanged;
  useEffect(
    () => () => {
      if (latest.current) toast(t("“{title}” has changes that are not saved. They are kept here.", { title }));
    },
    [],
  );
  useEffect(() => {
    if (Object.keys(errors).length) ref.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [errors]);

  function keep(next: Partial<T>) {
    setTyped(next);
    write(key, Object.fromEntries(Object.entries(next).filter(([field]) => !(secret as string[]).includes(field))));
  }

  function set<K extends keyof T & string>(field: K, value: T[K]) {
    keep({ ...typed, [field]: value });
    if (errors[field]) setErrors(({ [field]: _, ...others }) => others);
  }

  function discard() {
    keep({});
    setErrors({});
    setProblem("");
  }

  async function submit(send: (changes: Partial<T>) => Promise<void>): Promise<boolean> {
    if (busy) return false;
    setBusy(true);
    setProblem("");
    setErrors({});
    try {
      await send(changes);
      keep({});
      return true;
    } catch (error) {
      if (!(error instanceof RestError)) throw error;
      const field = codes[error.code];
      const found = Object.keys(error.params).length ? error.params : field ? { [field]: error.message } : {};
      setErrors(found);
      const shown = Object.keys(found).some(each => each in loaded);
      setProblem(shown ? "" : (Object.values(found)[0] ?? error.message));
      return false;
    } finally {
      setBusy(false);
    }
  }

  return { values: { ...loaded, ...typed }, errors, problem, busy, isChanged, changes, set, discard, submit, ref };
}
