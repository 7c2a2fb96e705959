// strbuf: a growing byte string on the heap.
//
// Its data is never NULL and always terminated. The first failure (memory, or a
// cap that was reached) sticks: later appends do nothing, and the caller looks
// once, at the end, with strbuf_failed().
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct strbuf {
    char *data;       // never NULL, data[size] == '\0'
    size_t size;      // bytes without the terminator
    size_t capacity;  // 0 while data is the shared empty string
    size_t cap;       // most bytes it may hold; 0 = no cap of its own
    bool failed;
};

// An empty strbuf that may grow to `cap` bytes (0: no cap). Allocates nothing.
void strbuf_init(struct strbuf *buf, size_t cap);

// Frees the data and leaves an empty strbuf with the same cap.
void strbuf_finish(struct strbuf *buf);

// Empties it but keeps its memory and clears the failure.
void strbuf_reset(struct strbuf *buf);

// Makes room for `size` bytes beyond what is there.
void strbuf_reserve(struct strbuf *buf, size_t size);

// Bytes that can be added, with their terminator, before it has to grow; within its cap by what strbuf_reserve() did.
static inline size_t strbuf_room(const struct strbuf *buf) {
    size_t end = buf->cap && buf->cap < buf->capacity ? buf->cap + 1 : buf->capacity;
    return end > buf->size ? end - buf->size : 0;
}

void strbuf_add_slowly(struct strbuf *buf, const void *bytes, size_t size);  // grows first

// Pages are made of small pieces: what fits is copied right here.
static inline void strbuf_add(struct strbuf *buf, const void *bytes, size_t size) {
    if (buf->failed || size >= strbuf_room(buf) || size == 0) {
        strbuf_add_slowly(buf, bytes, size);
        return;
    }
    memcpy(buf->data + buf->size, bytes, size);
    buf->size += size;
    buf->data[buf->size] = '\0';
}
static inline void strbuf_adds(struct strbuf *buf, const char *text) { strbuf_add(buf, text, strlen(text)); }
static inline void strbuf_addc(struct strbuf *buf, char byte) { strbuf_add(buf, &byte, 1); }
void strbuf_addi(struct strbuf *buf, long long number);  // decimal
void strbuf_addf(struct strbuf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void strbuf_vaddf(struct strbuf *buf, const char *format, va_list arguments) __attribute__((format(printf, 2, 0)));

// Shortens to `size` bytes; longer than it is: no effect.
void strbuf_truncate(struct strbuf *buf, size_t size);

// True when any append failed since init or reset.
bool strbuf_failed(const struct strbuf *buf);

// Hands the data out: the caller frees it with free(). NULL when it failed, in
// which case the data is freed. Leaves the strbuf empty.
char *strbuf_steal(struct strbuf *buf, size_t *ret_size);

#define STRBUF_CLEAN __attribute__((cleanup(strbuf_finish)))
