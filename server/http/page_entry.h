// page_entry: one finished page as it is kept: its body, the body compressed, its headers, and the answers of the
// library made of them, which any number of connections send at the same time.
//
// Counted references: the cache's own, and one of each request that is about to answer with it. The bytes of a body
// live on, and are counted, until the last connection has sent them.
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/touch.h"
#include "server/http/encode.h"
#include "server/http/response.h"
#include "server/http/workers.h"

struct MHD_Response;
struct answer;
struct page_cache;
struct page_thing;

// That an entry was made from a thing; in the list of both.
struct page_edge {
    struct page_thing *thing;
    struct page_entry *entry;
    struct page_edge *previous, *next;  // of the thing's edges
};

// What an answer's body can be. Once made, a form stays as long as the entry.
enum page_form { PAGE_IDENTITY, PAGE_GZIP, PAGE_BROTLI, PAGE_GZIP_BEST, PAGE_BROTLI_BEST, PAGE_FORMS };

struct page_entry {
    atomic_int references;
    struct page_cache *cache;
    // Constant once it is made.
    uint64_t hash;
    char *key;
    int64_t made, valid_until;  // seconds; valid_until 0: for ever
    int64_t modified;           // of Last-Modified; 0: it has none
    bool compressible;
    bool timed;
    struct response_header *headers;  // a list, without Content-Encoding; ETag as of the body itself
    const char *etag;
    size_t headers_size;  // as they go out
    size_t overhead;      // bytes beside the bodies

    // Under the cache's lock, here and below.
    struct page_entry *next;           // of its hash bucket
    struct page_entry *newer, *older;  // in the order of coming
    struct page_edge *edges;
    size_t edge_count;
    bool listed, visited;
    struct MHD_Response *answers[PAGE_FORMS];  // NULL: not made yet
    const char *bodies[PAGE_FORMS];
    size_t sizes[PAGE_FORMS];
    unsigned served;  // how often it was sent compressed, and not as well as can be
    bool improving;
    struct work_item item;
};

// A copy of an answer that was drafted (answer.h) and of its headers. `timed`: its answers say that they are kept ones.
// NULL when memory is short.
struct page_entry *page_entry_create(struct page_cache *cache, const char *key, uint64_t hash,
                                     const struct answer *answer, const struct response_header *headers, bool timed);
void page_entry_acquire(struct page_entry *entry);
void page_entry_release(struct page_entry *entry);

// Another form of the body, which must not be there yet: takes `data` (malloc'ed) over. False when memory is short, and
// then `data` is freed.
bool page_entry_put(struct page_entry *entry, enum page_form form, char *data, size_t size);

enum encoding page_form_encoding(enum page_form form);

// What the asker's copy is up to date with: an answer of status 304, to be destroyed by the caller; NULL: nothing.
struct MHD_Response *page_entry_not_modified(const struct page_entry *entry, const char *if_none_match,
                                             const char *if_modified_since);
// The same answer as answers[form], for one connection that closes behind it; destroyed by the caller.
struct MHD_Response *page_entry_last(struct page_entry *entry, enum page_form form);
