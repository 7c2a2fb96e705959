// site: fills an empty database with what every site needs.
#include "server/rules/site.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "db/setting.h"
#include "db/store.h"
#include "db/term.h"
#include "db/user.h"
#include "server/rules/app.h"
#include "server/rules/discussion.h"
#include "server/rules/identity.h"
#include "server/rules/settings.h"
#include "server/text/slug.h"

enum { LOGIN_MOST = 60 };

struct creation {
    struct arena *arena;
    const char *title, *url;  // checked
    const struct user *admin;
    bool exists;
};

static enum db_result has_content(struct db *db, struct arena *arena, bool *ret) {
    struct post_list posts;
    struct user_list users;
    struct post_query post_query = {.order = POST_ORDER_ID, .limit = 1};
    struct user_query user_query = {.order = USER_ORDER_ID, .limit = 1};
    enum db_result result = post_list(db, arena, &post_query, true, &posts);
    if (result == DB_OK) result = user_list(db, arena, &user_query, &users);
    if (result == DB_OK) *ret = posts.count > 0 || users.count > 0;
    return result;
}

static enum db_result make_category(struct db *db, struct arena *arena) {
    struct term term = {.taxonomy = TERM_CATEGORY, .name = "Uncategorized", .slug = "uncategorized", .description = ""};
    struct term there = {0};
    enum db_result result = term_get_by_slug(db, arena, TERM_CATEGORY, term.slug, &there);
    term.id = there.id;
    if (result == DB_NOT_FOUND) result = term_insert(db, &term, &term.id);
    if (result != DB_OK) return result;
    return setting_set(db, "default_category", arena_printf(arena, "%lld", (long long) term.id));
}

static enum db_result write_site(struct db *db, void *argument) {
    struct creation *creation = argument;
    enum db_result result = has_content(db, creation->arena, &creation->exists);
    if (result != DB_OK || creation->exists) return result;
    result = setting_set(db, "blogname", creation->title);
    if (result == DB_OK) result = setting_set(db, "home", creation->url);
    if (result == DB_OK) result = make_category(db, creation->arena);
    if (result != DB_OK || !creation->admin) return result;
    int64_t id;
    result = setting_set(db, "admin_email", creation->admin->email);
    return result == DB_OK ? user_insert(db, creation->admin, &id) : result;
}

// WordPress's validate_username: what sanitize_user leaves alone.
static bool login_is_valid(const char *login) {
    size_t size = strlen(login);
    if (size == 0 || size > LOGIN_MOST || login[0] == ' ' || login[size - 1] == ' ') return false;
    for (const char *c = login; *c; c++)
        if (!isalnum((unsigned char) *c) && !strchr(" _.-@", *c)) return false;
    return true;
}

static bool refuse(struct error *error, const char *code, const char *message) {
    error_set(error, 400, code, "%s", message);
    return false;
}

static bool check_option(struct arena *arena, const char *name, const char *value, const char **ret,
                         struct error *error) {
    const char *reason;
    if (setting_check(setting_def_find(name), arena, value, ret, &reason)) return true;
    error_set(error, 400, "invalid_setting", "%s: %s", name, reason);
    return false;
}

static bool make_admin(struct arena *arena, const struct site_options *options, struct user *ret, struct error *error) {
    const char *login = options->admin_login;
    if (!login_is_valid(login))
        return refuse(error, "invalid_username", "The login has characters that are not allowed.");
    if (!options->admin_email || !email_is_valid(options->admin_email))
        return refuse(error, "invalid_email", "The administrator needs a valid e-mail address.");
    if (!options->admin_password || options->admin_password[0] == '\0')
        return refuse(error, "empty_password", "The administrator needs a password.");
    const char *hash = password_hash(arena, options->admin_password);
    if (!hash) return refuse(error, "invalid_password", "The password cannot be used.");
    const char *slug = slug_from_text(arena, login);
    *ret = (struct user){
        .login = login,
        .email = options->admin_email,
        .slug = slug[0] != '\0' ? slug : "admin",
        .display_name = login,
        .nickname = login,
        .first_name = "",
        .last_name = "",
        .url = "",
        .description = "",
        .locale = "",
        .password_hash = hash,
        .roles = USER_ROLE_BIT(ROLE_ADMINISTRATOR),
        .registered = clock_now(),
    };
    return true;
}

bool site_create(struct app *app, struct arena *arena, const struct site_options *options, struct error *error) {
    struct creation creation = {.arena = arena};
    struct user admin;
    if (!check_option(arena, "blogname", options->title ? options->title : setting_def_find("blogname")->default_value,
                      &creation.title, error) ||
        !check_option(arena, "home", options->url ? options->url : setting_def_find("home")->default_value,
                      &creation.url, error))
        return false;
    if (options->admin_login) {
        if (!make_admin(arena, options, &admin, error)) return false;
        creation.admin = &admin;
    }
    enum db_result result = store_write(app->store, write_site, &creation);
    if (result == DB_OK && creation.exists) {
        error_set(error, 409, "site_exists", "There is a site already.");
        return false;
    }
    if (result == DB_OK) return true;
    if (result == DB_FULL)
        error_set(error, 507, "store_full", "There is no space left to store this.");
    else
        error_set(error, 503, "store_unavailable", "The site could not be stored: %s", store_message(app->store));
    return false;
}

bool site_exists(struct app *app) {
    struct arena arena;
    arena_init(&arena);
    bool exists = false;
    {
        const char *home;
        STORE_READ db = store_read_acquire(app->store);
        if (db && setting_get(db, &arena, "home", &home) == DB_OK)
            exists = true;
        else if (db && has_content(db, &arena, &exists) != DB_OK)
            exists = false;
    }
    arena_finish(&arena);
    return exists;
}
