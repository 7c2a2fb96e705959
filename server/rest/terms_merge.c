// terms merge: several categories or tags become one.
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "db/store.h"
#include "db/term_merge.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"
#include "server/rules/term_merge.h"

enum { TERMS_MOST = 100 };

static const char *const taxonomy_choices[] = {"category", "post_tag", NULL};

static const struct param merge_params[] = {
    {.name = "taxonomy",
     .description = "What the terms are.",
     .types = PARAM_STRING,
     .choices = taxonomy_choices,
     .required = true},
    {.name = "from",
     .description = "The terms that become another one.",
     .types = PARAM_ARRAY,
     .items = &integer_item,
     .min_items = 1,
     .max_items = TERMS_MOST,
     .unique_items = true,
     .required = true},
    {.name = "into", .description = "The term that they become.", .types = PARAM_INTEGER, .required = true},
    {.name = "dry_run",
     .description = "Whether to tell only how many posts it would change.",
     .types = PARAM_BOOLEAN,
     .default_json = "false"},
    {0},
};
const struct rest_endpoint rest_terms_merge_endpoint = {.params = merge_params};

bool rest_terms_may_merge(struct request *request, struct error *error) {
    if (rest_can(request, CAP_MANAGE_CATEGORIES)) return true;
    error_set(error, rest_refused(request), "rest_cannot_update", "Sorry, you are not allowed to edit this term.");
    return false;
}

static bool refuse(struct request *request, struct error *error, const char *name, const char *message) {
    error_add_param(error, &request->arena, name, message, "rest_term_invalid");
    error_set(error, 400, "rest_invalid_param", "Invalid parameter(s): %s", name);
    return false;
}

static bool read_term(struct request *request, struct db *db, const char *name, int64_t id, struct term *ret,
                      struct error *error) {
    const enum term_taxonomy taxonomy = rest_is(request, "taxonomy", "category") ? TERM_CATEGORY : TERM_TAG;
    const enum db_result result = term_get(db, &request->arena, id, ret);
    if (result == DB_NOT_FOUND || (result == DB_OK && ret->taxonomy != taxonomy))
        return refuse(request, error, name, "Term does not exist.");
    if (result != DB_OK) rest_db_failed(error, result);
    return result == DB_OK;
}

struct merging {
    struct term into;
    struct term *from;
    struct id_list ids;
    int64_t posts, children;
};

static bool read_merging(struct request *request, struct merging *ret, struct error *error) {
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    if (!db) {
        rest_db_failed(error, DB_ERROR);
        return false;
    }
    ret->ids = rest_ids(request, "from");
    ret->from = arena_array(&request->arena, struct term, ret->ids.count + 1);
    if (!read_term(request, db, "into", rest_integer(request, "into", 0), &ret->into, error)) return false;
    for (size_t i = 0; i < ret->ids.count; i++) {
        if (ret->ids.items[i] == ret->into.id)
            return refuse(request, error, "from", "A term cannot be merged into itself.");
        if (!read_term(request, db, "from", ret->ids.items[i], &ret->from[i], error)) return false;
        struct term_query query = {
            .taxonomy = ret->into.taxonomy, .filter_parent = true, .parent = ret->ids.items[i], .want_total = true};
        struct term_list children;
        if (term_list(db, &request->arena, &query, &children) == DB_OK) ret->children += children.total;
    }
    const enum db_result result = term_merge_count(db, &request->arena, &ret->ids, &ret->posts);
    if (result != DB_OK) rest_db_failed(error, result);
    return result == DB_OK;
}

// POST /wp-json/broadsheet/v1/terms/merge; taxonomy, from, into, dry_run. 200 with {"into", "merged": [ids], "posts":
// of any status, "children": categories that move up, "dry_run"}; 400 rest_invalid_param; 401 or 403
// rest_cannot_update; 409 rest_conflict: a term was deleted meanwhile; 503, 507: some posts may have been moved, and it
// can be sent again.
int rest_terms_merge(struct request *request, struct response *response) {
    struct error *error = &response->error;
    struct merging merging = {0};
    if (!read_merging(request, &merging, error)) return error->status;
    const bool dry_run = rest_boolean(request, "dry_run", false);
    for (size_t i = 0; i < merging.ids.count && !dry_run; i++) {
        int64_t posts;
        const enum db_result result = term_merge(rest_app(request), &merging.from[i], merging.into.id, &posts);
        if (result == DB_NOT_FOUND || result == DB_CONFLICT)
            return error_set(error, 409, "rest_conflict", "One of the terms was deleted meanwhile.");
        if (result != DB_OK) return rest_db_failed(error, result);
    }
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    writer_member_integer(&out, "into", merging.into.id);
    writer_key(&out, "merged");
    writer_begin_array(&out);
    for (size_t i = 0; i < merging.ids.count; i++) writer_integer(&out, merging.ids.items[i]);
    writer_end_array(&out);
    writer_member_integer(&out, "posts", merging.posts);
    writer_member_integer(&out, "children", merging.children);
    writer_member_boolean(&out, "dry_run", dry_run);
    writer_end_object(&out);
    return 200;
}
