// mail: does the site's mail arrive, and what waits to be sent.
import { useState } from "preact/hooks";
import { Button } from "../../kit/button";
import { TextField } from "../../kit/field";
import { Notice } from "../../kit/states";
import { toast } from "../../kit/toast";
import { rest } from "../../rest/client";
import { messageOf } from "../../rest/error";
import { useMe } from "../../rest/me";
import { refresh, useItem } from "../../rest/queries";
import { formatAgo, formatDayAndTime, moment } from "../../words/time";
import { t, tn } from "../../words/words";

interface Letter {
  id: number;
  kind: string;
  to: string;
  status: "waiting" | "given_up";
  created_gmt: string;
  due_gmt: string | null;
  attempts: number;
  problem: string;
}

interface Queue {
  configured: boolean;
  server: string;
  waiting: number;
  given_up: number;
  letters: Letter[];
}

const PATH = "/broadsheet/v1/mail";

function Test() {
  const me = useMe();
  const [typed, setTyped] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const [sentTo, setSentTo] = useState("");
  const to = typed ?? me?.email ?? "";

  async function send(event: SubmitEvent) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem("");
    setSentTo("");
    try {
      await rest(`${PATH}/test`, { method: "POST", body: { to } });
      setSentTo(to);
    } catch (error) {
      setProblem(messageOf(error));
    }
    setBusy(false);
  }

  return (
    <form class="stacked" onSubmit={event => void send(event)} noValidate>
      <h3>{t("Try it")}</h3>
      <TextField
        label={t("Send a letter to")}
        hint={t("It goes the way that is saved above, at once.")}
        type="email"
        dir="ltr"
        value={to}
        onInput={event => setTyped(event.currentTarget.value)}
      />
      {problem && <Notice kind="error">{problem}</Notice>}
      {sentTo && <Notice>{t("The mail server has taken the letter to {address}.", { address: sentTo })}</Notice>}
      <p class="actions">
        <Button type="submit" busy={busy} disabled={!to}>
          {t("Send the test")}
        </Button>
      </p>
    </form>
  );
}

export function Mail() {
  const queue = useItem<Queue>(PATH).data;
  const [busy, setBusy] = useState(0);

  async function act(id: number, method: "POST" | "DELETE", path: string, words: string) {
    setBusy(id || -1);
    try {
      await rest(path, { method, body: method === "POST" ? { id } : undefined });
      toast(words);
    } catch (error) {
      toast(messageOf(error), { kind: "error" });
    }
    await refresh(PATH);
    setBusy(0);
  }

  if (!queue) return null;
  return (
    <>
      {queue.configured ? <Test /> : <Notice>{t("No mail server is set, so the site sends no letters.")}</Notice>}
      {queue.letters.length > 0 && (
        <div class="stacked">
          <h3>{t("Letters that wait")}</h3>
          <p class="quiet">
            {tn("{n} is tried again by itself.", "{n} are tried again by themselves.", queue.waiting)}{" "}
            {queue.given_up > 0 && tn("{n} was given up.", "{n} were given up.", queue.given_up)}
          </p>
          <ul class="things">
            {queue.letters.map(letter => (
              <li key={letter.id}>
                <p class="thing">
                  <strong dir="ltr">{letter.to}</strong>
                  {letter.status === "given_up" && <span class="label warn">{t("Given up")}</span>}
                  <span class="quiet">
                    {t("From {when}", { when: formatDayAndTime(moment(letter.created_gmt)) })}
                    {" · "}
                    {tn("{n} attempt", "{n} attempts", letter.attempts)}
                    {letter.due_gmt && ` · ${t("next {when}", { when: formatAgo(moment(letter.due_gmt)) })}`}
                  </span>
                  {letter.problem && <span class="quiet">{letter.problem}</span>}
                </p>
                <span class="actions">
                  <Button
                    busy={busy === letter.id}
                    onClick={() => void act(letter.id, "POST", `${PATH}/retry`, t("It is tried again now."))}
                  >
                    {t("Try again")}
                  </Button>
                  <Button
                    kind="danger"
                    onClick={() => void act(letter.id, "DELETE", `${PATH}/${letter.id}`, t("The letter is dropped."))}
                  >
                    {t("Drop")}
                  </Button>
                </span>
              </li>
            ))}
          </ul>
          {queue.letters.length > 1 && (
            <p class="actions">
              <Button
                busy={busy === -1}
                onClick={() => void act(0, "POST", `${PATH}/retry`, t("All are tried again now."))}
              >
                {t("Try all again")}
              </Button>
            </p>
          )}
        </div>
      )}
    </>
  );
}
