// password: a new one for the one of now. The other sessions of the account end with it.
import { Button } from "../../kit/button";
import { useForm } from "../../kit/form";
import { PasswordField } from "../../kit/password-field";
import { Notice } from "../../kit/states";
import { toast } from "../../kit/toast";
import { rest } from "../../rest/client";
import { refresh } from "../../rest/queries";
import type { User } from "../../rest/types";
import { t } from "../../words/words";
import { userFieldOfCode } from "./codes";

export function PasswordForm({ me }: { me: User }) {
  const form = useForm(
    { current_password: "", password: "" },
    {
      name: "password",
      title: t("Password"),
      secret: ["current_password", "password"],
      codes: userFieldOfCode,
    },
  );
  const { values, errors, set } = form;

  async function onSubmit(event: SubmitEvent) {
    event.preventDefault();
    const saved = await form.submit(async () => {
      await rest("/wp/v2/users/me", { method: "POST", body: values });
      await refresh("/broadsheet/v1/sessions");
    });
    if (saved) toast(t("Your password is changed. Everywhere else you are logged out."));
  }

  return (
    <section aria-labelledby="password">
      <h2 id="password">{t("Password")}</h2>
      <form ref={form.ref} onSubmit={event => void onSubmit(event)} noValidate>
        {form.problem && <Notice kind="error">{form.problem}</Notice>}
        {/* For password managers: whose password it is. */}
        <input
          type="text"
          class="unseen"
          autocomplete="username"
          value={me.username}
          readOnly
          tabIndex={-1}
          aria-hidden
        />
        <PasswordField
          label={t("Present password")}
          value={values.current_password}
          error={errors.current_password}
          onValue={value => set("current_password", value)}
        />
        <PasswordField
          label={t("New password")}
          rated
          value={values.password}
          error={errors.password}
          onValue={value => set("password", value)}
        />
        <p class="actions">
          <Button kind="primary" type="submit" busy={form.busy} disabled={!values.password || !values.current_password}>
            {t("Change the password")}
          </Button>
        </p>
      </form>
    </section>
  );
}
