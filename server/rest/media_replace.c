// media replace: another file in the place of a medium's: its number, its words and its addresses of old stay.
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "db/store.h"
#include "server/media/uploads.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/media.h"
#include "server/rest/reply.h"
#include "server/rules/media_replace.h"

static const struct param no_params[] = {{0}};
const struct rest_endpoint rest_media_file_endpoint = {
    .schema = &rest_media_schema, .captures = id_capture, .params = no_params, .resource = &rest_media_resource};

bool rest_media_may_replace(struct request *request, struct error *error) {
    const struct post *post;
    if (!rest_posts_load(request, &post, error)) return false;
    if (actor_can_edit_post(rest_actor(request), post) && rest_can(request, CAP_UPLOAD_FILES)) return true;
    error_set(error, rest_refused(request), "rest_cannot_edit", "Sorry, you are not allowed to edit this post.");
    return false;
}

struct replacement {
    struct request *request;
    struct error *error;
    struct post post;
    struct media media;  // the new file
};

// Rights are asked again for the attachment as it is in the write.
static enum db_result write_replacement(struct db *db, void *argument) {
    struct replacement *replacement = argument;
    struct request *request = replacement->request;
    struct media before;
    enum db_result result = post_get(db, &request->arena, replacement->post.id, &replacement->post);
    if (result == DB_OK) result = media_get(db, &request->arena, replacement->post.id, &before);
    if (result == DB_NOT_FOUND) error_set(replacement->error, 404, "rest_post_invalid_id", "Invalid post ID.");
    if (result != DB_OK) return result;
    if (!actor_can_edit_post(rest_actor(request), &replacement->post)) {
        error_set(replacement->error, rest_refused(request), "rest_cannot_edit",
                  "Sorry, you are not allowed to edit this post.");
        return DB_CONFLICT;
    }
    replacement->media.post = replacement->post.id;
    replacement->post.modified = request->now;
    result = media_replace_file(db, &before, &replacement->media);
    return result == DB_OK ? post_update(db, &replacement->post) : result;
}

static bool read_mime(struct request *request, int64_t id, const char **ret, struct error *error) {
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    struct media media;
    const enum db_result result = db ? media_get(db, &request->arena, id, &media) : DB_ERROR;
    if (result != DB_OK) rest_db_failed(error, result);
    if (result == DB_OK) *ret = media.mime;
    return result == DB_OK;
}

// POST /wp-json/broadsheet/v1/media/{id}/file; the file as POST /wp/v2/media takes it. 200 with the medium; 400, 413,
// 415 and 507 as there, with nothing changed; 415 broadsheet_media_kind: a file of another kind than the one that is
// there; 401 or 403 rest_cannot_edit; 404 rest_post_invalid_id.
int rest_media_replace(struct request *request, struct response *response) {
    struct error *error = &response->error;
    const struct post *post;
    const char *mime;
    if (!rest_posts_load(request, &post, error) || !read_mime(request, post->id, &mime, error)) return error->status;
    struct replacement replacement = {.request = request, .error = error, .post = *post, .media = {.alt = ""}};
    if (!rest_media_save_file(request, mime, &replacement.media, error)) return error->status;
    enum db_result result = store_write(rest_app(request)->store, write_replacement, &replacement);
    if (result != DB_OK) {
        if (!error_is_set(error)) rest_db_failed(error, result);
        uploads_remove(rest_app(request)->uploads, &replacement.media);
        return error->status;
    }
    // It is done; what cannot be finished now is finished later (upkeep), and meanwhile served from the old addresses.
    const bool finished = media_replace_finish(rest_app(request));
    (void) finished;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    result = db ? post_get(db, &request->arena, replacement.post.id, &replacement.post) : DB_ERROR;
    if (result != DB_OK) return rest_db_failed(error, result);
    struct item item;
    reply_item_begin(&item, request, response, &rest_media_schema, CONTEXT_EDIT);
    rest_media_write(&item, db, &rest_media_resource, &replacement.post);
    return reply_item_end(&item, response, 200);
}
