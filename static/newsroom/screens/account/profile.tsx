// profile: who one is to colleagues and readers.
import { Button } from "../../kit/button";
import { FormArea, FormField } from "../../kit/form-field";
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
          <FormField form={form} name="first_name" label={t("First name")} autocomplete="given-name" />
          <FormField form={form} name="last_name" label={t("Last name")} autocomplete="family-name" />
        </div>
        <FormField form={form} name="name" label={t("Name that readers see")} autocomplete="name" />
        <FormField form={form} name="email" label={t("Email address")} type="email" dir="ltr" autocomplete="email" />
        {values.email !== me.email && (
          <PasswordField
            label={t("Your present password, for the new address")}
            value={values.current_password}
            error={errors.current_password}
            onValue={value => set("current_password", value)}
          />
        )}
        <FormField form={form} name="url" label={t("Website")} type="url" dir="ltr" autocomplete="url" />
        <FormArea
          form={form}
          name="description"
          label={t("About you")}
          hint={t("A few words that stand above the list of your articles.")}
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
