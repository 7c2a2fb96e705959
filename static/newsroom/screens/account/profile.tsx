// profile: who one is to colleagues and readers.
import { Button } from "../../kit/button";
import { TextAreaField, TextField } from "../../kit/field";
import { useForm } from "../../kit/form";
import { PasswordField } from "../../kit/password-field";
import { Notice } from "../../kit/states";
import { toast } from "../../kit/toast";
import { rest } from "../../rest/client";
import { refresh } from "../../rest/queries";
import type { User } from "../../rest/types";
import { t } from "../../words/words";
import { userFieldOfCode } from "./codes";

export function Profile({ me }: { me: User }) {
  const form = useForm(
    {
      first_name: me.first_name ?? "",
      last_name: me.last_name ?? "",
      name: me.name,
      email: me.email ?? "",
      url: me.url,
      description: me.description,
      current_password: "",
    },
    { name: "profile", title: t("Profile"), secret: ["current_password"], codes: userFieldOfCode },
  );
  const { values, errors, set } = form;

  async function onSubmit(event: SubmitEvent) {
    event.preventDefault();
    const saved = await form.submit(async changes => {
      if (!("email" in changes)) delete changes.current_password;
      await rest("/wp/v2/users/me", { method: "POST", body: changes });
      await refresh("/wp/v2/users");
    });
    if (saved) toast(t("Your profile is saved."));
  }

  return (
    <section aria-labelledby="profile">
      <h2 id="profile">{t("Profile")}</h2>
      <form ref={form.ref} onSubmit={event => void onSubmit(event)} noValidate>
        {form.problem && <Notice kind="error">{form.problem}</Notice>}
        <div class="pair">
          <TextField
            label={t("First name")}
            value={values.first_name}
            error={errors.first_name}
            onInput={event => set("first_name", event.currentTarget.value)}
            autocomplete="given-name"
          />
          <TextField
            label={t("Last name")}
            value={values.last_name}
            error={errors.last_name}
            onInput={event => set("last_name", event.currentTarget.value)}
            autocomplete="family-name"
          />
        </div>
        <TextField
          label={t("Name that readers see")}
          value={values.name}
          error={errors.name}
          onInput={event => set("name", event.currentTarget.value)}
          autocomplete="name"
        />
        <TextField
          label={t("Email address")}
          type="email"
          dir="ltr"
          value={values.email}
          error={errors.email}
          onInput={event => set("email", event.currentTarget.value)}
          autocomplete="email"
        />
        {values.email !== me.email && (
          <PasswordField
            label={t("Your present password, for the new address")}
            value={values.current_password}
            error={errors.current_password}
            onValue={value => set("current_password", value)}
          />
        )}
        <TextField
          label={t("Website")}
          type="url"
          dir="ltr"
          value={values.url}
          error={errors.url}
          onInput={event => set("url", event.currentTarget.value)}
          autocomplete="url"
        />
        <TextAreaField
          label={t("About you")}
          hint={t("A few words that stand above the list of your articles.")}
          value={values.description}
          error={errors.description}
          onInput={event => set("description", event.currentTarget.value)}
        />
        <p class="actions">
          <Button kind="primary" type="submit" busy={form.busy} disabled={!form.isChanged}>
            {t("Save the profile")}
          </Button>
          {form.isChanged && <Button onClick={form.discard}>{t("Discard the changes")}</Button>}
        </p>
      </form>
    </section>
  );
}
