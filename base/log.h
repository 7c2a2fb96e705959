// log: lines on stderr for the person who runs the server.
//
// One line per call, written with one write(2), so lines of several threads do
// not mix. Control characters in arguments are shown as '?', so that a client
// cannot forge lines. base/ and db/ do not log; the dispatcher does.
#pragma once

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

// Lines above this level are dropped. Default: LOG_LEVEL_INFO. Call before threads start.
void log_set_level(enum log_level level);

void log_line(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

#define log_error(...) log_line(LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_warning(...) log_line(LOG_LEVEL_WARNING, __VA_ARGS__)
#define log_info(...) log_line(LOG_LEVEL_INFO, __VA_ARGS__)
#define log_debug(...) log_line(LOG_LEVEL_DEBUG, __VA_ARGS__)
