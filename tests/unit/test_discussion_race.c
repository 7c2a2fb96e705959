// The promise of the gate: what is sent after a closing was acknowledged is never accepted, whatever is
// under way at that moment. Many submit while one opens and closes.
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "rules_talk.h"

enum { CLIENTS = 6, TOGGLES = 60 };

struct race {
    struct talk *talk;
    // Even: open as far as the administrator knows; odd: closing was acknowledged.
    atomic_int epoch;
    atomic_bool done, broken;
    atomic_int accepted, refused, serial;
};

static void *send_comments(void *argument) {
    struct race *race = argument;
    struct arena arena;
    while (!atomic_load(&race->done)) {
        arena_init(&arena);
        struct discussion_submission in =
            guest(race->talk, arena_printf(&arena, "Race %d", atomic_fetch_add(&race->serial, 1)));
        struct discussion_outcome out;
        int before = atomic_load(&race->epoch);
        discussion_submit(&race->talk->site->app, &arena, &in, &out);
        int after = atomic_load(&race->epoch);
        if (out.verdict == DISCUSSION_ACCEPTED) {
            atomic_fetch_add(&race->accepted, 1);
            // Closed when it was sent and all the time until it was answered.
            if (before % 2 == 1 && before == after) atomic_store(&race->broken, true);
        } else if (out.verdict == DISCUSSION_CLOSED) {
            atomic_fetch_add(&race->refused, 1);
        } else {
            atomic_store(&race->broken, true);
        }
        arena_finish(&arena);
    }
    return NULL;
}

static int64_t count_comments(const struct talk *talk) {
    int64_t total = 0;
    STORE_READ db = store_read_acquire(talk->site->app.store);
    for (enum comment_status status = COMMENT_APPROVED; status <= COMMENT_TRASH; status++) {
        int64_t count;
        assert_int_equal(comment_count(db, talk->post, status, &count), DB_OK);
        total += count;
    }
    return total;
}

static void run_race(bool by_setting) {
    struct talk talk = talk_open();
    struct race race = {.talk = &talk};
    if (by_setting) test_set(talk.site, "close_comments_days_old", "1");
    pthread_t threads[CLIENTS];
    for (int i = 0; i < CLIENTS; i++) assert_int_equal(pthread_create(&threads[i], NULL, send_comments, &race), 0);
    for (int i = 0; i < TOGGLES; i++) {
        if (by_setting)
            test_set(talk.site, "close_comments_for_old_posts", "1");
        else
            set_open(&talk, talk.post, false);
        atomic_fetch_add(&race.epoch, 1);
        // Nothing may arrive while it is closed.
        int64_t first = count_comments(&talk);
        for (int look = 0; look < 3; look++)
            if (count_comments(&talk) != first) atomic_store(&race.broken, true);
        atomic_fetch_add(&race.epoch, 1);
        if (by_setting)
            test_set(talk.site, "close_comments_for_old_posts", "0");
        else
            set_open(&talk, talk.post, true);
    }
    // Slow machines: each side of the door must have been seen.
    while (atomic_load(&race.accepted) == 0) sched_yield();
    atomic_store(&race.done, true);
    for (int i = 0; i < CLIENTS; i++) pthread_join(threads[i], NULL);
    assert_false(atomic_load(&race.broken));
    assert_true(atomic_load(&race.refused) > 0);
    // Each acknowledged one is there, and no other.
    assert_int_equal(count_comments(&talk), atomic_load(&race.accepted));
    test_site_close(talk.site);
}

static void test_race_of_toggle(void **state) {
    (void) state;
    run_race(false);
}

static void test_race_of_age_rule(void **state) {
    (void) state;
    run_race(true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_race_of_toggle),
        cmocka_unit_test(test_race_of_age_rule),
    };
    return cmocka_run_group_tests_name("discussion_race", tests, NULL, NULL);
}
