// encode: content codings: what a client takes, and gzip and brotli of a body on the fly.
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum encoding { ENCODING_IDENTITY = 0, ENCODING_GZIP = 1, ENCODING_BROTLI = 2 };

// Bodies below this gain nothing.
enum { ENCODE_LEAST = 1024 };

// The best of `available` (a mask of enum encoding) that Accept-Encoding takes; NULL: it takes none.
enum encoding encode_choose(const char *accept_encoding, unsigned available);

// "gzip", "br"; NULL for identity.
const char *encode_name(enum encoding encoding);

// Whether text of this content type shrinks.
bool encode_pays(const char *content_type);

// Fills `ret` with the `size` bytes that were packed with gzip; false when they are not that.
bool encode_unpack(const unsigned char *gzip, size_t gzip_size, unsigned char *ret, size_t size);

// Compresses quickly rather than well: a page is compressed for each reader. NULL when it does not get smaller or
// memory is short. Freed with free().
char *encode_body(enum encoding encoding, const char *data, size_t size, size_t *ret_size);
// Compresses well rather than quickly (a few milliseconds for a page): for what is sent many times. The same otherwise.
char *encode_body_well(enum encoding encoding, const char *data, size_t size, size_t *ret_size);
