// privacy: what is held of a person: to be handed out, and to be erased.
import { useState } from "preact/hooks";
import { Button } from "../../kit/button";
import { Confirm } from "../../kit/dialog";
import { CheckField, TextField } from "../../kit/field";
import { Notice } from "../../kit/states";
import { rest } from "../../rest/client";
import { messageOf } from "../../rest/error";
import { refresh } from "../../rest/queries";
import { t, tn } from "../../words/words";

interface Part {
  comments: unknown[];
  next: string | null;
  [more: string]: unknown;
}

const PATH = "/broadsheet/v1/privacy";

/** All of it, however many comments there are. */
async function readAll(email: string): Promise<Part> {
  const { data: whole } = await rest<Part>(PATH, { query: { email } });
  for (let from = whole.next; from;) {
    const { data } = await rest<Part>(PATH, { query: { email, from } });
    whole.comments.push(...data.comments);
    from = data.next;
  }
  const { next: _, ...all } = whole;
  return all as Part;
}

function save(name: string, text: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function Privacy() {
  const [email, setEmail] = useState("");
  const [problem, setProblem] = useState("");
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState("");
  const [asking, setAsking] = useState(false);
  const [keep, setKeep] = useState(false);

  async function act(what: string, work: () => Promise<string>) {
    if (busy) return;
    setBusy(what);
    setProblem("");
    setSaid("");
    try {
      setSaid(await work());
    } catch (error) {
      setProblem(messageOf(error));
    }
    setBusy("");
    setAsking(false);
  }

  async function handOut(): Promise<string> {
    const all = await readAll(email.trim());
    save(`${email.trim()}.json`, JSON.stringify(all, null, 2));
    return all.account
      ? tn(
          "An account and {n} comment are in the file.",
          "An account and {n} comments are in the file.",
          all.comments.length,
        )
      : tn("{n} comment is in the file.", "{n} comments are in the file.", all.comments.length);
  }

  async function erase(): Promise<string> {
    const { data } = await rest<{ comments: number; account: "deleted" | "kept" | "none" }>(`${PATH}/erase`, {
      method: "POST",
      body: { email: email.trim(), account: keep ? "keep" : "delete" },
    });
    await Promise.all([refresh("/wp/v2/users"), refresh("/wp/v2/comments")]);
    const comments = tn("{n} comment is anonymous now.", "{n} comments are anonymous now.", data.comments);
    if (data.account === "deleted") return `${comments} ${t("The account is deleted.")}`;
    if (data.account === "kept") return `${comments} ${t("The account is kept.")}`;
    return comments;
  }

  return (
    <div class="stacked">
      <h3>{t("What is held of a person")}</h3>
      <TextField
        label={t("Email address of the person")}
        type="email"
        dir="ltr"
        autocomplete="off"
        value={email}
        onInput={event => setEmail(event.currentTarget.value)}
      />
      {problem && <Notice kind="error">{problem}</Notice>}
      {said && <Notice>{said}</Notice>}
      <p class="actions">
        <Button busy={busy === "export"} disabled={!email.trim()} onClick={() => void act("export", handOut)}>
          {t("Download what is held")}
        </Button>
        <Button kind="danger" disabled={!email.trim()} onClick={() => setAsking(true)}>
          {t("Erase the person")}
        </Button>
      </p>
      {asking && (
        <Confirm
          title={t("Erase what is held of {email}?", { email: email.trim() })}
          action={t("Erase")}
          danger
          busy={busy === "erase"}
          onConfirm={() => void act("erase", erase)}
          onClose={() => setAsking(false)}
        >
          <p>
            {t(
              "Comments stay without name and address, letters are deleted, and so is the account. This cannot be undone.",
            )}
          </p>
          <CheckField
            label={t("Keep the account")}
            checked={keep}
            onChange={event => setKeep(event.currentTarget.checked)}
          />
        </Confirm>
      )}
    </div>
  );
}
