// error: why a request was not done, in words for the person who asked.
import { t } from "../words/words";

export class RestError extends Error {
  constructor(
    /** HTTP status; 0: no answer came. */
    readonly status: number,
    /** WordPress's code: "rest_invalid_param"; our own: "offline", "given_up". */
    readonly code: string,
    message: string,
    /** What is wrong with each field. */
    readonly params: Record<string, string> = {},
    readonly data: Record<string, unknown> = {},
  ) {
    super(message);
  }

  /** No answer: it may be sent again, and for reads that is done. */
  get offline(): boolean {
    return this.status === 0;
  }
}

interface ErrorBody {
  code?: string;
  message?: string;
  /** WordPress says null now and then. */
  data?:
    | (Record<string, unknown> & {
        params?: Record<string, unknown>;
        details?: Record<string, { message?: string }>;
      })
    | null;
}

export function errorOf(status: number, body: unknown): RestError {
  const { code, message, data: more } = (typeof body === "object" && body ? body : {}) as ErrorBody;
  const data = more ?? {};
  const params: Record<string, string> = {};
  for (const [name, reason] of Object.entries(data.params ?? {})) {
    params[name] = data.details?.[name]?.message ?? String(reason);
  }
  // Missing ones are listed by name alone.
  if (Array.isArray(data.params)) {
    for (const key of Object.keys(params)) delete params[key];
    for (const name of data.params) params[String(name)] = t("This is required.");
  }
  return new RestError(status, code ?? "unknown", message ?? wordsOf(status), params, data);
}

function wordsOf(status: number): string {
  if (status === 413) return t("This is too large for the server.");
  if (status === 507) return t("The server’s disk is full. Nothing was saved.");
  if (status >= 500) return t("The server could not do this. Nothing was changed; try again.");
  return t("The server did not accept this.");
}

/** Any failure as a sentence. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
