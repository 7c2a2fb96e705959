// locks: /broadsheet/v1/locks/ID: who has an article or page open, so that two people do not write over each other
// (WordPress: _edit_lock and the heartbeat of its own screens). A lock forbids nothing: If-Match does.
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "db/store.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/posts.h"
#include "server/rest/reply.h"
#include "server/rules/editing.h"

static const char subject_tag;

#define ROW_KEY(required_)                                                                                    \
    {                                                                                                         \
        .name = "key", .description = "A name that the window gives itself, the same as long as it is open.", \
        .types = PARAM_STRING, .min_length = 1, .max_length = 64, .required = required_                       \
    }
static const struct param get_params[] = {ROW_KEY(false), {0}};
static const struct param take_params[] = {
    ROW_KEY(true),
    {.name = "renew",
     .description = "Only if the lock is still this window's, or nobody's.",
     .types = PARAM_BOOLEAN,
     .default_json = "false"},
    {.name = "take_over", .description = "Whoever has it.", .types = PARAM_BOOLEAN, .default_json = "false"},
    {0},
};
static const struct param release_params[] = {ROW_KEY(true), {0}};

const struct rest_endpoint rest_locks_get_endpoint = {.captures = id_capture, .params = get_params};
const struct rest_endpoint rest_locks_take_endpoint = {.captures = id_capture, .params = take_params};
const struct rest_endpoint rest_locks_release_endpoint = {.captures = id_capture, .params = release_params};

// The post of the path, of whichever type; loaded once a request.
static bool load(struct request *request, const struct post **ret, struct error *error) {
    struct post *post = rest_subject(request, &subject_tag);
    if (!post) {
        STORE_READ db = store_read_acquire(rest_app(request)->store);
        post = arena_new(&request->arena, struct post);
        enum db_result result = db ? post_get(db, &request->arena, rest_integer(request, "id", 0), post) : DB_ERROR;
        if (result == DB_OK && post->type == POST_TYPE_ATTACHMENT) result = DB_NOT_FOUND;
        if (result == DB_NOT_FOUND) error_set(error, 404, "rest_post_invalid_id", "Invalid post ID.");
        if (result != DB_OK) {
            rest_db_failed(error, result);
            return false;
        }
        rest_set_subject(request, &subject_tag, post);
    }
    *ret = post;
    return true;
}

bool rest_locks_may(struct request *request, struct error *error) {
    const struct post *post;
    if (!load(request, &post, error)) return false;
    if (rest_user_id(request) != 0 && actor_can_edit_post(rest_actor(request), post)) return true;
    error_set(error, rest_refused(request), "rest_cannot_edit", "Sorry, you are not allowed to edit this post.");
    return false;
}

static struct edit_lock asked_lock(struct request *request, const struct post *post) {
    return (struct edit_lock){.post = post->id, .user = rest_user_id(request), .holder = rest_string(request, "key")};
}

static void write_moment(struct writer *out, const char *name, int64_t moment) {
    char text[CLOCK_ISO_SIZE];
    const struct clock_date date = clock_utc(moment);
    writer_member_string(out, name, clock_format_iso(text, &date));
}

// The members of an answer, of a refusal's data too. `lock` NULL: nobody has it open.
static enum db_result write_members(struct writer *out, struct db *db, struct request *request, const struct post *post,
                                    const struct edit_lock *lock) {
    const char *key = rest_string(request, "key");
    const bool own = lock && lock->user == rest_user_id(request);
    writer_member_integer(out, "post", post->id);
    writer_member_boolean(out, "held", own && key && strcmp(lock->holder, key) == 0);
    writer_key(out, "lock");
    if (lock) {
        writer_begin_object(out);
        writer_member_integer(out, "user", lock->user);
        writer_member_string(out, "name", lock->name);
        writer_member_boolean(out, "own", own);
        write_moment(out, "since_gmt", lock->since);
        write_moment(out, "until_gmt", lock->until);
        writer_end_object(out);
    } else {
        writer_null(out);
    }
    writer_member_integer(out, "seconds", EDITING_LOCK_SECONDS);
    return rest_posts_write_state(out, db, &request->arena, post);
}

// As it is after a write: the post may have changed meanwhile too.
static int answer(struct request *request, struct response *response, int64_t id) {
    struct post post;
    struct edit_lock lock;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    enum db_result result = db ? post_get(db, &request->arena, id, &post) : DB_ERROR;
    if (result == DB_NOT_FOUND) return error_set(&response->error, 404, "rest_post_invalid_id", "Invalid post ID.");
    const struct edit_lock *held = NULL;
    if (result == DB_OK) result = edit_lock_get(db, &request->arena, id, request->now, &lock);
    if (result == DB_OK) held = &lock;
    if (result == DB_NOT_FOUND) result = DB_OK;
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    if (result == DB_OK) result = write_members(&out, db, request, &post, held);
    writer_end_object(&out);
    if (result == DB_OK) return 200;
    strbuf_reset(&response->body);
    return rest_db_failed(&response->error, result);
}

// GET /broadsheet/v1/locks/{id}; key. 200; 404 rest_post_invalid_id; 401 or 403 rest_cannot_edit.
int rest_locks_get(struct request *request, struct response *response) {
    const struct post *post;
    if (!load(request, &post, &response->error)) return response->error.status;
    return answer(request, response, post->id);
}

struct locking {
    struct request *request;
    const struct post *post;
    struct edit_lock asked;
    enum editing_wish wish;
    struct error *error;
};

static void refuse(const struct locking *locking, struct db *db, const struct edit_lock *lock) {
    struct request *request = locking->request;
    STRBUF_CLEAN struct strbuf members;
    struct writer out;
    strbuf_init(&members, 0);
    writer_init(&out, &members);
    writer_begin_object(&out);
    if (write_members(&out, db, request, locking->post, lock) != DB_OK) return;
    writer_end_object(&out);
    const bool lost = locking->wish == EDITING_RENEW;
    error_set(locking->error, 409, lost ? "broadsheet_lock_lost" : "broadsheet_locked",
              lost ? "%s has taken it over." : "%s has it open.", lock->name);
    locking->error->data_json = arena_strdup(&request->arena, members.data);
}

static enum db_result write_take(struct db *db, void *argument) {
    const struct locking *locking = argument;
    struct request *request = locking->request;
    struct edit_lock lock;
    bool mine;
    const enum db_result result =
        editing_take(db, &request->arena, &locking->asked, locking->wish, request->now, &lock, &mine);
    if (result != DB_OK || mine) return result;
    refuse(locking, db, &lock);
    return DB_CONFLICT;
}

// PUT, POST, PATCH /broadsheet/v1/locks/{id}; key, renew, take_over. 200: this window has it now; 409
// broadsheet_locked, broadsheet_lock_lost with the lock in data; 400 rest_missing_callback_param, rest_invalid_param;
// 404 rest_post_invalid_id; 401 or 403 rest_cannot_edit.
int rest_locks_take(struct request *request, struct response *response) {
    struct error *error = &response->error;
    struct locking locking = {.request = request, .error = error};
    if (!load(request, &locking.post, error)) return error->status;
    locking.asked = asked_lock(request, locking.post);
    locking.wish = rest_boolean(request, "take_over", false) ? EDITING_TAKE_OVER
                   : rest_boolean(request, "renew", false)   ? EDITING_RENEW
                                                             : EDITING_OPEN;
    const enum db_result result = store_write(rest_app(request)->store, write_take, &locking);
    if (result != DB_OK) return error_is_set(error) ? error->status : rest_db_failed(error, result);
    return answer(request, response, locking.post->id);
}

static enum db_result write_release(struct db *db, void *argument) {
    const struct locking *locking = argument;
    bool released;
    return editing_release(db, &locking->request->arena, &locking->asked, locking->request->now, &released);
}

// DELETE /broadsheet/v1/locks/{id}; key. 200, also when it was another's, which stays; as above.
int rest_locks_release(struct request *request, struct response *response) {
    struct error *error = &response->error;
    struct locking locking = {.request = request};
    if (!load(request, &locking.post, error)) return error->status;
    locking.asked = asked_lock(request, locking.post);
    const enum db_result result = store_write(rest_app(request)->store, write_release, &locking);
    if (result != DB_OK) return rest_db_failed(error, result);
    return answer(request, response, locking.post->id);
}
