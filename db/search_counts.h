// search_counts: in how many texts each word stands, gathered in memory and then added to the table at once.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "db/search_index.h"

struct search_counted;

struct search_counts {
    struct search_counted **slots;
    size_t room, count;
    uint64_t text;  // number of the text that is being counted
    struct arena *arena;
};

void search_counts_init(struct search_counts *counts, struct arena *arena);
void search_counts_finish(struct search_counts *counts);

// `folded` pieces of one text; each word counts once. `change` is 1 or -1.
void search_counts_add(struct search_counts *counts, const char *const *folded, size_t pieces, enum search_class class,
                       int change);

// Adds what was counted to the table; words that stand nowhere leave it.
enum db_result search_counts_write(struct db *db, struct search_counts *counts);
