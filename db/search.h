// search: what a person typed, as the words that must all be found.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum { SEARCH_WORDS_MOST = 9 };

struct search_piece {
    const char *text;
    bool quoted;
    bool absent;  // a '-' stood before it: must not be found
};
// Cuts the next piece off *at; false at the end. As WordPress's parse_search(): pieces are divided by spaces, commas
// and plus signs; "quoted words" stay together.
bool search_piece_next(struct arena *arena, const char **at, struct search_piece *ret);

struct search_word {
    const char *like;  // a LIKE pattern with ESCAPE '\', folded: to be compared with lower(column)
    bool absent;       // "-word": must not be found
};
struct search {
    struct search_word words[SEARCH_WORDS_MOST];
    size_t count;
    const char *phrase;  // the pattern of all that was typed
};

// For LIKE over few rows; posts have an index (search_plan.h). More than nine words are taken as one phrase.
void search_parse(struct arena *arena, const char *text, struct search *ret);
