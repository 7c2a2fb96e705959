// session: who is logged in, and the nonce that shows it. An expired session asks for the password in place; whoever
// waits for `renew()` goes on afterwards as if nothing had been.
import { site } from "../site";
import { t } from "../words/words";
import { errorOf, RestError } from "./error";

let nonce = site.nonce;
let user = site.user;
let renewing: Promise<void> | undefined;
type Listener = () => void;
const listeners = new Set<Listener>();
// Set while the log-in is shown over the app.
let askAgain: { resolve: Listener; reject: (error: Error) => void } | undefined;

const changed = () => listeners.forEach(listener => listener());

export const session = {
  get nonce() {
    return nonce;
  },
  /** 0: nobody. */
  get user() {
    return user;
  },
  /** The session has ended while somebody was working. */
  get expired() {
    return askAgain !== undefined;
  },
  /** Returns how to stop listening. */
  listen(listener: Listener): Listener {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  heard(fresh: string) {
    nonce = fresh;
  },
};

async function call(method: string, body?: unknown): Promise<{ user: number; nonce?: string }> {
  let response: Response;
  try {
    response = await fetch(`${site.rest}/broadsheet/v1/session`, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      headers: {
        ...(body ? { "Content-Type": "application/json" } : {}),
        ...(method === "DELETE" && nonce ? { "X-WP-Nonce": nonce } : {}),
      },
      body: body ? JSON.stringify(body) : undefined,
    });
  } catch {
    throw new RestError(0, "offline", t("There is no connection to the server."));
  }
  const answer = await response.json().catch(() => undefined);
  if (!response.ok) throw errorOf(response.status, answer);
  return answer;
}

export interface Credentials {
  username: string;
  password: string;
  remember: boolean;
}

export async function logIn(credentials: Credentials): Promise<void> {
  const answer = await call("POST", credentials);
  // Somebody else: nothing that was loaded for the other one may stay.
  if (user && answer.user !== user) {
    location.reload();
    return;
  }
  nonce = answer.nonce;
  user = answer.user;
  const waiting = askAgain;
  askAgain = undefined;
  waiting?.resolve();
  changed();
}

export async function logOut(): Promise<void> {
  await call("DELETE");
  location.assign(`${site.base}/`);
}

/** A fresh nonce; asks for the password when the session is over. One at a time, whoever calls. */
export function renew(): Promise<void> {
  renewing ??= (async () => {
    const answer = await call("GET");
    if (answer.user && (!user || answer.user === user)) {
      nonce = answer.nonce;
      user = answer.user;
      return;
    }
    if (answer.user) {
      location.reload();
      return;
    }
    await new Promise<void>((resolve, reject) => {
      askAgain = { resolve, reject };
      changed();
    });
  })().finally(() => (renewing = undefined));
  return renewing;
}
