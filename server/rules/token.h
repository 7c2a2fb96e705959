// token: keyed, time-boxed strings that the site gives out and recognises: nonces, form tokens, signed links.
// Keys are derived from the store's secret by purpose.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct app;
struct arena;

// "<expires>.<mac>" over purpose, subject and the expiry; URL-safe characters.
const char *token_make(struct app *app, struct arena *arena, const char *purpose, const char *subject, int64_t expires);
bool token_valid(struct app *app, const char *purpose, const char *subject, const char *token, int64_t now);

// The action of the nonces that the REST API asks browsers for.
#define NONCE_REST "wp_rest"
// WordPress's nonce: ten hexadecimal digits that hold for 12 to 24 hours, bound to the session and an action.
const char *nonce_make(struct app *app, struct arena *arena, const unsigned char *session_hash, const char *action,
                       int64_t now);
bool nonce_valid(struct app *app, const unsigned char *session_hash, const char *action, const char *nonce,
                 int64_t now);

// Keyed hash of a secret token for storing (application passwords, sessions): 32 bytes.
void token_hash(struct app *app, const char *purpose, const char *token, unsigned char out[32]);

// Cross-site request check for unsafe methods from browsers: Sec-Fetch-Site same-origin or none, else Origin's host is
// the site's, else false (the caller may still accept a valid token). All NULL (no browser): true.
bool same_site_request(const char *sec_fetch_site, const char *origin, const char *site_url);
