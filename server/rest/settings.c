// settings: GET and change /wp/v2/settings. All settings of rules/settings.h, under their REST names; the schema is
// made from that table at start, so there is no second list.
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "db/setting.h"
#include "db/store.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"
#include "server/rules/settings.h"

enum { SETTINGS_MOST = 128 };

static const char *const open_closed_choices[] = {"open", "closed", NULL};

static const char *rest_name(const struct setting_def *def) { return def->rest_name ? def->rest_name : def->name; }

// The value as setting_check() takes it; NULL for what is no plain value. In the arena.
static const char *value_text(struct arena *arena, json_t *value) {
    if (json_is_string(value)) return json_string_value(value);
    if (json_is_integer(value)) return arena_printf(arena, "%lld", (long long) json_integer_value(value));
    if (json_is_boolean(value)) return json_is_true(value) ? "1" : "0";
    return NULL;
}

// null resets a setting to its default, so it is always right; else the type first, then the setting's own rule.
static bool check(struct request *request, const struct param *param, json_t *value, struct error *error) {
    if (json_is_null(value)) return true;
    if (!param_validate(param, value, param->name, request, error)) return false;
    const struct setting_def *def = setting_def_find(param->name);
    json_t *clean = param_sanitize_value(param, value);
    const char *text = value_text(&request->arena, clean);
    const char *ignored, *reason = "not a value";
    bool good = text && setting_check(def, &request->arena, text, &ignored, &reason);
    if (!good) error_set(error, 400, "rest_invalid_param", "%s: %s", param->name, reason);
    json_decref(clean);
    return good;
}

static json_t *sanitize(struct request *request, const struct param *param, json_t *value, struct error *error) {
    (void) request;
    (void) error;
    return json_is_null(value) ? json_incref(value) : param_sanitize_value(param, value);
}

static struct param properties[SETTINGS_MOST + 1];
static const struct rest_schema schema = {.title = "settings", .properties = properties};

const struct rest_endpoint rest_settings_get_endpoint = {.schema = &schema};
const struct rest_endpoint rest_settings_update_endpoint = {.schema = &schema, .derive = DERIVE_UPDATE};

// The default as JSON text, which lives as long as the process.
static char *default_json(const struct setting_def *def) {
    const char *clean, *reason;
    struct arena arena;
    arena_init(&arena);
    if (!setting_check(def, &arena, def->default_value, &clean, &reason)) abort();
    json_t *value = def->type == SETTING_INTEGER                     ? json_integer(strtoll(clean, NULL, 10))
                    : def->type == SETTING_BOOL && !def->open_closed ? json_boolean(strcmp(clean, "1") == 0)
                                                                     : json_string(clean);
    char *text = json_dumps(value, JSON_ENCODE_ANY);
    json_decref(value);
    arena_finish(&arena);
    if (!text) abort();
    return text;
}

// Before main(), so that the table is as constant as all others when the first thread starts.
__attribute__((constructor)) static void make_properties(void) {
    if (setting_def_count > SETTINGS_MOST) abort();
    for (size_t i = 0; i < setting_def_count; i++) {
        const struct setting_def *def = &setting_defs[i];
        struct param *row = &properties[i];
        *row = (struct param){.name = rest_name(def),
                              .title = def->title,
                              .group = def->group,
                              .description = def->description,
                              .contexts = CONTEXT_VIEW_EDIT,
                              .hidden = def->secret,
                              .check = check,
                              .sanitize = sanitize};
        if (def->open_closed) {
            row->types = PARAM_STRING;
            row->choices = open_closed_choices;
        } else if (def->type == SETTING_BOOL) {
            row->types = PARAM_BOOLEAN;
        } else if (def->type == SETTING_INTEGER) {
            row->types = PARAM_INTEGER;
            row->limits = LIMIT_LEAST | LIMIT_MOST;
            row->least = def->least;
            row->most = def->most;
        } else {
            row->types = PARAM_STRING;
            row->choices = def->choices;
        }
        row->default_json = default_json(def);
    }
}

bool rest_settings_may(struct request *request, struct error *error) {
    if (rest_can(request, CAP_MANAGE_OPTIONS)) return true;
    error_set(error, rest_refused(request), "rest_forbidden", "Sorry, you are not allowed to do that.");
    return false;
}

static void write_value(struct item *item, const struct setting_def *def, const struct settings *settings) {
    const char *at = (const char *) settings + def->offset;
    if (def->type == SETTING_TEXT)
        item_string(item, rest_name(def), *(const char *const *) at);
    else if (def->type == SETTING_INTEGER)
        item_integer(item, rest_name(def), *(const int64_t *) at);
    else if (def->open_closed)
        item_string(item, rest_name(def), *(const bool *) at ? "open" : "closed");
    else
        item_boolean(item, rest_name(def), *(const bool *) at);
}

// Read afresh: after a change the answer shows the change. A setting that was just reset with null shows null.
static int reply(struct request *request, struct response *response) {
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    struct settings settings;
    enum db_result result = db ? settings_load(db, &request->arena, &settings) : DB_ERROR;
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    struct item item;
    reply_item_begin(&item, request, response, &schema, CONTEXT_EDIT);
    for (size_t i = 0; i < setting_def_count; i++) {
        const char *name = rest_name(&setting_defs[i]);
        if (!rest_sent(request, name) || rest_isset(request, name))
            write_value(&item, &setting_defs[i], &settings);
        else if (item_member(&item, name))
            writer_null(&item.out);
    }
    return reply_item_end(&item, response, 200);
}

// GET /wp/v2/settings: 200; 401/403 rest_forbidden
int rest_settings_get(struct request *request, struct response *response) { return reply(request, response); }

struct settings_write {
    struct setting *items;
    size_t count;
};

static enum db_result write_settings(struct db *db, void *argument) {
    const struct settings_write *write = argument;
    enum db_result result = DB_OK;
    for (size_t i = 0; result == DB_OK && i < write->count; i++)
        result = setting_set(db, write->items[i].name, write->items[i].value);
    return result;
}

// POST, PUT, PATCH /wp/v2/settings: 200; 400 rest_invalid_param. All or none.
int rest_settings_update(struct request *request, struct response *response) {
    struct arena *arena = &request->arena;
    struct settings_write write = {.items = arena_array(arena, struct setting, setting_def_count)};
    for (size_t i = 0; i < setting_def_count; i++) {
        const struct setting_def *def = &setting_defs[i];
        json_t *value = rest_value(request, rest_name(def));
        if (!rest_sent(request, rest_name(def)) || !value) continue;
        const char *text = json_is_null(value) ? def->default_value : value_text(arena, value);
        const char *clean, *reason;
        if (!setting_check(def, arena, text ? text : "", &clean, &reason))
            return error_set(&response->error, 400, "rest_invalid_param", "%s: %s", rest_name(def), reason);
        write.items[write.count++] = (struct setting){.name = def->name, .value = clean};
    }
    enum db_result result = write.count ? store_write(rest_app(request)->store, write_settings, &write) : DB_OK;
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    return reply(request, response);
}
