// term_merge: one term becomes another, post by post, so that counts and archives are exact at every moment.
//
// Functions that write must run inside store_write().
#pragma once

#include "db/term.h"

// Gives up to `most` posts of `from` the term `into` in its place. *ret_moved: how many; less than `most`: none is
// left. DB_CONFLICT: `into` is not there.
enum db_result term_merge_posts(struct db *db, struct arena *arena, const struct term *from, int64_t into, int64_t most,
                                int64_t *ret_moved);
// Deletes `from`, which has no post left: its children move up, its slugs lead to `into`.
enum db_result term_merge_finish(struct db *db, const struct term *from, int64_t into);

// The posts that have any of these terms, each once.
enum db_result term_merge_count(struct db *db, struct arena *arena, const struct id_list *from, int64_t *ret);

// The term that took in the one which had this slug.
enum db_result term_get_by_old_slug(struct db *db, struct arena *arena, enum term_taxonomy taxonomy, const char *slug,
                                    struct term *ret);
