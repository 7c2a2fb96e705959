// clock: moments and calendar dates.
//
// A moment is UTC seconds since 1970 in an int64_t. The site's zone is the
// process's one (one process serves one site): it is set at start and when the
// setting changes, and only the functions named *_local use it.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct clock_date {
    int year;   // as written, 2026
    int month;  // 1 to 12
    int day;    // 1 to 31
    int hour, minute, second;
    int weekday;  // 0 = Sunday
    int offset;   // seconds east of UTC; not read by the functions that take a date
};

int64_t clock_now(void);     // seconds, CLOCK_REALTIME
int64_t clock_now_ms(void);  // milliseconds, CLOCK_REALTIME
int64_t clock_monotonic_us(void);
int64_t clock_monotonic_ns(void);

// Sets the site's zone: an IANA name ("Europe/Moscow"), "UTC", or an offset as
// WordPress stores one ("UTC+3", "+03:00"). False, and no change, when unknown.
bool clock_set_zone(const char *zone) __attribute__((warn_unused_result));
// Would clock_set_zone() take it?
bool clock_zone_valid(const char *zone);

struct clock_date clock_utc(int64_t moment);
struct clock_date clock_local(int64_t moment);
int clock_local_offset(int64_t moment);  // seconds east of UTC at that moment

// Days from 1970-01-01 to the date, by the calendar alone: the difference of two says how many days lie between.
int64_t clock_day_number(const struct clock_date *date);

// A date in UTC or in the site's zone to a moment. Months and days out of their
// range carry over, as timegm(3) does. A local time that a clock change skips
// or repeats gives the earlier offset.
int64_t clock_from_utc(const struct clock_date *date);
int64_t clock_from_local(const struct clock_date *date);

// "2026-11-24T09:30:00", WordPress's REST form without a zone. 20 bytes with the NUL.
enum { CLOCK_ISO_SIZE = 32, CLOCK_HTTP_SIZE = 32 };
char *clock_format_iso(char buffer[CLOCK_ISO_SIZE], const struct clock_date *date);
// "2026-11-24T09:30:00+00:00" in the site's zone, for <time datetime> and feeds.
char *clock_format_iso_zoned(char buffer[CLOCK_ISO_SIZE], const struct clock_date *date);
char *clock_format_iso_local(char buffer[CLOCK_ISO_SIZE], int64_t moment);
// "Tue, 24 Nov 2026 09:30:00 GMT" (RFC 9110, section 5.6.7).
char *clock_format_http(char buffer[CLOCK_HTTP_SIZE], int64_t moment);
// The three forms of RFC 9110; false when it is none of them.
bool clock_parse_http(const char *text, int64_t *ret_moment) __attribute__((warn_unused_result));

// RFC 3339 as WordPress takes it: date, time, optional fraction, optional zone
// ("Z", "+03:00"). *ret_zoned tells whether a zone stood there; without one the
// moment is read in UTC when `utc`, else in the site's zone. Dates that do not
// exist (30 February, hour 25) are refused.
bool clock_parse_iso(const char *text, bool utc, int64_t *ret_moment, bool *ret_zoned)
    __attribute__((warn_unused_result));
