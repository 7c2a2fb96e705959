// blocks: WordPress's block editor's comments (<!-- wp:paragraph {"a":1} --> ... <!-- /wp:paragraph -->).
#pragma once
#include <stdbool.h>
struct arena;
bool blocks_present(const char *raw);                            // has_blocks()
const char *blocks_strip(struct arena *arena, const char *raw);  // the delimiters out, the inner HTML kept
// The same without the blocks whose text does not belong in an excerpt, as captions, buttons and embeds.
const char *blocks_strip_for_excerpt(struct arena *arena, const char *raw);
