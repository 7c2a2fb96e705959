// shortcode: WordPress's [name attributes] in text. For server/text alone.
#pragma once

struct arena;

// Behind the tag of a shortcode that begins at the '[' `at`: one of those that WordPress itself has, opening or
// closing,
// "[[" and "]]" included. NULL when there is none.
const char *shortcode_end(const char *at, const char *end);

// The text without such shortcodes, and without what stands between an opening and its closing tag. "[[name]]" shows
// "[name]".
char *shortcode_strip(struct arena *arena, const char *text);
