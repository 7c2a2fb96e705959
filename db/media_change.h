// media_change: what is left to do in steps: texts of media that have another file, files that nobody names any more,
// and texts that were written before media_use knew of all media.
//
// Functions that write must run inside store_write(). They touch nothing: no page is made from these rows.
#pragma once

#include <stdint.h>

#include "db/db.h"
#include "db/post.h"

struct arena;

// The texts of posts above `position` may name an old file of the medium.
enum db_result media_change_put(struct db *db, int64_t media, int64_t position);
enum db_result media_change_done(struct db *db, int64_t media);
// Any that is left; DB_NOT_FOUND: none.
enum db_result media_change_next(struct db *db, int64_t *ret_media, int64_t *ret_position);
enum db_result media_change_get(struct db *db, int64_t media, int64_t *ret_position);

// Files to be removed, as struct media has them.
enum db_result media_leftover_put(struct db *db, const char *file);
enum db_result media_leftover_done(struct db *db, const char *file);
enum db_result media_leftover_list(struct db *db, struct arena *arena, int64_t most, struct text_list *ret);
// DB_NOT_FOUND: it is none.
enum db_result media_leftover_find(struct db *db, const char *file);

// How far the old texts have been looked at; DB_NOT_FOUND: all have.
enum db_result media_scan_get(struct db *db, int64_t *ret_position);
enum db_result media_scan_set(struct db *db, int64_t position);
enum db_result media_scan_finish(struct db *db);
// Posts from above `after` to `last` whose text may name media.
enum db_result media_scan_candidates(struct db *db, struct arena *arena, int64_t after, int64_t last,
                                     struct id_list *ret);
// The highest number of a post; 0: none.
enum db_result media_scan_last(struct db *db, int64_t *ret);
