// route: a row of the site map. Policy is data: the zero value of every field is the strictest.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "server/http/request.h"
#include "server/http/response.h"

struct error;
struct rest_endpoint;  // server/rest/endpoint.h; http/ only carries it

// Fills the response and returns the HTTP status. On failure: response->error set, body empty.
typedef int (*route_handler)(struct request *request, struct response *response);

// Whether this request may enter; sets the error when not. Must not block.
typedef bool (*route_permit)(struct request *request, struct error *error);

enum route_access {
    ACCESS_NOBODY = 0,  // a row that says nothing serves nobody
    ACCESS_OWNER,       // only the command line (request->from_owner)
    ACCESS_LOGGED_IN,   // anyone with an identity
    ACCESS_PERMIT,      // .permit decides
    ACCESS_PUBLIC,
};

enum route_cache {
    CACHE_NONE = 0,  // Cache-Control: no-store
    CACHE_PAGE,   // same for everybody who is not logged in: public, must be revalidated (no-cache); kept in the page
                  // cache until something it was read from is touched, or response->valid_until
    CACHE_ASSET,  // static file: ETag, short max-age; immutable when its name carries its hash (?v=)
};

// What a query parameter is to the rows of a group.
enum route_parameter {
    PARAMETER_FOREIGN = 0,  // not known: it changes nothing, and no page is kept for it (utm_source)
    PARAMETER_KNOWN,        // another value is another page
    PARAMETER_PERSONAL,     // what is made with it is for its asker alone
};

// Whose errors look alike, and who asks for credentials alike: pages and REST.
struct route_group {
    const char *name;
    // Finds the identity, checks CSRF and nonce, then route->access (through route_admit_access()), then parameters.
    // Runs on the event thread, or on a worker for rows that block; must not block itself.
    bool (*admit)(struct request *request, struct response *response);
    // Fills the body from response->error. Called for every status >= 400 with an empty body, also for
    // requests that matched no row of another group and for malformed ones (request->route NULL then).
    void (*render_error)(struct request *request, struct response *response);
    // Answers OPTIONS; NULL: 204 with Allow.
    route_handler options;
    // After the handler, before sending: headers common to the group, _envelope and the like. May be NULL.
    void (*finish)(struct request *request, struct response *response);
    // For rows with CACHE_PAGE: what is a parameter of this name? Handlers of such rows see only known ones in
    // request->query. NULL: requests with parameters are not answered from kept pages.
    enum route_parameter (*parameter)(const struct request *request, const char *name);
    bool by_origin;       // headers depend on the request's Origin
    bool slash_optional;  // a trailing slash in the request's path is ignored when matching
};

struct route {
    // Segments: literal, {name:number} (digits), {name:word} (letters, digits, '-', '_'),
    // {name} (one segment of anything), text{name} (one that begins so), {name:path} (the rest, also empty; last only).
    // Literal segments win over text{name} over captures; number over word over {name} over path.
    const char *path;
    unsigned methods;  // mask of enum http_method; GET serves HEAD too
    const struct route_group *group;
    enum route_access access;
    route_permit permit;
    route_handler handler;
    size_t max_body;  // bytes; over it 413. 0: a request with a body gets 413
    bool spool;       // the body goes to request->body_file instead of request->body
    enum route_cache cache;
    bool blocks;                           // writes, hashes, or otherwise may block: runs on a worker
    const char *blocks_with[5];            // parameters of the query with which it may block; NULL: none
    const struct rest_endpoint *endpoint;  // parameters, schema; NULL for pages
};

// The rows that share request->route's path (all methods), for Allow and OPTIONS.
// Rows are sorted by path, so they stand side by side.
const struct route *route_siblings(const struct request *request, size_t *ret_count);

// "GET, HEAD, POST" for a mask, in the arena.
const char *route_allow(struct arena *arena, unsigned methods);

// The common part of `admit`: route->access against request->identity and from_owner.
// Sets 401 "rest_forbidden" (nobody) or 403 (somebody).
bool route_admit_access(struct request *request, struct error *error);
