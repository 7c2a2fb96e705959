// Tests of server/rules/throttle.c.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
//
#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>

#include "server/rules/throttle.h"

static void test_window(void **state) {
    (void) state;
    struct throttle *throttle = throttle_create();
    assert_int_equal(throttle_wait(throttle, "login", "anna", 3, 60, 1000), 0);
    throttle_count(throttle, "login", "anna", 1000);
    throttle_count(throttle, "login", "anna", 1010);
    assert_int_equal(throttle_wait(throttle, "login", "anna", 3, 60, 1011), 0);
    throttle_count(throttle, "login", "anna", 1020);
    // Three within the minute: the first leaves it at 1060.
    assert_int_equal(throttle_wait(throttle, "login", "anna", 3, 60, 1021), 39);
    assert_int_equal(throttle_wait(throttle, "login", "anna", 3, 60, 1059), 1);
    assert_int_equal(throttle_wait(throttle, "login", "anna", 3, 60, 1060), 0);
    // Fewer allowed: two must leave.
    assert_int_equal(throttle_wait(throttle, "login", "anna", 2, 60, 1021), 49);
    assert_int_equal(throttle_wait(throttle, "login", "anna", 1, 60, 1021), 59);
    // Others are not concerned, and 0 is off.
    assert_int_equal(throttle_wait(throttle, "login", "bert", 1, 60, 1021), 0);
    assert_int_equal(throttle_wait(throttle, "address", "anna", 1, 60, 1021), 0);
    assert_int_equal(throttle_wait(throttle, "login", "anna", 0, 60, 1021), 0);
    throttle_forget(throttle, "login", "anna");
    assert_int_equal(throttle_wait(throttle, "login", "anna", 1, 60, 1021), 0);
    throttle_destroy(throttle);
}

static void test_kind_and_key_do_not_run_together(void **state) {
    (void) state;
    struct throttle *throttle = throttle_create();
    throttle_count(throttle, "a", "bc", 10);
    assert_int_equal(throttle_wait(throttle, "ab", "c", 1, 60, 11), 0);
    assert_int_equal(throttle_wait(throttle, "a", "bc", 1, 60, 11), 59);
    throttle_destroy(throttle);
}

static void test_many_attempts(void **state) {
    (void) state;
    struct throttle *throttle = throttle_create();
    for (int64_t i = 0; i < 1000; i++) throttle_count(throttle, "k", "x", 5000 + i);
    // The newest are kept: the 100th from the end was at 5900.
    assert_int_equal(throttle_wait(throttle, "k", "x", 100, 2000, 6000), 5900 + 2000 - 6000);
    // Clock set back by an hour: never longer than the window.
    assert_int_equal(throttle_wait(throttle, "k", "x", 1, 60, 2000), 60);
    throttle_destroy(throttle);
}

static void test_bounded(void **state) {
    (void) state;
    struct throttle *throttle = throttle_create();
    char key[32];
    for (int i = 0; i < 20000; i++) {
        snprintf(key, sizeof key, "10.0.%d.%d", i / 256, i % 256);
        throttle_count(throttle, "address", key, 1000 + i);
    }
    // The latest 4096 are remembered, the first are not.
    assert_int_equal(throttle_wait(throttle, "address", key, 1, 100000, 21000), 99999);
    assert_int_equal(throttle_wait(throttle, "address", "10.0.0.0", 1, 100000, 21000), 0);
    snprintf(key, sizeof key, "10.0.%d.%d", 15904 / 256, 15904 % 256);
    assert_true(throttle_wait(throttle, "address", key, 1, 100000, 21000) > 0);
    snprintf(key, sizeof key, "10.0.%d.%d", 15903 / 256, 15903 % 256);
    assert_int_equal(throttle_wait(throttle, "address", key, 1, 100000, 21000), 0);
    // What was quiet makes room, what is busy stays.
    for (int i = 0; i < 20000; i++) {
        snprintf(key, sizeof key, "10.1.%d.%d", i / 256, i % 256);
        throttle_count(throttle, "address", key, 30000);
        if (i % 1000 == 0) throttle_count(throttle, "address", "busy", 30000);
    }
    assert_true(throttle_wait(throttle, "address", "busy", 20, 100, 30000) > 0);
    throttle_destroy(throttle);
}

static void *count_many(void *argument) {
    char key[16];
    for (int i = 0; i < 3000; i++) {
        snprintf(key, sizeof key, "%d", i % 7);
        throttle_count(argument, "k", key, 100);
        (void) throttle_wait(argument, "k", key, 5, 60, 101);
        if (i % 100 == 0) throttle_forget(argument, "k", key);
    }
    return NULL;
}

static void test_threads(void **state) {
    (void) state;
    struct throttle *throttle = throttle_create();
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) assert_int_equal(pthread_create(&threads[i], NULL, count_many, throttle), 0);
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    assert_true(throttle_wait(throttle, "k", "3", 5, 60, 101) > 0);
    throttle_destroy(throttle);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_window),        cmocka_unit_test(test_kind_and_key_do_not_run_together),
        cmocka_unit_test(test_many_attempts), cmocka_unit_test(test_bounded),
        cmocka_unit_test(test_threads),
    };
    return cmocka_run_group_tests_name("throttle", tests, NULL, NULL);
}
