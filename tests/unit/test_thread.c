// thread: trees from flat lists: depth, order, missing parents, circles, and time that grows with the number alone.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/strbuf.h"
#include "server/pages/thread.h"

enum { ITEMS_MAX = 12 };

struct row {
    const char *name;
    size_t max_depth;
    struct thread_item items[ITEMS_MAX];
    const char *expected;  // "1(2(3))4": nesting as shown; "5>3": 5 stands elsewhere than under 3, which it answers
};

static const struct row rows[] = {
    {"none", 5, {{0}}, ""},
    {"flat", 5, {{1, 0}, {2, 0}, {3, 0}}, "1 2 3 "},
    {"nested", 5, {{1, 0}, {2, 1}, {3, 2}, {4, 0}, {5, 1}}, "1 (2 (3 )5 )4 "},
    {"child before parent", 5, {{3, 2}, {2, 1}, {1, 0}}, "1 (2 (3 ))"},
    {"ids out of order", 5, {{90, 0}, {7, 90}, {1000000007, 90}, {8, 7}}, "90 (7 (8 )1000000007 )"},
    {"missing parent", 5, {{1, 0}, {2, 77}, {3, 2}}, "1 2 (3 )"},
    {"own parent", 5, {{1, 1}, {2, 1}}, "1 (2 )"},
    {"circle", 5, {{1, 2}, {2, 1}, {3, 1}}, "2 (1 (3 ))"},
    {"circle of three", 5, {{1, 2}, {2, 3}, {3, 1}}, "3 (2 (1 ))"},
    {"too deep", 2, {{1, 0}, {2, 1}, {3, 2}, {4, 3}, {5, 1}}, "1 (2 3>2 4>3 5 )"},
    {"not threaded", 1, {{1, 0}, {2, 1}, {3, 2}}, "1 2>1 3>2 "},
    {"depth 0 is 1", 0, {{1, 0}, {2, 1}}, "1 2>1 "},
};

// Recursive, unlike what it tests: at most ITEMS_MAX deep.
static void print(struct strbuf *out, const struct row *row, const struct thread_place *places, size_t count,
                  size_t from, size_t number, size_t depth) {
    for (size_t position = from; position < from + number; position++) {
        for (size_t i = 0; i < count; i++) {
            if (places[i].position != position) continue;
            assert_int_equal(places[i].depth, depth);
            strbuf_addi(out, row->items[i].id);
            if (places[i].replied_to != THREAD_NONE) {
                strbuf_addf(out, ">%lld", (long long) row->items[places[i].replied_to].id);
            }
            strbuf_addc(out, ' ');
            if (places[i].child_count == 0) continue;
            strbuf_addc(out, '(');
            print(out, row, places, count, places[i].child_position, places[i].child_count, depth + 1);
            strbuf_addc(out, ')');
        }
    }
}

static void test_rows(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t count = 0;
        while (count < ITEMS_MAX && rows[i].items[count].id) count++;
        size_t top;
        struct thread_place *places = thread_build(&arena, rows[i].items, count, rows[i].max_depth, &top);
        STRBUF_CLEAN struct strbuf out;
        strbuf_init(&out, 0);
        print(&out, &rows[i], places, count, 0, top, 1);
        if (strcmp(out.data, rows[i].expected) != 0) {
            fail_msg("%s: '%s', not '%s'", rows[i].name, out.data, rows[i].expected);
        }
    }
    arena_finish(&arena);
}

// Every item has one position of its own, whatever the shape.
static void check_positions(struct arena *arena, const struct thread_place *places, size_t count) {
    unsigned char *seen = arena_alloc(arena, count);
    for (size_t i = 0; i < count; i++) {
        assert_true(places[i].position < count);
        assert_int_equal(seen[places[i].position], 0);
        seen[places[i].position] = 1;
    }
}

static void test_many(void **state) {
    (void) state;
    enum { MANY = 200000 };
    struct arena arena;
    arena_init(&arena);
    struct thread_item *items = arena_array(&arena, struct thread_item, MANY);
    // One chain from the last to the first: the worst for whoever walks it again and again, or by recursion.
    for (size_t i = 0; i < MANY; i++) items[i] = (struct thread_item){(int64_t) (MANY - i) * 4096, 0};
    for (size_t i = 0; i + 1 < MANY; i++) items[i].parent = items[i + 1].id;
    int64_t start = clock_monotonic_us();
    size_t top;
    struct thread_place *places = thread_build(&arena, items, MANY, 10, &top);
    // Generous for sanitizers; quadratic time would take minutes.
    assert_true(clock_monotonic_us() - start < 5000000);
    assert_int_equal(top, 1);
    assert_int_equal(places[0].depth, 10);
    check_positions(&arena, places, MANY);

    uint32_t random = 7;
    for (size_t i = 0; i < MANY; i++) {
        random = random * 1664525U + 1013904223U;
        items[i] = (struct thread_item){(int64_t) i + 1, (int64_t) (random % MANY)};
    }
    places = thread_build(&arena, items, MANY, 5, &top);
    check_positions(&arena, places, MANY);
    arena_finish(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
