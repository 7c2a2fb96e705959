// routes: the site map is sorted, unique and complete.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "server/http/server.h"
#include "server/routes.h"

enum { WRITES = HTTP_POST | HTTP_PUT | HTTP_PATCH | HTTP_DELETE };

static void test_sorted(void **state) {
    (void) state;
    for (size_t i = 1; i < route_count; i++)
        if (strcmp(routes[i - 1].path, routes[i].path) > 0)
            fail_msg("%s stands before %s", routes[i - 1].path, routes[i].path);
}

static void test_unique(void **state) {
    (void) state;
    for (size_t i = 0; i < route_count; i++)
        for (size_t j = i + 1; j < route_count && strcmp(routes[i].path, routes[j].path) == 0; j++)
            if (routes[i].methods & routes[j].methods) fail_msg("%s: two rows for one method", routes[i].path);
}

static void test_complete(void **state) {
    (void) state;
    for (size_t i = 0; i < route_count; i++) {
        const struct route *row = &routes[i];
        if (!row->path || row->path[0] != '/') fail_msg("row %zu has no path", i);
        if (!row->methods || !row->group || !row->handler) fail_msg("%s: methods, group or handler", row->path);
        if (row->access == ACCESS_NOBODY) fail_msg("%s serves nobody", row->path);
        if ((row->access == ACCESS_PERMIT) != (row->permit != NULL)) fail_msg("%s: permit", row->path);
    }
}

// What writes waits for the disk, which no event thread may.
static void test_writes_block(void **state) {
    (void) state;
    for (size_t i = 0; i < route_count; i++)
        if (routes[i].methods & WRITES && !routes[i].blocks) fail_msg("%s writes on an event thread", routes[i].path);
}

static void test_bodies_are_limited(void **state) {
    (void) state;
    const size_t most = (size_t) 64 << 20;
    for (size_t i = 0; i < route_count; i++) {
        const struct route *row = &routes[i];
        if (row->methods & (HTTP_POST | HTTP_PUT | HTTP_PATCH) && row->max_body == 0)
            fail_msg("%s: takes no body", row->path);
        if (row->max_body > most) fail_msg("%s: takes any body", row->path);
        if (!(row->methods & WRITES) && row->max_body) fail_msg("%s: a body for a reading method", row->path);
    }
}

// What is kept for everybody must be open to everybody.
// Where a permit decides, what it lets nobody in particular see is for all.
static void test_cached_pages_are_public(void **state) {
    (void) state;
    for (size_t i = 0; i < route_count; i++)
        if (routes[i].cache != CACHE_NONE &&
            ((routes[i].access != ACCESS_PUBLIC && routes[i].access != ACCESS_PERMIT) || routes[i].methods & WRITES))
            fail_msg("%s: cached, but for some only, or not only read", routes[i].path);
}

static void test_described(void **state) {
    (void) state;
    struct http_options options = {0};
    routes_describe(&options);
    assert_ptr_equal(options.routes, routes);
    assert_int_equal(options.route_count, route_count);
    assert_non_null(options.default_group);
    assert_true(route_count > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sorted),
        cmocka_unit_test(test_unique),
        cmocka_unit_test(test_complete),
        cmocka_unit_test(test_writes_block),
        cmocka_unit_test(test_bodies_are_limited),
        cmocka_unit_test(test_cached_pages_are_public),
        cmocka_unit_test(test_described),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
