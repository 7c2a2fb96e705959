// page_entry: see the header.
#include "server/http/page_entry.h"

#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/clock.h"
#include "server/http/answer.h"
#include "server/http/page_cache.h"

// A body in memory, until its last answer is sent.
struct body {
    struct page_cache *cache;
    size_t size;
    char *data;
};

static void body_free(void *context) {
    struct body *body = context;
    page_cache_count(body->cache, -(int64_t) (body->size + sizeof *body));
    free(body->data);
    free(body);
}

static size_t list_size(const struct response_header *headers) {
    size_t size = 0;
    for (; headers; headers = headers->next)
        size += sizeof *headers + strlen(headers->name) + strlen(headers->value) + 2;
    return size;
}

static const char *append(char **at, const char *text) {
    const size_t size = strlen(text) + 1;
    const char *copy = memcpy(*at, text, size);
    *at += size;
    return copy;
}

// List and texts in one block.
static struct response_header *copy_headers(const struct response_header *headers) {
    size_t count = 0;
    for (const struct response_header *header = headers; header; header = header->next) count++;
    if (count == 0) return NULL;
    struct response_header *copies = calloc(1, list_size(headers) + sizeof *copies);
    if (!copies) return NULL;
    char *text = (char *) (copies + count);
    for (size_t i = 0; headers; headers = headers->next, i++)
        copies[i] = (struct response_header){
            .next = headers->next ? &copies[i + 1] : NULL,
            .name = append(&text, headers->name),
            .value = append(&text, headers->value),
        };
    return copies;
}

static const char *value_of(const struct response_header *headers, const char *name) {
    for (; headers; headers = headers->next)
        if (strcasecmp(headers->name, name) == 0) return headers->value;
    return NULL;
}

struct page_entry *page_entry_create(struct page_cache *cache, const char *key, uint64_t hash,
                                     const struct answer *answer, const struct response_header *headers, bool timed) {
    struct page_entry *entry = calloc(1, sizeof *entry);
    char *data = malloc(answer->size + 1);
    if (!entry || !data) {
        free(entry);
        free(data);
        return NULL;
    }
    *entry = (struct page_entry){.references = 1, .cache = cache, .hash = hash, .key = strdup(key), .timed = timed};
    entry->headers = copy_headers(headers);
    memcpy(data, answer->data, answer->size);
    const char *type = value_of(entry->headers, "Content-Type");
    entry->etag = value_of(entry->headers, "ETag");
    entry->compressible =
        type && answer->size >= ENCODE_LEAST && encode_pays(type) && !value_of(entry->headers, "Content-Encoding");
    const char *modified = value_of(entry->headers, "Last-Modified");
    if (modified && !clock_parse_http(modified, &entry->modified)) entry->modified = 0;
    // The library keeps a copy of the headers in each answer.
    enum { CODING_AND_TIMING = 96 };
    entry->headers_size = list_size(entry->headers) + CODING_AND_TIMING;
    entry->overhead = sizeof *entry + strlen(key) + 4 * list_size(entry->headers);
    page_cache_count(cache, (int64_t) entry->overhead);
    const bool whole = entry->key && entry->headers;
    if (!whole) free(data);
    if (whole && page_entry_put(entry, PAGE_IDENTITY, data, answer->size)) return entry;
    page_entry_release(entry);
    return NULL;
}

void page_entry_acquire(struct page_entry *entry) { atomic_fetch_add(&entry->references, 1); }

void page_entry_release(struct page_entry *entry) {
    if (!entry || atomic_fetch_sub(&entry->references, 1) > 1) return;
    for (size_t i = 0; i < PAGE_FORMS; i++)
        if (entry->answers[i]) MHD_destroy_response(entry->answers[i]);
    page_cache_count(entry->cache, -(int64_t) entry->overhead);
    free(entry->headers);
    free(entry->edges);
    free(entry->key);
    free(entry);
}

enum encoding page_form_encoding(enum page_form form) {
    static const enum encoding encodings[PAGE_FORMS] = {
        [PAGE_IDENTITY] = ENCODING_IDENTITY, [PAGE_GZIP] = ENCODING_GZIP,          [PAGE_BROTLI] = ENCODING_BROTLI,
        [PAGE_GZIP_BEST] = ENCODING_GZIP,    [PAGE_BROTLI_BEST] = ENCODING_BROTLI,
    };
    return encodings[form];
}

// As answer.c makes them; what is compressed better is another sequence of bytes, and so has another ETag.
static void add_etag(struct MHD_Response *response, const char *etag, enum page_form form) {
    static const char *const endings[PAGE_FORMS] = {
        [PAGE_GZIP] = "-gzip", [PAGE_BROTLI] = "-br", [PAGE_GZIP_BEST] = "-best-gzip", [PAGE_BROTLI_BEST] = "-best-br"};
    char tag[128];
    const size_t size = strlen(etag);
    const bool ends = endings[form] && size > 2 && size + 16 < sizeof tag && etag[0] == '"';
    if (ends) snprintf(tag, sizeof tag, "%.*s%s\"", (int) size - 1, etag, endings[form]);
    MHD_add_response_header(response, "ETag", ends ? tag : etag);
}

static void add_headers(const struct page_entry *entry, struct MHD_Response *response, enum page_form form) {
    const char *coding = encode_name(page_form_encoding(form));
    for (const struct response_header *header = entry->headers; header; header = header->next)
        if (header->value != entry->etag) MHD_add_response_header(response, header->name, header->value);
    if (entry->etag) add_etag(response, entry->etag, form);
    if (coding) MHD_add_response_header(response, "Content-Encoding", coding);
    if (entry->timed) MHD_add_response_header(response, "Server-Timing", "cache;desc=hit");
}

bool page_entry_put(struct page_entry *entry, enum page_form form, char *data, size_t size) {
    struct body *body = malloc(sizeof *body);
    if (!body) {
        free(data);
        return false;
    }
    *body = (struct body){.cache = entry->cache, .size = size, .data = data};
    page_cache_count(entry->cache, (int64_t) (size + sizeof *body));
    struct MHD_Response *response = MHD_create_response_from_buffer_with_free_callback_cls(size, data, body_free, body);
    if (!response) {
        body_free(body);
        return false;
    }
    add_headers(entry, response, form);
    entry->answers[form] = response;
    entry->bodies[form] = data;
    entry->sizes[form] = size;
    return true;
}

static struct MHD_Response *make_not_modified(const struct page_entry *entry, const char *etag) {
    struct MHD_Response *response = MHD_create_response_from_buffer(0, (void *) (uintptr_t) "", MHD_RESPMEM_PERSISTENT);
    if (!response) return NULL;
    for (const struct response_header *header = entry->headers; header; header = header->next)
        if (header->value != entry->etag && strcasecmp(header->name, "Content-Type") != 0)
            MHD_add_response_header(response, header->name, header->value);
    // The one that the asker has, so that it knows which of its variants is meant.
    if (etag) MHD_add_response_header(response, "ETag", etag);
    return response;
}

struct MHD_Response *page_entry_not_modified(const struct page_entry *entry, const char *if_none_match,
                                             const char *if_modified_since) {
    int64_t since = 0;
    if (!if_none_match) {
        const bool fresh = if_modified_since && entry->modified && clock_parse_http(if_modified_since, &since) &&
                           entry->modified <= since;
        return fresh ? make_not_modified(entry, entry->etag) : NULL;
    }
    if (!entry->etag) return NULL;
    struct arena arena;
    arena_init(&arena);
    const char *matched = answer_match_etag(&arena, if_none_match, entry->etag);
    struct MHD_Response *response = matched ? make_not_modified(entry, matched) : NULL;
    arena_finish(&arena);
    return response;
}

static void release_entry(void *context) { page_entry_release(context); }

struct MHD_Response *page_entry_last(struct page_entry *entry, enum page_form form) {
    struct MHD_Response *response = MHD_create_response_from_buffer_with_free_callback_cls(
        entry->sizes[form], (void *) (uintptr_t) entry->bodies[form], release_entry, entry);
    if (!response) return NULL;
    page_entry_acquire(entry);
    add_headers(entry, response, form);
    MHD_add_response_header(response, "Connection", "close");
    return response;
}
