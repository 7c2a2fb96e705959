// edit: somebody else's account: who it is, what it may do, where it is logged in, and its end.
import { useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import { Button } from "../../kit/button";
import { CopyButton } from "../../kit/copy-button";
import { FormArea, FormField } from "../../kit/form-field";
import { useForm } from "../../kit/form";
import { makePassword, PasswordField } from "../../kit/password-field";
import { Failure, Loading, Notice } from "../../kit/states";
import { toast } from "../../kit/toast";
import { rest } from "../../rest/client";
import { messageOf } from "../../rest/error";
import { may, useMe } from "../../rest/me";
import { refresh, useItem } from "../../rest/queries";
import type { User } from "../../rest/types";
import { site } from "../../site";
import { formatDay, moment } from "../../words/time";
import { t } from "../../words/words";
import { userFieldOfCode } from "../account/codes";
import { SessionList } from "../account/session-list";
import { DeleteUser } from "./delete";
import { RoleField } from "./roles";

const readAgain = () =>
  Promise.all([refresh("/wp/v2/users"), refresh("/broadsheet/v1/roles"), refresh("/broadsheet/v1/users")]);

function Profile({ user }: { user: User }) {
  const form = useForm(
    {
      first_name: user.first_name ?? "",
      last_name: user.last_name ?? "",
      name: user.name,
      email: user.email ?? "",
      url: user.url,
      slug: user.slug,
      description: user.description,
      role: user.roles?.[0] ?? "",
    },
    { name: `user.${user.id}`, title: user.name, codes: { ...userFieldOfCode, rest_user_invalid_role: "role" } },
  );
  const { values, errors, set } = form;

  async function onSubmit(event: SubmitEvent) {
    event.preventDefault();
    const saved = await form.submit(async ({ role, ...changes }) => {
      await rest(`/wp/v2/users/${user.id}`, { method: "POST", body: role ? { ...changes, roles: [role] } : changes });
      await readAgain();
    });
    if (saved) toast(t("{name} is saved.", { name: values.name }));
  }

  return (
    <section aria-labelledby="profile">
      <h2 id="profile">{t("Profile")}</h2>
      <form ref={form.ref} onSubmit={event => void onSubmit(event)} noValidate autocomplete="off">
        {form.problem && <Notice kind="error">{form.problem}</Notice>}
        <RoleField value={values.role} error={errors.role ?? errors.roles} onChange={role => set("role", role)} />
        <div class="pair">
          <FormField form={form} name="first_name" label={t("First name")} />
          <FormField form={form} name="last_name" label={t("Last name")} />
        </div>
        <FormField form={form} name="name" label={t("Name that readers see")} />
        <FormField form={form} name="email" label={t("Email address")} type="email" dir="ltr" />
        <FormField form={form} name="url" label={t("Website")} type="url" dir="ltr" />
        <FormField
          form={form}
          name="slug"
          label={t("Address of the articles")}
          hint={t("The last part of the address of the list of articles by this person.")}
          dir="ltr"
        />
        <FormArea form={form} name="description" label={t("About this person")} />
        <p class="actions">
          <Button kind="primary" type="submit" busy={form.busy} disabled={!form.isChanged}>
            {t("Save the user")}
          </Button>
          {form.isChanged && <Button onClick={form.discard}>{t("Discard the changes")}</Button>}
        </p>
      </form>
    </section>
  );
}

function Password({ user }: { user: User }) {
  const [busy, setBusy] = useState(false);
  const form = useForm(
    { password: "" },
    { name: `user.${user.id}.password`, title: t("Password"), secret: ["password"], codes: userFieldOfCode },
  );

  async function onSubmit(event: SubmitEvent) {
    event.preventDefault();
    const saved = await form.submit(async changes => {
      await rest(`/wp/v2/users/${user.id}`, { method: "POST", body: changes });
      await readAgain();
    });
    if (saved) toast(t("{name} has a new password, and is logged out everywhere.", { name: user.name }));
  }

  async function sendLink() {
    setBusy(true);
    try {
      await rest(`/broadsheet/v1/users/${user.id}/password-link`, { method: "POST" });
      toast(t("A letter with a link to choose a password is on its way to {address}.", { address: user.email ?? "" }));
    } catch (error) {
      toast(messageOf(error), { kind: "error" });
    }
    setBusy(false);
  }

  return (
    <section aria-labelledby="password">
      <h2 id="password">{t("Password")}</h2>
      {site.lostPassword && (
        <p class="stacked">
          <Button busy={busy} onClick={() => void sendLink()}>
            {t("Send a link to choose a password")}
          </Button>
        </p>
      )}
      <form ref={form.ref} onSubmit={event => void onSubmit(event)} noValidate autocomplete="off">
        {form.problem && <Notice kind="error">{form.problem}</Notice>}
        <PasswordField
          label={t("New password")}
          rated
          value={form.values.password}
          error={form.errors.password}
          onValue={value => form.set("password", value)}
        >
          <Button onClick={() => form.set("password", makePassword())}>{t("Make one")}</Button>
          {form.values.password && <CopyButton text={form.values.password} label={t("Copy")} />}
        </PasswordField>
        <p class="actions">
          <Button type="submit" busy={form.busy} disabled={!form.values.password}>
            {t("Set the password")}
          </Button>
        </p>
      </form>
    </section>
  );
}

export default function EditUser({ params }: { params: Record<string, string | undefined> }) {
  const me = useMe();
  const [, go] = useLocation();
  const [deleting, setDeleting] = useState(false);
  const asked = useItem<User>(`/wp/v2/users/${params.id}`, { context: "edit" });
  if (asked.isError) return <Failure error={asked.error} onRetry={() => void asked.refetch()} />;
  if (!asked.data || !me) return <Loading />;
  const user = asked.data;
  return (
    <div class="user">
      <header class="screen-head">
        <h1>{user.name}</h1>
        <span class="quiet">
          {user.registered_date
            ? t("{login}, here since {day}", {
                login: user.username ?? "",
                day: formatDay(moment(user.registered_date)),
              })
            : user.username}
        </span>
        <Link href="/users">{t("All users")}</Link>
      </header>
      <div class="account">
        <Profile key={user.id} user={user} />
        <div>
          <Password user={user} />
          <section aria-labelledby="sessions">
            <h2 id="sessions">{t("Where {name} is logged in", { name: user.name })}</h2>
            <SessionList path={`/broadsheet/v1/users/${user.id}/sessions`} />
          </section>
          {may(me, "delete_users") && (
            <section aria-labelledby="end">
              <h2 id="end">{t("Delete the account")}</h2>
              <p class="stacked">{t("You are asked what is to become of the articles.")}</p>
              <Button kind="danger" onClick={() => setDeleting(true)}>
                {t("Delete {name}", { name: user.name })}
              </Button>
            </section>
          )}
        </div>
      </div>
      {deleting && (
        <DeleteUser
          user={user}
          onClose={() => setDeleting(false)}
          onDeleted={() => {
            setDeleting(false);
            go("/users");
          }}
        />
      )}
    </div>
  );
}
