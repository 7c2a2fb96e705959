// daemon_internal: what daemon.c (the thread and its connections) and call.c (the requests) share.
#pragma once

#include <microhttpd.h>

#include "server/http/connection.h"
#include "server/http/daemon.h"

// Room in a connection's pool beyond the head of its request: records of the headers, and the headers of the answer.
enum { DAEMON_POOL_EXTRA = 16 * 1024 };

struct daemon {
    struct daemon_shared *shared;
    struct MHD_Daemon *mhd;
    atomic_uint load;
    struct connection *reading;  // those that are between their request line and their last byte; the thread's own
};

// A request line has come. `target` lies in libmicrohttpd's buffer.
void call_begin(struct connection *connection, char *target);

// libmicrohttpd's handler: once for the head, for each piece of the body, and at the end until an answer is queued.
enum MHD_Result call_proceed(struct connection *connection, const char *method, const char *version, const char *data,
                             size_t *size);

// The request is over, answered or not. Without one nothing happens.
void call_end(struct connection *connection);

// libmicrohttpd is about to refuse a request of its own accord (the text of its log says why), badly: answers in its
// place where that can be done.
void call_preempt(struct daemon *daemon, const char *complaint, unsigned status);
