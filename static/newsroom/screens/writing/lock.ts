// lock: says to others that this window has the article open (/broadsheet/v1/locks), hears that somebody took it over,
// and which version the server has.
import { useEffect, useRef, useState } from "preact/hooks";
import { rest } from "../../rest/client";
import { RestError } from "../../rest/error";

const RENEW_MS = 60_000;

export interface LockHolder {
  user: number;
  name: string;
  own: boolean;
  since_gmt: string;
}

interface Answer {
  held: boolean;
  lock: LockHolder | null;
  version: string;
  changed_by: { id: number; name: string } | null;
}

export type Hold =
  | { state: "asking" | "mine" | "none" }
  /** Somebody had it open before us. */
  | { state: "theirs"; holder: LockHolder }
  /** It was ours, and somebody took it. */
  | { state: "lost"; holder: LockHolder };

// The same for a window as long as it is open, also when the page is loaded anew.
function windowName(): string {
  const name = "broadsheet-window";
  let known = sessionStorage.getItem(name);
  if (!known) {
    known = Array.from(crypto.getRandomValues(new Uint8Array(12)), byte => byte.toString(16).padStart(2, "0")).join("");
    sessionStorage.setItem(name, known);
  }
  return known;
}

const ask = (id: number, body: Record<string, unknown>) =>
  rest<Answer>(`/broadsheet/v1/locks/${id}`, { method: "PUT", body: { key: windowName(), ...body } });

/** `onVersion` hears each time which version is there, and who made it. */
export function useLock(
  id: number | undefined,
  onVersion: (version: string, by: string) => void,
): { hold: Hold; takeOver: () => Promise<void> } {
  const [hold, setHold] = useState<Hold>({ state: id ? "asking" : "none" });
  const latest = useRef({ hold, onVersion });
  latest.current = { hold, onVersion };

  async function request(body: Record<string, unknown>) {
    if (!id) return;
    try {
      const { data } = await ask(id, body);
      setHold({ state: "mine" });
      latest.current.onVersion(data.version, data.changed_by?.name ?? "");
    } catch (error) {
      if (!(error instanceof RestError)) return;
      const holder = error.data.lock as LockHolder | undefined;
      if (error.status === 409 && holder) setHold({ state: body.renew ? "lost" : "theirs", holder });
      // Without an answer it stays as it was: If-Match guards what is there.
      else if (latest.current.hold.state === "asking") setHold({ state: "none" });
    }
  }

  useEffect(() => {
    if (!id) return;
    void request({});
    const renew = () => {
      const { state } = latest.current.hold;
      if (document.visibilityState === "visible" && (state === "mine" || state === "none"))
        void request({ renew: true });
    };
    // A window behind others keeps its lock for as long as the browser lets it.
    const timer = setInterval(() => latest.current.hold.state === "mine" && void request({ renew: true }), RENEW_MS);
    const release = () => {
      if (latest.current.hold.state !== "mine") return;
      void rest(`/broadsheet/v1/locks/${id}`, { method: "DELETE", body: { key: windowName() }, keepalive: true }).catch(
        () => {},
      );
    };
    const comeBack = (event: PageTransitionEvent) => event.persisted && void request({});
    addEventListener("focus", renew);
    document.addEventListener("visibilitychange", renew);
    addEventListener("pagehide", release);
    addEventListener("pageshow", comeBack);
    return () => {
      clearInterval(timer);
      removeEventListener("focus", renew);
      document.removeEventListener("visibilitychange", renew);
      removeEventListener("pagehide", release);
      removeEventListener("pageshow", comeBack);
      release();
    };
  }, [id]);

  return { hold, takeOver: () => request({ take_over: true }) };
}
