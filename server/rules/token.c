// token: everything is BLAKE2b keyed with a key of its purpose, which itself is BLAKE2b of
// the purpose keyed with the store's secret. No key serves two ends.
#include "server/rules/token.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "db/store.h"
#include "server/rules/app.h"

enum {
    KEY_SIZE = crypto_generichash_KEYBYTES,
    MAC_SIZE = 24,
    MAC_TEXT_SIZE = 33,  // sodium_base64_ENCODED_LEN of MAC_SIZE without padding
    NONCE_DIGITS = 10,
    NONCE_TICK = 43200,  // WordPress: half of a day
};

static void purpose_key(struct app *app, const char *purpose, unsigned char key[KEY_SIZE]) {
    crypto_generichash(key, KEY_SIZE, (const unsigned char *) purpose, strlen(purpose), store_secret(app->store), 32);
}

void token_hash(struct app *app, const char *purpose, const char *token, unsigned char out[32]) {
    unsigned char key[KEY_SIZE];
    purpose_key(app, purpose, key);
    crypto_generichash(out, 32, (const unsigned char *) token, strlen(token), key, sizeof key);
    sodium_memzero(key, sizeof key);
}

static void token_mac(struct app *app, const char *purpose, const char *subject, int64_t expires,
                      char text[MAC_TEXT_SIZE]) {
    unsigned char key[KEY_SIZE], mac[MAC_SIZE];
    purpose_key(app, purpose, key);
    crypto_generichash_state state;
    crypto_generichash_init(&state, key, sizeof key, MAC_SIZE);
    char moment[32];
    int size = snprintf(moment, sizeof moment, "%" PRId64 "|", expires);
    crypto_generichash_update(&state, (const unsigned char *) moment, (size_t) size);
    crypto_generichash_update(&state, (const unsigned char *) subject, strlen(subject));
    crypto_generichash_final(&state, mac, sizeof mac);
    sodium_bin2base64(text, MAC_TEXT_SIZE, mac, sizeof mac, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(key, sizeof key);
}

const char *token_make(struct app *app, struct arena *arena, const char *purpose, const char *subject,
                       int64_t expires) {
    char mac[MAC_TEXT_SIZE];
    token_mac(app, purpose, subject, expires, mac);
    return arena_printf(arena, "%" PRId64 ".%s", expires, mac);
}

bool token_valid(struct app *app, const char *purpose, const char *subject, const char *token, int64_t now) {
    if (!token || strspn(token, "0123456789") == 0 || strspn(token, "0123456789") > 18) return false;
    char *dot;
    int64_t expires = strtoll(token, &dot, 10);
    if (*dot != '.' || strlen(dot + 1) != MAC_TEXT_SIZE - 1) return false;
    char mac[MAC_TEXT_SIZE];
    token_mac(app, purpose, subject, expires, mac);
    return sodium_memcmp(mac, dot + 1, MAC_TEXT_SIZE - 1) == 0 && now < expires;
}

static void nonce_digits(struct app *app, const unsigned char *session_hash, const char *action, int64_t tick,
                         char digits[NONCE_DIGITS + 1]) {
    unsigned char key[KEY_SIZE], hash[16];
    purpose_key(app, "nonce", key);
    crypto_generichash_state state;
    crypto_generichash_init(&state, key, sizeof key, sizeof hash);
    char moment[32];
    int size = snprintf(moment, sizeof moment, "%" PRId64 "|", tick);
    crypto_generichash_update(&state, (const unsigned char *) moment, (size_t) size);
    crypto_generichash_update(&state, session_hash, 32);
    crypto_generichash_update(&state, (const unsigned char *) action, strlen(action));
    crypto_generichash_final(&state, hash, sizeof hash);
    char text[2 * sizeof hash + 1];
    sodium_bin2hex(text, sizeof text, hash, sizeof hash);
    memcpy(digits, text, NONCE_DIGITS);
    digits[NONCE_DIGITS] = '\0';
    sodium_memzero(key, sizeof key);
}

const char *nonce_make(struct app *app, struct arena *arena, const unsigned char *session_hash, const char *action,
                       int64_t now) {
    char digits[NONCE_DIGITS + 1];
    nonce_digits(app, session_hash, action, now / NONCE_TICK, digits);
    return arena_strdup(arena, digits);
}

bool nonce_valid(struct app *app, const unsigned char *session_hash, const char *action, const char *nonce,
                 int64_t now) {
    if (!nonce || strlen(nonce) != NONCE_DIGITS) return false;
    bool valid = false;
    for (int64_t tick = now / NONCE_TICK; tick >= now / NONCE_TICK - 1; tick--) {
        char digits[NONCE_DIGITS + 1];
        nonce_digits(app, session_hash, action, tick, digits);
        valid |= sodium_memcmp(digits, nonce, NONCE_DIGITS) == 0;
    }
    return valid;
}

// The host and, where it is not the scheme's own, the port. False: no http(s) address.
static bool authority(const char *url, char out[256]) {
    const char *standard = NULL;
    if (strncasecmp(url, "http://", 7) == 0) {
        url += 7;
        standard = ":80";
    } else if (strncasecmp(url, "https://", 8) == 0) {
        url += 8;
        standard = ":443";
    } else {
        return false;
    }
    size_t size = strcspn(url, "/?#");
    size_t port = strlen(standard);
    if (size > port && strncmp(url + size - port, standard, port) == 0) size -= port;
    if (size == 0 || size >= 256) return false;
    memcpy(out, url, size);
    out[size] = '\0';
    return true;
}

bool same_site_request(const char *sec_fetch_site, const char *origin, const char *site_url) {
    if (!sec_fetch_site && !origin) return true;
    if (sec_fetch_site && (strcmp(sec_fetch_site, "same-origin") == 0 || strcmp(sec_fetch_site, "none") == 0))
        return true;
    char theirs[256], ours[256];
    return origin && authority(origin, theirs) && authority(site_url, ours) && strcasecmp(theirs, ours) == 0;
}
