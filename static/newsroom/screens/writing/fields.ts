// fields: what a writer changes in an article or page, as one flat value: how it is read from the API and sent to it,
// and how two people's changes of one version come together.
import type { OpenOrClosed, Post, PostStatus } from "../../rest/types";

export type Kind = "posts" | "pages";

export interface Fields {
  title: string;
  content: string;
  content_format: "html" | "markdown";
  excerpt: string;
  slug: string;
  status: PostStatus;
  /** "2026-12-03T08:00:00" in the site's zone; "": the moment at which it is published. */
  date: string;
  password: string;
  author: number;
  featured_media: number;
  /** "": as the site's settings say for new ones. */
  comment_status: OpenOrClosed | "";
  ping_status: OpenOrClosed | "";
  sticky: boolean;
  categories: number[];
  primary_category: number;
  tags: number[];
  format: string;
  parent: number;
  menu_order: number;
  template: string;
}

export type FieldName = keyof Fields;
export type Change = Partial<Fields>;

const ofArticles: FieldName[] = ["sticky", "categories", "primary_category", "tags", "format"];
const ofPages: FieldName[] = ["parent", "menu_order"];

const unfinished = (status: PostStatus) => status === "draft" || status === "pending" || status === "auto-draft";

/** The date of an unfinished one that nobody chose is that of its last change. */
function dateOf(post: Post): string {
  return unfinished(post.status) && post.date === post.modified ? "" : post.date;
}

export function fieldsOf(post: Post): Fields {
  return {
    title: post.title.raw ?? "",
    content: post.content.raw ?? "",
    content_format: post.content_format ?? "html",
    excerpt: post.excerpt.raw ?? "",
    slug: post.slug,
    status: post.status,
    date: dateOf(post),
    password: post.password ?? "",
    author: post.author,
    featured_media: post.featured_media,
    comment_status: post.comment_status,
    ping_status: post.ping_status,
    sticky: post.sticky ?? false,
    categories: post.categories ?? [],
    primary_category: post.primary_category ?? 0,
    tags: post.tags ?? [],
    format: post.format ?? "standard",
    parent: post.parent ?? 0,
    menu_order: post.menu_order ?? 0,
    template: post.template ?? "",
  };
}

export function blankFields(author: number, format: Fields["content_format"]): Fields {
  return {
    title: "",
    content: "",
    content_format: format,
    excerpt: "",
    slug: "",
    status: "draft",
    date: "",
    password: "",
    author,
    featured_media: 0,
    comment_status: "",
    ping_status: "",
    sticky: false,
    categories: [],
    primary_category: 0,
    tags: [],
    format: "standard",
    parent: 0,
    menu_order: 0,
    template: "",
  };
}

// Which terms there are counts, not their order.
function same(one: Fields[FieldName], other: Fields[FieldName]): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every(each => other.includes(each));
}

function put<N extends FieldName>(target: Change, name: N, value: Fields[N]) {
  target[name] = value;
}

export const names = (fields: Change) => Object.keys(fields) as FieldName[];

/** What of `after` is not as in `before`. */
export function changesOf(before: Fields, after: Fields): Change {
  const changes: Change = {};
  for (const name of names(after)) if (!same(before[name], after[name])) put(changes, name, after[name]);
  return changes;
}

/** `after`, but what is in it as in `before` is as in `now`. */
export function rebase(before: Fields, after: Fields, now: Fields): Fields {
  return { ...now, ...changesOf(before, after) };
}

export interface Merge {
  /** Mine, with what only they changed. */
  fields: Fields;
  /** What only they changed. */
  taken: FieldName[];
  /** What both changed, and differently. */
  conflicts: FieldName[];
}

export function merge(base: Fields, mine: Fields, theirs: Fields): Merge {
  const ours = changesOf(base, mine);
  const others = changesOf(base, theirs);
  const both = names(others).filter(name => name in ours);
  return {
    fields: { ...theirs, ...ours },
    taken: names(others).filter(name => !(name in ours)),
    conflicts: both.filter(name => !same(mine[name], theirs[name])),
  };
}

/** As the API takes it. */
export function bodyOf(kind: Kind, changes: Change): Record<string, unknown> {
  const body: Record<string, unknown> = { ...changes };
  for (const name of kind === "posts" ? ofPages : ofArticles) delete body[name];
  // null is how WordPress's clients say that no date is chosen.
  if (changes.date === "") body.date = null;
  if (changes.comment_status === "") delete body.comment_status;
  if (changes.ping_status === "") delete body.ping_status;
  return body;
}

/** Would nothing be lost with it? */
export function isBlank(fields: Fields): boolean {
  return !fields.title.trim() && !fields.content.trim() && !fields.excerpt.trim();
}
