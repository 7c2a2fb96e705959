// dispatch: see the header. The same for a request that came over a socket and for one that did not.
#include "server/http/dispatch.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "server/http/router.h"
#include "server/http/service.h"
#include "server/http/target.h"

void dispatch_init(struct request *request, struct response *response, struct message *message,
                   const struct service *service) {
    *message = (struct message){.service = service, .group = service->options.default_group};
    *request = (struct request){
        .app = service->options.app,
        .path = "/",
        .raw_query = "",
        .body = "",
        .body_file = -1,
        .content_type = "",
        .received_us = clock_monotonic_us(),
        .now = clock_now(),
        .connection = message,
    };
    arena_init(&request->arena);
    *response = (struct response){.file = -1};
    strbuf_init(&response->body, RESPONSE_MAX);
}

// "Text/HTML; charset=utf-8" as "text/html".
static void read_content_type(struct request *request) {
    const char *header = request_header(request, "Content-Type");
    if (!header) return;
    char *type = arena_strndup(&request->arena, header, strcspn(header, "; \t"));
    for (char *at = type; *at; at++)
        if (*at >= 'A' && *at <= 'Z') *at = (char) (*at - 'A' + 'a');
    request->content_type = type;
}

static bool find_row(struct request *request, struct response *response) {
    struct message *message = message_of(request);
    struct router_match match;
    router_find(message->service->router, &request->arena, request->path, &match);
    if (!match.rows) {
        error_set(&response->error, 404, "not_found", "There is nothing at this address.");
        return false;
    }
    memcpy(request->captures, match.captures, sizeof match.captures);
    message->group = match.rows->group;
    request->route = router_row(&match, request->method);
    if (!request->route && request->method == HTTP_OPTIONS) request->route = match.rows;
    if (request->route) {
        message->group = request->route->group;
        return true;
    }
    response_set_header(request, response, "Allow",
                        route_allow(&request->arena, router_methods(match.rows, match.count)));
    error_set(&response->error, 405, "method_not_allowed", "This address does not know the method %s.",
              http_method_name(request->head ? HTTP_HEAD : request->method));
    return false;
}

bool dispatch_route(struct request *request, struct response *response) {
    const struct http_options *options = &message_of(request)->service->options;
    if (request->method == HTTP_HEAD) {
        request->head = true;
        request->method = HTTP_GET;
    }
    read_content_type(request);
    if (!target_parse(request, &response->error)) return false;
    if (options->rewrite && !options->rewrite(request, &response->error)) return false;
    return find_row(request, response);
}

bool dispatch_admits_body(struct request *request, struct response *response, uint64_t size) {
    if (size <= (request->route ? request->route->max_body : 0)) return true;
    error_set(&response->error, 413, "content_too_large", "What was sent is too large.");
    return false;
}

static int answer_options(struct request *request, struct response *response) {
    const route_handler handler = message_of(request)->group->options;
    if (handler) return handler(request, response);
    size_t count = 0;
    const struct route *rows = route_siblings(request, &count);
    response_set_header(request, response, "Allow", route_allow(&request->arena, router_methods(rows, count)));
    return 204;
}

static int admit_and_handle(struct request *request, struct response *response) {
    if (error_is_set(&response->error)) return response->error.status;
    if (!message_of(request)->group->admit(request, response))
        return error_is_set(&response->error) ? response->error.status : 403;
    const bool asks_options = request->method == HTTP_OPTIONS && !(request->route->methods & HTTP_OPTIONS);
    return asks_options ? answer_options(request, response) : request->route->handler(request, response);
}

static void drop_content(struct request *request, struct response *response) {
    strbuf_reset(&response->body);
    if (response->file >= 0) close(response->file);
    response->file = -1;
    message_of(request)->blob = NULL;
}

static void render_plain(struct request *request, struct response *response) {
    drop_content(request, response);
    response->content_type = "text/plain; charset=UTF-8";
    strbuf_addf(&response->body, "%s\n", response->error.message);
}

static void render_error(struct request *request, struct response *response) {
    struct error *error = &response->error;
    if (!error_is_set(error)) error_set(error, response->status, "error", "The request could not be answered.");
    const struct route_group *group = message_of(request)->group;
    if (group) group->render_error(request, response);
    if (response->body.size == 0 || strbuf_failed(&response->body)) render_plain(request, response);
}

static bool is_empty(const struct request *request, const struct response *response) {
    return response->body.size == 0 && response->file < 0 && !message_of(request)->blob;
}

// What no handler should have done becomes a 500, once, in one place.
static void check_outcome(struct request *request, struct response *response) {
    const bool wrong = response->status < 200 || response->status > 599;
    if (!wrong && !strbuf_failed(&response->body)) return;
    drop_content(request, response);
    response->error = (struct error){0};
    response->status = error_set(&response->error, 500, wrong ? "no_status" : "answer_too_large",
                                 "The server could not make an answer.");
}

static void log_failure(const struct request *request, const struct response *response) {
    if (response->status < 500) return;
    log_error("%s %s: %d %s: %s", http_method_name(request->head ? HTTP_HEAD : request->method), request->target,
              response->status, response->error.code, response->error.message);
}

void dispatch_serve(struct request *request, struct response *response) {
    struct message *message = message_of(request);
    if (message->served) return;
    message->served = true;
    response->status = admit_and_handle(request, response);
    check_outcome(request, response);
    if (response->status >= 400 && is_empty(request, response)) render_error(request, response);
    log_failure(request, response);
    if (message->group && message->group->finish) message->group->finish(request, response);
    check_outcome(request, response);
}

void dispatch_finish(struct request *request, struct response *response) {
    strbuf_finish(&response->body);
    if (response->file >= 0) close(response->file);
    response->file = -1;
    if (request->body_file >= 0) close(request->body_file);
    request->body_file = -1;
    arena_finish(&request->arena);
}
