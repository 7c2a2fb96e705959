// discussion: whether readers may comment: what is in force, why, and the switch. It acts at once and is not a matter of
// the article's version, so that it can be turned from elsewhere while somebody writes.
import { useState } from "preact/hooks";
import { Switch } from "../../kit/switch";
import { toast } from "../../kit/toast";
import { rest } from "../../rest/client";
import { messageOf } from "../../rest/error";
import { refresh } from "../../rest/queries";
import type { CommentsState, OpenOrClosed, Post } from "../../rest/types";
import { moment, formatDayAndTime } from "../../words/time";
import { t } from "../../words/words";
import { Panel } from "./panel";
import type { PartProps } from "./part";

export function stateWords({ state, reason, until }: CommentsState): string {
  if (state === "open")
    return until ? t("Open until {moment}", { moment: formatDayAndTime(moment(until)) }) : t("Open");
  switch (reason) {
    case "age":
      return t("Closed: the article is too old by the site's settings");
    case "not_public":
      return t("Closed: not published yet");
    case "not_supported":
      return t("Closed: this kind of content takes none");
    default:
      return t("Closed");
  }
}

/** What is stored, which is what the switch turns; what is in force stands beside it with the reason. */
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
      const words = change.comment_status
        ? data.comment_status === "open"
          ? t("Comments are open.")
          : t("Comments are closed, for everybody, from now on.")
        : t("Saved.");
      toast(words, undoing ? {} : { undo: () => void turn(back, true) });
    } catch (error) {
      toast(messageOf(error), { kind: "error" });
    }
    setBusy(false);
  }

  const words = post ? stateWords(post.comments) : stored === "open" ? t("Open") : t("Closed");
  return (
    <Panel title={t("Discussion")} now={words} wrong={Boolean(errors.comment_status)}>
      <p>
        <Switch
          on={stored === "open"}
          busy={busy}
          describedBy="discussion-state"
          onChange={on => void turn({ comment_status: on ? "open" : "closed" })}
        >
          {t("Readers may comment")}
        </Switch>
      </p>
      <p class="hint" id="discussion-state">
        {post && post.comments.state === "closed" && stored === "open"
          ? t("In force now: {state}.", { state: words })
          : manuscript.id
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
