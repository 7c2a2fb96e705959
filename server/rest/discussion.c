// discussion: /broadsheet/v1/discussion: closing or opening the discussions of all posts or pages that a list's filters
// match, with the number before and undo after.
#include <inttypes.h>

#include "base/arena.h"
#include "base/clock.h"
#include "db/discussion_change.h"
#include "db/store.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/posts.h"
#include "server/rest/reply.h"
#include "server/rules/discussion_bulk.h"

enum { LIST_MOST = 20 };

static const struct param undo_params[] = {
    {.name = "undo", .description = "The number that the change gave.", .types = PARAM_INTEGER, .required = true}, {0}};
const struct rest_endpoint rest_discussion_list_endpoint = {0};
const struct rest_endpoint rest_discussion_undo_endpoint = {.params = undo_params};

static bool refuse(struct request *request, struct error *error) {
    error_set(error, rest_refused(request), "rest_forbidden", "Sorry, you are not allowed to do that.");
    return false;
}

bool rest_discussion_may(struct request *request, struct error *error) {
    if (rest_can(request, CAP_EDIT_POSTS) || rest_can(request, CAP_EDIT_PAGES)) return true;
    return refuse(request, error);
}

bool rest_discussion_may_turn(struct request *request, struct error *error) {
    return rest_can(request, rest_posts_type(request)->edit) || refuse(request, error);
}

static struct discussion_bulk bulk_of(struct request *request) {
    return (struct discussion_bulk){
        .actor = rest_actor(request), .account = rest_user_id(request), .now = request->now};
}

static void write_closed(struct writer *out, const struct discussion_bulk_count *counts) {
    writer_key(out, "still_closed");
    writer_begin_object(out);
    writer_member_integer(out, "age", counts->too_old);
    writer_member_integer(out, "not_public", counts->not_public);
    writer_end_object(out);
}

// `change` 0: nothing was turned.
static int answer(struct request *request, struct response *response, const struct discussion_bulk *bulk,
                  const struct discussion_bulk_count *counts, bool dry, int64_t changed, int64_t change) {
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    writer_member_boolean(&out, "dry_run", dry);
    writer_member_integer(&out, "matched", counts->matched);
    writer_member_integer(&out, "count", counts->count);
    if (bulk->open) write_closed(&out, counts);
    if (!dry) {
        writer_member_integer(&out, "changed", changed);
        writer_key(&out, "undo");
        if (change) {
            writer_integer(&out, change);
        } else {
            writer_null(&out);
        }
    }
    writer_end_object(&out);
    return 200;
}

// Counts, and finds the posts unless they are only to be counted, both in one state of the site.
static enum db_result look(struct request *request, const struct discussion_bulk *bulk, const struct post_query *query,
                           bool dry, struct discussion_bulk_count *ret_counts, struct id_list *ret_posts) {
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    enum db_result result =
        db ? discussion_bulk_count(db, &request->arena, bulk, rest_settings(request), query, ret_counts) : DB_ERROR;
    if (result == DB_OK && !dry && ret_counts->count <= DISCUSSION_BULK_MOST)
        result = discussion_bulk_find(db, &request->arena, bulk, query, ret_posts);
    return result;
}

static bool fits(struct request *request, const struct discussion_bulk_count *counts, struct error *error) {
    if (rest_isset(request, "expect") && rest_integer(request, "expect", 0) != counts->count) {
        error->data_json = arena_printf(&request->arena, "{\"count\":%" PRId64 "}", counts->count);
        error_set(error, 409, "broadsheet_count_changed", "There are %" PRId64 " now; nothing was changed.",
                  counts->count);
        return false;
    }
    if (counts->count <= DISCUSSION_BULK_MOST) return true;
    error_set(error, 400, "broadsheet_too_many", "At most %d can be changed at once.", (int) DISCUSSION_BULK_MOST);
    return false;
}

// POST /broadsheet/v1/discussion/posts, pages: the filters of the lists; action, dry_run, expect. 200; 400
// rest_invalid_param, rest_missing_callback_param, broadsheet_too_many; 401 or 403 rest_forbidden; 409
// broadsheet_count_changed; 503, 507: what was done until then is in data as "changed" and "undo".
int rest_discussion_turn(struct request *request, struct response *response) {
    struct error *error = &response->error;
    const struct rest_post_type *type = rest_posts_type(request);
    const bool dry = rest_boolean(request, "dry_run", false);
    struct discussion_bulk bulk = bulk_of(request);
    struct post_query query = {0};
    if (!rest_posts_read_query(request, type, &query, error)) return error->status;
    bulk.type = type->type;
    bulk.open = rest_is(request, "action", "open");
    struct discussion_bulk_count counts = {0};
    struct id_list posts = {0};
    enum db_result result = look(request, &bulk, &query, dry, &counts, &posts);
    if (result != DB_OK) return rest_db_failed(error, result);
    if (!fits(request, &counts, error)) return error->status;
    if (dry) return answer(request, response, &bulk, &counts, true, 0, 0);
    int64_t changed, change;
    result = discussion_bulk_turn(rest_app(request)->store, &bulk, &posts, &changed, &change);
    if (result == DB_OK) return answer(request, response, &bulk, &counts, false, changed, change);
    if (change) {
        error->data_json =
            arena_printf(&request->arena, "{\"changed\":%" PRId64 ",\"undo\":%" PRId64 "}", changed, change);
    }
    return rest_db_failed(error, result);
}

// POST /broadsheet/v1/discussion/undo: 200; 401 or 403 rest_forbidden; 404 broadsheet_no_change; 503, 507: as above.
int rest_discussion_undo(struct request *request, struct response *response) {
    const struct discussion_bulk bulk = bulk_of(request);
    int64_t restored = 0, left = 0;
    const enum db_result result =
        discussion_bulk_undo(rest_app(request)->store, &bulk, rest_integer(request, "undo", 0), &restored, &left);
    if (result == DB_NOT_FOUND)
        return error_set(&response->error, 404, "broadsheet_no_change", "There is nothing to undo under this number.");
    if (result != DB_OK) {
        response->error.data_json = arena_printf(&request->arena, "{\"restored\":%" PRId64 "}", restored);
        return rest_db_failed(&response->error, result);
    }
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    writer_member_integer(&out, "restored", restored);
    writer_member_integer(&out, "left", left);
    writer_end_object(&out);
    return 200;
}

static void write_change(struct writer *out, const struct discussion_change *change) {
    char text[CLOCK_ISO_SIZE];
    const struct clock_date date = clock_utc(change->created);
    writer_begin_object(out);
    writer_member_integer(out, "undo", change->id);
    writer_member_string(out, "type", post_type_name(change->type));
    writer_member_string(out, "action", change->opened ? "open" : "close");
    writer_member_string(out, "date_gmt", clock_format_iso(text, &date));
    writer_member_integer(out, "changed", change->number);
    writer_member_integer(out, "intact", change->intact);
    writer_end_object(out);
}

// GET /broadsheet/v1/discussion: what the asker can undo, the latest first. 200; 401 or 403 rest_forbidden.
int rest_discussion_list(struct request *request, struct response *response) {
    struct discussion_change_list list;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    const enum db_result result =
        db ? discussion_change_list(db, &request->arena, rest_user_id(request),
                                    request->now - DISCUSSION_BULK_KEPT_SECONDS, LIST_MOST, &list)
           : DB_ERROR;
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_array(&out);
    for (size_t i = 0; i < list.count; i++) write_change(&out, &list.items[i]);
    writer_end_array(&out);
    return 200;
}
