// thread: what was said around a comment: what it answers, what stands beside it, what answers it; or all of the
// discussion.
import type { ComponentChildren } from "preact";
import { Link } from "wouter-preact";
import { Button } from "../../kit/button";
import type { Moderated } from "../../rest/moderation";
import { useList } from "../../rest/queries";
import { plain } from "../../words/plain";
import { formatAgo, moment } from "../../words/time";
import { t, tn } from "../../words/words";
import { addressOf, common } from "./filter";
import { StatusLabel } from "./row";

const MOST = 100;
const DEEPEST = 5;
const NEAR = 2;

function depthOf(comment: Moderated, byId: Map<number, Moderated>): number {
  let depth = 0;
  for (let at = byId.get(comment.parent); at && depth < DEEPEST; at = byId.get(at.parent)) depth++;
  return depth;
}

/** Below each its answers, all in the order of time. */
function inOrder(items: Moderated[]): Moderated[] {
  const ids = new Set(items.map(item => item.id));
  const below = new Map<number, Moderated[]>();
  for (const item of items) {
    const parent = ids.has(item.parent) ? item.parent : 0;
    below.set(parent, [...(below.get(parent) ?? []), item]);
  }
  const list: Moderated[] = [];
  const add = (parent: number) => {
    for (const item of below.get(parent) ?? []) {
      list.push(item);
      add(item.id);
    }
  };
  add(0);
  return list;
}

function around(current: Moderated, items: Moderated[], byId: Map<number, Moderated>): Moderated[] {
  const shown = new Set<number>([current.id]);
  for (let at = byId.get(current.parent); at; at = byId.get(at.parent)) {
    if (shown.has(at.id)) break;
    shown.add(at.id);
  }
  if (current.parent) {
    const siblings = items.filter(item => item.parent === current.parent);
    const at = siblings.findIndex(item => item.id === current.id);
    for (const item of siblings.slice(Math.max(0, at - NEAR), at + NEAR + 1)) shown.add(item.id);
  }
  for (const item of items.filter(item => item.parent === current.id).slice(0, NEAR)) shown.add(item.id);
  return items.filter(item => shown.has(item.id));
}

function Said({ comment, depth, current }: { comment: Moderated; depth: number; current: boolean }) {
  const words: ComponentChildren = (
    <>
      <b>
        <bdi>{comment.author_name || t("Somebody")}</bdi>
      </b>{" "}
      <span class="quiet">{formatAgo(moment(comment.date_gmt))}</span>{" "}
      {comment.status !== "approved" && <StatusLabel status={comment.status} />}
      <span class="thread-words" dir="auto">
        {plain(comment.content.rendered).trim()}
      </span>
    </>
  );
  return (
    <li class={`thread-item depth-${depth}${current ? " current" : ""}`} aria-current={current ? "true" : undefined}>
      {current ? (
        <div>{words}</div>
      ) : (
        <Link href={addressOf({ tab: "any", post: comment.post, reading: comment.id })}>{words}</Link>
      )}
    </li>
  );
}

interface ThreadProps {
  comment: Moderated;
  whole: boolean;
  onWhole: (whole: boolean) => void;
}

export function Thread({ comment, whole, onWhole }: ThreadProps) {
  const list = useList<Moderated>("/wp/v2/comments", {
    ...common,
    thread: comment.id,
    status: "any",
    order: "asc",
    per_page: MOST,
  });
  const items = list.isPlaceholderData ? undefined : list.data?.items;
  const parent = comment.moderation.parent;
  if (!items || items.length <= 1) {
    return parent ? (
      <section class="comment-part" aria-labelledby="comment-thread">
        <h3 id="comment-thread">{t("The discussion")}</h3>
        <blockquote class="thread-parent">
          <b>
            <bdi>{parent.author_name}</bdi>
          </b>{" "}
          {parent.status !== "approved" && <StatusLabel status={parent.status} />}
          <span class="thread-words" dir="auto">
            {parent.excerpt}
          </span>
        </blockquote>
      </section>
    ) : null;
  }
  const byId = new Map(items.map(item => [item.id, item]));
  const shown = whole ? items : around(comment, items, byId);
  return (
    <section class="comment-part" aria-labelledby="comment-thread">
      <h3 id="comment-thread">{t("The discussion")}</h3>
      <ol class="thread">
        {inOrder(shown).map(item => (
          <Said key={item.id} comment={item} depth={depthOf(item, byId)} current={item.id === comment.id} />
        ))}
      </ol>
      {(whole || shown.length < items.length) && (
        <Button kind="quiet" onClick={() => onWhole(!whole)} aria-expanded={whole}>
          {whole
            ? t("Only what is around it")
            : tn("The whole discussion: {n} comment", "The whole discussion: {n} comments", list.data!.total)}
        </Button>
      )}
      {whole && list.data!.total > items.length && (
        <p class="quiet">{t("The first {n} are shown; all are on the site.", { n: items.length })}</p>
      )}
    </section>
  );
}
