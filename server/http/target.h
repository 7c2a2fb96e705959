// target: the request target, decoded once and refused where it could mean two things.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct error;
struct request;

enum { TARGET_MAX = 8 * 1024, QUERY_PAIRS_MAX = 200 };

// Fills path, raw_query and query from request->target. False: error set (400 or 414), and the path is "/".
//
// Refused in the path: what is not printable ASCII before decoding, NUL, control characters, backslash, "..",
// a coded slash (it would move the borders of segments), invalid UTF-8. Pairs of the query that cannot be decoded are
// left out, since foreign tracking parameters in old encodings are no reason to refuse a reader; a coded NUL is one.
bool target_parse(struct request *request, struct error *error) __attribute__((warn_unused_result));
