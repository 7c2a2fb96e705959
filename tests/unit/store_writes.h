// store_writes: what the tests of the store write and read, and a disk that can be full or broken at will.
#pragma once

#include <semaphore.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/types.h>

#include "db_fixture.h"

// The program's own pwrite64() and fdatasync() stand before the C library's: whoever runs the tests, the disk does what
// these say.
extern atomic_bool disk_full, sync_broken;
extern atomic_int syncs;

// One write: sets a setting.
struct set {
    const char *name, *value;
    enum db_result result;  // what the function returns after it has written
    sem_t *running, *go;    // when given: tells that it runs, and waits
    enum db_result answer;  // what store_write() returned
    struct store *store;
};
enum db_result set_value(struct db *db, void *argument);
void *set_in_thread(void *argument);  // submits it and keeps the answer

// Sets "n<NUMBER>"; the argument is an int.
enum db_result set_number(struct db *db, void *argument);

// The value as a new read sees it; NULL: not there.
const char *get_value(struct fixture *fixture, const char *name);
// A write that must succeed.
void write_setting(struct fixture *fixture, const char *name, const char *value);

// `code`: the error with which it must be refused; NULL: it must open.
struct store *open_store(const char *directory, bool create, const char *code);
void reopen(struct fixture *fixture);
const char *path_of(struct fixture *fixture, const char *name);
mode_t mode_of(const char *path);
