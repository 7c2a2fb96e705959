// row: a comment in the list: who, when, how it begins, under which article, and why it was held.
import { Link } from "wouter-preact";
import { Avatar } from "../../kit/avatar";
import type { Moderated } from "../../rest/moderation";
import type { CommentStatus } from "../../rest/types";
import { plain } from "../../words/plain";
import { formatAgo, formatDayAndTime, moment } from "../../words/time";
import { t } from "../../words/words";
import { shortReasonOf, statusWords } from "./reasons";

export const rowId = (id: number) => `comment-row-${id}`;

export function StatusLabel({ status }: { status: CommentStatus }) {
  const kind = status === "approved" ? "good" : status === "hold" ? "warn" : "";
  return <span class={`label ${kind}`}>{statusWords(status)}</span>;
}

interface RowProps {
  comment: Moderated;
  status: CommentStatus;
  /** Stands in a list of several states. */
  tellsStatus: boolean;
  current: boolean;
  selected: boolean;
  href: string;
  onSelect: (selected: boolean) => void;
  /** Returns false when the address is not to be opened. */
  onOpen: () => void;
}

export function Row({ comment, status, tellsStatus, current, selected, href, onSelect, onOpen }: RowProps) {
  const name = comment.author_name || t("Somebody");
  const when = moment(comment.date_gmt);
  const { moderation, held } = comment;
  return (
    <li class={["comment-row", current && "current", selected && "selected"].filter(Boolean).join(" ")}>
      <label class="comment-select">
        <input
          type="checkbox"
          checked={selected}
          aria-label={t("Select the comment by {name}", { name })}
          onChange={event => onSelect(event.currentTarget.checked)}
        />
      </label>
      <Link
        href={href}
        replace
        id={rowId(comment.id)}
        class="comment-open"
        aria-current={current ? "true" : undefined}
        onClick={onOpen}
      >
        <Avatar name={name} />
        <span class="comment-words">
          <span class="comment-head">
            <b>
              <bdi>{name}</bdi>
            </b>{" "}
            <time class="quiet" dateTime={when.toISOString()} title={formatDayAndTime(when)}>
              {formatAgo(when)}
            </time>
          </span>
          <span class="comment-begin" dir="auto">
            {plain(comment.content.rendered).trim()}
          </span>
          <span class="comment-foot">
            {tellsStatus && <StatusLabel status={status} />}
            {held && <span class="label warn">{shortReasonOf(held)}</span>}
            <span class="comment-place quiet" dir="auto">
              {plain(moderation.post.title.rendered) || t("(no title)")}
            </span>
          </span>
        </span>
      </Link>
    </li>
  );
}
