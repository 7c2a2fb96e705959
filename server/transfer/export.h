// export: the site in pieces (server/transfer/piece.h), by number, a round at a time, so that neither side holds much.
#pragma once

#include <jansson.h>
#include <stdint.h>

struct app;
struct arena;
struct error;

// `name`: "site", "authors", "terms", "items". {"things": [...], "after": the number to go on behind, null at the end}.
// NULL: the error is set (400: another kind).
json_t *export_run(struct app *app, struct arena *arena, const char *name, int64_t after, struct error *error)
    __attribute__((warn_unused_result));
