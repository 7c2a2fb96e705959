// store_failures: what the store does when the disk is full or broken or the program is killed; copies and migrations.
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/error.h"
#include "db/migrate.h"
#include "db/setting.h"
#include "db/statement.h"
#include "db/store_internal.h"
#include "store_writes.h"

static void count_calls(void *context, const struct touch *touched, size_t count) {
    (void) touched;
    (void) count;
    (*(int *) context)++;
}

static void *read_in_thread(void *argument) { return (void *) get_value(argument, "none"); }

static void test_disk_full(void **state) {
    struct fixture *fixture = *state;
    int calls = 0;
    write_setting(fixture, "before", "x");
    store_listen(fixture->store, count_calls, &calls);
    disk_full = true;
    struct set one = {.name = "full", .value = "x"};
    assert_int_equal(store_write(fixture->store, set_value, &one), DB_FULL);
    assert_true(strlen(store_message(fixture->store)) > 0);
    struct set failing = {.name = "full2", .value = "x", .result = DB_CONFLICT};
    assert_int_equal(store_write(fixture->store, set_value, &failing), DB_CONFLICT);
    assert_string_equal(get_value(fixture, "before"), "x");
    assert_null(get_value(fixture, "full"));
    pthread_t thread;  // a thread that opens its reader now
    pthread_create(&thread, NULL, read_in_thread, fixture);
    pthread_join(thread, NULL);
    assert_int_equal(calls, 0);
    disk_full = false;
    fixture->store->listener_count = 0;
    write_setting(fixture, "full", "y");
    reopen(fixture);
    assert_string_equal(get_value(fixture, "full"), "y");
    assert_null(get_value(fixture, "full2"));
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
        assert_int_equal(get_value(fixture, name) != NULL, sets[i].answer == DB_OK);
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
        assert_int_equal(store_write(fixture->store, set_value, &one), DB_ERROR);
        assert_true(fixture->store->writer.distrusted);
    }
    sync_broken = false;
    write_setting(fixture, "after", "x");
    assert_false(fixture->store->writer.distrusted);
    assert_string_equal(get_value(fixture, "before"), "x");
    assert_null(get_value(fixture, "sync"));
    reopen(fixture);
    assert_string_equal(get_value(fixture, "after"), "x");
    assert_null(get_value(fixture, "sync"));
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
    const int base = migrate_newest(driver_sqlite.migrations);
    const struct driver_migration good[] = {
        {base, "base.sql", "CREATE TABLE never (x)"},
        {base + 1, "one.sql", "CREATE TABLE two (x INTEGER) STRICT"},
        {base + 2, "two.sql", "CREATE TABLE three (x INTEGER) STRICT; INSERT INTO three VALUES (3)"},
        {0},
    };
    const struct driver_migration bad[] = {{base, "base.sql", ""},
                                           {base + 1, "one.sql", "CREATE TABLE two (x INTEGER) STRICT"},
                                           {base + 2, "two.sql", "CREATE NONSENSE"},
                                           {0}};
    struct error error = {0};
    assert_false(migrate(db, bad, fixture->directory, &error));
    assert_true(error_is_set(&error));
    int version;
    assert_int_equal(db->driver->schema_version(db->connection, &version), DB_OK);
    assert_int_equal(version, base);
    assert_false(db->driver->in_transaction(db->connection));

    error = (struct error){0};
    assert_true(migrate(db, good, fixture->directory, &error));
    assert_int_equal(db->driver->schema_version(db->connection, &version), DB_OK);
    assert_int_equal(version, base + 2);
    int64_t value;
    assert_int_equal(statement_get_integer(db, "SELECT x FROM three", 0, NULL, &value), DB_OK);
    assert_true(migrate(db, good, fixture->directory, &error));  // nothing to do
    db_close(db);

    FILE *listing = popen(arena_printf(&fixture->arena, "ls %s/backup", fixture->directory), "r");
    char name[128] = "";
    assert_non_null(fgets(name, sizeof name, listing));
    pclose(listing);
    name[strcspn(name, "\n")] = '\0';
    const char *begins = arena_printf(&fixture->arena, "site-v%d-", base);
    assert_int_equal(strncmp(name, begins, strlen(begins)), 0);
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
        execl("/proc/self/exe", "test_store_failures", "--write", directory, (char *) NULL);
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
        for (int i = 0; i <= last; i++) assert_non_null(get_value(fixture, arena_printf(&fixture->arena, "n%d", i)));
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
        TEST(test_disk_full),      TEST(test_disk_full_within_batch),
        TEST(test_sync_failure),   TEST(test_sync_failure_alone),
        TEST(test_log_is_emptied), TEST(test_backup),
        TEST(test_migration),      TEST(test_kill),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
