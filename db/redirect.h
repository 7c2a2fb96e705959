// redirect: addresses that things had on the site they came from. Asked only when nothing here has the address.
#pragma once

#include <stdint.h>

#include "db/db.h"

struct arena;

// `path`: decoded, below the site's address, without slashes at its ends; with "?name=value" when the address is the
// front page's with a variable. The post that it led to first keeps it. Inside store_write(); goes with its post.
enum db_result redirect_put(struct db *db, const char *path, int64_t post);
// The same of a smaller picture's address; `size`: "medium", or "" for the whole.
enum db_result redirect_put_size(struct db *db, const char *path, int64_t post, const char *size);
enum db_result redirect_find(struct db *db, const char *path, int64_t *ret_post);
enum db_result redirect_find_size(struct db *db, struct arena *arena, const char *path, int64_t *ret_post,
                                  const char **ret_size);

extern const char *const redirect_statements[];
