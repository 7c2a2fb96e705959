// service: http_options compiled: what all requests of a server (or of an exchange) share and only read.
#pragma once

#include "server/http/server.h"

struct error;
struct router;

struct service {
    struct http_options options;  // strings are copies
    struct router *router;
    int static_dir;  // -1: none
    bool https;      // by site_url
};

// NULL and error set when the table is wrong or the static directory cannot be opened.
struct service *service_create(const struct http_options *options, struct error *error)
    __attribute__((warn_unused_result));
void service_destroy(struct service *service);
