// comment_thread: the comments of an article as its page shows them. A thread is a top-level comment, its root, and all
// that is below it under the same article. Shown are approved comments, and those roots that have an approved one below
// them; where such a root, or a comment within a thread, is not approved, the caller prints a line in its place. Lists
// come without what readers do not see: e-mail, address, agent, raw content, why it is held.
#pragma once

#include "db/comment.h"

// Threads in the order of time, or, flat, comments in the order of time.
struct comment_span {
    int64_t post;
    bool flat;
    int64_t offset, limit;  // threads, or comments
    size_t most;            // comments in all; of those below the roots the oldest come first
};
// Roots in the order of time, behind them what is below them in the order of time. Costs by what is read: `offset` is
// walked along an index alone. *ret_cut: there are more than `most`.
enum db_result comment_span(struct db *db, struct arena *arena, const struct comment_span *span,
                            struct comment_list *ret, bool *ret_cut);
// All approved comments of an article in the order of time, at most `most`: one read, where it is known that they are
// few.
enum db_result comment_all(struct db *db, struct arena *arena, int64_t post, size_t most, struct comment_list *ret);

// How many threads there are.
enum db_result comment_thread_total(struct db *db, int64_t post, int64_t *ret);
// How many threads (flat: comments) stand before the one that `comment` is in, by the order of time.
enum db_result comment_thread_place(struct db *db, const struct comment *comment, bool flat, int64_t *ret);

// The rows of these comments, whatever their status, also deleted ones whose place is kept; at most 100 ids.
enum db_result comment_rows(struct db *db, struct arena *arena, const struct id_list *ids, struct comment_list *ret);
