// routes: the site map.
#pragma once

#include <stddef.h>

#include "server/http/route.h"

struct http_options;

// Sorted by path (strcmp), rows of one path side by side.
extern const struct route routes[];
extern const size_t route_count;

// Sets routes, route_count, default_group and rewrite.
void routes_describe(struct http_options *ret);
