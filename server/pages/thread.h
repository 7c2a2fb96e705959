// thread: comments in the order of time to a tree of limited depth. Pure; linear in time whatever the tree looks like.
#pragma once

#include <stddef.h>
#include <stdint.h>

struct arena;

#define THREAD_NONE SIZE_MAX

struct thread_item {
    int64_t id;
    int64_t parent;  // an id; 0: none
};

// Where an item is shown. Indexes are those of the items.
struct thread_place {
    size_t parent;      // under which item it stands; THREAD_NONE: top level
    size_t replied_to;  // whom it really answers, where that is not `parent`; else THREAD_NONE
    size_t depth;       // 1 for the top level, at most max_depth
    // All items side by side so that siblings are neighbours: top level first, each group in the items' order.
    size_t position;
    size_t child_position;  // of the first child
    size_t child_count;
};

// An answer below max_depth is shown beside what it answers. An item whose parent is not among the items stands on
// the top level, and so does one of every circle. The result has one place per item, in the arena.
struct thread_place *thread_build(struct arena *arena, const struct thread_item *items, size_t count, size_t max_depth,
                                  size_t *ret_top_count);
