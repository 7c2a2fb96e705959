// store: the site's database in its data directory: one writer, many readers.
//
// One writer thread owns the write connection. store_write() hands it a function and sleeps; all
// that are waiting run in one transaction, each in a savepoint of its own, committed with
// synchronous=FULL. After the commit the touched things are published, then the callers wake:
// an answer of DB_OK means durable and visible to every reader.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/touch.h"
#include "db/db.h"

struct error;
struct reads;
struct store;

struct store_options {
    const char *directory;  // holds site.db; must exist
    bool create;            // makes the file when it is absent
    bool exclusive;  // take the lock that makes this the only process that writes; always true except for read-only
                     // tools
    bool reindex;    // makes the search's index anew
    // Told now and then while the index of the search is being made, which may take minutes; may be NULL.
    void (*on_progress)(void *context, int64_t done, int64_t all);
    void *progress_context;
};

// Opens, takes DIR/lock (flock; held until close) and migrates (after an automatic copy
// DIR/backup/site-v<N>-<time>.db when an existing file's schema is older). NULL and one-line error:
// status 0-less codes "store_locked" (another process has it), "store_unreadable", "store_newer" (schema from the
// future), "store_corrupt", "store_absent".
struct store *store_open(const struct store_options *options, struct error *error) __attribute__((warn_unused_result));

// Finishes waiting writes, checkpoints, closes all connections. NULL is allowed. No thread may be using it.
void store_close(struct store *store);

// This thread's read connection inside a read transaction (a snapshot). Nests: only the outermost begins
// and ends it. NULL when it cannot be had (out of descriptors); release NULL is allowed. Keep it short: a long reader
// keeps the log growing; after 30 seconds its statements give DB_BUSY.
struct db *store_read_acquire(struct store *store);
void store_read_release(struct db *db);
static inline void store_read_release_cleanup(struct db **db) { store_read_release(*db); }
#define STORE_READ __attribute__((cleanup(store_read_release_cleanup))) struct db *

// This thread has nothing to do at the moment: ends the transaction that stays open between leases of a thread that
// calls this. Whoever has called it once must call it again whenever he is about to wait.
void store_rest(struct store *store);

// From now on what this thread reads is noted in `reads` (base/reads.h); NULL: no longer. Not across threads. False
// when this thread has no reader, and then nothing is noted.
bool store_record(struct store *store, struct reads *reads) __attribute__((warn_unused_result));

// Runs on the writer thread inside a transaction. What is not DB_OK rolls its own changes back, and is
// what store_write() returns. It may run only once, but must not block or touch the network.
typedef enum db_result (*store_write_function)(struct db *db, void *argument);

// Submits and waits for the durable commit. If the commit fails, everything of that batch is rolled back and
// each caller gets DB_FULL or DB_ERROR. Must not be called while this thread holds a read lease.
enum db_result store_write(struct store *store, store_write_function function, void *argument)
    __attribute__((warn_unused_result));

// Submits and returns at once; for what nobody waits for (last_used stamps). `argument` is
// freed with free() after the run. Dropped when more than 1,000 such are waiting.
void store_write_later(struct store *store, store_write_function function, void *argument);

// Adds a listener: it hears of every write that begins after this returns. Listeners are told in the order in which
// they were added.
void store_listen(struct store *store, touch_listener listener, void *context);
// Removes it: when this returns, the listener does not run and is not called again.
void store_unlisten(struct store *store, touch_listener listener, void *context);

// Words for the log for the last failure of store_write on this thread. Never NULL.
const char *store_message(struct store *store);

// A consistent copy through the online backup API, made by the server's own process. The target must not exist.
enum db_result store_backup(struct store *store, const char *path) __attribute__((warn_unused_result));

// A random 256-bit site secret, made with the file: keys for tokens are derived from it.
const unsigned char *store_secret(const struct store *store);
