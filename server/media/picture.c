// picture: see the header.
#include "server/media/picture.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/url.h"

const char *picture_url(struct arena *arena, const char *home, const char *file) {
    if (strstr(file, "://")) return file;
    STRBUF_CLEAN struct strbuf url;
    strbuf_init(&url, 0);
    strbuf_addf(&url, "%s/wp-content/uploads/", home);
    url_encode(&url, file, "/");
    return arena_strndup(arena, url.data, url.size);
}

// A pixel more or less comes of rounding; what is cut to other proportions shows something else.
static bool is_alike(const struct media *media, const struct media_size *size) {
    if (media->width <= 0) return false;
    const int64_t height = (size->width * media->height + media->width / 2) / media->width;
    return height - size->height <= 1 && size->height - height <= 1;
}

const char *picture_srcset(struct arena *arena, const char *home, const struct media *media) {
    STRBUF_CLEAN struct strbuf set;
    strbuf_init(&set, 0);
    for (size_t i = 0; i < media->size_count; i++) {
        const struct media_size *size = &media->sizes[i];
        if (!is_alike(media, size)) continue;
        strbuf_addf(&set, "%s %lldw, ", picture_url(arena, home, size->file), (long long) size->width);
    }
    if (set.size == 0) return NULL;
    strbuf_addf(&set, "%s %lldw", picture_url(arena, home, media->file), (long long) media->width);
    return arena_strndup(arena, set.data, set.size);
}

const struct media_size *picture_size(const struct media *media, const char *name) {
    for (size_t i = 0; i < media->size_count; i++)
        if (strcmp(media->sizes[i].name, name) == 0) return &media->sizes[i];
    return NULL;
}

const struct media_size *picture_at_least(const struct media *media, int64_t width) {
    const struct media_size *found = NULL;
    for (size_t i = 0; i < media->size_count; i++) {
        const struct media_size *size = &media->sizes[i];
        if (size->width >= width && is_alike(media, size) && (!found || size->width < found->width)) found = size;
    }
    return found;
}
