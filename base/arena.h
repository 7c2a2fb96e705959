// Arena: memory with one lifetime.
//
// All that lives as long as its owner (a request, a command) is allocated here
// and freed at once with it, never singly. Not thread-safe: one owner, one
// thread at a time.
#pragma once

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *head;
    size_t used;  // bytes handed out so far, for limits and statistics
};

// Leaves the arena empty; allocates nothing.
void arena_init(struct arena *arena);

// Frees everything and leaves the arena empty, ready for use again.
void arena_finish(struct arena *arena);

// Zeroed memory, aligned for any type. Never returns NULL: when memory is
// exhausted the process ends, since limits on what clients send answer before.
void *arena_alloc(struct arena *arena, size_t size) __attribute__((returns_nonnull, malloc, alloc_size(2)));

// count * size with overflow check; zeroed. Never NULL.
void *arena_calloc(struct arena *arena, size_t count, size_t size)
    __attribute__((returns_nonnull, malloc, alloc_size(2, 3)));

// Copies. `text` must not be NULL; the copy is always terminated.
char *arena_strdup(struct arena *arena, const char *text) __attribute__((returns_nonnull));
char *arena_strndup(struct arena *arena, const char *text, size_t size) __attribute__((returns_nonnull));
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((returns_nonnull, format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
    __attribute__((returns_nonnull, format(printf, 2, 0)));

// One zeroed object, or an array of them, of a type.
#define arena_new(arena, type) ((type *) arena_alloc((arena), sizeof(type)))
#define arena_array(arena, type, count) ((type *) arena_calloc((arena), (count), sizeof(type)))
