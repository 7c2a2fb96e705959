// store_readers: one read connection per thread, opened when the thread first reads and closed when the thread ends or
// the store closes. A lease is a read transaction; inner leases share it.
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "db/store_internal.h"

static void thread_destroy(struct store_thread *thread) {
    if (thread->open) db_close(&thread->reader);
    memo_destroy(thread->memo);
    kept_destroy(thread->kept);
    free(thread);
}

static void on_thread_end(void *value) {
    struct store_thread *thread = value;
    struct store *store = thread->store;
    pthread_mutex_lock(&store->threads_lock);
    struct store_thread **link = &store->threads;
    while (*link != thread) link = &(*link)->next;
    *link = thread->next;
    pthread_mutex_unlock(&store->threads_lock);
    thread_destroy(thread);
}

bool store_readers_init(struct store *store) {
    store->key_made = pthread_key_create(&store->key, on_thread_end) == 0;
    return store->key_made;
}

void store_readers_finish(struct store *store) {
    if (store->key_made) pthread_key_delete(store->key);
    while (store->threads) {
        struct store_thread *thread = store->threads;
        store->threads = thread->next;
        thread_destroy(thread);
    }
}

struct store_thread *store_thread_get(struct store *store) {
    struct store_thread *thread = pthread_getspecific(store->key);
    if (thread) return thread;
    thread = calloc(1, sizeof *thread);
    if (!thread) return NULL;
    thread->store = store;
    if (pthread_setspecific(store->key, thread) != 0) {
        free(thread);
        return NULL;
    }
    pthread_mutex_lock(&store->threads_lock);
    thread->next = store->threads;
    store->threads = thread;
    pthread_mutex_unlock(&store->threads_lock);
    return thread;
}

static struct db *fail(struct store_thread *thread) {
    memcpy(thread->message, thread->reader.message, sizeof thread->message);
    db_close(&thread->reader);
    thread->open = false;
    return NULL;
}

static void end(struct db *db) {
    if (db->driver->in_transaction(db->connection)) (void) db->driver->commit(db->connection);
    if (db->driver->in_transaction(db->connection)) db->driver->rollback(db->connection);
}

// The transaction of the lease before may go on as long as it sees what one that begins now would.
static bool stays(const struct store *store, const struct store_thread *thread) {
    const struct db *db = &thread->reader;
    if (!thread->rests || !db->driver->in_transaction(db->connection)) return false;
    return thread->state == atomic_load(&store->kept_clock.published) &&
           clock_monotonic_us() - thread->since_us < STORE_STAY_MS * 1000;
}

static bool begin(struct store *store, struct store_thread *thread) {
    struct db *db = &thread->reader;
    end(db);
    // Before the snapshot begins, so that what is kept is never older than the counts say.
    thread->state = atomic_load(&store->kept_clock.published);
    const uint64_t state = kept_clock_now(&store->kept_clock);
    memo_begin(db->memo, &store->memo_clock);
    if (db_note(db, db->driver->begin(db->connection, false, STORE_READ_SECONDS)) != DB_OK) return false;
    kept_begin(db->kept, state);
    if (thread->rests) thread->since_us = clock_monotonic_us();
    return true;
}

struct db *store_read_acquire(struct store *store) {
    struct store_thread *thread = store_thread_get(store);
    if (!thread) return NULL;
    struct db *db = &thread->reader;
    if (!thread->open) {
        if (db_open(db, &driver_sqlite, store->path, DRIVER_READ) != DB_OK) return fail(thread);
        thread->open = true;
        db->reads = thread->reads;
        if (!thread->memo) thread->memo = memo_create();
        db->memo = thread->memo;
        db->kept = thread->kept;
        db->stays = thread->rests;
    }
    if (db->leases == 0 && !stays(store, thread) && !begin(store, thread)) return fail(thread);
    db->leases++;
    return db;
}

bool store_record(struct store *store, struct reads *reads) {
    struct store_thread *thread = store_thread_get(store);
    if (!thread) return false;
    thread->reads = reads;
    if (thread->open) thread->reader.reads = reads;
    return true;
}

void store_read_release(struct db *db) {
    if (!db) return;
    assert(db->leases > 0);
    if (--db->leases == 0 && !db->stays) end(db);
}

void store_rest(struct store *store) {
    struct store_thread *thread = store_thread_get(store);
    // What another process writes would go unnoticed.
    if (!thread || store->lock_fd < 0) return;
    struct db *db = &thread->reader;
    if (!thread->rests) {
        thread->rests = db->stays = true;
        thread->kept = db->kept = kept_create(&store->kept_clock);
    }
    if (thread->open && db->leases == 0) end(db);
}
