// rewrite: addresses and methods in other clothes: ?rest_route=, _method, X-HTTP-Method-Override.
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "server/http/request.h"
#include "server/rest/group.h"

static const char prefix[] = "/wp-json";

// As http/ refuses them in a path.
static bool is_malformed(const char *route) {
    if (strchr(route, '\\')) return true;
    for (const char *at = strstr(route, ".."); at; at = strstr(at + 2, ".."))
        if ((at == route || at[-1] == '/') && (at[2] == '/' || at[2] == '\0')) return true;
    return false;
}

// Where pretty addresses are off, clients send the route as a parameter of the front page.
static bool take_route(struct request *request, struct error *error) {
    if (strcmp(request->path, "/") != 0 && strcmp(request->path, "/index.php") != 0) return true;
    const char *route = request_query(request, "rest_route");
    if (!route) return true;
    if (is_malformed(route)) {
        error_set(error, 400, "bad_request", "The route is malformed.");
        return false;
    }
    request->path = arena_printf(&request->arena, "%s%s%s", prefix, *route == '/' ? "" : "/", route);
    return true;
}

bool rest_rewrite(struct request *request, struct error *error) {
    if (!take_route(request, error)) return false;
    const size_t size = sizeof prefix - 1;
    if (strncmp(request->path, prefix, size) != 0 || (request->path[size] && request->path[size] != '/')) return true;
    // A part of a batch says what it is by its "method".
    if (request->method != HTTP_POST || request->parent) return true;
    const char *name = request_query(request, "_method");
    if (!name) name = request_header(request, "X-HTTP-Method-Override");
    if (!name) return true;
    // Only what changes something: as a GET the request would escape the tests that changes must pass.
    const enum http_method method = http_method_parse(name);
    if (method & (HTTP_PUT | HTTP_PATCH | HTTP_DELETE)) request->method = method;
    return true;
}
