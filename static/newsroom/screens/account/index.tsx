// account: one's own name, password, application passwords and sessions.
import { useMe } from "../../rest/me";
import { t } from "../../words/words";
import { AppPasswords } from "./app-passwords";
import { PasswordForm } from "./password";
import { Profile } from "./profile";
import { SessionList } from "./session-list";

export default function Account() {
  const me = useMe();
  if (!me) return null;
  return (
    <>
      <header class="screen-head">
        <h1>{t("Your account")}</h1>
      </header>
      <div class="account">
        <Profile me={me} />
        <PasswordForm me={me} />
        <AppPasswords me={me} />
        <section aria-labelledby="sessions">
          <h2 id="sessions">{t("Where you are logged in")}</h2>
          <SessionList path="/broadsheet/v1/sessions" own />
        </section>
      </div>
    </>
  );
}
