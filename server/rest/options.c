// options: prints the tables of an endpoint as WordPress's argument lists and JSON schema.
#include "server/rest/options.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "server/rest/call.h"
#include "server/rest/endpoint.h"
#include "server/rest/param_value.h"
#include "server/rest/reply.h"

static const enum http_method method_order[] = {HTTP_GET, HTTP_POST, HTTP_PUT, HTTP_PATCH, HTTP_DELETE};

const char *options_methods(struct arena *arena, unsigned methods) {
    const char *list = "";
    for (size_t i = 0; i < sizeof method_order / sizeof *method_order; i++)
        if (methods & method_order[i])
            list = arena_printf(arena, "%s%s%s", list, *list ? ", " : "", http_method_name(method_order[i]));
    return list;
}

static void write_methods(struct writer *out, unsigned methods) {
    writer_key(out, "methods");
    writer_begin_array(out);
    for (size_t i = 0; i < sizeof method_order / sizeof *method_order; i++)
        if (methods & method_order[i]) writer_string(out, http_method_name(method_order[i]));
    writer_end_array(out);
}

static void write_type(struct writer *out, unsigned types) {
    if (types == PARAM_ANY) return;
    char names[PARAM_TYPES_SIZE];
    param_type_names(types, names);
    writer_key(out, "type");
    if (!strchr(names, ',')) {
        writer_string(out, names);
        return;
    }
    writer_begin_array(out);
    for (const char *at = names; *at;) {
        const size_t size = strcspn(at, ",");
        writer_string_sized(out, at, size);
        at += size + (at[size] == ',');
    }
    writer_end_array(out);
}

static const char *format_name(enum param_format format) {
    switch (format) {
        case FORMAT_DATE_TIME:
            return "date-time";
        case FORMAT_URI:
            return "uri";
        case FORMAT_EMAIL:
            return "email";
        case FORMAT_IP:
            return "ip";
        case FORMAT_UUID:
            return "uuid";
        default:
            return NULL;
    }
}

static void write_contexts(struct writer *out, unsigned contexts) {
    if (!contexts) return;
    writer_key(out, "context");
    writer_begin_array(out);
    if (contexts & CONTEXT_VIEW) writer_string(out, "view");
    if (contexts & CONTEXT_EDIT) writer_string(out, "edit");
    if (contexts & CONTEXT_EMBED) writer_string(out, "embed");
    writer_end_array(out);
}

static void write_size(struct writer *out, const char *name, size_t size) {
    if (size) writer_member_integer(out, name, (int64_t) size);
}

static void write_rules(struct writer *out, const struct param *row) {
    if (row->format) writer_member_string(out, "format", format_name(row->format));
    if (row->choices) {
        writer_key(out, "enum");
        writer_begin_array(out);
        for (const char *const *choice = row->choices; *choice; choice++) writer_string(out, *choice);
        writer_end_array(out);
    }
    if (row->limits & LIMIT_LEAST) writer_member_integer(out, "minimum", row->least);
    if (row->limits & LIMIT_MOST) writer_member_integer(out, "maximum", row->most);
    write_size(out, "minLength", row->min_length);
    write_size(out, "maxLength", row->max_length);
    write_size(out, "minItems", row->min_items);
    write_size(out, "maxItems", row->max_items);
    if (row->unique_items) writer_member_boolean(out, "uniqueItems", true);
    if (row->pattern) writer_member_string(out, "pattern", row->pattern->text);
}

static void write_row(struct writer *out, const struct param *row, const char *title);

static void write_parts(struct writer *out, const struct param *row) {
    if (row->items) {
        writer_key(out, "items");
        write_row(out, row->items, NULL);
    }
    if (row->properties) {
        writer_key(out, "properties");
        writer_begin_object(out);
        for (const struct param *property = row->properties; property->name; property++) {
            writer_key(out, property->name);
            write_row(out, property, NULL);
        }
        writer_end_object(out);
    }
    if (row->closed) writer_member_boolean(out, "additionalProperties", false);
    if (row->one_of) {
        writer_key(out, "oneOf");
        writer_begin_array(out);
        for (const struct param *alternative = row->one_of; alternative->name; alternative++)
            write_row(out, alternative, alternative->name);
        writer_end_array(out);
    }
}

// A row as a schema shows it.
static void write_row(struct writer *out, const struct param *row, const char *title) {
    writer_begin_object(out);
    if (title || row->title) writer_member_string(out, "title", title ? title : row->title);
    if (row->group) writer_member_string(out, "group", row->group);
    if (row->description) writer_member_string(out, "description", row->description);
    write_type(out, row->types);
    write_rules(out, row);
    write_parts(out, row);
    write_contexts(out, row->contexts);
    if (row->default_json) {
        writer_key(out, "default");
        writer_raw(out, row->default_json);
    }
    if (row->readonly) writer_member_boolean(out, "readonly", true);
    if (row->required) writer_member_boolean(out, "required", true);
    writer_end_object(out);
}

// A row as an argument.
static bool write_argument(void *context, const struct param *row, bool required, const char *default_json) {
    struct writer *out = context;
    // Of captures only: properties that are never shown are arguments all the same.
    if (row->hidden && !row->contexts) return true;
    writer_key(out, row->name);
    writer_begin_object(out);
    if (row->description) writer_member_string(out, "description", row->description);
    write_type(out, row->types);
    write_rules(out, row);
    write_parts(out, row);
    if (default_json) {
        writer_key(out, "default");
        writer_raw(out, default_json);
    }
    writer_member_boolean(out, "required", required);
    writer_end_object(out);
    return true;
}

void options_write_route(struct writer *out, const struct route *rows, size_t count, const char *space) {
    unsigned methods = 0;
    for (size_t i = 0; i < count; i++) methods |= rows[i].methods;
    writer_member_string(out, "namespace", space);
    write_methods(out, methods);
    writer_key(out, "endpoints");
    writer_begin_array(out);
    for (size_t i = 0; i < count; i++) {
        if (!rows[i].endpoint) continue;
        writer_begin_object(out);
        write_methods(out, rows[i].methods);
        if (rows[i].endpoint->batch) {
            writer_key(out, "allow_batch");
            writer_raw(out, "{\"v1\":true}");
        }
        writer_key(out, "args");
        writer_begin_object(out);
        endpoint_visit(rows[i].endpoint, write_argument, out);
        writer_end_object(out);
        writer_end_object(out);
    }
    writer_end_array(out);
}

// "{id:number}" in WordPress's regular expressions.
static const char *shown_capture(struct arena *arena, const char *capture, size_t size) {
    const char *kind = memchr(capture, ':', size);
    const int name_size = (int) (kind ? (size_t) (kind - capture) : size);
    const char *pattern = "[^/]+";
    if (kind && strncmp(kind, ":number", 7) == 0) pattern = "[\\d]+";
    if (kind && strncmp(kind, ":word", 5) == 0) pattern = "[\\w-]+";
    return arena_printf(arena, "(?P<%.*s>%s)", name_size, capture, pattern);
}

const char *options_shown_path(struct arena *arena, const struct route *row) {
    if (row->endpoint && row->endpoint->shown) return row->endpoint->shown;
    static const char prefix[] = "/wp-json";
    const char *path = row->path + (strncmp(row->path, prefix, sizeof prefix - 1) == 0 ? sizeof prefix - 1 : 0);
    const char *shown = "";
    while (*path) {
        const size_t literal = strcspn(path, "{");
        shown = arena_printf(arena, "%s%.*s", shown, (int) literal, path);
        path += literal;
        if (!*path) break;
        const size_t size = strcspn(path, "}");
        shown = arena_printf(arena, "%s%s", shown, shown_capture(arena, path + 1, size - 1));
        path += size + (path[size] == '}');
    }
    const size_t size = strlen(shown);
    return size > 1 && shown[size - 1] == '/' ? arena_strndup(arena, shown, size - 1) : shown;
}

const char *options_namespace(struct arena *arena, const char *shown_path) {
    if (strncmp(shown_path, "/batch/", 7) == 0) return "";
    const char *slash = *shown_path ? strchr(shown_path + 1, '/') : NULL;
    if (!slash) return "";
    return arena_strndup(arena, shown_path + 1, (size_t) (slash - shown_path - 1) + strcspn(slash + 1, "/") + 1);
}

static void write_schema(struct writer *out, const struct rest_schema *schema) {
    writer_key(out, "schema");
    writer_begin_object(out);
    writer_member_string(out, "$schema", "http://json-schema.org/draft-04/schema#");
    writer_member_string(out, "title", schema->title);
    writer_member_string(out, "type", "object");
    writer_key(out, "properties");
    writer_begin_object(out);
    for (const struct param *row = schema->properties; row->name; row++) {
        writer_key(out, row->name);
        write_row(out, row, NULL);
    }
    writer_end_object(out);
    writer_end_object(out);
}

int options_answer(struct request *request, struct response *response) {
    size_t count = 0;
    const struct route *rows = route_siblings(request, &count);
    if (count == 0 || !rows[0].endpoint || rows[0].endpoint->hidden)
        return error_set(&response->error, 404, "rest_no_route",
                         "No route was found matching the URL and request method.");
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    const char *path = options_shown_path(&request->arena, &rows[0]);
    options_write_route(&out, rows, count, options_namespace(&request->arena, path));
    for (size_t i = 0; i < count; i++) {
        if (!rows[i].endpoint || !rows[i].endpoint->schema) continue;
        write_schema(&out, rows[i].endpoint->schema);
        break;
    }
    writer_end_object(&out);
    return 200;
}
