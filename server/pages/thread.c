// thread: see the header. Iterative throughout: a chain of any length costs no stack.
#include "server/pages/thread.h"

#include <string.h>

#include "base/arena.h"

// Open addressing, at most half full.
struct id_table {
    const struct thread_item *items;
    size_t *slots;  // index + 1; 0 is empty
    size_t mask;
};

static size_t slot_of(const struct id_table *table, int64_t id) {
    return (size_t) (((uint64_t) id * 0x9E3779B97F4A7C15U) >> 20) & table->mask;
}

static void table_add(struct id_table *table, size_t index) {
    size_t slot = slot_of(table, table->items[index].id);
    while (table->slots[slot]) slot = (slot + 1) & table->mask;
    table->slots[slot] = index + 1;
}

static size_t table_find(const struct id_table *table, int64_t id) {
    if (id == 0) return THREAD_NONE;
    for (size_t slot = slot_of(table, id); table->slots[slot]; slot = (slot + 1) & table->mask) {
        if (table->items[table->slots[slot] - 1].id == id) return table->slots[slot] - 1;
    }
    return THREAD_NONE;
}

static void find_parents(struct arena *arena, const struct thread_item *items, size_t count,
                         struct thread_place *places) {
    size_t size = 16;
    while (size < count * 2) size *= 2;
    struct id_table table = {items, arena_array(arena, size_t, size), size - 1};
    for (size_t i = 0; i < count; i++) table_add(&table, i);
    for (size_t i = 0; i < count; i++) places[i].parent = table_find(&table, items[i].parent);
}

// The parent's place is final when this is called.
static void settle(struct thread_place *places, size_t index, size_t max_depth) {
    struct thread_place *place = &places[index];
    place->replied_to = THREAD_NONE;
    place->depth = 1;
    if (place->parent == THREAD_NONE) return;
    const struct thread_place *parent = &places[place->parent];
    if (parent->depth < max_depth) {
        place->depth = parent->depth + 1;
        return;
    }
    place->depth = max_depth;
    place->replied_to = place->parent;
    place->parent = parent->parent;
}

static void settle_all(struct arena *arena, struct thread_place *places, size_t count, size_t max_depth) {
    enum { UNSEEN, ON_PATH, SETTLED };
    unsigned char *states = arena_alloc(arena, count + 1);
    size_t *path = arena_array(arena, size_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        size_t length = 0;
        for (size_t at = i; at != THREAD_NONE && states[at] == UNSEEN; at = places[at].parent) {
            states[at] = ON_PATH;
            path[length++] = at;
        }
        if (length == 0) continue;
        size_t end = places[path[length - 1]].parent;
        if (end != THREAD_NONE && states[end] == ON_PATH) places[path[length - 1]].parent = THREAD_NONE;
        while (length) {
            settle(places, path[--length], max_depth);
            states[path[length]] = SETTLED;
        }
    }
}

struct thread_place *thread_build(struct arena *arena, const struct thread_item *items, size_t count, size_t max_depth,
                                  size_t *ret_top_count) {
    struct thread_place *places = arena_array(arena, struct thread_place, count + 1);
    find_parents(arena, items, count, places);
    settle_all(arena, places, count, max_depth < 1 ? 1 : max_depth);

    size_t top_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (places[i].parent == THREAD_NONE) {
            top_count++;
        } else {
            places[places[i].parent].child_count++;
        }
    }
    size_t position = top_count;
    for (size_t i = 0; i < count; i++) {
        places[i].child_position = position;
        position += places[i].child_count;
    }
    size_t next_top = 0;
    size_t *placed = arena_array(arena, size_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        size_t parent = places[i].parent;
        places[i].position = parent == THREAD_NONE ? next_top++ : places[parent].child_position + placed[parent]++;
    }
    *ret_top_count = top_count;
    return places;
}
