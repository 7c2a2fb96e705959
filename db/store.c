// store: opening and closing a site's database: the lock, the file, its schema and its secret.
//
// DIR/lock is held with flock(2) for the store's whole life, so that one process alone writes. The database file itself
// is never opened here: closing any descriptor of it would drop the engine's own locks.
#include "db/store.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "db/migrate.h"
#include "db/search_build.h"
#include "db/statement.h"
#include "db/statements.h"
#include "db/store_internal.h"

#define SQL_SECRET_GET "SELECT value FROM site WHERE name = 'secret'"
#define SQL_SECRET_PUT "INSERT INTO site (name, value) VALUES ('secret', $1)"

const char *const store_statements[] = {SQL_SECRET_GET, SQL_SECRET_PUT, NULL};

static bool take_lock(struct store *store, struct error *error) {
    char *path;
    if (asprintf(&path, "%s/lock", store->directory) < 0) abort();
    store->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (store->lock_fd < 0) {
        error_set(error, 500, "store_unreadable", "%s: %s", path, strerror(errno));
    } else if (flock(store->lock_fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) {
            error_set(error, 503, "store_locked", "%s is in use by another process", store->directory);
        } else {
            error_set(error, 500, "store_unreadable", "%s: %s", path, strerror(errno));
        }
    }
    free(path);
    return !error_is_set(error);
}

static bool check_file(const struct store *store, bool create, struct error *error) {
    struct stat status;
    if (stat(store->path, &status) == 0) {
        if (S_ISREG(status.st_mode)) return true;
        error_set(error, 500, "store_unreadable", "%s is not a file", store->path);
    } else if (errno != ENOENT) {
        error_set(error, 500, "store_unreadable", "%s: %s", store->path, strerror(errno));
    } else if (!create) {
        error_set(error, 500, "store_absent", "%s holds no site", store->directory);
    }
    return !error_is_set(error);
}

static enum db_result secret_read(struct db *db, unsigned char secret[STORE_SECRET_SIZE]) {
    STATEMENT statement = statement_acquire(db, SQL_SECRET_GET);
    enum db_result result = statement_one(statement);
    if (result != DB_OK) return result;
    return statement_blob(statement, 0, secret, STORE_SECRET_SIZE) ? DB_OK : db_fail(db, DB_ERROR, "bad site secret");
}

static enum db_result secret_write(struct db *db, unsigned char secret[STORE_SECRET_SIZE]) {
    if (getrandom(secret, STORE_SECRET_SIZE, 0) != STORE_SECRET_SIZE) return db_fail(db, DB_ERROR, strerror(errno));
    STATEMENT statement = statement_acquire(db, SQL_SECRET_PUT);
    statement_bind_blob(statement, secret, STORE_SECRET_SIZE);
    return statement_run(statement);
}

static bool open_writing(struct store *store, const struct store_options *options, struct error *error) {
    struct db *db = &store->writer.db;
    enum db_result result = db_open(db, &driver_sqlite, store->path, options->create ? DRIVER_CREATE : DRIVER_WRITE);
    store->writer.open = true;
    if (result != DB_OK) return migrate_fail(db, store->directory, error);
    if (!migrate(db, db->driver->migrations, store->directory, error)) return false;
    result = secret_read(db, store->secret);
    if (result == DB_NOT_FOUND) result = secret_write(db, store->secret);
    if (result == DB_OK) result = search_build(db, options->reindex, options->on_progress, options->progress_context);
    if (result != DB_OK) return migrate_fail(db, store->directory, error);
    // What a crash left in the log may never have reached the disk, though it can be read; moved into the database it
    // is synced. A full disk leaves it where it is, and the site readable.
    (void) db->driver->checkpoint(db->connection, true);
    if (store_writer_start(store)) return true;
    error_set(error, 500, "store_unreadable", "no thread for the writer: %s", strerror(errno));
    return false;
}

// A tool that only reads: the schema must be this program's already.
static bool open_reading(struct store *store, struct error *error) {
    struct db *db = store_read_acquire(store);
    if (!db) {
        struct store_thread *thread = store_thread_get(store);
        if (thread) return migrate_fail(&thread->reader, store->directory, error);
        error_set(error, 500, "store_unreadable", "out of memory");
        return false;
    }
    int version = 0, newest = migrate_newest(db->driver->migrations);
    enum db_result result = db_note(db, db->driver->schema_version(db->connection, &version));
    if (result == DB_OK && version == newest) result = secret_read(db, store->secret);
    if (result != DB_OK) {
        migrate_fail(db, store->directory, error);
    } else if (version != newest) {
        error_set(error, 500, version > newest ? "store_newer" : "store_unreadable",
                  "%s/site.db has schema %d, this program reads %d", store->directory, version, newest);
    }
    store_read_release(db);
    return !error_is_set(error);
}

struct store *store_open(const struct store_options *options, struct error *error) {
    struct store *store = calloc(1, sizeof *store);
    if (!store) abort();
    store->lock_fd = -1;
    store->directory = strdup(options->directory);
    if (!store->directory || asprintf(&store->path, "%s/site.db", options->directory) < 0) abort();
    pthread_mutex_init(&store->threads_lock, NULL);
    bool fine = store_readers_init(store);
    if (!fine) error_set(error, 500, "store_unreadable", "the system has no thread keys left");
    if (fine && options->exclusive) {
        fine =
            take_lock(store, error) && check_file(store, options->create, error) && open_writing(store, options, error);
    } else if (fine) {
        fine = check_file(store, false, error) && open_reading(store, error);
    }
    if (fine) return store;
    store_close(store);
    return NULL;
}

void store_close(struct store *store) {
    if (!store) return;
    store_writer_stop(store);
    store_readers_finish(store);
    struct store_writer *writer = &store->writer;
    if (writer->open) {
        // Failing is harmless: what stays in the log is read from there at the next start.
        if (writer->db.connection) (void) writer->db.driver->checkpoint(writer->db.connection, true);
        db_close(&writer->db);
    }
    touch_list_finish(&writer->touched);
    if (store->lock_fd >= 0) close(store->lock_fd);
    pthread_mutex_destroy(&store->threads_lock);
    explicit_bzero(store->secret, sizeof store->secret);
    free(store->path);
    free(store->directory);
    free(store);
}

struct listening {
    struct store *store;
    touch_listener listener;
    void *context;
};

static enum db_result add_listener(struct db *db, void *argument) {
    (void) db;
    const struct listening *listening = argument;
    struct store *store = listening->store;
    assert(store->listener_count < STORE_LISTENERS_MOST);
    store->listeners[store->listener_count].function = listening->listener;
    store->listeners[store->listener_count].context = listening->context;
    store->listener_count++;
    return DB_OK;
}

static enum db_result remove_listener(struct db *db, void *argument) {
    (void) db;
    const struct listening *listening = argument;
    struct store *store = listening->store;
    size_t kept = 0;
    for (size_t i = 0; i < store->listener_count; i++) {
        bool gone =
            store->listeners[i].function == listening->listener && store->listeners[i].context == listening->context;
        if (!gone) store->listeners[kept++] = store->listeners[i];
    }
    store->listener_count = kept;
    return DB_OK;
}

// Both on the writer thread, which alone reads the list.
void store_listen(struct store *store, touch_listener listener, void *context) {
    struct listening listening = {.store = store, .listener = listener, .context = context};
    if (store_write(store, add_listener, &listening) != DB_OK) add_listener(NULL, &listening);
}

void store_unlisten(struct store *store, touch_listener listener, void *context) {
    struct listening listening = {.store = store, .listener = listener, .context = context};
    if (store_write(store, remove_listener, &listening) != DB_OK) remove_listener(NULL, &listening);
}

enum db_result store_backup(struct store *store, const char *path) {
    // A connection of its own: a thread's reader is cut off after STORE_READ_SECONDS, and a copy may take longer.
    struct db db;
    enum db_result result = db_open(&db, &driver_sqlite, store->path, DRIVER_READ);
    if (result == DB_OK) result = db_note(&db, db.driver->backup(db.connection, path));
    struct store_thread *thread = store_thread_get(store);
    if (result != DB_OK && thread) memcpy(thread->message, db.message, sizeof thread->message);
    db_close(&db);
    return result;
}

const unsigned char *store_secret(const struct store *store) { return store->secret; }
