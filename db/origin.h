// origin: where imported things came from, so that the same file, or a later one of the same site, adds nothing twice;
// and what an import still has to settle when all of the file has been seen.
//
// Writing functions run inside store_write(). A source is a site: its address without scheme and slash at the end.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "db/db.h"

struct arena;

// DB_NOT_FOUND: nothing came from there.
enum db_result origin_source_find(struct db *db, const char *site, int64_t *ret_source);
enum db_result origin_source_make(struct db *db, const char *site, int64_t *ret_source);

enum origin_kind {
    ORIGIN_USER = 1,  // key: login
    ORIGIN_TERM,      // "category:slug", "post_tag:slug"
    ORIGIN_TERM_ID,   // number there
    ORIGIN_POST,      // number and guid
    ORIGIN_POST_ID,   // number there: the first one that had it
    ORIGIN_COMMENT,   // number of its post and its own
    ORIGIN_FILE,      // the file's address, without its scheme: the attachment here
};

// The number here; DB_NOT_FOUND when it never came, or is not here any more.
enum db_result origin_find(struct db *db, int64_t source, enum origin_kind kind, const char *key, int64_t *ret_id);
enum db_result origin_put(struct db *db, int64_t source, enum origin_kind kind, const char *key, int64_t id);

enum pending_kind {
    PENDING_TERM_PARENT = 1,  // reference: key of ORIGIN_TERM
    PENDING_PARENT,           // key of ORIGIN_POST_ID
    PENDING_ATTACHED,         // the same
    PENDING_FEATURED,         // the same
    PENDING_CONTENT,          // links in the text to be looked at once more
};
struct pending {
    enum pending_kind kind;
    int64_t id;  // of the thing here
    const char *reference;
};
struct pending_list {
    struct pending *items;
    size_t count;
};
enum db_result origin_pending_put(struct db *db, int64_t source, const struct pending *pending);
// At most `most` of a kind with ids above `after`, by id.
enum db_result origin_pending_list(struct db *db, struct arena *arena, int64_t source, enum pending_kind kind,
                                   int64_t after, size_t most, struct pending_list *ret);
enum db_result origin_pending_drop(struct db *db, int64_t source, enum pending_kind kind, int64_t id);

extern const char *const origin_statements[];
