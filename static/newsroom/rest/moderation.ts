// moderation: comments as who moderates them reads them (context=edit), and many of them changed at once.
import { rest } from "./client";
import type { Comment, CommentsState, CommentStatus, OpenOrClosed, PostStatus } from "./types";

export interface Held {
  rule: string;
  match: string;
  /** Of too many links: how many pass now. */
  limit?: number;
}

export interface Moderated extends Omit<Comment, "held"> {
  held: Held | null;
  moderation: {
    /** How many approved comments the author has; 100 is many. */
    author_approved: number;
    parent: { id: number; author_name: string; status: CommentStatus; excerpt: string } | null;
    post: {
      id: number;
      type: "post" | "page" | "attachment";
      title: { rendered: string };
      link: string;
      date_gmt: string | null;
      status: PostStatus;
      editable: boolean;
      comment_status: OpenOrClosed;
      comments: CommentsState;
    };
  };
}

export type Act = "approve" | "hold" | "spam" | "trash" | "restore" | "delete";

export interface Change {
  id: number;
  status: CommentStatus;
  held: Held | null;
}

export interface BulkAnswer {
  results: {
    id: number;
    status?: CommentStatus | "deleted";
    previous?: { status: CommentStatus; held: Held | null };
    error?: { code: string; message: string };
  }[];
  changed: number;
}

/** As many go in one request. */
export const BULK_MOST = 500;

export async function changeComments(
  body: { ids: number[]; action: Act } | { changes: Change[] },
): Promise<BulkAnswer> {
  return (await rest<BulkAnswer>("/broadsheet/v1/comments/bulk", { method: "POST", body })).data;
}

/** Deletes for good, a step of it: answers how many are left. */
export async function emptyComments(status: "spam" | "trash", limit: number) {
  return (
    await rest<{ deleted: number; remaining: number }>("/broadsheet/v1/comments/empty", {
      method: "POST",
      body: { status, limit },
    })
  ).data;
}
