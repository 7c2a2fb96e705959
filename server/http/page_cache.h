// page_cache: finished pages by address, each true until something it was made from is touched.
//
// A page carries the things it was read from. A touch takes every page off that was made from the thing, before the
// write that touched it is answered; so what is found here is true, and finding it looks at nothing else. A page that
// was being made meanwhile is compared with the touches since the moment before its first read.
//
// One rendering at a time for each address: others wait for it, or find that it cannot be shared and make their own.
// Thread-safe; no function waits for anything but the cache's lock, under which nothing is sent or compressed.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/touch.h"
#include "server/http/page_entry.h"

struct answer;
struct page_cache;
struct page_flight;
struct reads;
struct workers;

// `bytes`: of all bodies and what belongs to them, those still being sent included. NULL when memory is short.
struct page_cache *page_cache_create(size_t bytes) __attribute__((warn_unused_result));
// Who compresses; before the first request.
void page_cache_set_workers(struct page_cache *cache, struct workers *workers);
// No request may be using it, and no job of its workers be running. NULL is allowed.
void page_cache_destroy(struct page_cache *cache);

// A touch listener; `context` is the cache.
void page_cache_touch(void *context, const struct touch *touched, size_t count);

// Who waits for a rendering. `wake` is called once, on any thread, under no lock.
struct page_waiter {
    struct page_waiter *next;
    void (*wake)(struct page_waiter *waiter);
};

uint64_t page_key_hash(const char *key);

// The true page of this address with a reference for the caller, or NULL. `now` in seconds.
struct page_entry *page_cache_find(struct page_cache *cache, const char *key, uint64_t hash, int64_t now);

enum page_verdict {
    PAGE_FOUND,  // *ret_entry, with a reference
    PAGE_LEAD,   // the caller makes it: *ret_flight, to be ended
    PAGE_WAIT,   // somebody makes it: the waiter will be woken, and then asks again
};
// As page_cache_find(), and enters the making of the page when there is none. `waiter` NULL: PAGE_WAIT without being
// woken.
enum page_verdict page_cache_ask(struct page_cache *cache, const char *key, uint64_t hash, int64_t now,
                                 struct page_waiter *waiter, struct page_entry **ret_entry,
                                 struct page_flight **ret_flight);

// Whether a rendering that begins now is worth keeping: somebody waits for it, or it was asked for before.
bool page_flight_is_wanted(struct page_flight *flight);
// Ends the making. `entry`: the page (with the caller's reference, which is taken over) and what it was read from, kept
// unless one of these was touched since. NULL: it is not to be kept. Wakes those who wait.
void page_cache_end(struct page_flight *flight, struct page_entry *entry, const struct reads *reads);

// The answer in the form that the asker takes; its reference belongs to the entry.
struct MHD_Response *page_cache_answer(struct page_entry *entry, const char *accept_encoding, enum page_form *ret_form);

// The entries' own: bytes that came or went.
void page_cache_count(struct page_cache *cache, int64_t bytes);

struct page_cache_state {
    size_t bytes, entries;
};
struct page_cache_state page_cache_state(struct page_cache *cache);
