// media_write: changing and deleting attachments. Another file is media_replace.c's.
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "db/store.h"
#include "server/media/uploads.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/media.h"
#include "server/rest/reply.h"

struct change {
    struct request *request;
    int64_t id;
    struct post before;  // as it was when the texts were rendered
    struct post post;    // as saved
    struct media media;  // likewise; of a deletion: what was there
    struct error *error;
};

typedef bool (*right)(const struct actor *actor, const struct post *post);

// Rights are asked again for the attachment as it is in the write.
static enum db_result load(struct db *db, struct change *change, right may, const char *code, const char *message) {
    struct arena *arena = &change->request->arena;
    enum db_result result = post_get(db, arena, change->id, &change->post);
    if (result == DB_OK) result = media_get(db, arena, change->id, &change->media);
    if (result == DB_NOT_FOUND) error_set(change->error, 404, "rest_post_invalid_id", "Invalid post ID.");
    if (result != DB_OK || may(rest_actor(change->request), &change->post)) return result;
    error_set(change->error, rest_refused(change->request), code, "%s", message);
    return DB_CONFLICT;
}

static bool has_same_texts(const struct post *post, const struct post *other) {
    return strcmp(post->title, other->title) == 0 && strcmp(post->content, other->content) == 0 &&
           strcmp(post->excerpt, other->excerpt) == 0;
}

static void take_texts(struct post *post, const struct post *from) {
    post->title = from->title;
    post->title_html = from->title_html;
    post->content = from->content;
    post->content_html = from->content_html;
    post->excerpt = from->excerpt;
    post->excerpt_html = from->excerpt_html;
}

// Applied to what is found, so that two editors who change different fields do not undo each other.
static enum db_result write_update(struct db *db, void *argument) {
    struct change *change = argument;
    struct request *request = change->request;
    const struct post rendered = change->post;
    enum db_result result =
        load(db, change, actor_can_edit_post, "rest_cannot_edit", "Sorry, you are not allowed to edit this post.");
    if (result != DB_OK) return result;
    struct post *post = &change->post;
    const bool same = has_same_texts(post, &change->before);
    const int64_t attached_before = change->media.attached;
    rest_media_merge(request, post, &change->media);
    if (same)
        take_texts(post, &rendered);
    else
        publishing_render(&request->arena, rest_settings(request), post, rest_can(request, CAP_UNFILTERED_HTML));
    if (rest_filled(request, "slug") && strcmp(rest_string(request, "slug"), post->slug) != 0)
        result = rest_media_settle_slug(db, &request->arena, post, rest_string(request, "slug"));
    if (result == DB_OK) result = post_update(db, post);
    if (result == DB_OK) result = media_update(db, &change->media);
    if (result != DB_OK) return result;
    return publishing_media_changed(db, rest_settings(request), change->id, change->media.attached, attached_before);
}

static bool run(struct change *change, store_write_function function) {
    const enum db_result result = store_write(rest_app(change->request)->store, function, change);
    if (result != DB_OK && !error_is_set(change->error)) rest_db_failed(change->error, result);
    return result == DB_OK;
}

static bool begin(struct request *request, struct change *ret, struct error *error) {
    const struct post *post;
    if (!rest_posts_load(request, &post, error)) return false;
    *ret = (struct change){.request = request, .id = post->id, .before = *post, .post = *post, .error = error};
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    const enum db_result result = db ? media_get(db, &request->arena, post->id, &ret->media) : DB_ERROR;
    if (result != DB_OK) rest_db_failed(error, result);
    return result == DB_OK;
}

// POST, PUT, PATCH /wp-json/wp/v2/media/{id}. 200; 400 rest_invalid_param, rest_invalid_author; 401 or 403
// rest_cannot_edit, rest_cannot_edit_others; 404 rest_post_invalid_id; 507 rest_disk_full.
int rest_media_update(struct request *request, struct response *response) {
    struct error *error = &response->error;
    struct change change;
    if (!begin(request, &change, error)) return error->status;
    if (!rest_media_apply(request, &change.post, &change.media, error)) return error->status;
    if (!run(&change, write_update)) return error->status;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    const enum db_result result = db ? post_get(db, &request->arena, change.id, &change.post) : DB_ERROR;
    if (result != DB_OK) return rest_db_failed(error, result);
    struct item item;
    reply_item_begin(&item, request, response, &rest_media_schema, CONTEXT_EDIT);
    rest_media_write(&item, db, &rest_media_resource, &change.post);
    return reply_item_end(&item, response, 200);
}

static enum db_result write_delete(struct db *db, void *argument) {
    struct change *change = argument;
    enum db_result result = load(db, change, actor_can_delete_post, "rest_cannot_delete",
                                 "Sorry, you are not allowed to delete this post.");
    const int64_t attached = change->media.attached;
    if (result == DB_OK) result = media_delete(db, change->id);
    if (result != DB_OK) return result;
    return publishing_media_changed(db, rest_settings(change->request), change->id, attached, 0);
}

// DELETE /wp-json/wp/v2/media/{id}; force, which must be true. 200 with {"deleted", "previous"}; 401 or 403
// rest_cannot_delete; 404 rest_post_invalid_id; 501 rest_trash_not_supported.
int rest_media_delete(struct request *request, struct response *response) {
    struct error *error = &response->error;
    struct change change;
    if (!begin(request, &change, error)) return error->status;
    if (!rest_boolean(request, "force", false))
        return error_set(error, 501, "rest_trash_not_supported",
                         "The post does not support trashing. Set 'force=true' to delete.");
    struct item item;
    // The answer shows what is then gone, so it is written first.
    struct db *db = store_read_acquire(rest_app(request)->store);
    if (!db) return rest_db_failed(error, DB_ERROR);
    reply_deleted_begin(&item, request, response, &rest_media_schema, CONTEXT_EDIT);
    rest_media_write(&item, db, &rest_media_resource, &change.post);
    store_read_release(db);
    if (run(&change, write_delete)) {
        // After the row: a file that nobody names is better than a name without a file.
        uploads_remove(rest_app(request)->uploads, &change.media);
        return reply_deleted_end(&item, response);
    }
    strbuf_reset(&response->body);
    return error->status;
}
