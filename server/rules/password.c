// password: argon2id for what people remember. Belongs to identity.h.
//
// Each hash takes 19 MiB and tens of milliseconds, so two run at a time and others wait. The
// count of free places is the one global here: it limits what the process uses.
#include <pthread.h>
#include <sodium.h>
#include <string.h>

#include "base/arena.h"
#include "server/rules/identity.h"

enum { OPERATIONS = 2, MEMORY = 19 * 1024 * 1024, AT_ONCE = 2, LONGEST = 4096 };

static pthread_mutex_t places_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t places_changed = PTHREAD_COND_INITIALIZER;
static int places = AT_ONCE;

static void place_take(void) {
    pthread_mutex_lock(&places_lock);
    while (places == 0) pthread_cond_wait(&places_changed, &places_lock);
    places--;
    pthread_mutex_unlock(&places_lock);
}

static void place_give(void) {
    pthread_mutex_lock(&places_lock);
    places++;
    pthread_cond_signal(&places_changed);
    pthread_mutex_unlock(&places_lock);
}

const char *password_hash(struct arena *arena, const char *password) {
    size_t size = strlen(password);
    if (size > LONGEST || sodium_init() < 0) return NULL;
    char hash[crypto_pwhash_STRBYTES];
    place_take();
    int failed = crypto_pwhash_str_alg(hash, password, size, OPERATIONS, MEMORY, crypto_pwhash_ALG_ARGON2ID13);
    place_give();
    return failed ? NULL : arena_strdup(arena, hash);
}

bool password_verify(const char *hash, const char *password) {
    size_t size = strlen(password);
    if (size > LONGEST || sodium_init() < 0) return false;
    if (strncmp(hash, "$argon2id$", 10) != 0 || strlen(hash) >= crypto_pwhash_STRBYTES) return false;
    place_take();
    int failed = crypto_pwhash_str_verify(hash, password, size);
    place_give();
    return failed == 0;
}
