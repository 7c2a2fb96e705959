// strbuf: see the header for the contract. Growth doubles.
#include "base/strbuf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"

static char empty[1];  // shared and never written to: capacity is 0 while it is used

void strbuf_init(struct strbuf *buf, size_t cap) { *buf = (struct strbuf){.data = empty, .cap = cap}; }

void strbuf_finish(struct strbuf *buf) {
    if (buf->capacity) free(buf->data);
    strbuf_init(buf, buf->cap);
}

void strbuf_reset(struct strbuf *buf) {
    buf->size = 0;
    buf->failed = false;
    if (buf->capacity) buf->data[0] = '\0';
}

void strbuf_reserve(struct strbuf *buf, size_t size) {
    if (buf->failed) return;
    size_t need;
    if (__builtin_add_overflow(buf->size, size, &need) || need > PTRDIFF_MAX - 1 || (buf->cap && need > buf->cap)) {
        buf->failed = true;
        return;
    }
    if (buf->capacity > need) return;
    size_t capacity = buf->capacity ? buf->capacity : 128;
    while (capacity <= need) capacity *= 2;
    char *data = realloc(buf->capacity ? buf->data : NULL, capacity);
    if (!data) {
        buf->failed = true;
        return;
    }
    if (!buf->capacity) data[0] = '\0';
    buf->data = data;
    buf->capacity = capacity;
}

void strbuf_add_slowly(struct strbuf *buf, const void *bytes, size_t size) {
    if (size == 0) return;
    strbuf_reserve(buf, size);
    if (buf->failed) return;
    memcpy(buf->data + buf->size, bytes, size);
    buf->size += size;
    buf->data[buf->size] = '\0';
}

void strbuf_addi(struct strbuf *buf, long long number) {
    char digits[24];
    char *at = digits + sizeof digits;
    unsigned long long rest = number < 0 ? 0ULL - (unsigned long long) number : (unsigned long long) number;
    do *--at = (char) ('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (number < 0) *--at = '-';
    strbuf_add(buf, at, (size_t) (digits + sizeof digits - at));
}

void strbuf_vaddf(struct strbuf *buf, const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    size_t room = buf->failed ? 0 : strbuf_room(buf);
    int size = format_bytes(buf->data + buf->size, room, format, again);
    va_end(again);
    if (size < 0) buf->failed = true;
    if (size <= 0 || buf->failed) return;
    if ((size_t) size >= room) {
        // What was cut short is written again once there is room, or taken back.
        if (room > 0) buf->data[buf->size] = '\0';
        strbuf_reserve(buf, (size_t) size);
        if (buf->failed) return;
        format_bytes(buf->data + buf->size, (size_t) size + 1, format, arguments);
    }
    buf->size += (size_t) size;
}

void strbuf_addf(struct strbuf *buf, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    strbuf_vaddf(buf, format, arguments);
    va_end(arguments);
}

void strbuf_truncate(struct strbuf *buf, size_t size) {
    if (size >= buf->size) return;
    buf->size = size;
    buf->data[size] = '\0';
}

bool strbuf_failed(const struct strbuf *buf) { return buf->failed; }

char *strbuf_steal(struct strbuf *buf, size_t *ret_size) {
    if (!buf->failed && !buf->capacity) strbuf_reserve(buf, 1);  // an empty string of its own
    if (buf->failed) {
        strbuf_finish(buf);
        return NULL;
    }
    char *data = buf->data;
    if (ret_size) *ret_size = buf->size;
    strbuf_init(buf, buf->cap);
    return data;
}
