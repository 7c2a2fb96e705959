// session-list: where an account is logged in, and ending that. One's own here, of others in screens/users.
import { useState } from "preact/hooks";
import { Button } from "../../kit/button";
import { Failure, Loading } from "../../kit/states";
import { toast } from "../../kit/toast";
import { rest } from "../../rest/client";
import { messageOf } from "../../rest/error";
import { refresh, useList } from "../../rest/queries";
import { site } from "../../site";
import { formatAgo, formatDay, moment } from "../../words/time";
import { t, tn } from "../../words/words";

export interface Session {
  id: string;
  current: boolean;
  device: { browser: string | null; system: string | null };
  user_agent: string;
  ip: string;
  created_gmt: string;
  last_seen_gmt: string;
  expires_gmt: string;
}

function deviceWords({ device, user_agent }: Session): string {
  const { browser, system } = device;
  if (browser && system) return t("{browser} on {system}", { browser, system });
  return browser ?? system ?? (user_agent || t("An unknown device"));
}

interface SessionListProps {
  /** "/broadsheet/v1/sessions" */
  path: string;
  own?: boolean;
}

export function SessionList({ path, own }: SessionListProps) {
  const asked = useList<Session>(path, { per_page: 100 });
  const [busy, setBusy] = useState("");

  async function end(id: string, words: string, query = {}) {
    setBusy(id || "all");
    try {
      const { data } = await rest<{ count: number }>(id ? `${path}/${id}` : path, { method: "DELETE", query });
      toast(id ? words : tn("{n} session ended.", "{n} sessions ended.", data.count));
    } catch (error) {
      toast(messageOf(error), { kind: "error" });
    }
    await refresh(path);
    setBusy("");
  }

  async function endEverywhere() {
    setBusy("everywhere");
    try {
      await rest(path, { method: "DELETE", query: { including_this: true } });
      location.assign(`${site.base}/`);
    } catch (error) {
      toast(messageOf(error), { kind: "error" });
      setBusy("");
    }
  }

  if (asked.isError) return <Failure error={asked.error} onRetry={() => void asked.refetch()} />;
  if (!asked.data) return <Loading />;
  const { items, total } = asked.data;
  if (items.length === 0) return <p class="none">{t("Nowhere at the moment.")}</p>;
  return (
    <>
      <ul class="things sessions">
        {items.map(each => (
          <li key={each.id}>
            <p class="thing">
              <strong title={each.user_agent}>{deviceWords(each)}</strong>
              {each.current && <span class="label good">{t("This one")}</span>}
              <span class="quiet">
                {each.current ? t("Now here") : t("Last here {when}", { when: formatAgo(moment(each.last_seen_gmt)) })}
                {" · "}
                {t("since {day} from {address}", { day: formatDay(moment(each.created_gmt)), address: each.ip })}
                {" · "}
                {t("until {day}", { day: formatDay(moment(each.expires_gmt)) })}
              </span>
            </p>
            {!each.current && (
              <Button
                busy={busy === each.id}
                aria-label={t("Log out: {device}", { device: deviceWords(each) })}
                onClick={() => void end(each.id, t("{device} is logged out.", { device: deviceWords(each) }))}
              >
                {t("Log out")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {total > items.length && (
        <p class="quiet">{tn("{n} more is not shown.", "{n} more are not shown.", total - items.length)}</p>
      )}
      <p class="actions">
        {own ? (
          <>
            <Button busy={busy === "all"} disabled={items.length < 2} onClick={() => void end("", "")}>
              {t("Log out everywhere else")}
            </Button>
            <Button kind="danger" busy={busy === "everywhere"} onClick={() => void endEverywhere()}>
              {t("Log out everywhere")}
            </Button>
          </>
        ) : (
          <Button kind="danger" busy={busy === "all"} onClick={() => void end("", "")}>
            {t("Log out everywhere")}
          </Button>
        )}
      </p>
    </>
  );
}
