// daemon: one event thread, the libmicrohttpd daemon that it runs, and the connections it serves.
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "server/http/server.h"

struct access_log;
struct connection;
struct daemon;
struct janitor;
struct registry;
struct service;
struct workers;

// What all event threads of a server share.
struct daemon_shared {
    const struct service *service;
    struct http_limits limits;
    struct registry *registry;
    struct workers *workers;
    struct janitor *janitor;
    struct access_log *log;     // NULL: none
    atomic_bool draining;       // answers close their connection
    atomic_size_t body_bytes;   // of all bodies being received
    atomic_size_t spool_bytes;  // of those that go to disk
};

struct daemon *daemon_start(struct daemon_shared *shared) __attribute__((warn_unused_result));

// Hands a registered connection over, and its socket.
void daemon_add(struct daemon *daemon, struct connection *connection);
unsigned daemon_load(const struct daemon *daemon);

// A worker's last word on a connection: its answer is ready.
void daemon_answer_ready(struct connection *connection);

// Ends the thread and all its connections. No worker may be at work for it, and no connection be added any more.
void daemon_stop(struct daemon *daemon);
