// page_sketch: roughly how often an address was asked for lately, in little memory: a count-min sketch whose counts are
// halved from time to time, so that yesterday's favourites make room.
#pragma once

#include <stdint.h>

enum { PAGE_SKETCH_ROWS = 4, PAGE_SKETCH_WIDTH = 8192, PAGE_SKETCH_MOST = 15 };

struct page_sketch {
    uint8_t counts[PAGE_SKETCH_ROWS][PAGE_SKETCH_WIDTH];
    uint32_t added;  // since the last halving
};

// One more. Returns the estimate, this one included; at most PAGE_SKETCH_MOST.
unsigned page_sketch_add(struct page_sketch *sketch, uint64_t hash);
unsigned page_sketch_estimate(const struct page_sketch *sketch, uint64_t hash);
