// fold: simple case folding (Unicode's CaseFolding.txt, status C) of the blocks that take two bytes in UTF-8. SQLite's
// own lower() knows ASCII only; its driver puts this one in its place, so that it does what PostgreSQL's does.
#include "db/fold.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

// Where capitals stand one by one with their small letters, those whose code is of `parity` are capitals.
static uint32_t fold_pair(uint32_t code, unsigned parity) { return code % 2 == parity ? code + 1 : code; }

static uint32_t fold_latin(uint32_t code) {
    if (code >= 0xc0 && code <= 0xde) return code == 0xd7 ? code : code + 32;
    if (code == 0x130 || code == 0x131) return code;  // dotted and dotless i are two letters
    if (code == 0x178) return 0xff;
    if ((code >= 0x100 && code <= 0x137) || (code >= 0x14a && code <= 0x177)) return fold_pair(code, 0);
    if ((code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17e)) return fold_pair(code, 1);
    return code;
}

static uint32_t fold_greek(uint32_t code) {
    if (code == 0x386) return 0x3ac;
    if (code >= 0x388 && code <= 0x38a) return code + 37;
    if (code == 0x38c) return 0x3cc;
    if (code == 0x38e || code == 0x38f) return code + 63;
    if (code >= 0x391 && code <= 0x3ab && code != 0x3a2) return code + 32;
    return code == 0x3c2 ? 0x3c3 : code;  // the sigma at a word's end
}

static uint32_t fold_cyrillic(uint32_t code) {
    if (code <= 0x40f) return code + 80;
    if (code <= 0x42f) return code + 32;
    if (code == 0x4c0) return 0x4cf;
    if (code >= 0x4c1 && code <= 0x4ce) return fold_pair(code, 1);
    if ((code >= 0x460 && code <= 0x481) || (code >= 0x48a && code <= 0x4bf) || code >= 0x4d0) {
        return fold_pair(code, 0);
    }
    return code;
}

static uint32_t fold_code(uint32_t code) {
    if (code < 0x180) return fold_latin(code);
    if (code >= 0x370 && code < 0x400) return fold_greek(code);
    if (code >= 0x400 && code < 0x530) return fold_cyrillic(code);
    if (code >= 0x531 && code <= 0x556) return code + 48;
    return code;
}

void fold_bytes(char *out, const char *text, size_t size) {
    for (size_t at = 0; at < size;) {
        unsigned char first = (unsigned char) text[at];
        if (first < 0x80) {
            out[at++] = (char) (first >= 'A' && first <= 'Z' ? first + 32 : first);
            continue;
        }
        uint32_t code;
        size_t length = utf8_decode(text + at, size - at, &code);
        if (length == 2) {
            utf8_encode(fold_code(code), out + at);
        } else if (out != text) {
            memcpy(out + at, text + at, length);
        }
        at += length;
    }
}

char *fold_text(struct arena *arena, const char *text) {
    char *folded = arena_strdup(arena, text);
    fold_bytes(folded, folded, strlen(folded));
    return folded;
}
