// rows: arrays in an arena that grow while rows are read.
#pragma once

#include <stddef.h>

struct arena;

// The array with room for at least one item beyond `count`; moved when it was full. *capacity starts at 0 with items
// NULL.
void *rows_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t item_size);

// rows_grow() for an array of any type.
#define ROWS_GROW(arena, items, count, capacity) \
    ((items) = rows_grow((arena), (items), (count), (capacity), sizeof *(items)))
