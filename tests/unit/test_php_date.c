// php_date: each of PHP's letters, as PHP 8 prints them.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "server/pages/php_date.h"
#include "server/text/words.h"

struct row {
    const char *zone;
    int64_t moment;
    const char *format;
    const char *expected;
};

// 1790242205 is Thursday, 24 September 2026 09:30:05 UTC.
static const struct row rows[] = {
    {"UTC", 1790242205, "d D j l N S w z", "24 Thu 24 Thursday 4 th 4 266"},
    {"UTC", 1790242205, "W F m M n t L o Y y", "39 September 09 Sep 9 30 0 2026 2026 26"},
    {"UTC", 1790242205, "a A g G h H i s u v", "am AM 9 9 09 09 30 05 000000 000"},
    {"UTC", 1790242205, "e I O P p T Z U", "UTC 0 +0000 +00:00 Z UTC 0 1790242205"},
    {"UTC", 1790242205, "c", "2026-09-24T09:30:05+00:00"},
    {"UTC", 1790242205, "r", "Thu, 24 Sep 2026 09:30:05 +0000"},
    {"UTC", 1790242205, "B", "437"},
    // WordPress's defaults, and letters taken as they are.
    {"UTC", 1790242205, "F j, Y", "September 24, 2026"},
    {"UTC", 1790242205, "g:i a", "9:30 am"},
    {"UTC", 1790242205, "\\D\\a\\y j \\o\\f F", "Day 24 of September"},
    {"UTC", 1790242205, "Y\\", "2026"},
    {"UTC", 1790242205, "j. F — Y", "24. September — 2026"},
    {"UTC", 1790242205, "", ""},
    // Midnight, noon, and the hour before it.
    {"UTC", 1790208000, "g:i a G h H", "12:00 am 0 12 00"},
    {"UTC", 1790251200, "g:i a G h H", "12:00 pm 12 12 12"},
    {"UTC", 1790294399, "g:i:s A", "11:59:59 PM"},
    // Ordinals.
    {"UTC", 1788220800, "jS", "1st"},
    {"UTC", 1788307200, "jS", "2nd"},
    {"UTC", 1788393600, "jS", "3rd"},
    {"UTC", 1789084800, "jS", "11th"},
    {"UTC", 1789171200, "jS", "12th"},
    {"UTC", 1789257600, "jS", "13th"},
    {"UTC", 1789948800, "jS", "21st"},
    // ISO weeks at the turn of years: 2021-01-03, 2024-12-30, 2026-12-31, 2027-01-01.
    {"UTC", 1609632000, "o-W N Y", "2020-53 7 2021"},
    {"UTC", 1735516800, "o-W Y", "2025-01 2024"},
    {"UTC", 1798675200, "o-W z", "2026-53 364"},
    {"UTC", 1798761600, "o-W z", "2026-53 0"},
    // A leap year.
    {"UTC", 1709164800, "Y-m-d t L z", "2024-02-29 29 1 59"},
    // Zones, summer and winter.
    {"Europe/Berlin", 1790242205, "H:i I O P p Z e", "11:30 1 +0200 +02:00 +02:00 7200 Europe/Berlin"},
    {"Europe/Berlin", 1768000000, "H:i I O", "00:06 0 +0100"},
    {"America/New_York", 1790242205, "D g:i a P", "Thu 5:30 am -04:00"},
    {"Asia/Kolkata", 1790242205, "H:i P T", "15:00 +05:30 +05:30"},
    {"UTC", -1, "Y-m-d H:i:s", "1969-12-31 23:59:59"},
};

static void test_letters(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_true(clock_set_zone(rows[i].zone));
        const char *got = php_date(&arena, NULL, rows[i].format, rows[i].moment, rows[i].zone);
        if (strcmp(got, rows[i].expected) != 0) {
            fail_msg("%s %lld '%s': '%s', not '%s'", rows[i].zone, (long long) rows[i].moment, rows[i].format, got,
                     rows[i].expected);
        }
    }
    arena_finish(&arena);
}

// 1790242205 as above; 1788220800 is Tuesday, 1 September 2026; 1778414400 Sunday, 10 May 2026, noon.
static const struct {
    const char *locale;
    int64_t moment;
    const char *format;
    const char *expected;
} languages[] = {
    {"", 1790242205, "F j, Y", "September 24, 2026"},
    {"", 1778414400, "D M F A", "Sun May May PM"},
    {"de_AT", 1790242205, "l, j. F Y, D M", "Donnerstag, 24. September 2026, Do. Sept."},
    {"fr_CA", 1790242205, "l jS F Y", "jeudi 24 septembre 2026"},
    {"fr_FR", 1788220800, "l jS F Y", "mardi 1er septembre 2026"},
    {"es_ES", 1790242205, "l, j \\d\\e F \\d\\e Y", "jueves, 24 de septiembre de 2026"},
    // Russian months are in the genitive beside a day, and in the nominative alone.
    {"ru_RU", 1790242205, "l, j F Y", "четверг, 24 сентября 2026"},
    {"ru_RU", 1790242205, "F Y", "сентябрь 2026"},
    {"ru_RU", 1790242205, "F \\j Y", "сентябрь j 2026"},
    {"fa_IR", 1790242205, "l j F Y H:i", "پنجشنبه ۲۴ سپتامبر ۲۰۲۶ ۰۹:۳۰"},
    {"ar", 1790242205, "l j F Y g:i a", "الخميس 24 سبتمبر 2026 9:30 ص"},
    {"ar", 1778414400, "g:i A", "12:00 م"},
};

static void test_languages(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    assert_true(clock_set_zone("UTC"));
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        const struct words *words = words_of_locale(languages[i].locale);
        const char *got = php_date(&arena, words, languages[i].format, languages[i].moment, "UTC");
        assert_string_equal(got, languages[i].expected);
    }
    arena_finish(&arena);
}

// A format is at most as long as the setting allows; what it can grow to is bounded too.
static void test_long_format(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    assert_true(clock_set_zone("UTC"));
    char format[1001];
    memset(format, 'r', sizeof format - 1);
    format[sizeof format - 1] = '\0';
    assert_int_equal(strlen(php_date(&arena, NULL, format, 0, "UTC")),
                     1000 * strlen("Thu, 01 Jan 1970 00:00:00 +0000"));
    arena_finish(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_letters),
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_long_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
