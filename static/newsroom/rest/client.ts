// client: the way to the REST API. Adds the nonce, tells failures as RestError, and logs in again in place when the
// session has ended: the request is then sent once more.
import { site } from "../site";
import { t } from "../words/words";
import { errorOf, RestError } from "./error";
import { renew, session } from "./session";

type Scalar = string | number | boolean;
export type Query = Record<string, Scalar | Scalar[] | undefined>;

export interface RestRequest {
  method?: "GET" | "OPTIONS" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Lists are sent as "1,2,3"; undefined and "" are left out. */
  query?: Query;
  /** Sent as JSON, or as it is when it is a form or a file. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Goes on when the page is left. */
  keepalive?: boolean;
}

export interface RestAnswer<T> {
  data: T;
  headers: Headers;
  status: number;
}

/** "/wp/v2/posts?status=draft" below the API's root. */
export function restUrl(path: string, query: Query = {}): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) continue;
    pairs.set(name, Array.isArray(value) ? value.join(",") : String(value));
  }
  const text = pairs.toString();
  return site.rest + path + (text ? `?${text}` : "");
}

const isRaw = (body: unknown): body is BodyInit =>
  body instanceof FormData || body instanceof Blob || body instanceof URLSearchParams;

async function send(path: string, request: RestRequest): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", ...request.headers };
  if (session.nonce) headers["X-WP-Nonce"] = session.nonce;
  let body: BodyInit | undefined;
  if (isRaw(request.body)) body = request.body;
  else if (request.body !== undefined) {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(request.body);
  }
  try {
    return await fetch(restUrl(path, request.query), {
      method: request.method ?? "GET",
      credentials: "same-origin",
      headers,
      body,
      signal: request.signal,
      keepalive: request.keepalive,
    });
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw new RestError(0, "offline", t("There is no connection to the server."));
  }
}

/** The session or its nonce is over: not a matter of what this person may do. */
function isExpired(error: RestError): boolean {
  return error.status === 401 || error.code === "rest_cookie_invalid_nonce";
}

/** Throws RestError; an aborted request throws what fetch throws. */
export async function rest<T = unknown>(path: string, request: RestRequest = {}): Promise<RestAnswer<T>> {
  for (let attempt = 0; ; attempt++) {
    const response = await send(path, request);
    const fresh = response.headers.get("X-WP-Nonce");
    if (fresh) session.heard(fresh);
    const text = await response.text().catch(() => "");
    let data: unknown;
    try {
      data = text ? JSON.parse(text) : undefined;
    } catch {
      data = undefined;
    }
    if (response.ok || response.status === 304)
      return { data: data as T, headers: response.headers, status: response.status };
    const error = errorOf(response.status, data);
    if (attempt > 1 || !isExpired(error)) throw error;
    await renew();
  }
}

export interface List<T> {
  items: T[];
  total: number;
  pages: number;
}

/** A list with its totals. */
export async function restList<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<List<T>> {
  const { data, headers } = await rest<T[]>(path, { query, signal });
  return {
    items: data,
    total: Number(headers.get("X-WP-Total") ?? data.length),
    pages: Number(headers.get("X-WP-TotalPages") ?? 1),
  };
}
