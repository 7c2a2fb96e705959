// store_writer: the thread that writes. All writes that wait are one transaction, each in a savepoint; one fsync pays
// for all of them.
//
// Order after a batch: commit, publish what was touched, wake the callers, and only then move the log into the
// database, so that nobody waits for that. An answer of DB_OK is durable and visible to every later read.
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "db/change.h"
#include "db/store_internal.h"

static void answer(struct write_request *request, enum db_result result, const char *message) {
    request->result = result;
    snprintf(request->message, sizeof request->message, "%s", message);
}

// The storage failed under the connection: what it holds in memory may not be what is on the disk. Another one is
// opened before it is closed, since the last connection to close would take the shared index of the log with it; the
// log would then be read anew, and the frames of the failed commit be taken for good ones that need no syncing.
static enum db_result replace_connection(struct store *store) {
    struct store_writer *writer = &store->writer;
    struct db fresh;
    enum db_result result = db_open(&fresh, &driver_sqlite, store->path, DRIVER_WRITE);
    if (result != DB_OK) {
        memcpy(writer->db.message, fresh.message, sizeof writer->db.message);
        db_close(&fresh);
        return DB_ERROR;
    }
    db_close(&writer->db);
    writer->db = fresh;
    writer->db.touched = &writer->touched;
    writer->checkpointed_pages = 0;
    writer->distrusted = false;
    return DB_OK;
}

static enum db_result begin(struct store *store) {
    struct store_writer *writer = &store->writer;
    if (writer->distrusted) {
        enum db_result result = replace_connection(store);
        if (result != DB_OK) return result;
    }
    writer->db.fault = DRIVER_FAULT_NONE;
    return db_note(&writer->db, writer->db.driver->begin(writer->db.connection, true, 0));
}

static void run_one(struct db *db, struct write_request *request) {
    size_t touched = db->touched->count;
    db->message[0] = '\0';
    enum db_result result = db_note(db, db->driver->savepoint(db->connection));
    if (result == DB_OK) {
        db->spoken = false;
        const int64_t changes = db->driver->total_changes(db->connection);
        result = request->function(db, request->argument);
        // Who changed something and did not say what it was may have changed whatever anybody has read.
        if (!db->spoken && db->driver->total_changes(db->connection) != changes) db_touch(db, TOUCH_EVERYTHING, 0);
        if (result == DB_OK) result = db_note(db, db->driver->savepoint_release(db->connection));
    }
    answer(request, result, result == DB_OK ? "" : db->message);
    if (result == DB_OK) return;
    db->touched->count = touched;
    // A savepoint that cannot be undone would leave half a write in the batch.
    if (db->driver->in_transaction(db->connection) &&
        db_note(db, db->driver->savepoint_rollback(db->connection)) != DB_OK) {
        db->driver->rollback(db->connection);
    }
}

// Those of `from` up to `to` that were fine share the failure of their transaction.
static void fail_range(struct write_request *from, const struct write_request *to, const struct db *db,
                       enum db_result result) {
    for (; from != to; from = from->next) {
        if (from->result == DB_OK) answer(from, result == DB_FULL ? DB_FULL : DB_ERROR, db->message);
    }
}

static void commit(struct store *store, struct write_request *from) {
    struct store_writer *writer = &store->writer;
    struct db *db = &writer->db;
    enum db_result result = change_record(db, writer->touched.items, writer->touched.count, clock_now());
    kept_clock_begin(&store->kept_clock);
    if (result == DB_OK) result = db_note(db, db->driver->commit(db->connection));
    if (result == DB_OK) {
        store->commits++;
        return;
    }
    db->driver->rollback(db->connection);
    writer->touched.count = 0;
    // Nobody can tell what a failing disk has done.
    kept_clock_publish(&store->kept_clock, &(struct touch){.kind = TOUCH_EVERYTHING}, 1);
    fail_range(from, NULL, db, result);
}

static void run_batch(struct store *store, struct write_request *batch) {
    struct db *db = &store->writer.db;
    struct write_request *from = batch;  // the first one of the open transaction
    bool open = false;
    for (struct write_request *request = batch; request; request = request->next) {
        if (!open) {
            enum db_result result = begin(store);
            if (result != DB_OK) {
                answer(request, result == DB_FULL ? DB_FULL : DB_ERROR, db->message);
                store->writer.distrusted = store->writer.distrusted || db->fault == DRIVER_FAULT_IO;
                from = request->next;
                continue;
            }
            open = true;
            from = request;
        }
        run_one(db, request);
        // Out of disk or memory, an engine may undo the whole transaction: those before are gone with it.
        if (!db->driver->in_transaction(db->connection)) {
            enum db_result result = request->result == DB_OK ? DB_ERROR : request->result;
            store->writer.touched.count = 0;
            fail_range(from, request->next, db, result);
            open = false;
        }
    }
    if (open) commit(store, from);
    store->writer.distrusted = store->writer.distrusted || db->fault == DRIVER_FAULT_IO;
}

static void publish(struct store *store) {
    struct touch_list *touched = &store->writer.touched;
    memo_clock_publish(&store->memo_clock, touched->items, touched->count);
    // Before the listeners: what a reader makes after they were told is made from what is new.
    kept_clock_publish(&store->kept_clock, touched->items, touched->count);
    for (size_t i = 0; i < store->listener_count && touched->count > 0; i++) {
        store->listeners[i].function(store->listeners[i].context, touched->items, touched->count);
    }
    touched->count = 0;
}

static void wake(struct store *store, struct write_request *batch) {
    size_t later = 0;
    while (batch) {
        struct write_request *request = batch;
        batch = request->next;
        if (request->later) {
            free(request->argument);
            free(request);
            later++;
        } else {
            sem_post(&request->done);  // from here on the request is its caller's again
        }
    }
    if (later == 0) return;
    pthread_mutex_lock(&store->writer.lock);
    store->writer.later_count -= later;
    pthread_mutex_unlock(&store->writer.lock);
}

// Truncation waits for readers, so a long one makes it fail; the next try is then a checkpoint's worth of log away.
static void checkpoint_if_due(struct store *store, bool idle) {
    struct store_writer *writer = &store->writer;
    if (writer->distrusted) return;
    int64_t pages = writer->db.driver->log_pages(writer->db.connection);
    if (pages < writer->checkpointed_pages) writer->checkpointed_pages = 0;
    int64_t grown = pages - writer->checkpointed_pages;
    if (grown == 0 || (!idle && grown < STORE_CHECKPOINT_PAGES)) return;
    bool truncate = pages >= STORE_TRUNCATE_PAGES;
    enum db_result result = db_note(&writer->db, writer->db.driver->checkpoint(writer->db.connection, truncate));
    writer->distrusted = result != DB_OK && writer->db.fault == DRIVER_FAULT_IO;
    writer->checkpointed_pages = writer->db.driver->log_pages(writer->db.connection);
}

// Waits for writes. NULL: none came for a while, or the store closes (*ret_end).
static struct write_request *take_batch(struct store_writer *writer, bool *ret_end) {
    pthread_mutex_lock(&writer->lock);
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += STORE_IDLE_SECONDS;
    int waited = 0;
    while (!writer->first && !writer->stopping && waited != ETIMEDOUT) {
        waited = pthread_cond_timedwait(&writer->arrived, &writer->lock, &until);
    }
    struct write_request *batch = writer->first;
    struct write_request **end = &writer->first;
    for (size_t count = 0; *end && count < STORE_BATCH_MOST; count++) end = &(*end)->next;
    writer->first = *end;
    *end = NULL;
    if (!writer->first) writer->end = &writer->first;
    *ret_end = !batch && writer->stopping;
    pthread_mutex_unlock(&writer->lock);
    return batch;
}

static void *writer_main(void *context) {
    struct store *store = context;
    for (bool end = false; !end;) {
        struct write_request *batch = take_batch(&store->writer, &end);
        if (batch) {
            run_batch(store, batch);
            publish(store);
            wake(store, batch);
        }
        checkpoint_if_due(store, !batch);
    }
    return NULL;
}

bool store_writer_start(struct store *store) {
    struct store_writer *writer = &store->writer;
    writer->db.touched = &writer->touched;
    writer->end = &writer->first;
    pthread_mutex_init(&writer->lock, NULL);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&writer->arrived, &attributes);
    pthread_condattr_destroy(&attributes);
    int failure = pthread_create(&writer->thread, NULL, writer_main, store);
    if (failure != 0) {
        errno = failure;
        return false;
    }
    writer->running = true;
    return true;
}

void store_writer_stop(struct store *store) {
    struct store_writer *writer = &store->writer;
    if (!writer->running) return;
    pthread_mutex_lock(&writer->lock);
    writer->stopping = true;
    pthread_cond_signal(&writer->arrived);
    pthread_mutex_unlock(&writer->lock);
    pthread_join(writer->thread, NULL);
    pthread_cond_destroy(&writer->arrived);
    pthread_mutex_destroy(&writer->lock);
    writer->running = false;
}

static void submit(struct store_writer *writer, struct write_request *request) {
    *writer->end = request;
    writer->end = &request->next;
    pthread_cond_signal(&writer->arrived);
}

enum db_result store_write(struct store *store, store_write_function function, void *argument) {
    struct store_writer *writer = &store->writer;
    struct store_thread *thread = store_thread_get(store);
    if (!thread) return DB_ERROR;
    // A lease held here would show the caller the state before its own write.
    assert(thread->reader.leases == 0);
    if (!writer->running || pthread_equal(pthread_self(), writer->thread)) {
        snprintf(thread->message, sizeof thread->message, "no writing here");
        return DB_ERROR;
    }
    struct write_request request = {.function = function, .argument = argument};
    sem_init(&request.done, 0, 0);
    pthread_mutex_lock(&writer->lock);
    submit(writer, &request);
    pthread_mutex_unlock(&writer->lock);
    while (sem_wait(&request.done) != 0) continue;  // EINTR
    sem_destroy(&request.done);
    if (request.result != DB_OK) memcpy(thread->message, request.message, sizeof thread->message);
    return request.result;
}

void store_write_later(struct store *store, store_write_function function, void *argument) {
    struct store_writer *writer = &store->writer;
    struct write_request *request = writer->running ? calloc(1, sizeof *request) : NULL;
    if (!request) {
        free(argument);
        return;
    }
    *request = (struct write_request){.function = function, .argument = argument, .later = true};
    pthread_mutex_lock(&writer->lock);
    bool room = writer->later_count < STORE_LATER_MOST;
    if (room) {
        writer->later_count++;
        submit(writer, request);
    }
    pthread_mutex_unlock(&writer->lock);
    if (room) return;
    free(argument);
    free(request);
}

const char *store_message(struct store *store) {
    const struct store_thread *thread = store_thread_get(store);
    return thread ? thread->message : "out of memory";
}
