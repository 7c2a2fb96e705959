// reading: one comment with all that helps to decide about it.
import { useEffect, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { Button } from "../../kit/button";
import { ArrowLeft, ExternalLink } from "../../kit/icon";
import type { Act, Moderated } from "../../rest/moderation";
import type { CommentStatus } from "../../rest/types";
import { CommentsSwitch } from "../../parts/comments-switch";
import { plain } from "../../words/plain";
import { formatAgo, formatDayAndTime, moment } from "../../words/time";
import { t } from "../../words/words";
import { actsOf } from "./acts";
import { hasDraft } from "./drafts";
import { Editing } from "./editing";
import { addressOf } from "./filter";
import { Person } from "./person";
import { reasonOf } from "./reasons";
import { Replying } from "./replying";
import { StatusLabel } from "./row";
import { Thread } from "./thread";

export type Mode = "reading" | "replying" | "editing";
export const readingId = "comment-reading";

interface ReadingProps {
  comment: Moderated;
  status: CommentStatus;
  mode: Mode;
  setMode: (mode: Mode) => void;
  whole: boolean;
  setWhole: (whole: boolean) => void;
  mayDisallow: boolean;
  onAct: (act: Act) => void;
  onReplied: () => void;
  /** On a narrow screen: to the list. */
  onBack: () => void;
}

function Article({ comment }: { comment: Moderated }) {
  const { post } = comment.moderation;
  const title = plain(post.title.rendered) || t("(no title)");
  return (
    <section class="comment-part" aria-labelledby="comment-article">
      <h3 id="comment-article">{t("The article")}</h3>
      <p class="comment-article">
        <a href={post.link} target="_blank" dir="auto">
          {title}
        </a>
      </p>
      <p class="comment-ways">
        <Link href={addressOf({ tab: "any", post: post.id })}>{t("All comments on it")}</Link>
        {post.editable && post.type !== "attachment" && (
          <Link href={`/${post.type === "page" ? "pages" : "articles"}/${post.id}`}>{t("Edit it")}</Link>
        )}
      </p>
      {post.editable && post.type !== "attachment" && (
        <div class="comment-switch">
          <span class="quiet">{t("Comments")}</span>
          <CommentsSwitch kind={post.type === "page" ? "pages" : "posts"} post={post} />
        </div>
      )}
    </section>
  );
}

export function Reading(props: ReadingProps) {
  const { comment, status, mode, setMode } = props;
  const [drafted, setDrafted] = useState(false);
  useEffect(() => setDrafted(hasDraft(`reply-${comment.id}`)), [comment.id, mode]);
  const name = comment.author_name || t("Somebody");
  const when = moment(comment.date_gmt);
  const answerable = status === "hold" || status === "approved";
  return (
    <article class="comment-reading" aria-labelledby={readingId}>
      <header class="comment-reading-head">
        <Button kind="quiet" class="comment-back" icon={ArrowLeft} onClick={props.onBack}>
          {t("To the list")}
        </Button>
        <h2 id={readingId} tabIndex={-1}>
          <bdi>{name}</bdi>
        </h2>
        <p class="quiet">
          <StatusLabel status={status} />{" "}
          <time dateTime={when.toISOString()} title={formatDayAndTime(when)}>
            {formatAgo(when)}
          </time>{" "}
          {status === "approved" && (
            <a href={comment.link} target="_blank">
              {t("On the site")} <ExternalLink size={14} aria-hidden />
            </a>
          )}
        </p>
      </header>
      {comment.held && status !== "approved" && <p class="comment-reason">{reasonOf(comment.held)}</p>}
      {mode === "editing" ? (
        <Editing comment={comment} onClose={() => setMode("reading")} />
      ) : (
        <div
          class="comment-text"
          dir="auto"
          // The server has sanitised it.
          dangerouslySetInnerHTML={{ __html: comment.content.rendered }}
        />
      )}
      {mode !== "editing" && (
        <div class="comment-acts toolbar" role="toolbar" aria-label={t("What to do with it")}>
          {actsOf(status).map(({ act, key, words, danger }) => (
            <Button
              key={act}
              kind={act === "approve" ? "primary" : danger ? "danger" : undefined}
              aria-keyshortcuts={key}
              onClick={() => props.onAct(act)}
            >
              {words} <kbd aria-hidden="true">{key}</kbd>
            </Button>
          ))}
          {answerable && (
            <Button aria-keyshortcuts="r" onClick={() => setMode("replying")}>
              {drafted && mode !== "replying" ? t("Go on with the reply") : t("Reply")} <kbd aria-hidden="true">r</kbd>
            </Button>
          )}
          <Button aria-keyshortcuts="e" onClick={() => setMode("editing")}>
            {t("Edit")} <kbd aria-hidden="true">e</kbd>
          </Button>
        </div>
      )}
      {mode === "replying" && answerable && (
        <Replying
          comment={comment}
          waits={status === "hold"}
          onClose={() => setMode("reading")}
          onDone={props.onReplied}
        />
      )}
      <Thread comment={comment} whole={props.whole} onWhole={props.setWhole} />
      <Article comment={comment} />
      <Person comment={comment} mayDisallow={props.mayDisallow} />
    </article>
  );
}
