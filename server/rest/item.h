// item: one JSON object of a resource, filtered by context and `_fields` while it is written, with `_links` and
// `_embedded`.
//
// Members are written in the order of the schema's table. A member that the schema does not have is a programmer's
// error (assert). What is costly to find out is asked for with item_wants() first.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/rest/endpoint.h"
#include "server/rest/writer.h"

struct fields;
struct item_link;
struct request;

enum { ITEM_DEPTH = 4 };

struct item {
    struct request *request;
    struct writer out;  // values are written here after item_member() said true
    unsigned context;   // enum rest_context
    // Private.
    struct {
        const struct param *table;    // properties at this level
        const struct param *cursor;   // where the next search begins
        const struct fields *fields;  // what of them was asked for; NULL: all
    } level[ITEM_DEPTH];
    int depth;
    bool collection;  // a part of a list
    bool plain;       // without links (the `previous` of a deletion)
    struct item_link *links, **last_link;
    size_t mark;  // reply's: where to cut the body off again
};

// Begins with '{'. `context`: CONTEXT_VIEW, _EDIT or _EMBED; mostly rest_context(request).
void item_begin(struct item *item, struct request *request, struct strbuf *out, const struct rest_schema *schema,
                unsigned context);

// Would this member of the present level be shown?
bool item_wants(const struct item *item, const char *name);
// The same, and writes its key: the caller then writes one value into item->out.
bool item_member(struct item *item, const char *name);
// The same for a member that is an object with properties of its own: members follow, then item_close().
bool item_open(struct item *item, const char *name);
void item_close(struct item *item);

// Members that are shown if wanted.
void item_string(struct item *item, const char *name, const char *text);  // NULL: null
void item_integer(struct item *item, const char *name, int64_t number);
void item_boolean(struct item *item, const char *name, bool truth);
// "2026-11-24T09:30:00": in UTC or in the site's zone.
void item_date_utc(struct item *item, const char *name, int64_t moment);
void item_date_local(struct item *item, const char *name, int64_t moment);

// Are links wanted? (`_links` or `_embedded` by _fields, and not plain.)
bool item_wants_links(const struct item *item);
// A link. `rel` in short form ("wp:term"; curies come by themselves); `href` absolute, as rest_url() makes it; `more`:
// further members as JSON text ("\"taxonomy\":\"category\""), or NULL. Several links of one rel stand together. Strings
// live until item_end().
void item_link(struct item *item, const char *rel, const char *href, bool embeddable, const char *more);

// Writes _links, _embedded (as `_embed` asks) and '}'.
void item_end(struct item *item);
