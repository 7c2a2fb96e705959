// upload: a file's way to the server, with what can be told before it goes and while it does.
import { formatNumber, t } from "../words/words";
import { restUrl } from "./client";
import { errorOf, RestError } from "./error";
import { pictureSize } from "./picture-size";
import { queries } from "./queries";
import { rest } from "./client";
import { renew, session } from "./session";

export interface UploadLimits {
  max_bytes: number;
  max_pixels: number;
  types: { ending: string; mime: string }[];
}

const MEGABYTE = 1024 * 1024;

/** What the server takes; asked once. */
export function uploadLimits(): Promise<UploadLimits> {
  const path = "/broadsheet/v1/media/limits";
  return queries.fetchQuery({
    queryKey: [path, {}],
    queryFn: async ({ signal }) => (await rest<UploadLimits>(path, { signal })).data,
    staleTime: Infinity,
  });
}

/** "12.4 MB", "640 kB". */
export function formatBytes(bytes: number): string {
  if (bytes >= 10 * MEGABYTE) return t("{n} MB", { n: Math.round(bytes / MEGABYTE) });
  if (bytes >= MEGABYTE) return t("{n} MB", { n: Math.round((bytes * 10) / MEGABYTE) / 10 });
  return t("{n} kB", { n: Math.max(1, Math.round(bytes / 1024)) });
}

function refusal(code: string, words: string): RestError {
  return new RestError(413, code, words);
}

/** Throws a RestError in words when the server would not take the file: nothing is sent then. */
export async function checkFile(file: File): Promise<void> {
  const limits = await uploadLimits();
  const { name } = file;
  if (file.size > limits.max_bytes)
    throw refusal(
      "too_large",
      t("{name} is too large: it has {size}, and {most} at most are taken.", {
        name,
        size: formatBytes(file.size),
        most: formatBytes(limits.max_bytes),
      }),
    );
  if (file.size === 0) throw refusal("empty", t("{name} is empty.", { name }));
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  if (!ending || !limits.types.some(type => type.ending === ending))
    throw refusal("type", t("{name} is of a type that is not taken.", { name }));
  const size = await pictureSize(file);
  if (size && size.width * size.height > limits.max_pixels)
    throw refusal(
      "too_many_pixels",
      t("{name} has too many pixels: {width} × {height}. Make it smaller first: {most} million are taken.", {
        name,
        width: size.width,
        height: size.height,
        most: formatNumber(limits.max_pixels / 1_000_000),
      }),
    );
}

export interface UploadOptions {
  /** From 0 to 1; 1 while the server works on it. */
  onProgress?: (part: number) => void;
  signal?: AbortSignal;
  /** Further fields of the form. */
  fields?: Record<string, string>;
}

// fetch() tells nothing of a body that is on its way.
function send(path: string, file: File, options: UploadOptions): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    for (const [name, value] of Object.entries(options.fields ?? {})) form.append(name, value);
    form.append("file", file, file.name);
    request.open("POST", restUrl(path));
    request.setRequestHeader("Accept", "application/json");
    if (session.nonce) request.setRequestHeader("X-WP-Nonce", session.nonce);
    request.upload.onprogress = event => event.lengthComputable && options.onProgress?.(event.loaded / event.total);
    request.onload = () => {
      const fresh = request.getResponseHeader("X-WP-Nonce");
      if (fresh) session.heard(fresh);
      let body: unknown;
      try {
        body = JSON.parse(request.responseText);
      } catch {
        body = undefined;
      }
      resolve({ status: request.status, body });
    };
    request.onerror = () => reject(new RestError(0, "offline", t("There is no connection to the server.")));
    request.onabort = () => reject(new DOMException("aborted", "AbortError"));
    const abort = () => request.abort();
    options.signal?.addEventListener("abort", abort, { once: true });
    request.onloadend = () => options.signal?.removeEventListener("abort", abort);
    if (options.signal?.aborted) request.onabort(new ProgressEvent("abort"));
    else request.send(form);
  });
}

/** Sends one file, after checkFile(). Throws RestError, or AbortError when it was taken back. */
export async function upload<T>(path: string, file: File, options: UploadOptions = {}): Promise<T> {
  await checkFile(file);
  for (let attempt = 0; ; attempt++) {
    const { status, body } = await send(path, file, options);
    if (status >= 200 && status < 300) return body as T;
    const error = errorOf(status, body);
    const expired = error.status === 401 || error.code === "rest_cookie_invalid_nonce";
    if (error.status === 415 && error.code.startsWith("rest_upload_"))
      throw refusal(error.code, t("{name} is damaged, or not what its name says.", { name: file.name }));
    if (attempt > 1 || !expired) throw error;
    await renew();
  }
}
