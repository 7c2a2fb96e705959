// page_cache: see the header. Addresses and things are hash tables with chains; the entries form one queue, in which a
// hand walks from the oldest on and takes what was not asked for since it last came by (SIEVE). Who comes newly must
// have been asked for before, and when there is no room more often than the one that would have to go.
#include "server/http/page_cache.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/reads.h"
#include "base/xxh.h"
#include "server/http/page_sketch.h"

enum {
    BUCKETS_FIRST = 1024,
    TOUCHES_KEPT = 4096,       // a rendering during which more came is not kept
    ENTRY_SHARE = 8,           // no page may take more than that part of the room
    STEPS_MOST = 64,           // of the hand for one newcomer
    IMPROVE_AFTER = 16,        // sendings of a quickly compressed body before it is compressed well
    CLOCK_STEP = 5,            // seconds; moments of requests that run side by side differ
    INLINE_MOST = 256 * 1024,  // bodies beyond that are never compressed while somebody waits
};

// Something that entries were made from.
struct page_thing {
    struct page_thing *next;
    struct touch touch;
    struct page_edge *edges;
};

struct entry_bucket {
    struct page_entry *first;
};
struct thing_bucket {
    struct page_thing *first;
};

struct page_flight {
    struct page_cache *cache;
    struct page_flight *next;
    uint64_t since;  // number of the first touch that it may not know
    uint64_t hash;
    char *key;
    bool repeated;  // asked for before
    struct page_waiter *waiters;
};

struct page_cache {
    size_t limit;
    struct workers *workers;
    _Atomic int64_t bytes;
    pthread_mutex_t lock;  // for what follows
    struct entry_bucket *buckets;
    size_t bucket_count, entry_count;
    struct thing_bucket *things;
    size_t thing_buckets, thing_count;
    struct page_entry *newest, *oldest, *hand;
    struct page_flight *flights;
    struct touch touches[TOUCHES_KEPT];  // a ring
    uint64_t touch_number;               // of the next one
    struct page_sketch sketch;
};

void page_cache_set_workers(struct page_cache *cache, struct workers *workers) { cache->workers = workers; }

struct page_cache *page_cache_create(size_t bytes) {
    struct page_cache *cache = calloc(1, sizeof *cache);
    if (!cache) return NULL;
    cache->limit = bytes;
    cache->bucket_count = cache->thing_buckets = BUCKETS_FIRST;
    cache->buckets = calloc(cache->bucket_count, sizeof *cache->buckets);
    cache->things = calloc(cache->thing_buckets, sizeof *cache->things);
    if (!cache->buckets || !cache->things) {
        free(cache->buckets);
        free(cache->things);
        free(cache);
        return NULL;
    }
    pthread_mutex_init(&cache->lock, NULL);
    return cache;
}

void page_cache_count(struct page_cache *cache, int64_t bytes) { atomic_fetch_add(&cache->bytes, bytes); }

uint64_t page_key_hash(const char *key) { return XXH3_64bits(key, strlen(key)); }

// Things

static struct page_thing **thing_slot(struct page_cache *cache, const struct touch *touch) {
    struct page_thing **slot = &cache->things[touch_hash(touch) & (cache->thing_buckets - 1)].first;
    while (*slot && ((*slot)->touch.kind != touch->kind || (*slot)->touch.id != touch->id)) slot = &(*slot)->next;
    return slot;
}

static void grow_things(struct page_cache *cache) {
    const size_t count = cache->thing_buckets * 2;
    struct thing_bucket *things = calloc(count, sizeof *things);
    if (!things) return;
    for (size_t i = 0; i < cache->thing_buckets; i++) {
        while (cache->things[i].first) {
            struct page_thing *thing = cache->things[i].first;
            cache->things[i].first = thing->next;
            struct page_thing **slot = &things[touch_hash(&thing->touch) & (count - 1)].first;
            thing->next = *slot;
            *slot = thing;
        }
    }
    free(cache->things);
    cache->things = things;
    cache->thing_buckets = count;
}

static struct page_thing *thing_get(struct page_cache *cache, const struct touch *touch) {
    struct page_thing **slot = thing_slot(cache, touch);
    if (*slot) return *slot;
    struct page_thing *thing = calloc(1, sizeof *thing);
    if (!thing) return NULL;
    thing->touch = *touch;
    *slot = thing;
    if (++cache->thing_count > cache->thing_buckets) grow_things(cache);
    return thing;
}

static void leave_thing(struct page_cache *cache, struct page_edge *edge) {
    struct page_thing *thing = edge->thing;
    if (edge->previous)
        edge->previous->next = edge->next;
    else
        thing->edges = edge->next;
    if (edge->next) edge->next->previous = edge->previous;
    if (thing->edges) return;
    struct page_thing **slot = thing_slot(cache, &thing->touch);
    *slot = thing->next;
    cache->thing_count--;
    free(thing);
}

static bool join_thing(struct page_cache *cache, struct page_entry *entry, const struct touch *touch) {
    struct page_thing *thing = thing_get(cache, touch);
    if (!thing) return false;
    struct page_edge *edge = &entry->edges[entry->edge_count++];
    *edge = (struct page_edge){.thing = thing, .entry = entry, .next = thing->edges};
    if (thing->edges) thing->edges->previous = edge;
    thing->edges = edge;
    return true;
}

static bool join_things(struct page_cache *cache, struct page_entry *entry, const struct reads *reads) {
    const struct touch everything = {.kind = TOUCH_EVERYTHING};
    const size_t count = reads->everything ? 1 : reads->count;
    entry->edges = calloc(count + 1, sizeof *entry->edges);
    if (!entry->edges) return false;
    if (reads->everything) return join_thing(cache, entry, &everything);
    for (size_t i = 0; i < reads->capacity; i++)
        if (reads->slots[i].kind != 0 && !join_thing(cache, entry, &reads->slots[i])) return false;
    const size_t size = count * (sizeof *entry->edges + sizeof(struct page_thing) / 2);
    entry->overhead += size;
    page_cache_count(cache, (int64_t) size);
    return true;
}

// Entries

static void grow_buckets(struct page_cache *cache) {
    const size_t count = cache->bucket_count * 2;
    struct entry_bucket *buckets = calloc(count, sizeof *buckets);
    if (!buckets) return;
    for (size_t i = 0; i < cache->bucket_count; i++) {
        while (cache->buckets[i].first) {
            struct page_entry *entry = cache->buckets[i].first;
            cache->buckets[i].first = entry->next;
            entry->next = buckets[entry->hash & (count - 1)].first;
            buckets[entry->hash & (count - 1)].first = entry;
        }
    }
    free(cache->buckets);
    cache->buckets = buckets;
    cache->bucket_count = count;
}

static void enter(struct page_cache *cache, struct page_entry *entry) {
    struct entry_bucket *bucket = &cache->buckets[entry->hash & (cache->bucket_count - 1)];
    entry->next = bucket->first;
    bucket->first = entry;
    entry->older = cache->newest;
    if (cache->newest)
        cache->newest->newer = entry;
    else
        cache->oldest = entry;
    cache->newest = entry;
    entry->listed = true;
    if (++cache->entry_count > cache->bucket_count) grow_buckets(cache);
}

// Takes it off; the cache's reference goes to the front of the list *gone, to be released when the lock is.
static void take_off(struct page_cache *cache, struct page_entry *entry, struct page_entry **gone) {
    struct page_entry **slot = &cache->buckets[entry->hash & (cache->bucket_count - 1)].first;
    while (*slot != entry) slot = &(*slot)->next;
    *slot = entry->next;
    if (cache->hand == entry) cache->hand = entry->newer;
    if (entry->newer)
        entry->newer->older = entry->older;
    else
        cache->newest = entry->older;
    if (entry->older)
        entry->older->newer = entry->newer;
    else
        cache->oldest = entry->newer;
    for (size_t i = 0; i < entry->edge_count; i++) leave_thing(cache, &entry->edges[i]);
    entry->edge_count = 0;
    entry->listed = false;
    cache->entry_count--;
    entry->next = *gone;
    *gone = entry;
}

static void release_all(struct page_entry *gone) {
    while (gone) {
        struct page_entry *entry = gone;
        gone = entry->next;
        page_entry_release(entry);
    }
}

static struct page_entry *find(struct page_cache *cache, const char *key, uint64_t hash, int64_t now,
                               struct page_entry **gone) {
    struct page_entry *entry = cache->buckets[hash & (cache->bucket_count - 1)].first;
    while (entry && (entry->hash != hash || strcmp(entry->key, key) != 0)) entry = entry->next;
    if (!entry) return NULL;
    // A clock that was set back has not yet come to what the page shows.
    if ((entry->valid_until && now >= entry->valid_until) || now + CLOCK_STEP < entry->made) {
        take_off(cache, entry, gone);
        return NULL;
    }
    entry->visited = true;
    page_entry_acquire(entry);
    return entry;
}

struct page_entry *page_cache_find(struct page_cache *cache, const char *key, uint64_t hash, int64_t now) {
    struct page_entry *gone = NULL;
    pthread_mutex_lock(&cache->lock);
    struct page_entry *entry = find(cache, key, hash, now, &gone);
    pthread_mutex_unlock(&cache->lock);
    release_all(gone);
    return entry;
}

// Touches

static void touch_one(struct page_cache *cache, const struct touch *touch, struct page_entry **gone) {
    cache->touches[cache->touch_number++ % TOUCHES_KEPT] = *touch;
    if (touch->kind == TOUCH_EVERYTHING) {
        while (cache->newest) take_off(cache, cache->newest, gone);
        return;
    }
    // With its last entry the thing is gone, so each step looks anew.
    for (struct page_thing *thing; (thing = *thing_slot(cache, touch));) take_off(cache, thing->edges->entry, gone);
}

void page_cache_touch(void *context, const struct touch *touched, size_t count) {
    static const struct touch everything = {.kind = TOUCH_EVERYTHING};
    struct page_cache *cache = context;
    struct page_entry *gone = NULL;
    if (count == 0) return;
    pthread_mutex_lock(&cache->lock);
    for (size_t i = 0; i < count; i++) touch_one(cache, &touched[i], &gone);
    // Whatever was touched, it may be what those were made from.
    for (struct page_thing *thing; (thing = *thing_slot(cache, &everything));)
        take_off(cache, thing->edges->entry, &gone);
    pthread_mutex_unlock(&cache->lock);
    release_all(gone);
}

static bool was_touched(const struct page_cache *cache, const struct page_flight *flight, const struct reads *reads) {
    if (cache->touch_number - flight->since > TOUCHES_KEPT) return true;
    for (uint64_t number = flight->since; number < cache->touch_number; number++)
        if (reads_hold(reads, &cache->touches[number % TOUCHES_KEPT])) return true;
    return false;
}

// Flights

static struct page_flight *find_flight(const struct page_cache *cache, const char *key, uint64_t hash) {
    struct page_flight *flight = cache->flights;
    while (flight && (flight->hash != hash || strcmp(flight->key, key) != 0)) flight = flight->next;
    return flight;
}

static struct page_flight *begin_flight(struct page_cache *cache, const char *key, uint64_t hash) {
    struct page_flight *flight = calloc(1, sizeof *flight);
    char *copy = strdup(key);
    if (!flight || !copy) {
        free(flight);
        free(copy);
        return NULL;
    }
    *flight = (struct page_flight){
        .cache = cache, .since = cache->touch_number, .hash = hash, .key = copy, .next = cache->flights};
    flight->repeated = page_sketch_add(&cache->sketch, hash) > 1;
    cache->flights = flight;
    return flight;
}

enum page_verdict page_cache_ask(struct page_cache *cache, const char *key, uint64_t hash, int64_t now,
                                 struct page_waiter *waiter, struct page_entry **ret_entry,
                                 struct page_flight **ret_flight) {
    struct page_entry *gone = NULL;
    enum page_verdict verdict = PAGE_LEAD;
    pthread_mutex_lock(&cache->lock);
    *ret_flight = NULL;
    *ret_entry = find(cache, key, hash, now, &gone);
    struct page_flight *flight = *ret_entry ? NULL : find_flight(cache, key, hash);
    if (*ret_entry) {
        verdict = PAGE_FOUND;
    } else if (flight) {
        verdict = PAGE_WAIT;
        if (waiter) {
            waiter->next = flight->waiters;
            flight->waiters = waiter;
        }
    } else {
        *ret_flight = begin_flight(cache, key, hash);
    }
    pthread_mutex_unlock(&cache->lock);
    release_all(gone);
    return verdict;
}

bool page_flight_is_wanted(struct page_flight *flight) {
    pthread_mutex_lock(&flight->cache->lock);
    const bool wanted = flight->repeated || flight->waiters;
    pthread_mutex_unlock(&flight->cache->lock);
    return wanted;
}

// Makes room. False: those that would have to go are asked for more than the newcomer.
static bool make_room(struct page_cache *cache, uint64_t hash, struct page_entry **gone) {
    const unsigned wanted = page_sketch_estimate(&cache->sketch, hash);
    int64_t leaving = 0;
    for (int step = 0; atomic_load(&cache->bytes) - leaving > (int64_t) cache->limit; step++) {
        struct page_entry *victim = cache->hand ? cache->hand : cache->oldest;
        if (!victim || step == STEPS_MOST) return false;
        cache->hand = victim->newer;
        if (victim->visited) {
            victim->visited = false;
            continue;
        }
        if (page_sketch_estimate(&cache->sketch, victim->hash) > wanted) return false;
        leaving += (int64_t) victim->overhead;
        for (size_t i = 0; i < PAGE_FORMS; i++) leaving += (int64_t) victim->sizes[i];
        take_off(cache, victim, gone);
    }
    return true;
}

static bool keep(struct page_cache *cache, struct page_flight *flight, struct page_entry *entry,
                 const struct reads *reads, struct page_entry **gone) {
    if (was_touched(cache, flight, reads)) return false;
    if (entry->sizes[PAGE_IDENTITY] > cache->limit / ENTRY_SHARE || !make_room(cache, entry->hash, gone)) return false;
    enter(cache, entry);
    if (join_things(cache, entry, reads)) return true;
    page_entry_acquire(entry);
    take_off(cache, entry, gone);
    return false;
}

void page_cache_end(struct page_flight *flight, struct page_entry *entry, const struct reads *reads) {
    struct page_cache *cache = flight->cache;
    struct page_entry *gone = NULL;
    pthread_mutex_lock(&cache->lock);
    struct page_flight **slot = &cache->flights;
    while (*slot != flight) slot = &(*slot)->next;
    *slot = flight->next;
    struct page_waiter *waiters = flight->waiters;
    if (entry && keep(cache, flight, entry, reads, &gone)) entry = NULL;
    pthread_mutex_unlock(&cache->lock);
    page_entry_release(entry);
    release_all(gone);
    while (waiters) {
        struct page_waiter *waiter = waiters;
        waiters = waiter->next;
        waiter->wake(waiter);
    }
    free(flight->key);
    free(flight);
}

// Forms

static enum page_form pick(const struct page_entry *entry, enum encoding encoding) {
    const enum page_form best = encoding == ENCODING_BROTLI ? PAGE_BROTLI_BEST : PAGE_GZIP_BEST;
    if (encoding == ENCODING_IDENTITY) return PAGE_IDENTITY;
    if (entry->answers[best]) return best;
    return encoding == ENCODING_BROTLI ? PAGE_BROTLI : PAGE_GZIP;
}

// Puts a form in place unless somebody was faster, or it did not get smaller.
static void put(struct page_entry *entry, enum page_form form, char *data, size_t size) {
    pthread_mutex_lock(&entry->cache->lock);
    const bool there = entry->answers[form] != NULL;
    if (!there && data) page_entry_put(entry, form, data, size);
    pthread_mutex_unlock(&entry->cache->lock);
    if (there) free(data);
}

static bool is_listed(const struct page_entry *entry) {
    pthread_mutex_lock(&entry->cache->lock);
    const bool listed = entry->listed;
    pthread_mutex_unlock(&entry->cache->lock);
    return listed;
}

static void improve(struct work_item *item, bool cancelled) {
    static const enum page_form forms[] = {PAGE_BROTLI_BEST, PAGE_GZIP_BEST};
    struct page_entry *entry = (struct page_entry *) ((char *) item - offsetof(struct page_entry, item));
    for (size_t i = 0; i < sizeof forms / sizeof *forms && !cancelled && is_listed(entry); i++) {
        size_t size = 0;
        char *data = encode_body_well(page_form_encoding(forms[i]), entry->bodies[PAGE_IDENTITY],
                                      entry->sizes[PAGE_IDENTITY], &size);
        put(entry, forms[i], data, size);
    }
    page_entry_release(entry);
}

// A page that lasts is worth a better compression than one that is gone with the next comment.
static bool is_due(struct page_entry *entry, enum page_form form) {
    if (form != PAGE_GZIP && form != PAGE_BROTLI) return false;
    if (entry->improving || !entry->listed || ++entry->served < IMPROVE_AFTER) return false;
    entry->improving = true;
    return true;
}

struct MHD_Response *page_cache_answer(struct page_entry *entry, const char *accept_encoding,
                                       enum page_form *ret_form) {
    struct page_cache *cache = entry->cache;
    const unsigned available = entry->compressible ? ENCODING_GZIP | ENCODING_BROTLI : 0;
    const enum encoding encoding = encode_choose(accept_encoding, available);
    pthread_mutex_lock(&cache->lock);
    enum page_form form = pick(entry, encoding);
    struct MHD_Response *answer = entry->answers[form];
    const bool due = is_due(entry, form);
    pthread_mutex_unlock(&cache->lock);
    if (due) {
        page_entry_acquire(entry);
        entry->item.run = improve;
        if (!workers_submit(cache->workers, &entry->item)) page_entry_release(entry);
    }
    if (!answer && entry->sizes[PAGE_IDENTITY] <= INLINE_MOST) {
        size_t size = 0;
        char *data = encode_body(encoding, entry->bodies[PAGE_IDENTITY], entry->sizes[PAGE_IDENTITY], &size);
        put(entry, form, data, size);
        pthread_mutex_lock(&cache->lock);
        answer = entry->answers[form];
        pthread_mutex_unlock(&cache->lock);
    }
    if (!answer) form = PAGE_IDENTITY;
    *ret_form = form;
    return answer ? answer : entry->answers[PAGE_IDENTITY];
}

struct page_cache_state page_cache_state(struct page_cache *cache) {
    pthread_mutex_lock(&cache->lock);
    const struct page_cache_state state = {.bytes = (size_t) atomic_load(&cache->bytes), .entries = cache->entry_count};
    pthread_mutex_unlock(&cache->lock);
    return state;
}

void page_cache_destroy(struct page_cache *cache) {
    if (!cache) return;
    struct page_entry *gone = NULL;
    while (cache->newest) take_off(cache, cache->newest, &gone);
    release_all(gone);
    free(cache->buckets);
    free(cache->things);
    pthread_mutex_destroy(&cache->lock);
    free(cache);
}
