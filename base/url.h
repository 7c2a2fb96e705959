// url: percent-coding and query strings (RFC 3986; forms as WHATWG URL).
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct strbuf;

// A decoded name=value of a query string or an urlencoded form.
struct url_pair {
    const char *name;
    const char *value;  // "" when there was no '='
    size_t value_size;
};

struct url_pairs {
    struct url_pair *items;
    size_t count;
};

// Decodes %XX (and '+' as space when `form`). NULL when a '%' is not followed by
// two hexadecimal digits, or when the result holds NUL or is no UTF-8.
char *url_decode(struct arena *arena, const char *text, size_t size, bool form) __attribute__((warn_unused_result));

// Splits and decodes "a=1&b=2". At most `most` pairs. False when one cannot be
// decoded or there are more; *ret is written only on success.
bool url_parse_query(struct arena *arena, const char *text, size_t size, size_t most, struct url_pairs *ret)
    __attribute__((warn_unused_result));

// First value of a name; NULL when absent.
const char *url_pairs_get(const struct url_pairs *pairs, const char *name);

// Appends with everything but unreserved characters (A-Z a-z 0-9 - . _ ~) coded;
// `keep` lists further bytes left as they are ("/" for paths); upper-case hex.
void url_encode(struct strbuf *out, const char *text, const char *keep);
