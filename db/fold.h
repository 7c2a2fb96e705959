// fold: text as comparisons without case see it. Latin, Greek, Cyrillic and Armenian letters become small ones;
// everything else stays. The folded text has as many bytes as the text, so it can be folded in place.
#pragma once

#include <stddef.h>

struct arena;

void fold_bytes(char *out, const char *text, size_t size);  // `out` may be `text`
char *fold_text(struct arena *arena, const char *text);
