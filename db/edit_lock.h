// edit_lock: who has a post open, and who wrote it last. Pages show neither: writes here touch none of them.
#pragma once

#include <stdint.h>

#include "db/db.h"

struct arena;

struct edit_lock {
    int64_t post;
    int64_t user;
    const char *name;    // of the user, as shown; only when read
    const char *holder;  // which of the user's windows, as it calls itself
    int64_t since;       // held since
    int64_t until;       // and until then, unless it is renewed
};

// DB_NOT_FOUND: nobody has it open at `now`.
enum db_result edit_lock_get(struct db *db, struct arena *arena, int64_t post, int64_t now, struct edit_lock *ret);
// Inside store_write(). Replaces the lock of the post. DB_CONFLICT: no such user or post.
enum db_result edit_lock_put(struct db *db, const struct edit_lock *lock);
enum db_result edit_lock_delete(struct db *db, int64_t post);

// The user who changed the post last, as shown. DB_NOT_FOUND: not known, or no user any more.
enum db_result post_editor_get(struct db *db, struct arena *arena, int64_t post, int64_t *ret_user,
                               const char **ret_name);
// Inside store_write(). `user` 0: nobody that is known.
enum db_result post_editor_put(struct db *db, int64_t post, int64_t user);

extern const char *const edit_lock_statements[];
