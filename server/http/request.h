// request: what a handler is given. Lives with its arena, made by daemon.c (or by
// exchange.c for a request that came without a socket) and freed after the answer.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/url.h"

enum http_method {
    HTTP_GET = 1,
    HTTP_HEAD = 2,  // handlers see HTTP_GET for it; the body is dropped when sending
    HTTP_POST = 4,
    HTTP_PUT = 8,
    HTTP_PATCH = 16,
    HTTP_DELETE = 32,
    HTTP_OPTIONS = 64,
};

struct error;
struct route;

// A file of a multipart body: where it lies in request->body_file. Names as sent; "" when absent.
struct request_file {
    const char *field;
    const char *name;
    const char *content_type;
    size_t offset, size;
};

enum { REQUEST_CAPTURES = 4, REQUEST_ADDRESS_SIZE = 48 };

struct request {
    struct arena arena;
    void *app;                  // http_options.app; http/ does not look inside
    enum http_method method;    // what is served: HEAD as GET; may be changed by the rewrite hook
    bool head;                  // the client sent HEAD
    const char *target;         // as sent: path and query, still coded
    const char *path;           // decoded once; begins with '/', valid UTF-8, no NUL, backslash or ".." segment
    const char *raw_query;      // still coded, without '?'; "" when there is none
    struct url_pairs query;     // decoded; pairs that cannot be are left out
    const struct route *route;  // the row that matched; NULL before routing or when none did
    const char *captures[REQUEST_CAPTURES];  // decoded {parts} of the row's path, in order
    const char *body;                        // whole, at most route->max_body bytes; "" when there is none
    size_t body_size;                        // also of a spooled one
    int body_file;                     // rows that spool: an unnamed file with the body; -1: none. Closed by http/
    const struct request_file *files;  // of a spooled multipart body, once request_form() has read it
    size_t file_count;
    const char *content_type;      // lower-case media type without parameters; "" when absent
    const char *address;           // the peer's address, or the client's when it came through a trusted proxy
    bool from_owner;               // came over the data directory's socket from the owner of the data (or without a
                                   // socket, from the command line): may do everything
    bool secure;                   // the site's address is https, or the trusted proxy says so
    int64_t received_us;           // clock_monotonic_us() at arrival
    int64_t now;                   // clock_now() at arrival
    void *identity;                // set by the group's admit hook; NULL: nobody
    const struct request *parent;  // the request that this one is a part of (batch, embed); else NULL
    void *group_data;              // the route group's own, from its admit hook to its finish hook
    void *connection;              // private to http/
};

// A header's value, or NULL. Names are compared without case.
const char *request_header(const struct request *request, const char *name);

// A cookie's value, decoded of its quotes, or NULL.
const char *request_cookie(const struct request *request, const char *name);

// What is being made changes by itself at this moment (0: never); the earliest counts. Also for parts of a request.
void request_valid_until(const struct request *request, int64_t moment);

// The first value of a query parameter, or NULL.
const char *request_query(const struct request *request, const char *name);

// The fields of an urlencoded or multipart/form-data body (files in it are left out). At most 200
// fields. Of a spooled body the files become request->files. On failure sets the error (400, or 415 for another content
// type) and returns false.
bool request_form(struct request *request, struct url_pairs *ret, struct error *error)
    __attribute__((warn_unused_result));

// "GET", "HEAD", ...
const char *http_method_name(enum http_method method);
// 0 when it is none of ours.
enum http_method http_method_parse(const char *name);
