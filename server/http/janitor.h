// janitor: a thread for what must happen by the clock: slow connections, the access log, and sockets that linger.
#pragma once

struct access_log;
struct janitor;
struct registry;

// NULL when it cannot be started. The log may be NULL.
struct janitor *janitor_start(struct registry *registry, struct access_log *log) __attribute__((warn_unused_result));
void janitor_stop(struct janitor *janitor);

// Takes the socket over: its answer is sent and its sending side is shut, but its client may still be sending. Closing
// now would reset the connection, and the answer would be lost. What comes is read and dropped, for a short time.
void janitor_linger(struct janitor *janitor, int fd);
