// identity: recognises the bearer of an application password or a session. Log-in by
// password is login.c.
//
// Only keyed hashes are stored, so a row is found by hash and a copy of the database
// opens no door. Nothing here hashes passwords.
#include "server/rules/identity.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/error.h"
#include "db/store.h"
#include "server/rules/app.h"
#include "server/rules/secret.h"
#include "server/rules/settings.h"
#include "server/rules/throttle.h"
#include "server/rules/token.h"

enum { CREDENTIALS_MOST = 1024, STAMP_SECONDS = 60 };

const char *identity_cookie_name(struct app *app, struct arena *arena) {
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    const char *home = settings ? settings->home : "";
    unsigned char hash[16];
    char text[2 * sizeof hash + 1];
    crypto_generichash(hash, sizeof hash, (const unsigned char *) home, strlen(home), NULL, 0);
    sodium_bin2hex(text, sizeof text, hash, sizeof hash);
    return arena_printf(arena, "wordpress_logged_in_%s", text);
}

struct identity *identity_make(struct arena *arena, enum identity_kind kind, const struct user *user) {
    struct identity *identity = arena_new(arena, struct identity);
    identity->kind = kind;
    identity->user = *user;
    identity->actor = (struct actor){.user = &identity->user, .owner = kind == IDENTITY_OWNER};
    return identity;
}

static struct identity *owner(struct arena *arena) {
    struct user nobody = {.login = "",
                          .email = "",
                          .slug = "",
                          .display_name = "",
                          .nickname = "",
                          .first_name = "",
                          .last_name = "",
                          .url = "",
                          .description = "",
                          .locale = "",
                          .password_hash = ""};
    return identity_make(arena, IDENTITY_OWNER, &nobody);
}

// "Basic <base64 of login:password>"; false when it is something else or malformed: PHP then
// sees no credentials either.
static bool parse_basic(struct arena *arena, const char *header, char **ret_login, char **ret_password) {
    if (strncasecmp(header, "Basic ", 6) != 0) return false;
    header += 6 + strspn(header + 6, " ");
    size_t size = strlen(header);
    if (size > CREDENTIALS_MOST) return false;
    char *text = arena_alloc(arena, size + 1);
    size_t length;
    if (sodium_base642bin((unsigned char *) text, size, header, size, " ", &length, NULL,
                          sodium_base64_VARIANT_ORIGINAL) != 0 ||
        memchr(text, '\0', length))
        return false;
    text[length] = '\0';
    char *colon = strchr(text, ':');
    if (!colon) return false;
    *colon = '\0';
    *ret_login = text;
    *ret_password = colon + 1;
    return true;
}

// Application passwords are shown in groups of four; how they are typed does not matter.
static void drop_spaces(char *text) {
    char *out = text;
    for (; *text; text++)
        if (*text != ' ' && *text != '\t') *out++ = *text;
    *out = '\0';
}

struct stamp {
    int64_t when, user;
    char uuid[64];  // "": of a session
    unsigned char session_hash[SECRET_HASH_SIZE];
    char address[64];
};

static enum db_result write_stamp(struct db *db, void *argument) {
    const struct stamp *stamp = argument;
    const enum db_result result = *stamp->uuid ? app_password_used(db, stamp->uuid, stamp->when, stamp->address)
                                               : session_seen(db, stamp->session_hash, stamp->when);
    return result == DB_OK ? user_seen(db, stamp->user, stamp->when) : result;
}

// `key`: of what was used, `last`: when it was used before.
static void stamp_later(struct app *app, const struct stamp *stamp, const char *key, int64_t last) {
    const int64_t now = stamp->when;
    if (now - last < STAMP_SECONDS && now >= last) return;
    // Many requests may come before the first stamp is written.
    if (throttle_wait(app->throttle, "stamp", key, 1, STAMP_SECONDS, now) > 0) return;
    throttle_count(app->throttle, "stamp", key, now);
    struct stamp *copy = malloc(sizeof *copy);
    if (!copy) return;
    *copy = *stamp;
    store_write_later(app->store, write_stamp, copy);
}

static void stamp_password(struct app *app, const struct app_password *password, const char *address, int64_t now) {
    struct stamp stamp = {.when = now, .user = password->user};
    strncpy(stamp.uuid, password->uuid, sizeof stamp.uuid - 1);
    if (address) strncpy(stamp.address, address, sizeof stamp.address - 1);
    stamp_later(app, &stamp, password->uuid, password->last_used);
}

static void stamp_session(struct app *app, const struct session *session, int64_t now) {
    struct stamp stamp = {.when = now, .user = session->user};
    char key[2 * SECRET_HASH_SIZE + 1];
    memcpy(stamp.session_hash, session->hash, sizeof stamp.session_hash);
    sodium_bin2hex(key, sizeof key, session->hash, sizeof session->hash);
    stamp_later(app, &stamp, key, session->seen);
}

// Counts the failure and says no; 429 once there were too many. A right password passes whatever
// others tried: it is random, so guessing it is not what the limit is for.
static bool refuse(struct app *app, const char *login, const char *address, int64_t now, const char *code,
                   const char *message, struct error *error) {
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    int wait = settings ? login_throttle_wait(app, settings, login, address, now) : 0;
    if (wait > 0) {
        login_throttle_refuse(wait, error);
        return false;
    }
    login_throttle_count(app, login, address, now);
    error_set(error, 401, code, "%s", message);
    return false;
}

static bool find_basic(struct app *app, struct arena *arena, const struct credentials *credentials, char *login,
                       char *password, int64_t now, struct identity **ret, struct error *error) {
    drop_spaces(password);
    unsigned char hash[SECRET_HASH_SIZE];
    token_hash(app, SECRET_APP_PASSWORD, password, hash);

    struct user user;
    struct app_password found;
    STORE_READ db = store_read_acquire(app->store);
    if (!db) return secret_unavailable(error);
    enum db_result has_user = user_get_by_login(db, arena, login, &user);
    if (has_user == DB_NOT_FOUND) has_user = user_get_by_email(db, arena, login, &user);
    enum db_result has_password = app_password_find(db, arena, hash, &found);
    if ((has_user != DB_OK && has_user != DB_NOT_FOUND) || (has_password != DB_OK && has_password != DB_NOT_FOUND))
        return secret_unavailable(error);

    if (has_user == DB_OK && has_password == DB_OK && found.user == user.id &&
        sodium_memcmp(found.hash, hash, sizeof hash) == 0) {
        *ret = identity_make(arena, IDENTITY_APP_PASSWORD, &user);
        (*ret)->app_password_uuid = found.uuid;
        stamp_password(app, &found, credentials->address, now);
        return true;
    }
    if (has_user == DB_NOT_FOUND)
        return refuse(app, login, credentials->address, now, "invalid_username",
                      "Unknown username. Check again or try your email address.", error);
    return refuse(app, user.login, credentials->address, now, "incorrect_password",
                  "The provided password is an invalid application password.", error);
}

static bool find_session(struct app *app, struct arena *arena, const char *cookie, int64_t now, struct identity **ret,
                         struct error *error) {
    if (strlen(cookie) != SESSION_TOKEN_SIZE) return true;
    unsigned char hash[SECRET_HASH_SIZE];
    token_hash(app, SECRET_SESSION, cookie, hash);
    struct session session;
    struct user user;
    STORE_READ db = store_read_acquire(app->store);
    if (!db) return secret_unavailable(error);
    enum db_result result = session_find(db, arena, hash, &session);
    if (result == DB_OK) result = user_get(db, arena, session.user, &user);
    if (result == DB_NOT_FOUND) return true;
    if (result != DB_OK) return secret_unavailable(error);
    if (session.expires <= now || sodium_memcmp(session.hash, hash, sizeof hash) != 0) return true;
    *ret = identity_make(arena, IDENTITY_SESSION, &user);
    memcpy((*ret)->session_hash, hash, sizeof hash);
    (*ret)->session_created = session.created;
    stamp_session(app, &session, now);
    return true;
}

bool identity_find(struct app *app, struct arena *arena, const struct credentials *credentials, int64_t now,
                   struct identity **ret, struct error *error) {
    *ret = NULL;
    if (credentials->from_owner) {
        *ret = owner(arena);
        return true;
    }
    char *login, *password;
    if (credentials->authorization && parse_basic(arena, credentials->authorization, &login, &password))
        return find_basic(app, arena, credentials, login, password, now, ret, error);
    if (credentials->session_cookie) return find_session(app, arena, credentials->session_cookie, now, ret, error);
    return true;
}
