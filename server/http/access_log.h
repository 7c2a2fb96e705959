// access_log: a line per answer, in the combined format with microseconds after it.
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct access_log;
struct error;

struct access_line {
    const char *address;
    const char *method;   // as sent
    const char *target;   // as sent
    const char *version;  // "HTTP/1.1"
    const char *referer;  // NULL: none
    const char *agent;    // NULL: none
    int status;
    uint64_t bytes;  // of the body
    int64_t now;     // at arrival
    int64_t took_us;
};

// "-" is stdout. NULL and error set when the file cannot be opened.
struct access_log *access_log_open(const char *path, struct error *error) __attribute__((warn_unused_result));
void access_log_write(struct access_log *log, const struct access_line *line);  // a NULL log is allowed, here and below
void access_log_flush(struct access_log *log);
// Opens the path anew. On failure goes on with the old file, and says so on stderr.
void access_log_reopen(struct access_log *log);
void access_log_close(struct access_log *log);
