// router: which row serves a path, in which order of precedence, and which tables are refused.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/error.h"
#include "server/http/router.h"

static int handle(struct request *request, struct response *response) {
    (void) request;
    (void) response;
    return 200;
}
static bool admit(struct request *request, struct response *response) {
    (void) request;
    (void) response;
    return true;
}
static void render(struct request *request, struct response *response) {
    (void) request;
    (void) response;
}

static const struct route_group strict_group = {.name = "strict", .admit = admit, .render_error = render};
static const struct route_group loose_group = {
    .name = "loose", .admit = admit, .render_error = render, .slash_optional = true};

#define ROW(path_, methods_, group_) \
    { .path = path_, .methods = methods_, .group = &group_, .access = ACCESS_PUBLIC, .handler = handle }

static const struct route routes[] = {
    ROW("/", HTTP_GET, strict_group),
    ROW("/a", HTTP_GET, strict_group),
    ROW("/a", HTTP_POST | HTTP_PUT, strict_group),
    ROW("/a/b", HTTP_GET, strict_group),
    ROW("/a/{any}/c", HTTP_GET, strict_group),
    ROW("/a/{id:number}", HTTP_GET, strict_group),
    ROW("/a/{id:number}/d", HTTP_GET, strict_group),
    ROW("/a/{name:word}", HTTP_GET, strict_group),
    ROW("/a/{rest:path}", HTTP_GET, strict_group),
    ROW("/a/{some}", HTTP_GET, strict_group),
    ROW("/api", HTTP_GET, loose_group),
    ROW("/api/x", HTTP_GET | HTTP_DELETE, loose_group),
    ROW("/api/x/{one}/{two}/{three}/{four}", HTTP_GET, loose_group),
    ROW("/api/{rest:path}", HTTP_GET, loose_group),
    ROW("/files/{path:path}", HTTP_GET, strict_group),
    ROW("/map-one", HTTP_GET, strict_group),
    ROW("/map-{name}", HTTP_GET, strict_group),
    ROW("/slash/", HTTP_GET, strict_group),
};

struct find_case {
    const char *path;
    const char *row;  // NULL: none
    const char *captures[REQUEST_CAPTURES];
};

static const struct find_case find_cases[] = {
    {"/", "/", {0}},
    {"/a", "/a", {0}},
    {"/a/b", "/a/b", {0}},
    {"/map-one", "/map-one", {0}},
    {"/map-two.xml", "/map-{name}", {"two.xml"}},
    {"/map-", NULL, {0}},
    {"/map-x/y", NULL, {0}},
    {"/a/12", "/a/{id:number}", {"12"}},
    {"/a/12x", "/a/{name:word}", {"12x"}},
    {"/a/x-y_Z9", "/a/{name:word}", {"x-y_Z9"}},
    {"/a/x.y", "/a/{some}", {"x.y"}},
    {"/a/\xd0\xb0", "/a/{some}", {"\xd0\xb0"}},
    {"/a/x.y/z", "/a/{rest:path}", {"x.y/z"}},
    {"/a/", "/a/{rest:path}", {""}},
    {"/a//", "/a/{rest:path}", {"/"}},
    {"/a/b/", "/a/{rest:path}", {"b/"}},
    // What fits less well is tried when the better one leads nowhere.
    {"/a/12/c", "/a/{any}/c", {"12"}},
    {"/a/12/d", "/a/{id:number}/d", {"12"}},
    {"/a/b/c", "/a/{any}/c", {"b"}},
    {"/a/b/e", "/a/{rest:path}", {"b/e"}},
    {"/a/12/c/", "/a/{rest:path}", {"12/c/"}},
    {"/api", "/api", {0}},
    {"/api/", "/api", {0}},
    {"/api//", "/api/{rest:path}", {"/"}},
    {"/api/x", "/api/x", {0}},
    {"/api/x/", "/api/x", {0}},
    {"/api/x/1/2/3/4", "/api/x/{one}/{two}/{three}/{four}", {"1", "2", "3", "4"}},
    {"/api/x/1/2/3/4/", "/api/x/{one}/{two}/{three}/{four}", {"1", "2", "3", "4"}},
    {"/api/x/1/2/3/4/5", "/api/{rest:path}", {"x/1/2/3/4/5"}},
    {"/api/x/1//3/4", "/api/{rest:path}", {"x/1//3/4"}},
    {"/files/", "/files/{path:path}", {""}},
    {"/files/a/b", "/files/{path:path}", {"a/b"}},
    {"/files", NULL, {0}},
    {"/slash/", "/slash/", {0}},
    {"/slash", NULL, {0}},
    {"/b", NULL, {0}},
    {"/A", NULL, {0}},
    {"//", NULL, {0}},
    {"", NULL, {0}},
    {"a", NULL, {0}},
};

static void test_find(void **state) {
    (void) state;
    struct error error = {0};
    struct router *router = router_create(routes, sizeof routes / sizeof *routes, &error);
    assert_non_null(router);
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof find_cases / sizeof *find_cases; i++) {
        const struct find_case *c = &find_cases[i];
        struct router_match match;
        router_find(router, &arena, c->path, &match);
        const char *row = match.rows ? match.rows->path : NULL;
        if (!row != !c->row || (row && strcmp(row, c->row) != 0)) fail_msg("%s: %s", c->path, row ? row : "none");
        for (size_t n = 0; n < REQUEST_CAPTURES; n++) {
            const char *got = match.captures[n], *want = c->captures[n];
            if (!got != !want || (got && strcmp(got, want) != 0)) fail_msg("%s: {%zu} is %s", c->path, n, got);
        }
    }
    arena_finish(&arena);
    router_destroy(router);
}

static void test_methods(void **state) {
    (void) state;
    struct error error = {0};
    struct router *router = router_create(routes, sizeof routes / sizeof *routes, &error);
    struct arena arena;
    arena_init(&arena);
    struct router_match match;
    router_find(router, &arena, "/a", &match);
    assert_int_equal(match.count, 2);
    assert_ptr_equal(router_row(&match, HTTP_GET), &routes[1]);
    assert_ptr_equal(router_row(&match, HTTP_PUT), &routes[2]);
    assert_null(router_row(&match, HTTP_DELETE));
    assert_string_equal(route_allow(&arena, router_methods(match.rows, match.count)), "GET, HEAD, POST, PUT, OPTIONS");
    assert_string_equal(route_allow(&arena, 0), "");
    assert_string_equal(route_allow(&arena, ~0U), "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    arena_finish(&arena);
    router_destroy(router);
}

struct bad_case {
    const char *name;
    struct route rows[2];
};

static const struct bad_case bad_cases[] = {
    {"not sorted", {ROW("/b", HTTP_GET, strict_group), ROW("/a", HTTP_GET, strict_group)}},
    {"two rows for one method", {ROW("/a", HTTP_GET, strict_group), ROW("/a", HTTP_GET | HTTP_POST, strict_group)}},
    {"the same path by other names",
     {ROW("/a/{x:number}", HTTP_GET, strict_group), ROW("/a/{y:number}", HTTP_POST, strict_group)}},
    {"two rests", {ROW("/a/{x:path}", HTTP_GET, strict_group), ROW("/a/{y:path}", HTTP_POST, strict_group)}},
    {"a rest that is not last", {ROW("/a/{x:path}/b", HTTP_GET, strict_group), ROW("/b", HTTP_GET, strict_group)}},
    {"an unknown kind", {ROW("/a/{x:digits}", HTTP_GET, strict_group), ROW("/b", HTTP_GET, strict_group)}},
    {"a kind behind a text", {ROW("/a-{x:number}", HTTP_GET, strict_group), ROW("/b", HTTP_GET, strict_group)}},
    {"a capture without a name", {ROW("/a/{}", HTTP_GET, strict_group), ROW("/b", HTTP_GET, strict_group)}},
    {"a capture without an end", {ROW("/a/{x", HTTP_GET, strict_group), ROW("/b", HTTP_GET, strict_group)}},
    {"too many captures", {ROW("/{a}/{b}/{c}/{d}/{e}", HTTP_GET, strict_group), ROW("/{b}", HTTP_GET, strict_group)}},
    {"no slash", {ROW("a", HTTP_GET, strict_group), ROW("b", HTTP_GET, strict_group)}},
    {"no methods", {ROW("/a", 0, strict_group), ROW("/b", HTTP_GET, strict_group)}},
    {"no path", {ROW(NULL, HTTP_GET, strict_group), ROW("/b", HTTP_GET, strict_group)}},
    {"no handler", {{.path = "/a", .methods = HTTP_GET, .group = &strict_group}, ROW("/b", HTTP_GET, strict_group)}},
    {"no group", {{.path = "/a", .methods = HTTP_GET, .handler = handle}, ROW("/b", HTTP_GET, strict_group)}},
    {"no permit",
     {{.path = "/a", .methods = HTTP_GET, .group = &strict_group, .handler = handle, .access = ACCESS_PERMIT},
      ROW("/b", HTTP_GET, strict_group)}},
};

static void test_refused_tables(void **state) {
    (void) state;
    for (size_t i = 0; i < sizeof bad_cases / sizeof *bad_cases; i++) {
        struct error error = {0};
        struct router *router = router_create(bad_cases[i].rows, 2, &error);
        if (router || !error_is_set(&error)) fail_msg("%s: taken", bad_cases[i].name);
    }
    struct error error = {0};
    struct router *empty = router_create(NULL, 0, &error);
    assert_non_null(empty);
    router_destroy(empty);
    router_destroy(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_methods),
        cmocka_unit_test(test_refused_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
