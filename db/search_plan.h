// search_plan: what a person typed, as a question to the full-text index, with what is known of the words beforehand.
//
// Words are divided as by search_piece_next(); all must be found. "quoted words" and what is written together
// (e-mail) must stand side by side, -word must not stand there. The last word is also found as the beginning of others,
// unless so many posts hold it as it stands that this adds nothing but noise. More than nine pieces are one phrase.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/search_index.h"

enum {
    SEARCH_TEXT_MOST = 500,        // bytes of what was typed that are read
    SEARCH_VARIANTS_MOST = 32,     // words that the last one may be the beginning of: the most common ones
    SEARCH_VARIANT_POSTS = 50000,  // posts in which these may stand together, but for the most common one
    SEARCH_ENOUGH = 1000,          // posts with the last word itself: then it is not taken for a beginning
};

struct statement;

struct search_plan {
    const char *match;        // for search_index; NULL: there is nothing to be found, or only words to be avoided
    const char *title_match;  // for search_title: all the words in the title
    const char *without;      // when there are only words to be avoided: the expression for these, else NULL
    const double *weights;    // of the phrases of `match`, for search_rank(); below 0: a form of the last one
    size_t phrases;
    bool exact;                    // a single word: `most` is exact
    int64_t most[SEARCH_CLASSES];  // posts that can match at most, as far as the counts of words tell
};

// `classes`: mask of SEARCH_CLASS_BIT: what is looked for. Words of others neither count nor are beginnings: what
// visitors find must not tell of drafts.
enum db_result search_plan_make(struct db *db, struct arena *arena, const char *text, unsigned classes,
                                struct search_plan *ret);

// Says that a statement depends on what posts of these classes hold.
void search_plan_reads(unsigned classes, struct statement *statement);
