// message: what http/ keeps of one request beside struct request; private to http/.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "server/http/request.h"
#include "server/http/route.h"

struct service;

struct message_header {
    const char *name;
    const char *value;
};

struct message {
    const struct service *service;
    struct service *own_service;  // made for this exchange alone, and freed with it; NULL: shared
    const struct message_header *headers;
    size_t header_count;
    const struct route_group *group;  // renders and finishes
    // Sent instead of the response's body: static memory, so that a compiled-in asset is never copied.
    const void *blob;
    size_t blob_size;
    bool served;  // the walk through the hooks is done
};

static inline struct message *message_of(const struct request *request) { return request->connection; }
