// autop_passes: the passes of autop.c. For it alone.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct strbuf;

// A walk over the text. What a pass searches for ahead is kept, so that it is not searched for again.
enum { KNOWN_ANGLE, KNOWN_SECOND, KNOWN_THIRD, KNOWN };  // the first is always the next '>'

struct autop_reader {
    const char *at, *end;
    const char *known[KNOWN];
};

// A pass writes what it replaces and moves reader->at behind it, or returns false and
// leaves it to the caller to copy the byte. Called at each '<' unless it says otherwise.
typedef bool (*autop_pass)(struct autop_reader *reader, struct strbuf *out);

// Two line breaks end a paragraph.
bool autop_pass_double_breaks(struct autop_reader *reader, struct strbuf *out);

// Blocks get blank lines around them.
bool autop_pass_block_lines(struct autop_reader *reader, struct strbuf *out);

// Newlines within tags and comments become AUTOP_HIDDEN_NEWLINE: they break no line.
bool autop_pass_hide_newlines(struct autop_reader *reader, struct strbuf *out);

// White space around these goes, so that it makes no paragraphs in them.
bool autop_pass_option(struct autop_reader *reader, struct strbuf *out);
bool autop_pass_object(struct autop_reader *reader, struct strbuf *out);
bool autop_pass_param(struct autop_reader *reader, struct strbuf *out);
bool autop_pass_media(struct autop_reader *reader, struct strbuf *out);
bool autop_pass_source(struct autop_reader *reader, struct strbuf *out);
bool autop_pass_figcaption(struct autop_reader *reader, struct strbuf *out);

// Paragraphs and blocks in and around each other.
bool autop_pass_empty_paragraphs(struct autop_reader *reader, struct strbuf *out);
bool autop_pass_unclosed_paragraphs(struct autop_reader *reader, struct strbuf *out);
bool autop_pass_wrapped_blocks(struct autop_reader *reader, struct strbuf *out);
bool autop_pass_list_items(struct autop_reader *reader, struct strbuf *out);
bool autop_pass_quotations(struct autop_reader *reader, struct strbuf *out);
bool autop_pass_quotation_ends(struct autop_reader *reader, struct strbuf *out);
bool autop_pass_start_before_block(struct autop_reader *reader, struct strbuf *out);
bool autop_pass_end_after_block(struct autop_reader *reader, struct strbuf *out);

// Line breaks. Newlines in script, style and svg become AUTOP_KEPT_NEWLINE.
bool autop_pass_keep_newlines(struct autop_reader *reader, struct strbuf *out);
bool autop_pass_break_form(struct autop_reader *reader, struct strbuf *out);
bool autop_pass_break_after_block(struct autop_reader *reader, struct strbuf *out);
bool autop_pass_break_before_block(struct autop_reader *reader, struct strbuf *out);
bool autop_pass_newlines(struct autop_reader *reader, struct strbuf *out);

#define AUTOP_HIDDEN_NEWLINE "<!-- wpnl -->"
enum { AUTOP_KEPT_NEWLINE = 0xff };  // a byte that UTF-8 does not have
