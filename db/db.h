// db: a connection to the store, as the rest of the program sees it.
//
// Only db/ knows what is behind it. A `struct db *` is either this thread's read
// connection (store_read_acquire) or the writer's (inside store_write).
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;

enum db_result {
    DB_OK,
    DB_NOT_FOUND,  // no such row
    DB_CONFLICT,   // a unique rule or a reference forbids it
    DB_BUSY,       // try again later
    DB_FULL,       // the disk or a quota is full: nothing was written (507)
    DB_ERROR,      // anything else; db_message() has the words
};

// The engine's words for the last failure on this connection, for the log. Never NULL.
const char *db_message(const struct db *db);

// Inside store_write only: notes that a thing changed. Published after the commit.
void db_touch(struct db *db, unsigned kind, int64_t id);
