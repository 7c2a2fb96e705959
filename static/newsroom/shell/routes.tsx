// routes: from an address to its screen, fetched when it is first opened.
import { Component, type ComponentChildren, type ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Route, Switch } from "wouter-preact";
import { Button } from "../kit/button";
import { Empty, Failure, Loading } from "../kit/states";
import { RestError } from "../rest/error";
import { may } from "../rest/me";
import type { User } from "../rest/types";
import { site } from "../site";
import { t } from "../words/words";
import { screens, type Screen, type ScreenProps } from "./navigation";

const loaded = new Map<Screen, ComponentType<ScreenProps>>();

function Lazy({ screen, params }: { screen: Screen } & ScreenProps) {
  const [, redraw] = useState(0);
  const [error, setError] = useState<unknown>();
  const Loaded = loaded.get(screen);
  useEffect(() => {
    setError(undefined);
    document.title = `${screen.title()} · ${site.title}`;
    if (loaded.has(screen)) return;
    screen.load().then(
      module => {
        loaded.set(screen, module.default);
        redraw(n => n + 1);
      },
      // A newer server has other file names.
      () => setError(new RestError(0, "offline", "")),
    );
  }, [screen]);
  if (error) return <Failure error={error} onRetry={() => location.reload()} />;
  return Loaded ? <Loaded params={params} /> : <Loading />;
}

/** What breaks in one screen leaves the others usable. */
class Guarded extends Component<{ children: ComponentChildren }, { error?: unknown }> {
  state = { error: undefined as unknown };
  static getDerivedStateFromError(error: unknown) {
    return { error };
  }
  render() {
    if (!this.state.error) return this.props.children;
    return (
      <Empty whole title={t("Something in the newsroom broke.")}>
        <p class="quiet">{String(this.state.error)}</p>
        <p>
          <Button onClick={() => this.setState({ error: undefined })}>{t("Try again")}</Button>
        </p>
      </Empty>
    );
  }
}

function NotAllowed() {
  return (
    <Empty whole title={t("You may not see this.")}>
      <p class="quiet">{t("Your role does not include it. An administrator can change that.")}</p>
    </Empty>
  );
}

export function Routes({ me }: { me: User }) {
  return (
    <Switch>
      {screens.flatMap(screen =>
        [screen.path, ...(screen.also ?? [])].map(path => (
          <Route path={path} key={path}>
            {params => (
              <Guarded key={path}>
                {!screen.needs || may(me, screen.needs) ? (
                  <Lazy screen={screen} params={params as ScreenProps["params"]} />
                ) : (
                  <NotAllowed />
                )}
              </Guarded>
            )}
          </Route>
        )),
      )}
      <Route>
        <Empty whole title={t("There is no such place in the newsroom.")}>
          <p>
            <a href={`${site.base}/`}>{t("To the overview")}</a>
          </p>
        </Empty>
      </Route>
    </Switch>
  );
}
