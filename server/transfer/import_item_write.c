// import item write: an article with all that hangs on it, as one write: terms, custom fields, old slugs and addresses,
// comments, and what is to be settled when all of the file has been seen.
#include <string.h>

#include "base/arena.h"
#include "db/old_slug.h"
#include "db/origin.h"
#include "db/redirect.h"
#include "db/term.h"
#include "server/rules/permalink.h"
#include "server/rules/publishing.h"
#include "server/text/slug.h"
#include "server/transfer/import_item.h"
#include "server/transfer/piece.h"

enum { FIELD_NAME_MAX = 255, TERMS_MOST = 500 };

// WordPress has a primary category only by a plugin, whose name for it is what all exports have.
static const char primary_field[] = "_yoast_wpseo_primary_category";
static const char *number_text(struct import *import, int64_t number) {
    return arena_printf(import->arena, "%lld", (long long) number);
}

static enum db_result write_fields(struct db *db, const struct import_item *item, int64_t post, bool has_primary) {
    size_t index;
    const json_t *pair;
    json_array_foreach(json_object_get(item->piece, "meta"), index, pair) {
        const struct custom_field field = {.name = piece_text(pair, "name"), .value = piece_text(pair, "value")};
        const size_t size = strlen(field.name);
        if (size == 0 || size > FIELD_NAME_MAX || import_field_is_own(field.name)) continue;
        if (has_primary && strcmp(field.name, primary_field) == 0) continue;
        const enum db_result result = custom_field_add(db, CUSTOM_OF_POST, post, &field);
        if (result != DB_OK) return result;
    }
    return DB_OK;
}

static enum db_result write_old_slugs(struct db *db, struct import *import, const struct import_item *item,
                                      const struct post *post) {
    size_t index;
    const json_t *pair;
    json_array_foreach(json_object_get(item->piece, "meta"), index, pair) {
        if (strcmp(piece_text(pair, "name"), "_wp_old_slug") != 0) continue;
        const char *slug = slug_from_text(import->arena, piece_text(pair, "value"));
        if (*slug == '\0' || strcmp(slug, post->slug) == 0) continue;
        const enum db_result result = old_slug_add(db, post->id, slug, post->modified);
        if (result != DB_OK) return result;
    }
    return DB_OK;
}

static void add_id(int64_t *ids, size_t *count, int64_t id) {
    if (id != 0 && *count < TERMS_MOST) ids[(*count)++] = id;
}

static enum db_result find_terms(struct db *db, struct import *import, const struct import_item *item,
                                 struct publishing_terms *ret) {
    int64_t *categories = arena_array(import->arena, int64_t, TERMS_MOST);
    int64_t *tags = arena_array(import->arena, int64_t, TERMS_MOST);
    size_t category_count = 0, tag_count = 0, index;
    const json_t *piece;
    json_array_foreach(json_object_get(item->piece, "terms"), index, piece) {
        int taxonomy;
        int64_t id;
        if (!import_term_is_kept(piece, &taxonomy)) continue;
        const enum db_result result = import_term_find(db, import, piece, &id);
        if (result != DB_OK) return result;
        if (taxonomy == TERM_CATEGORY)
            add_id(categories, &category_count, id);
        else
            add_id(tags, &tag_count, id);
    }
    *ret = (struct publishing_terms){
        .categories = categories,
        .category_count = category_count,
        .set_categories = true,
        .tags = tags,
        .tag_count = tag_count,
        .set_tags = true,
    };
    return DB_OK;
}

static enum db_result find_primary(struct db *db, struct import *import, struct import_item *item) {
    const char *primary = import_meta(item->piece, primary_field);
    item->post.primary_category = 0;
    if (item->kind != IMPORT_POSTS || !primary || strlen(primary) > 20) return DB_OK;
    enum db_result result = origin_find(db, import->source, ORIGIN_TERM_ID, primary, &item->post.primary_category);
    return result == DB_NOT_FOUND ? DB_OK : result;
}

// *ret 0: it has none, or it comes later.
static enum db_result find_post(struct db *db, struct import *import, const char *old, int64_t *ret) {
    *ret = 0;
    enum db_result result = origin_find(db, import->source, ORIGIN_POST_ID, old, ret);
    return result == DB_NOT_FOUND ? DB_OK : result;
}

static enum db_result wait_for(struct db *db, struct import *import, enum pending_kind kind, int64_t id,
                               const char *reference) {
    const struct pending pending = {.kind = kind, .id = id, .reference = reference};
    return origin_pending_put(db, import->source, &pending);
}

// What the item refers to by number, here or pending.
struct references {
    const char *parent, *featured;  // NULL: none, or found
};

static enum db_result find_references(struct db *db, struct import *import, struct import_item *item,
                                      struct references *ret) {
    *ret = (struct references){0};
    const int64_t parent = piece_integer(item->piece, "parent");
    const char *featured = import_meta(item->piece, "_thumbnail_id");
    int64_t id = 0;
    enum db_result result = DB_OK;
    item->post.parent = item->post.featured_media = item->media.attached = 0;
    if (parent > 0 && item->kind != IMPORT_POSTS) {
        // A page may stand in a circle that only closes further on: pages are placed when all are there.
        if (item->kind == IMPORT_ATTACHMENTS)
            result = find_post(db, import, number_text(import, parent), &item->media.attached);
        if (item->media.attached == 0) ret->parent = number_text(import, parent);
    }
    if (result == DB_OK && featured && strlen(featured) <= 20 && item->kind != IMPORT_ATTACHMENTS) {
        result = find_post(db, import, featured, &id);
        item->post.featured_media = id;
        if (id == 0 && strcmp(featured, "0") != 0) ret->featured = featured;
    }
    return result;
}

static enum db_result write_pending(struct db *db, struct import *import, const struct import_item *item,
                                    const struct references *references) {
    const int64_t id = item->post.id;
    enum db_result result = DB_OK;
    if (references->parent)
        result = wait_for(db, import, item->kind == IMPORT_PAGES ? PENDING_PARENT : PENDING_ATTACHED, id,
                          references->parent);
    if (result == DB_OK && references->featured)
        result = wait_for(db, import, PENDING_FEATURED, id, references->featured);
    if (result == DB_OK && item->linked) result = wait_for(db, import, PENDING_CONTENT, id, "");
    return result;
}

static enum db_result put_path(struct db *db, const char *path, int64_t post) {
    return path && *path ? redirect_put(db, path, post) : DB_OK;
}

// Addresses of old that would not lead to it by themselves.
static enum db_result write_redirects(struct db *db, struct import *import, const struct import_item *item,
                                      const struct references *references) {
    const struct post *post = &item->post;
    struct arena *arena = import->arena;
    enum db_result result = DB_OK;
    if (item->path && *item->path) {
        const char *here = permalink_of_post(db, arena, import->settings, post);
        here = import_path_below(arena, import_site_name(arena, import->settings->home), here);
        if (references->parent || !here || strcmp(here, item->path) != 0) result = put_path(db, item->path, post->id);
    }
    if (result == DB_OK && item->old_id > 0 && item->old_id != post->id) {
        const long long old = item->old_id;
        result = put_path(db, arena_printf(arena, "?p=%lld", old), post->id);
        const char *name = item->kind == IMPORT_PAGES ? "page_id" : "attachment_id";
        if (result == DB_OK && item->kind != IMPORT_POSTS)
            result = put_path(db, arena_printf(arena, "?%s=%lld", name, old), post->id);
    }
    if (result == DB_OK && item->kind == IMPORT_ATTACHMENTS)
        result = put_path(db, import_path_below(arena, import->site, item->media.file), post->id);
    return result;
}

static enum db_result write_origins(struct db *db, struct import *import, const struct import_item *item) {
    const int64_t id = item->post.id;
    int64_t other;
    enum db_result result = origin_put(db, import->source, ORIGIN_POST, item->key, id);
    if (result == DB_OK && item->old_id > 0) {
        const char *old = number_text(import, item->old_id);
        result = origin_find(db, import->source, ORIGIN_POST_ID, old, &other);
        if (result == DB_OK && other != id)
            import_note(import, item->line, "repaired: the number %s is there twice in the file", old);
        else if (result == DB_NOT_FOUND)
            result = origin_put(db, import->source, ORIGIN_POST_ID, old, id);
    }
    if (result != DB_OK || item->kind != IMPORT_ATTACHMENTS) return result;
    return origin_put(db, import->source, ORIGIN_FILE, import_file_key(import->arena, item->media.file), id);
}

static enum db_result choose_id(struct db *db, struct import *import, struct import_item *item) {
    struct post other;
    item->post.id = 0;
    if (!import_keeps_id(item->old_id)) return DB_OK;
    const enum db_result result = post_get(db, import->arena, item->old_id, &other);
    if (result == DB_NOT_FOUND) item->post.id = item->old_id;
    if (result == DB_OK) import->renumbered++;
    return result == DB_NOT_FOUND ? DB_OK : result;
}

// Articles that show it may be here already.
static enum db_result write_media(struct db *db, struct import *import, const struct import_item *item) {
    const enum db_result result = media_insert(db, &item->media);
    if (result != DB_OK) return result;
    return publishing_media_changed(db, import->settings, item->media.post, item->media.attached, 0);
}

static enum db_result write_new(struct db *db, struct import *import, struct import_item *item) {
    // The write before may have failed after it had changed them.
    const struct post rendered = item->post;
    struct references references;
    struct publishing_terms terms;
    enum db_result result = choose_id(db, import, item);
    if (result == DB_OK) result = import_author_find(db, import, piece_text(item->piece, "author"), &item->post.author);
    if (result == DB_OK) result = find_terms(db, import, item, &terms);
    if (result == DB_OK) result = find_primary(db, import, item);
    if (result == DB_OK) result = find_references(db, import, item, &references);
    if (result == DB_OK)
        result = publishing_restore(db, import->arena, import->settings, &item->post, &terms,
                                    references.parent != NULL && item->kind == IMPORT_PAGES, import->now);
    item->media.post = item->post.id;
    if (result == DB_OK && item->kind == IMPORT_ATTACHMENTS) result = write_media(db, import, item);
    if (result == DB_OK) result = write_origins(db, import, item);
    if (result == DB_OK) result = write_redirects(db, import, item, &references);
    if (result == DB_OK) result = write_fields(db, item, item->post.id, item->post.primary_category != 0);
    if (result == DB_OK) result = write_old_slugs(db, import, item, &item->post);
    if (result == DB_OK) result = write_pending(db, import, item, &references);
    if (result == DB_OK) result = import_comments_write(db, import, item, item->post.id);
    if (result == DB_OK) import->made[item->kind]++;
    const int64_t id = item->post.id;
    item->post = rendered;
    item->post.id = result == DB_OK ? id : 0;
    return result;
}

// Its text may name files that have been fetched since.
static enum db_result look_again(struct db *db, struct import *import, int64_t id) {
    struct post post;
    const enum db_result result = post_get(db, import->arena, id, &post);
    if (result != DB_OK || !(import_has_links(import, post.content) || import_has_links(import, post.excerpt)))
        return result;
    return wait_for(db, import, PENDING_CONTENT, id, "");
}

// Only what is new in the file is added.
static enum db_result write_known(struct db *db, struct import *import, struct import_item *item) {
    int64_t id;
    item->post.id = item->known;
    enum db_result result = origin_find(db, import->source, ORIGIN_POST, item->key, &id);
    if (result == DB_NOT_FOUND) result = write_origins(db, import, item);
    if (result == DB_OK) result = import_comments_write(db, import, item, item->known);
    if (result == DB_OK && import->files && item->kind != IMPORT_ATTACHMENTS)
        result = look_again(db, import, item->known);
    if (result == DB_OK) import->known[item->kind]++;
    return result;
}

enum db_result import_item_write(struct db *db, struct import *import, struct import_item *item) {
    if (item->known != 0) return write_known(db, import, item);
    // It may stand in the same file twice.
    enum db_result result = origin_find(db, import->source, ORIGIN_POST, item->key, &item->known);
    if (result == DB_NOT_FOUND) return write_new(db, import, item);
    if (result != DB_OK) return result;
    result = write_known(db, import, item);
    item->known = 0;
    return result;
}
