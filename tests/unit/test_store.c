// store: opening, the lock, snapshots, group commit, and when listeners and callers hear of a write.
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/error.h"
#include "db/setting.h"
#include "db/statement.h"
#include "db/store_internal.h"
#include "db/touch_kinds.h"
#include "store_writes.h"

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
    assert_string_equal(get_value(fixture, "a"), "1");
}

static void test_lock(void **state) {
    struct fixture *fixture = *state;
    open_store(fixture->directory, false, "store_locked");
    struct error error = {0};
    struct store_options options = {.directory = fixture->directory};
    struct store *reader = store_open(&options, &error);
    assert_non_null(reader);
    struct set one = {.name = "a", .value = "1"};
    assert_int_equal(store_write(reader, set_value, &one), DB_ERROR);
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
    assert_string_equal(get_value(fixture, "a"), "2");
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
    assert_string_equal(get_value(fixture, "a"), "2");
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

static void *read_in_thread(void *argument) { return (void *) get_value(argument, "none"); }

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
    for (int i = 0; i < THREADS * WRITES; i++)
        assert_non_null(get_value(fixture, arena_printf(&fixture->arena, "n%d", i)));
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
    assert_string_equal(get_value(fixture, "i1"), "x");
    assert_null(get_value(fixture, "i2"));
    assert_non_null(get_value(fixture, "i3"));
    assert_non_null(get_value(fixture, "i4"));
}

struct listening {
    struct fixture *fixture;
    int calls;
    size_t touched;
    bool visible, foreign;
    enum db_result answer;
    atomic_bool answered, answered_before;
};

static void listen_to(void *context, const struct touch *touched, size_t count) {
    struct listening *listening = context;
    listening->calls++;
    listening->touched += count;
    for (size_t i = 0; i < count; i++) listening->foreign = listening->foreign || touched[i].kind != TOUCH_SETTINGS;
    listening->visible = get_value(listening->fixture, "l1") != NULL;
    usleep(20000);
    if (listening->calls == 1) listening->answered_before = listening->answered;
}

static void *set_and_tell(void *argument) {
    struct listening *listening = argument;
    struct set one = {.name = "l1", .value = "x"};
    listening->answer = store_write(listening->fixture->store, set_value, &one);
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
    assert_int_equal(store_write(fixture->store, set_value, &failing), DB_CONFLICT);
    assert_int_equal(listening.calls, 1);
    assert_int_equal(listening.answer, DB_OK);
    assert_true(listening.visible);
    assert_false(listening.foreign);
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
    assert_string_equal(get_value(fixture, "w1"), "later");
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
    assert_non_null(get_value(fixture, arena_printf(&fixture->arena, "later%d", STORE_LATER_MOST - 1)));
    assert_null(get_value(fixture, arena_printf(&fixture->arena, "later%d", STORE_LATER_MOST)));
    sem_destroy(&running);
    sem_destroy(&go);
}

static enum db_result write_within(struct db *db, void *argument) {
    struct set one = {.name = "within", .value = "x"};
    (void) db;
    return store_write(argument, set_value, &one);
}

static void test_write_within_write(void **state) {
    struct fixture *fixture = *state;
    assert_int_equal(store_write(fixture->store, write_within, fixture->store), DB_ERROR);
    assert_null(get_value(fixture, "within"));
}

int main(void) {
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
