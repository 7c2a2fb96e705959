// php_date: see the header. One letter, one case; derived numbers (day of the year, ISO week, daylight saving) are
// computed from base/clock.h's calendar alone.
#include "server/pages/php_date.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/strbuf.h"
#include "server/text/words.h"

struct php_moment {
    int64_t moment;
    struct clock_date date;  // in the site's zone
    int offset;              // seconds east of UTC
    const char *zone;
    const struct words *words;
    bool names_day;  // the format has the day of the month, so that month names decline
};

static bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

static int month_days(int year, int month) {
    static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

// From 0.
static int day_of_year(const struct clock_date *date) {
    int day = date->day - 1;
    for (int month = 1; month < date->month; month++) day += month_days(date->year, month);
    return day;
}

// Monday is 1.
static int iso_weekday(const struct clock_date *date) { return date->weekday == 0 ? 7 : date->weekday; }

// A year has 53 ISO weeks when it starts on a Thursday, or on a Wednesday and is a leap year.
static int iso_weeks(int year) {
    struct clock_date first = {.year = year, .month = 1, .day = 1};
    int weekday = clock_utc(clock_from_utc(&first)).weekday;
    return weekday == 4 || (weekday == 3 && is_leap(year)) ? 53 : 52;
}

// ISO 8601 week; *ret_year is the year that the week belongs to.
static int iso_week(const struct clock_date *date, int *ret_year) {
    int week = (day_of_year(date) + 1 - iso_weekday(date) + 10) / 7;
    *ret_year = date->year;
    if (week < 1) {
        *ret_year = date->year - 1;
        return iso_weeks(*ret_year);
    }
    if (week > iso_weeks(date->year)) {
        *ret_year = date->year + 1;
        return 1;
    }
    return week;
}

// The smaller of the two offsets of a year is standard time; what is more is daylight saving.
static bool is_daylight_saving(const struct php_moment *m) {
    struct clock_date january = {.year = m->date.year, .month = 1, .day = 1};
    struct clock_date july = {.year = m->date.year, .month = 7, .day = 1};
    int winter = clock_local_offset(clock_from_utc(&january));
    int summer = clock_local_offset(clock_from_utc(&july));
    return m->offset > (winter < summer ? winter : summer);
}

static void add_offset(struct strbuf *out, int offset, const char *colon) {
    int minutes = abs(offset) / 60;
    strbuf_addf(out, "%c%02d%s%02d", offset < 0 ? '-' : '+', minutes / 60, colon, minutes % 60);
}

static int hour12(int hour) { return hour % 12 == 0 ? 12 : hour % 12; }

// Internet time of 1998: thousandths of a day at UTC+1.
static int swatch_beat(int64_t moment) {
    int64_t second = ((moment + 3600) % 86400 + 86400) % 86400;
    return (int) (second * 10 / 864);
}

// Two digits, for 0 to 99. Every comment and teaser prints several: no printf for these.
static void add_two(struct strbuf *out, int number) {
    strbuf_addc(out, (char) ('0' + number / 10 % 10));
    strbuf_addc(out, (char) ('0' + number % 10));
}

// Months and days stand in the list of words in their order.
static const char *name(const struct php_moment *m, enum word first, int place) {
    return words_get(m->words, (enum word)((int) first + place));
}

static void add_letters(struct strbuf *out, const char *format, const struct php_moment *m);

static void add_letter(struct strbuf *out, char letter, const struct php_moment *m) {
    const struct clock_date *date = &m->date;
    int year;
    switch (letter) {
        case 'd':
            add_two(out, date->day);
            break;
        case 'D':
            strbuf_adds(out, name(m, WORD_SUN_SHORT, date->weekday));
            break;
        case 'j':
            strbuf_addi(out, date->day);
            break;
        case 'l':
            strbuf_adds(out, name(m, WORD_SUNDAY, date->weekday));
            break;
        case 'N':
            strbuf_addi(out, iso_weekday(date));
            break;
        case 'S':
            strbuf_adds(out, words_ordinal(m->words, date->day));
            break;
        case 'w':
            strbuf_addi(out, date->weekday);
            break;
        case 'z':
            strbuf_addi(out, day_of_year(date));
            break;
        case 'W':
            add_two(out, iso_week(date, &year));
            break;
        case 'F':
            strbuf_adds(out, name(m, m->names_day ? WORD_OF_JANUARY : WORD_JANUARY, date->month - 1));
            break;
        case 'm':
            add_two(out, date->month);
            break;
        case 'M':
            strbuf_adds(out, name(m, WORD_JAN_SHORT, date->month - 1));
            break;
        case 'n':
            strbuf_addi(out, date->month);
            break;
        case 't':
            strbuf_addi(out, month_days(date->year, date->month));
            break;
        case 'L':
            strbuf_addi(out, is_leap(date->year));
            break;
        case 'o':
            iso_week(date, &year);
            strbuf_addi(out, year);
            break;
        case 'Y':
            strbuf_addf(out, "%04d", date->year);
            break;
        case 'y':
            add_two(out, abs(date->year % 100));
            break;
        case 'a':
            strbuf_adds(out, words_get(m->words, date->hour < 12 ? WORD_AM : WORD_PM));
            break;
        case 'A':
            strbuf_adds(out, words_get(m->words, date->hour < 12 ? WORD_AM_CAPITAL : WORD_PM_CAPITAL));
            break;
        case 'B':
            strbuf_addf(out, "%03d", swatch_beat(m->moment));
            break;
        case 'g':
            strbuf_addi(out, hour12(date->hour));
            break;
        case 'G':
            strbuf_addi(out, date->hour);
            break;
        case 'h':
            add_two(out, hour12(date->hour));
            break;
        case 'H':
            add_two(out, date->hour);
            break;
        case 'i':
            add_two(out, date->minute);
            break;
        case 's':
            add_two(out, date->second);
            break;
        case 'u':
            strbuf_adds(out, "000000");
            break;
        case 'v':
            strbuf_adds(out, "000");
            break;
        case 'e':
            strbuf_adds(out, m->zone && *m->zone ? m->zone : "UTC");
            break;
        case 'I':
            strbuf_addi(out, is_daylight_saving(m));
            break;
        case 'O':
            add_offset(out, m->offset, "");
            break;
        case 'P':
            add_offset(out, m->offset, ":");
            break;
        case 'p':
            if (m->offset == 0) {
                strbuf_addc(out, 'Z');
            } else {
                add_offset(out, m->offset, ":");
            }
            break;
        case 'T':
            // Abbreviations are not kept; PHP too prints the offset for zones that have none.
            if (m->offset == 0) {
                strbuf_adds(out, "UTC");
            } else {
                add_offset(out, m->offset, ":");
            }
            break;
        case 'Z':
            strbuf_addi(out, m->offset);
            break;
        case 'c':
            add_letters(out, "Y-m-d\\TH:i:sP", m);
            break;
        case 'r':
            add_letters(out, "D, d M Y H:i:s O", m);
            break;
        case 'U':
            strbuf_addi(out, m->moment);
            break;
        default:
            strbuf_addc(out, letter);
    }
}

static void add_letters(struct strbuf *out, const char *format, const struct php_moment *m) {
    for (; *format; format++) {
        if (*format != '\\') {
            add_letter(out, *format, m);
        } else if (format[1]) {
            strbuf_addc(out, *++format);
        }
    }
}

static bool has_letter(const char *format, const char *letters) {
    for (; *format; format++) {
        if (*format != '\\') {
            if (strchr(letters, *format)) return true;
        } else if (!*++format) {
            break;
        }
    }
    return false;
}

bool php_date_is_of_day(const char *format) { return !has_letter(format, "aABgGhHisuveIOPpTZcrU"); }

const char *php_date_of(struct arena *arena, const struct words *words, const char *format, int64_t moment,
                        const struct clock_date *date, const char *zone) {
    struct php_moment m = {
        .moment = moment,
        .date = *date,
        .offset = date->offset,
        .zone = zone,
        .words = words,
        .names_day = has_letter(format, "dj"),
    };
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 64 * 1024);
    add_letters(&out, format, &m);
    if (!words_has_digits(words)) return arena_strndup(arena, out.data, out.size);
    STRBUF_CLEAN struct strbuf own;
    strbuf_init(&own, 0);
    words_add_digits(&own, words, out.data);
    return arena_strndup(arena, own.data, own.size);
}

const char *php_date(struct arena *arena, const struct words *words, const char *format, int64_t moment,
                     const char *zone) {
    struct clock_date date = clock_local(moment);
    return php_date_of(arena, words, format, moment, &date, zone);
}
