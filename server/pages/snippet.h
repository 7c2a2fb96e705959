// snippet: the piece of a text in which the words of a search stand, with marks.
#pragma once

struct arena;

// HTML: text of `html` around the words of `search`, each in <mark>; its beginning when they stand elsewhere (title,
// excerpt). All else is escaped. NULL when there is no text.
const char *snippet_make(struct arena *arena, const char *search, const char *html);
