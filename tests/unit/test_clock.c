// Moments, calendar dates and zones.
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
// After the headers it needs:
#include <cmocka.h>

#include <time.h>

#include "base/clock.h"

static struct clock_date date(int year, int month, int day, int hour, int minute, int second) {
    return (struct clock_date){
        .year = year, .month = month, .day = day, .hour = hour, .minute = minute, .second = second};
}

static void zones(void **state) {
    (void) state;
    static const struct {
        const char *zone;
        bool known;
        int offset;  // in winter
    } cases[] = {
        {"UTC", true, 0},
        {"Europe/Moscow", true, 3 * 3600},
        {"America/New_York", true, -5 * 3600},
        {"Asia/Kolkata", true, 5 * 3600 + 1800},
        {"UTC+3", true, 3 * 3600},
        {"UTC-3", true, -3 * 3600},
        {"+05:45", true, 5 * 3600 + 2700},
        {"-09:30", true, -9 * 3600 - 1800},
        {"UTC+5.5", true, 5 * 3600 + 1800},
        {"UTC+5.75", true, 5 * 3600 + 2700},
        {"+14", true, 14 * 3600},
        {"Europe", false, 0},
        {"Europe/Nowhere", false, 0},
        {"tzdata.zi", false, 0},
        {"leapseconds", false, 0},
        {"../zoneinfo/UTC", false, 0},
        {"/etc/localtime", false, 0},
        {"UTC+15", false, 0},
        {"+3:60", false, 0},
        {"+3:", false, 0},
        {"+", false, 0},
        {"+3x", false, 0},
        {"+5.99999999999999999999", false, 0},
        {"+99999999999999999999", false, 0},
        {"a b", false, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(clock_set_zone("+01:00"));
        if (clock_set_zone(cases[i].zone) != cases[i].known) fail_msg("%s", cases[i].zone);
        assert_int_equal(clock_local_offset(1700000000), cases[i].known ? cases[i].offset : 3600);
    }
}

static void utc(void **state) {
    (void) state;
    static const struct {
        int64_t moment;
        struct clock_date date;
    } cases[] = {
        {0, {1970, 1, 1, 0, 0, 0, 4}},          {-1, {1969, 12, 31, 23, 59, 59, 3}},
        {951782400, {2000, 2, 29, 0, 0, 0, 2}}, {1795512600, {2026, 11, 24, 9, 30, 0, 2}},
        {4107542400, {2100, 3, 1, 0, 0, 0, 1}}, {253402300799, {9999, 12, 31, 23, 59, 59, 5}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct clock_date got = clock_utc(cases[i].moment);
        assert_memory_equal(&got, &cases[i].date, sizeof got);
        assert_int_equal(clock_from_utc(&got), cases[i].moment);
    }
    struct clock_date over = date(2026, 13, 32, 25, 61, 0);
    struct clock_date carried = clock_utc(clock_from_utc(&over));
    assert_int_equal(carried.year, 2027);
    assert_int_equal(carried.month, 2);
    assert_int_equal(carried.day, 2);
}

// In Berlin the clock goes from 2:00 to 3:00 on 29 March 2026 and from 3:00 to 2:00 on 25 October.
static void clock_changes(void **state) {
    (void) state;
    assert_true(clock_set_zone("Europe/Berlin"));
    static const struct {
        struct clock_date date;
        const char *utc;
    } cases[] = {
        {{.year = 2026, .month = 3, .day = 29, .hour = 1, .minute = 59}, "2026-03-29T00:59:00"},
        {{.year = 2026, .month = 3, .day = 29, .hour = 2, .minute = 30}, "2026-03-29T01:30:00"},
        {{.year = 2026, .month = 3, .day = 29, .hour = 3, .minute = 0}, "2026-03-29T01:00:00"},
        {{.year = 2026, .month = 7, .day = 1, .hour = 12, .minute = 0}, "2026-07-01T10:00:00"},
        {{.year = 2026, .month = 10, .day = 25, .hour = 1, .minute = 59}, "2026-10-24T23:59:00"},
        {{.year = 2026, .month = 10, .day = 25, .hour = 2, .minute = 30}, "2026-10-25T00:30:00"},
        {{.year = 2026, .month = 10, .day = 25, .hour = 3, .minute = 0}, "2026-10-25T02:00:00"},
        {{.year = 2026, .month = 12, .day = 1, .hour = 0, .minute = 0}, "2026-11-30T23:00:00"},
    };
    // Twice, and with other questions between: the answer may not depend on what was asked before.
    for (size_t i = 0; i < 3 * (sizeof cases / sizeof *cases); i++) {
        size_t at = i * 5 % (sizeof cases / sizeof *cases);
        char buffer[CLOCK_ISO_SIZE];
        struct clock_date got = clock_utc(clock_from_local(&cases[at].date));
        assert_string_equal(clock_format_iso(buffer, &got), cases[at].utc);
    }
}

static void local_round_trip(void **state) {
    (void) state;
    static const char *const names[] = {"Europe/Berlin", "America/St_Johns", "Asia/Tehran", "Pacific/Apia", "UTC-3"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_true(clock_set_zone(names[i]));
        for (int64_t moment = 1600000000; moment < 1640000000; moment += 100003) {
            struct clock_date local = clock_local(moment);
            int64_t back = clock_from_local(&local);
            // A repeated hour may come back an hour earlier, nothing else.
            if (back != moment && back != moment - 3600) fail_msg("%s %lld", names[i], (long long) moment);
        }
    }
}

static void formats(void **state) {
    (void) state;
    char buffer[CLOCK_ISO_SIZE];
    assert_true(clock_set_zone("Asia/Kolkata"));
    assert_string_equal(clock_format_iso_local(buffer, 1795512600), "2026-11-24T15:00:00+05:30");
    assert_true(clock_set_zone("America/New_York"));
    assert_string_equal(clock_format_iso_local(buffer, 1795512600), "2026-11-24T04:30:00-05:00");
    assert_string_equal(clock_format_http(buffer, 1795512600), "Tue, 24 Nov 2026 09:30:00 GMT");
    assert_string_equal(clock_format_http(buffer, 0), "Thu, 01 Jan 1970 00:00:00 GMT");
}

static void http_dates(void **state) {
    (void) state;
    static const char *const valid[] = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                                        "Sun Nov  6 08:49:37 1994"};
    for (size_t i = 0; i < sizeof valid / sizeof *valid; i++) {
        int64_t moment = 0;
        assert_true(clock_parse_http(valid[i], &moment));
        assert_int_equal(moment, 784111777);
    }
    static const char *const refused[] = {"",
                                          "0",
                                          "Sun, 06 Nov 1994",
                                          "Sun, 06 Nov 1994 08:49:37 CET",
                                          "Sun, 06 Xyz 1994 08:49:37 GMT",
                                          "Sun, 06 Nov 1994 25:49:37 GMT",
                                          "Sun, 06 Nov 1994 08:49:37 GMT x"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        int64_t moment = 77;
        assert_false(clock_parse_http(refused[i], &moment));
        assert_int_equal(moment, 77);
    }
}

static void iso_dates(void **state) {
    (void) state;
    assert_true(clock_set_zone("UTC+3"));
    static const struct {
        const char *text;
        bool zoned;
        const char *utc;  // when read in the site's zone; NULL: refused
    } cases[] = {
        {"2026-11-24T09:30:00", false, "2026-11-24T06:30:00"},
        {"2026-11-24 09:30:00", false, "2026-11-24T06:30:00"},
        {"2026-11-24t09:30", false, "2026-11-24T06:30:00"},
        {"2026-11-24", false, "2026-11-23T21:00:00"},
        {"2026-11-24T09:30:00Z", true, "2026-11-24T09:30:00"},
        {"2026-11-24T09:30:00z", true, "2026-11-24T09:30:00"},
        {"2026-11-24T09:30:00.123456Z", true, "2026-11-24T09:30:00"},
        {"2026-11-24T09:30:00+05:30", true, "2026-11-24T04:00:00"},
        {"2026-11-24T09:30:00-0530", true, "2026-11-24T15:00:00"},
        {"2026-11-24T09:30:00+02", true, "2026-11-24T07:30:00"},
        {"2024-02-29T00:00:00Z", true, "2024-02-29T00:00:00"},
        {"2016-12-31T23:59:60Z", true, "2017-01-01T00:00:00"},
        {"", false, NULL},
        {"2026-11", false, NULL},
        {"2026-11-24T", false, NULL},
        {"2026-02-30", false, NULL},
        {"2025-02-29", false, NULL},
        {"2100-02-29", false, NULL},
        {"2026-13-01", false, NULL},
        {"2026-00-01", false, NULL},
        {"2026-01-00", false, NULL},
        {"2026-11-24T24:00:00", false, NULL},
        {"2026-11-24T23:60:00", false, NULL},
        {"2026-11-24T23:59:61", false, NULL},
        {"2026-11-24T9:30:00", false, NULL},
        {"2026-11-24T09:30:00.", false, NULL},
        {"2026-11-24T09:30:00+24:00", false, NULL},
        {"2026-11-24T09:30:00+02:60", false, NULL},
        {"2026-11-24T09:30:00+02:", false, NULL},
        {"2026-11-24T09:30:00+2", false, NULL},
        {"2026-11-24T09:30:00ZZ", false, NULL},
        {"2026-11-24 ", false, NULL},
        {" 2026-11-24", false, NULL},
        {"-026-11-24", false, NULL},
        {"tomorrow", false, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t moment = 77;
        bool zoned = false;
        bool valid = clock_parse_iso(cases[i].text, false, &moment, &zoned);
        if (valid != (cases[i].utc != NULL)) fail_msg("%s", cases[i].text);
        if (!valid) {
            assert_int_equal(moment, 77);
            continue;
        }
        char buffer[CLOCK_ISO_SIZE];
        struct clock_date got = clock_utc(moment);
        assert_string_equal(clock_format_iso(buffer, &got), cases[i].utc);
        assert_int_equal(zoned, cases[i].zoned);
    }
    int64_t moment;
    assert_true(clock_parse_iso("2026-11-24T09:30:00", true, &moment, NULL));
    assert_int_equal(moment, 1795512600);
}

static void now_moves_forward(void **state) {
    (void) state;
    int64_t before = clock_monotonic_us();
    int64_t milliseconds = clock_now_ms(), seconds = clock_now();
    assert_true(seconds > 1700000000);
    assert_true(milliseconds / 1000 <= seconds && milliseconds / 1000 + 60 > seconds);
    assert_true(clock_monotonic_us() >= before);
}

// Whatever is asked before and after, dates and offsets are the C library's.
static void as_the_library(void **state) {
    (void) state;
    static const char *const names[] = {"Europe/Moscow",  "America/St_Johns",    "Africa/Monrovia",
                                        "Asia/Kathmandu", "Australia/Lord_Howe", "UTC",
                                        "UTC-3:30"};
    uint64_t random = 1;
    for (size_t zone = 0; zone < sizeof names / sizeof *names; zone++) {
        assert_true(clock_set_zone(names[zone]));
        for (int i = 0; i < 20000; i++) {
            random = random * 6364136223846793005U + 1442695040888963407U;
            // 1900 to 2100, half of them near each other.
            const int64_t moment =
                i % 2 ? 1710000000 + (int64_t) (random >> 44) : (int64_t) (random >> 24) % 6311433600 - 2208988800;
            const time_t time = (time_t) moment;
            struct tm tm;
            localtime_r(&time, &tm);
            const struct clock_date date = clock_local(moment);
            assert_int_equal(date.year, tm.tm_year + 1900);
            assert_int_equal(date.month, tm.tm_mon + 1);
            assert_int_equal(date.day, tm.tm_mday);
            assert_int_equal(date.hour * 3600 + date.minute * 60 + date.second,
                             tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec);
            assert_int_equal(date.weekday, tm.tm_wday);
            assert_int_equal(date.offset, tm.tm_gmtoff);
            assert_int_equal(clock_local_offset(moment), tm.tm_gmtoff);
            const struct clock_date utc = clock_utc(moment);
            assert_int_equal(clock_from_utc(&utc), moment);
        }
    }
    assert_true(clock_utc(INT64_MAX).year > 1000000);
    assert_true(clock_utc(INT64_MIN).year < -1000000);
    assert_true(clock_set_zone("UTC"));
}

static void days_are_numbered(void **state) {
    (void) state;
    // Each day has the number after the one before, over leap years and centuries.
    for (int64_t day = -800000; day < 800000; day += 7) {
        const struct clock_date today = clock_utc(day * 86400), tomorrow = clock_utc((day + 1) * 86400 + 86399);
        assert_int_equal(clock_day_number(&today), day);
        assert_int_equal(clock_day_number(&tomorrow), day + 1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_the_library), cmocka_unit_test(days_are_numbered),
        cmocka_unit_test(zones),          cmocka_unit_test(utc),
        cmocka_unit_test(clock_changes),  cmocka_unit_test(local_round_trip),
        cmocka_unit_test(formats),        cmocka_unit_test(http_dates),
        cmocka_unit_test(iso_dates),      cmocka_unit_test(now_moves_forward),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
