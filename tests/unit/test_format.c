// What the quick formatter says is what the C library says.
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
// After the headers it needs:
#include <cmocka.h>

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/format.h"

__attribute__((format(printf, 1, 2))) static void same(const char *format, ...) {
    char expected[300], actual[300];
    for (size_t room = 0; room <= sizeof expected; room = room < 40 ? room + 1 : room * 2) {
        memset(expected, '#', sizeof expected);
        memset(actual, '#', sizeof actual);
        va_list arguments, again;
        va_start(arguments, format);
        va_copy(again, arguments);
        int expected_size = vsnprintf(expected, room, format, arguments);
        int actual_size = format_bytes(actual, room, format, again);
        va_end(again);
        va_end(arguments);
        if (expected_size != actual_size || memcmp(expected, actual, sizeof expected) != 0)
            fail_msg("\"%s\" in %zu bytes: \"%.60s\" (%d) instead of \"%.60s\" (%d)", format, room, actual, actual_size,
                     expected, expected_size);
    }
}

static void as_the_library(void **state) {
    (void) state;
    same("plain");
    same("%s", "");
    same("<%s>; %s|%s", "https://news.example/", "rel=shortlink", "a longer text that will not fit in small rooms");
    same("%.*s.", 3, "abcdef");
    same("%.*s.", 10, "abc");
    same("100%% of %c%c", 'x', '\\');
    same("%d %i %d %d", 0, -1, INT_MAX, INT_MIN);
    same("%04d-%02d-%02d %3d|%03d|%5d|%1d", 2026, 7, 31, 7, -7, -42, 12345);
    same("%ld %lld %zu %zd %u %lu %llu", LONG_MIN, LLONG_MAX, SIZE_MAX, (ssize_t) -1, UINT_MAX, ULONG_MAX, ULLONG_MAX);
    same("%" PRId64 " %" PRIu64, INT64_MIN, UINT64_MAX);
    // Handed on.
    same("%x %08" PRIx64 " %.2f %-5s| %10s|%.3s", 255U, (uint64_t) 0xabc, 1.5, "ab", "right", "abcdef");
    same("%s and then %5.1f and %s", "first", 2.25, "last");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_the_library)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
