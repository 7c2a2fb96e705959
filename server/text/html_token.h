// html_token: HTML cut into tags, text and comments, by the tokenizer of the HTML
// standard. For server/text alone: it builds no tree, so what is safe cannot be
// told from it; see sanitize.h for that.
//
// Nothing is copied or decoded: tokens point into the source.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum html_token_kind {
    HTML_TEXT,
    HTML_START,    // a start tag
    HTML_END,      // an end tag
    HTML_COMMENT,  // a comment, doctype, processing instruction or other thing that shows nothing
};

struct html_token {
    enum html_token_kind kind;
    const char *begin, *end;  // all of it
    const char *name;         // START, END; in any case
    size_t name_size;
    const char *attributes;  // START: behind the name
    const char *content;     // COMMENT of the form <!--...-->: what stands in it; else NULL
    size_t content_size;
};

struct html_attribute {
    const char *name;  // in any case
    size_t name_size;
    const char *value;  // as written, references not decoded; "" when there is none
    size_t value_size;
};

struct html_reader {
    const char *at, *end;
};

static inline struct html_reader html_reader_of(const char *html, size_t size) {
    return (struct html_reader){.at = html, .end = html + size};
}

// The next token; false at the end. A tag that the end of the text cuts off is no token.
bool html_next(struct html_reader *reader, struct html_token *ret);

// The next attribute of a start tag; *cursor begins as token->attributes.
bool html_next_attribute(const struct html_token *token, const char **cursor, struct html_attribute *ret);

// True for elements whose content is no markup (script, style, textarea, ...).
bool html_is_raw(const char *name, size_t size);

// After the start tag of such an element: moves behind its end tag and gives what stood before
// that. Without an end tag it is all the rest.
struct html_token html_read_raw(struct html_reader *reader, const struct html_token *start);

// True when a name is `lower`, ASCII case aside.
bool html_name_is(const char *name, size_t size, const char *lower);

// HTML without tags and comments, and without script and style; references stay as they are.
char *html_text(struct arena *arena, const char *html);
