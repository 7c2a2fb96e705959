// import links: addresses of the old site in texts. Only those that lead somewhere here are changed: what was not in
// the file stays a link to where it is.
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "db/media.h"
#include "db/origin.h"
#include "db/redirect.h"
#include "server/media/file_name.h"
#include "server/media/file_type.h"
#include "server/media/picture.h"
#include "server/rules/permalink.h"
#include "server/transfer/import_state.h"

// The next absolute address in a quoted attribute at or behind *at: its begin, and its size in *ret_size; NULL: none.
static const char *next_address(const char *at, size_t *ret_size) {
    static const char ends[] = " \t\r\n\"'<>";
    for (; (at = strpbrk(at, "hH/")) != NULL; at++) {
        if (strncasecmp(at, "http://", 7) != 0 && strncasecmp(at, "https://", 8) != 0 && strncmp(at, "//", 2) != 0)
            continue;
        *ret_size = strcspn(at, ends);
        // In a list of pictures a comma ends it.
        if (*ret_size > 0 && at[*ret_size - 1] == ',') (*ret_size)--;
        return at;
    }
    return NULL;
}

// Behind ="..., =', or a blank or comma in a list of such: an attribute's. Text that names an address stays as it is.
static bool is_in_attribute(const char *html, const char *at) {
    const char *quote = at;
    if (quote > html && (quote[-1] == ' ' || quote[-1] == ',')) {
        while (quote > html && !strchr("\"'<>", quote[-1])) quote--;
    }
    return quote - html >= 2 && (quote[-1] == '"' || quote[-1] == '\'') && quote[-2] == '=';
}

static bool is_on_site(const struct import *import, const char *address) {
    return !import->is_here && import_path_below(import->arena, import->site, address) != NULL;
}

bool import_has_links(const struct import *import, const char *html) {
    size_t size;
    for (const char *at = html; (at = next_address(at, &size)) != NULL; at += size ? size : 1) {
        if (size > 2000 || !is_in_attribute(html, at)) continue;
        const char *address = arena_strndup(import->arena, at, size);
        const char *key = import_file_key(import->arena, address);
        if (is_on_site(import, address) || (key && strchr(key, '/') && file_type_of_name(key))) return true;
    }
    return false;
}

static enum db_result find_file(struct db *db, const struct import *import, const char *key, struct media *ret) {
    int64_t id;
    enum db_result result = origin_find(db, import->source, ORIGIN_FILE, key, &id);
    return result == DB_OK ? media_get(db, import->arena, id, ret) : result;
}

// NULL: no file of ours, or one that was left behind.
static const char *file_address(struct db *db, const struct import *import, const char *address) {
    const char *key = import_file_key(import->arena, address), *file;
    struct media media;
    int64_t width = 0, height = 0;
    if (!key) return NULL;
    enum db_result result = find_file(db, import, key, &media);
    if (result == DB_OK) {
        file = media.file;
    } else {
        key = file_name_without_size(import->arena, key, &width, &height);
        if (!key || find_file(db, import, key, &media) != DB_OK) return NULL;
        file = media.file;
        for (size_t i = 0; i < media.size_count; i++)
            if (media.sizes[i].width == width && media.sizes[i].height == height) file = media.sizes[i].file;
    }
    return strstr(media.file, "://") ? NULL : picture_url(import->arena, import->settings->home, file);
}

static const char *article_address(struct db *db, const struct import *import, int64_t id) {
    struct post post;
    if (post_get(db, import->arena, id, &post) != DB_OK) return NULL;
    return permalink_of_post(db, import->arena, import->settings, &post);
}

// NULL: nothing here has it.
static const char *page_address(struct db *db, const struct import *import, const char *address) {
    struct arena *arena = import->arena;
    const char *below = import_path_below(arena, import->site, address);
    if (!below) return NULL;
    int64_t id;
    if (redirect_find(db, below, &id) == DB_OK) return article_address(db, import, id);
    const char *query = *below == '?' ? below + 1 : NULL;
    const char *path = arena_printf(arena, "%s/%s%s", import->settings->home_path, query ? "" : below,
                                    query || *below == '\0' ? "" : "/");
    struct permalink_target target;
    if (permalink_resolve(db, arena, import->settings, path, query, &target) != DB_OK) return NULL;
    if (target.kind == PERMALINK_NONE) return NULL;
    if (target.kind == PERMALINK_REDIRECT) return target.location;
    const char *fine = path + strlen(import->settings->home_path);
    return query ? arena_printf(arena, "%s/?%s", import->settings->home, query)
                 : arena_printf(arena, "%s%s", import->settings->home, fine);
}

static const char *address_here(struct db *db, const struct import *import, const char *address) {
    const char *here = file_address(db, import, address);
    // A file that was left behind stays named where it is.
    const char *key = import_file_key(import->arena, address);
    const bool is_file = key && strchr(key, '/') && file_type_of_name(key);
    if (!here && !is_file && is_on_site(import, address)) here = page_address(db, import, address);
    if (!here) return NULL;
    const char *fragment = strchr(address, '#');
    return fragment && !strchr(here, '#') ? arena_printf(import->arena, "%s%s", here, fragment) : here;
}

const char *import_links(struct db *db, struct import *import, const char *html) {
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    const char *copied = html;
    size_t size;
    for (const char *at = html; (at = next_address(at, &size)) != NULL; at += size ? size : 1) {
        if (size > 2000 || !is_in_attribute(html, at)) continue;
        const char *here = address_here(db, import, arena_strndup(import->arena, at, size));
        if (!here) continue;
        strbuf_add(&out, copied, (size_t) (at - copied));
        strbuf_adds(&out, here);
        copied = at + size;
    }
    if (copied == html || strbuf_failed(&out)) return NULL;
    strbuf_adds(&out, copied);
    return arena_strndup(import->arena, out.data, out.size);
}
