// secret: what identity.c, login.c and app_password.c share: purposes of keys, and the limits on
// guessing. Not for other rooms.
#pragma once

#include "server/rules/identity.h"

struct settings;

// Purposes for token_hash().
#define SECRET_APP_PASSWORD "application password"
#define SECRET_SESSION "session"

enum { SESSION_TOKEN_SIZE = 43 };  // 256 random bits in base64url

struct identity *identity_make(struct arena *arena, enum identity_kind kind, const struct user *user);

// Seconds until an attempt on this login from this address is welcome; 0: now. `address` may be NULL.
int login_throttle_wait(struct app *app, const struct settings *settings, const char *login, const char *address,
                        int64_t now);
void login_throttle_count(struct app *app, const char *login, const char *address, int64_t now);
void login_throttle_refuse(int wait, struct error *error);

// 503 when the store cannot be read, 507 and 503 for a write that failed. Always false.
bool secret_unavailable(struct error *error);
bool secret_write_failed(enum db_result result, struct error *error);
