// connection: what a `struct db` is inside db/: an engine's connection with its cached statements.
#pragma once

#include "base/touch.h"
#include "db/db.h"
#include "db/driver.h"

struct kept;
struct memo;
struct reads;
struct statement;
struct store;

enum { STATEMENT_CACHE_SIZE = 64, DB_MESSAGE_SIZE = 256 };

// What the writes of a batch touched, each once.
struct touch_list {
    struct touch *items;
    size_t count, capacity;
};

struct db {
    const struct driver *driver;
    struct driver_connection *connection;
    struct statement *statements[STATEMENT_CACHE_SIZE];  // most recently used first; NULL at the end
    char message[DB_MESSAGE_SIZE];
    enum driver_fault fault;     // of the last failure
    struct touch_list *touched;  // the writer's; NULL for others
    bool spoken;                 // the running write has touched something
    struct memo *memo;           // a reader's; NULL: nothing is kept
    struct kept *kept;           // a reader's; NULL: nothing is kept
    struct reads *reads;         // where a reader notes what it reads; NULL: nobody wants to know
    struct store *store;         // a reader's
    struct db *next;             // in the store's list of readers
    unsigned leases;             // nested read leases
    bool stays;                  // a reader's transaction stays open behind its last lease
};

// On failure db holds the words, and must still be closed.
enum db_result db_open(struct db *db, const struct driver *driver, const char *path, enum driver_mode mode)
    __attribute__((warn_unused_result));
void db_close(struct db *db);

// Takes over words and kind of the engine's last failure. Returns `result`.
enum db_result db_note(struct db *db, enum db_result result);
// A failure that the engine does not know of.
enum db_result db_fail(struct db *db, enum db_result result, const char *message);

// A reader has this from its memo: noted as statement_reads() does it.
void db_reads(struct db *db, unsigned kind, int64_t id);

void touch_list_finish(struct touch_list *list);
