// Memory with one lifetime.
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
// After the headers it needs:
#include <cmocka.h>

#include <stdalign.h>
#include <stdio.h>

#include "base/arena.h"

static void memory_is_zeroed_and_aligned(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    assert_null(arena.head);
    for (size_t size = 0; size < 3000; size += 7) {
        unsigned char *memory = arena_alloc(&arena, size);
        assert_int_equal((uintptr_t) memory % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++) assert_int_equal(memory[i], 0);
        memset(memory, 0xff, size);
    }
    arena_finish(&arena);
    assert_null(arena.head);
    assert_int_equal(arena.used, 0);
}

static void allocations_do_not_overlap(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    enum { COUNT = 2000 };
    char *texts[COUNT];
    for (int i = 0; i < COUNT; i++) texts[i] = arena_printf(&arena, "%*d", i % 300, i);
    for (int i = 0; i < COUNT; i++) {
        char expected[320];
        snprintf(expected, sizeof expected, "%*d", i % 300, i);
        assert_string_equal(texts[i], expected);
    }
    assert_true(arena.used >= COUNT * 4);
    arena_finish(&arena);
}

static void large_ones_get_their_own_block(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    char *small = arena_strdup(&arena, "small");
    char *large = arena_alloc(&arena, 3 << 20);
    memset(large, 'x', 3 << 20);
    char *after = arena_strdup(&arena, "after");
    assert_string_equal(small, "small");
    assert_string_equal(after, "after");
    assert_int_equal(large[(3 << 20) - 1], 'x');
    arena_finish(&arena);
}

static void copies_are_terminated(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    assert_string_equal(arena_strdup(&arena, ""), "");
    assert_string_equal(arena_strndup(&arena, "abcdef", 3), "abc");
    assert_string_equal(arena_strndup(&arena, "", 0), "");
    const char *with_nul = arena_strndup(&arena, "a\0b", 3);
    assert_memory_equal(with_nul, "a\0b", 4);
    assert_string_equal(arena_printf(&arena, "%s-%d", "x", 7), "x-7");
    assert_string_equal(arena_printf(&arena, "%s", ""), "");
    arena_finish(&arena);
}

static void typed_helpers(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    int64_t *one = arena_new(&arena, int64_t);
    assert_int_equal(*one, 0);
    int64_t *many = arena_array(&arena, int64_t, 100);
    for (int i = 0; i < 100; i++) assert_int_equal(many[i], 0);
    assert_non_null(arena_array(&arena, int64_t, 0));
    arena_finish(&arena);
    arena_finish(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(allocations_do_not_overlap),
        cmocka_unit_test(large_ones_get_their_own_block),
        cmocka_unit_test(copies_are_terminated),
        cmocka_unit_test(typed_helpers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
