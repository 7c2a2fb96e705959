// router: from a path to the rows of the site map that serve it.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "server/http/request.h"
#include "server/http/route.h"

struct arena;
struct error;
struct router;

// The rows of one path, side by side in the table, and what its {parts} matched.
struct router_match {
    const struct route *rows;  // NULL: no row has this path
    size_t count;
    const char *captures[REQUEST_CAPTURES];
};

// Compiles the table, which must outlive the router. A table that is not sorted, not unique or not complete is
// refused: NULL, error set.
struct router *router_create(const struct route *routes, size_t count, struct error *error)
    __attribute__((warn_unused_result));
void router_destroy(struct router *router);

// Captures are copied into the arena.
void router_find(const struct router *router, struct arena *arena, const char *path, struct router_match *ret);

// The row for a method, or NULL.
const struct route *router_row(const struct router_match *match, enum http_method method);

// All methods of the rows; HEAD with GET, and OPTIONS always.
unsigned router_methods(const struct route *rows, size_t count);
