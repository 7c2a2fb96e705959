// post_page: the pages of posts whose readers do not just see content_html (post.page_count > 1 or post.has_more).
//
// Functions that write must run inside store_write(). Strings read are in the arena and never NULL.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "db/db.h"

struct arena;

// Replaces the pages of a post, numbered from 1; none: they are deleted.
enum db_result post_page_put(struct db *db, int64_t post, const char *const *pages, size_t count);
// DB_NOT_FOUND: it has none of this number.
enum db_result post_page_get(struct db *db, struct arena *arena, int64_t post, int64_t number, const char **ret);
