// import terms: categories and tags of the other site. One with the same slug here is the same term. A parent may
// stand further on in the file: import_settle.c comes back to it.
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "db/origin.h"
#include "db/term.h"
#include "server/text/sanitize.h"
#include "server/text/slug.h"
#include "server/transfer/import_state.h"
#include "server/transfer/piece.h"

enum { NAME_MAX = 200, DESCRIPTION_MAX = 100000 };

bool import_term_is_kept(const json_t *term, int *ret_taxonomy) {
    const char *name = piece_text(term, "taxonomy");
    if (strcmp(name, "category") == 0)
        *ret_taxonomy = TERM_CATEGORY;
    else if (strcmp(name, "post_tag") == 0 || strcmp(name, "tag") == 0)
        *ret_taxonomy = TERM_TAG;
    else
        return false;
    return true;
}

static const char *key_of(struct import *import, int taxonomy, const char *slug) {
    return arena_printf(import->arena, "%s:%s", taxonomy == TERM_CATEGORY ? "category" : "post_tag", slug);
}

static enum import_kind kind_of(int taxonomy) { return taxonomy == TERM_CATEGORY ? IMPORT_CATEGORIES : IMPORT_TAGS; }

// Stored as HTML there ("Arts &amp; Culture"), as text here.
static const char *name_of(struct import *import, const json_t *term, const char *slug) {
    char *name = arena_strdup(import->arena, sanitize_strip_tags(import->arena, piece_text(term, "name")));
    for (char *at = name; *at; at++)
        if ((unsigned char) *at < 0x20) *at = ' ';
    name[utf8_prefix(name, strlen(name), NAME_MAX)] = '\0';
    return *name ? name : slug;
}

// *ret_noted: it is known by where it came from.
static enum db_result find_here(struct db *db, struct import *import, int taxonomy, const char *slug, int64_t *ret,
                                bool *ret_noted) {
    enum db_result result = origin_find(db, import->source, ORIGIN_TERM, key_of(import, taxonomy, slug), ret);
    *ret_noted = result == DB_OK;
    if (result != DB_NOT_FOUND) return result;
    struct term term;
    result = term_get_by_slug(db, import->arena, (enum term_taxonomy) taxonomy, slug, &term);
    if (result == DB_OK) *ret = term.id;
    return result;
}

// The parent when it is there already and can be one; else it is pending.
static enum db_result settle_parent(struct db *db, struct import *import, const char *parent, int64_t id) {
    if (*parent == '\0') return DB_OK;
    const struct pending pending = {
        .kind = PENDING_TERM_PARENT, .id = id, .reference = key_of(import, TERM_CATEGORY, parent)};
    return origin_pending_put(db, import->source, &pending);
}

static enum db_result make(struct db *db, struct import *import, const json_t *piece, int taxonomy, const char *slug,
                           int64_t *ret) {
    const char *description = piece_text(piece, "description");
    struct term term = {
        .taxonomy = (enum term_taxonomy) taxonomy,
        .name = name_of(import, piece, slug),
        .slug = slug,
        .description =
            arena_strndup(import->arena, description, utf8_prefix(description, strlen(description), DESCRIPTION_MAX)),
    };
    struct term other;
    const int64_t id = piece_integer(piece, "id");
    enum db_result result;
    if (import_keeps_id(id) && term_get(db, import->arena, id, &other) == DB_NOT_FOUND) {
        term.id = id;
        result = term_insert_as(db, &term);
    } else {
        result = term_insert(db, &term, &term.id);
    }
    if (result == DB_OK) result = import_fields_add(db, CUSTOM_OF_TERM, term.id, json_object_get(piece, "meta"));
    if (result == DB_OK && taxonomy == TERM_CATEGORY) {
        const char *parent = slug_from_text(import->arena, piece_text(piece, "parent"));
        result = settle_parent(db, import, parent, term.id);
    }
    *ret = term.id;
    return result;
}

// *ret 0: it has neither slug nor name. *ret_made: it was not here.
static enum db_result find_or_make(struct db *db, struct import *import, const json_t *piece, int taxonomy,
                                   int64_t *ret, bool *ret_made) {
    *ret = 0;
    *ret_made = false;
    const char *slug = slug_from_text(import->arena, piece_text(piece, "slug"));
    if (*slug == '\0') slug = slug_from_text(import->arena, piece_text(piece, "name"));
    if (*slug == '\0') return DB_OK;
    bool noted;
    enum db_result result = find_here(db, import, taxonomy, slug, ret, &noted);
    if (result == DB_NOT_FOUND) {
        *ret_made = true;
        if (import->dry) return DB_OK;
        result = make(db, import, piece, taxonomy, slug, ret);
    }
    if (result == DB_OK && !noted && !import->dry)
        result = origin_put(db, import->source, ORIGIN_TERM, key_of(import, taxonomy, slug), *ret);
    return result;
}

enum db_result import_term(struct db *db, struct import *import, const json_t *piece) {
    int taxonomy;
    int64_t id;
    bool made;
    // Menus and the taxonomies of plugins are not kept; formats come with their articles.
    if (!import_term_is_kept(piece, &taxonomy)) {
        const char *other = piece_text(piece, "taxonomy");
        if (strcmp(other, "post_format") != 0)
            import_count_other(import, arena_printf(import->arena, "terms of %s", import_cut(import, other, 40)));
        return DB_OK;
    }
    enum db_result result = find_or_make(db, import, piece, taxonomy, &id, &made);
    if (result != DB_OK) return result;
    if (id == 0 && !made) {
        import->left[kind_of(taxonomy)]++;
        import_note(import, piece_integer(piece, "line"), "left out: a term without a name");
        return DB_OK;
    }
    (made ? import->made : import->known)[kind_of(taxonomy)]++;
    const int64_t old = piece_integer(piece, "id");
    if (old <= 0 || import->dry) return DB_OK;
    return origin_put(db, import->source, ORIGIN_TERM_ID, arena_printf(import->arena, "%lld", (long long) old), id);
}

enum db_result import_term_find(struct db *db, struct import *import, const json_t *piece, int64_t *ret_id) {
    int taxonomy;
    bool made;
    *ret_id = 0;
    if (!import_term_is_kept(piece, &taxonomy)) return DB_OK;
    enum db_result result = find_or_make(db, import, piece, taxonomy, ret_id, &made);
    if (result == DB_OK && made) import->made[kind_of(taxonomy)]++;
    return result;
}
