// media: who may upload, what lists are narrowed by, and what a create and an update have in common
// (WP_REST_Attachments_Controller).
#include "server/rest/media.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "db/store.h"
#include "db/user.h"
#include "server/media/file_type.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/param_value.h"
#include "server/rest/text.h"
#include "server/text/slug.h"

static bool refuse(struct request *request, struct error *error, const char *code, const char *message) {
    error_set(error, rest_refused(request), code, "%s", message);
    return false;
}

// To attach a file to a post takes the right to edit that one.
bool rest_media_may_create(struct request *request, struct error *error) {
    if (!rest_can(request, CAP_UPLOAD_FILES))
        return refuse(request, error, "rest_cannot_create", "Sorry, you are not allowed to create posts as this user.");
    if (!rest_posts_may_create(request, error)) return false;
    const int64_t id = rest_integer(request, "post", 0);
    if (id == 0) return true;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    struct post post;
    if (db && post_get(db, &request->arena, id, &post) == DB_OK && actor_can_edit_post(rest_actor(request), &post))
        return true;
    return refuse(request, error, "rest_cannot_edit", "Sorry, you are not allowed to upload media to this post.");
}

// Everybody may ask for "inherit", which all of them are; others need edit_posts, and match nothing.
json_t *rest_media_sanitize_statuses(struct request *request, const struct param *param, json_t *value,
                                     struct error *error) {
    json_t *list = value_list(value);
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *status = json_array_get(list, i);
        const char *name = json_string_value(status);
        if (name && strcmp(name, "inherit") == 0) continue;
        if (!rest_can(request, CAP_EDIT_POSTS)) {
            error->data_json = arena_printf(&request->arena, "{\"status\":%d}", rest_refused(request));
            error_set(error, rest_refused(request), "rest_forbidden_status", "Status is forbidden.");
        } else if (param_validate(param, value, param->name, request, error)) {
            continue;
        }
        json_decref(list);
        return NULL;
    }
    return list;
}

static void exclude_site_pictures(struct request *request, struct post_query *query) {
    const struct settings *settings = rest_settings(request);
    const size_t count = query->exclude.count;
    int64_t *ids = arena_array(&request->arena, int64_t, count + 2);
    if (count) memcpy(ids, query->exclude.items, count * sizeof *ids);
    ids[count] = settings->site_icon;
    ids[count + 1] = settings->site_logo;
    query->exclude = (struct id_list){.items = ids, .count = count + 2};
}

// WordPress passes over a MIME type that it does not take.
void rest_media_read_filters(struct request *request, struct post_query *query) {
    const char *kind = rest_filled(request, "media_type") ? rest_string(request, "media_type") : NULL;
    const char *mime = rest_filled(request, "mime_type") ? rest_string(request, "mime_type") : NULL;
    if (mime && file_type_of_mime(mime))
        query->mime = mime;
    else if (kind)
        query->mime_prefix = arena_printf(&request->arena, "%s/", kind);
    // For the press alone: these look at one medium after another.
    const bool may = rest_can(request, CAP_UPLOAD_FILES);
    query->unused = may && rest_boolean(request, "unused", false);
    query->missing_alt = may && rest_boolean(request, "missing_alt", false);
    // The site's own pictures are used too.
    if (query->unused) exclude_site_pictures(request, query);
    query->attached = rest_ids(request, "parent");
    query->attached_exclude = rest_ids(request, "parent_exclude");
}

static bool check_author(int64_t author, struct request *request, struct error *error) {
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    struct user user;
    const enum db_result result = db ? user_get(db, &request->arena, author, &user) : DB_ERROR;
    if (result == DB_NOT_FOUND)
        error_set(error, 400, "rest_invalid_author", "Invalid author ID.");
    else if (result != DB_OK)
        rest_db_failed(error, result);
    return result == DB_OK;
}

// No medium belongs to another.
static bool check_attached(int64_t id, struct request *request, struct error *error) {
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    struct post post;
    const enum db_result result = id && db ? post_get(db, &request->arena, id, &post) : DB_NOT_FOUND;
    if (result == DB_NOT_FOUND || (result == DB_OK && post.type != POST_TYPE_ATTACHMENT)) return true;
    if (result == DB_OK)
        error_set(error, 400, "rest_invalid_param", "Invalid parent type.");
    else
        rest_db_failed(error, result);
    return false;
}

void rest_media_merge(struct request *request, struct post *post, struct media *media) {
    const char *title = rest_raw(request, "title"), *caption = rest_raw(request, "caption");
    const char *description = rest_raw(request, "description");
    int64_t moment;
    if (title) post->title = title;
    if (caption) post->excerpt = caption;
    if (description) post->content = description;
    if (rest_moment(request, "date", false, &moment) || rest_moment(request, "date_gmt", true, &moment))
        post->published = moment;
    if (rest_filled(request, "author")) post->author = rest_integer(request, "author", 0);
    if (rest_filled(request, "comment_status")) post->comments_open = rest_is(request, "comment_status", "open");
    if (rest_filled(request, "ping_status")) post->pings_open = rest_is(request, "ping_status", "open");
    if (rest_isset(request, "alt_text"))
        media->alt = rest_text_plain(&request->arena, rest_string(request, "alt_text"));
    if (rest_isset(request, "post")) media->attached = rest_integer(request, "post", 0);
    post->modified = request->now;
}

bool rest_media_apply(struct request *request, struct post *post, struct media *media, struct error *error) {
    rest_media_merge(request, post, media);
    if (rest_filled(request, "author") && !check_author(post->author, request, error)) return false;
    if (rest_isset(request, "post") && !check_attached(media->attached, request, error)) return false;
    publishing_render(&request->arena, rest_settings(request), post, rest_can(request, CAP_UNFILTERED_HTML));
    return true;
}

enum db_result rest_media_settle_slug(struct db *db, struct arena *arena, struct post *post, const char *wish) {
    if (!*slug_from_text(arena, wish)) wish = "media";
    return publishing_unique_slug(db, arena, post, wish, &post->slug);
}
