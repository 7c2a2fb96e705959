// db_fixture: see the header.
#include "db_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/error.h"

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk) {
    (void) status;
    (void) type;
    (void) walk;
    return remove(path);
}

void fixture_remove(const char *directory) { nftw(directory, remove_one, 8, FTW_DEPTH | FTW_PHYS); }

int fixture_set_up(void **state) {
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    snprintf(fixture->directory, sizeof fixture->directory, "/tmp/broadsheet-test-XXXXXX");
    assert_non_null(mkdtemp(fixture->directory));
    arena_init(&fixture->arena);
    struct error error = {0};
    struct store_options options = {.directory = fixture->directory, .create = true, .exclusive = true};
    fixture->store = store_open(&options, &error);
    if (!fixture->store) fail_msg("%s: %s", error.code, error.message);
    *state = fixture;
    return 0;
}

int fixture_tear_down(void **state) {
    struct fixture *fixture = *state;
    store_close(fixture->store);
    arena_finish(&fixture->arena);
    fixture_remove(fixture->directory);
    free(fixture);
    return 0;
}

enum db_result fixture_write(struct fixture *fixture, store_write_function function, void *argument) {
    return store_write(fixture->store, function, argument);
}
