// old_slug: the slugs that published posts had before, so that their old addresses redirect.
#pragma once

#include "db/post.h"

// Before the slug is written: remembers the present one when a published post stays published under another.
// `when` orders them: the latest wins. WordPress: wp_check_for_changed_slugs().
enum db_result old_slug_remember(struct db *db, int64_t post, const char *slug, enum post_status status, int64_t when);
// A slug that the post had elsewhere. Inside store_write().
enum db_result old_slug_add(struct db *db, int64_t post, const char *slug, int64_t when);
// All of them, oldest first. In the arena.
enum db_result old_slug_list(struct db *db, struct arena *arena, int64_t post, struct text_list *ret);
