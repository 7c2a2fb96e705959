// walk: everything there is, in the order of numbers, for those who copy all of it. Strings are in the arena.
#pragma once

#include "db/comment.h"
#include "db/post.h"

// Numbers above `after`, ascending, at most `most`.
enum db_result walk_users(struct db *db, struct arena *arena, int64_t after, size_t most, struct id_list *ret);
enum db_result walk_terms(struct db *db, struct arena *arena, int64_t after, size_t most, struct id_list *ret);
enum db_result walk_posts(struct db *db, struct arena *arena, int64_t after, size_t most, struct id_list *ret);
// All comments of a post but those that are gone, whatever their status.
enum db_result walk_comments(struct db *db, struct arena *arena, int64_t post, struct comment_list *ret);

extern const char *const walk_statements[];
