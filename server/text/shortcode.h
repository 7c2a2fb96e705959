// shortcode: WordPress's [name attributes] in text. For server/text alone.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum shortcode_kind {
    SHORTCODE_AUDIO,
    SHORTCODE_CAPTION,
    SHORTCODE_EMBED,
    SHORTCODE_GALLERY,
    SHORTCODE_PLAYLIST,
    SHORTCODE_VIDEO,
    SHORTCODE_WP_CAPTION,  // another name of caption
    SHORTCODE_KINDS,
};

// The tag of a shortcode in the text: "[name attributes]", "[[name attributes/]]".
struct shortcode_tag {
    enum shortcode_kind kind;
    const char *begin, *end;  // brackets included; `end` is behind all of them
    const char *attributes, *attributes_end;
    bool opens_double, closes_double;  // "[[", "]]"
    bool self_closing;                 // "/]"
};

// The tag that begins at the '[' `at`: one of those that WordPress itself has, no closing one. A ']' in an HTML tag
// within it does not end it. False: there is none.
bool shortcode_tag_at(const char *at, const char *end, struct shortcode_tag *ret);

// Is "[/name]" of this kind at `at`?
bool shortcode_closes_at(const char *at, const char *end, enum shortcode_kind kind, const char **ret_end);

// Behind the tag of a shortcode that begins at the '[' `at`: one of those that WordPress itself has, opening or
// closing,
// "[[" and "]]" included. NULL when there is none.
const char *shortcode_end(const char *at, const char *end);

// The text without such shortcodes, and without what stands between an opening and its closing tag. "[[name]]" shows
// "[name]".
char *shortcode_strip(struct arena *arena, const char *text);

// The value of an attribute: name="value", name='value' or name=value; "" when it has none, NULL when it is not there.
// Names are compared without case. The last one counts, as in WordPress.
const char *shortcode_attribute(struct arena *arena, const struct shortcode_tag *tag, const char *name);
