// exchange: requests without a socket: the command line's when no server runs, and parts of other requests.
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "server/http/dispatch.h"
#include "server/http/server.h"
#include "server/http/service.h"
#include "server/http/spool.h"

// The parent's service where the options are its own; for the command line one is made for this exchange.
static const struct service *find_service(const struct http_options *options, const struct http_exchange *exchange,
                                          struct service **ret_own, struct error *error) {
    *ret_own = NULL;
    if (exchange->parent && http_request_options(exchange->parent) == options)
        return message_of(exchange->parent)->service;
    return *ret_own = service_create(options, error);
}

static void take_headers(struct request *request, const struct response_header *headers) {
    struct message *message = message_of(request);
    size_t count = 0;
    for (const struct response_header *header = headers; header; header = header->next) count++;
    struct message_header *copies = arena_array(&request->arena, struct message_header, count);
    message->headers = copies;
    for (const struct response_header *header = headers; header; header = header->next)
        copies[message->header_count++] = (struct message_header){.name = header->name, .value = header->value};
}

static void take_parent(struct request *request, const struct request *parent) {
    request->parent = parent;
    request->address = parent->address;
    request->secure = parent->secure;
    request->received_us = parent->received_us;
    request->now = parent->now;
    request->identity = parent->identity;
}

// Handlers of such rows look for the body in one place.
static void spool_body(struct request *request, struct error *error) {
    request->body_file = spool_open(NULL, error);
    if (request->body_file >= 0 && !spool_write(request->body_file, request->body, request->body_size, error))
        return;  // the error is answered
    request->body = "";
}

// A table that cannot be served is a programmer's error, which the server's start finds first; an exchange answers all
// the same.
static const struct service no_service = {.static_dir = -1};

void http_exchange_run(const struct http_options *options, const struct http_exchange *exchange,
                       struct request *request, struct response *response) {
    struct error error = {0};
    struct service *own;
    const struct service *service = find_service(options, exchange, &own, &error);
    struct message message;
    dispatch_init(request, response, &message, service ? service : &no_service);
    message.own_service = own;
    struct message *kept = arena_new(&request->arena, struct message);
    *kept = message;
    request->connection = kept;
    request->method = exchange->method;
    request->target = exchange->target;
    request->address = "127.0.0.1";
    request->secure = service && service->https;
    request->from_owner = exchange->from_owner;
    if (exchange->body) {
        request->body = exchange->body;
        request->body_size = exchange->body_size;
    }
    take_headers(request, exchange->headers);
    if (exchange->parent) take_parent(request, exchange->parent);
    response->error = error;
    const bool routed = service && dispatch_route(request, response);
    if (routed && exchange->body_size > 0 && dispatch_admits_body(request, response, exchange->body_size) &&
        request->route->spool)
        spool_body(request, &response->error);
    dispatch_serve(request, response);
}

void http_exchange_finish(struct request *request, struct response *response) {
    struct service *own = message_of(request)->own_service;
    dispatch_finish(request, response);
    service_destroy(own);
}
