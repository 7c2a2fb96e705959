// new: a new account. Its password is made here, or chosen by its owner through a letter.
import { useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import { Button } from "../../kit/button";
import { CopyButton } from "../../kit/copy-button";
import { CheckField } from "../../kit/field";
import { FormField } from "../../kit/form-field";
import { useForm } from "../../kit/form";
import { makePassword, PasswordField } from "../../kit/password-field";
import { Notice } from "../../kit/states";
import { toast } from "../../kit/toast";
import { rest } from "../../rest/client";
import { messageOf } from "../../rest/error";
import { refresh } from "../../rest/queries";
import type { User } from "../../rest/types";
import { site } from "../../site";
import { t } from "../../words/words";
import { userFieldOfCode } from "../account/codes";
import { RoleField } from "./roles";

export default function NewUser() {
  const [, go] = useLocation();
  const sendsMail = Boolean(site.lostPassword);
  const [byLetter, setByLetter] = useState(sendsMail);
  const form = useForm(
    { username: "", email: "", name: "", role: "author", password: "" },
    {
      name: "new-user",
      title: t("New user"),
      secret: ["password"],
      codes: { ...userFieldOfCode, rest_user_invalid_role: "role" },
    },
  );
  const { values, errors, set } = form;

  async function create() {
    const { username, email, name, role, password } = values;
    const { data } = await rest<User>("/wp/v2/users", {
      method: "POST",
      // Nobody knows the password that is made for who gets a letter.
      body: {
        username,
        email,
        ...(name ? { name } : {}),
        roles: [role],
        password: byLetter ? makePassword() : password,
      },
    });
    await Promise.all([refresh("/wp/v2/users"), refresh("/broadsheet/v1/roles")]);
    if (!byLetter) return;
    try {
      await rest(`/broadsheet/v1/users/${data.id}/password-link`, { method: "POST" });
    } catch (error) {
      toast(messageOf(error), { kind: "error" });
    }
  }

  async function onSubmit(event: SubmitEvent) {
    event.preventDefault();
    if (!(await form.submit(create))) return;
    toast(
      byLetter
        ? t("{name} has an account, and gets a letter about it.", { name: values.name || values.username })
        : t("{name} has an account.", { name: values.name || values.username }),
    );
    go("/users");
  }

  return (
    <div class="user">
      <header class="screen-head">
        <h1>{t("New user")}</h1>
        <Link href="/users">{t("All users")}</Link>
      </header>
      <form class="narrow" ref={form.ref} onSubmit={event => void onSubmit(event)} noValidate autocomplete="off">
        {form.problem && <Notice kind="error">{form.problem}</Notice>}
        <FormField
          form={form}
          name="username"
          label={t("User name")}
          hint={t("For logging in. It stays as it is.")}
          maxLength={60}
          dir="ltr"
          autocapitalize="none"
          spellcheck={false}
          autocomplete="off"
        />
        <FormField form={form} name="email" label={t("Email address")} type="email" dir="ltr" autocomplete="off" />
        <FormField
          form={form}
          name="name"
          label={t("Name that readers see")}
          hint={t("Without one it is the user name.")}
          autocomplete="off"
        />
        <RoleField value={values.role} error={errors.role ?? errors.roles} onChange={role => set("role", role)} />
        {sendsMail && (
          <CheckField
            label={t("Send a letter with a link to choose a password")}
            checked={byLetter}
            onChange={event => setByLetter(event.currentTarget.checked)}
          />
        )}
        {!byLetter && (
          <PasswordField
            label={t("Password")}
            rated
            value={values.password}
            error={errors.password}
            onValue={value => set("password", value)}
          >
            <Button onClick={() => set("password", makePassword())}>{t("Make one")}</Button>
            {values.password && <CopyButton text={values.password} label={t("Copy")} />}
          </PasswordField>
        )}
        <p class="actions">
          <Button kind="primary" type="submit" busy={form.busy}>
            {t("Add the user")}
          </Button>
        </p>
      </form>
    </div>
  );
}
