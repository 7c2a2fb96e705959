// response: what a handler fills. The dispatcher adds the headers that every answer
// carries (security, Date, Content-Length, caching by the row's policy), compresses and sends.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"

struct request;
struct response_header {
    struct response_header *next;
    const char *name;
    const char *value;
};

struct response {
    int status;                       // what the handler returned
    struct strbuf body;               // at most 64 MiB
    const char *content_type;         // NULL: "text/html; charset=UTF-8"; lives as long as the request
    struct response_header *headers;  // further ones, in order; in the request's arena
    struct error error;               // set by a handler that returns >= 400 and leaves the body empty
    bool personal;                    // made for this user: Cache-Control is private, no-store whatever the row says
    bool noindex;                     // adds X-Robots-Tag: noindex
    int file;               // -1, or an open file that is sent instead of the body (ranges apply); closed by http/
    int64_t file_modified;  // its time, or that of the body's last change, for Last-Modified; 0: unknown
    int64_t valid_until;    // the moment at which what it shows changes by itself; 0: never
};

// Adds a header beside others of the name. Values with control characters are refused (assert in
// debug, dropped in release): they come from code, not from clients.
void response_add_header(struct request *request, struct response *response, const char *name, const char *value);
// Replaces all of that name.
void response_set_header(struct request *request, struct response *response, const char *name, const char *value);
// Value of the first header of the name, or NULL.
const char *response_header_value(const struct response *response, const char *name);

struct response_cookie {
    const char *name;
    const char *value;
    const char *path;  // NULL: "/"
    int64_t max_age;   // seconds; 0: until the browser closes; negative: delete it now
};
// HttpOnly, SameSite=Lax, Secure when request->secure. Makes the response personal.
void response_set_cookie(struct request *request, struct response *response, const struct response_cookie *cookie);

// Location (coded already, absolute or beginning with '/') and a one-line body. Returns `status`.
int response_redirect(struct request *request, struct response *response, int status, const char *location);
