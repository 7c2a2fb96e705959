// sessions: /broadsheet/v1/sessions and .../users/ID/sessions: where an account is logged in, and ending that.
//
// A session's name is the beginning of the hash that is stored of its token: it opens nothing.
#include <sodium.h>
#include <string.h>

#include "db/store.h"
#include "server/http/request.h"
#include "server/rest/call.h"
#include "server/rest/device.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"
#include "server/rest/users.h"
#include "server/rules/identity.h"

enum { NAME_BYTES = 16, NAME_SIZE = 2 * NAME_BYTES + 1 };

static const struct param user_capture[] = {
    {.name = "user_id", .description = "Unique identifier for the user.", .types = PARAM_INTEGER}, {0}};
static const struct param user_session_captures[] = {
    {.name = "user_id", .description = "Unique identifier for the user.", .types = PARAM_INTEGER},
    {.name = "session", .description = "The session's id.", .types = PARAM_STRING},
    {0}};
static const struct param session_capture[] = {
    {.name = "session", .description = "The session's id.", .types = PARAM_STRING}, {0}};
static const struct param list_params[] = {PARAM_ROW_PAGE, PARAM_ROW_PER_PAGE, {0}};
static const struct param clear_params[] = {
    {.name = "including_this",
     .description = "Whether the session of this request ends too.",
     .types = PARAM_BOOLEAN,
     .default_json = "false"},
    {0},
};

const struct rest_endpoint rest_sessions_list_endpoint = {.params = list_params, .resource = rest_users_me};
const struct rest_endpoint rest_sessions_clear_endpoint = {.params = clear_params, .resource = rest_users_me};
const struct rest_endpoint rest_sessions_delete_endpoint = {.captures = session_capture, .resource = rest_users_me};
const struct rest_endpoint rest_user_sessions_list_endpoint = {.captures = user_capture, .params = list_params};
const struct rest_endpoint rest_user_sessions_clear_endpoint = {.captures = user_capture, .params = clear_params};
const struct rest_endpoint rest_user_sessions_delete_endpoint = {.captures = user_session_captures};

// 401 rest_not_logged_in, 403 rest_cannot_edit, 404 rest_user_invalid_id
bool rest_sessions_may(struct request *request, struct error *error) {
    const struct user *user;
    if (rest_endpoint(request)->resource == rest_users_me && !rest_user_id(request)) {
        error_set(error, 401, "rest_not_logged_in", "You are not currently logged in.");
        return false;
    }
    if (!rest_users_load(request, &user, error)) return false;
    if (actor_can_edit_user(rest_actor(request), user->id)) return true;
    return rest_users_refuse(request, error, "rest_cannot_edit", "Sorry, you are not allowed to edit this user.");
}

// The session that this request was made with; NULL: none.
static const unsigned char *own_hash(const struct request *request) {
    const struct identity *identity = rest_identity(request);
    return identity && identity->kind == IDENTITY_SESSION ? identity->session_hash : NULL;
}

static void name_of(const struct session *session, char name[NAME_SIZE]) {
    sodium_bin2hex(name, NAME_SIZE, session->hash, NAME_BYTES);
}

static void write_session(struct writer *out, const struct session *session, const unsigned char *own) {
    char name[NAME_SIZE];
    name_of(session, name);
    const struct device device = device_of(session->user_agent);
    writer_begin_object(out);
    writer_member_string(out, "id", name);
    writer_member_boolean(out, "current", own && sodium_memcmp(own, session->hash, SECRET_HASH_SIZE) == 0);
    writer_key(out, "device");
    writer_begin_object(out);
    writer_member_string(out, "browser", device.browser);
    writer_member_string(out, "system", device.system);
    writer_end_object(out);
    writer_member_string(out, "user_agent", session->user_agent);
    writer_member_string(out, "ip", session->address);
    writer_member_moment(out, "created_gmt", session->created);
    writer_member_moment(out, "last_seen_gmt", session->seen);
    writer_member_moment(out, "expires_gmt", session->expires);
    writer_end_object(out);
}

// Those that still hold, used last first.
static bool load_list(struct request *request, struct session_list *ret, struct error *error) {
    const struct user *user;
    if (!rest_users_load(request, &user, error)) return false;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    const enum db_result result = db ? session_of_user(db, &request->arena, user->id, ret) : DB_ERROR;
    if (result != DB_OK) {
        rest_db_failed(error, result);
        return false;
    }
    size_t count = 0;
    for (size_t i = 0; i < ret->count; i++)
        if (ret->items[i].expires > request->now) ret->items[count++] = ret->items[i];
    ret->count = count;
    return true;
}

// GET .../sessions: 200
int rest_sessions_list(struct request *request, struct response *response) {
    struct session_list list;
    if (!load_list(request, &list, &response->error)) return response->error.status;
    const int64_t page = rest_integer(request, "page", 1), per_page = rest_integer(request, "per_page", 10);
    reply_pages(request, response, (int64_t) list.count, page, per_page);
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_array(&out);
    for (size_t i = 0; i < list.count; i++)
        if ((int64_t) i / per_page == page - 1) write_session(&out, &list.items[i], own_hash(request));
    writer_end_array(&out);
    return 200;
}

static int reply_deleted(struct request *request, struct response *response, int64_t count) {
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    writer_member_boolean(&out, "deleted", true);
    writer_member_integer(&out, "count", count);
    writer_end_object(&out);
    return 200;
}

struct ending {
    int64_t user, count;
    const unsigned char *keep, *one;  // NULL: none, all
};

static enum db_result end_sessions(struct db *db, void *argument) {
    static const unsigned char nobody[SECRET_HASH_SIZE];
    struct ending *ending = argument;
    if (!ending->one)
        return session_delete_others(db, ending->user, ending->keep ? ending->keep : nobody, &ending->count);
    ending->count = 1;
    return session_delete(db, ending->one);
}

// DELETE .../sessions: 200 {deleted, count}: all but this one; with including_this all
int rest_sessions_clear(struct request *request, struct response *response) {
    const struct user *user;
    if (!rest_users_load(request, &user, &response->error)) return response->error.status;
    struct ending ending = {.user = user->id};
    if (!rest_boolean(request, "including_this", false)) ending.keep = own_hash(request);
    const enum db_result result = store_write(rest_app(request)->store, end_sessions, &ending);
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    return reply_deleted(request, response, ending.count);
}

// DELETE .../sessions/ID: 200 {deleted, count}; 404 broadsheet_no_session
int rest_sessions_delete(struct request *request, struct response *response) {
    struct session_list list;
    if (!load_list(request, &list, &response->error)) return response->error.status;
    const char *wanted = request->captures[rest_endpoint(request)->resource == rest_users_me ? 0 : 1];
    for (size_t i = 0; wanted && i < list.count; i++) {
        char name[NAME_SIZE];
        name_of(&list.items[i], name);
        if (strcmp(name, wanted) != 0) continue;
        struct ending ending = {.one = list.items[i].hash};
        const enum db_result result = store_write(rest_app(request)->store, end_sessions, &ending);
        if (result == DB_NOT_FOUND) break;
        if (result != DB_OK) return rest_db_failed(&response->error, result);
        return reply_deleted(request, response, 1);
    }
    return error_set(&response->error, 404, "broadsheet_no_session", "There is no such session.");
}
