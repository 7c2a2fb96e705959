// group: a REST request from its arrival to its headers: who asks, what was sent, may it be, what every answer carries.
//
// Order as in WordPress: authentication, body syntax, required parameters, validation, permission, handler.
#include "server/rest/group.h"
#include "db/store.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "base/strbuf.h"
#include "server/http/server.h"
#include "server/rest/call_data.h"
#include "server/rest/embed.h"
#include "server/rest/endpoint.h"
#include "server/rest/error_json.h"
#include "server/rest/oembed.h"
#include "server/rest/options.h"
#include "server/rest/reply.h"
#include "server/rules/token.h"

static const char json_content_type[] = "application/json; charset=UTF-8";

static bool is_same_site(const struct rest_call *call) { return call->endpoint && call->endpoint->same_site; }

static bool check_site(struct request *request, const struct rest_call *call, struct error *error) {
    if (!is_same_site(call) || request->from_owner ||
        same_site_request(request_header(request, "Sec-Fetch-Site"), request_header(request, "Origin"),
                          call->settings->home))
        return true;
    error_set(error, 403, "rest_cross_site", "This may be asked by pages of this site only.");
    return false;
}

// A browser's session counts only together with a nonce, so that other sites cannot use it. Without one the request is
// nobody's; a wrong one is refused, also from someone without a session (rest_cookie_check_errors).
static bool check_nonce(struct request *request, struct rest_call *call, struct error *error) {
    if (call->identity && call->identity->kind != IDENTITY_SESSION) return true;
    if (is_same_site(call)) return true;
    const char *nonce = rest_string(request, "_wpnonce");
    if (!nonce) nonce = request_query(request, "_wpnonce");  // where no route collects parameters
    if (!nonce) nonce = request_header(request, "X-WP-Nonce");
    if (!nonce) {
        call->identity = NULL;
        return true;
    }
    if (!call->identity || !nonce_valid(call->app, call->identity->session_hash, NONCE_REST, nonce, request->now)) {
        error_set(error, 403, "rest_cookie_invalid_nonce", "Cookie check failed");
        return false;
    }
    call->fresh_nonce = nonce_make(call->app, &request->arena, call->identity->session_hash, NONCE_REST, request->now);
    return true;
}

// Wrong Basic credentials make a reading request nobody's, as WordPress answers public data then; others are refused.
static bool authenticate(struct request *request, struct rest_call *call, struct error *error) {
    struct identity *identity = NULL;
    if (request->parent) {
        identity = request->identity;
    } else {
        const char *cookies = request_header(request, "Cookie");
        const struct credentials credentials = {
            .authorization = request_header(request, "Authorization"),
            .session_cookie =
                cookies ? request_cookie(request, identity_cookie_name(call->app, &request->arena)) : NULL,
            .address = request->address,
            .from_owner = request->from_owner,
        };
        struct error refusal = {0};
        if (!identity_find(call->app, &request->arena, &credentials, request->now, &identity, &refusal)) {
            if (!(request->method & (HTTP_GET | HTTP_OPTIONS)) || refusal.status >= 500) {
                *error = refusal;
                return false;
            }
            call->refused_login = refusal;
            identity = NULL;
        }
    }
    call->identity = identity;
    if (!request->parent && !check_nonce(request, call, error)) return false;
    request->identity = call->identity ? identity : NULL;
    if (call->identity) call->actor = call->identity->actor;
    return true;
}

static void read_globals(struct request *request, struct rest_call *call) {
    const struct text_list fields = rest_texts(request, "_fields");
    call->fields = fields_parse(&request->arena, fields.items, fields.count);
    if (!request->parent) embed_read(request);
}

// Everything up to validation. False: error set.
static bool prepare(struct request *request, struct error *error) {
    struct rest_call *call = arena_new(&request->arena, struct rest_call);
    request->group_data = call;
    call->app = request->app;
    call->endpoint = request->route ? request->route->endpoint : NULL;
    call->settings = settings_acquire(call->app->settings);
    if (!call->settings) {
        rest_db_failed(error, DB_ERROR);
        return false;
    }
    struct error body_error = {0};
    const bool is_known = call->endpoint && !call->endpoint->hidden;
    const bool readable = !is_known || call_collect(request, &body_error);
    if (!check_site(request, call, error)) return false;
    if (!authenticate(request, call, error)) return false;
    call->routed = is_known;
    read_globals(request, call);
    if (!readable) *error = body_error;
    return readable;
}

// The resource decides, also about the owner's requests: its permission callbacks are where missing objects are
// noticed.
static bool may_enter(struct request *request, struct error *error) {
    if (request->route->access == ACCESS_PERMIT) return request->route->permit(request, error);
    return route_admit_access(request, error);
}

// Only what is marked for it may be a part of a batch.
static bool batch_allows(struct request *request, const struct rest_call *whole, struct error *error) {
    const struct rest_call *call = call_of(request);
    if (!whole || whole->batch == BATCH_NONE || !call->routed || call->endpoint->batch) return true;
    error_set(error, 400, "rest_batch_not_allowed", "The requested route does not support batch requests.");
    return false;
}

static bool rest_admit(struct request *request, struct response *response) {
    struct error *error = &response->error;
    if (!prepare(request, error)) return false;
    if (request->method == HTTP_OPTIONS) return true;
    struct rest_call *whole = request->parent ? call_of(request->parent) : NULL;
    if (!batch_allows(request, whole, error)) return false;
    if (!call_check(request, error)) return false;
    if (whole && whole->batch == BATCH_PROBE && call_of(request)->routed) {
        whole->batch_valid = true;
        return false;
    }
    if (may_enter(request, error)) return true;
    const struct rest_call *call = call_of(request);
    if (call->refused_login.status == 429 && error->status == 401) *error = call->refused_login;
    error_set(error, rest_refused(request), "rest_forbidden", "Sorry, you are not allowed to do that.");
    return false;
}

static int rest_options(struct request *request, struct response *response) {
    if (!call_of(request) && !prepare(request, &response->error)) return response->error.status;
    return options_answer(request, response);
}

static void drop_header(struct response *response, const char *name) {
    for (struct response_header **link = &response->headers; *link;) {
        if (strcmp((*link)->name, name) == 0)
            *link = (*link)->next;
        else
            link = &(*link)->next;
    }
}

// What the store said is for the operator's log, never for the client.
static void log_failure(const struct request *request, const struct error *error) {
    if (error->status != 500) return;
    const struct app *app = request->app;
    STORE_READ db = store_read_acquire(app->store);
    log_error("%s %s: %s: read: %s; write: %s", http_method_name(request->method), request->path ? request->path : "?",
              error->code, db ? db_message(db) : "no connection", store_message(app->store));
}

// WordPress knows no 405: a route that has no such method is no route. Who asks is found out before, and refused with a
// wrong nonce or password whatever it is that he asks for.
static void say_no_route(struct request *request, struct response *response) {
    struct error *error = &response->error, refusal = {0};
    *error = (struct error){0};
    if (!call_of(request) && !prepare(request, &refusal)) *error = refusal;
    if (!error_is_set(error))
        error_set(error, 404, "rest_no_route", "No route was found matching the URL and request method.");
    response->status = error->status;
    drop_header(response, "Allow");
}

static void rest_render_error(struct request *request, struct response *response) {
    struct error *error = &response->error;
    if (response->status == 405 || error->status == 405) say_no_route(request, response);
    if (!error_is_set(error)) error_set(error, response->status, "rest_error", "The request could not be answered.");
    log_failure(request, error);
    if (oembed_render_error(request, response)) return;
    response->content_type = json_content_type;
    error_json_write(&response->body, error, NULL);
}

// Would this row serve this request's sender?
static bool row_is_open(struct request *request, const struct route *row) {
    struct error ignored = {0};
    switch (row->access) {
        case ACCESS_PUBLIC:
            return true;
        case ACCESS_PERMIT:
            return row->permit && row->permit(request, &ignored);
        case ACCESS_LOGGED_IN:
            return rest_logged_in(request);
        case ACCESS_OWNER:
            return request->from_owner;
        default:
            return false;
    }
}

// Allow lists what the asker may do here, not what the route knows (rest_send_allow_header).
static void add_allow(struct request *request, struct response *response) {
    size_t count = 0;
    const struct route *rows = route_siblings(request, &count);
    unsigned methods = 0;
    for (size_t i = 0; i < count; i++)
        if (rows[i].group == &rest_group && row_is_open(request, &rows[i])) methods |= rows[i].methods;
    if (methods) response_set_header(request, response, "Allow", options_methods(&request->arena, methods));
}

// An Origin that can be echoed: printable, of sane length.
static const char *origin_of(const struct request *request) {
    const char *origin = request_header(request, "Origin");
    if (!origin || !*origin || strlen(origin) > 255) return NULL;
    for (const char *at = origin; *at; at++)
        if (*at <= 0x20 || *at >= 0x7f || strchr("\"<>,;", *at)) return NULL;
    return origin;
}

static void add_cors(struct request *request, struct response *response) {
    const struct rest_call *call = call_of(request);
    const char *origin = call && is_same_site(call) ? NULL : origin_of(request);
    if (origin) {
        response_set_header(request, response, "Access-Control-Allow-Origin", origin);
        response_set_header(request, response, "Access-Control-Allow-Methods",
                            "OPTIONS, GET, POST, PUT, PATCH, DELETE");
        response_set_header(request, response, "Access-Control-Allow-Credentials", "true");
    }
    response_add_header(request, response, "Vary", "Origin");
    response_set_header(request, response, "Access-Control-Expose-Headers", "X-WP-Total, X-WP-TotalPages, Link");
    response_set_header(request, response, "Access-Control-Allow-Headers",
                        "Authorization, X-WP-Nonce, Content-Disposition, Content-MD5, Content-Type");
}

// `_envelope`: status and headers go into the body, for clients that cannot see them.
static void wrap_in_envelope(struct request *request, struct response *response) {
    struct strbuf inner = response->body;
    strbuf_init(&response->body, inner.cap);
    struct writer out;
    writer_init(&out, &response->body);
    reply_write_envelope(&out, inner.size ? inner.data : "null", response);
    strbuf_finish(&inner);
    response->headers = NULL;
    response->status = 200;
    (void) request;
}

static void release(struct request *request) {
    struct rest_call *call = call_of(request);
    for (size_t i = 0; i < call->param_count; i++) json_decref(call->params[i].value);
    if (call->settings) settings_release(call->settings);
    request->group_data = NULL;
}

static void rest_finish(struct request *request, struct response *response) {
    const struct rest_call *call = call_of(request);
    if (!response->content_type) response->content_type = json_content_type;
    response->noindex = true;
    if (call && call->routed) {
        // Of an embedded item nobody sees it.
        if (!request->parent || request->method != HTTP_GET) add_allow(request, response);
        if (!request->parent && request_query(request, "_envelope")) wrap_in_envelope(request, response);
    }
    if (!request->parent) {
        add_cors(request, response);
        response_set_header(request, response, "X-Content-Type-Options", "nosniff");
        if (call && call->settings)
            response_add_header(
                request, response, "Link",
                arena_printf(&request->arena, "<%s/wp-json/>; rel=\"https://api.w.org/\"", call->settings->home));
        if (call && call->fresh_nonce) response_set_header(request, response, "X-WP-Nonce", call->fresh_nonce);
    }
    if (call) release(request);
}

// A parameter that the endpoint does not know stands in the links of a list all the same, as WordPress has it.
static enum route_parameter rest_parameter(const struct request *request, const char *name) {
    static const char *const common[] = {"_fields", "_embed", "_envelope"};
    const size_t size = strcspn(name, "[");
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (strlen(common[i]) == size && memcmp(common[i], name, size) == 0) return PARAMETER_KNOWN;
    const struct rest_endpoint *endpoint = request->route->endpoint;
    const struct param *param = endpoint ? endpoint->params : NULL;
    for (; param && param->name; param++)
        if (strlen(param->name) == size && memcmp(param->name, name, size) == 0) return PARAMETER_KNOWN;
    return PARAMETER_PERSONAL;
}

const struct route_group rest_group = {
    .name = "rest",
    .parameter = rest_parameter,
    .by_origin = true,
    .admit = rest_admit,
    .render_error = rest_render_error,
    .options = rest_options,
    .finish = rest_finish,
    .slash_optional = true,
};
