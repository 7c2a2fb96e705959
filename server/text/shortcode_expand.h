// shortcode_expand: shortcodes in finished HTML become what they stand for (WordPress's shortcode_unautop and
// do_shortcode). For server/text alone.
//
// Only text is looked at, never what stands in a tag, and nothing in script, style, textarea, pre and code. Tags and
// their content are copied whole or dropped whole, so that what was safe stays so.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/text/shortcode.h"

struct arena;
struct content_site;
struct strbuf;

// NULL when there is none.
const char *shortcode_expand(struct arena *arena, const struct content_site *site, const char *html);

// One rendering: the numbers that make ids different, shared by the shortcode_*.c files.
struct expansion {
    struct arena *arena;
    const struct content_site *site;
    unsigned galleries;
    struct strbuf *ids;  // those given so far, each between spaces
};

// What stands between the opening and the closing tag, already expanded; "" for none.
void shortcode_add_caption(struct expansion *expansion, const struct shortcode_tag *tag, const char *content,
                           struct strbuf *out);
void shortcode_add_gallery(struct expansion *expansion, const struct shortcode_tag *tag, struct strbuf *out);
// audio and video
void shortcode_add_player(struct expansion *expansion, const struct shortcode_tag *tag, struct strbuf *out);
void shortcode_add_playlist(struct expansion *expansion, const struct shortcode_tag *tag, struct strbuf *out);
void shortcode_add_embed(struct expansion *expansion, const struct shortcode_tag *tag, const char *content,
                         struct strbuf *out);

// An attribute's value that came from HTML: quotes and angle brackets escaped, references left as they are.
void shortcode_add_quoted(struct strbuf *out, const char *value);
// Takes an id for this page; false when it was given already.
bool shortcode_take_id(struct expansion *expansion, const char *id);
// The numbers of a list "1, 2,3", positive ones, at most CONTENT_MEDIA_MOST.
size_t shortcode_ids(struct arena *arena, const char *list, const int64_t **ret);
// Is an attribute "true" (or "1", "on", its own name)?
bool shortcode_flag(struct arena *arena, const struct shortcode_tag *tag, const char *name);
