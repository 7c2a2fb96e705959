// rows: see the header.
#include "db/rows.h"

#include <string.h>

#include "base/arena.h"

enum { FIRST_ROWS = 8 };

void *rows_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t item_size) {
    if (count < *capacity) return items;
    size_t more = *capacity ? *capacity * 2 : FIRST_ROWS;
    void *grown = arena_calloc(arena, more, item_size);
    if (count > 0) memcpy(grown, items, count * item_size);
    *capacity = more;
    return grown;
}
