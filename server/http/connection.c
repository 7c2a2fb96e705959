// connection: what the kernel knows of a client's socket.
#include "server/http/connection.h"

#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

static bool ask_tcp(const struct connection *connection, struct tcp_info *ret) {
    socklen_t size = sizeof *ret;
    *ret = (struct tcp_info){0};
    return !connection->local && getsockopt(connection->fd, IPPROTO_TCP, TCP_INFO, ret, &size) == 0;
}

// Of a unix socket, which counts nothing: what waits in it to be read.
static uint64_t waiting(const struct connection *connection) {
    int bytes = 0;
    return ioctl(connection->fd, SIOCOUTQ, &bytes) == 0 ? (uint64_t) bytes : 0;
}

uint64_t connection_bytes_taken(const struct connection *connection) {
    struct tcp_info info;
    return ask_tcp(connection, &info) ? info.tcpi_bytes_acked : waiting(connection);
}

uint64_t connection_bytes_sent(const struct connection *connection) {
    struct tcp_info info;
    return ask_tcp(connection, &info) ? info.tcpi_bytes_sent : waiting(connection);
}

int connection_unread(const struct connection *connection) {
    int bytes = 0;
    return ioctl(connection->fd, FIONREAD, &bytes) == 0 ? bytes : 0;
}

bool connection_owes_answer(const struct connection *connection) {
    enum { ESTABLISHED = 1 };  // its other side has not ended either
    struct tcp_info info;
    return ask_tcp(connection, &info) && info.tcpi_state == ESTABLISHED && info.tcpi_bytes_received > 0 &&
           info.tcpi_bytes_sent == 0;
}
