// discussion bulk: closing or opening the discussions of all posts that a filter matches, and undoing it.
//
// Which posts match is read first; then they are turned in steps, each a write of its own, so that nobody else's write
// waits for more than a step. What was turned is on disk with each step and is remembered (db/discussion_change.h) for
// a day: whatever ends the work half-way, undo leads back.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "db/db.h"
#include "db/post.h"

struct actor;
struct arena;
struct settings;
struct store;

enum {
    DISCUSSION_BULK_MOST = 1000000,        // posts that one change may turn
    DISCUSSION_BULK_KEPT_SECONDS = 86400,  // for which it can be undone
};

struct discussion_bulk {
    const struct actor *actor;
    int64_t account;  // of the actor; 0: the owner
    enum post_type type;
    bool open;  // else close
    int64_t now;
};

struct discussion_bulk_count {
    int64_t matched;              // posts that the filter matches and the actor may edit
    int64_t count;                // those of them whose switch stands the other way
    int64_t too_old, not_public;  // to be opened: those matched that stay closed all the same, and why
};

// How many there are. The query's types must be the bulk's; it is narrowed to what the actor may edit.
enum db_result discussion_bulk_count(struct db *db, struct arena *arena, const struct discussion_bulk *bulk,
                                     const struct settings *settings, const struct post_query *query,
                                     struct discussion_bulk_count *ret);
// The posts of `count`, at most DISCUSSION_BULK_MOST of them.
enum db_result discussion_bulk_find(struct db *db, struct arena *arena, const struct discussion_bulk *bulk,
                                    const struct post_query *query, struct id_list *ret);

// Turns them; this thread must hold no read lease. Posts that were turned, deleted or taken from the actor meanwhile
// are passed over. Also after a failure *ret_changed and *ret_change tell what was done; *ret_change 0: nothing, so
// there is nothing to undo.
enum db_result discussion_bulk_turn(struct store *store, const struct discussion_bulk *bulk,
                                    const struct id_list *posts, int64_t *ret_changed, int64_t *ret_change);

// Turns back those that nobody has turned since, and that the actor may still edit. DB_NOT_FOUND: the actor has made no
// such change, or it is too long ago. *ret_left: how many stay as they are.
enum db_result discussion_bulk_undo(struct store *store, const struct discussion_bulk *bulk, int64_t change,
                                    int64_t *ret_restored, int64_t *ret_left);
