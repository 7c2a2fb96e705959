// group: how REST requests are admitted, refused and finished.
#pragma once

#include <stdbool.h>

#include "server/http/route.h"

// Rows under /wp-json carry it.
extern const struct route_group rest_group;

// http_options.rewrite: "?rest_route=/wp/v2/posts" becomes the path /wp-json/wp/v2/posts; POST with `_method` in the
// query or X-HTTP-Method-Override becomes that method (under /wp-json only).
bool rest_rewrite(struct request *request, struct error *error);
