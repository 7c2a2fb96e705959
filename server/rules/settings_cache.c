// settings cache: the snapshot of the settings that all readers share.
//
// The touch listener, which runs on the writer thread after the commit and before the writer
// is answered, reads the new snapshot and puts it in place. Readers only count references. A
// reader must not reload it: inside a read lease that is older than the change it would
// put the old values in place of the new ones.
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "db/store.h"
#include "db/touch_kinds.h"
#include "server/rules/settings.h"

struct snapshot {
    struct settings settings;  // first: a lease points here
    struct arena arena;
    atomic_int leases;  // the cache's own counts
};

struct settings_cache {
    struct store *store;
    pthread_mutex_t lock;
    struct snapshot *current;  // NULL: reading failed, the next who asks tries again
    int64_t generation;
};

static void snapshot_release(struct snapshot *snapshot) {
    if (!snapshot || atomic_fetch_sub(&snapshot->leases, 1) > 1) return;
    arena_finish(&snapshot->arena);
    free(snapshot);
}

static struct snapshot *snapshot_read(struct store *store) {
    struct snapshot *snapshot = calloc(1, sizeof *snapshot);
    if (!snapshot) return NULL;
    arena_init(&snapshot->arena);
    atomic_init(&snapshot->leases, 1);
    STORE_READ db = store_read_acquire(store);
    if (!db || settings_load(db, &snapshot->arena, &snapshot->settings) != DB_OK) {
        snapshot_release(snapshot);
        return NULL;
    }
    return snapshot;
}

// Puts a fresh snapshot in place; under the lock, so that an older reading never follows a newer.
static void reload(struct settings_cache *cache) {
    struct snapshot *snapshot = snapshot_read(cache->store);
    cache->generation++;
    if (snapshot) {
        snapshot->settings.generation = cache->generation;
        const char *zone = snapshot->settings.timezone_string;
        // Only when it changed: setting a zone is not free of races with those who read it.
        if (!cache->current || strcmp(cache->current->settings.timezone_string, zone) != 0) {
            bool known = clock_set_zone(zone);
            (void) known;  // setting_check let nothing else pass
        }
    }
    snapshot_release(cache->current);
    cache->current = snapshot;
}

static void on_touch(void *context, const struct touch *touched, size_t count) {
    struct settings_cache *cache = context;
    for (size_t i = 0; i < count; i++) {
        if (touched[i].kind != TOUCH_SETTINGS) continue;
        pthread_mutex_lock(&cache->lock);
        reload(cache);
        pthread_mutex_unlock(&cache->lock);
        return;
    }
}

struct settings_cache *settings_cache_create(struct store *store) {
    struct settings_cache *cache = calloc(1, sizeof *cache);
    if (!cache) return NULL;
    cache->store = store;
    pthread_mutex_init(&cache->lock, NULL);
    // At once, so that the zone is set while there are no other threads yet.
    reload(cache);
    store_listen(store, on_touch, cache);
    return cache;
}

void settings_cache_destroy(struct settings_cache *cache) {
    if (!cache) return;
    snapshot_release(cache->current);
    pthread_mutex_destroy(&cache->lock);
    free(cache);
}

const struct settings *settings_acquire(struct settings_cache *cache) {
    pthread_mutex_lock(&cache->lock);
    if (!cache->current) reload(cache);
    struct snapshot *snapshot = cache->current;
    if (snapshot) atomic_fetch_add(&snapshot->leases, 1);
    pthread_mutex_unlock(&cache->lock);
    return snapshot ? &snapshot->settings : NULL;
}

void settings_release(const struct settings *settings) {
    if (settings) snapshot_release((struct snapshot *) (void *) (uintptr_t) settings);
}
