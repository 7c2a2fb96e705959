// The required modules of the official Mustache specification, as JSON files
// beside the repository. Each case's data is turned into view types and structs
// first: a list's items get one type with the fields of all of them. Where a case says
// {{{x}}} or {{&x}} its texts are of the kind VIEW_HTML, since the kind and not
// the template decides.
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
// After the headers it needs:
#include <cmocka.h>

#include "base/strbuf.h"
#include "server/text/mustache_internal.h"

// Values as the engine reads them; a field takes one, whatever its kind.
struct value {
    union {
        const void *pointer;
        int64_t integer;
        bool boolean;
    };
    size_t count;
};

enum { SAMPLES_MAX = 64, FIELDS_MAX = 32 };

struct samples {
    json_t *items[SAMPLES_MAX];
    size_t count;
};

static void add_sample(struct samples *samples, json_t *value) {
    assert_true(samples->count < SAMPLES_MAX);
    samples->items[samples->count++] = value;
}

static const struct view_type *type_of(struct arena *arena, const struct samples *samples, bool raw);

static struct samples elements_of(const struct samples *samples) {
    struct samples elements = {.count = 0};
    for (size_t i = 0; i < samples->count; i++) {
        size_t index;
        json_t *element;
        json_array_foreach(samples->items[i], index, element) add_sample(&elements, element);
    }
    return elements;
}

static void add_field(struct arena *arena, struct view_type *type, struct view_field *fields, const char *name,
                      const struct samples *samples, bool raw) {
    struct view_field *field = &fields[type->field_count];
    field->name = name;
    field->kind = raw ? VIEW_HTML : VIEW_TEXT;
    field->offset = type->field_count * sizeof(struct value);
    field->count_offset = field->offset + offsetof(struct value, count);
    size_t integers = 0, booleans = 0;
    for (size_t i = 0; i < samples->count; i++) {
        if (json_is_array(samples->items[i])) field->kind = VIEW_LIST;
        if (json_is_object(samples->items[i])) field->kind = VIEW_OBJECT;
        integers += json_is_integer(samples->items[i]);
        booleans += json_is_boolean(samples->items[i]);
    }
    if (integers == samples->count) field->kind = VIEW_INTEGER;
    if (booleans == samples->count) field->kind = VIEW_BOOL;
    if (field->kind == VIEW_LIST) {
        struct samples elements = elements_of(samples);
        field->type = type_of(arena, &elements, raw);
    }
    if (field->kind == VIEW_OBJECT) field->type = type_of(arena, samples, raw);
    type->field_count++;
    assert_true(type->field_count < FIELDS_MAX);
}

static bool has_field(const struct view_type *type, const char *name) {
    for (size_t i = 0; i < type->field_count; i++)
        if (strcmp(type->fields[i].name, name) == 0) return true;
    return false;
}

static const struct view_type *type_of(struct arena *arena, const struct samples *samples, bool raw) {
    struct view_type *type = arena_new(arena, struct view_type);
    struct view_field *fields = arena_array(arena, struct view_field, FIELDS_MAX);
    type->fields = fields;
    struct samples plain = {.count = 0};
    for (size_t i = 0; i < samples->count; i++) {
        const char *key;
        json_t *value;
        if (!json_is_object(samples->items[i])) add_sample(&plain, samples->items[i]);
        json_object_foreach(samples->items[i], key, value) {
            if (has_field(type, key)) continue;
            struct samples values = {.count = 0};
            for (size_t j = 0; j < samples->count; j++)
                if ((value = json_object_get(samples->items[j], key))) add_sample(&values, value);
            add_field(arena, type, fields, key, &values, raw);
        }
    }
    if (plain.count > 0) add_field(arena, type, fields, ".", &plain, raw);
    type->name = "case";
    type->size = FIELDS_MAX * sizeof(struct value);
    return type;
}

static void fill(struct arena *arena, const struct view_type *type, json_t *data, char *view) {
    for (size_t i = 0; i < type->field_count; i++) {
        const struct view_field *field = &type->fields[i];
        struct value *value = (struct value *) (view + field->offset);
        json_t *member = json_is_object(data) ? json_object_get(data, field->name) : data;
        if (!member || json_is_null(member)) continue;
        if (field->kind == VIEW_BOOL) {
            value->boolean = json_is_true(member);
        } else if (field->kind == VIEW_INTEGER) {
            value->integer = json_integer_value(member);
        } else if (field->kind == VIEW_OBJECT) {
            char *object = arena_alloc(arena, field->type->size);
            fill(arena, field->type, member, object);
            value->pointer = object;
        } else if (field->kind == VIEW_LIST) {
            value->count = json_array_size(member);
            char *items = arena_calloc(arena, value->count, field->type->size);
            for (size_t j = 0; j < value->count; j++)
                fill(arena, field->type, json_array_get(member, j), items + j * field->type->size);
            value->pointer = items;
        } else if (json_is_string(member)) {
            value->pointer = json_string_value(member);
        } else {
            value->pointer = arena_printf(arena, "%.10g", json_number_value(member));
        }
    }
}

static const char *load(void *context, const char *name, size_t *ret_size) {
    json_t *test = context;
    json_t *source = strcmp(name, "template") == 0 ? json_object_get(test, "template")
                                                   : json_object_get(json_object_get(test, "partials"), name);
    if (!source) return NULL;
    *ret_size = json_string_length(source);
    return json_string_value(source);
}

static bool mentions(json_t *test, const char *needle) {
    if (strstr(json_string_value(json_object_get(test, "template")), needle)) return true;
    const char *name;
    json_t *partial;
    json_object_foreach(json_object_get(test, "partials"), name, partial) {
        if (strstr(json_string_value(partial), needle)) return true;
    }
    return false;
}

static bool run_case(json_t *test) {
    struct arena arena;
    arena_init(&arena);
    json_t *data = json_object_get(test, "data");
    struct samples root = {.items = {data}, .count = 1};
    const struct view_type *type = type_of(&arena, &root, mentions(test, "{{{") || mentions(test, "{{&"));
    char *view = arena_alloc(&arena, type->size);
    fill(&arena, type, data, view);

    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    const char *message = NULL;
    const char *expected = json_string_value(json_object_get(test, "expected"));
    struct mustache *compiled = mustache_compile_with("template", type, load, test, true, &arena, &message);
    if (compiled) mustache_render(compiled, NULL, view, &out);
    bool passed = compiled && !strbuf_failed(&out) && strcmp(out.data, expected) == 0;
    if (!passed)
        print_error("%s\n  expected: %s\n  got:      %s\n", json_string_value(json_object_get(test, "name")), expected,
                    compiled ? out.data : message);
    mustache_destroy(compiled);
    arena_finish(&arena);
    return passed;
}

static void run_module(const char *module, size_t least) {
    const char *source_root = getenv("MESON_SOURCE_ROOT");
    char path[4096];
    snprintf(path, sizeof path, "%s/../shared/mustache-spec/%s.json", source_root ? source_root : ".", module);
    json_error_t error;
    json_t *file = json_load_file(path, 0, &error);
    if (!file && json_error_code(&error) == json_error_cannot_open_file) {
        print_message("skipped: there is no %s\n", path);
        skip();
    }
    assert_non_null(file);
    size_t index, failed = 0;
    json_t *test;
    json_array_foreach(json_object_get(file, "tests"), index, test) failed += !run_case(test);
    assert_true(index >= least);
    json_decref(file);
    assert_int_equal(failed, 0);
}

static void comments(void **state) {
    (void) state;
    run_module("comments", 12);
}
static void delimiters(void **state) {
    (void) state;
    run_module("delimiters", 14);
}
static void interpolation(void **state) {
    (void) state;
    run_module("interpolation", 42);
}
static void inverted(void **state) {
    (void) state;
    run_module("inverted", 22);
}
static void partials(void **state) {
    (void) state;
    run_module("partials", 12);
}
static void sections(void **state) {
    (void) state;
    run_module("sections", 34);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comments), cmocka_unit_test(delimiters), cmocka_unit_test(interpolation),
        cmocka_unit_test(inverted), cmocka_unit_test(partials),   cmocka_unit_test(sections),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
