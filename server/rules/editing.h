// editing: several people at one post: which version of it someone has before him, and who has it open.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "db/edit_lock.h"
#include "db/post.h"

struct arena;

// A name for what writers put into a post: title, texts and their format, status, date, slug, author, password, parent,
// order, template, format, picture, stickiness, categories and tags. Two states with the same of all these are the same
// version. Not part of it are the switches for comments and pings, which are turned from lists while others write,
// and what nobody writes: comments, counts, when it was modified. In the arena; without quotation marks.
enum db_result editing_version(struct db *db, struct arena *arena, const struct post *post, const char **ret);

// A window that has a post open says so again within this time, or the lock ends by itself.
enum { EDITING_LOCK_SECONDS = 150 };

enum editing_wish {
    EDITING_OPEN,       // if nobody else has it; another window of the same user yields
    EDITING_RENEW,      // if it is still this window's, or nobody's
    EDITING_TAKE_OVER,  // whoever has it
};

// Inside store_write(). Of `asked` post, user and holder count. *ret: the lock as it is then; *ret_mine: it is what was
// asked for. DB_CONFLICT: no such user.
enum db_result editing_take(struct db *db, struct arena *arena, const struct edit_lock *asked, enum editing_wish wish,
                            int64_t now, struct edit_lock *ret, bool *ret_mine);
// Inside store_write(). Gives the lock back; *ret_released: it was this window's.
enum db_result editing_release(struct db *db, struct arena *arena, const struct edit_lock *asked, int64_t now,
                               bool *ret_released);
