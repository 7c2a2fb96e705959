// format: vsnprintf(3) for the few conversions that pages and addresses are made of, several times as fast.
#pragma once

#include <stdarg.h>
#include <stddef.h>

// As vsnprintf(out, room, ...): writes at most `room` bytes, always with a NUL when room > 0, and returns the size that
// all of it has without the NUL. Knows %s, %.*s, %c, %% and decimal integers (int, long, long long, size_t) with "0"
// and a width; everything else is handed to the C library, as a whole. Negative when that fails.
int format_bytes(char *out, size_t room, const char *format, va_list arguments) __attribute__((format(printf, 3, 0)));
