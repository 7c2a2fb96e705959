// wxr filter: bytes of a file made fit for an XML parser, which ends at the first one that XML does not know, while
// real export files hold control characters and broken UTF-8.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wxr_filter {
    bool keep_bytes;         // the file declares another encoding than UTF-8: only control characters are looked at
    uint64_t line;           // of the byte that comes next, from 1
    uint64_t controls;       // control characters left out
    uint64_t controls_line;  // of the first
    uint64_t broken;         // bytes replaced by U+FFFD
    uint64_t broken_line;
    unsigned char carried[4];  // the begin of a character that the last chunk cut
    size_t carried_size;
};

void wxr_filter_init(struct wxr_filter *filter);
// The most bytes that come out for `size`.
static inline size_t wxr_filter_room(size_t size) { return (size + 4) * 3; }
// `last`: nothing follows. Returns the size of what is in `out`.
size_t wxr_filter_run(struct wxr_filter *filter, const char *bytes, size_t size, bool last, char *out);
