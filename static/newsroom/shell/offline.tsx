// offline: says that there is no connection, for as long as there is none.
import { useEffect, useState } from "preact/hooks";
import { WifiOff } from "../kit/icon";
import { t } from "../words/words";

export function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    addEventListener("online", update);
    addEventListener("offline", update);
    return () => {
      removeEventListener("online", update);
      removeEventListener("offline", update);
    };
  }, []);
  return online;
}

export function Offline() {
  if (useOnline()) return null;
  return (
    <p class="notice warning offline" role="status">
      <WifiOff size={18} aria-hidden />
      {t("You are offline. What you write is kept in this browser, and is saved when the connection is back.")}
    </p>
  );
}
