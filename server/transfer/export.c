// export: rows into pieces. Names are HTML text and fields carry WordPress's names, so that its importer finds
// everything where it looks for it.
#include "server/transfer/export.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "db/store.h"
#include "db/term.h"
#include "db/user.h"
#include "db/walk.h"
#include "server/rules/app.h"
#include "server/rules/settings.h"
#include "server/transfer/export_item.h"
#include "server/transfer/piece.h"

// A round ends with the thing that makes it this large.
enum { ROUND_MOST = 100, ROUND_BYTES = 1 << 20 };

static json_t *author_piece(const struct export *export, const struct user *user) {
    json_t *piece = json_object();
    char date[EXPORT_DATE_SIZE];
    json_object_set_new(piece, "id", json_integer(user->id));
    piece_put(piece, "login", user->login);
    piece_put(piece, "email", user->email);
    piece_put(piece, "display_name", export_name(export, user->display_name));
    piece_put(piece, "first_name", export_name(export, user->first_name));
    piece_put(piece, "last_name", export_name(export, user->last_name));
    piece_put(piece, "slug", user->slug);
    piece_put(piece, "nickname", export_name(export, user->nickname));
    piece_put(piece, "url", user->url);
    piece_put(piece, "description", export_name(export, user->description));
    piece_put(piece, "registered_gmt", export_date_utc(date, user->registered));
    return piece;
}

static enum db_result add_author(struct export *export, int64_t id, json_t *things) {
    struct user user;
    const enum db_result result = user_get(export->db, export->arena, id, &user);
    if (result == DB_OK) json_array_append_new(things, author_piece(export, &user));
    return result;
}

static enum db_result add_term(struct export *export, int64_t id, json_t *things) {
    struct term term, parent = {.slug = ""};
    enum db_result result = term_get(export->db, export->arena, id, &term);
    if (result == DB_OK && term.parent != 0) result = term_get(export->db, export->arena, term.parent, &parent);
    if (result != DB_OK) return result;
    json_t *piece = json_object();
    piece_put(piece, "taxonomy", term.taxonomy == TERM_CATEGORY ? "category" : "post_tag");
    json_object_set_new(piece, "id", json_integer(id));
    piece_put(piece, "slug", term.slug);
    if (term.taxonomy == TERM_CATEGORY) piece_put(piece, "parent", parent.slug);
    piece_put(piece, "name", export_name(export, term.name));
    piece_put(piece, "description", term.description);
    result = export_fields(export, CUSTOM_OF_TERM, id, piece);
    if (result == DB_OK)
        json_array_append_new(things, piece);
    else
        json_decref(piece);
    return result;
}

typedef enum db_result (*walk_function)(struct db *db, struct arena *arena, int64_t after, size_t most,
                                        struct id_list *ret);
typedef enum db_result (*add_function)(struct export *export, int64_t id, json_t *things);

static const struct kind {
    const char *name;
    walk_function walk;
    add_function add;
} kinds[] = {
    {"authors", walk_users, add_author},
    {"terms", walk_terms, add_term},
    {"items", walk_posts, export_item},
};

// What went meanwhile is passed over.
static enum db_result run_kind(struct export *export, const struct kind *kind, int64_t after, json_t *answer) {
    struct id_list ids;
    enum db_result result = kind->walk(export->db, export->arena, after, ROUND_MOST, &ids);
    json_t *things = json_array();
    size_t done = 0;
    const size_t used = export->arena->used;
    for (; done < ids.count && result == DB_OK && export->arena->used - used < ROUND_BYTES; done++) {
        result = kind->add(export, ids.items[done], things);
        if (result == DB_NOT_FOUND) result = DB_OK;
    }
    json_object_set_new(answer, "things", things);
    const bool ends = done == ids.count && ids.count < ROUND_MOST;
    json_object_set_new(answer, "after", ends ? json_null() : json_integer(ids.items[done - 1]));
    return result;
}

static void run_site(const struct export *export, json_t *answer) {
    const struct settings *settings = export->settings;
    json_t *site = json_object();
    piece_put(site, "title", export_name(export, settings->blogname));
    piece_put(site, "link", settings->home);
    piece_put(site, "description", export_name(export, settings->blogdescription));
    const char *language = settings->WPLANG;
    char tag[32] = "en-US";
    if (*language) {
        snprintf(tag, sizeof tag, "%s", language);
        for (char *at = tag; *at; at++)
            if (*at == '_') *at = '-';
    }
    piece_put(site, "language", tag);
    piece_put(site, "base_site_url", settings->home);
    piece_put(site, "base_blog_url", settings->home);
    json_t *things = json_array();
    json_array_append_new(things, site);
    json_object_set_new(answer, "things", things);
    json_object_set_new(answer, "after", json_null());
}

static const struct kind *find_kind(const char *name) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, name) == 0) return &kinds[i];
    return NULL;
}

json_t *export_run(struct app *app, struct arena *arena, const char *name, int64_t after, struct error *error) {
    const struct kind *kind = find_kind(name);
    if (!kind && strcmp(name, "site") != 0) {
        error_set(error, 400, "export_kind", "There is no kind \"%.40s\".", name);
        return NULL;
    }
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    STORE_READ db = store_read_acquire(app->store);
    if (!settings || !db) {
        error_set(error, 503, "export_failed", "The store cannot be read.");
        return NULL;
    }
    struct export export = {.db = db, .arena = arena, .settings = settings};
    json_t *answer = json_object();
    enum db_result result = DB_OK;
    if (kind)
        result = run_kind(&export, kind, after, answer);
    else
        run_site(&export, answer);
    if (result == DB_OK) return answer;
    json_decref(answer);
    error_set(error, 500, "export_failed", "The store cannot be read: %s", db_message(db));
    return NULL;
}
