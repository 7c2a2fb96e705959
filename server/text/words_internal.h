// words_internal: the tables that script/words.py makes, for server/text/words.c and the template engine alone.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/text/words.h"

enum { WORDS_DAYS = 32 };

struct words {
    const char *code;
    unsigned index;
    bool right_to_left;
    const char *digits[10];            // NULL: 0 to 9
    const char *group;                 // between thousands
    const char *ordinals[WORDS_DAYS];  // NULL: none
    unsigned (*plural)(uint64_t n);    // the number of the form
    const char *const *texts;          // by word; NULL: not translated. Forms of a plural have a NUL between them
};

extern const struct words words_languages[WORDS_LANGUAGES];

// The English text, with its context before a '|'; and the words in the order of these.
extern const char *const words_keys[WORDS_COUNT];
extern const uint16_t words_sorted[WORDS_COUNT];

// The word of a key; -1 when there is none. For start-up and errors: it searches.
int words_find(const char *key, size_t size);

// NULL when it is not translated.
const char *words_text(const struct words *words, int word);
