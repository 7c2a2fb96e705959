// batch: several changes in one request (batch/v1). Each part is a request of its own through the same routes, as who
// sent the whole; what one changed stays although another fails.
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "server/http/server.h"
#include "server/rest/call_data.h"
#include "server/rest/endpoint.h"
#include "server/rest/error_json.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"

enum {
    PARTS_MOST = 25,  // WordPress's get_max_batch_size()
    HEADERS_MOST = 64,
    ANSWER_MOST = 48 * 1024 * 1024,  // of the bodies together; below what an answer may hold
};

static const char *const validation_choices[] = {"require-all-validate", "normal", NULL};
static const char *const method_choices[] = {"POST", "PUT", "PATCH", "DELETE", NULL};
static const struct param part_properties[] = {
    {.name = "method", .types = PARAM_STRING, .choices = method_choices, .default_json = "\"POST\""},
    {.name = "path", .types = PARAM_STRING, .required = true},
    {.name = "body", .types = PARAM_OBJECT},
    {.name = "headers", .types = PARAM_OBJECT},
    {0},
};
static const struct param part_item = {.types = PARAM_OBJECT, .properties = part_properties};
static const struct param batch_params[] = {
    {.name = "validation", .types = PARAM_STRING, .choices = validation_choices, .default_json = "\"normal\""},
    {.name = "requests", .types = PARAM_ARRAY, .items = &part_item, .max_items = PARTS_MOST, .required = true},
    {0},
};
const struct rest_endpoint rest_batch_endpoint = {.params = batch_params};

static bool refuse(struct error *error, int status, const char *code, const char *message) {
    error_set(error, status, code, "%s", message);
    return false;
}

static bool no_route(struct error *error) {
    return refuse(error, 404, "rest_no_route", "No route was found matching the URL and request method.");
}

// The path and query of an address, as wp_parse_url() finds them. NULL: it is none.
static const char *path_of(const char *address) {
    const char *host = NULL;
    const size_t scheme = strspn(address, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    if (strncmp(address, "//", 2) == 0) host = address + 2;
    if (scheme && strncmp(address + scheme, "://", 3) == 0) host = address + scheme + 3;
    if (!host) return address;
    const size_t size = strcspn(host, "/?#");
    return size ? host + size : NULL;
}

// "/wp-json" + path, with what may not stand in a target coded; without the fragment.
static const char *target_of(struct request *request, const char *path) {
    STRBUF_CLEAN struct strbuf target;
    strbuf_init(&target, 0);
    strbuf_adds(&target, "/wp-json");
    for (const char *at = path; *at && *at != '#'; at++) {
        const unsigned char byte = (unsigned char) *at;
        if (byte <= 0x20 || byte >= 0x7f || strchr("\"<>\\^`{|}", byte))
            strbuf_addf(&target, "%%%02X", byte);
        else
            strbuf_addc(&target, *at);
    }
    return arena_strdup(&request->arena, target.data);
}

// Who asks, how the body is written and what the method is were settled for the whole.
static bool header_is_ours(const char *name) {
    static const char *const names[] = {"Authorization", "Content-Length",    "Content-Type",           "Cookie",
                                        "Host",          "Transfer-Encoding", "X-HTTP-Method-Override", "X-WP-Nonce"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(names[i], name) == 0) return true;
    return false;
}

// A header's value: a string, or several joined. NULL: neither.
static const char *header_value(struct arena *arena, json_t *value) {
    if (!json_is_array(value)) return json_is_string(value) ? arena_strdup(arena, json_string_value(value)) : NULL;
    STRBUF_CLEAN struct strbuf joined;
    strbuf_init(&joined, 0);
    for (size_t i = 0; i < json_array_size(value); i++) {
        const char *text = json_string_value(json_array_get(value, i));
        if (text) strbuf_addf(&joined, "%s%s", joined.size ? "," : "", text);
    }
    return arena_strdup(arena, joined.data);
}

static const struct response_header *headers_of(struct request *request, json_t *part) {
    struct response_header *headers = arena_new(&request->arena, struct response_header);
    *headers = (struct response_header){.name = "Content-Type", .value = "application/json"};
    const char *name;
    json_t *value;
    size_t count = 0;
    json_object_foreach(json_object_get(part, "headers"), name, value) {
        const char *text = header_is_ours(name) ? NULL : header_value(&request->arena, value);
        if (!text || count++ >= HEADERS_MOST) continue;
        struct response_header *header = arena_new(&request->arena, struct response_header);
        *header =
            (struct response_header){.next = headers->next, .name = arena_strdup(&request->arena, name), .value = text};
        headers->next = header;
    }
    return headers;
}

static void write_error(struct writer *out, const struct error *error, const char *headers) {
    STRBUF_CLEAN struct strbuf body;
    strbuf_init(&body, 0);
    error_json_write(&body, error, NULL);
    writer_begin_object(out);
    writer_key(out, "body");
    writer_raw(out, body.data);
    writer_member_integer(out, "status", error->status);
    writer_key(out, "headers");
    writer_raw(out, headers);
    writer_end_object(out);
}

// An address that http refuses is answered by no REST row, so not in JSON.
static bool is_json(const struct response *answer) {
    return answer->body.size > 0 && answer->content_type &&
           strncmp(answer->content_type, "application/json", strlen("application/json")) == 0;
}

static void write_answer(struct writer *out, const struct response *answer) {
    if (!is_json(answer)) {
        struct error error = answer->error;
        if (!error_is_set(&error)) no_route(&error);
        write_error(out, &error, "{}");
        return;
    }
    // What a part did cannot be undone because there is no room to tell of it: the status remains.
    const bool fits = out->out->size + answer->body.size <= ANSWER_MOST;
    reply_write_envelope(out, fits ? answer->body.data : "null", answer);
}

// Runs one part, or only validates it. False: the path cannot be one of a route, there is nothing to finish.
static bool run(struct request *request, json_t *part, struct request *ret_part, struct response *ret_answer,
                struct error *error) {
    const char *path = path_of(json_string_value(json_object_get(part, "path")));
    if (!path) return refuse(error, 400, "parse_path_failed", "Could not parse the path.");
    // It must not become another first segment, "/wp-jsonx".
    if (*path != '/') return no_route(error);
    const char *method = json_string_value(json_object_get(part, "method"));
    json_t *body = json_object_get(part, "body");
    char *text = json_is_object(body) ? json_dumps(body, JSON_COMPACT) : NULL;
    const char *sent = text ? arena_strdup(&request->arena, text) : NULL;
    free(text);
    const struct http_exchange exchange = {
        .method = method ? http_method_parse(method) : HTTP_POST,
        .target = target_of(request, path),
        .headers = headers_of(request, part),
        .body = sent,
        .body_size = sent ? strlen(sent) : 0,
        .from_owner = request->from_owner,
        .parent = request,
    };
    http_exchange_run(http_request_options(request), &exchange, ret_part, ret_answer);
    return true;
}

// Writes the answer when a part is not valid, and returns false; nothing has been done then.
static bool all_valid(struct request *request, struct response *response, json_t *parts) {
    struct rest_call *call = call_of(request);
    struct writer out;
    bool valid = true;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    writer_member_string(&out, "failed", "validation");
    writer_key(&out, "responses");
    writer_begin_array(&out);
    call->batch = BATCH_PROBE;
    for (size_t i = 0; i < json_array_size(parts); i++) {
        struct request part;
        struct response answer;
        call->batch_valid = false;
        struct error error = {0};
        const bool ran = run(request, json_array_get(parts, i), &part, &answer, &error);
        if (call->batch_valid)
            writer_null(&out);
        else if (!ran)
            write_error(&out, &error, "[]");
        else if (error_is_set(&answer.error))
            write_error(&out, &answer.error, "[]");
        else
            write_answer(&out, &answer);
        valid = valid && call->batch_valid;
        if (ran) http_exchange_finish(&part, &answer);
    }
    writer_end_array(&out);
    writer_end_object(&out);
    if (valid) strbuf_reset(&response->body);
    return valid;
}

// POST /wp-json/batch/v1; requests, validation. 207: "responses", each with body, status and headers; with "failed"
// when all had to be valid and one is not. In them 400 rest_batch_not_allowed, parse_path_failed; 404 rest_no_route;
// and what the parts answer. 400 rest_missing_callback_param, rest_invalid_param.
int rest_batch(struct request *request, struct response *response) {
    json_t *parts = rest_value(request, "requests");
    if (rest_is(request, "validation", "require-all-validate") && !all_valid(request, response, parts)) return 207;
    call_of(request)->batch = BATCH_RUN;
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    writer_key(&out, "responses");
    writer_begin_array(&out);
    for (size_t i = 0; i < json_array_size(parts); i++) {
        struct request part;
        struct response answer;
        struct error error = {0};
        if (!run(request, json_array_get(parts, i), &part, &answer, &error)) {
            write_error(&out, &error, "{}");
            continue;
        }
        write_answer(&out, &answer);
        http_exchange_finish(&part, &answer);
    }
    writer_end_array(&out);
    writer_end_object(&out);
    return 207;
}
