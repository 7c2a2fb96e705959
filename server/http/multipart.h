// multipart: multipart/form-data (RFC 7578) in a body that is whole in memory.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/url.h"

struct arena;

enum { MULTIPART_BOUNDARY_MAX = 70, MULTIPART_PARTS_MAX = 200, MULTIPART_HEADERS_MAX = 4096 };

// The value of "boundary" in a Content-Type, as it stands between the dashes. False when there is none or it is no
// boundary.
bool multipart_boundary(const char *content_type, char ret[MULTIPART_BOUNDARY_MAX + 1]);

// A part with a file name.
struct multipart_file {
    const char *field, *name, *content_type;
    size_t offset, size;  // in the body
};
struct multipart_files {
    struct multipart_file *items;
    size_t count;
};

// As multipart_parse(), and tells the files too. All fields together hold at most `most` bytes.
bool multipart_parse_files(struct arena *arena, const char *boundary, const char *body, size_t size, size_t most,
                           struct url_pairs *ret, struct multipart_files *ret_files)
    __attribute__((warn_unused_result));

// The fields in order; parts with a file name are left out. False when the body is not exactly what the form of the
// RFC allows, was cut, has more than MULTIPART_PARTS_MAX parts, or a field is no UTF-8 or holds NUL.
bool multipart_parse(struct arena *arena, const char *boundary, const char *body, size_t size, struct url_pairs *ret)
    __attribute__((warn_unused_result));
