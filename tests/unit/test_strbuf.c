// The growing string and its sticky failure.
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
// After the headers it needs:
#include <cmocka.h>

#include <limits.h>
#include <stdlib.h>

#include "base/strbuf.h"

static void empty_is_a_string(void **state) {
    (void) state;
    struct strbuf buf;
    strbuf_init(&buf, 0);
    assert_string_equal(buf.data, "");
    assert_int_equal(buf.capacity, 0);
    strbuf_add(&buf, NULL, 0);
    strbuf_adds(&buf, "");
    strbuf_truncate(&buf, 0);
    strbuf_reset(&buf);
    assert_string_equal(buf.data, "");
    assert_false(strbuf_failed(&buf));
    strbuf_finish(&buf);
}

static void appends(void **state) {
    (void) state;
    STRBUF_CLEAN struct strbuf buf;
    strbuf_init(&buf, 0);
    strbuf_adds(&buf, "a");
    strbuf_addc(&buf, 'b');
    strbuf_add(&buf, "cd", 1);
    strbuf_addf(&buf, "-%d-%s", 7, "x");
    strbuf_addf(&buf, "%s", "");
    assert_string_equal(buf.data, "abc-7-x");
    assert_int_equal(buf.size, 7);
    strbuf_addc(&buf, '\0');
    assert_int_equal(buf.size, 8);
    strbuf_truncate(&buf, 100);
    assert_int_equal(buf.size, 8);
    strbuf_truncate(&buf, 2);
    assert_string_equal(buf.data, "ab");
    strbuf_reset(&buf);
    assert_string_equal(buf.data, "");
}

static void numbers(void **state) {
    (void) state;
    static const struct {
        long long number;
        const char *text;
    } cases[] = {{0, "0"},
                 {-1, "-1"},
                 {9, "9"},
                 {10, "10"},
                 {LLONG_MAX, "9223372036854775807"},
                 {LLONG_MIN, "-9223372036854775808"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        STRBUF_CLEAN struct strbuf buf;
        strbuf_init(&buf, 0);
        strbuf_addi(&buf, cases[i].number);
        assert_string_equal(buf.data, cases[i].text);
    }
}

static void growth_keeps_the_content(void **state) {
    (void) state;
    STRBUF_CLEAN struct strbuf buf;
    strbuf_init(&buf, 0);
    for (int i = 0; i < 100000; i++) strbuf_addc(&buf, (char) ('a' + i % 26));
    assert_int_equal(buf.size, 100000);
    for (int i = 0; i < 100000; i++) assert_int_equal(buf.data[i], 'a' + i % 26);
    assert_int_equal(strlen(buf.data), 100000);
}

static void a_reached_cap_sticks(void **state) {
    (void) state;
    STRBUF_CLEAN struct strbuf buf;
    strbuf_init(&buf, 4);
    strbuf_adds(&buf, "abcd");
    assert_false(strbuf_failed(&buf));
    strbuf_addc(&buf, 'e');
    assert_true(strbuf_failed(&buf));
    strbuf_truncate(&buf, 1);
    strbuf_addc(&buf, 'f');
    strbuf_addf(&buf, "%d", 1);
    assert_string_equal(buf.data, "a");
    strbuf_reset(&buf);
    strbuf_addc(&buf, 'g');
    assert_false(strbuf_failed(&buf));
    assert_string_equal(buf.data, "g");
    strbuf_addf(&buf, "%s", "long");
    assert_true(strbuf_failed(&buf));
    size_t size;
    assert_null(strbuf_steal(&buf, &size));
    assert_false(strbuf_failed(&buf));
}

static void impossible_sizes_fail(void **state) {
    (void) state;
    STRBUF_CLEAN struct strbuf buf;
    strbuf_init(&buf, 0);
    strbuf_adds(&buf, "a");
    strbuf_reserve(&buf, SIZE_MAX);
    assert_true(strbuf_failed(&buf));
    assert_string_equal(buf.data, "a");
}

static void stealing_hands_out(void **state) {
    (void) state;
    struct strbuf buf;
    strbuf_init(&buf, 0);
    strbuf_adds(&buf, "abc");
    size_t size = 0;
    char *text = strbuf_steal(&buf, &size);
    assert_string_equal(text, "abc");
    assert_int_equal(size, 3);
    assert_string_equal(buf.data, "");
    free(text);
    text = strbuf_steal(&buf, NULL);
    assert_string_equal(text, "");
    free(text);
    strbuf_finish(&buf);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_is_a_string),
        cmocka_unit_test(appends),
        cmocka_unit_test(numbers),
        cmocka_unit_test(growth_keeps_the_content),
        cmocka_unit_test(a_reached_cap_sticks),
        cmocka_unit_test(impossible_sizes_fail),
        cmocka_unit_test(stealing_hands_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
