// media_library: the media that shortcodes in content show, from the store.
#pragma once

#include <stddef.h>

#include "db/db.h"
#include "server/text/content.h"

struct settings;

struct media_library {
    struct db *db;
    const struct settings *settings;
    int64_t *used;  // every medium that was asked for, found or noted, in the arena of the rendering
    size_t used_count, used_capacity;
    enum db_result result;  // of the first failure
};

// A content_media_find; the context is a struct media_library.
size_t media_library_find(void *context, struct arena *arena, const struct content_media_wish *wish,
                          const struct content_media **ret);

// One that is shown without being asked for.
void media_library_note(struct media_library *library, struct arena *arena, int64_t id);
