// words: what the interface itself says, in the language of the site.
//
// The catalogues are server/text/po/*.po, compiled in by script/words.py: a word is a number, and a language a table of
// texts. Placeholders stand in braces ("{name}") and are given in the order in which the English text has them; numbers
// are made with words_number() first. Every function takes NULL for English. Tables are immutable.
//
// Templates say {{#_}}text{{/_}} instead (mustache.h).
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/text/words_list.h"

struct arena;
struct strbuf;
struct words;

// The catalogue for a locale: "de_AT" and "de_DE_formal" have that of "de"; what has none is English. Never NULL.
const struct words *words_of_locale(const char *locale);

// Of `count` languages (WORDS_LANGUAGES): "en" is 0.
const struct words *words_language(size_t index);
const char *words_code(const struct words *words);  // "de"
bool words_right_to_left(const struct words *words);

// A word without placeholders, as it stands in the catalogue; static.
const char *words_get(const struct words *words, enum word word);

// A word with its placeholders: as many texts as it has, then NULL. In the arena.
const char *words_with(struct arena *arena, const struct words *words, enum word word, ...) __attribute__((sentinel));

// The plural form for a number, by the rule of the language; {n} is the number, other texts follow. In the arena.
const char *words_plural(struct arena *arena, const struct words *words, enum word word, int64_t n, ...)
    __attribute__((sentinel));

// "1,234" by the language's digits and grouping. In the arena.
const char *words_number(struct arena *arena, const struct words *words, int64_t number);

// Appends a number: grouped as a count, or not, as a year.
void words_add_number(struct strbuf *out, const struct words *words, int64_t number, bool grouped);
// Has it digits other than 0 to 9?
bool words_has_digits(const struct words *words);
// Appends a text with its digits in the language's own.
void words_add_digits(struct strbuf *out, const struct words *words, const char *text);

// What stands behind the number of a day of the month: "st", "er"; "" mostly.
const char *words_ordinal(const struct words *words, int day);

// A sentence that was written in English for everybody, as the message of an error: its translation, or itself when the
// catalogue does not have it.
const char *words_translate(const struct words *words, const char *english);
