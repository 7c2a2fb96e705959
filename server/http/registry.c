// registry: see the header. A socket is shut down only under the mutex, and closed only after registry_remove(): so the
// number never means another file.
#include "server/http/registry.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "server/http/connection.h"
#include "server/http/peers.h"

enum { SECOND_US = 1000000 };
// A body's rate is judged after so long, and so is each piece of an answer that a client reads slowly.
enum { BODY_GRACE_US = 10 * SECOND_US, SEND_WINDOW_US = 30 * SECOND_US };
// Beyond the limit, so that the owner gets in while all places are taken.
enum { OWNER_RESERVE = 64 };

struct registry {
    pthread_mutex_t mutex;
    pthread_cond_t emptied;
    struct http_limits limits;
    struct connection *first;
    _Atomic size_t count;  // changed under the mutex
    struct peers *peers;
};

struct registry *registry_create(const struct http_limits *limits) {
    struct registry *registry = calloc(1, sizeof *registry);
    if (!registry) return NULL;
    registry->limits = *limits;
    registry->peers = peers_create(limits->connections_per_address);
    if (!registry->peers) {
        free(registry);
        return NULL;
    }
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&registry->emptied, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&registry->mutex, NULL);
    return registry;
}

void registry_destroy(struct registry *registry) {
    if (!registry) return;
    while (registry->first) {
        struct connection *connection = registry->first;
        registry_remove(registry, connection);
        free(connection);
    }
    peers_destroy(registry->peers);
    pthread_cond_destroy(&registry->emptied);
    pthread_mutex_destroy(&registry->mutex);
    free(registry);
}

enum registry_verdict registry_add(struct registry *registry, struct connection *connection) {
    pthread_mutex_lock(&registry->mutex);
    enum registry_verdict verdict = REGISTRY_ADDED;
    if (registry->count >= registry->limits.connections + (connection->owner ? OWNER_RESERVE : 0))
        verdict = REGISTRY_FULL;
    else if (connection->counted && !peers_admit(registry->peers, connection))
        verdict = REGISTRY_ADDRESS_FULL;
    if (verdict == REGISTRY_ADDED) {
        connection->next = registry->first;
        if (connection->next) connection->next->previous = connection;
        registry->first = connection;
        registry->count++;
    }
    pthread_mutex_unlock(&registry->mutex);
    return verdict;
}

void registry_start(struct registry *registry, struct connection *connection) {
    pthread_mutex_lock(&registry->mutex);
    connection->phase = PHASE_WAITING;
    pthread_mutex_unlock(&registry->mutex);
}

void registry_remove(struct registry *registry, struct connection *connection) {
    pthread_mutex_lock(&registry->mutex);
    if (connection->previous)
        connection->previous->next = connection->next;
    else
        registry->first = connection->next;
    if (connection->next) connection->next->previous = connection->previous;
    peers_leave(connection);
    if (--registry->count == 0) pthread_cond_broadcast(&registry->emptied);
    pthread_mutex_unlock(&registry->mutex);
}

size_t registry_count(const struct registry *registry) { return registry->count; }

bool registry_wait_empty(struct registry *registry, int64_t until_us) {
    const struct timespec until = {.tv_sec = until_us / SECOND_US, .tv_nsec = until_us % SECOND_US * 1000};
    pthread_mutex_lock(&registry->mutex);
    int waited = 0;
    while (registry->count > 0 && waited == 0)
        waited = pthread_cond_timedwait(&registry->emptied, &registry->mutex, &until);
    const bool empty = registry->count == 0;
    pthread_mutex_unlock(&registry->mutex);
    return empty;
}

static bool reads_too_slowly(const struct registry *registry, struct connection *connection, int64_t now_us) {
    const int64_t since = connection->since_us;
    if (connection->sample_us < since) {
        if (now_us - since < SEND_WINDOW_US / 3) return false;  // nearly all end without being looked at
        connection->sample_us = now_us;
        connection->sample_sent = connection_bytes_taken(connection);
        return false;
    }
    if (now_us - connection->sample_us < SEND_WINDOW_US) return false;
    const uint64_t taken = connection_bytes_taken(connection), before = connection->sample_sent;
    const uint64_t least = (uint64_t) registry->limits.body_rate * (SEND_WINDOW_US / SECOND_US);
    connection->sample_us = now_us;
    connection->sample_sent = taken;
    return connection->local ? taken == before : taken - before < least;
}

static bool is_too_slow(const struct registry *registry, struct connection *connection, int64_t now_us) {
    const enum connection_phase phase = connection->phase;
    switch (phase) {
        case PHASE_WAITING:
        case PHASE_HEAD:
            return now_us > connection->deadline_us;
        case PHASE_BODY: {
            const int64_t elapsed = now_us - connection->since_us;
            return elapsed > BODY_GRACE_US &&
                   connection->received < (uint64_t) elapsed / SECOND_US * registry->limits.body_rate;
        }
        case PHASE_SENDING:
            return reads_too_slowly(registry, connection, now_us);
        case PHASE_NEW:
        case PHASE_HANDLING:
            break;
    }
    return false;
}

static void shut_down(struct connection *connection) {
    // What it does not read must not stay in the kernel's buffers for as long as it likes either.
    const struct linger reset = {.l_onoff = 1};
    if (connection->phase == PHASE_SENDING) setsockopt(connection->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    connection->swept = true;
    shutdown(connection->fd, SHUT_RDWR);
}

void registry_sweep(struct registry *registry, int64_t now_us) {
    pthread_mutex_lock(&registry->mutex);
    for (struct connection *connection = registry->first; connection; connection = connection->next) {
        if (connection->swept || !is_too_slow(registry, connection, now_us)) continue;
        // Who waits for a request first loses the right to send more: one that has just come is still answered.
        if (connection->phase == PHASE_WAITING && !connection->warned) {
            connection->warned = true;
            shutdown(connection->fd, SHUT_RD);
        } else {
            shut_down(connection);
        }
    }
    pthread_mutex_unlock(&registry->mutex);
}

void registry_end_waiting(struct registry *registry) {
    pthread_mutex_lock(&registry->mutex);
    for (struct connection *connection = registry->first; connection; connection = connection->next)
        if (connection->phase == PHASE_WAITING) shutdown(connection->fd, SHUT_RD);
    pthread_mutex_unlock(&registry->mutex);
}

void registry_end_all(struct registry *registry) {
    pthread_mutex_lock(&registry->mutex);
    for (struct connection *connection = registry->first; connection; connection = connection->next) {
        if (connection->phase != PHASE_NEW) shut_down(connection);
    }
    pthread_mutex_unlock(&registry->mutex);
}
