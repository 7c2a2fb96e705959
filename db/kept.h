// kept: answers of statements that a thread's reader keeps, so that what every page asks is asked once: rows, by the
// statement and what was bound to it, with the things that the answer depends on (statement_reads()).
//
// A reader's transaction sees one state of the database. The store numbers its commits, and marks with each number what
// the commit touched; an answer that was read in one state is the answer in every later one up to the first that
// touched something of it. So what is found is what the engine would say in the same transaction. Where a transaction
// began while a commit was on its way, nobody can say which state it sees, and then nothing is found and nothing kept.
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/touch.h"
#include "db/driver.h"

enum { KEPT_MARKS = 4096 };  // things share marks; a power of two

// The store's numbers. Only its writer changes them.
struct kept_clock {
    atomic_uint_fast64_t begun;      // the commit that was last begun
    atomic_uint_fast64_t published;  // and the last of which everybody was told
    atomic_uint_fast64_t everything;
    atomic_uint_fast64_t marks[KEPT_MARKS];
};
// Before a commit.
void kept_clock_begin(struct kept_clock *clock);
// After it, before anybody else hears of it. One that failed counts as one that touched everything.
void kept_clock_publish(struct kept_clock *clock, const struct touch *touched, size_t count);

struct kept;
// NULL: memory is out, and nothing is kept.
struct kept *kept_create(const struct kept_clock *clock);
void kept_destroy(struct kept *kept);  // NULL is allowed

// The number of the state that a transaction begun now would see, or rather: kept_begin() says whether it does.
uint64_t kept_clock_now(const struct kept_clock *clock);
// A transaction has begun, before which the clock said `state`.
void kept_begin(struct kept *kept, uint64_t state);
bool kept_is_usable(const struct kept *kept);  // NULL: false

struct kept_key {
    uint64_t hash;
    const void *bytes;
    size_t size;
};

uint64_t kept_hash(const void *bytes, size_t size);

struct kept_answer;
// A kept answer, to be released; NULL: there is none. *ret_wanted: it was asked for before and is worth keeping.
struct kept_answer *kept_find(struct kept *kept, const struct kept_key *key, bool *ret_wanted);
void kept_release(struct kept_answer *answer);

size_t kept_rows(const struct kept_answer *answer);
bool kept_is_whole(const struct kept_answer *answer);  // false: nobody asked whether there is another row
// Lives as long as the answer. A column that is not there is NULL's.
struct driver_value kept_value(const struct kept_answer *answer, size_t row, int column);

// An answer on its way into what is kept. Zeroed is empty; memory's end and too many bytes make it one that is not
// kept.
struct kept_record {
    struct kept_cell *cells;
    size_t cell_count, cell_room;
    char *bytes;
    size_t size, room;
    size_t rows, columns;
    bool failed;
};
void kept_record_row(struct kept_record *record, const struct driver *driver, struct driver_statement *statement);
void kept_record_value(struct kept_record *record, const struct driver_value *value);
void kept_record_finish(struct kept_record *record);
void kept_put(struct kept *kept, const struct kept_key *key, const struct kept_record *record, bool whole,
              const struct touch *reads, size_t read_count);
