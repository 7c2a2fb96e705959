// editing: who gets a lock, whom it leaves, and when it ends by itself.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "db_rows.h"
#include "server/rules/editing.h"

enum { NOW = 1800000000 };

struct work {
    struct arena *arena;
    struct edit_lock asked, lock;
    enum editing_wish wish;
    int64_t now;
    bool yes;
};

static enum db_result take(struct db *db, void *argument) {
    struct work *work = argument;
    return editing_take(db, work->arena, &work->asked, work->wish, work->now, &work->lock, &work->yes);
}
static enum db_result release(struct db *db, void *argument) {
    struct work *work = argument;
    return editing_release(db, work->arena, &work->asked, work->now, &work->yes);
}

static void test_turns(void **state) {
    struct fixture *fixture = *state;
    const int64_t post = make_post(fixture, "a", (struct post){0});
    const int64_t ann = make_user(fixture, "ann"), bob = make_user(fixture, "bob");
    const struct {
        int64_t user;
        const char *holder;
        enum editing_wish wish;
        int64_t after;
        bool mine;
        int64_t since;  // after NOW
    } turns[] = {
        {ann, "1", EDITING_OPEN, 0, true, 0},
        {bob, "2", EDITING_OPEN, 10, false, 0},
        {bob, "2", EDITING_RENEW, 11, false, 0},
        {ann, "1", EDITING_RENEW, 60, true, 0},
        {bob, "2", EDITING_OPEN, 60 + EDITING_LOCK_SECONDS - 1, false, 0},
        {bob, "2", EDITING_OPEN, 60 + EDITING_LOCK_SECONDS, true, 60 + EDITING_LOCK_SECONDS},
        {ann, "1", EDITING_RENEW, 220, false, 60 + EDITING_LOCK_SECONDS},
        {ann, "1", EDITING_TAKE_OVER, 221, true, 221},
        {ann, "3", EDITING_RENEW, 222, false, 221},
        {ann, "3", EDITING_OPEN, 223, true, 223},
        {ann, "1", EDITING_RENEW, 224, false, 223},
        {ann, "1", EDITING_RENEW, 223 + EDITING_LOCK_SECONDS, true, 223 + EDITING_LOCK_SECONDS},
    };
    for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
        struct work work = {.arena = &fixture->arena,
                            .asked = {.post = post, .user = turns[i].user, .holder = turns[i].holder},
                            .wish = turns[i].wish,
                            .now = NOW + turns[i].after};
        assert_int_equal(fixture_write(fixture, take, &work), DB_OK);
        if (work.yes != turns[i].mine) fail_msg("turn %zu", i);
        assert_int_equal(work.lock.since, NOW + turns[i].since);
        if (!work.yes) continue;
        assert_int_equal(work.lock.user, turns[i].user);
        assert_string_equal(work.lock.holder, turns[i].holder);
        assert_int_equal(work.lock.until, work.now + EDITING_LOCK_SECONDS);
    }
}

static void test_release(void **state) {
    struct fixture *fixture = *state;
    const int64_t post = make_post(fixture, "a", (struct post){0});
    const int64_t ann = make_user(fixture, "ann"), bob = make_user(fixture, "bob");
    struct work work = {.arena = &fixture->arena, .asked = {.post = post, .user = ann, .holder = "1"}, .now = NOW};
    assert_int_equal(fixture_write(fixture, release, &work), DB_OK);
    assert_false(work.yes);
    assert_int_equal(fixture_write(fixture, take, &work), DB_OK);
    work.asked.user = bob;
    assert_int_equal(fixture_write(fixture, release, &work), DB_OK);
    assert_false(work.yes);
    work.asked = (struct edit_lock){.post = post, .user = ann, .holder = "2"};
    assert_int_equal(fixture_write(fixture, release, &work), DB_OK);
    assert_false(work.yes);
    work.asked.holder = "1";
    assert_int_equal(fixture_write(fixture, release, &work), DB_OK);
    assert_true(work.yes);
    work.asked.user = bob;
    assert_int_equal(fixture_write(fixture, take, &work), DB_OK);
    assert_true(work.yes);
}

static void test_nobody_and_nothing(void **state) {
    struct fixture *fixture = *state;
    const int64_t post = make_post(fixture, "a", (struct post){0}), ann = make_user(fixture, "ann");
    struct work work = {.arena = &fixture->arena, .asked = {.post = post, .user = 99, .holder = "1"}, .now = NOW};
    assert_int_equal(fixture_write(fixture, take, &work), DB_CONFLICT);
    work.asked = (struct edit_lock){.post = 99, .user = ann, .holder = "1"};
    assert_int_equal(fixture_write(fixture, take, &work), DB_CONFLICT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_turns, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_release, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_nobody_and_nothing, fixture_set_up, fixture_tear_down),
    };
    return cmocka_run_group_tests_name("editing", tests, NULL, NULL);
}
