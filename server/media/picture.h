// picture: a medium in pages: the addresses of its files.
#pragma once

#include "db/media.h"

struct arena;

// The absolute address of a medium's file, below DIR/uploads or elsewhere; `home` without a slash at its end.
const char *picture_url(struct arena *arena, const char *home, const char *file);
// "https://.../a-300x200.jpg 300w, ..." of the sizes with the whole's proportions and the whole itself; NULL when there
// is nothing to choose.
const char *picture_srcset(struct arena *arena, const char *home, const struct media *media);
// The size of a name; NULL: it was not made.
const struct media_size *picture_size(const struct media *media, const char *name);
// The smallest one with the whole's proportions that is at least so wide; NULL: only the whole is.
const struct media_size *picture_at_least(const struct media *media, int64_t width);
