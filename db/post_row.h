// post_row: the columns of a post, in the one order in which they are read and written.
#pragma once

#include "db/post.h"

struct arena;
struct statement;

#define POST_COLUMNS                                                                                              \
    "p.id, p.type, p.status, p.status_before_trash, p.author_id, p.parent_id, p.menu_order, p.primary_category, " \
    "p.featured_media, p.comments_open, p.pings_open, p.sticky, p.date_floating, p.published, p.created, "        \
    "p.modified, p.comment_count, p.slug, p.format, p.template_name, p.password, p.title, p.title_html, "         \
    "p.excerpt, p.excerpt_html, p.content_format, p.page_count, p.has_more, p.more_text"

// Lean: without the long texts, which lie in a table of their own.
#define SELECT_POST_LEAN "SELECT " POST_COLUMNS " FROM post p "
#define SELECT_POST \
    "SELECT " POST_COLUMNS ", t.content, t.content_html FROM post p JOIN post_text t ON t.post_id = p.id "
// Without what it was written as.
#define SELECT_POST_SHOWN \
    "SELECT " POST_COLUMNS ", '', t.content_html FROM post p JOIN post_text t ON t.post_id = p.id "

void post_from_row(struct statement *statement, struct arena *arena, bool lean, struct post *ret);
// All its texts are copies in the arena.
struct post post_copy(struct arena *arena, const struct post *post);
// Lean, and comment_count is 0: for what is only named, so that its comments do not matter.
void post_link_from_row(struct statement *statement, struct arena *arena, struct post *ret);
// Expects one row. Writes *ret only when it is there.
enum db_result post_one(struct statement *statement, struct arena *arena, bool lean, struct post *ret);

// The number by which TOUCH_SLUG knows a slug.
int64_t post_slug_hash(const char *slug);

// Reads the posts of these ids in this order; those that are gone are left out.
enum db_result post_read_ids(struct db *db, struct arena *arena, const int64_t *ids, size_t count, bool lean,
                             struct post_list *ret);
// The same as post_link_from_row() reads them: comments on them do not matter.
enum db_result post_read_links(struct db *db, struct arena *arena, const int64_t *ids, size_t count,
                               struct post_list *ret);
