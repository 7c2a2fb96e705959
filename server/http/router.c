// router: a tree of path segments, made once from the sorted table. Paths decide first and methods second, so that a
// known path with an unknown method is a 405 and never falls through to a more general row.
#include "server/http/router.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"

enum capture_kind { CAPTURE_NUMBER, CAPTURE_WORD, CAPTURE_ANY, CAPTURE_KINDS };

struct node {
    const char *text;  // a literal segment
    size_t text_size;
    struct node *literals;  // children, a list
    struct node *next;
    struct node *prefixes;                 // children, a list: `text` and then anything, which is captured
    struct node *captures[CAPTURE_KINDS];  // children, most exact first
    const struct route *rows;              // rows whose path ends here
    size_t row_count;
    const struct route *rest_rows;  // rows whose path ends here with {name:path}
    size_t rest_count;
    bool slash_optional;
};

struct router {
    struct arena arena;
    struct node root;
};

struct walk {
    struct router_match *match;
    const char *starts[REQUEST_CAPTURES];
    size_t sizes[REQUEST_CAPTURES];
    size_t depth;
};

static struct node *add_text(struct router *router, struct node **list, const char *text, size_t size) {
    for (struct node *child = *list; child; child = child->next)
        if (child->text_size == size && memcmp(child->text, text, size) == 0) return child;
    struct node *child = arena_new(&router->arena, struct node);
    child->text = text;
    child->text_size = size;
    child->next = *list;
    *list = child;
    return child;
}

static struct node *add_capture(struct router *router, struct node *parent, enum capture_kind kind) {
    if (!parent->captures[kind]) parent->captures[kind] = arena_new(&router->arena, struct node);
    return parent->captures[kind];
}

// "{name}", "{name:kind}": the kind; -1 for {name:path}, -2 when it is neither.
static int parse_capture(const char *segment, size_t size) {
    static const char *const names[] = {"number", "word"};
    size_t name = 1;
    while (name < size && (segment[name] == '_' || (segment[name] >= 'a' && segment[name] <= 'z'))) name++;
    if (name == 1 || segment[size - 1] != '}') return -2;
    if (name == size - 1) return CAPTURE_ANY;
    if (segment[name] != ':') return -2;
    const char *kind = segment + name + 1;
    const size_t kind_size = size - name - 2;
    for (int i = 0; i < (int) (sizeof names / sizeof *names); i++)
        if (kind_size == strlen(names[i]) && memcmp(kind, names[i], kind_size) == 0) return i;
    return kind_size == 4 && memcmp(kind, "path", 4) == 0 ? -1 : -2;
}

static bool add_path(struct router *router, const struct route *rows, size_t count) {
    struct node *node = &router->root;
    size_t captures = 0;
    for (const char *at = rows->path; at;) {
        at++;
        const size_t size = strcspn(at, "/");
        const char *next = at[size] ? at + size : NULL;
        const size_t text = strcspn(at, "{/");
        const int kind = text < size ? parse_capture(at + text, size - text) : -3;
        // Behind a text only {name} may stand.
        if (text > 0 && text < size && kind != CAPTURE_ANY) return false;
        if (kind == -2 || (kind > -2 && ++captures > REQUEST_CAPTURES) || (kind == -1 && next)) return false;
        if (kind == -1) {
            if (node->rest_rows) return false;
            node->rest_rows = rows;
            node->rest_count = count;
            return true;
        }
        if (kind == -3)
            node = add_text(router, &node->literals, at, size);
        else if (text > 0)
            node = add_text(router, &node->prefixes, at, text);
        else
            node = add_capture(router, node, (enum capture_kind) kind);
        at = next;
    }
    if (node->rows) return false;
    node->rows = rows;
    node->row_count = count;
    node->slash_optional = rows->group->slash_optional;
    return true;
}

static const char *row_problem(const struct route *row, const struct route *previous) {
    if (!row->path || row->path[0] != '/') return "its path does not begin with /";
    if (!row->methods || !row->handler || !row->group) return "it has no methods, handler or group";
    if (!row->group->admit || !row->group->render_error) return "its group has no hooks";
    if (row->access == ACCESS_PERMIT && !row->permit) return "it has no permit";
    if (previous && strcmp(previous->path, row->path) > 0) return "it is not sorted";
    return NULL;
}

static bool add_all(struct router *router, const struct route *routes, size_t count, struct error *error) {
    size_t first = 0;
    unsigned methods = 0;
    for (size_t i = 0; i < count; i++) {
        const char *problem = row_problem(&routes[i], i > 0 ? &routes[i - 1] : NULL);
        if (problem) {
            error_set(error, 500, "routes", "route %zu (%s): %s", i, routes[i].path ? routes[i].path : "", problem);
            return false;
        }
        if (strcmp(routes[first].path, routes[i].path) != 0) {
            first = i;
            methods = 0;
        }
        if (methods & routes[i].methods) {
            error_set(error, 500, "routes", "route %zu (%s): two rows for one method", i, routes[i].path);
            return false;
        }
        methods |= routes[i].methods;
        const bool last = i + 1 == count || strcmp(routes[i + 1].path, routes[i].path) != 0;
        if (last && !add_path(router, &routes[first], i + 1 - first)) {
            error_set(error, 500, "routes", "route %zu (%s): its path is malformed or matches what another one does", i,
                      routes[i].path);
            return false;
        }
    }
    return true;
}

struct router *router_create(const struct route *routes, size_t count, struct error *error) {
    struct router *router = calloc(1, sizeof *router);
    if (!router) {
        error_set(error, 500, "no_memory", "out of memory");
        return NULL;
    }
    arena_init(&router->arena);
    if (!add_all(router, routes, count, error)) {
        router_destroy(router);
        return NULL;
    }
    return router;
}

void router_destroy(struct router *router) {
    if (!router) return;
    arena_finish(&router->arena);
    free(router);
}

static bool fits(enum capture_kind kind, const char *segment, size_t size) {
    for (size_t i = 0; i < size; i++) {
        const char byte = segment[i];
        const bool digit = byte >= '0' && byte <= '9';
        const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        if (kind == CAPTURE_NUMBER && !digit) return false;
        if (kind == CAPTURE_WORD && !digit && !letter && byte != '-' && byte != '_') return false;
    }
    return size > 0;
}

static bool found(struct walk *walk, const struct route *rows, size_t count) {
    walk->match->rows = rows;
    walk->match->count = count;
    return true;
}

static void capture(struct walk *walk, const char *start, size_t size) {
    walk->starts[walk->depth] = start;
    walk->sizes[walk->depth] = size;
    walk->depth++;
}

// `at` is the start of the segment below `node`; NULL: the path has ended. Each node is tried at one place of the path
// only, so a walk visits no node twice. NOLINTNEXTLINE(misc-no-recursion): as deep as the table's longest path
static bool descend(struct walk *walk, const struct node *node, const char *at) {
    if (!at) return node->rows && found(walk, node->rows, node->row_count);
    const size_t size = strcspn(at, "/");
    const char *next = at[size] ? at + size + 1 : NULL;
    if (size == 0 && !next && node->rows && node->slash_optional) return found(walk, node->rows, node->row_count);
    for (const struct node *child = node->literals; child; child = child->next)
        if (child->text_size == size && memcmp(child->text, at, size) == 0 && descend(walk, child, next)) return true;
    const size_t depth = walk->depth;
    for (const struct node *child = node->prefixes; child; child = child->next) {
        const size_t text = child->text_size;
        if (text >= size || memcmp(child->text, at, text) != 0) continue;
        capture(walk, at + text, size - text);
        if (descend(walk, child, next)) return true;
        walk->depth = depth;
    }
    for (enum capture_kind kind = 0; kind < CAPTURE_KINDS; kind++) {
        if (!node->captures[kind] || !fits(kind, at, size)) continue;
        capture(walk, at, size);
        if (descend(walk, node->captures[kind], next)) return true;
        walk->depth = depth;
    }
    if (!node->rest_rows) return false;
    capture(walk, at, strlen(at));
    return found(walk, node->rest_rows, node->rest_count);
}

void router_find(const struct router *router, struct arena *arena, const char *path, struct router_match *ret) {
    *ret = (struct router_match){0};
    struct walk walk = {.match = ret};
    if (path[0] != '/' || !descend(&walk, &router->root, path + 1)) return;
    for (size_t i = 0; i < walk.depth; i++) ret->captures[i] = arena_strndup(arena, walk.starts[i], walk.sizes[i]);
}

const struct route *router_row(const struct router_match *match, enum http_method method) {
    for (size_t i = 0; i < match->count; i++)
        if (match->rows[i].methods & method) return &match->rows[i];
    return NULL;
}

unsigned router_methods(const struct route *rows, size_t count) {
    unsigned methods = HTTP_OPTIONS;
    for (size_t i = 0; i < count; i++) methods |= rows[i].methods;
    if (methods & HTTP_GET) methods |= HTTP_HEAD;
    return methods;
}
