// wxr filter: see the header.
#include "server/transfer/wxr_filter.h"

#include <string.h>

#include "base/utf8.h"

void wxr_filter_init(struct wxr_filter *filter) { *filter = (struct wxr_filter){.line = 1}; }

// XML 1.0 knows no other ones below the blank.
static bool is_control(unsigned char byte) { return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r'; }

static size_t expected(unsigned char lead) { return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1; }

static size_t replace(struct wxr_filter *filter, char *out) {
    if (filter->broken++ == 0) filter->broken_line = filter->line;
    return utf8_encode(0xfffd, out);
}

// One character at bytes[0..size), which holds all of it or is the file's end. Returns how many bytes it took.
static size_t take(struct wxr_filter *filter, const char *bytes, size_t size, char **out) {
    const unsigned char byte = (unsigned char) bytes[0];
    if (byte < 0x80 || filter->keep_bytes) {
        if (byte == '\n') filter->line++;
        if (!is_control(byte))
            *(*out)++ = bytes[0];
        else if (filter->controls++ == 0)
            filter->controls_line = filter->line;
        return 1;
    }
    uint32_t code;
    const size_t length = utf8_decode(bytes, size, &code);
    // A byte that is no character gives U+FFFD too, but is one byte long.
    if ((code == 0xfffd && length == 1) || (code & 0xfffe) == 0xfffe) {
        *out += replace(filter, *out);
        return length;
    }
    memcpy(*out, bytes, length);
    *out += length;
    return length;
}

// Bytes from the blank on that are ASCII, eight at a time: most of most files.
static size_t plain_run(const char *bytes, size_t size) {
    const uint64_t high = 0x8080808080808080U, blanks = 0x2020202020202020U;
    size_t at = 0;
    for (uint64_t word; size - at >= sizeof word; at += sizeof word) {
        memcpy(&word, bytes + at, sizeof word);
        // A byte below the blank borrows into its highest bit.
        if (((word - blanks) | word) & high) break;
    }
    return at;
}

static size_t run(struct wxr_filter *filter, const char *bytes, size_t size, bool last, char **out) {
    size_t at = 0;
    while (at < size) {
        const size_t plain = plain_run(bytes + at, size - at);
        memcpy(*out, bytes + at, plain);
        *out += plain;
        at += plain;
        const size_t left = size - at;
        if (left == 0) break;
        if (!last && !filter->keep_bytes && left < 4 && left < expected((unsigned char) bytes[at])) break;
        at += take(filter, bytes + at, left, out);
    }
    return at;
}

size_t wxr_filter_run(struct wxr_filter *filter, const char *bytes, size_t size, bool last, char *out) {
    char *end = out;
    size_t at = 0;
    // The cut character with as much as it may need of what follows.
    if (filter->carried_size > 0) {
        char joined[8];
        const size_t old = filter->carried_size;
        const size_t more = size < sizeof joined - old ? size : sizeof joined - old;
        memcpy(joined, filter->carried, old);
        memcpy(joined + old, bytes, more);
        size_t used = 0;
        while (used < old &&
               (last || old - used + more >= 4 || old - used + more >= expected((unsigned char) joined[used])))
            used += take(filter, joined + used, old + more - used, &end);
        if (used < old) {
            memcpy(filter->carried, joined + used, old + more - used);
            filter->carried_size = old + more - used;
            return (size_t) (end - out);
        }
        filter->carried_size = 0;
        at = used - old;
    }
    at += run(filter, bytes + at, size - at, last, &end);
    filter->carried_size = size - at;
    memcpy(filter->carried, bytes + at, filter->carried_size);
    return (size_t) (end - out);
}
