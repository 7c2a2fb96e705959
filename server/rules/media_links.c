// media_links: see the header.
#include "server/rules/media_links.h"

#include <string.h>

#include "base/arena.h"
#include "db/media.h"
#include "db/media_change.h"
#include "db/redirect.h"
#include "server/media/file_name.h"
#include "server/media/picture.h"
#include "server/rules/media_library.h"
#include "server/rules/settings.h"
#include "server/text/file_links.h"

struct search {
    struct db *db;
    struct arena *arena;
    const struct settings *settings;
    struct media_library *library;
    enum db_result result;  // of the first failure
};

static void failed(struct search *search, enum db_result result) {
    if (result != DB_NOT_FOUND && search->result == DB_OK) search->result = result;
}

// As redirects have it.
static const char *key_of(struct arena *arena, const char *file) {
    return arena_printf(arena, "wp-content/uploads/%s", file);
}

static enum db_result find_former(struct search *search, const char *file, int64_t *ret_id, const char **ret_size) {
    return redirect_find_size(search->db, search->arena, key_of(search->arena, file), ret_id, ret_size);
}

// By the file's own address, by one it had, or by that of a smaller picture that was made elsewhere.
static enum db_result find_medium(struct search *search, const char *file, int64_t *ret_id) {
    const char *size;
    int64_t width, height;
    enum db_result result = media_by_file(search->db, file, ret_id);
    if (result == DB_NOT_FOUND) result = find_former(search, file, ret_id, &size);
    const char *whole = result == DB_NOT_FOUND ? file_name_without_size(search->arena, file, &width, &height) : NULL;
    if (whole) result = media_by_file(search->db, whole, ret_id);
    if (whole && result == DB_NOT_FOUND) result = find_former(search, whole, ret_id, &size);
    return result;
}

static void note(void *context, const struct file_link *link) {
    struct search *search = context;
    int64_t id;
    enum db_result result = link->file ? find_medium(search, link->file, &id) : DB_NOT_FOUND;
    if (result == DB_NOT_FOUND && link->attachment) {
        id = link->attachment;
        result = DB_OK;
    }
    failed(search, result);
    if (result == DB_OK) media_library_note(search->library, search->arena, id);
}

enum db_result media_links_note(struct db *db, struct arena *arena, const struct settings *settings, const char *html,
                                struct media_library *library) {
    struct search search = {.db = db, .arena = arena, .library = library};
    if (file_links_possible(html)) file_links_visit(arena, settings->home, html, note, &search);
    return search.result;
}

static bool find_change(void *context, struct arena *arena, const char *file, struct file_link_change *ret) {
    struct search *search = context;
    struct media media;
    const char *size_name;
    int64_t id;
    enum db_result result = media_by_file(search->db, file, &id);
    if (result == DB_OK) return false;
    if (result == DB_NOT_FOUND) result = find_former(search, file, &id, &size_name);
    if (result == DB_OK) result = media_get(search->db, arena, id, &media);
    failed(search, result);
    if (result != DB_OK || strstr(media.file, "://")) return false;
    const struct media_size *size = picture_size(&media, size_name);
    *ret = (struct file_link_change){
        .file = size ? size->file : media.file,
        .width = size ? size->width : media.width,
        .height = size ? size->height : media.height,
        .srcset = picture_srcset(arena, search->settings->home, &media),
    };
    return true;
}

enum db_result media_links_renew(struct db *db, struct arena *arena, const struct settings *settings, const char *text,
                                 const char **ret) {
    struct search search = {.db = db, .arena = arena, .settings = settings};
    *ret = file_links_change(arena, settings->home, text, find_change, &search);
    return search.result;
}

enum db_result media_links_is_taken(struct db *db, struct arena *arena, const char *file, bool *ret) {
    int64_t id;
    enum db_result result = redirect_find(db, key_of(arena, file), &id);
    if (result == DB_NOT_FOUND) result = media_leftover_find(db, file);
    *ret = result == DB_OK;
    return result == DB_NOT_FOUND ? DB_OK : result;
}
