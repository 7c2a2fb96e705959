// change: no change is lost between two of its seconds, however the clock behaves.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "db/change.h"
#include "db/touch_kinds.h"
#include "db_fixture.h"
#include "db_rows.h"

struct recording {
    struct touch touched;
    int64_t now;
};

static enum db_result record(struct db *db, void *argument) {
    const struct recording *recording = argument;
    return change_record(db, &recording->touched, 1, recording->now);
}

static int64_t latest(struct fixture *fixture, unsigned kind, int64_t id) {
    int64_t moment = -1;
    STORE_READ db = store_read_acquire(fixture->store);
    assert_int_equal(change_latest(db, &(struct touch){kind, id}, 1, &moment), DB_OK);
    return moment;
}

// What a reader is told, and whether what he was told is still so.
struct told {
    int64_t moment;
};
static struct told tell(int64_t moment, int64_t now) { return (struct told){moment < now ? moment : now}; }
static bool is_fresh(struct told told, int64_t moment) { return moment <= told.moment; }

static void test_seconds(void **state) {
    // The clock at each change; all are of one thing.
    static const int64_t clocks[] = {5000, 5000, 5000, 5000, 5001, 5001, 5007, 5007, 4000, 4000, 5008, 5010, 6000};
    struct fixture *fixture = *state;
    struct told told[sizeof clocks / sizeof *clocks];
    for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
        struct recording recording = {{TOUCH_TERM, 7}, clocks[i]};
        assert_int_equal(fixture_write(fixture, record, &recording), DB_OK);
        const int64_t moment = latest(fixture, TOUCH_TERM, 7);
        assert_true(moment >= clocks[i]);
        for (size_t k = 0; k < i; k++) assert_false(is_fresh(told[k], moment));
        told[i] = tell(moment, clocks[i]);
    }
    assert_int_equal(latest(fixture, TOUCH_TERM, 7), 6000);
    assert_true(is_fresh(told[sizeof clocks / sizeof *clocks - 1], 6000));
}

// Two things of one page: a change of the second must show although the first was changed later in the same second.
static void test_several_things(void **state) {
    struct fixture *fixture = *state;
    const unsigned kinds[] = {TOUCH_TERM, TOUCH_TERM, TOUCH_USER};
    int64_t before = 0;
    for (size_t i = 0; i < 3; i++) {
        struct recording recording = {{kinds[i], 9}, 7000 + (int64_t) i / 2};
        assert_int_equal(fixture_write(fixture, record, &recording), DB_OK);
        int64_t moment;
        STORE_READ db = store_read_acquire(fixture->store);
        assert_int_equal(change_latest(db, (struct touch[]){{TOUCH_TERM, 9}, {TOUCH_USER, 9}}, 2, &moment), DB_OK);
        assert_true(moment > before);
        before = moment;
    }
}

static void test_writes(void **state) {
    struct fixture *fixture = *state;
    const int64_t start = clock_now();
    int64_t term = make_term(fixture, TERM_CATEGORY, "press", 0);
    int64_t post = make_post(fixture, "one", (struct post){0});
    assert_int_equal(latest(fixture, TOUCH_ROLL, term), 0);
    give_terms(fixture, post, TERM_CATEGORY, TERMS(term));
    assert_in_range(latest(fixture, TOUCH_ROLL, term), start, clock_now() + 1);
    assert_in_range(latest(fixture, TOUCH_POST, post), start, clock_now() + 1);
    assert_int_equal(latest(fixture, TOUCH_COMMENTS, post), 0);
    make_comment(fixture, (struct comment){.post = post});
    assert_in_range(latest(fixture, TOUCH_COMMENTS, post), start, clock_now() + 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_seconds, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_several_things, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_writes, fixture_set_up, fixture_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
