// search_index: what the search knows of posts, kept exact by their writes.
//
// Each post is one row of the full-text index under a key that says when it was published and of which class it is:
//
//     published << 4 | n << 2 | class
//
// n tells apart what was published in the same second. So the index walked backwards gives the newest first, a span of
// time is a span of keys, and what visitors may find is told from the rest without looking at the post.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "db/db.h"
#include "db/post.h"

struct arena;
struct error;
struct search_counts;

enum search_class {
    SEARCH_ARTICLE,  // published, without a password
    SEARCH_PAGE,     // the same
    SEARCH_MEDIA,    // attachments that are not in the trash
    SEARCH_OTHER,    // drafts, private and protected ones, the trash
    SEARCH_CLASSES,
};
#define SEARCH_CLASS_BIT(class) (1U << (class))

// A post as it is or was.
struct search_source {
    bool exists;
    bool indexed;  // and under which key
    int64_t post, key;
    enum search_class class;
    int64_t published;
    const char *title, *excerpt, *body;  // as stored: may hold mark-up
};

// Never fails for want of a post: `exists` says it.
enum db_result search_source_read(struct db *db, struct arena *arena, int64_t post, struct search_source *ret);

// Around a change of a post's row or text: `before` was read before it, `after` behind it. What is the same costs
// nothing.
enum db_result search_index_change(struct db *db, const struct search_source *before,
                                   const struct search_source *after);

// For building: the same for one new post, the words only counted in `counts`.
enum db_result search_index_add(struct db *db, const struct search_source *source, struct search_counts *counts);
