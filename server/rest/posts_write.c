// posts_write: creating, changing and deleting articles and pages.
//
// Text is rendered on the worker, before the write. The write itself reads the post again and applies the change to
// what it finds, so that two editors who change different fields do not undo each other.
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "db/store.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/posts.h"
#include "server/rest/reply.h"
#include "server/rules/editing.h"

struct save {
    struct request *request;
    const struct rest_post_type *type;
    const struct post_change *change;
    const struct settings *settings;
    struct post rendered;  // raw texts and what was made of them
    struct post post;      // as saved
    int64_t id;            // 0: a create
    bool unfiltered, keep_revision;
    struct error *error;
};

// PHP's empty(): "0" is nothing too.
static bool is_empty(const char *text) { return !*text || strcmp(text, "0") == 0; }

static bool is_blank(const struct post *post) {
    return is_empty(post->title) && is_empty(post->content) && is_empty(post->excerpt);
}

static struct post blank_post(const struct rest_post_type *type, const struct settings *settings, int64_t author) {
    const bool article = type->type == POST_TYPE_POST;
    return (struct post){
        .type = type->type,
        .status = POST_DRAFT,
        .author = author,
        .slug = "",
        .title = "",
        .title_html = "",
        .content = "",
        .content_html = "",
        .excerpt = "",
        .excerpt_html = "",
        .password = "",
        .format = "standard",
        .template_name = "",
        .comments_open = article && settings->default_comment_status,
        .pings_open = article && settings->default_ping_status,
        .date_floating = true,
    };
}

// Markdown is stored as it was written, by whomever: where it is to count as HTML it passes the sanitiser first.
static bool trusts(const struct save *save, const struct post *before) {
    return save->unfiltered &&
           (!before || !save->change->set_content_format || before->content_format == save->change->content_format);
}

// The texts were rendered from what was read before the write; if someone changed them meanwhile, again.
static void take_rendered(struct save *save, const struct post *sent, const struct post *before, struct post *post) {
    if (sent->content_format != post->content_format || strcmp(sent->title, post->title) != 0 ||
        strcmp(sent->content, post->content) != 0 || strcmp(sent->excerpt, post->excerpt) != 0) {
        publishing_render(&save->request->arena, save->settings, post, trusts(save, before));
        return;
    }
    post->title = save->rendered.title;
    post->title_html = save->rendered.title_html;
    post->content = save->rendered.content;
    post->content_html = save->rendered.content_html;
    post->excerpt = save->rendered.excerpt;
    post->excerpt_html = save->rendered.excerpt_html;
}

struct save_update {
    struct save save;
    struct post sent;  // raw texts that were rendered, before sanitation
};

static enum db_result write_create(struct db *db, void *argument) {
    struct save_update *update = argument;
    struct save *save = &update->save;
    save->post = save->rendered;
    enum db_result result = publishing_save(db, &save->request->arena, save->settings, NULL, &save->post,
                                            &save->change->terms, save->request->now);
    if (result == DB_CONFLICT)
        error_set(save->error, 400, "db_insert_error", "Could not insert post into the database.");
    return result == DB_OK ? post_editor_put(db, save->post.id, rest_user_id(save->request)) : result;
}

static enum db_result write_update(struct db *db, void *argument) {
    struct save_update *update = argument;
    struct save *save = &update->save;
    struct post before;
    enum db_result result = post_get(db, &save->request->arena, save->id, &before);
    if (result == DB_NOT_FOUND) error_set(save->error, 404, "rest_post_invalid_id", "Invalid post ID.");
    if (result != DB_OK) return result;
    if (!actor_can_edit_post(rest_actor(save->request), &before)) {
        error_set(save->error, rest_refused(save->request), "rest_cannot_edit",
                  "Sorry, you are not allowed to edit this post.");
        return DB_CONFLICT;
    }
    result = rest_posts_match(db, save->request, &before, save->error);
    if (result != DB_OK) return result;
    save->post = before;
    post_change_apply(save->change, &save->post);
    take_rendered(save, &update->sent, &before, &save->post);
    result = publishing_save(db, &save->request->arena, save->settings, &before, &save->post, &save->change->terms,
                             save->request->now);
    if (result == DB_CONFLICT) error_set(save->error, 400, "db_update_error", "Could not update post in the database.");
    if (result == DB_OK) result = post_editor_put(db, save->id, rest_user_id(save->request));
    if (result != DB_OK || !save->keep_revision) return result;
    return publishing_keep_revision(db, &save->request->arena, save->settings, &save->post,
                                    rest_user_id(save->request));
}

// Reads the parameters into `update`; `before` NULL: a create. False: error set.
static bool prepare(struct request *request, const struct post *before, const struct post_change *change,
                    struct save_update *update, struct error *error) {
    const struct rest_post_type *type = rest_posts_type(request);
    struct save *save = &update->save;
    *save = (struct save){
        .request = request,
        .type = type,
        .change = change,
        .settings = rest_settings(request),
        .id = before ? before->id : 0,
        .unfiltered = rest_can(request, CAP_UNFILTERED_HTML),
        .error = error,
    };
    struct post post = before ? *before : blank_post(type, save->settings, rest_user_id(request));
    post_change_apply(change, &post);
    if (is_blank(&post)) {
        error_set(error, 400, "empty_content", "Content, title, and excerpt are empty.");
        return false;
    }
    update->sent = post;
    publishing_render(&request->arena, save->settings, &post, trusts(save, before));
    save->rendered = post;
    return true;
}

static bool run(struct request *request, store_write_function function, struct save_update *update,
                struct error *error) {
    const enum db_result result = store_write(rest_app(request)->store, function, update);
    if (result != DB_OK && !error_is_set(error)) rest_db_failed(error, result);
    return result == DB_OK;
}

// Reads the post as it is now and begins the answer with it, in context edit.
static bool answer_begin(struct request *request, struct response *response, struct db *db, int64_t id,
                         struct item *item) {
    const struct rest_post_type *type = rest_posts_type(request);
    struct post post;
    const enum db_result result = db ? post_get(db, &request->arena, id, &post) : DB_ERROR;
    if (result == DB_NOT_FOUND) error_set(&response->error, 404, "rest_post_invalid_id", "Invalid post ID.");
    if (result != DB_OK) {
        rest_db_failed(&response->error, result);
        return false;
    }
    reply_item_begin(item, request, response, type->schema, CONTEXT_EDIT);
    rest_posts_write(item, db, type, &post);
    rest_posts_say_version(request, response, db, &post);
    return true;
}

// POST /wp-json/wp/v2/posts, pages. 201 with Location; 400 rest_invalid_param, empty_content, rest_invalid_author,
// rest_invalid_field, rest_post_invalid_id (parent), rest_post_exists; 401 or 403 rest_cannot_create,
// rest_cannot_publish, rest_cannot_edit_others, rest_cannot_assign_sticky, rest_cannot_assign_term; 507 rest_disk_full.
int rest_posts_create(struct request *request, struct response *response) {
    struct error *error = &response->error;
    const struct rest_post_type *type = rest_posts_type(request);
    struct post_change change;
    struct save_update update;
    if (!post_change_read(request, type, NULL, &change, error)) return error->status;
    if (!prepare(request, NULL, &change, &update, error)) return error->status;
    if (!run(request, write_create, &update, error)) return error->status;
    const int64_t id = update.save.post.id;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    struct item item;
    if (!answer_begin(request, response, db, id, &item)) return error->status;
    return reply_item_created(&item, response, rest_url(request, "/wp/v2/%s/%lld", type->rest_base, (long long) id));
}

bool rest_posts_apply(struct request *request, const struct post *before, const struct post_change *change,
                      bool keep_revision, struct error *error) {
    struct save_update update;
    if (!prepare(request, before, change, &update, error)) return false;
    update.save.keep_revision = keep_revision;
    return run(request, write_update, &update, error);
}

// POST, PUT, PATCH /wp-json/wp/v2/posts/{id}, pages/{id}. 200; as above, and 404 rest_post_invalid_id, 401 or 403
// rest_cannot_edit; 412 rest_precondition_failed.
int rest_posts_update(struct request *request, struct response *response) {
    struct error *error = &response->error;
    const struct post *before;
    struct post_change change;
    if (!rest_posts_load(request, &before, error)) return error->status;
    if (!post_change_read(request, rest_posts_type(request), before, &change, error)) return error->status;
    if (!rest_posts_apply(request, before, &change, true, error)) return error->status;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    struct item item;
    if (!answer_begin(request, response, db, before->id, &item)) return error->status;
    return reply_item_end(&item, response, 200);
}

struct removal {
    struct request *request;
    int64_t id;
    struct error *error;
};

// Rights and version are asked again for the post as it is in the write.
static bool may_still_delete(struct db *db, const struct removal *removal, enum db_result *ret) {
    struct post post;
    *ret = post_get(db, &removal->request->arena, removal->id, &post);
    if (*ret == DB_NOT_FOUND) error_set(removal->error, 404, "rest_post_invalid_id", "Invalid post ID.");
    if (*ret != DB_OK) return false;
    if (actor_can_delete_post(rest_actor(removal->request), &post)) {
        *ret = rest_posts_match(db, removal->request, &post, removal->error);
        return *ret == DB_OK;
    }
    error_set(removal->error, rest_refused(removal->request), "rest_cannot_delete",
              "Sorry, you are not allowed to delete this post.");
    *ret = DB_CONFLICT;
    return false;
}

static enum db_result write_delete(struct db *db, void *argument) {
    const struct removal *removal = argument;
    enum db_result result;
    return may_still_delete(db, removal, &result) ? post_delete(db, removal->id) : result;
}

static enum db_result write_trash(struct db *db, void *argument) {
    const struct removal *removal = argument;
    struct request *request = removal->request;
    struct post post;
    enum db_result result;
    if (!may_still_delete(db, removal, &result)) return result;
    result = publishing_trash(db, &request->arena, removal->id, request->now);
    if (result == DB_OK) result = post_editor_put(db, removal->id, rest_user_id(request));
    if (result == DB_OK) result = post_get(db, &request->arena, removal->id, &post);
    if (result != DB_OK) return result;
    return publishing_keep_revision(db, &request->arena, rest_settings(request), &post, rest_user_id(request));
}

static int delete_for_good(struct request *request, struct response *response, const struct post *post) {
    const struct rest_post_type *type = rest_posts_type(request);
    struct item item;
    struct removal removal = {.request = request, .id = post->id, .error = &response->error};
    // The answer shows what is then gone, so it is written first.
    struct db *db = store_read_acquire(rest_app(request)->store);
    if (!db) return rest_db_failed(&response->error, DB_ERROR);
    reply_deleted_begin(&item, request, response, type->schema, CONTEXT_EDIT);
    rest_posts_write(&item, db, type, post);
    store_read_release(db);
    const enum db_result result = store_write(rest_app(request)->store, write_delete, &removal);
    if (result == DB_OK) return reply_deleted_end(&item, response);
    strbuf_reset(&response->body);
    return error_is_set(&response->error) ? response->error.status : rest_db_failed(&response->error, result);
}

// DELETE /wp-json/wp/v2/posts/{id}, pages/{id}; force. 200: the post in the trash, or {"deleted", "previous"}; 404
// rest_post_invalid_id; 401 or 403 rest_cannot_delete; 410 rest_already_trashed; 412 rest_precondition_failed.
int rest_posts_delete(struct request *request, struct response *response) {
    struct error *error = &response->error;
    const struct post *post;
    if (!rest_posts_load(request, &post, error)) return error->status;
    if (rest_boolean(request, "force", false)) return delete_for_good(request, response, post);
    if (post->status == POST_TRASH)
        return error_set(error, 410, "rest_already_trashed", "The post has already been deleted.");
    struct removal removal = {.request = request, .id = post->id, .error = error};
    const enum db_result result = store_write(rest_app(request)->store, write_trash, &removal);
    if (result != DB_OK) return error_is_set(error) ? error->status : rest_db_failed(error, result);
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    struct item item;
    if (!answer_begin(request, response, db, post->id, &item)) return error->status;
    return reply_item_end(&item, response, 200);
}
