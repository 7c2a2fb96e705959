// import: one request of the command line. Things are made ready here, off the writer, and written together; when one
// of them cannot be written, each is written by itself, so that only that one is left out.
#include "server/transfer/import.h"

#include <stdarg.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "db/origin.h"
#include "db/setting.h"
#include "db/store.h"
#include "server/rules/app.h"
#include "server/rules/capability.h"
#include "server/transfer/import_item.h"
#include "server/transfer/import_state.h"
#include "server/transfer/piece.h"

enum { THINGS_MOST = 1000 };

void import_note(struct import *import, int64_t line, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *text = arena_vprintf(import->arena, format, arguments);
    va_end(arguments);
    json_array_append_new(import->notes, json_pack("[I, s]", (json_int_t) line, text));
}

void import_count_other(struct import *import, const char *name) {
    const json_int_t number = json_integer_value(json_object_get(import->others, name));
    json_object_set_new(import->others, name, json_integer(number + 1));
}

bool import_field_is_own(const char *name) {
    static const char *const names[] = {
        "_thumbnail_id",        "_wp_page_template",        "_wp_old_slug",
        "_wp_attached_file",    "_wp_attachment_metadata",  "_edit_lock",
        "_edit_last",           "_wp_attachment_image_alt", "_wp_trash_meta_status",
        "_wp_trash_meta_time",  "_broadsheet_held_rule",    "_broadsheet_held_match",
        "_broadsheet_markdown",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0) return true;
    return false;
}

enum db_result import_fields_add(struct db *db, enum custom_field_owner owner, int64_t id, const json_t *meta) {
    size_t index;
    const json_t *pair;
    json_array_foreach(meta, index, pair) {
        const struct custom_field field = {.name = piece_text(pair, "name"), .value = piece_text(pair, "value")};
        if (*field.name == '\0' || import_field_is_own(field.name)) continue;
        const enum db_result result = custom_field_add(db, owner, id, &field);
        if (result != DB_OK) return result;
    }
    return DB_OK;
}

// What a write that was undone had told and counted.
struct mark {
    int64_t made[IMPORT_KINDS], known[IMPORT_KINDS], left[IMPORT_KINDS], renumbered;
    size_t notes;
};

static struct mark mark_of(const struct import *import) {
    struct mark mark = {.renumbered = import->renumbered, .notes = json_array_size(import->notes)};
    memcpy(mark.made, import->made, sizeof mark.made);
    memcpy(mark.known, import->known, sizeof mark.known);
    memcpy(mark.left, import->left, sizeof mark.left);
    return mark;
}

static void back_to(struct import *import, const struct mark *mark) {
    memcpy(import->made, mark->made, sizeof mark->made);
    memcpy(import->known, mark->known, sizeof mark->known);
    memcpy(import->left, mark->left, sizeof mark->left);
    import->renumbered = mark->renumbered;
    while (json_array_size(import->notes) > mark->notes)
        json_array_remove(import->notes, json_array_size(import->notes) - 1);
}

struct batch {
    struct import *import;
    const json_t *authors, *terms;
    struct import_item *items;
    size_t count;
};

static enum db_result write_things(struct db *db, struct import *import, const json_t *authors, const json_t *terms) {
    enum db_result result = DB_OK;
    size_t index;
    const json_t *thing;
    json_array_foreach(authors, index, thing) {
        if (result == DB_OK) result = import_author(db, import, thing);
    }
    json_array_foreach(terms, index, thing) {
        if (result == DB_OK) result = import_term(db, import, thing);
    }
    return result;
}

static enum db_result write_batch(struct db *db, void *argument) {
    const struct batch *batch = argument;
    enum db_result result = write_things(db, batch->import, batch->authors, batch->terms);
    for (size_t i = 0; i < batch->count && result == DB_OK; i++)
        result = import_item_write(db, batch->import, &batch->items[i]);
    return result;
}

static enum db_result write_undoably(struct batch *batch) {
    const struct mark mark = mark_of(batch->import);
    const enum db_result result = store_write(batch->import->app->store, write_batch, batch);
    if (result != DB_OK) back_to(batch->import, &mark);
    return result;
}

static void write_failed(struct import *import, enum db_result result, struct error *error) {
    if (result == DB_FULL)
        error_set(error, 507, "rest_disk_full", "There is no space left on the disk.");
    else
        error_set(error, 500, "import_failed", "The store cannot be written: %s", store_message(import->app->store));
}

// A thing that the store refuses is left out; a store that fails ends the import.
static bool write_one_by_one(struct batch *batch, struct error *error) {
    struct import *import = batch->import;
    for (size_t i = 0; i < batch->count; i++) {
        struct batch one = {.import = import, .items = &batch->items[i], .count = 1};
        const enum db_result result = write_undoably(&one);
        if (result == DB_FULL || result == DB_BUSY || result == DB_ERROR) {
            write_failed(import, result, error);
            return false;
        }
        if (result == DB_OK) continue;
        import->left[batch->items[i].kind]++;
        import_note(import, batch->items[i].line, "left out: the store refused it: %s",
                    store_message(import->app->store));
    }
    return true;
}

static bool prepare(struct import *import, const json_t *pieces, struct batch *batch, struct error *error) {
    batch->items = arena_array(import->arena, struct import_item, json_array_size(pieces) + 1);
    size_t index;
    const json_t *piece;
    json_array_foreach(pieces, index, piece) {
        STORE_READ db = store_read_acquire(import->app->store);
        enum db_result result = db ? DB_OK : DB_ERROR;
        if (db && import_item_prepare(db, import, piece, &batch->items[batch->count], &result)) batch->count++;
        if (result == DB_OK) continue;
        error_set(error, 500, "import_failed", "The store cannot be read: %s", db ? db_message(db) : "no connection");
        return false;
    }
    return true;
}

// What would be written: comments of a new article all are new.
static void count_dry(struct import *import, struct batch *batch) {
    STORE_READ db = store_read_acquire(import->app->store);
    if (!db) return;
    write_things(db, import, batch->authors, batch->terms);
    for (size_t i = 0; i < batch->count; i++) {
        const struct import_item *item = &batch->items[i];
        (item->known ? import->known : import->made)[item->kind]++;
        for (size_t j = 0; j < item->comments.count; j++)
            (item->comments.items[j].id ? import->known : import->made)[IMPORT_COMMENTS]++;
    }
}

// Attachments of this request whose file is not here.
static void list_wanted(struct import *import, const struct batch *batch) {
    STORE_READ db = store_read_acquire(import->app->store);
    for (size_t i = 0; i < batch->count && db; i++) {
        const struct import_item *item = &batch->items[i];
        struct media media;
        int64_t id = item->known ? item->known : item->post.id;
        if (item->kind != IMPORT_ATTACHMENTS || id == 0 || media_get(db, import->arena, id, &media) != DB_OK) continue;
        if (!strstr(media.file, "://")) continue;
        json_array_append_new(import->wanted, json_pack("{s:I, s:s, s:I}", "id", (json_int_t) id, "url", media.file,
                                                        "line", (json_int_t) item->line));
    }
}

static bool run_things(struct import *import, const json_t *request, struct error *error) {
    const json_t *authors = json_object_get(request, "authors"), *terms = json_object_get(request, "terms"),
                 *items = json_object_get(request, "items");
    if (json_array_size(authors) + json_array_size(terms) + json_array_size(items) > THINGS_MOST) {
        error_set(error, 400, "import_too_much", "Too many things in one request.");
        return false;
    }
    // Before the items are made ready: they ask what their authors may.
    struct batch people = {.import = import, .authors = authors, .terms = terms};
    if (import->dry) {
        count_dry(import, &people);
    } else if (json_array_size(authors) + json_array_size(terms) > 0) {
        const enum db_result result = write_undoably(&people);
        if (result != DB_OK) write_failed(import, result, error);
        if (result != DB_OK) return false;
    }
    struct batch batch = {.import = import};
    if (!prepare(import, items, &batch, error)) return false;
    if (import->dry) {
        count_dry(import, &batch);
    } else if (batch.count > 0 && write_undoably(&batch) != DB_OK && !write_one_by_one(&batch, error)) {
        return false;
    }
    if (import->files && !import->dry) list_wanted(import, &batch);
    return true;
}

// A new site takes the old one's way of making addresses, and its clock.
struct beginning {
    struct import *import;
    const char *structure, *zone;
};

static enum db_result take_setting(struct db *db, struct import *import, const char *name, const char *wish) {
    const struct setting_def *def = setting_def_find(name);
    const char *value, *reason;
    if (!wish || !def || !setting_check(def, import->arena, wish, &value, &reason)) return DB_OK;
    return setting_set(db, name, value);
}

static enum db_result write_beginning(struct db *db, void *argument) {
    const struct beginning *beginning = argument;
    struct import *import = beginning->import;
    enum db_result result = take_setting(db, import, "permalink_structure", beginning->structure);
    return result == DB_OK ? take_setting(db, import, "timezone_string", beginning->zone) : result;
}

static bool is_empty(struct import *import) {
    const struct post_query any = {
        .types = POST_TYPE_BIT(POST_TYPE_POST) | POST_TYPE_BIT(POST_TYPE_PAGE), .statuses = ~1U, .limit = 1};
    struct post_list list;
    STORE_READ db = store_read_acquire(import->app->store);
    return db && post_list(db, import->arena, &any, true, &list) == DB_OK && list.count == 0;
}

static bool run_begin(struct import *import, const json_t *request, json_t *answer, struct error *error) {
    struct beginning beginning = {
        .import = import,
        .structure = json_string_value(json_object_get(request, "structure")),
        .zone = json_string_value(json_object_get(request, "zone")),
    };
    const bool empty = is_empty(import);
    json_object_set_new(answer, "empty", json_boolean(empty));
    if (!empty || import->dry) return true;
    // A zone that was chosen stays.
    const struct setting_def *zone = setting_def_find("timezone_string");
    if (!zone || strcmp(import->settings->timezone_string, zone->default_value) != 0) beginning.zone = NULL;
    const enum db_result result = store_write(import->app->store, write_beginning, &beginning);
    if (result != DB_OK) write_failed(import, result, error);
    return result == DB_OK;
}

static bool run_settle(struct import *import, const json_t *request, json_t *answer, struct error *error) {
    int64_t kind = piece_integer(request, "kind"), after = piece_integer(request, "after");
    enum db_result result;
    const bool again = import_settle(import, &kind, &after, piece_integer(request, "last"), &result);
    if (result != DB_OK) {
        write_failed(import, result, error);
        return false;
    }
    json_object_set_new(answer, "again", json_boolean(again));
    json_object_set_new(answer, "kind", json_integer(kind));
    json_object_set_new(answer, "after", json_integer(after));
    return true;
}

static enum db_result make_source(struct db *db, void *argument) {
    struct import *import = argument;
    return origin_source_make(db, import->site, &import->source);
}

static bool find_source(struct import *import, struct error *error) {
    enum db_result result;
    if (import->dry) {
        STORE_READ db = store_read_acquire(import->app->store);
        result = db ? origin_source_find(db, import->site, &import->source) : DB_ERROR;
        if (result == DB_NOT_FOUND) result = DB_OK;
    } else {
        result = store_write(import->app->store, make_source, import);
    }
    if (result != DB_OK) write_failed(import, result, error);
    return result == DB_OK;
}

static json_t *numbers(const int64_t *counts) {
    static const char *const names[] = {"authors", "categories", "tags", "posts", "pages", "attachments", "comments"};
    json_t *object = json_object();
    for (size_t i = 0; i < IMPORT_KINDS; i++) json_object_set_new(object, names[i], json_integer(counts[i]));
    return object;
}

static void tell(const struct import *import, json_t *answer) {
    json_object_set_new(answer, "made", numbers(import->made));
    json_object_set_new(answer, "known", numbers(import->known));
    json_object_set_new(answer, "left", numbers(import->left));
    json_object_set_new(answer, "renumbered", json_integer(import->renumbered));
    json_object_set(answer, "notes", import->notes);
    json_object_set(answer, "wanted", import->wanted);
    json_object_set(answer, "others", import->others);
}

static bool read_request(struct import *import, const json_t *request, struct error *error) {
    const char *site = piece_text(json_object_get(request, "site"), "base_blog_url");
    if (*site == '\0') site = piece_text(json_object_get(request, "site"), "link");
    enum user_role role;
    if (!role_parse(piece_text(request, "role"), &role)) {
        error_set(error, 400, "import_role", "There is no role \"%.40s\".", piece_text(request, "role"));
        return false;
    }
    import->roles = USER_ROLE_BIT(role);
    import->dry = json_is_true(json_object_get(request, "dry"));
    import->files = json_is_true(json_object_get(request, "files"));
    import->site = import_site_name(import->arena, site);
    import->is_here = strcmp(import->site, import_site_name(import->arena, import->settings->home)) == 0;
    return true;
}

static bool run_step(struct import *import, const json_t *request, json_t *answer, struct error *error) {
    const char *step = piece_text(request, "step");
    if (strcmp(step, "begin") == 0) return run_begin(import, request, answer, error);
    if (strcmp(step, "things") == 0) return run_things(import, request, error);
    if (strcmp(step, "settle") == 0) return run_settle(import, request, answer, error);
    error_set(error, 400, "import_step", "There is no step \"%.40s\".", step);
    return false;
}

json_t *import_run(struct app *app, struct arena *arena, const json_t *request, int64_t now, struct error *error) {
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    if (!settings) {
        error_set(error, 503, "import_failed", "The settings cannot be read.");
        return NULL;
    }
    struct import import = {.app = app, .arena = arena, .settings = settings, .now = now};
    json_t *answer = json_object();
    import.notes = json_array();
    import.wanted = json_array();
    import.others = json_object();
    const bool done = read_request(&import, request, error) && find_source(&import, error) &&
                      run_step(&import, request, answer, error);
    if (done) tell(&import, answer);
    json_decref(import.notes);
    json_decref(import.wanted);
    json_decref(import.others);
    if (done) return answer;
    json_decref(answer);
    return NULL;
}
