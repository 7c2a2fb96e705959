// Any template, with itself as its partial "p": compiled and rendered, or refused with a message.
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/text/mustache.h"
#include "server/text/view.h"
#include "tests/fuzz/fuzz.h"

struct node {
    const char *t;
    const char *h;
    const char *u;
    int64_t i;
    bool b;
    const struct node *o;
    const struct node *l;
    size_t l_count;
};

static const struct view_type node_type;
static const struct view_field node_fields[] = {
    VIEW_FIELD(VIEW_TEXT, node, t),       VIEW_FIELD(VIEW_HTML, node, h), VIEW_FIELD(VIEW_URL, node, u),
    VIEW_FIELD(VIEW_INTEGER, node, i),    VIEW_FIELD(VIEW_BOOL, node, b), VIEW_OBJECT_FIELD(node, o, &node_type),
    VIEW_LIST_FIELD(node, l, &node_type),
};
static const struct view_type node_type = VIEW_TYPE(node, node_fields);

struct source {
    const char *text;
    size_t size;
};

static const char *load(void *context, const char *name, size_t *ret_size) {
    const struct source *source = context;
    if (strcmp(name, "p") != 0) return NULL;
    *ret_size = source->size;
    return source->text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const struct node leaf = {.t = "<leaf>", .u = "javascript:x"};
    static const struct node leaves[] = {{.t = "a", .i = 1}, {.h = "<b>", .o = &leaf}};
    static const struct node root = {
        .t = "t", .h = "<i>h</i>", .u = "/u?a&b", .i = -7, .b = true, .o = &leaf, .l = leaves, .l_count = 2};
    struct arena arena;
    arena_init(&arena);
    struct source source = {(const char *) data, size};
    const char *message = NULL;
    struct mustache *compiled = mustache_compile("p", &node_type, load, &source, &arena, &message);
    if (!compiled && !message) abort();
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 1 << 20);
    if (compiled) mustache_render(compiled, NULL, &root, &out);
    if (strstr(out.data, "<leaf>") && !memmem(data, size, "<leaf>", 6)) abort();
    mustache_destroy(compiled);
    arena_finish(&arena);
    return 0;
}
