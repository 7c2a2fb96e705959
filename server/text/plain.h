// plain: HTML as text.
#pragma once

#include <stddef.h>

struct arena;

// The plain text of a piece of HTML: for titles, breadcrumbs, meta data, feeds.
const char *plain_text(struct arena *arena, const char *html);
// The same cut to about `most` bytes at a word, with "…"; NULL when there is nothing.
const char *plain_summary(struct arena *arena, const char *html, size_t most);
