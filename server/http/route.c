// route: what handlers and groups ask about the rows of the site map.
#include "server/http/route.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "server/http/server.h"

const struct route *route_siblings(const struct request *request, size_t *ret_count) {
    *ret_count = 0;
    if (!request->route) return NULL;
    const struct http_options *options = http_request_options(request);
    const struct route *first = request->route, *last = request->route;
    const struct route *end = options->routes + options->route_count;
    while (first > options->routes && strcmp(first[-1].path, request->route->path) == 0) first--;
    while (last + 1 < end && strcmp(last[1].path, request->route->path) == 0) last++;
    *ret_count = (size_t) (last - first) + 1;
    return first;
}

const char *route_allow(struct arena *arena, unsigned methods) {
    static const enum http_method order[] = {HTTP_GET,   HTTP_HEAD,   HTTP_POST,   HTTP_PUT,
                                             HTTP_PATCH, HTTP_DELETE, HTTP_OPTIONS};
    char *list = arena_alloc(arena, sizeof "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (!(methods & order[i])) continue;
        if (*list) strcat(list, ", ");  // NOLINT(clang-analyzer-security.insecureAPI.strcpy): room for all of them
        strcat(list, http_method_name(order[i]));  // NOLINT(clang-analyzer-security.insecureAPI.strcpy): likewise
    }
    return list;
}

bool route_admit_access(struct request *request, struct error *error) {
    const struct route *row = request->route;
    switch (row->access) {
        case ACCESS_PUBLIC:
            return true;
        case ACCESS_PERMIT:
            return row->permit && row->permit(request, error);
        case ACCESS_LOGGED_IN:
            if (request->identity) return true;
            break;
        case ACCESS_OWNER:
            if (request->from_owner) return true;
            break;
        case ACCESS_NOBODY:
            break;
    }
    error_set(error, request->identity ? 403 : 401, "rest_forbidden", "Sorry, you are not allowed to do that.");
    return false;
}
