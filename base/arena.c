// Arena: a list of blocks, each filled from its start.
//
// Under AddressSanitizer every allocation gets a block of its own, so that an
// overrun is found; otherwise blocks double from 4 KiB to 256 KiB.
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"

enum { FIRST_BLOCK = 4096 - 64, LARGEST_BLOCK = 256 * 1024 };

struct arena_block {
    struct arena_block *next;
    size_t size;
    size_t used;
    alignas(max_align_t) unsigned char bytes[];
};

static struct arena_block *block_create(struct arena_block *next, size_t size) {
    struct arena_block *block = malloc(sizeof *block + size);
    if (!block) {
        fputs("broadsheet: out of memory\n", stderr);
        abort();
    }
    block->next = next;
    block->size = size;
    block->used = 0;
    return block;
}

void arena_init(struct arena *arena) { *arena = (struct arena){0}; }

void arena_finish(struct arena *arena) {
    for (struct arena_block *block = arena->head, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    arena_init(arena);
}

// Not zeroed.
static void *take(struct arena *arena, size_t size) {
    if (size > PTRDIFF_MAX / 2) abort();
    size_t need = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    if (need == 0) need = alignof(max_align_t);
    struct arena_block *block = arena->head;
#ifdef __SANITIZE_ADDRESS__
    block = arena->head = block_create(block, size ? size : 1);
    need = size;
#else
    if (!block || block->size - block->used < need) {
        size_t grow = block ? block->size * 2 : FIRST_BLOCK;
        if (grow > LARGEST_BLOCK) grow = LARGEST_BLOCK;
        if (grow < need) grow = need;
        block = arena->head = block_create(block, grow);
    }
#endif
    void *memory = block->bytes + block->used;
    block->used += need;
    arena->used += need;
    return memory;
}

void *arena_alloc(struct arena *arena, size_t size) { return memset(take(arena, size), 0, size); }

void *arena_calloc(struct arena *arena, size_t count, size_t size) {
    size_t total;
    if (__builtin_mul_overflow(count, size, &total)) abort();
    return arena_alloc(arena, total);
}

char *arena_strndup(struct arena *arena, const char *text, size_t size) {
    char *copy = take(arena, size + 1);
    if (size > 0) memcpy(copy, text, size);
    copy[size] = '\0';
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text) { return arena_strndup(arena, text, strlen(text)); }

char *arena_vprintf(struct arena *arena, const char *format, va_list arguments) {
    // Most fit here, and are copied to memory of their own size.
    char buffer[512];
    va_list again;
    va_copy(again, arguments);
    int size = format_bytes(buffer, sizeof buffer, format, again);
    va_end(again);
    if (size < 0) abort();
    if ((size_t) size < sizeof buffer) return arena_strndup(arena, buffer, (size_t) size);
    char *text = take(arena, (size_t) size + 1);
    format_bytes(text, (size_t) size + 1, format, arguments);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return text;
}
