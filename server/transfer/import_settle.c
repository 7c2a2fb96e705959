// import settle: what refers to something that stood further on in the file: parents of categories and pages, pictures
// of articles, links. In rounds, so that none takes long. What is still missing stays pending for a later file of the
// site.
#include <string.h>

#include "base/arena.h"
#include "db/media.h"
#include "db/origin.h"
#include "db/store.h"
#include "db/term.h"
#include "db/user.h"
#include "server/rules/app.h"
#include "server/rules/capability.h"
#include "server/rules/publishing.h"
#include "server/transfer/import_state.h"
#include "server/transfer/piece.h"

enum { ROUND = 100, KINDS_FIRST = PENDING_TERM_PARENT, KINDS_LAST = PENDING_CONTENT };

struct change {
    struct pending pending;
    struct post before;   // PENDING_CONTENT: as it was read
    const char *content;  // changed and rendered; NULL: nothing changes
    struct post after;
};

struct round {
    struct import *import;
    enum pending_kind kind;
    struct change *changes;
    size_t count;
};

static enum db_result drop(struct db *db, const struct round *round, const struct change *change) {
    return origin_pending_drop(db, round->import->source, round->kind, change->pending.id);
}

// *ret 0: it has not come.
static enum db_result find(struct db *db, const struct round *round, const struct change *change, int64_t *ret) {
    const enum origin_kind kind = round->kind == PENDING_TERM_PARENT ? ORIGIN_TERM : ORIGIN_POST_ID;
    *ret = 0;
    const enum db_result result = origin_find(db, round->import->source, kind, change->pending.reference, ret);
    return result == DB_NOT_FOUND ? DB_OK : result;
}

static enum db_result place_term(struct db *db, struct import *import, int64_t id, int64_t parent) {
    struct term term;
    enum db_result result = term_get(db, import->arena, id, &term);
    if (result != DB_OK) return result;
    term.parent = parent;
    result = term_update(db, &term);
    if (result != DB_CONFLICT) return result;
    import_note(import, 0, "repaired: the category \"%s\" is above its own parent: it stands at the top", term.slug);
    return DB_OK;
}

static enum db_result place_page(struct db *db, struct import *import, int64_t id, int64_t parent) {
    bool circle = false;
    const enum db_result result = publishing_place(db, import->arena, id, parent, &circle);
    if (result == DB_OK && circle)
        import_note(import, 0, "repaired: page %lld is above its own parent: it stands at the top", (long long) id);
    return result;
}

static enum db_result attach(struct db *db, struct import *import, int64_t id, int64_t post) {
    struct media media;
    enum db_result result = media_get(db, import->arena, id, &media);
    if (result != DB_OK) return result;
    media.attached = post;
    result = media_update(db, &media);
    return result == DB_OK ? publishing_media_changed(db, import->settings, id, post, 0) : result;
}

static enum db_result feature(struct db *db, struct import *import, int64_t id, int64_t picture) {
    struct post post;
    const enum db_result result = post_get(db, import->arena, id, &post);
    if (result != DB_OK) return result;
    post.featured_media = picture;
    return post_update(db, &post);
}

static enum db_result put_content(struct db *db, struct import *import, const struct change *change) {
    struct post now;
    enum db_result result = post_get(db, import->arena, change->pending.id, &now);
    if (result != DB_OK) return result;
    // Someone may have edited it since it was read.
    if (strcmp(now.content, change->before.content) != 0 || strcmp(now.excerpt, change->before.excerpt) != 0)
        return DB_OK;
    now.content = change->after.content;
    now.content_html = change->after.content_html;
    now.excerpt = change->after.excerpt;
    now.excerpt_html = change->after.excerpt_html;
    return publishing_put_text(db, import->arena, import->settings, &now);
}

static enum db_result apply(struct db *db, struct round *round, const struct change *change) {
    int64_t other = 0;
    enum db_result result = DB_OK;
    if (round->kind == PENDING_CONTENT) {
        if (change->content) result = put_content(db, round->import, change);
    } else {
        result = find(db, round, change, &other);
        if (result != DB_OK || other == 0) return result;
        const int64_t id = change->pending.id;
        switch (round->kind) {
            case PENDING_TERM_PARENT:
                result = place_term(db, round->import, id, other);
                break;
            case PENDING_PARENT:
                result = place_page(db, round->import, id, other);
                break;
            case PENDING_ATTACHED:
                result = attach(db, round->import, id, other);
                break;
            default:
                result = feature(db, round->import, id, other);
                break;
        }
    }
    // It may have been deleted meanwhile.
    if (result == DB_NOT_FOUND || result == DB_CONFLICT) result = DB_OK;
    return result == DB_OK ? drop(db, round, change) : result;
}

static enum db_result write_round(struct db *db, void *argument) {
    struct round *round = argument;
    enum db_result result = DB_OK;
    for (size_t i = 0; i < round->count && result == DB_OK; i++) result = apply(db, round, &round->changes[i]);
    return result;
}

static enum db_result render_change(struct db *db, struct import *import, struct change *change) {
    struct user author = {.roles = 0};
    enum db_result result = post_get(db, import->arena, change->pending.id, &change->before);
    if (result != DB_OK) return result == DB_NOT_FOUND ? DB_OK : result;
    const char *content = import_links(db, import, change->before.content);
    const char *excerpt = import_links(db, import, change->before.excerpt);
    if (!content && !excerpt) return DB_OK;
    if (change->before.author != 0) result = user_get(db, import->arena, change->before.author, &author);
    if (result != DB_OK && result != DB_NOT_FOUND) return result;
    change->after = change->before;
    if (content) change->after.content = content;
    if (excerpt) change->after.excerpt = excerpt;
    publishing_render(import->arena, import->settings, &change->after,
                      capability_of_roles(author.roles, CAP_UNFILTERED_HTML));
    change->content = change->after.content;
    return DB_OK;
}

static enum db_result read_round(struct import *import, struct round *round, int64_t after) {
    STORE_READ db = store_read_acquire(import->app->store);
    if (!db) return DB_ERROR;
    struct pending_list list;
    enum db_result result = origin_pending_list(db, import->arena, import->source, round->kind, after, ROUND, &list);
    if (result != DB_OK) return result;
    round->changes = arena_array(import->arena, struct change, list.count + 1);
    round->count = list.count;
    for (size_t i = 0; i < list.count && result == DB_OK; i++) {
        round->changes[i].pending = list.items[i];
        if (round->kind == PENDING_CONTENT) result = render_change(db, import, &round->changes[i]);
    }
    return result;
}

bool import_settle(struct import *import, int64_t *kind, int64_t *after, int64_t last, enum db_result *ret_result) {
    if (*kind < KINDS_FIRST) *kind = KINDS_FIRST;
    if (last < KINDS_FIRST || last > KINDS_LAST) last = KINDS_LAST;
    *ret_result = DB_OK;
    if (*kind > last || import->dry) return false;
    struct round round = {.import = import, .kind = (enum pending_kind) * kind};
    *ret_result = read_round(import, &round, *after);
    if (*ret_result == DB_OK && round.count > 0) *ret_result = store_write(import->app->store, write_round, &round);
    if (*ret_result != DB_OK) return false;
    if (round.count == ROUND) {
        *after = round.changes[ROUND - 1].pending.id;
    } else {
        *after = 0;
        ++*kind;
    }
    return *kind <= last;
}
