// texturize_quotes: the quotation marks of one run of text. For texturize.c alone.
#pragma once

#include <stdbool.h>
#include <stddef.h>

// What the quotation marks of a text become, one byte each: bytes that UTF-8 does not have.
// Until the text is printed nothing changes its length.
enum quote_mark {
    MARK_OPEN_DOUBLE = 0xf8,
    MARK_OPEN_SINGLE,
    MARK_APOSTROPHE,    // one inside a word; closes nothing
    MARK_CLOSE_SINGLE,  // the same sign
    MARK_CLOSE_DOUBLE,
    MARK_PRIME,
    MARK_DOUBLE_PRIME,
    MARK_CANDIDATE,  // closing mark or prime, to be decided; none is left at the end
};

// Replaces each ' and " that is one of these by its mark, in place.
void texturize_quotes(char *text, size_t size);

// Length of the white space at text[at]: a space, tab or line break, a no-break space or "&nbsp;"; else 0.
size_t texturize_space_at(const char *text, size_t size, size_t at);

// True when such white space ends at text[at].
bool texturize_space_before(const char *text, size_t at);
