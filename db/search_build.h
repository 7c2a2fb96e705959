// search_build: makes the search's index from the posts: for a site that had none, after a change of what a word is,
// and when it is damaged.
#pragma once

#include <stdint.h>

#include "db/db.h"

// Of how text becomes words (search_text.h): to be raised with every change of that, since rows are taken out of the
// index by making their words anew.
enum { SEARCH_VERSION = 1 };

typedef void (*search_progress)(void *context, int64_t done, int64_t all);

// Does nothing when the index is whole and of this version. Else makes it in transactions of its own, and goes on where
// an earlier run was ended. `anew`: from the beginning in any case. `progress` may be NULL.
enum db_result search_build(struct db *db, bool anew, search_progress progress, void *context);
