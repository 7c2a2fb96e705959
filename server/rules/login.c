// login: log-in by password and the sessions it makes. Belongs to identity.h.
//
// An attempt is counted before the password is looked at, so that many at the same moment cannot pass
// a limit together. Unknown accounts cost the same time as known ones.
#include <ctype.h>
#include <sodium.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "db/store.h"
#include "server/rules/app.h"
#include "server/rules/secret.h"
#include "server/rules/settings.h"
#include "server/rules/throttle.h"
#include "server/rules/token.h"

enum { LOGIN_MOST = 254, AGENT_MOST = 250 };

// Of a random word that nobody knows; made with the parameters of password_hash().
static const char nobodys_hash[] =
    "$argon2id$v=19$m=19456,t=2,p=1$nOLZSV5HkXw6AOMR/AY2gQ$lltEy64P6O11TRPL/h3hRkxu1rtRuyK17+SsMMyO/xk";

bool secret_unavailable(struct error *error) {
    error_set(error, 503, "store_unavailable", "The site's data cannot be read at the moment.");
    return false;
}

bool secret_write_failed(enum db_result result, struct error *error) {
    if (result == DB_FULL)
        error_set(error, 507, "store_full", "There is no space left to store this.");
    else
        error_set(error, 503, "store_unavailable", "This could not be stored at the moment.");
    return false;
}

// Upper and lower case of a login are one account, so they are one counter.
static const char *login_key(const char *login, char key[LOGIN_MOST + 1]) {
    size_t size = 0;
    for (; login[size] && size < LOGIN_MOST; size++) key[size] = (char) tolower((unsigned char) login[size]);
    key[size] = '\0';
    return key;
}

int login_throttle_wait(struct app *app, const struct settings *settings, const char *login, const char *address,
                        int64_t now) {
    char key[LOGIN_MOST + 1];
    int wait = throttle_wait(app->throttle, "login", login_key(login, key), settings->login_attempts_per_login,
                             settings->login_window, now);
    int other = address ? throttle_wait(app->throttle, "login address", address, settings->login_attempts_per_address,
                                        settings->login_window, now)
                        : 0;
    return wait > other ? wait : other;
}

void login_throttle_count(struct app *app, const char *login, const char *address, int64_t now) {
    char key[LOGIN_MOST + 1];
    throttle_count(app->throttle, "login", login_key(login, key), now);
    if (address) throttle_count(app->throttle, "login address", address, now);
}

void login_throttle_refuse(int wait, struct error *error) {
    if (error_is_set(error)) return;
    error_set(error, 429, "too_many_attempts", "Too many failed attempts to log in. Please try again later.");
    error->retry_after = wait;
}

// False: there were too many, or the settings cannot be read; the error is set.
static bool count_attempt(struct app *app, const char *login, const char *address, int64_t now, struct error *error) {
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    if (!settings) return secret_unavailable(error);
    int wait = login_throttle_wait(app, settings, login, address, now);
    if (wait > 0) {
        login_throttle_refuse(wait, error);
        return false;
    }
    login_throttle_count(app, login, address, now);
    return true;
}

static void forget_attempts(struct app *app, const char *login) {
    char key[LOGIN_MOST + 1];
    throttle_forget(app->throttle, "login", login_key(login, key));
}

struct log_in {
    struct session session;
    int64_t now;
};

static enum db_result write_session(struct db *db, void *argument) {
    const struct log_in *log_in = argument;
    enum db_result result = session_delete_expired(db, log_in->now);
    if (result == DB_OK || result == DB_NOT_FOUND) result = session_insert(db, &log_in->session);
    return result == DB_OK ? user_seen(db, log_in->session.user, log_in->now) : result;
}

// By login, or by e-mail as WordPress does. DB_NOT_FOUND leaves ret->password_hash empty.
static enum db_result find_account(struct app *app, struct arena *arena, const char *login, struct user *ret) {
    STORE_READ db = store_read_acquire(app->store);
    if (!db) return DB_ERROR;
    enum db_result result = user_get_by_login(db, arena, login, ret);
    return result == DB_NOT_FOUND ? user_get_by_email(db, arena, login, ret) : result;
}

static bool begin_session(struct app *app, struct arena *arena, const struct user *user, const char *address,
                          const char *user_agent, bool remember, int64_t now, const char **ret_cookie,
                          struct identity **ret, struct error *error) {
    unsigned char token[32];
    char text[SESSION_TOKEN_SIZE + 1];
    randombytes_buf(token, sizeof token);
    sodium_bin2base64(text, sizeof text, token, sizeof token, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    struct log_in log_in = {
        .session = {.user = user->id,
                    .created = now,
                    .expires = now + (remember ? SESSION_REMEMBERED_SECONDS : SESSION_SECONDS),
                    .address = address ? address : "",
                    .user_agent = user_agent ? arena_strndup(arena, user_agent, strnlen(user_agent, AGENT_MOST)) : ""},
        .now = now,
    };
    token_hash(app, SECRET_SESSION, text, log_in.session.hash);
    enum db_result result = store_write(app->store, write_session, &log_in);
    if (result != DB_OK) return secret_write_failed(result, error);
    *ret = identity_make(arena, IDENTITY_SESSION, user);
    memcpy((*ret)->session_hash, log_in.session.hash, SECRET_HASH_SIZE);
    (*ret)->session_created = now;
    *ret_cookie = arena_strdup(arena, text);
    return true;
}

bool identity_log_in(struct app *app, struct arena *arena, const char *login, const char *password, const char *address,
                     const char *user_agent, bool remember, const char **ret_cookie, struct identity **ret,
                     struct error *error) {
    if (sodium_init() < 0) return secret_unavailable(error);
    if (login[0] == '\0') {
        error_set(error, 401, "empty_username", "The username field is empty.");
        return false;
    }
    if (password[0] == '\0') {
        error_set(error, 401, "empty_password", "The password field is empty.");
        return false;
    }
    if (strlen(login) > LOGIN_MOST) {
        error_set(error, 401, "invalid_username", "Unknown username. Check again or try your email address.");
        return false;
    }
    struct user user = {0};
    enum db_result result = find_account(app, arena, login, &user);
    if (result != DB_OK && result != DB_NOT_FOUND) return secret_unavailable(error);
    bool known = result == DB_OK;
    // The account counts, not which of its names was typed.
    const char *account = known ? user.login : login;

    int64_t now = clock_now();
    if (!count_attempt(app, account, address, now, error)) return false;

    bool may = known && user.password_hash[0] != '\0';
    bool right = password_verify(may ? user.password_hash : nobodys_hash, password) && may;
    if (!right) {
        if (!known && strchr(login, '@'))
            error_set(error, 401, "invalid_email", "Unknown email address. Check again or try your username.");
        else if (!known)
            error_set(error, 401, "invalid_username", "Unknown username. Check again or try your email address.");
        else
            error_set(error, 401, "incorrect_password", "The password you entered is incorrect.");
        return false;
    }
    forget_attempts(app, account);
    return begin_session(app, arena, &user, address, user_agent, remember, now, ret_cookie, ret, error);
}

bool identity_confirm(struct app *app, const struct user *user, const char *password, const char *address,
                      struct error *error) {
    if (!count_attempt(app, user->login, address, clock_now(), error)) return false;
    if (!user->password_hash[0] || !password_verify(user->password_hash, password)) {
        error_set(error, 400, "incorrect_password", "The password is not right.");
        return false;
    }
    forget_attempts(app, user->login);
    return true;
}

struct log_out {
    const struct identity *identity;
    bool everywhere;
};

static enum db_result write_log_out(struct db *db, void *argument) {
    const struct log_out *log_out = argument;
    enum db_result result = log_out->everywhere ? session_delete_of_user(db, log_out->identity->user.id)
                                                : session_delete(db, log_out->identity->session_hash);
    return result == DB_NOT_FOUND ? DB_OK : result;
}

bool identity_log_out(struct app *app, const struct identity *identity, bool everywhere, struct error *error) {
    if (identity->kind != IDENTITY_SESSION && !everywhere) return true;
    struct log_out log_out = {identity, everywhere};
    enum db_result result = store_write(app->store, write_log_out, &log_out);
    return result == DB_OK || secret_write_failed(result, error);
}
