// overview: where one begins: what waits for this person, what is about to appear, what has just been said.
import type { ComponentChildren } from "preact";
import { Link } from "wouter-preact";
import { Avatar } from "../../kit/avatar";
import { Plus } from "../../kit/icon";
import { Empty, Failure, Loading } from "../../kit/states";
import type { Query } from "../../rest/client";
import { useCounts, type Counts } from "../../rest/counts";
import { may, useMe } from "../../rest/me";
import type { Moderated } from "../../rest/moderation";
import { useList } from "../../rest/queries";
import type { Post, User } from "../../rest/types";
import { plain } from "../../words/plain";
import { formatAgo, formatDayAndTime, formatWeekday, moment } from "../../words/time";
import { formatNumber, t, tn } from "../../words/words";
import { addressOf } from "../comments/filter";
import { shortReasonOf } from "../comments/reasons";

const SHOWN = 5;
const fields = "id,title,link,status,date_gmt,modified_gmt,author,comments,comment_count";

type Listed = Post & { comment_count?: number };

interface PartProps {
  id: string;
  title: string;
  /** How many there are in all, and where. */
  count?: number;
  all?: string;
  children: ComponentChildren;
}

function Part({ id, title, count, all, children }: PartProps) {
  return (
    <section class="overview-part" aria-labelledby={id}>
      <h2 id={id}>
        {all ? <Link href={all}>{title}</Link> : title}
        {count !== undefined && count > 0 && <span class="count"> {formatNumber(count)}</span>}
      </h2>
      {children}
    </section>
  );
}

const titleOf = (post: Listed) => plain(post.title.rendered) || t("(no title)");

function Articles({ query, note }: { query: Query; note: (post: Listed) => ComponentChildren }) {
  const list = useList<Listed>("/wp/v2/posts", { per_page: SHOWN, context: "edit", _fields: fields, ...query });
  if (list.isError) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  return (
    <ul class="overview-list">
      {list.data.items.map(post => (
        <li key={post.id}>
          <Link href={`/articles/${post.id}`} dir="auto">
            {titleOf(post)}
          </Link>
          <span class="quiet">{note(post)}</span>
        </li>
      ))}
    </ul>
  );
}

const HALF_A_YEAR = 180 * 86_400_000; // ms

/** With its weekday, or, when that says nothing any more, with its year. */
function soon(when: Date): string {
  return when.getTime() - Date.now() < HALF_A_YEAR ? formatWeekday(when) : formatDayAndTime(when);
}

function Moment({ gmt, words }: { gmt: string | null; words: (when: Date) => string }) {
  if (!gmt) return null;
  const when = moment(gmt);
  return (
    <time dateTime={when.toISOString()} title={formatDayAndTime(when)}>
      {words(when)}
    </time>
  );
}

function Waiting({ n }: { n: number }) {
  const list = useList<Moderated>("/wp/v2/comments", {
    context: "edit",
    editable: true,
    type: "all",
    status: "hold",
    per_page: SHOWN,
  });
  return (
    <Part id="overview-held" title={t("Comments that wait")} count={n} all="/comments">
      <Said list={list.data?.items} tab="hold" />
    </Part>
  );
}

function Said({ list, tab }: { list: Moderated[] | undefined; tab: "hold" | "approve" }) {
  if (!list) return <Loading />;
  return (
    <ul class="overview-list">
      {list.map(comment => {
        const name = comment.author_name || t("Somebody");
        return (
          <li key={comment.id} class="overview-comment">
            <Avatar name={name} />
            <Link href={addressOf({ tab, reading: comment.id })}>
              <span class="overview-said">
                <b>
                  <bdi>{name}</bdi>
                </b>{" "}
                <span class="overview-words" dir="auto">
                  {plain(comment.content.rendered).trim()}
                </span>
              </span>
            </Link>
            <span class="quiet">
              {comment.held && tab === "hold" && (
                <>
                  <span class="label warn">{shortReasonOf(comment.held)}</span>{" "}
                </>
              )}
              <Moment gmt={comment.date_gmt} words={formatAgo} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Newest() {
  const list = useList<Moderated>("/wp/v2/comments", {
    context: "edit",
    editable: true,
    type: "all",
    status: "approve",
    per_page: SHOWN,
  });
  if (list.data?.items.length === 0) return null;
  return (
    <Part id="overview-newest" title={t("Newest comments")} all={addressOf({ tab: "approve" })}>
      <Said list={list.data?.items} tab="approve" />
    </Part>
  );
}

function discussion(post: Listed): ComponentChildren {
  const open = post.comments.state === "open";
  return (
    <>
      <Moment gmt={post.date_gmt} words={formatAgo} />
      {post.comment_count !== undefined && (
        <>
          {" · "}
          {tn("{n} comment", "{n} comments", post.comment_count)}
        </>
      )}
      {" · "}
      <span class={open ? "overview-open" : undefined}>
        {open
          ? t("comments open")
          : post.comments.reason === "age"
            ? t("comments closed by age")
            : t("comments closed")}
      </span>
    </>
  );
}

interface DeskProps {
  me: User;
  counts: Counts;
}

/** What of it there is, in the order in which it wants to be looked at. */
function Desk({ me, counts }: DeskProps) {
  const { posts, own_posts: own, comments } = counts;
  const ofOthers = may(me, "edit_others_posts");
  const mine = ofOthers ? {} : { author: me.id };
  const waits = (comments?.hold ?? 0) + posts.pending + own.draft + posts.future;
  return (
    <>
      {waits === 0 && posts.publish > 0 && <p class="overview-calm">{t("Nothing waits for you.")}</p>}
      {waits === 0 && posts.publish === 0 && posts.draft === 0 && (
        <Empty title={t("Nothing has been written yet.")}>
          <p class="quiet">{t("What waits for you will stand here: drafts, comments, what is about to appear.")}</p>
          <p>
            <Link href="/articles/new" class="button">
              {t("Write the first article")}
            </Link>
          </p>
        </Empty>
      )}
      <div class="overview-parts">
        {comments && comments.hold > 0 && <Waiting n={comments.hold} />}
        {posts.pending > 0 && (
          <Part
            id="overview-pending"
            title={ofOthers ? t("To be reviewed") : t("Handed in for review")}
            count={posts.pending}
            all="/articles?status=pending"
          >
            <Articles
              query={{ status: "pending", orderby: "modified", ...mine }}
              note={post => <Moment gmt={post.modified_gmt} words={formatAgo} />}
            />
          </Part>
        )}
        {own.draft > 0 && (
          <Part
            id="overview-drafts"
            title={t("Your drafts")}
            count={own.draft}
            all={`/articles?status=draft&author=${me.id}`}
          >
            <Articles
              query={{ status: "draft", orderby: "modified", author: me.id }}
              note={post => (
                <>
                  {t("changed")} <Moment gmt={post.modified_gmt} words={formatAgo} />
                </>
              )}
            />
            {ofOthers && posts.draft > own.draft && (
              <p>
                <Link href="/articles?status=draft">
                  {tn("{n} draft of others", "{n} drafts of others", posts.draft - own.draft)}
                </Link>
              </p>
            )}
          </Part>
        )}
        {own.draft === 0 && posts.draft > 0 && (
          <Part id="overview-drafts" title={t("Drafts of others")} count={posts.draft} all="/articles?status=draft">
            <Articles
              query={{ status: "draft", orderby: "modified" }}
              note={post => <Moment gmt={post.modified_gmt} words={formatAgo} />}
            />
          </Part>
        )}
        {posts.future > 0 && (
          <Part id="overview-future" title={t("Scheduled")} count={posts.future} all="/articles?status=future">
            <Articles
              query={{ status: "future", order: "asc", ...mine }}
              note={post => <Moment gmt={post.date_gmt} words={soon} />}
            />
          </Part>
        )}
        {posts.publish > 0 && (
          <Part
            id="overview-published"
            title={ofOthers ? t("Published last") : t("You published last")}
            all="/articles?status=publish"
          >
            <Articles query={{ status: "publish", ...mine }} note={discussion} />
          </Part>
        )}
        {comments && <Newest />}
      </div>
    </>
  );
}

export default function Overview() {
  const me = useMe();
  const writes = may(me, "edit_posts");
  const counts = useCounts(writes);
  return (
    <div class="overview">
      <header class="screen-head">
        <h1>{t("Overview")}</h1>
        {writes && (
          <Link href="/articles/new" class="button primary">
            <Plus size={18} aria-hidden /> {t("New article")}
          </Link>
        )}
      </header>
      {!me ? null : writes ? (
        counts ? (
          <Desk me={me} counts={counts} />
        ) : (
          <Loading />
        )
      ) : (
        <div class="narrow stack">
          <p>{t("Welcome, {name}.", { name: me.name })}</p>
          <p>
            <Link href="/account">{t("Your account")}</Link>
          </p>
        </div>
      )}
    </div>
  );
}
