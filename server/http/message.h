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
    // A page that is made for all.
    bool keyed;              // it is being made now
    bool unkeyed;            // it was made from what is no part of its key, so it is for this asker only
    int64_t valid_until;     // as response->valid_until, also for those who have no response at hand
    const char *full_query;  // the query as sent, where it has parameters that the row does not know; else NULL
    struct url_pairs full_pairs;
};

static inline struct message *message_of(const struct request *request) { return request->connection; }
