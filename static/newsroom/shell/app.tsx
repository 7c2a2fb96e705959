// app: log-in or frame, and the queries that all screens share.
import { QueryClientProvider } from "@tanstack/preact-query";
import { useEffect, useState } from "preact/hooks";
import { Router, type AroundNavHandler } from "wouter-preact";
import { Announcer } from "../kit/announce";
import { Toasts } from "../kit/toast";
import { queries } from "../rest/queries";
import { session } from "../rest/session";
import { site } from "../site";
import { Door, LogInDialog } from "./log-in";
import { Frame } from "./frame";
import { isGuarded, mayLeave } from "./leaving";

const aroundNav: AroundNavHandler = async (navigate, to, options) => {
  if (isGuarded() && !options?.replace && !(await mayLeave())) return;
  navigate(to, options);
};

export function App() {
  const [, redraw] = useState(0);
  useEffect(() => session.listen(() => redraw(n => n + 1)), []);
  return (
    <QueryClientProvider client={queries}>
      <Router base={site.base} aroundNav={aroundNav}>
        {session.user ? <Frame /> : <Door />}
        {session.expired && session.user > 0 && <LogInDialog />}
        <Toasts />
        <Announcer />
      </Router>
    </QueryClientProvider>
  );
}
