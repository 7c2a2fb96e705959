// frame: what stands around each screen: the navigation, who is logged in, whether there is a connection.
import { useEffect, useRef, useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import { Avatar } from "../kit/avatar";
import { Button, IconButton } from "../kit/button";
import { Bars, Cross, ExternalLink, Keyboard, LogOut } from "../kit/icon";
import { useShortcuts } from "../kit/shortcuts";
import { Failure, Loading } from "../kit/states";
import { undoLast } from "../kit/toast";
import { may, useMe } from "../rest/me";
import { useItem } from "../rest/queries";
import { logOut } from "../rest/session";
import type { User } from "../rest/types";
import { site } from "../site";
import { t } from "../words/words";
import { HelpDialog } from "./help";
import { screens, type Screen } from "./navigation";
import { Offline } from "./offline";
import { Routes } from "./routes";

/** Is the address this screen's, or below it? */
function isCurrent(screen: Screen, location: string): boolean {
  return screen.path === "/" ? location === "/" : location === screen.path || location.startsWith(`${screen.path}/`);
}

function Navigation({ me }: { me: User }) {
  const [location] = useLocation();
  return (
    <nav class="navigation" aria-label={t("Newsroom")}>
      <ul>
        {screens
          .filter(screen => screen.icon && (!screen.needs || may(me, screen.needs)))
          .map(screen => {
            const Icon = screen.icon!;
            const Badge = screen.badge;
            return (
              <li key={screen.path}>
                <Link href={screen.path} aria-current={isCurrent(screen, location) ? "page" : undefined}>
                  <Icon size={18} aria-hidden />
                  <span>{screen.title()}</span>
                  {Badge && <Badge />}
                </Link>
              </li>
            );
          })}
      </ul>
    </nav>
  );
}

/** "g" and then a letter goes to a screen; the second key must come soon. */
function useGoKeys(me: User | undefined) {
  const [, go] = useLocation();
  const pending = useRef(0);
  useShortcuts(t("Go to"), [
    { keys: "g", words: t("then the letter of a screen"), run: () => (pending.current = Date.now()) },
  ]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "g" || Date.now() - pending.current > 1_500) return;
      pending.current = 0;
      const screen = screens.find(each => each.letter === event.key && (!each.needs || may(me, each.needs)));
      if (!screen) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      go(screen.path);
    };
    addEventListener("keydown", onKey, true);
    return () => removeEventListener("keydown", onKey, true);
  }, [me, go]);
}

export function Frame() {
  const me = useMe();
  const asked = useItem<User>("/wp/v2/users/me", { context: "edit" });
  const [location] = useLocation();
  const [open, setOpen] = useState(false);
  const [help, setHelp] = useState(false);
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);

  useGoKeys(me);
  useShortcuts(t("Everywhere"), [
    { keys: "?", words: t("This list"), run: () => setHelp(true) },
    { keys: "mod+z", words: t("Undo the last action"), run: () => void undoLast() },
    {
      keys: "/",
      words: t("Search"),
      run: () => document.querySelector<HTMLInputElement>("input[type=search]")?.focus(),
    },
  ]);

  // A new screen begins at its top, for eyes, keys and screen readers alike.
  useEffect(() => {
    // The same screen under another address: what was new has a number now.
    if ((history.state as { same?: boolean } | null)?.same) return;
    setOpen(false);
    if (isFirst.current) isFirst.current = false;
    else {
      scrollTo(0, 0);
      main.current?.focus();
    }
  }, [location]);

  return (
    <div class={open ? "frame open" : "frame"}>
      <a class="skip" href="#main" onClick={event => (event.preventDefault(), main.current?.focus())}>
        {t("Skip to the content")}
      </a>
      <div class="rail">
        <header class="top">
          <IconButton
            class="icon-button bars"
            label={open ? t("Close the navigation") : t("Open the navigation")}
            aria-expanded={open}
            icon={open ? Cross : Bars}
            onClick={() => setOpen(!open)}
          />
          <a class="site" href={site.home} target="_blank" title={t("Open the site")}>
            <span>{site.title}</span> <ExternalLink size={14} aria-hidden />
          </a>
        </header>
        <div class="side">
          {me && <Navigation me={me} />}
          <section class="person" aria-label={t("Your account")}>
            {me && (
              <Link href="/account" class="me">
                <Avatar name={me.name} /> <span>{me.name}</span>
              </Link>
            )}
            <div class="person-tools">
              <IconButton label={t("Keyboard shortcuts")} icon={Keyboard} onClick={() => setHelp(true)} />
              <Button kind="quiet" icon={LogOut} onClick={() => void logOut()}>
                {t("Log out")}
              </Button>
            </div>
          </section>
        </div>
      </div>
      <main id="main" ref={main} tabIndex={-1}>
        <Offline />
        {me ? (
          <Routes me={me} />
        ) : asked.isError ? (
          <Failure error={asked.error} onRetry={() => void asked.refetch()} />
        ) : (
          <Loading />
        )}
      </main>
      {help && <HelpDialog onClose={() => setHelp(false)} />}
    </div>
  );
}
