// page_sketch: see the header.
#include "server/http/page_sketch.h"

#include <stddef.h>

enum { HALVE_AFTER = 8 * PAGE_SKETCH_WIDTH };

static size_t place(uint64_t hash, int row) {
    static const uint64_t factors[PAGE_SKETCH_ROWS] = {0x9e3779b97f4a7c15U, 0xc2b2ae3d27d4eb4fU, 0x165667b19e3779f9U,
                                                       0xd6e8feb86659fd93U};
    return (size_t) (hash * factors[row] >> 40) & (PAGE_SKETCH_WIDTH - 1);
}

unsigned page_sketch_estimate(const struct page_sketch *sketch, uint64_t hash) {
    unsigned least = PAGE_SKETCH_MOST;
    for (int row = 0; row < PAGE_SKETCH_ROWS; row++) {
        const unsigned count = sketch->counts[row][place(hash, row)];
        if (count < least) least = count;
    }
    return least;
}

static void halve(struct page_sketch *sketch) {
    for (int row = 0; row < PAGE_SKETCH_ROWS; row++)
        for (size_t i = 0; i < PAGE_SKETCH_WIDTH; i++) sketch->counts[row][i] /= 2;
    sketch->added = 0;
}

unsigned page_sketch_add(struct page_sketch *sketch, uint64_t hash) {
    const unsigned before = page_sketch_estimate(sketch, hash);
    if (before == PAGE_SKETCH_MOST) return before;
    // Only the least ones grow: the others have grown for somebody else.
    for (int row = 0; row < PAGE_SKETCH_ROWS; row++) {
        uint8_t *count = &sketch->counts[row][place(hash, row)];
        if (*count == before) (*count)++;
    }
    if (++sketch->added >= HALVE_AFTER) halve(sketch);
    return before + 1;
}
