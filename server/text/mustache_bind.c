// mustache_bind: names to places, by the types of the views.
//
// Owns what a name means: the innermost view type that has such a field, and
// for a dotted name the fields of that object alone. Hides the memory of parts already
// bound: (source, context) is bound once, so recursive partials end.
#include <stdlib.h>
#include <string.h>

#include "server/text/mustache_internal.h"
#include "server/text/words_internal.h"

struct context {
    const struct view_type *types[MUSTACHE_TYPES_MAX];  // innermost first, each once
    unsigned count;
    bool dot_is_set;            // in a section over a text or a number, {{.}} is that one;
    struct mustache_place dot;  // else it is the field "." of types[0]
};

struct source {
    struct source *next;
    const char *name;
    struct mustache_tag *tags;
};

// A part whose ops are there, or will be when its turn comes.
struct bound {
    struct bound *next;
    const struct source *source;
    const struct context *context;
    struct mustache_part *part;
};

struct binder {
    struct arena *arena;    // of the compiled template
    struct arena *scratch;  // of the compilation
    mustache_loader loader;
    void *loader_context;
    bool lenient;
    const char *message;
    const struct view_type *types[MUSTACHE_TYPES_MAX];  // by slot
    unsigned type_count;
    struct source *sources;
    struct bound *bound, **bound_tail;
    unsigned bound_count;
};

static bool fail(struct binder *binder, const char *source, int line, const char *what, const char *name) {
    binder->message = arena_printf(binder->scratch, "%s.mustache:%d: %s '%s'", source, line, what, name);
    return false;
}

// The slot of a type; false when there are too many.
static bool slot_of(struct binder *binder, const struct view_type *type, uint8_t *ret_slot) {
    unsigned slot = 0;
    while (slot < binder->type_count && binder->types[slot] != type) slot++;
    if (slot == MUSTACHE_TYPES_MAX) return false;
    if (slot == binder->type_count) binder->types[binder->type_count++] = type;
    *ret_slot = (uint8_t) slot;
    return true;
}

static const struct view_field *field_of(const struct view_type *type, const char *name, size_t size) {
    for (size_t i = 0; i < type->field_count; i++)
        if (strncmp(type->fields[i].name, name, size) == 0 && type->fields[i].name[size] == '\0')
            return &type->fields[i];
    return NULL;
}

static void push(struct context *context, const struct view_type *type) {
    struct context outer = *context;
    context->dot_is_set = false;
    context->types[0] = type;
    context->count = 1;
    for (unsigned i = 0; i < outer.count; i++)
        if (outer.types[i] != type) context->types[context->count++] = outer.types[i];
}

static bool same_context(const struct context *a, const struct context *b) {
    if (a->count != b->count) return false;
    for (unsigned i = 0; i < a->count; i++)
        if (a->types[i] != b->types[i]) return false;
    if (!a->dot_is_set || !b->dot_is_set) return a->dot_is_set == b->dot_is_set;
    return a->dot.slot == b->dot.slot && a->dot.kind == b->dot.kind && a->dot.count == b->dot.count &&
           memcmp(a->dot.offsets, b->dot.offsets, a->dot.count * sizeof *a->dot.offsets) == 0;
}

// A binding under way: the place so far, and the type that it leads to.
struct lookup {
    struct mustache_place place;
    uint32_t offsets[MUSTACHE_DOTS_MAX];
    const struct view_type *type;  // of an object or a list
};

static void step(struct lookup *lookup, const struct view_field *field) {
    lookup->offsets[lookup->place.count++] = (uint32_t) field->offset;
    lookup->place.kind = (uint8_t) field->kind;
    lookup->place.count_offset = (uint32_t) field->count_offset;
    lookup->type = field->type;
}

// Finds what a name means. False when nothing has it.
static bool look_up(struct binder *binder, const struct context *context, const char *name, struct lookup *ret) {
    bool dot = strcmp(name, ".") == 0;
    if (dot && context->dot_is_set) {
        ret->place = context->dot;
        memcpy(ret->offsets, context->dot.offsets, context->dot.count * sizeof *context->dot.offsets);
        return true;
    }
    size_t size = dot ? 1 : strcspn(name, ".");
    const struct view_field *field = NULL;
    for (unsigned i = 0; i < (dot ? 1 : context->count) && !field; i++) {
        field = field_of(context->types[i], name, size);
        if (field && !slot_of(binder, context->types[i], &ret->place.slot)) return false;
    }
    if (!field) return false;
    step(ret, field);
    for (name += size; *name == '.'; name += size) {
        name++;
        size = strcspn(name, ".");
        if (ret->place.kind != VIEW_OBJECT || ret->place.count == MUSTACHE_DOTS_MAX) return false;
        field = field_of(ret->type, name, size);
        if (!field) return false;
        step(ret, field);
    }
    return true;
}

static bool resolve(struct binder *binder, const struct context *context, const char *source,
                    const struct mustache_tag *tag, struct lookup *ret) {
    *ret = (struct lookup){0};
    if (!look_up(binder, context, tag->name, ret)) {
        if (!binder->lenient) return fail(binder, source, tag->line, "unknown name", tag->name);
        *ret = (struct lookup){.place = {.kind = VIEW_TEXT, .slot = MUSTACHE_SLOT_NOTHING, .count = 1}};
    }
    if (ret->type) {
        if (!slot_of(binder, ret->type, &ret->place.item_slot))
            return fail(binder, source, tag->line, "too many view types at", tag->name);
        ret->place.item_size = (uint32_t) ret->type->size;
    }
    uint32_t *offsets = arena_array(binder->arena, uint32_t, ret->place.count);
    memcpy(offsets, ret->offsets, ret->place.count * sizeof *offsets);
    ret->place.offsets = offsets;
    return true;
}

// The parsed source of a name; NULL when there is none (message unset) or it has an error (message set).
static const struct source *source_of(struct binder *binder, const char *name) {
    for (const struct source *source = binder->sources; source; source = source->next)
        if (strcmp(source->name, name) == 0) return source;
    size_t size = 0;
    const char *text = binder->loader(binder->loader_context, name, &size);
    if (!text) return NULL;
    struct source *source = arena_new(binder->scratch, struct source);
    source->name = arena_strdup(binder->scratch, name);
    // The ops point into this copy.
    text = arena_strndup(binder->arena, text, size);
    if (!mustache_parse(binder->scratch, name, text, size, false, &source->tags, &binder->message)) return NULL;
    source->next = binder->sources;
    binder->sources = source;
    return source;
}

// The part of a source in a context, which is bound later when it is new.
static struct mustache_part *part_of(struct binder *binder, const struct source *source,
                                     const struct context *context) {
    for (const struct bound *bound = binder->bound; bound; bound = bound->next)
        if (bound->source == source && same_context(bound->context, context)) return bound->part;
    if (binder->bound_count == MUSTACHE_PARTS_MAX) return NULL;
    struct context *copy = arena_new(binder->scratch, struct context);
    *copy = *context;
    struct bound *bound = arena_new(binder->scratch, struct bound);
    *bound = (struct bound){.source = source, .context = copy, .part = arena_new(binder->arena, struct mustache_part)};
    *binder->bound_tail = bound;
    binder->bound_tail = &bound->next;
    binder->bound_count++;
    return bound->part;
}

static bool bind_tags(struct binder *binder, const struct source *source, const struct mustache_tag *tags,
                      const struct context *context, struct mustache_part *part);

static bool bind_name(struct binder *binder, const struct source *source, const struct mustache_tag *tag,
                      const struct context *context, struct mustache_op *op) {
    struct lookup lookup;
    if (!resolve(binder, context, source->name, tag, &lookup)) return false;
    op->place = lookup.place;
    if (op->place.kind == VIEW_BOOL || op->place.kind == VIEW_OBJECT || op->place.kind == VIEW_LIST)
        return fail(binder, source->name, tag->line, "only a section can use", tag->name);
    return true;
}

static bool bind_section(struct binder *binder, const struct source *source, const struct mustache_tag *tag,
                         const struct context *context, struct mustache_op *op) {
    struct lookup lookup;
    if (!resolve(binder, context, source->name, tag, &lookup)) return false;
    op->place = lookup.place;
    struct context inner = *context;
    if (op->kind == MUSTACHE_SECTION) {
        if (lookup.type) {
            push(&inner, lookup.type);
        } else if (op->place.kind != VIEW_BOOL) {
            inner.dot_is_set = true;
            inner.dot = op->place;
        }
    }
    struct mustache_part *body = arena_new(binder->arena, struct mustache_part);
    op->body = body;
    return bind_tags(binder, source, tag->children, &inner, body);
}

static bool bind_partial(struct binder *binder, const struct source *source, const struct mustache_tag *tag,
                         const struct context *context, struct mustache_op *op) {
    const struct source *partial = source_of(binder, tag->name);
    if (!partial && binder->message) return false;
    if (!partial && !binder->lenient) return fail(binder, source->name, tag->line, "unknown partial", tag->name);
    op->body = partial ? part_of(binder, partial, context) : arena_new(binder->arena, struct mustache_part);
    if (!op->body) return fail(binder, source->name, tag->line, "too many partials at", tag->name);
    return true;
}

// What stands in {{#_}} is the key of a word; each language's text of it is bound as if it stood there.
static bool bind_words(struct binder *binder, const struct source *source, const struct mustache_tag *tag,
                       const struct context *context, struct mustache_op *op) {
    int word = words_find(tag->text, tag->size);
    if (word < 0)
        return fail(binder, source->name, tag->line, "server/text/po/en.po has no words",
                    arena_strndup(binder->scratch, tag->text, tag->size));
    struct mustache_part *parts = arena_array(binder->arena, struct mustache_part, WORDS_LANGUAGES);
    op->body = parts;
    for (size_t i = 0; i < WORDS_LANGUAGES; i++) {
        const struct words *words = words_language(i);
        const char *text = words_text(words, word);
        if (!text) {
            parts[i] = parts[0];
            continue;
        }
        struct mustache_tag *tags;
        const char *name = arena_printf(binder->scratch, "%s (%s)", source->name, words_code(words));
        struct source translated = {.name = name};
        if (!mustache_parse(binder->scratch, name, text, strlen(text), true, &tags, &binder->message) ||
            !bind_tags(binder, &translated, tags, context, &parts[i]))
            return false;
    }
    return true;
}

// Its recursion is as deep as the sections of one source are nested; a translation has no words inside words.
static bool bind_tags(struct binder *binder, const struct source *source, const struct mustache_tag *tags,
                      const struct context *context, struct mustache_part *part) {
    size_t count = 0;
    for (const struct mustache_tag *tag = tags; tag; tag = tag->next) count++;
    part->ops = arena_array(binder->arena, struct mustache_op, count);
    for (const struct mustache_tag *tag = tags; tag; tag = tag->next) {
        struct mustache_op *op = &part->ops[part->count++];
        *op = (struct mustache_op){.kind = (uint8_t) tag->kind,
                                   .line_start = tag->line_start,
                                   .standalone = tag->standalone,
                                   .text = tag->text,
                                   .size = (uint32_t) tag->size};
        bool bound = true;
        if (tag->kind == MUSTACHE_NAME) bound = bind_name(binder, source, tag, context, op);
        if (tag->kind == MUSTACHE_SECTION || tag->kind == MUSTACHE_INVERTED)
            bound = bind_section(binder, source, tag, context, op);
        if (tag->kind == MUSTACHE_WORDS) bound = bind_words(binder, source, tag, context, op);
        if (tag->kind == MUSTACHE_PARTIAL) bound = bind_partial(binder, source, tag, context, op);
        if (!bound) return false;
    }
    return true;
}

static const struct mustache_part *bind_all(struct binder *binder, const char *name, const struct view_type *type) {
    const struct source *source = source_of(binder, name);
    if (!source) {
        if (!binder->message) binder->message = arena_printf(binder->scratch, "%s.mustache: no such template", name);
        return NULL;
    }
    uint8_t root_slot;
    (void) slot_of(binder, type, &root_slot);  // 0: the renderer puts the view there
    struct context context = {0};
    push(&context, type);
    const struct mustache_part *root = part_of(binder, source, &context);
    // Grows while it is walked.
    for (const struct bound *bound = binder->bound; bound; bound = bound->next)
        if (!bind_tags(binder, bound->source, bound->source->tags, bound->context, bound->part)) return NULL;
    return root;
}

struct mustache *mustache_compile_with(const char *name, const struct view_type *type, mustache_loader loader,
                                       void *context, bool lenient, struct arena *arena, const char **ret_message) {
    struct mustache *compiled = calloc(1, sizeof *compiled);
    if (!compiled) {
        *ret_message = "out of memory";
        return NULL;
    }
    arena_init(&compiled->arena);
    struct arena scratch;
    arena_init(&scratch);
    struct binder binder = {.arena = &compiled->arena,
                            .scratch = &scratch,
                            .loader = loader,
                            .loader_context = context,
                            .lenient = lenient};
    binder.bound_tail = &binder.bound;
    compiled->root = bind_all(&binder, name, type);
    if (!compiled->root) {
        *ret_message = arena_strdup(arena, binder.message);
        mustache_destroy(compiled);
        compiled = NULL;
    }
    arena_finish(&scratch);
    return compiled;
}

struct mustache *mustache_compile(const char *name, const struct view_type *type, mustache_loader loader, void *context,
                                  struct arena *arena, const char **ret_message) {
    return mustache_compile_with(name, type, loader, context, false, arena, ret_message);
}

void mustache_destroy(struct mustache *template_) {
    if (!template_) return;
    arena_finish(&template_->arena);
    free(template_);
}
