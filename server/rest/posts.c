// posts: who may do what with articles and pages (WP_REST_Posts_Controller's permission checks), and reading one.
#include "server/rest/posts.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "db/media.h"
#include "db/store.h"
#include "db/term.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"
#include "server/rules/permalink.h"

static const char subject_tag;

const struct rest_post_type *rest_posts_type(const struct request *request) { return rest_endpoint(request)->resource; }

bool rest_posts_load(struct request *request, const struct post **ret, struct error *error) {
    struct post *post = rest_subject(request, &subject_tag);
    const int64_t id = rest_integer(request, "id", 0);
    if (post && post->id == id) {
        *ret = post;
        return true;
    }
    enum db_result result = DB_NOT_FOUND;
    post = arena_new(&request->arena, struct post);
    if (id > 0) {
        STORE_READ db = store_read_acquire(rest_app(request)->store);
        result = db ? post_get(db, &request->arena, id, post) : DB_ERROR;
    }
    if (result == DB_OK && post->type != rest_posts_type(request)->type) result = DB_NOT_FOUND;
    if (result == DB_NOT_FOUND) {
        error_set(error, 404, "rest_post_invalid_id", "Invalid post ID.");
        return false;
    }
    if (result != DB_OK) {
        rest_db_failed(error, result);
        return false;
    }
    rest_set_subject(request, &subject_tag, post);
    *ret = post;
    return true;
}

static bool refuse(struct request *request, struct error *error, const char *code, const char *message) {
    error_set(error, rest_refused(request), code, "%s", message);
    return false;
}

bool rest_posts_may_list(struct request *request, struct error *error) {
    if (rest_is(request, "context", "edit") && !rest_can(request, rest_posts_type(request)->edit))
        return refuse(request, error, "rest_forbidden_context",
                      "Sorry, you are not allowed to edit posts in this post type.");
    return true;
}

// Equal, in a time that does not tell how much of it was right.
static bool password_is(const char *password, const char *given) {
    const size_t size = strlen(password);
    if (strlen(given) != size) return false;
    unsigned char differences = 0;
    for (size_t i = 0; i < size; i++) differences |= (unsigned char) (password[i] ^ given[i]);
    return differences == 0;
}

bool rest_posts_can_read(struct request *request, struct db *db, const struct post *post) {
    if (!actor_can_read_post(rest_actor(request), post)) return false;
    if (post->type != POST_TYPE_ATTACHMENT) return true;
    STORE_READ own = db ? NULL : store_read_acquire(rest_app(request)->store);
    if (!db) db = own;
    struct media media;
    struct post parent;
    if (!db || media_get(db, &request->arena, post->id, &media) != DB_OK) return false;
    if (media.attached == 0 || post_get(db, &request->arena, media.attached, &parent) != DB_OK) return true;
    return actor_can_read_post(rest_actor(request), &parent);
}

bool rest_posts_may_get(struct request *request, struct error *error) {
    const struct post *post;
    if (!rest_posts_load(request, &post, error)) return false;
    if (rest_is(request, "context", "edit") && !actor_can_edit_post(rest_actor(request), post))
        return refuse(request, error, "rest_forbidden_context", "Sorry, you are not allowed to edit this post.");
    const char *password = rest_filled(request, "password") ? rest_string(request, "password") : NULL;
    if (password && !password_is(post->password, password)) {
        error_set(error, 403, "rest_post_incorrect_password", "Incorrect post password.");
        return false;
    }
    if (!rest_posts_can_read(request, NULL, post))
        return refuse(request, error, "rest_forbidden", "Sorry, you are not allowed to do that.");
    return true;
}

// Terms that do not exist are passed over later; to assign those that do takes edit_posts.
static bool may_assign_terms(struct request *request, const char *name, enum term_taxonomy taxonomy) {
    const struct id_list ids = rest_ids(request, name);
    if (ids.count == 0 || rest_can(request, CAP_EDIT_POSTS)) return true;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    if (!db) return false;
    for (size_t i = 0; i < ids.count; i++) {
        struct term term;
        if (term_get(db, &request->arena, ids.items[i], &term) == DB_OK && term.taxonomy == taxonomy) return false;
    }
    return true;
}

static bool may_set_fields(struct request *request, const struct rest_post_type *type, struct error *error,
                           const char *others_message) {
    if (rest_filled(request, "author") && rest_integer(request, "author", -1) != rest_user_id(request) &&
        !rest_can(request, type->edit_others))
        return refuse(request, error, "rest_cannot_edit_others", others_message);
    if (rest_filled(request, "sticky") && !rest_can(request, type->edit_others) && !rest_can(request, type->publish))
        return refuse(request, error, "rest_cannot_assign_sticky", "Sorry, you are not allowed to make posts sticky.");
    return true;
}

static bool may_set_terms(struct request *request, const struct rest_post_type *type, struct error *error) {
    if (!type->has_terms) return true;
    if (may_assign_terms(request, "categories", TERM_CATEGORY) && may_assign_terms(request, "tags", TERM_TAG))
        return true;
    return refuse(request, error, "rest_cannot_assign_term",
                  "Sorry, you are not allowed to assign the provided terms.");
}

bool rest_posts_may_create(struct request *request, struct error *error) {
    static const char refused[] = "Sorry, you are not allowed to create posts as this user.";
    const struct rest_post_type *type = rest_posts_type(request);
    if (rest_filled(request, "id")) {
        error_set(error, 400, "rest_post_exists", "Cannot create existing post.");
        return false;
    }
    if (!may_set_fields(request, type, error, refused)) return false;
    if (!rest_can(request, type->edit)) return refuse(request, error, "rest_cannot_create", refused);
    return may_set_terms(request, type, error);
}

bool rest_posts_may_update(struct request *request, struct error *error) {
    const struct rest_post_type *type = rest_posts_type(request);
    const struct post *post;
    if (!rest_posts_load(request, &post, error)) return false;
    if (!actor_can_edit_post(rest_actor(request), post))
        return refuse(request, error, "rest_cannot_edit", "Sorry, you are not allowed to edit this post.");
    return may_set_fields(request, type, error, "Sorry, you are not allowed to update posts as this user.") &&
           may_set_terms(request, type, error);
}

bool rest_posts_may_delete(struct request *request, struct error *error) {
    const struct post *post;
    if (!rest_posts_load(request, &post, error)) return false;
    if (!actor_can_delete_post(rest_actor(request), post))
        return refuse(request, error, "rest_cannot_delete", "Sorry, you are not allowed to delete this post.");
    return true;
}

// GET /wp-json/wp/v2/posts/{id}, pages/{id}; context, password. 200; 404 rest_post_invalid_id; 401 or 403
// rest_forbidden, rest_forbidden_context; 403 rest_post_incorrect_password.
int rest_posts_get(struct request *request, struct response *response) {
    const struct post *post;
    if (!rest_posts_load(request, &post, &response->error)) return response->error.status;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    if (!db) return rest_db_failed(&response->error, DB_ERROR);
    const struct rest_post_type *type = rest_posts_type(request);
    struct item item;
    reply_item_begin(&item, request, response, type->schema, rest_context(request));
    rest_posts_write(&item, db, type, post);
    if (item.context == CONTEXT_EDIT) rest_posts_say_version(request, response, db, post);
    response_add_header(request, response, "Link",
                        arena_printf(&request->arena, "<%s>; rel=\"alternate\"; type=text/html",
                                     permalink_of_post(db, &request->arena, rest_settings(request), post)));
    return reply_item_end(&item, response, 200);
}
