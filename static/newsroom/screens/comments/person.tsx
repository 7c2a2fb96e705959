// person: who wrote it, as far as that is known: other comments, ways to all of them, and to keep somebody out.
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { Button } from "../../kit/button";
import { Confirm } from "../../kit/dialog";
import { toast } from "../../kit/toast";
import { rest } from "../../rest/client";
import { messageOf } from "../../rest/error";
import type { Moderated } from "../../rest/moderation";
import { useList } from "../../rest/queries";
import { plain } from "../../words/plain";
import { formatAgo, moment } from "../../words/time";
import { t, tn } from "../../words/words";
import { addressOf, common } from "./filter";
import { StatusLabel } from "./row";

async function readDisallowed(): Promise<string[]> {
  const { data } = await rest<{ disallowed_keys?: string }>("/wp/v2/settings", {
    query: { _fields: "disallowed_keys" },
  });
  return (data.disallowed_keys ?? "").split("\n").filter(line => line.trim());
}

async function writeDisallowed(lines: string[]): Promise<void> {
  await rest("/wp/v2/settings", { method: "POST", body: { disallowed_keys: lines.join("\n") } });
}

async function disallow(what: string): Promise<void> {
  const lines = await readDisallowed();
  if (!lines.includes(what)) await writeDisallowed([...lines, what]);
  toast(t("Comments with “{what}” go to the trash from now on.", { what }), { undo: () => void allow(what) });
}

async function allow(what: string): Promise<void> {
  try {
    await writeDisallowed((await readDisallowed()).filter(line => line !== what));
    toast(t("“{what}” is allowed again.", { what }));
  } catch (error) {
    toast(messageOf(error), { kind: "error" });
  }
}

function Disallow({ what, label }: { what: string; label: string }) {
  const [asking, ask] = useState(false);
  const [busy, setBusy] = useState(false);
  async function onConfirm() {
    setBusy(true);
    try {
      await disallow(what);
      ask(false);
    } catch (error) {
      toast(messageOf(error), { kind: "error" });
    }
    setBusy(false);
  }
  return (
    <>
      <Button kind="quiet" onClick={() => ask(true)}>
        {label}
      </Button>
      {asking && (
        <Confirm
          title={t("Disallow “{what}”?", { what })}
          action={t("Disallow")}
          danger
          busy={busy}
          onConfirm={() => void onConfirm()}
          onClose={() => ask(false)}
        >
          <p>
            {t(
              "Whatever comments come with it, in their words or in what they say of their author, go to the trash. It can be taken off the list in the settings.",
            )}
          </p>
        </Confirm>
      )}
    </>
  );
}

interface PersonProps {
  comment: Moderated;
  /** May change the site's settings. */
  mayDisallow: boolean;
}

function knownWords(approved: number): string {
  if (approved === 0) return t("No comment of this person has been approved yet.");
  if (approved >= 100) return t("Very many comments of this person have been approved.");
  return tn(
    "{n} comment of this person has been approved.",
    "{n} comments of this person have been approved.",
    approved,
  );
}

export function Person({ comment, mayDisallow }: PersonProps) {
  const { author, author_email: email = "", author_ip: ip = "", author_url: url } = comment;
  const who = author ? { author } : email ? { author_email: email } : undefined;
  const others = useList<Moderated>(who && "/wp/v2/comments", {
    ...common,
    ...who,
    status: "any",
    exclude: [comment.id],
    per_page: 3,
  });
  const found = who && !others.isPlaceholderData ? others.data : undefined;
  return (
    <section class="comment-part" aria-labelledby="comment-person">
      <h3 id="comment-person">{t("The author")}</h3>
      <dl class="comment-facts">
        {email && (
          <div>
            <dt>{t("Email")}</dt>
            <dd>
              <a href={`mailto:${email}`}>
                <bdi>{email}</bdi>
              </a>
              <Link class="button quiet" href={addressOf({ tab: "any", email })}>
                {t("All with this email address")}
              </Link>
              {mayDisallow && <Disallow what={email} label={t("Disallow this email address")} />}
            </dd>
          </div>
        )}
        {ip && (
          <div>
            <dt>{t("IP address")}</dt>
            <dd>
              <bdi>{ip}</bdi>
              <Link class="button quiet" href={addressOf({ tab: "any", ip })}>
                {t("All from this IP address")}
              </Link>
              {mayDisallow && <Disallow what={ip} label={t("Disallow this IP address")} />}
            </dd>
          </div>
        )}
        {url && (
          <div>
            <dt>{t("Website")}</dt>
            <dd>
              <a href={url} rel="nofollow noopener noreferrer" target="_blank">
                <bdi>{url}</bdi>
              </a>
            </dd>
          </div>
        )}
      </dl>
      <p>{knownWords(comment.moderation.author_approved)}</p>
      {found && found.items.length > 0 && (
        <>
          <ul class="comment-others">
            {found.items.map(other => (
              <li key={other.id}>
                <Link href={addressOf({ tab: "any", ...personFilter(comment), reading: other.id })}>
                  <span dir="auto">{plain(other.content.rendered).trim()}</span>
                </Link>{" "}
                <span class="quiet">{formatAgo(moment(other.date_gmt))}</span> <StatusLabel status={other.status} />
              </li>
            ))}
          </ul>
          <p>
            <Link href={addressOf({ tab: "any", ...personFilter(comment) })}>
              {tn("{n} other comment of this person", "{n} other comments of this person", found.total)}
            </Link>
          </p>
        </>
      )}
    </section>
  );
}

function personFilter(comment: Moderated) {
  return comment.author ? { author: comment.author } : { email: comment.author_email };
}
