// discussion change: many posts whose discussions were closed or opened in one go, and which of them are still as they
// were left then. post_reindex() takes a post out when its switch is turned by anybody later.
//
// Functions that write must run inside store_write().
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "db/post.h"

struct discussion_change {
    int64_t id;
    int64_t account;  // whose; 0: the owner's
    enum post_type type;
    bool opened;  // else closed
    int64_t created;
    int64_t number;  // how many posts it turned, less those that were turned back by undoing it
    int64_t intact;  // how many are still as it left them; by discussion_change_list() alone
};
struct discussion_change_list {
    struct discussion_change *items;
    size_t count;
};

enum db_result discussion_change_insert(struct db *db, const struct discussion_change *change, int64_t *ret_id);
enum db_result discussion_change_get(struct db *db, int64_t id, struct discussion_change *ret);
// Those of one account that were made after a moment, the latest first.
enum db_result discussion_change_list(struct db *db, struct arena *arena, int64_t account, int64_t after, int64_t most,
                                      struct discussion_change_list *ret);
// Deletes it with what it remembers.
enum db_result discussion_change_delete(struct db *db, int64_t id);
// Forgets what was made before a moment: at most so many posts a call. *ret_count: how many rows went.
enum db_result discussion_change_forget(struct db *db, int64_t before, int64_t most, int64_t *ret_count);

// Turns a post's switch as part of a change, which counts it.
enum db_result discussion_change_turn(struct db *db, int64_t change, int64_t post, bool open);
// Turns it back; the change counts one less.
enum db_result discussion_change_turn_back(struct db *db, int64_t change, int64_t post, bool open);
// The next posts by id that are as the change left them. The array has room for `most`.
enum db_result discussion_change_posts(struct db *db, int64_t change, int64_t after, size_t most, int64_t *ids,
                                       size_t *ret_count);

extern const char *const discussion_change_statements[];
