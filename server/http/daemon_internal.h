// daemon_internal: what daemon.c (the thread and its connections) and call.c (the requests) share.
#pragma once

#include <microhttpd.h>
#include <pthread.h>

#include "server/http/connection.h"
#include "server/http/daemon.h"

// Room in a connection's pool beyond the head of its request: records of the headers, and the headers of the answer.
enum { DAEMON_POOL_EXTRA = 16 * 1024 };

struct daemon {
    struct daemon_shared *shared;
    struct MHD_Daemon *mhd;  // only the thread touches it, from its start to its end
    pthread_t thread;
    int wake;       // rises with mail
    int events_fd;  // the library's epoll
    atomic_uint load;
    // The thread's own, here and below.
    struct connection *reading;        // those that are between their request line and their last byte
    struct connection *sending_files;  // in many turns, of which the library tells us nothing
    uint64_t events, events_seen;      // how often the library has called us
    uint64_t file_bytes_seen;
    unsigned turns;  // that it has wanted since, for nothing

    pthread_mutex_t mutex;
    struct connection *added;  // what other threads have for it, under the mutex, here and below
    struct connection *ready;
    bool stopping;
    atomic_bool mail;  // there is something in the three above
};

// A request line has come. `target` lies in libmicrohttpd's buffer.
void call_begin(struct connection *connection, char *target);

// libmicrohttpd's handler: once for the head, for each piece of the body, and at the end until an answer is queued.
enum MHD_Result call_proceed(struct connection *connection, const char *method, const char *version, const char *data,
                             size_t *size);

// The request is over, answered or not. Without one nothing happens.
void call_end(struct connection *connection);

// libmicrohttpd is about to refuse a request for its Content-Length, and would do so twice: answers in its place.
void call_refuse_wrong_lengths(struct daemon *daemon, int status);

// Bytes of files that have gone out: a number that changes while any goes on.
uint64_t call_file_bytes(const struct daemon *daemon);

// Refuses the bodies that libmicrohttpd does not go on with though more of them has come.
void call_refuse_stuck(struct daemon *daemon);
