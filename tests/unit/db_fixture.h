// db_fixture: a store in a fresh directory, for the unit tests of db/.
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "db/store.h"

struct fixture {
    char directory[64];
    struct store *store;
    struct arena arena;
};

// Functions for cmocka; *state becomes the struct fixture.
int fixture_set_up(void **state);
int fixture_tear_down(void **state);

// Removes a directory with all that is in it.
void fixture_remove(const char *directory);

// Runs a function as one write of the fixture's store and returns what it returned.
enum db_result fixture_write(struct fixture *fixture, store_write_function function, void *argument);
