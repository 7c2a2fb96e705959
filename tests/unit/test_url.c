// Percent-coding and query strings.
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
// After the headers it needs:
#include <cmocka.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/url.h"

static void decoding(void **state) {
    (void) state;
    static const struct {
        const char *text;
        bool form;
        const char *decoded;  // NULL: refused
    } cases[] = {
        {"", false, ""},        {"a%20b+c", false, "a b+c"}, {"a%20b+c", true, "a b c"}, {"%C3%a9", false, "\303\251"},
        {"%2B%25", true, "+%"}, {"%2525", false, "%25"},     {"%", false, NULL},         {"%4", false, NULL},
        {"%4g", false, NULL},   {"%g4", false, NULL},        {"a%00b", false, NULL},     {"%ff", false, NULL},
        {"\377", false, NULL},  {"%C3", false, NULL},        {"%ed%a0%80", false, NULL},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *decoded = url_decode(&arena, cases[i].text, strlen(cases[i].text), cases[i].form);
        if (cases[i].decoded) {
            assert_non_null(decoded);
            assert_string_equal(decoded, cases[i].decoded);
        } else {
            assert_null(decoded);
        }
    }
    assert_null(url_decode(&arena, "a\0b", 3, false));
    assert_string_equal(url_decode(&arena, "abcdef", 3, false), "abc");
    arena_finish(&arena);
}

static void queries(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    struct url_pairs pairs;
    static const char query[] = "a=1&b=x%20y+z&&c&=v&a=2&d==&";
    assert_true(url_parse_query(&arena, query, strlen(query), 6, &pairs));
    assert_int_equal(pairs.count, 6);
    assert_string_equal(url_pairs_get(&pairs, "a"), "1");
    assert_string_equal(url_pairs_get(&pairs, "b"), "x y z");
    assert_int_equal(pairs.items[1].value_size, 5);
    assert_string_equal(url_pairs_get(&pairs, "c"), "");
    assert_string_equal(url_pairs_get(&pairs, ""), "v");
    assert_string_equal(url_pairs_get(&pairs, "d"), "=");
    assert_null(url_pairs_get(&pairs, "e"));
    assert_string_equal(pairs.items[4].value, "2");
    assert_true(url_parse_query(&arena, "", 0, 0, &pairs));
    assert_int_equal(pairs.count, 0);
    assert_null(url_pairs_get(&pairs, "a"));
    arena_finish(&arena);
}

static void refused_queries_write_nothing(void **state) {
    (void) state;
    static const char *const cases[] = {"a=%", "%zz=1", "a=1&b=2&c=3&d=4", "a=%00", "a=\377"};
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct url_pairs pairs = {.count = 77};
        assert_false(url_parse_query(&arena, cases[i], strlen(cases[i]), 3, &pairs));
        assert_int_equal(pairs.count, 77);
    }
    struct url_pairs pairs;
    assert_true(url_parse_query(&arena, "&&a=1&&&b=2&c=3&", 16, 3, &pairs));
    arena_finish(&arena);
}

static void encoding(void **state) {
    (void) state;
    static const char *const cases[][3] = {
        {"", "", ""},
        {"azAZ09-._~", "", "azAZ09-._~"},
        {"a b/c?d", "", "a%20b%2Fc%3Fd"},
        {"a b/c?d", "/?", "a%20b/c?d"},
        {"\303\251%+", "", "%C3%A9%25%2B"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        STRBUF_CLEAN struct strbuf out;
        strbuf_init(&out, 0);
        url_encode(&out, cases[i][0], cases[i][1]);
        assert_string_equal(out.data, cases[i][2]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decoding),
        cmocka_unit_test(queries),
        cmocka_unit_test(refused_queries_write_nothing),
        cmocka_unit_test(encoding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
