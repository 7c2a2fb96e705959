// registry: all connections, how many there are in all and per address, and which of them are too slow.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/http/server.h"

struct connection;
struct registry;

enum registry_verdict { REGISTRY_ADDED, REGISTRY_FULL, REGISTRY_ADDRESS_FULL };

struct registry *registry_create(const struct http_limits *limits) __attribute__((warn_unused_result));
// Frees connections that never reached their event thread.
void registry_destroy(struct registry *registry);

// The acceptor's: counts it, or says which limit is reached.
enum registry_verdict registry_add(struct registry *registry, struct connection *connection);
// The event thread's first sight of it.
void registry_start(struct registry *registry, struct connection *connection);
// Uncounts it; the caller frees it. After that nobody uses its socket.
void registry_remove(struct registry *registry, struct connection *connection);

size_t registry_count(const struct registry *registry);
// Waits until there is none, or until the moment has passed (clock_monotonic_us()).
bool registry_wait_empty(struct registry *registry, int64_t until_us);

// Shuts down what is too slow: headers, a body or the reading of an answer. Once a second.
void registry_sweep(struct registry *registry, int64_t now_us);
// Those that wait for a request will not get one: ends their reading, so that what has come already is still answered.
void registry_end_waiting(struct registry *registry);
// Shuts down all.
void registry_end_all(struct registry *registry);
