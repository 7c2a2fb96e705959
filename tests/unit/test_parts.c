// parts: words, initials and summaries.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "server/pages/parts.h"

static struct arena arena;

static int setup(void **state) {
    (void) state;
    arena_init(&arena);
    return 0;
}

static int teardown(void **state) {
    (void) state;
    arena_finish(&arena);
    return 0;
}

static void test_initials(void **state) {
    (void) state;
    static const char *const rows[][2] = {
        {"Ann Reader", "AR"},
        {"ann", "A"},
        {"  ann   de la   tour ", "AT"},
        {"Ørsted Æbler", "ØÆ"},
        {"Иван Петров", "ИП"},
        {"محمد جواد", "مج"},
        {"“Quoted” (name)", "QN"},
        {"7 of 9", "79"},
        {"!!! ???", "?"},
        {"", "?"},
        {"x - y", "XY"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *got = name_initials(&arena, rows[i][0]);
        if (strcmp(got, rows[i][1]) != 0) fail_msg("'%s': '%s', not '%s'", rows[i][0], got, rows[i][1]);
    }
}

static void test_hue(void **state) {
    (void) state;
    assert_int_equal(name_hue("Ann Reader"), name_hue("Ann Reader"));
    unsigned seen = 0;
    char name[] = "Reader a";
    for (int letter = 'a'; letter <= 'z'; letter++) {
        name[sizeof name - 2] = (char) letter;
        int64_t hue = name_hue(name);
        assert_true(hue >= 0 && hue < 12);
        seen |= 1U << hue;
    }
    assert_true(__builtin_popcount(seen) >= 8);
}

static void test_plain(void **state) {
    (void) state;
    assert_string_equal(plain_text(&arena, "Plain"), "Plain");
    assert_string_equal(plain_text(&arena, "A <em>b</em> &#8220;c&#8221; &amp; d"), "A b “c” & d");
    assert_null(plain_summary(&arena, "", 100));
    assert_null(plain_summary(&arena, "<p> </p>\n", 100));
    assert_string_equal(plain_summary(&arena, "<p>One\n  two.</p>\n<p>Three.</p>\n", 100), "One two. Three.");
    assert_string_equal(plain_summary(&arena, "one two three four", 13), "one two three…");
    assert_string_equal(plain_summary(&arena, "one two three four", 12), "one two…");
    // A word longer than the limit is cut on a letter.
    const char *cut = plain_summary(&arena, "éééééééééééééééééééé", 9);
    assert_string_equal(cut, "éééé…");
    assert_true(utf8_valid(cut, strlen(cut)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_initials, setup, teardown),
        cmocka_unit_test_setup_teardown(test_hue, setup, teardown),
        cmocka_unit_test_setup_teardown(test_plain, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
