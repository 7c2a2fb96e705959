// throttle: attempts per key, in a fixed number of entries.
//
// Keys are kept as keyed hashes of fixed size, so what clients send costs no memory. When
// all entries are used, the one that was quiet for longest makes room.
#include "server/rules/throttle.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { ENTRIES = 4096, BUCKETS = 4096, ATTEMPTS = 128, HASH_SIZE = 16, NONE = -1 };

struct entry {
    unsigned char hash[HASH_SIZE];
    int next;             // in its bucket
    int newer, older;     // by last attempt
    size_t count, first;  // ring of moments, oldest at `first`
    size_t room;          // allocated moments
    int64_t *moments;
};

struct throttle {
    pthread_mutex_t lock;
    unsigned char key[crypto_generichash_KEYBYTES];
    int buckets[BUCKETS];
    struct entry entries[ENTRIES];
    int used;  // entries that were ever taken
    int newest, oldest;
    int unused;  // list of given-up entries, by `next`
};

struct throttle *throttle_create(void) {
    if (sodium_init() < 0) return NULL;
    struct throttle *throttle = calloc(1, sizeof *throttle);
    if (!throttle) return NULL;
    pthread_mutex_init(&throttle->lock, NULL);
    randombytes_buf(throttle->key, sizeof throttle->key);
    for (int i = 0; i < BUCKETS; i++) throttle->buckets[i] = NONE;
    throttle->newest = throttle->oldest = throttle->unused = NONE;
    return throttle;
}

void throttle_destroy(struct throttle *throttle) {
    if (!throttle) return;
    for (int i = 0; i < throttle->used; i++) free(throttle->entries[i].moments);
    pthread_mutex_destroy(&throttle->lock);
    free(throttle);
}

static void hash_key(const struct throttle *throttle, const char *kind, const char *key,
                     unsigned char hash[HASH_SIZE]) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, throttle->key, sizeof throttle->key, HASH_SIZE);
    crypto_generichash_update(&state, (const unsigned char *) kind, strlen(kind) + 1);
    crypto_generichash_update(&state, (const unsigned char *) key, strlen(key));
    crypto_generichash_final(&state, hash, HASH_SIZE);
}

static int *bucket_of(struct throttle *throttle, const unsigned char hash[HASH_SIZE]) {
    return &throttle->buckets[(hash[0] | hash[1] << 8) % BUCKETS];
}

static int find(struct throttle *throttle, const unsigned char hash[HASH_SIZE]) {
    int at = *bucket_of(throttle, hash);
    while (at != NONE && memcmp(throttle->entries[at].hash, hash, HASH_SIZE) != 0) at = throttle->entries[at].next;
    return at;
}

static void unlink_age(struct throttle *throttle, int at) {
    struct entry *entry = &throttle->entries[at];
    if (entry->newer != NONE)
        throttle->entries[entry->newer].older = entry->older;
    else
        throttle->newest = entry->older;
    if (entry->older != NONE)
        throttle->entries[entry->older].newer = entry->newer;
    else
        throttle->oldest = entry->newer;
}

static void link_newest(struct throttle *throttle, int at) {
    struct entry *entry = &throttle->entries[at];
    entry->newer = NONE;
    entry->older = throttle->newest;
    if (throttle->newest != NONE)
        throttle->entries[throttle->newest].newer = at;
    else
        throttle->oldest = at;
    throttle->newest = at;
}

static void give_up(struct throttle *throttle, int at) {
    struct entry *entry = &throttle->entries[at];
    int *link = bucket_of(throttle, entry->hash);
    while (*link != at) link = &throttle->entries[*link].next;
    *link = entry->next;
    unlink_age(throttle, at);
    free(entry->moments);
    *entry = (struct entry){.next = throttle->unused};
    throttle->unused = at;
}

static int take(struct throttle *throttle, const unsigned char hash[HASH_SIZE]) {
    if (throttle->unused == NONE && throttle->used == ENTRIES) give_up(throttle, throttle->oldest);
    int at = throttle->unused;
    if (at != NONE)
        throttle->unused = throttle->entries[at].next;
    else
        at = throttle->used++;
    struct entry *entry = &throttle->entries[at];
    *entry = (struct entry){0};
    memcpy(entry->hash, hash, HASH_SIZE);
    int *bucket = bucket_of(throttle, hash);
    entry->next = *bucket;
    *bucket = at;
    link_newest(throttle, at);
    return at;
}

static int64_t moment_at(const struct entry *entry, size_t index) {
    return entry->moments[(entry->first + index) % entry->room];
}

// Most keys see one attempt or two: the ring begins small.
static bool make_room(struct entry *entry) {
    if (entry->count < entry->room || entry->room == ATTEMPTS) return true;
    size_t room = entry->room == 0 ? 4 : entry->room * 2;
    int64_t *moments = calloc(room, sizeof *moments);
    if (!moments) return entry->room > 0;
    for (size_t i = 0; i < entry->count; i++) moments[i] = moment_at(entry, i);
    free(entry->moments);
    entry->moments = moments;
    entry->room = room;
    entry->first = 0;
    return true;
}

int throttle_wait(struct throttle *throttle, const char *kind, const char *key, int64_t most, int64_t window,
                  int64_t now) {
    if (!throttle || most <= 0) return 0;
    if (most > ATTEMPTS) most = ATTEMPTS;
    unsigned char hash[HASH_SIZE];
    hash_key(throttle, kind, key, hash);
    int64_t wait = 0;
    pthread_mutex_lock(&throttle->lock);
    int at = find(throttle, hash);
    if (at != NONE) {
        const struct entry *entry = &throttle->entries[at];
        size_t expired = 0;
        while (expired < entry->count && moment_at(entry, expired) <= now - window) expired++;
        if (entry->count - expired >= (size_t) most)
            // When this one leaves the window, fewer than `most` are left in it.
            wait = moment_at(entry, entry->count - (size_t) most) + window - now;
    }
    pthread_mutex_unlock(&throttle->lock);
    // A clock that was set back must not lock anybody out for longer than the window.
    if (wait > window) wait = window;
    return (int) wait;
}

void throttle_count(struct throttle *throttle, const char *kind, const char *key, int64_t now) {
    if (!throttle) return;
    unsigned char hash[HASH_SIZE];
    hash_key(throttle, kind, key, hash);
    pthread_mutex_lock(&throttle->lock);
    int at = find(throttle, hash);
    if (at == NONE) {
        at = take(throttle, hash);
    } else {
        unlink_age(throttle, at);
        link_newest(throttle, at);
    }
    struct entry *entry = &throttle->entries[at];
    if (make_room(entry)) {
        if (entry->count == entry->room) {
            entry->first = (entry->first + 1) % entry->room;
            entry->count--;
        }
        entry->moments[(entry->first + entry->count++) % entry->room] = now;
    }
    pthread_mutex_unlock(&throttle->lock);
}

void throttle_forget(struct throttle *throttle, const char *kind, const char *key) {
    if (!throttle) return;
    unsigned char hash[HASH_SIZE];
    hash_key(throttle, kind, key, hash);
    pthread_mutex_lock(&throttle->lock);
    int at = find(throttle, hash);
    if (at != NONE) give_up(throttle, at);
    pthread_mutex_unlock(&throttle->lock);
}
