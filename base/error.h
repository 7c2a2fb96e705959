// error: why a request or a command failed, in one caller-owned struct.
//
// The same struct becomes WordPress's JSON under /wp-json, a page for readers,
// and a line on stderr for the command line. Whoever fails first fills it;
// nobody above overwrites it.
#pragma once

#include <stdarg.h>
#include <stdbool.h>

struct arena;

// One parameter that was refused; WordPress: data.params and data.details.
struct error_param {
    struct error_param *next;
    const char *name;
    const char *message;
    const char *code;       // of this parameter, as "rest_not_in_enum"; NULL: none
    const char *data_json;  // extra data of the detail as JSON text; NULL: null
};

struct error {
    int status;                  // an HTTP status; 0 = no error
    int retry_after;             // seconds for Retry-After; 0 = not said
    char code[64];               // WordPress's code, as "rest_post_invalid_id"
    char message[512];           // one sentence for a person, plain text
    struct error_param *params;  // in order; in the request's arena
    const char *data_json;       // further members of `data` as a JSON object text; NULL: none
    const char *extra_json;      // further members beside `data`, likewise; NULL: none
    bool no_data;                // WordPress answers `"data": null` to this one
};

// Fills it unless it is filled already. Returns the status in force, so that a
// handler can `return error_set(...)`.
int error_set(struct error *error, int status, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// Appends a refused parameter; strings are copied into the arena. `code` may be NULL.
void error_add_param(struct error *error, struct arena *arena, const char *name, const char *message, const char *code);

static inline bool error_is_set(const struct error *error) { return error->status != 0; }
