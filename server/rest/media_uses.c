// media uses: where a medium is shown, for whoever is about to change or delete it.
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "db/media_change.h"
#include "db/media_use.h"
#include "db/store.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/media.h"
#include "server/rest/reply.h"
#include "server/rules/permalink.h"

static const struct param uses_params[] = {PARAM_ROW_PAGE, PARAM_ROW_PER_PAGE, {0}};
const struct rest_endpoint rest_media_uses_endpoint = {
    .captures = id_capture, .params = uses_params, .resource = &rest_media_resource};

// Who may edit it.
bool rest_media_may_see_uses(struct request *request, struct error *error) {
    const struct post *post;
    if (!rest_posts_load(request, &post, error)) return false;
    if (actor_can_edit_post(rest_actor(request), post)) return true;
    error_set(error, rest_refused(request), "rest_forbidden_context", "Sorry, you are not allowed to edit this post.");
    return false;
}

static void write_use(struct writer *out, struct request *request, struct db *db, const struct media_use *use,
                      const struct post *post) {
    writer_begin_object(out);
    writer_member_integer(out, "id", post->id);
    writer_member_string(out, "type", post_type_name(post->type));
    writer_member_string(out, "status", post_status_name(post->status));
    writer_member_string(out, "title", post->title_html);
    writer_member_string(out, "link", permalink_of_post(db, &request->arena, rest_settings(request), post));
    writer_member_boolean(out, "can_edit", actor_can_edit_post(rest_actor(request), post));
    writer_member_boolean(out, "in_content", use->content);
    writer_member_boolean(out, "featured", use->featured);
    writer_member_boolean(out, "attached", use->attached);
    writer_end_object(out);
}

static enum db_result write_uses(struct writer *out, struct request *request, struct db *db,
                                 const struct media_use_list *uses) {
    int64_t hidden = 0;
    writer_key(out, "uses");
    writer_begin_array(out);
    for (size_t i = 0; i < uses->count; i++) {
        struct post post;
        const enum db_result result = post_get(db, &request->arena, uses->items[i].post, &post);
        if (result != DB_OK && result != DB_NOT_FOUND) return result;
        if (result == DB_OK && actor_can_read_post(rest_actor(request), &post))
            write_use(out, request, db, &uses->items[i], &post);
        else
            hidden++;
    }
    writer_end_array(out);
    writer_member_integer(out, "hidden", hidden);
    return DB_OK;
}

// GET /wp-json/broadsheet/v1/media/{id}/uses; page, per_page. 200 with X-WP-Total and {"uses": [{"id", "type",
// "status", "title", "link", "can_edit", "in_content", "featured", "attached"}], "hidden": how many of this page the
// asker may not read, "total", "complete": false while older texts are still being looked at, "site_icon",
// "site_logo"}; 401 or 403 rest_forbidden_context; 404 rest_post_invalid_id.
int rest_media_uses(struct request *request, struct response *response) {
    const struct post *post;
    if (!rest_posts_load(request, &post, &response->error)) return response->error.status;
    const int64_t per_page = rest_integer(request, "per_page", 10), page = rest_integer(request, "page", 1);
    const struct settings *settings = rest_settings(request);
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    struct media_use_list uses;
    int64_t position;
    const int64_t offset = page > INT32_MAX ? INT32_MAX : (page - 1) * per_page;
    enum db_result result = db ? media_use_list(db, &request->arena, post->id, per_page, offset, &uses) : DB_ERROR;
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    reply_pages(request, response, uses.total, page, per_page);
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    result = write_uses(&out, request, db, &uses);
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    writer_member_integer(&out, "total", uses.total);
    writer_member_boolean(&out, "complete", media_scan_get(db, &position) == DB_NOT_FOUND);
    writer_member_boolean(&out, "site_icon", settings->site_icon == post->id);
    writer_member_boolean(&out, "site_logo", settings->site_logo == post->id);
    writer_end_object(&out);
    return 200;
}
