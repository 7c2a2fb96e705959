// Slugs from titles.
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
// After the headers it needs:
#include <cmocka.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "server/text/slug.h"

static void titles(void **state) {
    (void) state;
    static const char *const cases[][2] = {
        {"", ""},
        {"---", ""},
        {"Hello, World!", "hello-world"},
        {"  two   words  ", "two-words"},
        {"a - b -- c", "a-b-c"},
        {"Café naïve Über", "cafe-naive-uber"},
        {"Straße Łódź Æsop ŒUVRE Þing Đorđe", "strasse-lodz-aesop-oeuvre-thing-dorde"},
        {"e\u0301te\u0301 i\u0307", "ete-i"},
        {"İstanbul", "istanbul"},
        {"Tiếng Việt", "tieng-viet"},
        {"Rouhani’s “x” — y – z… it's \"q\"", "rouhanis-x-y-z-its-q"},
        {"a/b.c_d", "a-b-c_d"},
        {"A&B 50% C++ a@b (x) 8:30", "ab-50-c-ab-x-830"},
        {"Arts &amp; Letters &#8211; 2", "arts-letters-2"},
        {"<em>Emphasis</em> and <b>bold</b>", "emphasis-and-bold"},
        {"tab\tnew\nline\u00a0x\u2003y", "tab-new-line-x-y"},
        {"1\u00d72\u200b3\ufeff", "1x23"},
        {"Привет Йод и\u0301", "привет-йод-и"},
        {"Ελληνικά ΏΡΑ", "ελληνικά-ώρα"},
        {"日本語 ニュース", "日本語-ニュース"},
        {"你好，世界。", "你好-世界"},
        {"한국어 뉴스", "한국어-뉴스"},
        {"हिन्दी", "हिन्दी"},
        {"ไทย", "ไทย"},
        {"سلام دنیا", "سلام-دنیا"},
        {"😀 a 😀 b", "a-b"},
        {"\u0301\u0301", ""},
        {"%e6%97%a5%E6%9C%AC x", "日本-x"},
        {"100%ff %zz %", "100ff-zz"},
        {"%00", "00"},
        {"_x_", "_x_"},
        {"a\xff"
         "b",
         "a-b"},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *slug = slug_from_text(&arena, cases[i][0]);
        assert_string_equal(slug, cases[i][1]);
        assert_string_equal(slug_from_text(&arena, slug), slug);
    }
    arena_finish(&arena);
}

static void lengths(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    char text[100000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_int_equal(strlen(slug_from_text(&arena, text)), SLUG_MAX);
    for (size_t i = 0; i + 2 < sizeof text; i += 3) memcpy(text + i, "日", 3);
    text[sizeof text - sizeof text % 3 - 1] = '\0';
    const char *slug = slug_from_text(&arena, text);
    assert_int_equal(strlen(slug), 198);
    assert_true(utf8_valid(slug, strlen(slug)));
    memset(text, 'x', sizeof text - 1);
    memcpy(text + SLUG_MAX - 1, " y", 2);
    assert_int_equal(strlen(slug_from_text(&arena, text)), SLUG_MAX - 1);
    arena_finish(&arena);
}

static void numbers(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    assert_string_equal(slug_with_number(&arena, "title", 2), "title-2");
    assert_string_equal(slug_with_number(&arena, "", 4000000000u), "-4000000000");
    char base[SLUG_MAX + 1];
    memset(base, 'x', SLUG_MAX);
    base[SLUG_MAX] = '\0';
    const char *slug = slug_with_number(&arena, base, 10);
    assert_int_equal(strlen(slug), SLUG_MAX);
    assert_string_equal(slug + SLUG_MAX - 4, "x-10");
    memcpy(base + SLUG_MAX - 3, "-", 1);
    assert_string_equal(slug_with_number(&arena, base, 2) + SLUG_MAX - 4, "x-2");
    for (size_t i = 0; i + 2 < SLUG_MAX; i += 3) memcpy(base + i, "日", 3);
    slug = slug_with_number(&arena, base, 2);
    assert_true(utf8_valid(slug, strlen(slug)));
    arena_finish(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles),
        cmocka_unit_test(lengths),
        cmocka_unit_test(numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
