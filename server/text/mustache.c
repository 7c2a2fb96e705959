// mustache: rendering of a compiled template.
//
// Nothing is looked up here: an op knows the slot and the offsets of its value,
// and the kind of the field chooses the escaping.
#include "server/text/mustache.h"

#include <string.h>

#include "base/strbuf.h"
#include "server/text/escape.h"
#include "server/text/mustache_internal.h"
#include "server/text/words_internal.h"

// The indentation of the standalone partials around a place, innermost first.
struct indent {
    const struct indent *outer;
    const char *text;
    size_t size;
};

struct renderer {
    struct strbuf *out;
    const struct words *words;
    const struct indent *indent;
    unsigned depth;
    const void *slots[MUSTACHE_SLOTS];
};

static void render_indent(struct strbuf *out, const struct indent *indent) {
    if (!indent) return;
    render_indent(out, indent->outer);
    strbuf_add(out, indent->text, indent->size);
}

static bool line_is_empty(const char *text, const char *end) {
    return text < end && (*text == '\n' || (*text == '\r' && end - text > 1 && text[1] == '\n'));
}

static void render_text(struct renderer *renderer, const struct mustache_op *op) {
    struct strbuf *out = renderer->out;
    if (!renderer->indent) {
        strbuf_add(out, op->text, op->size);
        return;
    }
    const char *text = op->text, *end = text + op->size;
    bool line_start = op->line_start;
    while (text < end) {
        if (line_start && !line_is_empty(text, end)) render_indent(out, renderer->indent);
        const char *newline = memchr(text, '\n', (size_t) (end - text));
        const char *stop = newline ? newline + 1 : end;
        strbuf_add(out, text, (size_t) (stop - text));
        text = stop;
        line_start = true;
    }
}

// The struct that holds the field of a place; NULL when an object on the way is NULL.
static const char *holder_of(const struct renderer *renderer, const struct mustache_place *place) {
    const char *holder = renderer->slots[place->slot];
    for (unsigned i = 0; holder && i + 1 < place->count; i++)
        holder = *(const char *const *) (holder + place->offsets[i]);
    return holder;
}

static void render_name(struct renderer *renderer, const struct mustache_place *place) {
    const char *holder = holder_of(renderer, place);
    if (!holder) return;
    const char *value = holder + place->offsets[place->count - 1];
    if (place->kind == VIEW_INTEGER) {
        strbuf_addi(renderer->out, *(const int64_t *) value);
        return;
    }
    if (place->kind == VIEW_COUNT || place->kind == VIEW_NUMBER) {
        words_add_number(renderer->out, renderer->words, *(const int64_t *) value, place->kind == VIEW_COUNT);
        return;
    }
    const char *text = *(const char *const *) value;
    if (!text) return;
    if (place->kind == VIEW_HTML)
        strbuf_adds(renderer->out, text);
    else if (place->kind == VIEW_URL)
        escape_url(renderer->out, text);
    else
        escape_html(renderer->out, text);
}

// What a section goes over: `count` views from `views` on, or, of a plain value, nothing to enter.
struct extent {
    size_t count;  // 0: false
    const char *views;
};

static struct extent extent_of(const struct renderer *renderer, const struct mustache_place *place) {
    const char *holder = holder_of(renderer, place);
    if (!holder) return (struct extent){0};
    const char *value = holder + place->offsets[place->count - 1];
    switch ((enum view_kind) place->kind) {
        case VIEW_BOOL:
            return (struct extent){.count = *(const bool *) value};
        case VIEW_INTEGER:
        case VIEW_NUMBER:
        case VIEW_COUNT:
            return (struct extent){.count = *(const int64_t *) value != 0};
        case VIEW_OBJECT: {
            const char *object = *(const char *const *) value;
            return (struct extent){.count = object != NULL, .views = object};
        }
        case VIEW_LIST: {
            const char *items = *(const char *const *) value;
            return (struct extent){.count = items ? *(const size_t *) (holder + place->count_offset) : 0,
                                   .views = items};
        }
        default: {
            const char *text = *(const char *const *) value;
            return (struct extent){.count = text && *text};
        }
    }
}

static void render_part(struct renderer *renderer, const struct mustache_part *part);

static void render_section(struct renderer *renderer, const struct mustache_op *op) {
    struct extent extent = extent_of(renderer, &op->place);
    if (!extent.views) {
        if (extent.count) render_part(renderer, op->body);
        return;
    }
    const void **slot = &renderer->slots[op->place.item_slot];
    const void *outer = *slot;
    for (size_t i = 0; i < extent.count && !renderer->out->failed; i++) {
        *slot = extent.views + i * op->place.item_size;
        render_part(renderer, op->body);
    }
    *slot = outer;
}

static void render_partial(struct renderer *renderer, const struct mustache_op *op) {
    const struct indent *outer = renderer->indent;
    struct indent inner = {.outer = outer, .text = op->text, .size = op->size};
    // One in the middle of a line is not indented, and neither is what stands in it.
    if (!op->standalone)
        renderer->indent = NULL;
    else if (op->size > 0)
        renderer->indent = &inner;
    render_part(renderer, op->body);
    renderer->indent = outer;
}

static void render_part(struct renderer *renderer, const struct mustache_part *part) {
    if (renderer->depth == MUSTACHE_DEPTH_MAX) {
        renderer->out->failed = true;
        return;
    }
    renderer->depth++;
    for (size_t i = 0; i < part->count && !renderer->out->failed; i++) {
        const struct mustache_op *op = &part->ops[i];
        if (op->line_start && op->kind != MUSTACHE_TEXT) render_indent(renderer->out, renderer->indent);
        switch ((enum mustache_kind) op->kind) {
            case MUSTACHE_TEXT:
                render_text(renderer, op);
                break;
            case MUSTACHE_NAME:
                render_name(renderer, &op->place);
                break;
            case MUSTACHE_SECTION:
                render_section(renderer, op);
                break;
            case MUSTACHE_INVERTED:
                if (extent_of(renderer, &op->place).count == 0) render_part(renderer, op->body);
                break;
            case MUSTACHE_PARTIAL:
                render_partial(renderer, op);
                break;
            case MUSTACHE_WORDS:
                render_part(renderer, &op->body[renderer->words->index]);
                break;
        }
    }
    renderer->depth--;
}

void mustache_render(const struct mustache *template_, const struct words *words, const void *view,
                     struct strbuf *out) {
    static const char *const nothing = NULL;  // read as a text by unknown names of lenient templates
    struct renderer renderer = {.out = out, .words = words ? words : &words_languages[0]};
    renderer.slots[0] = view;
    renderer.slots[MUSTACHE_SLOT_NOTHING] = &nothing;
    render_part(&renderer, template_->root);
}
