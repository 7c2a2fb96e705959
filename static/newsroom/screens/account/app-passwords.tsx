// app-passwords: passwords of programs: made here and shown once, each taken back alone.
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../kit/button";
import { CopyButton } from "../../kit/copy-button";
import { Confirm } from "../../kit/dialog";
import { TextField } from "../../kit/field";
import { useForm } from "../../kit/form";
import { Failure, Loading, Notice } from "../../kit/states";
import { toast } from "../../kit/toast";
import { rest } from "../../rest/client";
import { messageOf } from "../../rest/error";
import { refresh, useItem } from "../../rest/queries";
import type { User } from "../../rest/types";
import { site } from "../../site";
import { formatAgo, formatDay, moment } from "../../words/time";
import { t } from "../../words/words";

interface AppPassword {
  uuid: string;
  name: string;
  password?: string;
  created: string;
  last_used: string | null;
  last_ip: string | null;
}

const PATH = "/wp/v2/users/me/application-passwords";

function Made({ made, me, onClose }: { made: AppPassword; me: User; onClose: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [made.uuid]);
  const password = made.password ?? "";
  const line = `curl --user '${me.username}:${password}' ${location.origin}${site.rest}/wp/v2/users/me`;
  return (
    <div class="made">
      <h3 ref={heading} tabIndex={-1}>
        {t("The password of “{name}”", { name: made.name })}
      </h3>
      <p>{t("Copy it now: it is shown this once.")}</p>
      <p class="secret">
        <code>{password}</code>
        <CopyButton text={password} label={t("Copy the password")} />
      </p>
      <p>{t("To try it:")}</p>
      <p class="secret">
        <code>{line}</code>
        <CopyButton text={line} label={t("Copy the line")} />
      </p>
      <p>
        <Button onClick={onClose}>{t("I have it")}</Button>
      </p>
    </div>
  );
}

function Line({ password, onRevoke }: { password: AppPassword; onRevoke: () => void }) {
  return (
    <li>
      <p class="thing">
        <strong>{password.name}</strong>
        <span class="quiet">
          {password.last_used
            ? t("Used {when} from {address}", {
                when: formatAgo(moment(password.last_used)),
                address: password.last_ip ?? "?",
              })
            : t("Never used")}
          {" · "}
          {t("Made on {day}", { day: formatDay(moment(password.created)) })}
        </span>
      </p>
      <Button kind="danger" aria-label={t("Revoke {name}", { name: password.name })} onClick={onRevoke}>
        {t("Revoke")}
      </Button>
    </li>
  );
}

export function AppPasswords({ me }: { me: User }) {
  const asked = useItem<AppPassword[]>(PATH, { context: "edit" });
  const form = useForm(
    { name: "" },
    {
      name: "app-password",
      title: t("Application passwords"),
      codes: { application_password_duplicate_name: "name" },
    },
  );
  const [made, setMade] = useState<AppPassword>();
  // The password that is to be revoked, or all.
  const [revoking, setRevoking] = useState<AppPassword | "all">();
  const [busy, setBusy] = useState(false);

  async function onCreate(event: SubmitEvent) {
    event.preventDefault();
    await form.submit(async () => {
      const answer = await rest<AppPassword>(PATH, { method: "POST", body: form.values });
      setMade(answer.data);
      await refresh(PATH);
    });
  }

  async function revoke() {
    setBusy(true);
    try {
      await rest(revoking === "all" ? PATH : `${PATH}/${revoking!.uuid}`, { method: "DELETE" });
      toast(
        revoking === "all"
          ? t("All application passwords are revoked.")
          : t("“{name}” is revoked: its program is locked out.", { name: revoking!.name }),
      );
      setMade(undefined);
      await refresh(PATH);
    } catch (error) {
      toast(messageOf(error), { kind: "error" });
    }
    setBusy(false);
    setRevoking(undefined);
  }

  const list = asked.data ?? [];
  return (
    <section aria-labelledby="app-passwords">
      <h2 id="app-passwords">{t("Application passwords")}</h2>
      <p class="quiet">
        {t(
          "A program that works for you gets a password of its own, so that it never learns yours and can be locked out alone.",
        )}
      </p>
      {made && <Made made={made} me={me} onClose={() => setMade(undefined)} />}
      {asked.isError ? (
        <Failure error={asked.error} onRetry={() => void asked.refetch()} />
      ) : !asked.data ? (
        <Loading />
      ) : list.length === 0 ? (
        <p class="none">{t("There are none.")}</p>
      ) : (
        <ul class="things">
          {list.map(each => (
            <Line key={each.uuid} password={each} onRevoke={() => setRevoking(each)} />
          ))}
        </ul>
      )}
      <form class="one-line" ref={form.ref} onSubmit={event => void onCreate(event)} noValidate>
        {form.problem && <Notice kind="error">{form.problem}</Notice>}
        <TextField
          label={t("Name of the program")}
          value={form.values.name}
          error={form.errors.name}
          maxLength={250}
          onInput={event => form.set("name", event.currentTarget.value)}
          autocomplete="off"
        />
        <p class="actions">
          <Button type="submit" busy={form.busy} disabled={!form.values.name.trim()}>
            {t("Make a password")}
          </Button>
          {list.length > 1 && (
            <Button kind="danger" onClick={() => setRevoking("all")}>
              {t("Revoke all")}
            </Button>
          )}
        </p>
      </form>
      {revoking && (
        <Confirm
          title={
            revoking === "all" ? t("Revoke all application passwords?") : t("Revoke “{name}”?", { name: revoking.name })
          }
          action={t("Revoke")}
          danger
          busy={busy}
          onConfirm={() => void revoke()}
          onClose={() => setRevoking(undefined)}
        >
          <p>{t("Who uses it is locked out at once. This cannot be undone; a new password can be made.")}</p>
        </Confirm>
      )}
    </section>
  );
}
