// types: the shapes of WordPress's REST API that the app reads, with what Broadsheet adds (docs/api.md).

/** With context=edit a text has `raw`, what was written, beside `rendered`. */
export interface Text {
  raw?: string;
  rendered: string;
}

export type PostStatus = "publish" | "future" | "draft" | "pending" | "private" | "trash" | "auto-draft";
export type OpenOrClosed = "open" | "closed";

/** What is in force for an article's discussion, and why. */
export interface CommentsState {
  state: OpenOrClosed;
  reason: "not_public" | "not_supported" | "article" | "age" | null;
  since: string | null;
  until: string | null;
}

export interface Post {
  id: number;
  type: "post" | "page";
  status: PostStatus;
  link: string;
  slug: string;
  date: string;
  date_gmt: string | null;
  modified: string;
  modified_gmt: string;
  title: Text;
  content: Text & { protected: boolean; block_version?: number };
  excerpt: Text & { protected: boolean };
  author: number;
  featured_media: number;
  comment_status: OpenOrClosed;
  ping_status: OpenOrClosed;
  comments: CommentsState;
  /** With context=edit. */
  author_name?: string | null;
  /** Approved ones; with context=edit. */
  comment_count?: number;
  sticky?: boolean;
  password?: string;
  permalink_template?: string;
  generated_slug?: string;
  categories?: number[];
  tags?: number[];
  primary_category?: number;
  content_format?: "html" | "markdown";
  preview_link?: string | null;
  parent?: number;
  menu_order?: number;
  format?: string;
  template?: string;
  /** Names this version for If-Match; also of lists with context=edit. */
  version?: string;
  /** Who has it open. */
  edit_lock?: { user: number; name: string; since_gmt: string; until_gmt: string } | null;
  _links?: Record<string, { href: string; count?: number }[]>;
  _embedded?: Record<string, unknown[]>;
}

export interface Term {
  id: number;
  taxonomy: "category" | "post_tag";
  name: string;
  slug: string;
  description: string;
  count: number;
  link: string;
  parent?: number;
}

export type CommentStatus = "hold" | "approved" | "spam" | "trash";

export interface Comment {
  id: number;
  post: number;
  parent: number;
  author: number;
  author_name: string;
  author_email?: string;
  author_url: string;
  author_ip?: string;
  author_user_agent?: string;
  author_avatar_urls?: Record<string, string>;
  date: string;
  date_gmt: string;
  content: Text;
  link: string;
  status: CommentStatus;
  held?: { rule: string; match: string } | null;
  _embedded?: Record<string, unknown[]>;
}

export interface Media {
  id: number;
  date: string;
  date_gmt: string;
  slug: string;
  link: string;
  title: Text;
  author: number;
  caption: Text;
  description: Text;
  alt_text: string;
  media_type: "image" | "file";
  mime_type: string;
  source_url: string;
  post: number | null;
  media_details: {
    width?: number;
    height?: number;
    file?: string;
    filesize?: number;
    sizes?: Record<string, { width: number; height: number; mime_type: string; source_url: string }>;
  };
}

export interface User {
  id: number;
  name: string;
  slug: string;
  url: string;
  description: string;
  link: string;
  username?: string;
  first_name?: string;
  last_name?: string;
  nickname?: string;
  email?: string;
  locale?: string;
  roles?: string[];
  capabilities?: Record<string, boolean>;
  registered_date?: string;
  /** Published ones. */
  post_count?: number;
  /** In GMT; null: never. */
  last_seen?: string | null;
  avatar_urls?: Record<string, string>;
}
