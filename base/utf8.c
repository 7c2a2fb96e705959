// utf8: see the header. The table of lead bytes follows RFC 3629, section 4.
#include "base/utf8.h"

#include <string.h>

size_t utf8_decode(const char *text, size_t size, uint32_t *ret_code) {
    const unsigned char *byte = (const unsigned char *) text;
    *ret_code = 0xfffd;
    if (size == 0) return 0;
    if (byte[0] < 0x80) {
        *ret_code = byte[0];
        return 1;
    }
    size_t length;
    uint32_t code;
    unsigned char low = 0x80, high = 0xbf;  // range of the second byte
    if (byte[0] >= 0xc2 && byte[0] <= 0xdf) {
        length = 2;
        code = byte[0] & 0x1f;
    } else if (byte[0] >= 0xe0 && byte[0] <= 0xef) {
        length = 3;
        code = byte[0] & 0x0f;
        if (byte[0] == 0xe0) low = 0xa0;
        if (byte[0] == 0xed) high = 0x9f;
    } else if (byte[0] >= 0xf0 && byte[0] <= 0xf4) {
        length = 4;
        code = byte[0] & 0x07;
        if (byte[0] == 0xf0) low = 0x90;
        if (byte[0] == 0xf4) high = 0x8f;
    } else {
        return 1;
    }
    if (size < length) return 1;
    for (size_t i = 1; i < length; i++) {
        if (byte[i] < low || byte[i] > high) return 1;
        code = code << 6 | (byte[i] & 0x3f);
        low = 0x80;
        high = 0xbf;
    }
    *ret_code = code;
    return length;
}

bool utf8_valid(const char *text, size_t size) {
    size_t at = 0;
    while (at < size) {
        uint64_t eight;
        if (size - at >= sizeof eight) {  // most text is ASCII: eight bytes at a time
            memcpy(&eight, text + at, sizeof eight);
            if (!(eight & 0x8080808080808080ULL)) {
                at += sizeof eight;
                continue;
            }
        }
        uint32_t code;
        size_t length = utf8_decode(text + at, size - at, &code);
        if (length == 1 && (unsigned char) text[at] >= 0x80) return false;
        at += length;
    }
    return true;
}

size_t utf8_encode(uint32_t code, char out[4]) {
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) code = 0xfffd;
    if (code < 0x80) {
        out[0] = (char) code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char) (0xc0 | code >> 6);
        out[1] = (char) (0x80 | (code & 0x3f));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char) (0xe0 | code >> 12);
        out[1] = (char) (0x80 | (code >> 6 & 0x3f));
        out[2] = (char) (0x80 | (code & 0x3f));
        return 3;
    }
    out[0] = (char) (0xf0 | code >> 18);
    out[1] = (char) (0x80 | (code >> 12 & 0x3f));
    out[2] = (char) (0x80 | (code >> 6 & 0x3f));
    out[3] = (char) (0x80 | (code & 0x3f));
    return 4;
}

size_t utf8_length(const char *text) {
    size_t length = 0;
    for (; *text; text++)
        if (((unsigned char) *text & 0xc0) != 0x80) length++;
    return length;
}

size_t utf8_prefix(const char *text, size_t size, size_t limit) {
    if (size <= limit) return size;
    while (limit > 0 && ((unsigned char) text[limit] & 0xc0) == 0x80) limit--;
    return limit;
}
