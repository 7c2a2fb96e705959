// app_password: makes application passwords. Belongs to identity.h.
#include <ctype.h>
#include <sodium.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "db/store.h"
#include "server/rules/app.h"
#include "server/rules/secret.h"
#include "server/rules/token.h"

enum { LENGTH = 24, GROUP = 4, NAME_MOST = 255, ID_MOST = 64 };

// 24 of 62 characters: 142 random bits.
static void make_password(char password[LENGTH + 1]) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    for (size_t i = 0; i < LENGTH; i++) password[i] = alphabet[randombytes_uniform(sizeof alphabet - 1)];
    password[LENGTH] = '\0';
}

static const char *grouped(struct arena *arena, const char *password) {
    char *text = arena_alloc(arena, LENGTH + LENGTH / GROUP);
    char *out = text;
    for (size_t i = 0; i < LENGTH; i++) {
        if (i > 0 && i % GROUP == 0) *out++ = ' ';
        *out++ = password[i];
    }
    return text;
}

static const char *make_uuid(struct arena *arena) {
    unsigned char r[16];
    randombytes_buf(r, sizeof r);
    r[6] = (unsigned char) ((r[6] & 0x0f) | 0x40);
    r[8] = (unsigned char) ((r[8] & 0x3f) | 0x80);
    return arena_printf(arena, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", r[0], r[1], r[2],
                        r[3], r[4], r[5], r[6], r[7], r[8], r[9], r[10], r[11], r[12], r[13], r[14], r[15]);
}

struct making {
    struct arena *arena;
    const struct app_password *password;
    bool no_user;
};

static enum db_result write_password(struct db *db, void *argument) {
    struct making *making = argument;
    struct user user;
    enum db_result result = user_get(db, making->arena, making->password->user, &user);
    making->no_user = result == DB_NOT_FOUND;
    return result == DB_OK ? app_password_insert(db, making->password) : result;
}

static const char *trimmed(struct arena *arena, const char *text) {
    while (isspace((unsigned char) *text)) text++;
    size_t size = strlen(text);
    while (size > 0 && isspace((unsigned char) text[size - 1])) size--;
    return arena_strndup(arena, text, size);
}

bool app_password_make(struct app *app, struct arena *arena, int64_t user, const char *name, const char *app_id,
                       const char **ret_password, struct app_password *ret, struct error *error) {
    if (sodium_init() < 0) return secret_unavailable(error);
    name = trimmed(arena, name);
    if (name[0] == '\0') {
        error_set(error, 400, "application_password_empty_name",
                  "An application name is required to create an application password.");
        return false;
    }
    if (strlen(name) > NAME_MOST || (app_id && strlen(app_id) > ID_MOST)) {
        error_set(error, 400, "rest_invalid_param", "The application's name or id is too long.");
        return false;
    }
    char password[LENGTH + 1];
    make_password(password);
    struct app_password made = {.uuid = make_uuid(arena),
                                .user = user,
                                .app_id = app_id ? app_id : "",
                                .name = name,
                                .created = clock_now(),
                                .last_ip = ""};
    token_hash(app, SECRET_APP_PASSWORD, password, made.hash);
    struct making making = {.arena = arena, .password = &made};
    enum db_result result = store_write(app->store, write_password, &making);
    if (result == DB_CONFLICT) {
        error_set(error, 409, "application_password_duplicate_name", "Each application name should be unique.");
        return false;
    }
    if (making.no_user) {
        error_set(error, 404, "rest_user_invalid_id", "Invalid user ID.");
        return false;
    }
    if (result != DB_OK) return secret_write_failed(result, error);
    *ret_password = grouped(arena, password);
    *ret = made;
    sodium_memzero(password, sizeof password);
    return true;
}
