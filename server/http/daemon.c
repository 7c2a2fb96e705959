// daemon: see the header. Callbacks of libmicrohttpd that concern a connection; those of a request are in call.c.
//
// MHD_USE_TURBO is for one thing: without it the library shuts a socket's sending side down before it tells us that
// the connection ends, and we could neither answer a request line that is none nor let the socket linger.
#include <errno.h>
#include <fcntl.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "base/log.h"
#include "server/http/daemon_internal.h"
#include "server/http/farewell.h"
#include "server/http/janitor.h"
#include "server/http/registry.h"

enum { STACK_SIZE = 1024 * 1024 };

// How a connection gets through MHD_add_connection(): libmicrohttpd only copies what it takes for an address.
struct carrier {
    struct sockaddr address;
    struct connection *connection;
};

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
    if (connection->local || connection->requests > 0 || connection->swept) return 0;
    if (connection->daemon->shared->draining) return 0;
    struct tcp_info info = {0};
    socklen_t size = sizeof info;
    if (getsockopt(connection->fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return 0;
    const bool open = info.tcpi_state == 1 /* TCP_ESTABLISHED */;
    if (!open || info.tcpi_bytes_received == 0 || info.tcpi_bytes_sent > 0) return 0;
    return connection->warned ? 408 : 400;
}

static bool has_unread(int fd) {
    int waiting = 0;
    return ioctl(fd, FIONREAD, &waiting) == 0 && waiting > 0;
}

static void end_connection(struct daemon *daemon, struct connection *connection) {
    call_end(connection);
    const int status = missing_answer(connection);
    if (status) {
        farewell_send_plain(connection->fd, status);
        connection->linger = true;
    }
    if (!connection->swept && (connection->linger || has_unread(connection->fd))) {
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
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        start_connection(context, mhd, socket_context);
    else
        end_connection(context, *socket_context);
}

static void *on_target(void *context, const char *target, struct MHD_Connection *mhd) {
    (void) context;
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
    (void) context;
    (void) mhd;
    (void) url;
    return call_proceed(*request, method, version, data, size);
}

static void on_completed(void *context, struct MHD_Connection *mhd, void **request,
                         enum MHD_RequestTerminationCode code) {
    (void) context;
    (void) mhd;
    (void) code;
    if (*request) call_end(*request);
    *request = NULL;
}

static bool begins(const char *text, const char *start) { return strncmp(text, start, strlen(start)) == 0; }

static void on_log(void *context, const char *format, va_list arguments) __attribute__((format(printf, 2, 0)));
static void on_log(void *context, const char *format, va_list arguments) {
    unsigned status = 0;
    if (begins(format, "Failed to parse `Content-Length'"))
        status = 400;
    else if (begins(format, "Too large value of 'Content-Length'"))
        status = 413;
    else if (begins(format, "Error processing request (HTTP response code is %u"))
        status = va_arg(arguments, unsigned);
    if (status) call_preempt(context, format, status);
}

struct daemon *daemon_start(struct daemon_shared *shared) {
    struct daemon *daemon = calloc(1, sizeof *daemon);
    if (!daemon) return NULL;
    daemon->shared = shared;
    // The registry limits connections; the library's own limit must never be the one that is reached.
    const unsigned most = 2 * shared->limits.connections + 1024;
    daemon->mhd = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_NO_LISTEN_SOCKET | MHD_USE_SUSPEND_RESUME |
                                       MHD_USE_TURBO | MHD_USE_ERROR_LOG,
                                   0, NULL, NULL, on_request, daemon, MHD_OPTION_EXTERNAL_LOGGER, on_log, daemon,
                                   MHD_OPTION_CONNECTION_MEMORY_LIMIT, shared->limits.header_bytes + DAEMON_POOL_EXTRA,
                                   MHD_OPTION_CONNECTION_LIMIT, most, MHD_OPTION_NOTIFY_CONNECTION, on_connection,
                                   daemon, MHD_OPTION_NOTIFY_COMPLETED, on_completed, daemon,
                                   MHD_OPTION_URI_LOG_CALLBACK, on_target, daemon, MHD_OPTION_UNESCAPE_CALLBACK,
                                   keep_coded, NULL, MHD_OPTION_THREAD_STACK_SIZE, (size_t) STACK_SIZE, MHD_OPTION_END);
    if (daemon->mhd) return daemon;
    free(daemon);
    return NULL;
}

bool daemon_add(struct daemon *daemon, struct connection *connection, int fd) {
    const struct carrier carrier = {.address.sa_family = AF_UNSPEC, .connection = connection};
    daemon->load++;
    if (MHD_add_connection(daemon->mhd, fd, (const struct sockaddr *) &carrier, sizeof carrier) == MHD_YES) return true;
    daemon->load--;
    return false;
}

unsigned daemon_load(const struct daemon *daemon) { return daemon->load; }

void daemon_stop(struct daemon *daemon) {
    if (!daemon) return;
    MHD_stop_daemon(daemon->mhd);
    free(daemon);
}
