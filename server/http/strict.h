// strict: what libmicrohttpd forgives and must not. Looks at a whole request head, before any of its body is read.
//
// 0.9.75 takes bare LF for line ends, cuts at NUL, glues folded lines to the header's name, and serves contradictory
// lengths: ways to make two programs see different requests in the same bytes. It parses in place, though, so the
// addresses of what it found tell exactly where each line began and ended.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;

enum { STRICT_HEADERS_MAX = 100 };

struct strict_header {
    const char *name;
    const char *value;
    size_t name_size;
    size_t value_size;
};

struct strict_head {
    const char *method;   // where the request line began
    const char *target;   // in the same memory; may be changed since
    size_t target_size;   // as it was before that
    const char *version;  // "HTTP/1.1"
    const struct strict_header *headers;
    size_t header_count;
    size_t size;  // bytes from the request line to the empty line, both included
};

struct strict_body {
    bool chunked;
    uint64_t length;  // 0 when chunked or absent
};

// Does every byte of the head belong to a line that ends in CRLF, with nothing between?
bool strict_is_exact(const struct strict_head *head);

// Content-Length: digits only, and no number beyond 2^62.
bool strict_length(const char *value, uint64_t *ret);

// All tests; false: error set (400, 414, 417, 431, 501), and the connection must be closed.
bool strict_check(const struct strict_head *head, size_t header_bytes, struct strict_body *ret, struct error *error)
    __attribute__((warn_unused_result));
