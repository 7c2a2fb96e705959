// reads: see the header. Open addressing, at most half full.
#include "base/reads.h"

#include <stdlib.h>

enum { FIRST_CAPACITY = 64 };

void reads_finish(struct reads *reads) {
    free(reads->slots);
    *reads = (struct reads){0};
}

static struct touch *find(struct touch *slots, size_t capacity, const struct touch *touch) {
    size_t at = (size_t) touch_hash(touch) & (capacity - 1);
    while (slots[at].kind != 0 && (slots[at].kind != touch->kind || slots[at].id != touch->id))
        at = (at + 1) & (capacity - 1);
    return &slots[at];
}

static bool grow(struct reads *reads) {
    const size_t capacity = reads->capacity ? reads->capacity * 2 : FIRST_CAPACITY;
    struct touch *slots = calloc(capacity, sizeof *slots);
    if (!slots) return false;
    for (size_t i = 0; i < reads->capacity; i++)
        if (reads->slots[i].kind != 0) *find(slots, capacity, &reads->slots[i]) = reads->slots[i];
    free(reads->slots);
    reads->slots = slots;
    reads->capacity = capacity;
    return true;
}

void reads_add(struct reads *reads, uint32_t kind, int64_t id) {
    if (reads->everything) return;
    const struct touch touch = {.kind = kind, .id = id};
    const bool known = reads->count > 0 && find(reads->slots, reads->capacity, &touch)->kind != 0;
    if (known) return;
    const bool full = reads->count * 2 >= reads->capacity;
    if (kind == TOUCH_EVERYTHING || reads->count >= READS_MOST || (full && !grow(reads))) {
        reads->everything = true;
        return;
    }
    struct touch *slot = find(reads->slots, reads->capacity, &touch);
    *slot = touch;
    reads->count++;
}

bool reads_hold(const struct reads *reads, const struct touch *touch) {
    if (reads->everything || touch->kind == TOUCH_EVERYTHING) return true;
    return reads->count > 0 && find(reads->slots, reads->capacity, touch)->kind != 0;
}
