// term: categories (a tree) and tags. Writing functions run inside store_write().
#pragma once

#include "db/post.h"

enum term_taxonomy { TERM_CATEGORY = 1, TERM_TAG = 2 };

struct term {
    int64_t id;
    enum term_taxonomy taxonomy;
    int64_t parent;           // categories; 0: top
    const char *name;         // raw text, plain
    const char *slug;         // decoded, unique per taxonomy
    const char *description;  // raw
    int64_t count;            // published posts directly in it (WordPress's count)
    int64_t tree_count;       // published posts in it or below, each once
};

enum db_result term_insert(struct db *db, const struct term *term, int64_t *ret_id);
// The same under the number term->id. DB_CONFLICT: another term has it.
enum db_result term_insert_as(struct db *db, const struct term *term);
// A new parent that is the term itself or below it: DB_CONFLICT.
enum db_result term_update(struct db *db, const struct term *term);
// Children move to its parent; posts that have no category left get `fallback` (0: none).
enum db_result term_delete(struct db *db, int64_t id, int64_t fallback);

enum db_result term_get(struct db *db, struct arena *arena, int64_t id, struct term *ret);
enum db_result term_get_by_slug(struct db *db, struct arena *arena, enum term_taxonomy taxonomy, const char *slug,
                                struct term *ret);
// By exact name (without case), for categories under `parent`; for "term_exists".
enum db_result term_get_by_name(struct db *db, struct arena *arena, enum term_taxonomy taxonomy, const char *name,
                                int64_t parent, struct term *ret);

struct term_list {
    struct term *items;
    size_t count;
    int64_t total;
};

// The chain from the top down to the term itself. At most 100 deep.
enum db_result term_path(struct db *db, struct arena *arena, int64_t id, struct term_list *ret);
// Terms of a post, by name.
enum db_result term_of_post(struct db *db, struct arena *arena, int64_t post, enum term_taxonomy taxonomy,
                            struct term_list *ret);
// The branch that a post's breadcrumb shows: its stored primary_category when the post is still in it, else the
// deepest of its categories with the lowest id. DB_NOT_FOUND: no category.
enum db_result term_primary_of_post(struct db *db, struct arena *arena, const struct post *post, struct term *ret);

enum term_order {
    TERM_ORDER_NAME,
    TERM_ORDER_ID,
    TERM_ORDER_SLUG,
    TERM_ORDER_COUNT,
    TERM_ORDER_DESCRIPTION,
    TERM_ORDER_INCLUDE,
    TERM_ORDER_INCLUDE_SLUGS,
    TERM_ORDER_PARENT,
};
struct term_query {
    enum term_taxonomy taxonomy;
    struct id_list include, exclude;
    struct text_list slugs;
    const char *search;  // in name or slug
    const char *prefix;  // the name begins so, without case; along the index of names
    bool filter_parent;
    int64_t parent;
    bool hide_empty;  // count = 0 and, for categories, nothing below
    int64_t post;     // only those of this post
    enum term_order order;
    bool descending;
    int64_t limit, offset;
    bool want_total;
};
enum db_result term_list(struct db *db, struct arena *arena, const struct term_query *query, struct term_list *ret);
// Categories below `parent` (0: the top) that hold articles, by name, at most `most`: what the navigation of every page
// shows, and therefore kept (db/memo.h).
enum db_result term_sections(struct db *db, struct arena *arena, int64_t parent, int64_t most, struct term_list *ret);

extern const char *const term_statements[];
