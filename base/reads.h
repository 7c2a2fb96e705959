// reads: what something was made from: the set of things that were read for it, each once.
//
// Nothing is timed here against writes: whoever keeps what was made notes the moment before the first read, and asks
// later whether any of these things was touched since.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/touch.h"

// More things than that are everything.
enum { READS_MOST = 8192 };

struct reads {
    struct touch *slots;  // a hash table; kind 0: free
    size_t count, capacity;
    bool everything;  // any write makes it untrue
    bool timed;       // statement_ns is wanted
    unsigned statements;
    int64_t statement_ns;
};

// Nothing yet; needs no memory before the first is added.
static inline void reads_init(struct reads *reads) { *reads = (struct reads){0}; }
void reads_finish(struct reads *reads);

// TOUCH_EVERYTHING is a kind like others here. Memory's end makes it everything.
void reads_add(struct reads *reads, uint32_t kind, int64_t id);
bool reads_hold(const struct reads *reads, const struct touch *touch);

// A well mixed number for tables of touches.
static inline uint64_t touch_hash(const struct touch *touch) {
    uint64_t hash = ((uint64_t) touch->id ^ (uint64_t) touch->kind << 56) * 0x9e3779b97f4a7c15U;
    hash ^= hash >> 32;
    hash *= 0xd6e8feb86659fd93U;
    return hash ^ hash >> 32;
}
