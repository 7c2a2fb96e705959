// log: see the header. The level is the process's, set once at start.
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum log_level threshold = LOG_LEVEL_INFO;

void log_set_level(enum log_level level) { threshold = level; }

void log_line(enum log_level level, const char *format, ...) {
    static const char *const names[] = {"error", "warning", "info", "debug"};
    if (level > threshold) return;
    char line[2048];
    int start = snprintf(line, sizeof line, "broadsheet: %s: ", names[level]);
    va_list arguments;
    va_start(arguments, format);
    int more = vsnprintf(line + start, sizeof line - (size_t) start - 1, format, arguments);
    va_end(arguments);
    size_t size = (size_t) start + (more > 0 ? (size_t) more : 0);
    if (size > sizeof line - 2) size = sizeof line - 2;
    for (size_t i = (size_t) start; i < size; i++)
        if ((unsigned char) line[i] < 0x20 || line[i] == 0x7f) line[i] = '?';
    line[size++] = '\n';
    ssize_t ignored = write(STDERR_FILENO, line, size);
    (void) ignored;
}
