// search_find: one page of the posts in which words are found, and how many there are.
//
// Ranked is what can be ranked in time: the newest SEARCH_RANKED matches, and the newest that have all the words in the
// title. Beyond them a common word's matches follow by date. A total is exact: known from kept counts for a single
// word, counted along the index for others.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "db/post.h"

enum {
    SEARCH_RANKED = 1000,          // newest matches that are ranked
    SEARCH_RANKED_FILTERED = 500,  // when each must be looked at besides
    SEARCH_RANKED_TITLES = 50,     // older ones with all the words in the title
};

struct search_found {
    int64_t *ids;
    size_t count;
    int64_t total;  // when wanted
};

// `query->search` must be set; all else of the query counts too.
enum db_result search_find(struct db *db, struct arena *arena, const struct post_query *query,
                           struct search_found *ret);
