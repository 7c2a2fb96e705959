// store: opening, the lock, snapshots, group commit, what failures of the disk do, migrations and copies.
//
// This program puts its own pwrite64() and fdatasync() before the C library's, so that the disk can be full or broken
// at will, whoever runs the tests.
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/error.h"
#include "db/migrate.h"
#include "db/setting.h"
#include "db/statement.h"
#include "db/store_internal.h"
#include "db/touch_kinds.h"
#include "db_fixture.h"

static atomic_bool disk_full, sync_broken;
static atomic_int syncs;

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset);
ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset) {
    if (disk_full) {
        errno = ENOSPC;
        return -1;
    }
    return syscall(SYS_pwrite64, fd, bytes, size, offset);
}

int fdatasync(int fd) {
    syncs++;
    if (sync_broken) {
        errno = EIO;
        return -1;
    }
    return (int) syscall(SYS_fdatasync, fd);
}

struct set {
    const char *name, *value;
    enum db_result result;  // what the function returns after it has written
    sem_t *running, *go;    // when given: tells that it runs, and waits
    enum db_result answer;  // what store_write() returned
    struct store *store;
};

static enum db_result set(struct db *db, void *argument) {
    struct set *set = argument;
    if (set->running) sem_post(set->running);
    if (set->go) sem_wait(set->go);
    enum db_result result = setting_set(db, set->name, set->value);
    return result == DB_OK ? set->result : result;
}

static void *set_in_thread(void *argument) {
    struct set *one = argument;
    one->answer = store_write(one->store, set, one);
    return NULL;
}

// NULL: not there.
static const char *get(struct fixture *fixture, const char *name) {
    STORE_READ db = store_read_acquire(fixture->store);
    assert_non_null(db);
    const char *value = NULL;
    enum db_result result = setting_get(db, &fixture->arena, name, &value);
    assert_true(result == DB_OK || result == DB_NOT_FOUND);
    return value;
}

static void write_setting(struct fixture *fixture, const char *name, const char *value) {
    struct set one = {.name = name, .value = value};
    assert_int_equal(store_write(fixture->store, set, &one), DB_OK);
}

static struct store *open_store(const char *directory, bool create, const char *code) {
    struct error error = {0};
    struct store_options options = {.directory = directory, .create = create, .exclusive = true};
    struct store *store = store_open(&options, &error);
    if (code) {
        assert_null(store);
        assert_string_equal(error.code, code);
        assert_true(error_is_set(&error));
        assert_null(strchr(error.message, '\n'));
    } else if (!store) {
        fail_msg("%s: %s", error.code, error.message);
    }
    return store;
}

static void reopen(struct fixture *fixture) {
    store_close(fixture->store);
    fixture->store = open_store(fixture->directory, false, NULL);
}

static const char *path_of(struct fixture *fixture, const char *name) {
    return arena_printf(&fixture->arena, "%s/%s", fixture->directory, name);
}

static mode_t mode_of(const char *path) {
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    return status.st_mode & 0777;
}

static void write_file(const char *path, const char *bytes, size_t size) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

static void test_file(void **state) {
    struct fixture *fixture = *state;
    write_setting(fixture, "a", "1");
    assert_int_equal(mode_of(path_of(fixture, "site.db")), 0600);
    assert_int_equal(mode_of(path_of(fixture, "site.db-wal")), 0600);
    assert_int_equal(mode_of(path_of(fixture, "lock")), 0600);
    unsigned char secret[STORE_SECRET_SIZE], zero[STORE_SECRET_SIZE] = {0};
    memcpy(secret, store_secret(fixture->store), sizeof secret);
    assert_memory_not_equal(secret, zero, sizeof secret);
    chmod(path_of(fixture, "site.db"), 0644);
    reopen(fixture);
    assert_int_equal(mode_of(path_of(fixture, "site.db")), 0600);
    assert_memory_equal(secret, store_secret(fixture->store), sizeof secret);
    assert_string_equal(get(fixture, "a"), "1");
}

static void test_lock(void **state) {
    struct fixture *fixture = *state;
    open_store(fixture->directory, false, "store_locked");
    struct error error = {0};
    struct store_options options = {.directory = fixture->directory};
    struct store *reader = store_open(&options, &error);
    assert_non_null(reader);
    struct set one = {.name = "a", .value = "1"};
    assert_int_equal(store_write(reader, set, &one), DB_ERROR);
    write_setting(fixture, "a", "2");
    {
        STORE_READ db = store_read_acquire(reader);
        const char *value;
        assert_int_equal(setting_get(db, &fixture->arena, "a", &value), DB_OK);
        assert_string_equal(value, "2");
    }
    assert_memory_equal(store_secret(reader), store_secret(fixture->store), STORE_SECRET_SIZE);
    store_close(reader);
    reopen(fixture);
    assert_string_equal(get(fixture, "a"), "2");
}

static void test_refused_files(void **state) {
    struct fixture *fixture = *state;
    char directory[] = "/tmp/broadsheet-test-XXXXXX";
    assert_non_null(mkdtemp(directory));
    open_store("/nonexistent/broadsheet", true, "store_unreadable");
    open_store(directory, false, "store_absent");
    assert_int_equal(access(arena_printf(&fixture->arena, "%s/site.db", directory), F_OK), -1);

    char noise[8192];
    memset(noise, 'x', sizeof noise);
    const char *path = arena_printf(&fixture->arena, "%s/site.db", directory);
    write_file(path, noise, sizeof noise);
    open_store(directory, true, "store_corrupt");
    unlink(path);

    struct db other;
    write_file(path, "", 0);
    assert_int_equal(db_open(&other, &driver_sqlite, path, DRIVER_CREATE), DB_OK);
    assert_int_equal(other.driver->script(other.connection, "PRAGMA application_id=77; CREATE TABLE x (y)"), DB_OK);
    db_close(&other);
    open_store(directory, true, "store_unreadable");
    unlink(path);

    // An empty file is what a machine leaves that lost its power in the first moment.
    write_file(path, "", 0);
    struct store *store = open_store(directory, true, NULL);
    store_close(store);
    assert_int_equal(db_open(&other, &driver_sqlite, path, DRIVER_WRITE), DB_OK);
    assert_int_equal(other.driver->set_schema_version(other.connection, 999), DB_OK);
    db_close(&other);
    open_store(directory, true, "store_newer");
    fixture_remove(directory);
}

static void test_snapshots(void **state) {
    struct fixture *fixture = *state;
    write_setting(fixture, "a", "1");
    struct db *outer = store_read_acquire(fixture->store);
    const char *value;
    assert_int_equal(setting_get(outer, &fixture->arena, "a", &value), DB_OK);
    struct set one = {.name = "a", .value = "2", .store = fixture->store};
    pthread_t thread;
    pthread_create(&thread, NULL, set_in_thread, &one);
    pthread_join(thread, NULL);
    assert_int_equal(one.answer, DB_OK);
    struct db *inner = store_read_acquire(fixture->store);
    assert_ptr_equal(inner, outer);
    store_read_release(inner);
    assert_int_equal(setting_get(outer, &fixture->arena, "a", &value), DB_OK);
    assert_string_equal(value, "1");
    store_read_release(outer);
    assert_string_equal(get(fixture, "a"), "2");
    assert_int_equal(setting_set(outer, "a", "3"), DB_ERROR);  // readers cannot write
    store_read_release(NULL);
}

// A reader that does not end would keep the log from being emptied for ever.
static void test_long_reads_are_cut_off(void **state) {
    struct fixture *fixture = *state;
    struct db db;
    assert_int_equal(db_open(&db, &driver_sqlite, path_of(fixture, "site.db"), DRIVER_READ), DB_OK);
    assert_int_equal(db.driver->begin(db.connection, false, 1), DB_OK);
    int64_t value;
    assert_int_equal(statement_get_integer(&db,
                                           "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
                                           "SELECT count(*) FROM c",
                                           0, NULL, &value),
                     DB_BUSY);
    db.driver->rollback(db.connection);
    assert_int_equal(statement_get_integer(&db, "SELECT count(*) FROM setting", 0, NULL, &value), DB_OK);
    db_close(&db);
}

static void *read_in_thread(void *argument) { return (void *) get(argument, "none"); }

static void test_reader_ends_with_thread(void **state) {
    struct fixture *fixture = *state;
    pthread_t thread;
    pthread_create(&thread, NULL, read_in_thread, fixture);
    pthread_join(thread, NULL);
    size_t count = 0;
    for (struct store_thread *one = fixture->store->threads; one; one = one->next) count++;
    assert_true(count <= 1);
}

enum { THREADS = 32, WRITES = 40 };

struct many {
    struct store *store;
    int number, failures;
};

static enum db_result set_number(struct db *db, void *argument) {
    char name[32];
    snprintf(name, sizeof name, "n%d", *(int *) argument);
    return setting_set(db, name, name);
}

static void *write_many(void *argument) {
    struct many *many = argument;
    for (int i = 0; i < WRITES; i++) {
        int number = many->number * WRITES + i;
        if (store_write(many->store, set_number, &number) != DB_OK) many->failures++;
    }
    return NULL;
}

static void test_group_commit(void **state) {
    struct fixture *fixture = *state;
    pthread_t threads[THREADS];
    struct many many[THREADS];
    uint64_t commits = fixture->store->commits;
    int synced = syncs;
    for (int i = 0; i < THREADS; i++) {
        many[i] = (struct many){.store = fixture->store, .number = i};
        assert_int_equal(pthread_create(&threads[i], NULL, write_many, &many[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(many[i].failures, 0);
    }
    commits = fixture->store->commits - commits;
    assert_true(commits > 0 && commits < THREADS * WRITES / 2);
    assert_true(syncs - synced >= (int) commits);  // each commit is synced
    reopen(fixture);
    for (int i = 0; i < THREADS * WRITES; i++) assert_non_null(get(fixture, arena_printf(&fixture->arena, "n%d", i)));
}

// Writes that wait while another one runs form one batch, in order.
static void run_batch(struct fixture *fixture, struct set *sets, size_t count) {
    sem_t running, go;
    sem_init(&running, 0, 0);
    sem_init(&go, 0, 0);
    struct set blocker = {.name = "blocker", .value = "", .running = &running, .go = &go, .store = fixture->store};
    pthread_t blocked, threads[8];
    assert_true(count <= 8);
    pthread_create(&blocked, NULL, set_in_thread, &blocker);
    sem_wait(&running);
    struct store_writer *writer = &fixture->store->writer;
    for (size_t i = 0; i < count; i++) {
        sets[i].store = fixture->store;
        pthread_create(&threads[i], NULL, set_in_thread, &sets[i]);
        for (size_t waiting = 0; waiting <= i;) {
            waiting = 0;
            pthread_mutex_lock(&writer->lock);
            for (struct write_request *request = writer->first; request; request = request->next) waiting++;
            pthread_mutex_unlock(&writer->lock);
            usleep(500);
        }
    }
    sem_post(&go);
    pthread_join(blocked, NULL);
    for (size_t i = 0; i < count; i++) pthread_join(threads[i], NULL);
    assert_int_equal(blocker.answer, DB_OK);
    sem_destroy(&running);
    sem_destroy(&go);
}

static void test_isolation(void **state) {
    struct fixture *fixture = *state;
    uint64_t commits = fixture->store->commits;
    struct set sets[] = {{.name = "i1", .value = "x"},
                         {.name = "i2", .value = "x", .result = DB_CONFLICT},
                         {.name = "i3", .value = "x"},
                         {.name = "i1", .value = "y", .result = DB_ERROR},
                         {.name = "i4", .value = "x"}};
    run_batch(fixture, sets, 5);
    assert_int_equal(fixture->store->commits - commits, 2);
    for (size_t i = 0; i < 5; i++) assert_int_equal(sets[i].answer, sets[i].result);
    assert_string_equal(get(fixture, "i1"), "x");
    assert_null(get(fixture, "i2"));
    assert_non_null(get(fixture, "i3"));
    assert_non_null(get(fixture, "i4"));
}

struct listening {
    struct fixture *fixture;
    int calls;
    size_t touched;
    bool visible;
    atomic_bool answered, answered_before;
};

static void listen_to(void *context, const struct touch *touched, size_t count) {
    struct listening *listening = context;
    listening->calls++;
    listening->touched += count;
    for (size_t i = 0; i < count; i++) assert_int_equal(touched[i].kind, TOUCH_SETTINGS);
    listening->visible = get(listening->fixture, "l1") != NULL;
    usleep(20000);
    if (listening->calls == 1) listening->answered_before = listening->answered;
}

static void *set_and_tell(void *argument) {
    struct listening *listening = argument;
    write_setting(listening->fixture, "l1", "x");
    listening->answered = true;
    return NULL;
}

static void test_listener(void **state) {
    struct fixture *fixture = *state;
    struct listening listening = {.fixture = fixture};
    store_listen(fixture->store, listen_to, &listening);
    pthread_t thread;
    pthread_create(&thread, NULL, set_and_tell, &listening);
    pthread_join(thread, NULL);
    // What is rolled back was not touched. (And when this is answered, the listener has done with the first write.)
    struct set failing = {.name = "l2", .value = "x", .result = DB_CONFLICT};
    assert_int_equal(store_write(fixture->store, set, &failing), DB_CONFLICT);
    assert_int_equal(listening.calls, 1);
    assert_true(listening.visible);
    assert_false(listening.answered_before);
    assert_true(listening.answered);
    // One batch is published once, each thing once.
    struct set sets[] = {
        {.name = "l3", .value = "x"}, {.name = "l4", .value = "x", .result = DB_ERROR}, {.name = "l5", .value = "x"}};
    listening.touched = 0;
    run_batch(fixture, sets, 3);
    assert_int_equal(listening.calls, 3);
    assert_int_equal(listening.touched, 2);
    fixture->store->listener_count = 0;
}

static enum db_result set_later(struct db *db, void *argument) { return setting_set(db, argument, "later"); }

static void test_later(void **state) {
    struct fixture *fixture = *state;
    store_write_later(fixture->store, set_later, strdup("w1"));
    write_setting(fixture, "w2", "x");  // runs after it
    assert_string_equal(get(fixture, "w1"), "later");
    // While the writer is held up, no more than the limit is kept; the rest is freed.
    sem_t running, go;
    sem_init(&running, 0, 0);
    sem_init(&go, 0, 0);
    struct set blocker = {.name = "b", .value = "", .running = &running, .go = &go, .store = fixture->store};
    pthread_t blocked;
    pthread_create(&blocked, NULL, set_in_thread, &blocker);
    sem_wait(&running);
    for (int i = 0; i < STORE_LATER_MOST + 100; i++) {
        char name[32];
        snprintf(name, sizeof name, "later%d", i);
        store_write_later(fixture->store, set_later, strdup(name));
    }
    assert_int_equal(fixture->store->writer.later_count, STORE_LATER_MOST);
    sem_post(&go);
    pthread_join(blocked, NULL);
    reopen(fixture);  // finishes what waits
    assert_non_null(get(fixture, arena_printf(&fixture->arena, "later%d", STORE_LATER_MOST - 1)));
    assert_null(get(fixture, arena_printf(&fixture->arena, "later%d", STORE_LATER_MOST)));
    sem_destroy(&running);
    sem_destroy(&go);
}

static enum db_result write_within(struct db *db, void *argument) {
    struct set one = {.name = "within", .value = "x"};
    (void) db;
    return store_write(argument, set, &one);
}

static void test_write_within_write(void **state) {
    struct fixture *fixture = *state;
    assert_int_equal(store_write(fixture->store, write_within, fixture->store), DB_ERROR);
    assert_null(get(fixture, "within"));
}

static void test_disk_full(void **state) {
    struct fixture *fixture = *state;
    struct listening listening = {.fixture = fixture};
    write_setting(fixture, "before", "x");
    store_listen(fixture->store, listen_to, &listening);
    disk_full = true;
    struct set one = {.name = "full", .value = "x"};
    assert_int_equal(store_write(fixture->store, set, &one), DB_FULL);
    assert_true(strlen(store_message(fixture->store)) > 0);
    struct set failing = {.name = "full2", .value = "x", .result = DB_CONFLICT};
    assert_int_equal(store_write(fixture->store, set, &failing), DB_CONFLICT);
    assert_string_equal(get(fixture, "before"), "x");
    assert_null(get(fixture, "full"));
    pthread_t thread;  // a thread that opens its reader now
    pthread_create(&thread, NULL, read_in_thread, fixture);
    pthread_join(thread, NULL);
    assert_int_equal(listening.calls, 0);
    disk_full = false;
    fixture->store->listener_count = 0;
    write_setting(fixture, "full", "y");
    reopen(fixture);
    assert_string_equal(get(fixture, "full"), "y");
    assert_null(get(fixture, "full2"));
}

static enum db_result fill(struct db *db, void *argument) {
    char value[50000];
    memset(value, 'v', sizeof value - 1);
    value[sizeof value - 1] = '\0';
    for (int i = 0; i < 200; i++) {
        char name[32];
        snprintf(name, sizeof name, "%s%d", (const char *) argument, i);
        enum db_result result = setting_set(db, name, value);
        if (result != DB_OK) return result;
        if (i == 20 && name[0] == 'f') disk_full = true;
    }
    return DB_OK;
}

static void *fill_in_thread(void *argument) {
    struct set *one = argument;
    one->answer = store_write(one->store, fill, (void *) one->name);
    return NULL;
}

// The disk runs full in the middle of a large write, while others are in the same transaction: what was answered is
// exactly what is there.
static void test_disk_full_within_batch(void **state) {
    struct fixture *fixture = *state;
    sem_t running, go;
    sem_init(&running, 0, 0);
    sem_init(&go, 0, 0);
    struct set sets[] = {{.name = "f1", .value = "x", .running = &running, .go = &go},
                         {.name = "f2", .value = "x"},
                         {.name = "f3-"},
                         {.name = "f4", .value = "x"}};
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++) {
        sets[i].store = fixture->store;
        pthread_create(&threads[i], NULL, i == 2 ? fill_in_thread : set_in_thread, &sets[i]);
        if (i == 0) sem_wait(&running);
        usleep(20000);
    }
    sem_post(&go);
    for (size_t i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    disk_full = false;
    assert_int_equal(sets[0].answer, DB_OK);
    assert_int_equal(sets[2].answer, DB_FULL);
    reopen(fixture);
    for (size_t i = 0; i < 4; i++) {
        const char *name = i == 2 ? "f3-0" : sets[i].name;
        assert_int_equal(get(fixture, name) != NULL, sets[i].answer == DB_OK);
    }
    write_setting(fixture, "f5", "x");
    sem_destroy(&running);
    sem_destroy(&go);
}

// A commit that could not be synced is undone, also when the writer's is the only connection, so that the log would be
// read anew by the one that takes its place.
static void sync_failure(struct fixture *fixture, bool with_reader) {
    write_setting(fixture, "before", "x");
    struct db *reader = with_reader ? store_read_acquire(fixture->store) : NULL;
    store_read_release(reader);
    sync_broken = true;
    struct set one = {.name = "sync", .value = "x"};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(store_write(fixture->store, set, &one), DB_ERROR);
        assert_true(fixture->store->writer.distrusted);
    }
    sync_broken = false;
    write_setting(fixture, "after", "x");
    assert_false(fixture->store->writer.distrusted);
    assert_string_equal(get(fixture, "before"), "x");
    assert_null(get(fixture, "sync"));
    reopen(fixture);
    assert_string_equal(get(fixture, "after"), "x");
    assert_null(get(fixture, "sync"));
}

static void test_sync_failure(void **state) { sync_failure(*state, true); }
static void test_sync_failure_alone(void **state) { sync_failure(*state, false); }

static void test_log_is_emptied(void **state) {
    struct fixture *fixture = *state;
    for (int i = 0; i < 3; i++) {
        char *name = arena_printf(&fixture->arena, "big%d-", i);
        assert_int_equal(store_write(fixture->store, fill, name), DB_OK);
    }
    struct stat status;
    const char *path = path_of(fixture, "site.db-wal");
    for (int i = 0; i < 100; i++) {  // emptied after the answer
        assert_int_equal(stat(path, &status), 0);
        if (status.st_size < 16 * 1024 * 1024) break;
        usleep(20000);
    }
    assert_true(status.st_size < 16 * 1024 * 1024);
}

static int64_t query_integer(const char *path, const char *sql) {
    struct db db;
    assert_int_equal(db_open(&db, &driver_sqlite, path, DRIVER_READ), DB_OK);
    int64_t value = -1;
    assert_int_equal(statement_get_integer(&db, sql, 0, NULL, &value), DB_OK);
    db_close(&db);
    return value;
}

static void test_backup(void **state) {
    struct fixture *fixture = *state;
    write_setting(fixture, "backup", "x");
    const char *path = path_of(fixture, "copy.db");
    assert_int_equal(store_backup(fixture->store, path), DB_OK);
    assert_int_equal(mode_of(path), 0600);
    assert_int_equal(query_integer(path, "SELECT count(*) FROM setting WHERE name = 'backup'"), 1);
    assert_int_equal(query_integer(path, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"),
                     1);
    assert_int_equal(store_backup(fixture->store, path), DB_CONFLICT);
    assert_int_equal(store_backup(fixture->store, path_of(fixture, "none/copy.db")), DB_ERROR);
    const char *none = path_of(fixture, "copy2.db");
    disk_full = true;
    assert_int_equal(store_backup(fixture->store, none), DB_FULL);
    disk_full = false;
    assert_int_equal(access(none, F_OK), -1);
    assert_int_equal(access(path_of(fixture, "copy2.db.partial"), F_OK), -1);
}

static void test_migration(void **state) {
    struct fixture *fixture = *state;
    write_setting(fixture, "kept", "x");
    store_close(fixture->store);
    fixture->store = NULL;
    struct db connection, *db = &connection;
    assert_int_equal(db_open(db, &driver_sqlite, path_of(fixture, "site.db"), DRIVER_WRITE), DB_OK);
    const struct driver_migration good[] = {
        {1, "0001.sql", "CREATE TABLE never (x)"},
        {2, "0002.sql", "CREATE TABLE two (x INTEGER) STRICT"},
        {3, "0003.sql", "CREATE TABLE three (x INTEGER) STRICT; INSERT INTO three VALUES (3)"},
        {0},
    };
    const struct driver_migration bad[] = {{1, "0001.sql", ""},
                                           {2, "0002.sql", "CREATE TABLE two (x INTEGER) STRICT"},
                                           {3, "0003.sql", "CREATE NONSENSE"},
                                           {0}};
    struct error error = {0};
    assert_false(migrate(db, bad, fixture->directory, &error));
    assert_true(error_is_set(&error));
    int version;
    assert_int_equal(db->driver->schema_version(db->connection, &version), DB_OK);
    assert_int_equal(version, 1);
    assert_false(db->driver->in_transaction(db->connection));

    error = (struct error){0};
    assert_true(migrate(db, good, fixture->directory, &error));
    assert_int_equal(db->driver->schema_version(db->connection, &version), DB_OK);
    assert_int_equal(version, 3);
    int64_t value;
    assert_int_equal(statement_get_integer(db, "SELECT x FROM three", 0, NULL, &value), DB_OK);
    assert_true(migrate(db, good, fixture->directory, &error));  // nothing to do
    db_close(db);

    FILE *listing = popen(arena_printf(&fixture->arena, "ls %s/backup", fixture->directory), "r");
    char name[128] = "";
    assert_non_null(fgets(name, sizeof name, listing));
    pclose(listing);
    name[strcspn(name, "\n")] = '\0';
    assert_int_equal(strncmp(name, "site-v1-", 8), 0);
    const char *copy = arena_printf(&fixture->arena, "%s/backup/%s", fixture->directory, name);
    assert_int_equal(query_integer(copy, "SELECT count(*) FROM setting WHERE name = 'kept'"), 1);
    assert_int_equal(query_integer(copy, "SELECT count(*) FROM sqlite_schema WHERE name IN ('two', 'three')"), 0);
}

// The other half of test_kill: writes for ever, and says each number when its write was answered.
static int write_until_killed(const char *directory) {
    struct error error = {0};
    struct store_options options = {.directory = directory, .create = true, .exclusive = true};
    struct store *store = store_open(&options, &error);
    if (!store) return 1;
    for (int i = 0;; i++) {
        if (store_write(store, set_number, &i) != DB_OK) return 1;
        if (write(STDOUT_FILENO, &i, sizeof i) != sizeof i) return 1;
    }
}

static pid_t start_writing(const char *directory, int *ret_fd) {
    int ends[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        execl("/proc/self/exe", "test_store", "--write", directory, (char *) NULL);
        _exit(127);
    }
    assert_true(pid > 0);
    close(ends[1]);
    *ret_fd = ends[0];
    return pid;
}

// Killed at any moment, the store holds every write that was answered.
static void test_kill(void **state) {
    struct fixture *fixture = *state;
    store_close(fixture->store);
    fixture->store = NULL;
    for (int round = 0; round < 5; round++) {
        int fd, number, last = -1;
        pid_t pid = start_writing(fixture->directory, &fd);
        for (int i = 0; i < 20 + round * 30 && read(fd, &number, sizeof number) == sizeof number; i++) last = number;
        usleep((useconds_t) round * 700);
        kill(pid, SIGKILL);
        while (read(fd, &number, sizeof number) == sizeof number) last = number;
        close(fd);
        int status;
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFSIGNALED(status));
        assert_true(last >= 0);
        fixture->store = open_store(fixture->directory, false, NULL);
        for (int i = 0; i <= last; i++) assert_non_null(get(fixture, arena_printf(&fixture->arena, "n%d", i)));
        store_close(fixture->store);
        fixture->store = NULL;
        const char *check = "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'";
        assert_int_equal(query_integer(path_of(fixture, "site.db"), check), 1);
    }
}

int main(int argc, char **argv) {
    if (argc == 3 && strcmp(argv[1], "--write") == 0) return write_until_killed(argv[2]);
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_file),
        TEST(test_lock),
        TEST(test_refused_files),
        TEST(test_snapshots),
        TEST(test_long_reads_are_cut_off),
        TEST(test_reader_ends_with_thread),
        TEST(test_group_commit),
        TEST(test_isolation),
        TEST(test_listener),
        TEST(test_later),
        TEST(test_write_within_write),
        TEST(test_disk_full),
        TEST(test_disk_full_within_batch),
        TEST(test_sync_failure),
        TEST(test_sync_failure_alone),
        TEST(test_log_is_emptied),
        TEST(test_backup),
        TEST(test_migration),
        TEST(test_kill),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
