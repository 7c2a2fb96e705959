// options: what a route says of itself: OPTIONS, and its entry in the indexes.
#pragma once

#include "server/rest/writer.h"

struct arena;
struct request;
struct response;
struct route;

// "GET, POST, PUT, PATCH, DELETE" for a mask, in WordPress's order; in the arena.
const char *options_methods(struct arena *arena, unsigned methods);

// "namespace", "methods", "endpoints" of the rows of one path, as members of an object that was begun.
void options_write_route(struct writer *out, const struct route *rows, size_t count, const char *space);

// The path of a row as the indexes show it, below /wp-json: "/wp/v2/posts/(?P<id>[\d]+)". In the arena.
const char *options_shown_path(struct arena *arena, const struct route *row);
// "wp/v2" of a path below /wp-json; "" for the root and for batch.
const char *options_namespace(struct arena *arena, const char *shown_path);

// The answer to OPTIONS: the route's entry with the schema of its resource.
int options_answer(struct request *request, struct response *response);
