// search: what a person typed, as the words that must all be found.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum { SEARCH_WORDS_MOST = 9 };

struct search_word {
    const char *like;  // a LIKE pattern with ESCAPE '\', folded: to be compared with lower(column)
    bool absent;       // "-word": must not be found
};
struct search {
    struct search_word words[SEARCH_WORDS_MOST];
    size_t count;
    const char *phrase;  // the pattern of all that was typed
};

// As WordPress's parse_search(): words are divided by spaces, commas and plus signs; "quoted words" stay together; more
// than nine words are taken as one phrase.
void search_parse(struct arena *arena, const char *text, struct search *ret);
