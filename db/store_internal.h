// store_internal: the parts of a store that its three files share.
#pragma once

#include <pthread.h>
#include <semaphore.h>

#include "db/connection.h"
#include "db/kept.h"
#include "db/memo.h"
#include "db/store.h"

enum {
    STORE_SECRET_SIZE = 32,
    STORE_LISTENERS_MOST = 8,
    STORE_LATER_MOST = 1000,
    STORE_BATCH_MOST = 256,         // writes in one transaction: bounds how long its first one waits
    STORE_STAY_MS = 500,            // that a transaction stays open over several leases
    STORE_READ_SECONDS = 30,        // a read transaction may last; longer ones would let the log grow
    STORE_CHECKPOINT_PAGES = 1000,  // of log before they are moved into the database: 4 MiB
    STORE_TRUNCATE_PAGES = 4096,    // of log before readers are waited for to empty it: 16 MiB
    STORE_IDLE_SECONDS = 2,         // without a write before the log is moved anyway
};

struct write_request {
    struct write_request *next;
    store_write_function function;
    void *argument;
    enum db_result result;
    bool later;  // on the heap with its argument; nobody waits
    sem_t done;
    char message[DB_MESSAGE_SIZE];
};

// What a thread has in the store: its reader, and the words of its last failure.
struct store_thread {
    struct store *store;
    struct store_thread *next;
    struct db reader;
    struct memo *memo;    // outlives the reader
    struct kept *kept;    // and so does this; of threads that rest
    struct reads *reads;  // that the reader notes in
    bool open;
    bool rests;        // it will call store_rest(): a transaction may stay open until then
    uint64_t state;    // that the open transaction sees, by the clock
    int64_t since_us;  // when it began
    char message[DB_MESSAGE_SIZE];
};

struct store_writer {
    pthread_t thread;
    bool running;
    struct db db;
    bool open;
    bool distrusted;  // after a failure of the storage, until another connection could be opened in its place
    struct touch_list touched;
    int64_t checkpointed_pages;  // of the log at the last checkpoint
    pthread_mutex_t lock;        // for what follows
    pthread_cond_t arrived;
    struct write_request *first, **end;
    size_t later_count;
    bool stopping;
};

struct store {
    char *directory;
    char *path;
    int lock_fd;  // -1: a read-only tool's
    unsigned char secret[STORE_SECRET_SIZE];
    pthread_key_t key;  // -> struct store_thread
    bool key_made;
    pthread_mutex_t threads_lock;
    struct store_thread *threads;
    struct store_writer writer;
    struct {
        touch_listener function;
        void *context;
    } listeners[STORE_LISTENERS_MOST];
    size_t listener_count;
    struct memo_clock memo_clock;
    struct kept_clock kept_clock;
    uint64_t commits;  // for the test of group commit; read after the writes
};

// Makes the thread's key. False: the system has none left.
bool store_readers_init(struct store *store);
// Closes the readers of all threads.
void store_readers_finish(struct store *store);
// This thread's part; NULL when memory is out.
struct store_thread *store_thread_get(struct store *store);

// Starts the writer thread on writer.db, which is open.
bool store_writer_start(struct store *store);
// Finishes what waits and ends the thread; writer.db stays open.
void store_writer_stop(struct store *store);
