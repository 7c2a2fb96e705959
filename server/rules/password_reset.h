// password reset: links for who forgot the password. A link holds for a day and for one change: it is signed over the
// account's present password and address, so the change itself ends it. Nothing is stored.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "db/user.h"

struct app;
struct arena;
struct error;
struct settings;

// "https://example.org/wp-login.php?action=rp&key=...&login=ann", WordPress's form. In the arena.
const char *password_reset_url(struct app *app, struct arena *arena, const struct settings *settings,
                               const struct user *user, int64_t now);

// The account that login and key open; DB_NOT_FOUND when they open none.
enum db_result password_reset_find(struct app *app, struct db *db, struct arena *arena, const char *login,
                                   const char *key, int64_t now, struct user *ret);

// Changes the password and ends the account's sessions; the key is asked again in the write. Worker only. False: error
// set, status 403 "invalid_key" when the link does not hold (any more).
bool password_reset_apply(struct app *app, struct arena *arena, const char *login, const char *key,
                          const char *password, int64_t now, struct error *error) __attribute__((warn_unused_result));
