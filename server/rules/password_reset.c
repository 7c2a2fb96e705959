// password_reset: see the header.
#include "server/rules/password_reset.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "base/url.h"
#include "db/store.h"
#include "server/rules/app.h"
#include "server/rules/notification.h"
#include "server/rules/secret.h"
#include "server/rules/settings.h"
#include "server/rules/token.h"

enum { VALID_SECONDS = 86400, LOGIN_MOST = 254 };
static const char purpose[] = "password reset";

static const char *subject_of(struct arena *arena, const struct user *user) {
    return arena_printf(arena, "%lld\n%s\n%s", (long long) user->id, user->password_hash, user->email);
}

const char *password_reset_url(struct app *app, struct arena *arena, const struct settings *settings,
                               const struct user *user, int64_t now) {
    STRBUF_CLEAN struct strbuf url;
    strbuf_init(&url, 0);
    strbuf_addf(&url, "%s/wp-login.php?action=rp&key=%s&login=", settings->home,
                token_make(app, arena, purpose, subject_of(arena, user), now + VALID_SECONDS));
    url_encode(&url, user->login, "");
    return arena_strndup(arena, url.data, url.size);
}

enum db_result password_reset_find(struct app *app, struct db *db, struct arena *arena, const char *login,
                                   const char *key, int64_t now, struct user *ret) {
    if (!login || !key || strlen(login) > LOGIN_MOST) return DB_NOT_FOUND;
    struct user user;
    enum db_result result = user_get_by_login(db, arena, login, &user);
    if (result != DB_OK) return result;
    if (!token_valid(app, purpose, subject_of(arena, &user), key, now)) return DB_NOT_FOUND;
    *ret = user;
    return DB_OK;
}

struct reset {
    struct app *app;
    struct arena *arena;
    const char *login, *key, *hash;
    int64_t now;
};

static enum db_result write_reset(struct db *db, void *argument) {
    struct reset *reset = argument;
    struct settings settings;
    struct user before;
    enum db_result result = settings_load(db, reset->arena, &settings);
    if (result == DB_OK)
        result = password_reset_find(reset->app, db, reset->arena, reset->login, reset->key, reset->now, &before);
    if (result != DB_OK) return result;
    struct user after = before;
    after.password_hash = reset->hash;
    result = user_update(db, &after);
    if (result == DB_OK) result = session_delete_of_user(db, after.id);
    return result == DB_OK ? notification_of_account(db, &settings, &before, &after, reset->now) : result;
}

static bool refuse(struct error *error) {
    error_set(error, 403, "invalid_key", "This link is no longer valid.");
    return false;
}

bool password_reset_apply(struct app *app, struct arena *arena, const char *login, const char *key,
                          const char *password, int64_t now, struct error *error) {
    // Before the hash, which is dear.
    struct user user;
    {
        STORE_READ db = store_read_acquire(app->store);
        if (!db) return secret_unavailable(error);
        enum db_result result = password_reset_find(app, db, arena, login, key, now, &user);
        if (result == DB_NOT_FOUND) return refuse(error);
        if (result != DB_OK) return secret_unavailable(error);
    }
    struct reset reset = {.app = app, .arena = arena, .login = login, .key = key, .now = now};
    reset.hash = password_hash(arena, password);
    if (!reset.hash) {
        error_set(error, 503, "busy", "The password could not be hashed; please try again.");
        return false;
    }
    enum db_result result = store_write(app->store, write_reset, &reset);
    if (result == DB_NOT_FOUND) return refuse(error);
    return result == DB_OK || secret_write_failed(result, error);
}
