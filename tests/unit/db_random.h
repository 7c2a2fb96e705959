// db_random: random changes of a database of everything that pages are made from, for tests of what must hold after any
// of them. The sequence is the same at every run; TEST_SEED gives another one.
#pragma once

#include "db/connection.h"
#include "db_fixture.h"

enum { RANDOM_KINDS = 15 };

struct random_run {
    struct arena arena;
    uint64_t random;
    int operation;
    int done[RANDOM_KINDS];  // how often each kind succeeded
};

// Opens the fixture's database on this thread and without syncing, in place of its store.
void random_open(struct db *db, struct random_run *run, struct touch_list *touched, struct fixture *fixture);
// Each kind of change must have been made.
void random_close(struct db *db, struct random_run *run, struct touch_list *touched);

// Makes one change in a transaction of its own, or none. What it touched is added to db->touched.
void random_operation(struct db *db, struct random_run *run);

// 0 to limit - 1.
int64_t random_pick(struct random_run *run, int64_t limit);
// An id of the table, 0 when it has none.
int64_t random_id(struct db *db, struct random_run *run, const char *table, const char *where);
