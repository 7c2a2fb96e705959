// post_index: keeps what is derived from posts true: the archive index, the counts of terms and authors, and the
// counters; and touches what a change of a post makes untrue.
#pragma once

#include "db/post.h"

// What decides where a post is counted.
struct post_facts {
    bool exists;
    enum post_type type;
    enum post_status status;
    int64_t author;
    int64_t parent;
    int64_t published;
    int64_t comment_count;  // approved ones
    bool has_comments;      // of any status
    bool sticky;
    bool comments_open;
    int64_t slug;    // its hash (post_slug_hash)
    bool is_public;  // published, without a password
};

// DB_NOT_FOUND: no such post.
enum db_result post_facts_read(struct db *db, int64_t id, struct post_facts *ret);

// After any change of a post's row or term links. `before` is what was read before the change; a post that is new
// did not exist before, one that is about to be deleted does not exist after.
enum db_result post_reindex(struct db *db, int64_t id, const struct post_facts *before, const struct post_facts *after);

// Is it one of the published posts that archives, author pages and counts are about?
static inline bool post_is_listed(const struct post_facts *facts) {
    return facts->exists && facts->type == POST_TYPE_POST && facts->status == POST_PUBLISH;
}
