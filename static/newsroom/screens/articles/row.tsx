// row: one article of the list; on a phone a card. The row itself takes the focus (j and k), so that keys act on it.
import { memo } from "preact/compat";
import { Link } from "wouter-preact";
import { Menu, type MenuItem } from "../../kit/menu";
import { MessageSquare } from "../../kit/icon";
import type { Post } from "../../rest/types";
import { formatAgo, formatDayAndTime, moment } from "../../words/time";
import { formatNumber, t, tn } from "../../words/words";
import { titleOf } from "../../parts/comments-words";
import { CommentsSwitch } from "../../parts/comments-switch";
import type { Kind } from "./filters";
import { statusWords } from "./tabs";

export interface RowActions {
  select: (id: number, on: boolean) => void;
  menu: (post: Post) => (MenuItem | false | undefined)[];
}

interface RowProps {
  kind: Kind;
  post: Post;
  index: number;
  isCurrent: boolean;
  isSelected: boolean;
  author: string;
  section: string;
  withAuthor: boolean;
  actions: RowActions;
}

export const editHref = (kind: Kind, id: number) => (kind === "posts" ? `/articles/${id}` : `/pages/${id}`);

function StatusLabels({ post }: { post: Post }) {
  return (
    <>
      {post.status !== "publish" && (
        <span class={`label ${post.status === "trash" ? "warn" : ""}`}>{statusWords(post.status)}</span>
      )}
      {post.sticky && <span class="label">{t("Pinned")}</span>}
      {post.password && <span class="label">{t("With a password")}</span>}
      {post.edit_lock && <span class="label warn">{t("{name} has it open", { name: post.edit_lock.name })}</span>}
    </>
  );
}

function When({ post }: { post: Post }) {
  const changed = moment(post.modified_gmt);
  const isOut = post.status === "publish" || post.status === "private" || post.status === "future";
  const when = isOut && post.date_gmt ? moment(post.date_gmt) : changed;
  const words = formatDayAndTime(when);
  // Publishing is a change, too.
  const isChanged = changed.getTime() - when.getTime() > 60_000;
  return (
    <>
      <time dateTime={when.toISOString()}>{words}</time>
      <span class="quiet when-note">
        {post.status === "future"
          ? t("scheduled")
          : !isOut
            ? t("last change")
            : isChanged
              ? t("changed {ago}", { ago: formatAgo(changed) })
              : ""}
      </span>
    </>
  );
}

export const Row = memo(function Row(props: RowProps) {
  const { kind, post, index, isCurrent, isSelected, author, section, withAuthor, actions } = props;
  const title = titleOf(post);
  const number = post.comment_count ?? 0;
  return (
    <tr
      role="row"
      class={isSelected ? "selected" : undefined}
      data-id={post.id}
      aria-rowindex={index + 2}
      aria-label={title}
      tabIndex={isCurrent ? 0 : -1}
    >
      <td role="cell" class="cell-select">
        <label class="pick-row">
          <input
            type="checkbox"
            aria-label={t("Select “{title}”", { title })}
            checked={isSelected}
            onChange={event => actions.select(post.id, event.currentTarget.checked)}
          />
        </label>
      </td>
      <td role="cell" class="cell-title">
        {post.status === "trash" ? (
          <span class="title" dir="auto">
            {title}
          </span>
        ) : (
          <Link href={editHref(kind, post.id)} class="title" dir="auto">
            {title}
          </Link>
        )}
        <StatusLabels post={post} />
        {(section || author) && (
          <span class="quiet byline">{[section, withAuthor ? "" : author].filter(Boolean).join(" · ")}</span>
        )}
      </td>
      {withAuthor && (
        <td role="cell" class="cell-author">
          {author}
        </td>
      )}
      <td role="cell" class="cell-comments">
        <CommentsSwitch kind={kind} post={post} />
      </td>
      <td role="cell" class="cell-count">
        <Link
          href={`/comments?post=${post.id}`}
          class="comment-number"
          aria-label={tn("{n} comment on “{title}”", "{n} comments on “{title}”", number, { title })}
        >
          <MessageSquare size={14} aria-hidden /> {formatNumber(number)}
        </Link>
      </td>
      <td role="cell" class="cell-date">
        <When post={post} />
      </td>
      <td role="cell" class="cell-menu">
        <Menu label={t("Actions for “{title}”", { title })} items={actions.menu(post)} />
      </td>
    </tr>
  );
});
