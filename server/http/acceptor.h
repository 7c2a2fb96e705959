// acceptor: a thread that takes connections in and hands each to the event thread with the fewest.
//
// Why not libmicrohttpd's own accept: it has limits only per daemon, closes without a word what is beyond them, and
// stopping it (MHD_quiesce_daemon) races with its event threads and can abort the process.
#pragma once

#include <stddef.h>
#include <stdint.h>

struct acceptor;
struct daemon;
struct listener;
struct registry;

struct acceptor_plan {
    struct listener *listeners;
    size_t listener_count;
    struct registry *registry;
    struct daemon **daemons;  // for all but the owner
    size_t daemon_count;
    struct daemon *owner_daemon;  // NULL: no listener is the owner's
    const char *trusted_proxy;    // an address, "unix:", or NULL
    int64_t header_us;            // what a connection gets until its first request's headers are there
};

// NULL when it cannot be started. The plan is copied, what it points to is not.
struct acceptor *acceptor_start(const struct acceptor_plan *plan) __attribute__((warn_unused_result));
// Takes in what has connected already, closes the listeners and ends the thread.
void acceptor_stop(struct acceptor *acceptor);
