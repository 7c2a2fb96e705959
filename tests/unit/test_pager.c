// pager: which numbers stand under a list, and where they lead.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/pages/context.h"
#include "server/pages/pager.h"
#include "server/pages/views.h"

static const struct settings settings = {
    .home = "https://example.org",
    .home_path = "",
    .permalink_structure = "/%year%/%monthnum%/%postname%/",
};

struct row {
    int64_t current, last;
    const char *expected;  // "[3]" is the current page, "~" a gap
};

static const struct row rows[] = {
    {1, 2, "[1] 2"},
    {2, 2, "1 [2]"},
    {1, 6, "[1] 2 3 ~ 6"},
    {3, 5, "1 2 [3] 4 5"},
    {1, 9, "[1] 2 3 ~ 9"},
    {5, 9, "1 2 3 4 [5] 6 7 8 9"},
    {6, 20, "1 ~ 4 5 [6] 7 8 ~ 20"},
    {5, 20, "1 2 3 4 [5] 6 7 ~ 20"},
    {20, 20, "1 ~ 18 19 [20]"},
    {16, 20, "1 ~ 14 15 [16] 17 18 19 20"},
    {15, 20, "1 ~ 13 14 [15] 16 17 ~ 20"},
    {500000, 1000000, "1 ~ 499998 499999 [500000] 500001 500002 ~ 1000000"},
};

static void print(const struct pager_view *pager, struct strbuf *out) {
    for (size_t i = 0; i < pager->steps_count; i++) {
        const struct pager_step_view *step = &pager->steps[i];
        if (i) strbuf_addc(out, ' ');
        if (step->gap) {
            strbuf_addc(out, '~');
        } else {
            strbuf_addf(out, step->current ? "[%lld]" : "%lld", (long long) step->number);
        }
        assert_int_equal(step->url == NULL, step->gap || step->current);
    }
}

static void test_steps(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    struct page_context page = {.arena = &arena, .settings = &settings};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct pager_view *pager = pager_make(&page, "https://example.org/", rows[i].current, rows[i].last);
        STRBUF_CLEAN struct strbuf out;
        strbuf_init(&out, 0);
        print(pager, &out);
        if (strcmp(out.data, rows[i].expected) != 0) fail_msg("'%s', not '%s'", out.data, rows[i].expected);
    }
    arena_finish(&arena);
}

static void test_addresses(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    struct page_context page = {.arena = &arena, .settings = &settings};
    assert_null(pager_make(&page, "https://example.org/tag/x/", 1, 1));
    const struct pager_view *pager = pager_make(&page, "https://example.org/tag/x/", 2, 3);
    assert_string_equal(pager->newer_url, "https://example.org/tag/x/");
    assert_string_equal(pager->older_url, "https://example.org/tag/x/page/3/");
    assert_string_equal(pager->steps[0].url, "https://example.org/tag/x/");
    assert_null(pager_make(&page, "https://example.org/tag/x/", 1, 3)->newer_url);
    assert_null(pager_make(&page, "https://example.org/tag/x/", 3, 3)->older_url);
    arena_finish(&arena);
}

static void test_last(void **state) {
    (void) state;
    static const int64_t cases[][3] = {{0, 10, 1}, {1, 10, 1}, {10, 10, 1}, {11, 10, 2}, {20, 10, 2}, {5, 1, 5}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(pager_last(cases[i][0], cases[i][1]), cases[i][2]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_steps),
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
