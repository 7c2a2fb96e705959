// page_cache: what is kept, what goes, and who makes it. Over HTTP: tests/http/test_page_cache.py.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/reads.h"
#include "server/http/answer.h"
#include "server/http/page_cache.h"

enum { ROOM = 256 * 1024, PAGE = 8 * 1024, NOW = 1000 };

static char body[PAGE];
static const struct response_header headers[] = {{.next = NULL, .name = "ETag", .value = "\"x\""}};

static bool has(struct page_cache *cache, const char *key, int64_t now) {
    struct page_entry *entry = page_cache_find(cache, key, page_key_hash(key), now);
    page_entry_release(entry);
    return entry != NULL;
}

static struct page_flight *lead(struct page_cache *cache, const char *key) {
    struct page_entry *entry;
    struct page_flight *flight;
    assert_int_equal(page_cache_ask(cache, key, page_key_hash(key), NOW, NULL, &entry, &flight), PAGE_LEAD);
    return flight;
}

static struct page_entry *make(struct page_cache *cache, const char *key, int64_t valid_until) {
    const struct answer answer = {.status = 200, .data = body, .size = sizeof body, .file = -1};
    struct page_entry *entry = page_entry_create(cache, key, page_key_hash(key), &answer, headers, false);
    assert_non_null(entry);
    entry->made = NOW;
    entry->valid_until = valid_until;
    return entry;
}

// Asks and makes, as a server does.
static void visit(struct page_cache *cache, const char *key, uint32_t kind, int64_t id) {
    struct page_entry *entry;
    struct page_flight *flight;
    if (page_cache_ask(cache, key, page_key_hash(key), NOW, NULL, &entry, &flight) == PAGE_FOUND) {
        page_entry_release(entry);
        return;
    }
    struct reads reads;
    reads_init(&reads);
    reads_add(&reads, kind, id);
    page_cache_end(flight, page_flight_is_wanted(flight) ? make(cache, key, 0) : NULL, &reads);
    reads_finish(&reads);
}

static void test_second_use(void **state) {
    struct page_cache *cache = *state;
    visit(cache, "/a", 1, 1);
    assert_false(has(cache, "/a", NOW));
    visit(cache, "/a", 1, 1);
    assert_true(has(cache, "/a", NOW));
    assert_false(has(cache, "/b", NOW));
}

static void test_touches(void **state) {
    struct page_cache *cache = *state;
    const struct touch one = {1, 1}, two = {1, 2}, everything = {TOUCH_EVERYTHING, 0};
    for (int i = 0; i < 2; i++) {
        visit(cache, "/one", 1, 1);
        visit(cache, "/two", 1, 2);
        visit(cache, "/any", TOUCH_EVERYTHING, 0);
    }
    page_cache_touch(cache, &one, 1);
    assert_false(has(cache, "/one", NOW));
    assert_true(has(cache, "/two", NOW));
    assert_false(has(cache, "/any", NOW));
    page_cache_touch(cache, &everything, 1);
    assert_false(has(cache, "/two", NOW));
    assert_int_equal(page_cache_state(cache).bytes, 0);
    page_cache_touch(cache, &two, 1);
}

static void test_touched_while_made(void **state) {
    struct page_cache *cache = *state;
    const struct touch mine = {1, 1}, other = {1, 2};
    struct reads reads;
    reads_init(&reads);
    reads_add(&reads, 1, 1);
    struct page_flight *flight = lead(cache, "/a");
    page_cache_touch(cache, &mine, 1);
    page_cache_end(flight, make(cache, "/a", 0), &reads);
    assert_false(has(cache, "/a", NOW));
    flight = lead(cache, "/a");
    page_cache_touch(cache, &other, 1);
    page_cache_end(flight, make(cache, "/a", 0), &reads);
    assert_true(has(cache, "/a", NOW));
    // More touches than are remembered: any of them may have been it.
    page_cache_touch(cache, &mine, 1);
    flight = lead(cache, "/a");
    for (int i = 0; i < 5000; i++) page_cache_touch(cache, &other, 1);
    page_cache_end(flight, make(cache, "/a", 0), &reads);
    assert_false(has(cache, "/a", NOW));
    reads_finish(&reads);
}

static void test_moments(void **state) {
    struct page_cache *cache = *state;
    struct reads reads;
    reads_init(&reads);
    page_cache_end(lead(cache, "/a"), make(cache, "/a", NOW + 10), &reads);
    assert_true(has(cache, "/a", NOW + 9));
    assert_false(has(cache, "/a", NOW + 10));
    page_cache_end(lead(cache, "/a"), make(cache, "/a", 0), &reads);
    assert_true(has(cache, "/a", NOW - 1));
    assert_false(has(cache, "/a", NOW - 1000));
}

static void count_wake(struct page_waiter *waiter) { waiter->next = waiter; }

static void test_waiting(void **state) {
    struct page_cache *cache = *state;
    struct page_entry *entry;
    struct page_flight *flight = lead(cache, "/a"), *other;
    struct page_waiter waiters[3] = {{.wake = count_wake}, {.wake = count_wake}, {.wake = count_wake}};
    assert_false(page_flight_is_wanted(flight));
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(page_cache_ask(cache, "/a", page_key_hash("/a"), NOW, &waiters[i], &entry, &other), PAGE_WAIT);
    assert_true(page_flight_is_wanted(flight));
    struct reads reads;
    reads_init(&reads);
    page_cache_end(flight, make(cache, "/a", 0), &reads);
    for (size_t i = 0; i < 3; i++) assert_ptr_equal(waiters[i].next, &waiters[i]);
    assert_true(has(cache, "/a", NOW));
}

static void test_crowd(void **state) {
    struct page_cache *cache = *state;
    for (int i = 0; i < 10; i++) visit(cache, "/hot", 1, 1);
    for (int i = 0; i < 10000; i++) {
        char key[32];
        snprintf(key, sizeof key, "/?s=%d", i);
        visit(cache, key, 2, i);
        visit(cache, key, 2, i);
        if (i % 20 == 0) visit(cache, "/hot", 1, 1);
        assert_true(page_cache_state(cache).bytes <= ROOM + 2 * PAGE);
    }
    assert_true(has(cache, "/hot", NOW));
}

static void test_large(void **state) {
    struct page_cache *cache = *state;
    struct reads reads;
    reads_init(&reads);
    char *large = calloc(1, ROOM);
    const struct answer answer = {.status = 200, .data = large, .size = ROOM / 2, .file = -1};
    struct page_entry *entry = page_entry_create(cache, "/l", page_key_hash("/l"), &answer, headers, false);
    page_cache_end(lead(cache, "/l"), entry, &reads);
    assert_false(has(cache, "/l", NOW));
    assert_int_equal(page_cache_state(cache).bytes, 0);
    free(large);
}

static int set_up(void **state) {
    *state = page_cache_create(ROOM);
    return *state ? 0 : 1;
}

static int tear_down(void **state) {
    page_cache_destroy(*state);
    return 0;
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_second_use), TEST(test_touches), TEST(test_touched_while_made),
        TEST(test_moments),    TEST(test_waiting), TEST(test_crowd),
        TEST(test_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
