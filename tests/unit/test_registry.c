// registry: limits of connections, and who is too slow, by a clock that the test moves.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "server/http/connection.h"
#include "server/http/registry.h"

enum { SECOND = 1000000 };

static const struct http_limits limits = {
    .connections = 5,
    .connections_per_address = 2,
    .header_seconds = 10,
    .idle_seconds = 60,
    .body_rate = 500,
};

static struct connection *make(unsigned char address) {
    struct connection *connection = calloc(1, sizeof *connection);
    connection->fd = -1;
    connection->counted = address != 0;
    connection->key.bytes[0] = address;
    return connection;
}

static void test_limits(void **state) {
    (void) state;
    struct registry *registry = registry_create(&limits);
    struct connection *some[8];
    const unsigned char addresses[] = {1, 1, 1, 2, 0, 0, 3, 3};
    const enum registry_verdict verdicts[] = {REGISTRY_ADDED, REGISTRY_ADDED, REGISTRY_ADDRESS_FULL, REGISTRY_ADDED,
                                              REGISTRY_ADDED, REGISTRY_ADDED, REGISTRY_FULL,         REGISTRY_FULL};
    for (size_t i = 0; i < 8; i++) {
        some[i] = make(addresses[i]);
        assert_int_equal(registry_add(registry, some[i]), verdicts[i]);
    }
    assert_int_equal(registry_count(registry), 5);
    // The owner gets in all the same.
    struct connection *owner = make(0);
    owner->owner = true;
    assert_int_equal(registry_add(registry, owner), REGISTRY_ADDED);
    registry_remove(registry, owner);
    free(owner);

    registry_remove(registry, some[0]);
    assert_int_equal(registry_add(registry, some[2]), REGISTRY_ADDED);
    assert_int_equal(registry_add(registry, some[6]), REGISTRY_FULL);
    free(some[0]);
    free(some[6]);
    free(some[7]);
    registry_destroy(registry);  // frees the others
}

// Beyond the limit of an address the one that has waited longest for headers gives way.
static void test_giving_way(void **state) {
    (void) state;
    struct registry *registry = registry_create(&limits);
    struct connection *some[5];
    int pairs[5][2];
    const int64_t since[] = {1, 3, 2, 4, 5};
    const enum connection_phase phases[] = {PHASE_HANDLING, PHASE_HEAD, PHASE_WAITING, PHASE_HANDLING, PHASE_NEW};
    const enum registry_verdict verdicts[] = {REGISTRY_ADDED, REGISTRY_ADDED, REGISTRY_ADDED, REGISTRY_ADDED,
                                              REGISTRY_ADDRESS_FULL};
    for (size_t i = 0; i < 5; i++) {
        some[i] = make(1);
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pairs[i]), 0);
        some[i]->fd = pairs[i][0];
        some[i]->since_us = since[i];
        some[i]->phase = phases[i];
        assert_int_equal(registry_add(registry, some[i]), verdicts[i]);
    }
    char byte;
    assert_false(some[0]->swept);  // it is being served
    assert_true(some[1]->swept);   // gave way to the third
    assert_int_equal(recv(pairs[1][1], &byte, 1, MSG_DONTWAIT), 0);
    assert_true(some[2]->warned);  // gave way to the fourth, and was idle: an answer would still go out
    assert_int_equal(recv(pairs[2][0], &byte, 1, MSG_DONTWAIT), 0);
    assert_int_equal(write(pairs[2][0], "x", 1), 1);
    assert_int_equal(recv(pairs[2][1], &byte, 1, MSG_DONTWAIT), 1);
    free(some[4]);
    registry_destroy(registry);
    for (int i = 0; i < 10; i++) close(pairs[i / 2][i % 2]);
}

static void test_wait(void **state) {
    (void) state;
    struct registry *registry = registry_create(&limits);
    struct connection *connection = make(1);
    assert_true(registry_wait_empty(registry, clock_monotonic_us()));
    registry_add(registry, connection);
    assert_false(registry_wait_empty(registry, clock_monotonic_us() + SECOND / 50));
    registry_remove(registry, connection);
    assert_true(registry_wait_empty(registry, clock_monotonic_us() + SECOND));
    free(connection);
    registry_destroy(registry);
}

struct sweep_case {
    const char *name;
    enum connection_phase phase;
    int64_t deadline, since;  // seconds
    uint64_t received;
    int64_t now;
    int sweeps;  // after so many it is shut down; 0: never
};

static const struct sweep_case sweep_cases[] = {
    {"new", PHASE_NEW, 10, 0, 0, 1000, 0},
    {"waiting, in time", PHASE_WAITING, 10, 0, 0, 10, 0},
    {"waiting, late", PHASE_WAITING, 10, 0, 0, 11, 2},
    {"head, in time", PHASE_HEAD, 10, 0, 0, 10, 0},
    {"head, late", PHASE_HEAD, 10, 0, 0, 11, 1},
    {"body, in its first seconds", PHASE_BODY, 0, 100, 0, 110, 0},
    {"body, nothing came", PHASE_BODY, 0, 100, 0, 111, 1},
    {"body, just enough", PHASE_BODY, 0, 100, 500 * 20, 120, 0},
    {"body, just too little", PHASE_BODY, 0, 100, 500 * 20 - 1, 120, 1},
    {"handling", PHASE_HANDLING, 10, 0, 0, 1000, 0},
};

static void test_sweep(void **state) {
    (void) state;
    for (size_t i = 0; i < sizeof sweep_cases / sizeof *sweep_cases; i++) {
        const struct sweep_case *c = &sweep_cases[i];
        struct registry *registry = registry_create(&limits);
        struct connection *connection = make(1);
        int pair[2];
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
        connection->fd = pair[0];
        registry_add(registry, connection);
        connection->phase = c->phase;
        connection->deadline_us = c->deadline * SECOND;
        connection->since_us = c->since * SECOND;
        connection->received = c->received;
        for (int sweep = 1; sweep <= 2; sweep++) {
            registry_sweep(registry, c->now * SECOND);
            char byte;
            const bool shut = recv(pair[1], &byte, 1, MSG_DONTWAIT) == 0, due = c->sweeps && sweep >= c->sweeps;
            if (connection->swept != due || shut != due) fail_msg("%s: sweep %d", c->name, sweep);
            // What comes first only ends the reading.
            const bool deaf = recv(pair[0], &byte, 1, MSG_DONTWAIT) == 0;
            if (deaf != (c->sweeps > 0)) fail_msg("%s: reading after sweep %d", c->name, sweep);
        }
        registry_destroy(registry);
        close(pair[0]);
        close(pair[1]);
    }
}

// A client that takes an answer slowly: by what its socket still holds.
static void test_slow_reader(void **state) {
    (void) state;
    struct registry *registry = registry_create(&limits);
    struct connection *connection = make(1);
    int pair[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    connection->fd = pair[0];
    connection->local = true;
    registry_add(registry, connection);
    char piece[8192] = {0};
    for (int i = 0; i < 4; i++) assert_int_equal(write(pair[0], piece, sizeof piece), sizeof piece);
    connection->since_us = 100 * SECOND;
    connection->phase = PHASE_SENDING;
    registry_sweep(registry, 105 * SECOND);
    registry_sweep(registry, 111 * SECOND);
    registry_sweep(registry, 140 * SECOND);
    assert_false(connection->swept);
    assert_int_equal(recv(pair[1], piece, sizeof piece, MSG_DONTWAIT), sizeof piece);
    registry_sweep(registry, 142 * SECOND);  // it has read since
    assert_false(connection->swept);
    registry_sweep(registry, 171 * SECOND);
    assert_false(connection->swept);
    registry_sweep(registry, 173 * SECOND);  // it has not
    assert_true(connection->swept);
    registry_destroy(registry);
    close(pair[0]);
    close(pair[1]);
}

// The end: who waits is told so, but what he has sent by then can still be read.
static void test_end(void **state) {
    (void) state;
    struct registry *registry = registry_create(&limits);
    int pairs[2][2];
    for (int i = 0; i < 2; i++) {
        struct connection *connection = make(0);
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pairs[i]), 0);
        connection->fd = pairs[i][0];
        registry_add(registry, connection);
        registry_start(registry, connection);
        if (i == 1) connection->phase = PHASE_HANDLING;
    }
    char byte = 'x';
    assert_int_equal(write(pairs[0][1], &byte, 1), 1);
    registry_end_waiting(registry);
    assert_int_equal(recv(pairs[0][0], &byte, 1, MSG_DONTWAIT), 1);
    assert_int_equal(recv(pairs[0][0], &byte, 1, MSG_DONTWAIT), 0);
    assert_int_equal(recv(pairs[1][0], &byte, 1, MSG_DONTWAIT), -1);
    registry_end_all(registry);
    assert_int_equal(recv(pairs[1][1], &byte, 1, MSG_DONTWAIT), 0);
    registry_destroy(registry);
    for (int i = 0; i < 4; i++) close(pairs[i / 2][i % 2]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_limits), cmocka_unit_test(test_giving_way),  cmocka_unit_test(test_wait),
        cmocka_unit_test(test_sweep),  cmocka_unit_test(test_slow_reader), cmocka_unit_test(test_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
