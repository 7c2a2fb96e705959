// clock: see the header. The zone lives in the C library (TZ), so it is the
// process's; tzset() and localtime_r() lock inside the library.
#include "base/clock.h"

#include <ctype.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// How often the zone was set; what is kept of an earlier one does not count. 1: never.
static atomic_uint zone_count = 1;

static int64_t now_in(clockid_t clock, int64_t per_second) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (int64_t) time.tv_sec * per_second + time.tv_nsec / (1000000000 / per_second);
}

int64_t clock_now(void) { return now_in(CLOCK_REALTIME, 1); }
int64_t clock_now_ms(void) { return now_in(CLOCK_REALTIME, 1000); }
int64_t clock_monotonic_us(void) { return now_in(CLOCK_MONOTONIC, 1000000); }
int64_t clock_monotonic_ns(void) { return now_in(CLOCK_MONOTONIC, 1000000000); }

// "UTC+3", "+03:00", "-5.5" -> seconds east.
static bool parse_offset(const char *text, int *ret_seconds) {
    if (strncmp(text, "UTC", 3) == 0) text += 3;
    if (*text == '\0') {
        *ret_seconds = 0;
        return true;
    }
    if (*text != '+' && *text != '-') return false;
    int sign = *text++ == '-' ? -1 : 1;
    char *end;
    if (!isdigit((unsigned char) *text)) return false;
    long hours = strtol(text, &end, 10);
    long minutes = 0;
    if (*end == ':' || *end == '.') {
        bool fraction = *end == '.';
        text = end + 1;
        if (!isdigit((unsigned char) *text)) return false;
        minutes = strtol(text, &end, 10);
        if (end - text > 2) return false;
        if (fraction) minutes = end - text == 1 ? minutes * 6 : minutes * 60 / 100;
    }
    if (*end != '\0' || hours > 14 || minutes > 59) return false;
    *ret_seconds = sign * (int) (hours * 3600 + minutes * 60);
    return true;
}

static bool zone_exists(const char *zone) {
    if (zone[0] == '/' || strstr(zone, "..") || strlen(zone) > 64) return false;
    for (const char *c = zone; *c; c++)
        if (!isalnum((unsigned char) *c) && !strchr("_+-/", *c)) return false;
    char path[128], magic[4];
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", zone);
    // Folders and other files stand there too, which the C library would silently take for UTC.
    FILE *file = fopen(path, "rbe");
    if (!file) return false;
    bool zone_file = fread(magic, 1, sizeof magic, file) == sizeof magic && memcmp(magic, "TZif", sizeof magic) == 0;
    fclose(file);
    return zone_file;
}

// What TZ becomes for this zone.
static bool zone_value(const char *zone, char value[80]) {
    int offset;
    if (parse_offset(zone, &offset)) {
        int size = abs(offset);
        // POSIX counts west of Greenwich, people count east.
        snprintf(value, 80, "<%c%02d%02d>%c%02d:%02d", offset < 0 ? '-' : '+', size / 3600, size / 60 % 60,
                 offset < 0 ? '+' : '-', size / 3600, size / 60 % 60);
    } else if (zone_exists(zone)) {
        snprintf(value, 80, "%s", zone);
    } else {
        return false;
    }
    return true;
}

bool clock_zone_valid(const char *zone) {
    char value[80];
    return zone_value(zone, value);
}

bool clock_set_zone(const char *zone) {
    char value[80];
    if (!zone_value(zone, value)) return false;
    const char *before = getenv("TZ");
    if (!before || strcmp(before, value) != 0) setenv("TZ", value, 1);
    tzset();
    atomic_fetch_add_explicit(&zone_count, 1, memory_order_release);
    return true;
}

// Rounds down, also before 1970.
static int64_t floor_divide(int64_t number, int64_t by) { return number / by - (number % by < 0); }

// Years begin in March here, so that the leap day is the last of the year.
int64_t clock_day_number(const struct clock_date *date) {
    // Months out of their range carry over.
    const int64_t month = floor_divide(date->month - 1, 12) * 12;
    const int month_of_year = (int) (date->month - 1 - month) + 1;
    const int64_t year = date->year + month / 12 - (month_of_year <= 2);
    const int64_t era = floor_divide(year, 400);
    const int64_t year_of_era = year - era * 400;
    const int64_t day_of_year = (153 * (month_of_year + (month_of_year > 2 ? -3 : 9)) + 2) / 5 + date->day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

// By the calendar alone: the C library takes a lock for each date, and a page of comments has dozens.
static struct clock_date date_at(int64_t moment, int offset) {
    // What no calendar knows is shown as its end.
    const int64_t end = (int64_t) 1 << 55;
    const int64_t seconds = (moment > end ? end : moment < -end ? -end : moment) + offset;
    const int64_t days = floor_divide(seconds, 86400), from_march = days + 719468;
    const int second = (int) (seconds - days * 86400);
    const int64_t era = floor_divide(from_march, 146097);
    const int64_t day_of_era = from_march - era * 146097;
    const int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int from_march_month = (int) ((5 * day_of_year + 2) / 153);
    const int month = from_march_month + (from_march_month < 10 ? 3 : -9);
    return (struct clock_date){.year = (int) (year_of_era + era * 400 + (month <= 2)),
                               .month = month,
                               .day = (int) (day_of_year - (153 * from_march_month + 2) / 5) + 1,
                               .hour = second / 3600,
                               .minute = second / 60 % 60,
                               .second = second % 60,
                               .weekday = (int) (days + 4 - floor_divide(days + 4, 7) * 7),
                               .offset = offset};
}

// The offsets that this thread asked for last, by quarters of an hour: since 1973 no zone has changed its clocks in the
// middle of one.
struct offset_slot {
    unsigned zone;  // zone_count at the time; 0: free
    int offset;
    int64_t quarter;
};
enum { OFFSET_SLOTS = 64, QUARTER = 900, YEAR_1973 = 94694400 };
static _Thread_local struct offset_slot offset_slots[OFFSET_SLOTS];

static int look_up_offset(int64_t moment) {
    time_t time = (time_t) moment;
    struct tm tm = {0};
    localtime_r(&time, &tm);
    return (int) tm.tm_gmtoff;
}

int clock_local_offset(int64_t moment) {
    if (moment < YEAR_1973) return look_up_offset(moment);
    const int64_t quarter = moment / QUARTER;
    const unsigned zone = atomic_load_explicit(&zone_count, memory_order_acquire);
    struct offset_slot *slot = &offset_slots[quarter % OFFSET_SLOTS];
    if (slot->zone != zone || slot->quarter != quarter)
        *slot = (struct offset_slot){.zone = zone, .offset = look_up_offset(moment), .quarter = quarter};
    return slot->offset;
}

struct clock_date clock_utc(int64_t moment) {
    return date_at(moment, 0);
}

struct clock_date clock_local(int64_t moment) {
    return date_at(moment, clock_local_offset(moment));
}

int64_t clock_from_utc(const struct clock_date *date) {
    return clock_day_number(date) * 86400 + date->hour * 3600LL + date->minute * 60LL + date->second;
}

// A time that is skipped or repeated: a day before and a day after are surely on either side of a change.
int64_t clock_from_local(const struct clock_date *date) {
    const int day = 24 * 60 * 60;
    int64_t as_utc = clock_from_utc(date);
    int before = clock_local_offset(as_utc - day), after = clock_local_offset(as_utc + day);
    int64_t moment = as_utc - before;
    if (clock_local_offset(moment) == before || clock_local_offset(as_utc - after) != after) return moment;
    return as_utc - after;
}

// Dates are most of what a page of comments formats: no printf for them.
static char *put_digits(char *at, int number, int count, char after) {
    for (int i = count - 1; i >= 0; i--, number /= 10) at[i] = (char) ('0' + number % 10);
    at[count] = after;
    return at + count + 1;
}

char *clock_format_iso(char buffer[CLOCK_ISO_SIZE], const struct clock_date *date) {
    char *at = put_digits(buffer, abs(date->year % 10000), 4, '-');
    at = put_digits(at, date->month, 2, '-');
    at = put_digits(at, date->day, 2, 'T');
    at = put_digits(at, date->hour, 2, ':');
    at = put_digits(at, date->minute, 2, ':');
    put_digits(at, date->second, 2, '\0');
    return buffer;
}

char *clock_format_iso_zoned(char buffer[CLOCK_ISO_SIZE], const struct clock_date *date) {
    int minutes = abs(date->offset / 60);
    char *at = clock_format_iso(buffer, date) + 19;
    *at++ = date->offset < 0 ? '-' : '+';
    at = put_digits(at, minutes / 60 % 24, 2, ':');
    put_digits(at, minutes % 60, 2, '\0');
    return buffer;
}

char *clock_format_iso_local(char buffer[CLOCK_ISO_SIZE], int64_t moment) {
    struct clock_date date = clock_local(moment);
    return clock_format_iso_zoned(buffer, &date);
}

char *clock_format_http(char buffer[CLOCK_HTTP_SIZE], int64_t moment) {
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct clock_date date = clock_utc(moment);
    snprintf(buffer, CLOCK_HTTP_SIZE, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT", days + date.weekday * 3, date.day,
             months + (date.month - 1) * 3, date.year % 10000, date.hour, date.minute, date.second);
    return buffer;
}

bool clock_parse_http(const char *text, int64_t *ret_moment) {
    static const char *const forms[] = {"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT",
                                        "%a %b %e %H:%M:%S %Y"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct tm tm = {0};
        const char *end = strptime(text, forms[i], &tm);
        if (end && *end == '\0') {
            *ret_moment = timegm(&tm);
            return true;
        }
    }
    return false;
}

static bool digits(const char **at, int count, int *ret_number) {
    int number = 0;
    for (int i = 0; i < count; i++, (*at)++) {
        if (!isdigit((unsigned char) **at)) return false;
        number = number * 10 + (**at - '0');
    }
    *ret_number = number;
    return true;
}

static bool expect(const char **at, char byte) {
    if (**at != byte) return false;
    (*at)++;
    return true;
}

static int month_days(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool clock_parse_iso(const char *text, bool utc, int64_t *ret_moment, bool *ret_zoned) {
    struct clock_date date = {0};
    const char *at = text;
    if (!digits(&at, 4, &date.year) || !expect(&at, '-') || !digits(&at, 2, &date.month) || !expect(&at, '-') ||
        !digits(&at, 2, &date.day))
        return false;
    if (date.month < 1 || date.month > 12 || date.day < 1 || date.day > month_days(date.year, date.month)) return false;
    if (*at == 'T' || *at == 't' || *at == ' ') {
        at++;
        if (!digits(&at, 2, &date.hour) || !expect(&at, ':') || !digits(&at, 2, &date.minute)) return false;
        if (*at == ':' && (at++, !digits(&at, 2, &date.second))) return false;
        if (*at == '.') {
            at++;
            if (!isdigit((unsigned char) *at)) return false;
            while (isdigit((unsigned char) *at)) at++;
        }
        if (date.hour > 23 || date.minute > 59 || date.second > 60) return false;
    } else if (*at != '\0') {
        return false;
    }
    bool zoned = false;
    int offset = 0;
    if (*at == 'Z' || *at == 'z') {
        zoned = true;
        at++;
    } else if (*at == '+' || *at == '-') {
        int sign = *at++ == '-' ? -1 : 1;
        int hours, minutes = 0;
        if (!digits(&at, 2, &hours)) return false;
        bool colon = *at == ':';
        if (colon) at++;
        if ((colon || *at != '\0') && !digits(&at, 2, &minutes)) return false;
        if (hours > 23 || minutes > 59) return false;
        offset = sign * (hours * 3600 + minutes * 60);
        zoned = true;
    }
    if (*at != '\0') return false;
    *ret_moment = zoned || utc ? clock_from_utc(&date) - offset : clock_from_local(&date);
    if (ret_zoned) *ret_zoned = zoned;
    return true;
}
