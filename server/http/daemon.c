// daemon: see the header. The thread's loop, and callbacks of libmicrohttpd that concern a connection; those of a
// request are in call.c.
//
// Why not the library's own threads: when 128 sockets are ready at once, they ask epoll for more and sleep on those 128
// until another one stirs; and what other threads do to them (resume, quiesce) they see late or abort on. So nothing of
// libmicrohttpd is called from any thread but the one that runs it; others leave mail.
//
// MHD_USE_TURBO is for one thing: without it the library shuts a socket's sending side down before it tells us that
// the connection ends, and we could neither answer a request line that is none nor let the socket linger.
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/http/daemon_internal.h"
#include "server/http/farewell.h"
#include "server/http/janitor.h"
#include "server/http/registry.h"
#include "server/http/service.h"

enum { STACK_SIZE = 1024 * 1024 };

// How a connection gets through MHD_add_connection(): libmicrohttpd only copies what it takes for an address.
struct carrier {
    struct sockaddr address;
    struct connection *connection;
};

static void count_event(struct daemon *daemon) { daemon->events++; }

static struct connection *connection_of(struct MHD_Connection *mhd) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info->socket_context;
}

static void start_connection(struct daemon *daemon, struct MHD_Connection *mhd, void **context) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    struct carrier carrier;
    memcpy(&carrier, info->client_addr, sizeof carrier);
    struct connection *connection = carrier.connection;
    registry_start(daemon->shared->registry, connection);
    connection->mhd = mhd;
    *context = connection;
}

// Bytes that came and were no request line: libmicrohttpd just closes then. The status to say instead; 0: none.
static int missing_answer(const struct connection *connection) {
    if (connection->requests > 0 || connection->swept || connection->daemon->shared->draining) return 0;
    if (!connection_owes_answer(connection)) return 0;
    return connection->warned ? 408 : 400;
}

static void end_connection(struct daemon *daemon, struct connection *connection) {
    call_end(connection);
    const int status = missing_answer(connection);
    if (status) {
        farewell_send_plain(connection->fd, status);
        connection->linger = true;
    }
    if (!connection->swept && (connection->linger || connection_unread(connection) > 0)) {
        const int copy = fcntl(connection->fd, F_DUPFD_CLOEXEC, 3);
        if (copy >= 0) {
            shutdown(copy, SHUT_WR);
            janitor_linger(daemon->shared->janitor, copy);
        }
    }
    registry_remove(daemon->shared->registry, connection);
    daemon->load--;
    free(connection);
}

static void on_connection(void *context, struct MHD_Connection *mhd, void **socket_context,
                          enum MHD_ConnectionNotificationCode code) {
    count_event(context);
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        start_connection(context, mhd, socket_context);
    else
        end_connection(context, *socket_context);
}

static void *on_target(void *context, const char *target, struct MHD_Connection *mhd) {
    count_event(context);
    struct connection *connection = connection_of(mhd);
    // The buffer is libmicrohttpd's own and not const; it goes on to change it itself.
    call_begin(connection, (char *) target);
    return connection;
}

// Targets are decoded once, in target.c.
static size_t keep_coded(void *context, struct MHD_Connection *mhd, char *text) {
    (void) context;
    (void) mhd;
    return strlen(text);
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *mhd, const char *url, const char *method,
                                  const char *version, const char *data, size_t *size, void **request) {
    count_event(context);
    (void) mhd;
    (void) url;
    return call_proceed(*request, method, version, data, size);
}

static void on_completed(void *context, struct MHD_Connection *mhd, void **request,
                         enum MHD_RequestTerminationCode code) {
    count_event(context);
    (void) mhd;
    (void) code;
    if (*request) call_end(*request);
    *request = NULL;
}

static bool begins(const char *text, const char *start) { return strncmp(text, start, strlen(start)) == 0; }

static void on_log(void *context, const char *format, va_list arguments) __attribute__((format(printf, 2, 0)));
static void on_log(void *context, const char *format, va_list arguments) {
    (void) arguments;
    if (begins(format, "Failed to parse `Content-Length'")) call_refuse_wrong_lengths(context, 400);
    if (begins(format, "Too large value of 'Content-Length'")) call_refuse_wrong_lengths(context, 413);
}

static struct MHD_Daemon *start_library(struct daemon *daemon) {
    const struct http_limits *limits = &daemon->shared->limits;
    // The registry limits connections; the library's own limit must never be the one that is reached.
    const unsigned most = 2 * limits->connections + 1024;
    return MHD_start_daemon(
        MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO | MHD_USE_ERROR_LOG, 0,
        NULL, NULL, on_request, daemon, MHD_OPTION_EXTERNAL_LOGGER, on_log, daemon, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        limits->header_bytes + DAEMON_POOL_EXTRA, MHD_OPTION_CONNECTION_LIMIT, most, MHD_OPTION_NOTIFY_CONNECTION,
        on_connection, daemon, MHD_OPTION_NOTIFY_COMPLETED, on_completed, daemon, MHD_OPTION_URI_LOG_CALLBACK,
        on_target, daemon, MHD_OPTION_UNESCAPE_CALLBACK, keep_coded, NULL, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
        MHD_OPTION_END);
}

static void add_connection(struct daemon *daemon, struct connection *connection) {
    const struct carrier carrier = {.address.sa_family = AF_UNSPEC, .connection = connection};
    if (MHD_add_connection(daemon->mhd, connection->fd, (const struct sockaddr *) &carrier, sizeof carrier) == MHD_YES)
        return;
    // The library has closed the socket and forgotten the connection.
    registry_remove(daemon->shared->registry, connection);
    daemon->load--;
    free(connection);
}

// False: the end has come.
static bool read_mail(struct daemon *daemon) {
    pthread_mutex_lock(&daemon->mutex);
    struct connection *added = daemon->added, *ready = daemon->ready;
    const bool stopping = daemon->stopping;
    daemon->added = daemon->ready = NULL;
    daemon->mail = false;
    pthread_mutex_unlock(&daemon->mutex);
    while (ready) {
        struct connection *connection = ready;
        ready = connection->next_mail;
        MHD_resume_connection(connection->mhd);
    }
    while (added) {
        struct connection *connection = added;
        added = connection->next_mail;
        add_connection(daemon, connection);
    }
    return !stopping;
}

// Turn after turn the library wants another one at once. Some of its states it does not leave by itself, and those
// turns are for nothing; a file being sent looks the same from here, but for its bytes.
static int patience_in_vain(struct daemon *daemon) {
    enum { FREE_TURNS = 64, LONGEST_MS = 50 };
    if (daemon->turns < FREE_TURNS) return 0;
    const unsigned wait = daemon->turns / FREE_TURNS;
    if (daemon->turns % FREE_TURNS == 0) {
        const uint64_t bytes = call_file_bytes(daemon);
        if (bytes != daemon->file_bytes_seen) daemon->turns = 0;
        daemon->file_bytes_seen = bytes;
        call_refuse_stuck(daemon);
    }
    return daemon->turns == 0 ? 0 : wait < LONGEST_MS ? (int) wait : LONGEST_MS;
}

// How long to wait for something to happen, in milliseconds; -1: for ever. The library's time-outs are not used, so it
// wants either nothing or another turn at once.
static int patience(struct daemon *daemon) {
    MHD_UNSIGNED_LONG_LONG left = 0;
    const bool wants_turn = MHD_get_timeout(daemon->mhd, &left) == MHD_YES && left == 0;
    if (daemon->mail) return 0;
    if (!wants_turn) return -1;
    daemon->turns = daemon->events == daemon->events_seen ? daemon->turns + 1 : 0;
    daemon->events_seen = daemon->events;
    return patience_in_vain(daemon);
}

// Waits until something happens, and lets the library do what there is to do. Its own waiting spares a call, and the
// kernel a poll of what polls, but sleeps on a full bag of events: so it waits where they cannot become that many.
static void turn(struct daemon *daemon, int wait) {
    enum { BAG = 128 };  // MAX_EVENTS of its daemon.c; one of them may be our mail
    if (wait < 0 && daemon->load < BAG - 1) {
        MHD_run_wait(daemon->mhd, -1);
        return;
    }
    struct pollfd polls[] = {{.fd = daemon->events_fd, .events = POLLIN}, {.fd = daemon->wake, .events = POLLIN}};
    eventfd_t count;
    if (wait != 0 && poll(polls, sizeof polls / sizeof *polls, wait) > 0 && polls[1].revents)
        eventfd_read(daemon->wake, &count);
    MHD_run(daemon->mhd);
}

static void *work(void *argument) {
    struct daemon *daemon = argument;
    const struct http_options *options = &daemon->shared->service->options;
    while (!daemon->mail || read_mail(daemon)) {
        turn(daemon, patience(daemon));
        if (options->rest) options->rest(options->app);
    }
    MHD_stop_daemon(daemon->mhd);
    return NULL;
}

// Mail ends the library's waiting too: it passes over events without a connection. Nobody reads the counter there, so
// each letter must count as an event of its own.
static bool watch_mail(struct daemon *daemon) {
    struct epoll_event event = {.events = EPOLLIN | EPOLLET, .data.ptr = NULL};
    daemon->events_fd = MHD_get_daemon_info(daemon->mhd, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    return epoll_ctl(daemon->events_fd, EPOLL_CTL_ADD, daemon->wake, &event) == 0;
}

static bool start_thread(struct daemon *daemon) {
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) return false;
    pthread_attr_setstacksize(&attributes, STACK_SIZE);
    const bool started = pthread_create(&daemon->thread, &attributes, work, daemon) == 0;
    pthread_attr_destroy(&attributes);
    return started;
}

struct daemon *daemon_start(struct daemon_shared *shared) {
    struct daemon *daemon = calloc(1, sizeof *daemon);
    if (!daemon) return NULL;
    daemon->shared = shared;
    pthread_mutex_init(&daemon->mutex, NULL);
    daemon->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (daemon->wake >= 0) daemon->mhd = start_library(daemon);
    if (daemon->mhd && watch_mail(daemon) && start_thread(daemon)) return daemon;
    if (daemon->mhd) MHD_stop_daemon(daemon->mhd);
    if (daemon->wake >= 0) close(daemon->wake);
    pthread_mutex_destroy(&daemon->mutex);
    free(daemon);
    return NULL;
}

// The mutex is held; gives it back.
static void send_mail(struct daemon *daemon) {
    const bool first = !daemon->mail;
    daemon->mail = true;
    pthread_mutex_unlock(&daemon->mutex);
    if (first) eventfd_write(daemon->wake, 1);
}

void daemon_add(struct daemon *daemon, struct connection *connection) {
    daemon->load++;
    pthread_mutex_lock(&daemon->mutex);
    connection->next_mail = daemon->added;
    daemon->added = connection;
    send_mail(daemon);
}

void daemon_answer_ready(struct connection *connection) {
    struct daemon *daemon = connection->daemon;
    pthread_mutex_lock(&daemon->mutex);
    connection->next_mail = daemon->ready;
    daemon->ready = connection;
    send_mail(daemon);
}

unsigned daemon_load(const struct daemon *daemon) { return daemon->load; }

void daemon_stop(struct daemon *daemon) {
    if (!daemon) return;
    pthread_mutex_lock(&daemon->mutex);
    daemon->stopping = true;
    send_mail(daemon);
    pthread_join(daemon->thread, NULL);
    close(daemon->wake);
    pthread_mutex_destroy(&daemon->mutex);
    free(daemon);
}
