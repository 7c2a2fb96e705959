// media_upload: a file becomes an attachment: raw with Content-Disposition, or the part "file" of a form.
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "db/store.h"
#include "server/http/spool.h"
#include "server/media/file_name.h"
#include "server/media/file_type.h"
#include "server/media/image_sizes.h"
#include "server/media/uploads.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/media.h"
#include "server/rest/reply.h"
#include "server/rules/media_links.h"
#include "server/rules/media_sizes.h"
#include "server/rules/settings.h"

static const char refused_file[] = "rest_upload_sideload_error", refused_part[] = "rest_upload_unknown_error";

static bool refuse(struct error *error, const char *code, const char *message) {
    error_set(error, 400, code, "%s", message);
    return false;
}

static bool find_part(const struct request *request, const struct spool_view *view, struct upload *ret,
                      struct error *error) {
    for (size_t i = 0; i < request->file_count; i++) {
        const struct request_file *file = &request->files[i];
        if (strcmp(file->field, "file") != 0) continue;
        ret->name = file->name;
        ret->bytes = view->bytes + file->offset;
        ret->size = file->size;
        if (file->size > 0) return true;
    }
    return refuse(error, "rest_upload_no_data", "No data supplied.");
}

static bool find_raw(struct request *request, const struct spool_view *view, struct upload *ret, struct error *error) {
    const char *type = request_header(request, "Content-Type");
    const char *disposition = request_header(request, "Content-Disposition");
    if (view->size == 0) return refuse(error, "rest_upload_no_data", "No data supplied.");
    if (!type || !*type) return refuse(error, "rest_upload_no_content_type", "No Content-Type supplied.");
    if (!disposition || !*disposition)
        return refuse(error, "rest_upload_no_content_disposition", "No Content-Disposition supplied.");
    ret->name = file_name_of_disposition(&request->arena, disposition);
    if (!ret->name)
        return refuse(error, "rest_upload_invalid_disposition",
                      "Invalid Content-Disposition supplied. Content-Disposition needs to be formatted as "
                      "`attachment; filename=\"image.png\"` or similar.");
    ret->bytes = view->bytes;
    ret->size = view->size;
    return true;
}

// WordPress answers 500 to what it does not take.
static bool report(enum upload_result result, const char *code, struct error *error) {
    switch (result) {
        case UPLOAD_OK:
            return true;
        case UPLOAD_TYPE:
            error_set(error, 415, code, "Sorry, you are not allowed to upload this file type.");
            return false;
        case UPLOAD_BROKEN:
            error_set(error, 415, code, "The picture is damaged: it has no size.");
            return false;
        case UPLOAD_PIXELS:
            error_set(error, 413, code, "The picture has too many pixels. Please make it smaller first.");
            return false;
        case UPLOAD_FULL:
            rest_db_failed(error, DB_FULL);
            return false;
        case UPLOAD_FAILED:
            break;
    }
    error_set(error, 500, "rest_upload_file_error", "The file could not be stored.");
    return false;
}

static bool is_taken(void *context, struct arena *arena, const char *file) {
    STORE_READ db = store_read_acquire(context);
    bool taken = false;
    return db && media_links_is_taken(db, arena, file, &taken) == DB_OK && taken;
}

// "image" of "image/png".
static bool is_of_kind(const struct upload *upload, const char *mime) {
    const struct file_type *type = file_type_decide(upload->name, upload->bytes, upload->size);
    const size_t size = strcspn(mime, "/") + 1;
    return !type || strncmp(type->mime, mime, size) == 0;
}

bool rest_media_save_file(struct request *request, const char *kind_of, struct media *ret, struct error *error) {
    SPOOL_VIEW view = {0};
    const bool has_body = spool_map(request->body_file, &view);
    const bool is_form = has_body && request->file_count > 0;
    const struct clock_date today = clock_local(request->now);
    const struct settings *settings = rest_settings(request);
    const bool folders = settings->uploads_use_yearmonth_folders;
    struct upload upload = {.year = folders ? today.year : 0,
                            .month = today.month,
                            .is_taken = is_taken,
                            .context = rest_app(request)->store};
    struct image_size sizes[MEDIA_SIZES_MOST];
    media_sizes_set(settings, sizes, &upload);
    if (!(is_form ? find_part(request, &view, &upload, error) : find_raw(request, &view, &upload, error))) return false;
    if (kind_of && !is_of_kind(&upload, kind_of)) {
        error_set(error, 415, "broadsheet_media_kind",
                  "The new file is of another kind than the one in whose place it would come.");
        return false;
    }
    const enum upload_result result = uploads_save(rest_app(request)->uploads, &request->arena, &upload, ret);
    return report(result, is_form ? refused_part : refused_file, error);
}

// The title is the file's name, as stored and without its ending.
static struct post new_post(struct request *request, const struct media *media) {
    const char *slash = strrchr(media->file, '/');
    const char *name = slash ? slash + 1 : media->file;
    const char *stem = arena_strndup(&request->arena, name, (size_t) (strrchr(name, '.') - name));
    return (struct post){
        .type = POST_TYPE_ATTACHMENT,
        .status = POST_INHERIT,
        .author = rest_user_id(request),
        .slug = "",
        .title = stem,
        .content = "",
        .excerpt = "",
        .password = "",
        .format = "standard",
        .template_name = "",
        .comments_open = rest_settings(request)->default_comment_status,
        .published = request->now,
        .created = request->now,
        .modified = request->now,
    };
}

struct creation {
    struct request *request;
    struct post post;
    struct media media;
    const char *slug;
};

static enum db_result write_creation(struct db *db, void *argument) {
    struct creation *creation = argument;
    enum db_result result = rest_media_settle_slug(db, &creation->request->arena, &creation->post, creation->slug);
    if (result == DB_OK) result = post_insert(db, &creation->post, &creation->post.id);
    creation->media.post = creation->post.id;
    if (result == DB_OK) result = media_insert(db, &creation->media);
    if (result != DB_OK) return result;
    return publishing_media_changed(db, rest_settings(creation->request), creation->post.id, creation->media.attached,
                                    0);
}

static bool create(struct request *request, struct creation *creation, struct error *error) {
    creation->post = new_post(request, &creation->media);
    if (!rest_media_apply(request, &creation->post, &creation->media, error)) return false;
    const char *slug = rest_filled(request, "slug") ? rest_string(request, "slug") : NULL;
    creation->slug = slug ? slug : creation->post.title;
    const enum db_result result = store_write(rest_app(request)->store, write_creation, creation);
    if (result != DB_OK) rest_db_failed(error, result);
    return result == DB_OK;
}

// POST /wp-json/wp/v2/media. 201 with Location; 400 rest_upload_no_data, rest_upload_no_content_type,
// rest_upload_no_content_disposition, rest_upload_invalid_disposition, rest_invalid_param, rest_invalid_author; 401 or
// 403 rest_cannot_create, rest_cannot_edit, rest_cannot_edit_others; 413 too many bytes or pixels; 415
// rest_upload_sideload_error, rest_upload_unknown_error: a type that is not taken; 507 rest_disk_full.
int rest_media_create(struct request *request, struct response *response) {
    struct error *error = &response->error;
    struct creation creation = {.request = request, .media = {.alt = ""}};
    if (!rest_media_save_file(request, NULL, &creation.media, error)) return error->status;
    creation.media.alt = "";
    if (!create(request, &creation, error)) {
        uploads_remove(rest_app(request)->uploads, &creation.media);
        return error->status;
    }
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    if (!db) return rest_db_failed(error, DB_ERROR);
    struct item item;
    const enum db_result result = post_get(db, &request->arena, creation.post.id, &creation.post);
    if (result != DB_OK) return rest_db_failed(error, result);
    reply_item_begin(&item, request, response, &rest_media_schema, CONTEXT_EDIT);
    rest_media_write(&item, db, &rest_media_resource, &creation.post);
    return reply_item_created(&item, response, rest_url(request, "/wp/v2/media/%lld", (long long) creation.post.id));
}
