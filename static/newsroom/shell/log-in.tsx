// log-in: the door of the app, and the same form over a screen whose session has ended: nothing typed there is lost.
import { useRef, useState } from "preact/hooks";
import { Button } from "../kit/button";
import { Dialog } from "../kit/dialog";
import { CheckField, TextField } from "../kit/field";
import { Notice } from "../kit/states";
import { messageOf } from "../rest/error";
import { useMe } from "../rest/me";
import { logIn } from "../rest/session";
import { site } from "../site";
import { t } from "../words/words";

function LogInForm({ username, again }: { username?: string; again?: boolean }) {
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  async function onSubmit(event: SubmitEvent) {
    event.preventDefault();
    if (busy) return;
    const data = new FormData(form.current!);
    setBusy(true);
    setError("");
    try {
      await logIn({
        username: username ?? String(data.get("log")),
        password: String(data.get("pwd")),
        remember: data.has("rememberme"),
      });
    } catch (reason) {
      setError(messageOf(reason));
      form.current?.querySelector<HTMLInputElement>("[name=pwd]")?.select();
    }
    setBusy(false);
  }

  return (
    <form ref={form} onSubmit={onSubmit} action={`${site.home}wp-login.php`} method="post">
      {error && <Notice kind="error">{error}</Notice>}
      <TextField
        label={t("Name or email address")}
        name="log"
        defaultValue={username}
        readOnly={Boolean(username)}
        maxLength={200}
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
        dir="ltr"
        required
        autofocus={!again}
      />
      <TextField
        label={t("Password")}
        type="password"
        name="pwd"
        autocomplete="current-password"
        dir="ltr"
        required
        autofocus={again}
      />
      <CheckField label={t("Keep me logged in on this device")} name="rememberme" />
      <p class="actions">
        <Button kind="primary" type="submit" busy={busy}>
          {t("Log in")}
        </Button>
        {site.lostPassword && <a href={site.lostPassword}>{t("Lost your password?")}</a>}
      </p>
    </form>
  );
}

export function Door() {
  return (
    <main class="door">
      <p class="door-title">
        <a href={site.home}>{site.title}</a>
      </p>
      <h1>{t("Log in")}</h1>
      <LogInForm />
    </main>
  );
}

export function LogInDialog() {
  const me = useMe();
  return (
    <Dialog title={t("Please log in again")} onClose={() => {}} firm>
      <p>{t("Your session has ended. What you were writing is still here, and is saved as soon as you are back.")}</p>
      <LogInForm username={me?.username} again />
      {me && (
        <p class="quiet">
          <a href={`${site.base}/`}>{t("I am somebody else")}</a>
        </p>
      )}
    </Dialog>
  );
}
