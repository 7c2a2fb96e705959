// store_writes: see the header.
#include "store_writes.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/error.h"
#include "db/setting.h"

atomic_bool disk_full, sync_broken;
atomic_int syncs;

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

enum db_result set_value(struct db *db, void *argument) {
    struct set *set = argument;
    if (set->running) sem_post(set->running);
    if (set->go) sem_wait(set->go);
    enum db_result result = setting_set(db, set->name, set->value);
    return result == DB_OK ? set->result : result;
}

void *set_in_thread(void *argument) {
    struct set *one = argument;
    one->answer = store_write(one->store, set_value, one);
    return NULL;
}

enum db_result set_number(struct db *db, void *argument) {
    char name[32];
    snprintf(name, sizeof name, "n%d", *(int *) argument);
    return setting_set(db, name, name);
}

const char *get_value(struct fixture *fixture, const char *name) {
    STORE_READ db = store_read_acquire(fixture->store);
    assert_non_null(db);
    const char *value = NULL;
    enum db_result result = setting_get(db, &fixture->arena, name, &value);
    assert_true(result == DB_OK || result == DB_NOT_FOUND);
    return value;
}

void write_setting(struct fixture *fixture, const char *name, const char *value) {
    struct set one = {.name = name, .value = value};
    assert_int_equal(store_write(fixture->store, set_value, &one), DB_OK);
}

struct store *open_store(const char *directory, bool create, const char *code) {
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

void reopen(struct fixture *fixture) {
    store_close(fixture->store);
    fixture->store = open_store(fixture->directory, false, NULL);
}

const char *path_of(struct fixture *fixture, const char *name) {
    return arena_printf(&fixture->arena, "%s/%s", fixture->directory, name);
}

mode_t mode_of(const char *path) {
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    return status.st_mode & 0777;
}
