// fields: see the header.
#include "server/rest/fields.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"

// Names and dots beyond these are left out: nothing has so many.
enum { FIELDS_MOST = 500, FIELDS_DEPTH = 8 };

static struct fields *child_of(struct arena *arena, struct fields **list, const char *name, size_t size) {
    for (; *list; list = &(*list)->next)
        if ((*list)->name_size == size && memcmp((*list)->name, name, size) == 0) return *list;
    *list = arena_new(arena, struct fields);
    (*list)->name = arena_strndup(arena, name, size);
    (*list)->name_size = size;
    return *list;
}

static void add_path(struct arena *arena, struct fields **list, const char *path, size_t size) {
    struct fields *node = NULL;
    for (int depth = 0; depth < FIELDS_DEPTH; depth++) {
        const char *dot = memchr(path, '.', size);
        const size_t part = dot ? (size_t) (dot - path) : size;
        node = child_of(arena, list, path, part);
        if (!dot) break;
        list = &node->children;
        path += part + 1;
        size -= part + 1;
    }
    node->whole = true;
}

struct fields *fields_parse(struct arena *arena, const char *const *texts, size_t count) {
    struct fields *list = NULL;
    size_t added = 0;
    for (size_t i = 0; i < count; i++) {
        for (const char *at = texts[i]; *at && added < FIELDS_MOST;) {
            while (*at && (*at == ',' || isspace((unsigned char) *at))) at++;
            const char *end = at;
            while (*end && *end != ',' && !isspace((unsigned char) *end)) end++;
            if (end > at) {
                add_path(arena, &list, at, (size_t) (end - at));
                added++;
            }
            at = end;
        }
    }
    return list;
}

bool fields_have(const struct fields *fields, const char *name, const struct fields **ret_below) {
    *ret_below = NULL;
    if (!fields) return true;
    const size_t size = strlen(name);
    for (const struct fields *node = fields; node; node = node->next) {
        if (node->name_size != size || memcmp(node->name, name, size) != 0) continue;
        if (!node->whole) *ret_below = node->children;
        return true;
    }
    return false;
}
