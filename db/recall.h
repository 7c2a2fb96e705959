// recall: texts that a reader's thread keeps for its callers, beside the answers of statements and in the same room
// (db/kept.h): what was made of rows and costs more to make than to look up.
//
// Nothing is ever taken for old here: the key must hold everything that the text is made from.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "db/db.h"

struct arena;

// A copy in the arena, or NULL. *ret_wanted: it was asked for before, and is worth remembering.
const char *db_recall(struct db *db, struct arena *arena, const void *key, size_t size, bool *ret_wanted);
void db_remember(struct db *db, const void *key, size_t size, const char *text, size_t text_size);
