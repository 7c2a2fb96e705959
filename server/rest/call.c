// call: what handlers may know of a REST request; typed access to its parameters.
#include "server/rest/call.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "server/rest/call_data.h"
#include "server/rest/endpoint.h"
#include "server/rest/param_value.h"

struct app *rest_app(const struct request *request) {
    return call_of(request)->app;
}
const struct actor *rest_actor(const struct request *request) { return &call_of(request)->actor; }
const struct identity *rest_identity(const struct request *request) { return call_of(request)->identity; }
const struct settings *rest_settings(struct request *request) { return call_of(request)->settings; }
const struct rest_endpoint *rest_endpoint(const struct request *request) { return call_of(request)->endpoint; }
bool rest_logged_in(const struct request *request) { return call_of(request)->identity != NULL; }
int rest_refused(const struct request *request) { return rest_logged_in(request) ? 403 : 401; }

int64_t rest_user_id(const struct request *request) {
    const struct actor *actor = rest_actor(request);
    return actor->user ? actor->user->id : 0;
}

bool rest_can(const struct request *request, enum capability capability) {
    return actor_can(rest_actor(request), capability);
}

const char *rest_url(struct request *request, const char *format, ...) {
    static const char prefix[] = "/wp-json";
    const char *home = rest_settings(request)->home;
    const size_t base = strlen(home) + sizeof prefix - 1;
    char path[256];
    va_list arguments;
    va_start(arguments, format);
    const int printed = vsnprintf(path, sizeof path, format, arguments);
    va_end(arguments);
    const size_t size = printed > 0 ? (size_t) printed : 0;
    char *url = arena_alloc(&request->arena, base + size + 1);
    memcpy(url, home, base - (sizeof prefix - 1));
    memcpy(url + base - (sizeof prefix - 1), prefix, sizeof prefix);
    if (size < sizeof path) {
        memcpy(url + base, path, size + 1);
        return url;
    }
    va_start(arguments, format);
    vsnprintf(url + base, size + 1, format, arguments);
    va_end(arguments);
    return url;
}

void *rest_subject(const struct request *request, const void *tag) {
    const struct rest_call *call = call_of(request);
    return call->subject_tag == tag ? call->subject : NULL;
}

void rest_set_subject(struct request *request, const void *tag, void *subject) {
    call_of(request)->subject_tag = tag;
    call_of(request)->subject = subject;
}

int rest_db_failed(struct error *error, enum db_result result) {
    switch (result) {
        case DB_FULL:
            return error_set(error, 507, "rest_disk_full", "The site has no space left to store this.");
        case DB_BUSY:
            error->retry_after = 1;
            return error_set(error, 503, "rest_busy", "The site is busy. Please try again in a moment.");
        default:
            return error_set(error, 500, "rest_db_error", "The site's data could not be read or written.");
    }
}

static json_t *default_value(const struct param *row) {
    json_t *value = json_loads(row->default_json, JSON_DECODE_ANY, NULL);
    if (!value) return NULL;
    json_t *fit = row->unchecked ? json_incref(value) : param_sanitize_value(row, value);
    json_decref(value);
    return fit;
}

// An update leaves alone what it does not name, so what comes from the schema has no defaults there.
static const struct param *row_with_default(const struct rest_endpoint *endpoint, const char *name) {
    const struct param *row = endpoint ? endpoint_param(endpoint, name) : NULL;
    if (!row || !row->default_json) return NULL;
    if (endpoint->derive == DERIVE_UPDATE && param_find(endpoint->schema->properties, name) == row) return NULL;
    return row;
}

json_t *rest_value(const struct request *request, const char *name) {
    const struct rest_call *call = call_of(request);
    const struct call_param *found = call_find(call, name);
    if (found && !json_is_null(found->value)) return found->value;
    const struct param *row = row_with_default(call->endpoint, name);
    if (!row) return found ? found->value : NULL;
    json_t *value = default_value(row);
    // The default is kept beside what was sent, so it is made once.
    if (value) call_add((struct request *) request, name, value, false);
    return value;
}

bool rest_sent(const struct request *request, const char *name) {
    const struct call_param *found = call_find(call_of(request), name);
    return found && found->sent;
}

bool rest_isset(const struct request *request, const char *name) {
    json_t *value = rest_value(request, name);
    return value && !json_is_null(value);
}

const char *rest_string(const struct request *request, const char *name) {
    json_t *value = rest_value(request, name);
    return value ? json_string_value(value) : NULL;
}

int64_t rest_integer(const struct request *request, const char *name, int64_t fallback) {
    int64_t number = 0;
    json_t *value = rest_value(request, name);
    return value && value_integer(value, &number) ? number : fallback;
}

bool rest_boolean(const struct request *request, const char *name, bool fallback) {
    json_t *value = rest_value(request, name);
    return value && value_is_boolean(value) ? value_boolean(value) : fallback;
}

bool rest_is(const struct request *request, const char *name, const char *text) {
    const char *value = rest_string(request, name);
    return value && strcmp(value, text) == 0;
}

bool rest_filled(const struct request *request, const char *name) {
    json_t *value = rest_value(request, name);
    if (!value) return false;
    if (json_is_string(value)) return *json_string_value(value) && strcmp(json_string_value(value), "0") != 0;
    return value_boolean(value);
}

struct id_list rest_ids(struct request *request, const char *name) {
    json_t *value = rest_value(request, name);
    if (!value || json_is_object(value) || json_is_null(value)) return (struct id_list){0};
    json_t *list = value_list(value);
    int64_t *ids = arena_array(&request->arena, int64_t, json_array_size(list) + 1);
    size_t count = 0;
    for (size_t i = 0; i < json_array_size(list); i++)
        if (value_integer(json_array_get(list, i), &ids[count])) count++;
    json_decref(list);
    return (struct id_list){.items = count ? ids : NULL, .count = count};
}

struct text_list rest_texts(struct request *request, const char *name) {
    json_t *value = rest_value(request, name);
    if (!value || json_is_object(value) || json_is_null(value)) return (struct text_list){0};
    json_t *list = value_list(value);
    const char **texts = arena_array(&request->arena, const char *, json_array_size(list) + 1);
    size_t count = 0;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *text = json_string_value(json_array_get(list, i));
        if (text) texts[count++] = arena_strdup(&request->arena, text);
    }
    json_decref(list);
    return (struct text_list){.items = count ? texts : NULL, .count = count};
}

bool rest_moment(const struct request *request, const char *name, bool utc, int64_t *ret) {
    const char *text = rest_string(request, name);
    bool zoned;
    return text && *text && clock_parse_iso(text, utc, ret, &zoned);
}

const char *rest_raw(const struct request *request, const char *name) {
    json_t *value = rest_value(request, name);
    if (!value) return NULL;
    return json_string_value(json_is_object(value) ? json_object_get(value, "raw") : value);
}

const struct fields *rest_fields(const struct request *request) { return call_of(request)->fields; }

unsigned rest_context(const struct request *request) {
    if (rest_is(request, "context", "edit")) return CONTEXT_EDIT;
    if (rest_is(request, "context", "embed")) return CONTEXT_EMBED;
    return CONTEXT_VIEW;
}
