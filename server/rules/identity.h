// identity: who is behind a request: application password, browser session, or the owner's socket.
#pragma once

#include <stdbool.h>

#include "db/user.h"
#include "server/rules/capability.h"

struct app;
struct arena;
struct db;
struct error;

// How long a session lasts.
enum { SESSION_SECONDS = 2 * 86400, SESSION_REMEMBERED_SECONDS = 14 * 86400 };

enum identity_kind { IDENTITY_OWNER, IDENTITY_APP_PASSWORD, IDENTITY_SESSION };

struct identity {
    enum identity_kind kind;
    struct user user;                              // zero for the owner (id 0)
    struct actor actor;                            // points to user
    const char *app_password_uuid;                 // IDENTITY_APP_PASSWORD
    unsigned char session_hash[SECRET_HASH_SIZE];  // IDENTITY_SESSION
    int64_t session_created;                       // IDENTITY_SESSION: the log-in
};

// What a request carries; NULL where absent.
struct credentials {
    const char *authorization;   // header, "Basic ..."
    const char *session_cookie;  // value of the cookie named identity_cookie_name()
    const char *address;
    bool from_owner;
};

// *ret is NULL for nobody. Wrong Basic credentials set the error (401, WordPress's codes "invalid_username",
// "incorrect_password" as application passwords report them; 429 with Retry-After when throttled) and return false; a
// caller that treats such requests as anonymous (WordPress on public GETs) clears it. Reads only, plus the stamps
// (last_used, seen) written later. Does not hash passwords: safe on an event thread.
bool identity_find(struct app *app, struct arena *arena, const struct credentials *credentials, int64_t now,
                   struct identity **ret, struct error *error);

// "wordpress_logged_in_" and a hash of the site's address; in the arena.
const char *identity_cookie_name(struct app *app, struct arena *arena);

// Log-in by password (argon2id; call on a worker only). Throttled per address and per login: 429.
// On success makes a session and gives the cookie's value. `remember`: 14 days, else 2.
bool identity_log_in(struct app *app, struct arena *arena, const char *login, const char *password, const char *address,
                     const char *user_agent, bool remember, const char **ret_cookie, struct identity **ret,
                     struct error *error) __attribute__((warn_unused_result));
// Is this the password of `user`, who is logged in already? Worker only; throttled as log-ins are. False: the error is
// set (400 incorrect_password, 429, 503).
bool identity_confirm(struct app *app, const struct user *user, const char *password, const char *address,
                      struct error *error) __attribute__((warn_unused_result));
bool identity_log_out(struct app *app, const struct identity *identity, bool everywhere, struct error *error);

// argon2id string for a new password; at most two at a time. NULL on failure. Worker only.
const char *password_hash(struct arena *arena, const char *password);
bool password_verify(const char *hash, const char *password);

// Makes an application password: returns it (24 characters in groups of four: "abcd EFGH ...") and stores its keyed
// hash. False: error set (409 application_password_duplicate_name, ...).
bool app_password_make(struct app *app, struct arena *arena, int64_t user, const char *name, const char *app_id,
                       const char **ret_password, struct app_password *ret, struct error *error)
    __attribute__((warn_unused_result));
