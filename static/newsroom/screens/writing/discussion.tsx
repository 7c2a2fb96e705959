// discussion: whether readers may comment: what is in force, why, and the switch. It acts at once and is not a matter of
// the article's version, so that it can be turned from elsewhere while somebody writes.
import { useState } from "preact/hooks";
import { Switch } from "../../kit/switch";
import { toast } from "../../kit/toast";
import { rest } from "../../rest/client";
import { messageOf } from "../../rest/error";
import { refresh } from "../../rest/queries";
import type { OpenOrClosed, Post } from "../../rest/types";
import { t } from "../../words/words";
import { isOn, stateWords, titleOf, tooOldWords, turnedWords } from "../../parts/comments-words";
import { Panel } from "./panel";
import type { PartProps } from "./part";

export function Discussion({ manuscript }: PartProps) {
  const { fields, post, errors } = manuscript;
  const [busy, setBusy] = useState(false);
  const isPage = manuscript.kind === "pages";
  const stored = fields.comment_status || (isPage ? "closed" : "open");
  const pings = fields.ping_status || "open";

  async function turn(change: { comment_status?: OpenOrClosed; ping_status?: OpenOrClosed }, undoing = false) {
    if (!manuscript.id) return manuscript.set(change);
    const before = { comment_status: manuscript.fields.comment_status, ping_status: manuscript.fields.ping_status };
    setBusy(true);
    try {
      const { data } = await rest<Post>(manuscript.path, { method: "PUT", query: { context: "edit" }, body: change });
      manuscript.settledDiscussion(data);
      void refresh(`/wp/v2/${manuscript.kind}`);
      const back = change.comment_status
        ? { comment_status: before.comment_status as OpenOrClosed }
        : { ping_status: before.ping_status as OpenOrClosed };
      const undo = undoing ? undefined : () => void turn(back, true);
      const title = titleOf(data);
      if (!change.comment_status) toast(t("Saved."), { undo });
      else if (data.comment_status === "open" && data.comments.reason === "age")
        toast(tooOldWords(data, title), { kind: "error", undo });
      else toast(turnedWords(data, title), { undo });
    } catch (error) {
      toast(messageOf(error), { kind: "error" });
    }
    setBusy(false);
  }

  const on = post ? isOn(post) : stored === "open";
  const words = post ? stateWords(post) : stored === "open" ? t("Open") : t("Closed: by hand");
  return (
    <Panel title={t("Discussion")} now={words} wrong={Boolean(errors.comment_status)}>
      <p>
        <Switch
          on={on}
          busy={busy}
          describedBy="discussion-state"
          onChange={wanted => void turn({ comment_status: wanted ? "open" : "closed" })}
        >
          {t("Readers may comment")}
        </Switch>
      </p>
      <p class="hint" id="discussion-state">
        {words}.{" "}
        {manuscript.id
          ? t("Acts at once, also without saving the article.")
          : t("In force when the article is published.")}
      </p>
      <p>
        <Switch on={pings === "open"} busy={busy} onChange={on => void turn({ ping_status: on ? "open" : "closed" })}>
          {t("Other sites may announce links to it")}
        </Switch>
      </p>
    </Panel>
  );
}
