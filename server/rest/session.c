// session: /broadsheet/v1/session: log-in by password, who a browser's cookie is, log-out. What the newsroom's log-in
// screen calls.
//
// Log-in and the question after the nonce take no nonce themselves; their endpoints are `same_site` instead, so that
// no page of another site logs its visitor in, or learns his nonce.
#include "base/error.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"
#include "server/rules/identity.h"
#include "server/rules/token.h"

static const struct param log_in_params[] = {
    {.name = "username", .description = "Login name or email address.", .types = PARAM_STRING, .required = true},
    {.name = "password", .description = "The password.", .types = PARAM_STRING, .required = true},
    {.name = "remember",
     .description = "Whether the session outlives the browser, for 14 days.",
     .types = PARAM_BOOLEAN,
     .default_json = "false"},
    {0},
};

const struct rest_endpoint rest_session_get_endpoint = {.same_site = true};
const struct rest_endpoint rest_session_create_endpoint = {.params = log_in_params, .same_site = true};
const struct rest_endpoint rest_session_delete_endpoint = {0};

static const char *kind_name(const struct identity *identity) {
    static const char *const names[] = {
        [IDENTITY_OWNER] = "owner", [IDENTITY_APP_PASSWORD] = "application_password", [IDENTITY_SESSION] = "session"};
    return identity ? names[identity->kind] : NULL;
}

static int reply(struct request *request, struct response *response, const struct identity *identity) {
    const bool session = identity && identity->kind == IDENTITY_SESSION;
    response->personal = true;
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    writer_member_integer(&out, "user", identity ? identity->user.id : 0);
    writer_member_string(&out, "kind", kind_name(identity));
    writer_member_string(
        &out, "nonce",
        session ? nonce_make(rest_app(request), &request->arena, identity->session_hash, NONCE_REST, request->now)
                : NULL);
    writer_end_object(&out);
    return 200;
}

// GET /broadsheet/v1/session: 200; 403 rest_cross_site
int rest_session_get(struct request *request, struct response *response) {
    return reply(request, response, rest_identity(request));
}

// One answer for unknown names and wrong passwords, so that names cannot be guessed.
static int refuse(struct error *error) {
    if (error->status == 429 || error->status >= 500) return error->status;
    *error = (struct error){0};
    return error_set(error, 401, "broadsheet_login_failed", "The username or the password is not right.");
}

// POST /broadsheet/v1/session: 200 with the cookie; 400 rest_missing_callback_param; 401 broadsheet_login_failed;
// 403 rest_cross_site; 429 too_many_attempts
int rest_session_create(struct request *request, struct response *response) {
    const bool remember = rest_boolean(request, "remember", false);
    const char *agent = request_header(request, "User-Agent");
    const char *cookie_value;
    struct identity *identity;
    if (!identity_log_in(rest_app(request), &request->arena, rest_string(request, "username"),
                         rest_string(request, "password"), request->address, agent ? agent : "", remember,
                         &cookie_value, &identity, &response->error))
        return refuse(&response->error);
    const struct response_cookie cookie = {
        .name = identity_cookie_name(rest_app(request), &request->arena),
        .value = cookie_value,
        .max_age = remember ? SESSION_REMEMBERED_SECONDS : 0,
    };
    response_set_cookie(request, response, &cookie);
    return reply(request, response, identity);
}

bool rest_session_may_end(struct request *request, struct error *error) {
    if (rest_logged_in(request)) return true;
    error_set(error, 401, "rest_not_logged_in", "You are not currently logged in.");
    return false;
}

// DELETE /broadsheet/v1/session: 200; 400 broadsheet_no_session for who has none; 401 rest_not_logged_in
int rest_session_delete(struct request *request, struct response *response) {
    const struct identity *identity = rest_identity(request);
    if (identity->kind != IDENTITY_SESSION)
        return error_set(&response->error, 400, "broadsheet_no_session", "This request was not made with a session.");
    if (!identity_log_out(rest_app(request), identity, false, &response->error)) return response->error.status;
    const struct response_cookie cookie = {
        .name = identity_cookie_name(rest_app(request), &request->arena), .value = "", .max_age = -1};
    response_set_cookie(request, response, &cookie);
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    writer_member_boolean(&out, "deleted", true);
    writer_end_object(&out);
    return 200;
}
