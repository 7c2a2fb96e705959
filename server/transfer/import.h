// import: pieces of another site's export into the store. One call is one request of the command line.
//
// A request: {"step", "site", "dry", "role", "files", and by step}
//   "begin"   site: what the file says of its site; structure: how its permalinks look (null: not known)
//   "things"  authors, terms, items: lists of pieces (server/transfer/piece.h)
//   "settle"  after all things: what refers to things further on in the file
// An answer: {"made", "known", "left": {kind: number}, "notes": [[line, text]], "wanted": [{id, url, line}], "others":
// {post type: number}, "renumbered": number} and by step: "structure" (set), "again" (of settle: there is more).
//
// Each article is written with its comments, or not at all; what is there from an earlier run is known and left alone,
// but for comments that are new in the file.
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct app;
struct arena;
struct error;

// The answer, or NULL with the error set: a request that is none of the above (400), or a store that cannot be written
// (then the things of this request up to the first that failed are there).
json_t *import_run(struct app *app, struct arena *arena, const json_t *request, int64_t now, struct error *error)
    __attribute__((warn_unused_result));

// Gives the attachment `id`, whose file was left behind, the file that lies at `part` in the directory of uploads; it
// is removed from there. `name`: as it was called on its site, with folders if they are "2012/01/".
bool import_file(struct app *app, struct arena *arena, int64_t id, const char *part, const char *name,
                 struct error *error) __attribute__((warn_unused_result));
