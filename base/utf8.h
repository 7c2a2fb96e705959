// utf8: checking and walking UTF-8 (RFC 3629).
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// True when all of it is well-formed: no overlong forms, surrogates, or code
// points above U+10FFFF.
bool utf8_valid(const char *text, size_t size);

// Decodes the code point at text[0..size) and returns its length in bytes; an
// ill-formed byte gives U+FFFD and length 1. size 0 gives length 0.
size_t utf8_decode(const char *text, size_t size, uint32_t *ret_code);

// Writes 1 to 4 bytes, returns how many. Surrogates and too large ones become U+FFFD.
size_t utf8_encode(uint32_t code, char out[4]);

// Code points in well-formed text.
size_t utf8_length(const char *text);

// Bytes of the longest prefix of text[0..size) that is at most `limit` bytes and
// does not cut a code point.
size_t utf8_prefix(const char *text, size_t size, size_t limit);
