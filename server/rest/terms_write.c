// terms_write: making, changing and deleting categories and tags, by the rules of wp_insert_term() and
// wp_update_term(). What depends on other rows is decided inside the write.
#include <stdlib.h>
#include <string.h>

#include "db/store.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"
#include "server/rest/terms.h"
#include "server/rest/text.h"
#include "server/rules/publishing.h"
#include "server/text/sanitize.h"
#include "server/text/slug.h"

enum { TERM_NAME_MAX = 200 };  // characters; the width of WordPress's column

bool rest_terms_may_create(struct request *request, struct error *error) {
    // Who may assign tags may make them; categories are the editors' (WordPress: edit_terms against assign_terms).
    bool hierarchical = rest_terms_resource(request)->hierarchical;
    if (rest_can(request, hierarchical ? CAP_MANAGE_CATEGORIES : CAP_EDIT_POSTS)) return true;
    error_set(error, rest_refused(request), "rest_cannot_create",
              "Sorry, you are not allowed to create terms in this taxonomy.");
    return false;
}

bool rest_terms_may_update(struct request *request, struct error *error) {
    const struct term *term;
    if (!rest_terms_load(request, &term, error)) return false;
    if (rest_can(request, CAP_MANAGE_CATEGORIES)) return true;
    error_set(error, rest_refused(request), "rest_cannot_update", "Sorry, you are not allowed to edit this term.");
    return false;
}

bool rest_terms_may_delete(struct request *request, struct error *error) {
    const struct term *term;
    if (!rest_terms_load(request, &term, error)) return false;
    bool is_default = term->taxonomy == TERM_CATEGORY && term->id == rest_settings(request)->default_category;
    if (!is_default && rest_can(request, CAP_MANAGE_CATEGORIES)) return true;
    error_set(error, rest_refused(request), "rest_cannot_delete", "Sorry, you are not allowed to delete this term.");
    return false;
}

struct term_write {
    struct request *request;
    struct error *error;
    struct term term;       // what is to be stored; id 0: a new one
    const char *slug_wish;  // "" = from the name
    bool slug_given;
    bool parent_changed;
};

// Refuses as WordPress does: the caller's fault, so the write is rolled back without being a failure of the store.
static enum db_result refuse(struct term_write *write, const char *code, const char *message) {
    error_set(write->error, 400, code, "%s", message);
    return DB_CONFLICT;
}

static enum db_result check_parent(struct db *db, struct term_write *write) {
    if (write->term.parent == 0) return DB_OK;
    struct term parent;
    enum db_result result = term_get(db, &write->request->arena, write->term.parent, &parent);
    if (result == DB_NOT_FOUND || (result == DB_OK && parent.taxonomy != write->term.taxonomy))
        return refuse(write, "rest_term_invalid", "Parent term does not exist.");
    return result;
}

static enum db_result refuse_existing(struct term_write *write, const struct term *existing) {
    bool tree = write->term.taxonomy == TERM_CATEGORY;
    struct arena *arena = &write->request->arena;
    long long id = (long long) existing->id;
    write->error->data_json = arena_printf(arena, "{\"term_id\":%lld}", id);
    write->error->extra_json = arena_printf(arena, "{\"additional_data\":[%lld,%lld]}", id, id);
    return refuse(write, "term_exists",
                  tree ? "A term with the name provided already exists with this parent."
                       : "A term with the name provided already exists in this taxonomy.");
}

// Two terms of one name at one level are refused, unless a slug was given that is free (wp_insert_term).
static enum db_result check_name(struct db *db, struct term_write *write) {
    struct arena *arena = &write->request->arena;
    const struct term *term = &write->term;
    struct term same;
    enum db_result result = term_get_by_name(db, arena, term->taxonomy, term->name, term->parent, &same);
    if (result != DB_OK) return result == DB_NOT_FOUND ? DB_OK : result;
    const char *slug = write->slug_given ? write->slug_wish : slug_from_text(arena, term->name);
    if (!write->slug_given || strcmp(same.slug, slug) == 0) {
        // In a tree only the very same spelling counts.
        if (term->taxonomy == TERM_TAG || strcmp(same.name, term->name) == 0) return refuse_existing(write, &same);
        return DB_OK;
    }
    struct term by_slug;
    result = term_get_by_slug(db, arena, term->taxonomy, slug, &by_slug);
    if (result == DB_OK && (term->taxonomy == TERM_TAG || by_slug.parent == term->parent))
        return refuse_existing(write, &by_slug);
    return result == DB_NOT_FOUND || result == DB_OK ? DB_OK : result;
}

static enum db_result insert_term(struct db *db, void *argument) {
    struct term_write *write = argument;
    enum db_result result = check_parent(db, write);
    if (result == DB_OK) result = check_name(db, write);
    if (result == DB_OK)
        result =
            publishing_unique_term_slug(db, &write->request->arena, &write->term,
                                        write->slug_given ? write->slug_wish : write->term.name, &write->term.slug);
    if (result == DB_OK) result = term_insert(db, &write->term, &write->term.id);
    if (result == DB_OK) result = term_get(db, &write->request->arena, write->term.id, &write->term);
    return result;
}

static enum db_result update_slug(struct db *db, struct term_write *write) {
    struct arena *arena = &write->request->arena;
    const char *slug = write->slug_given && *write->slug_wish ? write->slug_wish : write->term.slug;
    bool from_name = write->slug_given && !*write->slug_wish;
    if (from_name) slug = slug_from_text(arena, write->term.name);
    struct term other;
    enum db_result result = term_get_by_slug(db, arena, write->term.taxonomy, slug, &other);
    if (result == DB_OK && other.id != write->term.id) {
        // An empty slug or a new parent asks for any free one; a slug that was wished for is refused.
        if (from_name || write->parent_changed)
            return publishing_unique_term_slug(db, arena, &write->term, slug, &write->term.slug);
        write->error->no_data = true;  // as wp_update_term() makes it
        error_set(write->error, 400, "duplicate_term_slug",
                  "The slug &#8220;%s&#8221; is already in use by another term.", rest_text_slug(arena, slug));
        return DB_CONFLICT;
    }
    if (result != DB_OK && result != DB_NOT_FOUND) return result;
    write->term.slug = slug;
    return DB_OK;
}

static enum db_result update_term(struct db *db, void *argument) {
    struct term_write *write = argument;
    enum db_result result = write->parent_changed ? check_parent(db, write) : DB_OK;
    if (result == DB_OK) result = update_slug(db, write);
    if (result == DB_OK) result = term_update(db, &write->term);
    if (result == DB_CONFLICT && write->parent_changed && !error_is_set(write->error)) {
        // A parent below the term itself would close a ring: WordPress moves the term to the top.
        write->term.parent = 0;
        result = term_update(db, &write->term);
    }
    if (result == DB_OK) result = term_get(db, &write->request->arena, write->term.id, &write->term);
    return result;
}

// Takes over what was sent. False: the error is set.
static bool read_fields(struct term_write *write) {
    struct request *request = write->request;
    struct arena *arena = &request->arena;
    const char *name = rest_string(request, "name");
    if (name) {
        write->term.name = rest_text_plain(arena, name);
        if (!*write->term.name) {
            error_set(write->error, 400, "empty_term_name", "A name is required for this term.");
            return false;
        }
        if (strlen(write->term.name) > TERM_NAME_MAX) {
            error_set(write->error, 400, "invalid_term_name", "The name is longer than %d bytes.", TERM_NAME_MAX);
            return false;
        }
    }
    const char *description = rest_string(request, "description");
    if (description) write->term.description = sanitize_html(arena, SANITIZE_POST, description);
    const char *slug = rest_string(request, "slug");
    if (slug) {
        write->slug_wish = rest_text_slug_sent(arena, slug);
        write->slug_given = *write->slug_wish || *slug == '\0';
    }
    if (rest_isset(request, "parent")) {
        if (!rest_terms_resource(request)->hierarchical) {
            error_set(write->error, 400, "rest_taxonomy_not_hierarchical",
                      "Cannot set parent term, taxonomy is not hierarchical.");
            return false;
        }
        int64_t parent = rest_integer(request, "parent", 0);
        write->parent_changed = parent != write->term.parent;
        write->term.parent = parent;
    }
    return true;
}

static int reply(struct request *request, struct response *response, const struct term *term, bool created) {
    const struct term_resource *resource = rest_terms_resource(request);
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    struct item item;
    reply_item_begin(&item, request, response, resource->schema, CONTEXT_VIEW);
    rest_terms_write(&item, db, resource, term);
    if (!created) return reply_item_end(&item, response, 200);
    return reply_item_created(&item, response,
                              rest_url(request, "/wp/v2/%s/%lld", resource->rest_base, (long long) term->id));
}

// POST /wp/v2/categories, /wp/v2/tags: 201; 400 term_exists, rest_term_invalid (parent), empty_term_name
int rest_terms_create(struct request *request, struct response *response) {
    struct term_write write = {
        .request = request,
        .error = &response->error,
        .term = {.taxonomy = rest_terms_resource(request)->taxonomy, .name = "", .slug = "", .description = ""},
        .slug_wish = "",
    };
    if (!read_fields(&write)) return response->error.status;
    if (write.slug_given && !*write.slug_wish) write.slug_given = false;
    enum db_result result = store_write(rest_app(request)->store, insert_term, &write);
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    return reply(request, response, &write.term, true);
}

// POST, PUT, PATCH /wp/v2/categories/ID: 200; 400 duplicate_term_slug, rest_term_invalid (parent)
int rest_terms_update(struct request *request, struct response *response) {
    const struct term *before;
    if (!rest_terms_load(request, &before, &response->error)) return response->error.status;
    struct term_write write = {.request = request, .error = &response->error, .term = *before, .slug_wish = ""};
    if (!read_fields(&write)) return response->error.status;
    enum db_result result = store_write(rest_app(request)->store, update_term, &write);
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    return reply(request, response, &write.term, false);
}

struct term_removal {
    int64_t id, fallback;
};

static enum db_result remove_term(struct db *db, void *argument) {
    const struct term_removal *removal = argument;
    return term_delete(db, removal->id, removal->fallback);
}

// DELETE /wp/v2/categories/ID?force=true: 200; 501 rest_trash_not_supported without force
int rest_terms_delete(struct request *request, struct response *response) {
    const struct term *term;
    if (!rest_terms_load(request, &term, &response->error)) return response->error.status;
    if (!rest_boolean(request, "force", false))
        return error_set(&response->error, 501, "rest_trash_not_supported",
                         "Terms do not support trashing. Set '%s' to delete.", "force=true");
    struct term_removal removal = {.id = term->id};
    if (term->taxonomy == TERM_CATEGORY) removal.fallback = rest_settings(request)->default_category;
    const struct term_resource *resource = rest_terms_resource(request);
    // The answer shows the term as it was, its link included, so it is written before the term goes.
    struct item item;
    reply_deleted_begin(&item, request, response, resource->schema, CONTEXT_VIEW);
    {
        STORE_READ db = store_read_acquire(rest_app(request)->store);
        rest_terms_write(&item, db, resource, term);
    }
    enum db_result result = store_write(rest_app(request)->store, remove_term, &removal);
    if (result != DB_OK) {
        strbuf_reset(&response->body);
        return rest_db_failed(&response->error, result);
    }
    return reply_deleted_end(&item, response);
}
