// words: languages by locale, plural forms by each language's rule, placeholders, numbers, translated errors.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/text/words.h"

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

static void test_locales(void **state) {
    (void) state;
    static const char *const rows[][2] = {
        {"", "en"},      {"en_US", "en"}, {"en_GB", "en"}, {"de_DE", "de"}, {"de_AT", "de"}, {"de_DE_formal", "de"},
        {"de-CH", "de"}, {"DE", "de"},    {"fa_IR", "fa"}, {"fa_AF", "fa"}, {"ar", "ar"},    {"ary", "en"},
        {"fr_CA", "fr"}, {"es_MX", "es"}, {"ru_RU", "ru"}, {"pt_BR", "en"}, {"d", "en"},     {"deu", "en"},
        {"_", "en"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *code = words_code(words_of_locale(rows[i][0]));
        if (strcmp(code, rows[i][1]) != 0) fail_msg("'%s' is %s", rows[i][0], code);
    }
    assert_true(words_right_to_left(words_of_locale("fa_IR")));
    assert_true(words_right_to_left(words_of_locale("ar")));
    assert_false(words_right_to_left(words_of_locale("de_DE")));
    assert_string_equal(words_code(NULL), "en");
    assert_string_equal(words_code(words_language(0)), "en");
    assert_null(words_language(WORDS_LANGUAGES));
}

static void test_plurals(void **state) {
    (void) state;
    static const struct {
        const char *locale;
        int64_t n;
        const char *expected;
    } rows[] = {
        {"", 0, "0 comments"},
        {"", 1, "1 comment"},
        {"", 2, "2 comments"},
        {"", 999, "999 comments"},
        {"", 1000, "1,000 comments"},
        {"", 1234567, "1,234,567 comments"},
        {"", -1, "0 comments"},
        {"", INT64_MAX, "9,223,372,036,854,775,807 comments"},
        {"fr_FR", 0, "0 commentaire"},
        {"fr_FR", 1, "1 commentaire"},
        {"fr_FR", 2, "2 commentaires"},
        {"fr_FR", 12345, "12\u202f345 commentaires"},
        {"de_DE", 1, "1 Kommentar"},
        {"de_DE", 12345, "12.345 Kommentare"},
        {"ru_RU", 1, "1 комментарий"},
        {"ru_RU", 2, "2 комментария"},
        {"ru_RU", 5, "5 комментариев"},
        {"ru_RU", 11, "11 комментариев"},
        {"ru_RU", 14, "14 комментариев"},
        {"ru_RU", 21, "21 комментарий"},
        {"ru_RU", 22, "22 комментария"},
        {"ru_RU", 111, "111 комментариев"},
        {"ru_RU", 1001, "1\u00a0001 комментарий"},
        {"ar", 0, "لا تعليقات"},
        {"ar", 1, "تعليق واحد"},
        {"ar", 2, "تعليقان"},
        {"ar", 3, "3 تعليقات"},
        {"ar", 10, "10 تعليقات"},
        {"ar", 11, "11 تعليقًا"},
        {"ar", 99, "99 تعليقًا"},
        {"ar", 100, "100 تعليق"},
        {"ar", 103, "103 تعليقات"},
        {"fa_IR", 1, "۱ دیدگاه"},
        {"fa_IR", 12345, "۱۲٬۳۴۵ دیدگاه"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct words *words = words_of_locale(rows[i].locale);
        assert_string_equal(words_plural(&arena, words, WORD_COMMENT_COUNT, rows[i].n, NULL), rows[i].expected);
    }
}

static void test_placeholders(void **state) {
    (void) state;
    const struct words *german = words_of_locale("de_DE");
    assert_string_equal(words_with(&arena, NULL, WORD_TITLE_PAGE, "A {0} title", "2", NULL), "A {0} title, page 2");
    assert_string_equal(words_with(&arena, german, WORD_TITLE_PAGE, "Titel", "2", NULL), "Titel, Seite 2");
    assert_string_equal(words_get(NULL, WORD_COMMENTS_CLOSED), "Comments are closed.");
    assert_string_equal(words_get(german, WORD_COMMENTS_CLOSED), "Die Kommentare sind geschlossen.");
}

static const char *number(const char *locale, int64_t value, bool grouped) {
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    words_add_number(&out, words_of_locale(locale), value, grouped);
    return arena_strdup(&arena, out.data);
}

static void test_numbers(void **state) {
    (void) state;
    assert_string_equal(number("", 2026, false), "2026");
    assert_string_equal(number("", 2026, true), "2,026");
    assert_string_equal(number("fa_IR", 2026, false), "۲۰۲۶");
    assert_string_equal(number("ar", 2026, false), "2026");
    assert_string_equal(number("", 0, true), "0");
    assert_string_equal(number("", -1234, true), "-1,234");
    assert_string_equal(number("", INT64_MIN, false), "-9223372036854775808");
}

static void test_ordinals(void **state) {
    (void) state;
    static const char *const english[] = {"", "st", "nd", "rd", "th"};
    for (int day = 0; day < 5; day++) assert_string_equal(words_ordinal(NULL, day), english[day]);
    assert_string_equal(words_ordinal(NULL, 11), "th");
    assert_string_equal(words_ordinal(NULL, 22), "nd");
    assert_string_equal(words_ordinal(NULL, 31), "st");
    assert_string_equal(words_ordinal(NULL, 32), "");
    assert_string_equal(words_ordinal(NULL, -1), "");
    const struct words *french = words_of_locale("fr_FR");
    assert_string_equal(words_ordinal(french, 1), "er");
    assert_string_equal(words_ordinal(french, 2), "");
    assert_string_equal(words_ordinal(words_of_locale("ru_RU"), 1), "");
}

static void test_translate(void **state) {
    (void) state;
    const struct words *french = words_of_locale("fr_FR");
    assert_string_equal(words_translate(french, "There is nothing at this address."), "Il n’y a rien à cette adresse.");
    assert_string_equal(words_translate(NULL, "There is nothing at this address."),
                        "There is nothing at this address.");
    assert_string_equal(words_translate(french, "There is nothing"), "There is nothing");
    assert_string_equal(words_translate(french, "Nobody wrote this."), "Nobody wrote this.");
    assert_string_equal(words_translate(french, ""), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_locales),
        cmocka_unit_test_setup_teardown(test_plurals, setup, teardown),
        cmocka_unit_test_setup_teardown(test_placeholders, setup, teardown),
        cmocka_unit_test_setup_teardown(test_numbers, setup, teardown),
        cmocka_unit_test(test_ordinals),
        cmocka_unit_test(test_translate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
