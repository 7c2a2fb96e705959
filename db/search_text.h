// search_text: text as the search sees it. Articles, what people type, and the marks in what was found all pass through
// here, so that the same words come out everywhere.
//
// A word is a run of letters and digits without case, accents and vowel signs: "Élysée" is "elysee", "Straße"
// "strasse", "ёлка" "елка". Arabic and Persian forms of one letter are one (ي ى ی, ك ک, ة ه, أ إ آ ا), their digits are
// 0 to 9, the tatweel goes. Languages written without spaces give a word per character, so that their phrases can be
// found. Where a zero-width non-joiner holds a word together, its parts are words, and so is the whole.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct strbuf;

enum {
    SEARCH_WORD_MOST = 64,  // bytes of a folded word; what is longer is cut
    SEARCH_COMPOUND_MOST = 128,
};

struct search_token {
    char word[SEARCH_COMPOUND_MOST + 8];
    size_t size;
    size_t start, end;  // bytes of the text that it stands for
    bool compound;      // the parts before it were words too
};

struct search_reader {
    const char *text;
    size_t size, at;
    char compound[SEARCH_COMPOUND_MOST + 8];
    size_t compound_size, compound_start;
    unsigned parts;
    bool compound_due;
    size_t compound_end;
};

void search_reader_init(struct search_reader *reader, const char *text, size_t size);
// False at the end.
bool search_reader_next(struct search_reader *reader, struct search_token *ret);

// Appends the words of a text with single spaces between them, the compounds last, so that neighbours stay neighbours.
void search_fold(struct strbuf *out, const char *text, size_t size);

// Appends the plain text of a piece of HTML: no mark-up, scripts or styles, character references decoded, each run of
// white space one space.
void search_plain(struct strbuf *out, const char *html);
