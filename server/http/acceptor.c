// acceptor: see the header.
#include "server/http/acceptor.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "server/http/connection.h"
#include "server/http/daemon.h"
#include "server/http/farewell.h"
#include "server/http/listener.h"
#include "server/http/registry.h"

enum { AT_ONCE = 64, SHORT_OF_FILES_MS = 50 };

struct acceptor {
    struct acceptor_plan plan;
    pthread_t thread;
    int wake;
    struct pollfd polls[];  // the listeners', then wake
};

static bool is_owner(int fd) {
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
    return peer.uid == geteuid() || peer.uid == 0;
}

static bool is_trusted(const struct acceptor_plan *plan, const struct connection *connection) {
    if (!plan->trusted_proxy) return false;
    if (connection->local) return strcmp(plan->trusted_proxy, "unix:") == 0;
    return address_equal(connection->address, plan->trusted_proxy);
}

static struct daemon *choose_daemon(const struct acceptor_plan *plan, bool owner) {
    if (owner) return plan->owner_daemon;
    struct daemon *best = plan->daemons[0];
    for (size_t i = 1; i < plan->daemon_count; i++)
        if (daemon_load(plan->daemons[i]) < daemon_load(best)) best = plan->daemons[i];
    return best;
}

static void refuse(int fd, int status) {
    farewell_send_plain(fd, status);
    shutdown(fd, SHUT_WR);
    close(fd);
}

static void admit(const struct acceptor_plan *plan, const struct listener *listener, int fd,
                  const struct sockaddr_storage *address) {
    struct connection *connection = NULL;
    if (!listener->owner || is_owner(fd)) connection = calloc(1, sizeof *connection);
    if (!connection) {
        close(fd);
        return;
    }
    connection->fd = fd;
    connection->local = listener->local;
    connection->owner = listener->owner;
    address_format(address, connection->address);
    address_make_key(address, &connection->key);
    connection->trusted = is_trusted(plan, connection);
    connection->counted = !connection->local && !connection->trusted;
    connection->since_us = clock_monotonic_us();
    connection->deadline_us = connection->since_us + plan->header_us;
    connection->daemon = choose_daemon(plan, connection->owner);
    switch (registry_add(plan->registry, connection)) {
        case REGISTRY_ADDED:
            daemon_add(connection->daemon, connection);
            return;
        case REGISTRY_FULL:
            refuse(fd, 503);
            break;
        case REGISTRY_ADDRESS_FULL:
            refuse(fd, 429);
            break;
    }
    free(connection);
}

// False: files or memory are short, and the rest must wait.
static bool accept_some(const struct acceptor_plan *plan, const struct listener *listener, int most) {
    for (int i = 0; i < most; i++) {
        struct sockaddr_storage address = {0};
        socklen_t size = sizeof address;
        const int fd = accept4(listener->fd, (struct sockaddr *) &address, &size, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd >= 0) {
            admit(plan, listener, fd, &address);
            continue;
        }
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) return false;
        // Errors of the connection that would have been (accept(2)) say nothing about the next one.
        if (errno == EAGAIN || errno == EINVAL || errno == EBADF) return true;
    }
    return true;
}

static void *work(void *argument) {
    struct acceptor *acceptor = argument;
    const struct acceptor_plan *plan = &acceptor->plan;
    const nfds_t count = plan->listener_count + 1;
    bool said = false;
    for (;;) {
        if (poll(acceptor->polls, count, -1) < 0 && errno != EINTR) break;
        if (acceptor->polls[plan->listener_count].revents) break;
        bool enough = true;
        for (size_t i = 0; i < plan->listener_count; i++)
            if (acceptor->polls[i].revents) enough = accept_some(plan, &plan->listeners[i], AT_ONCE) && enough;
        if (enough) continue;
        if (!said) log_error("no more files: new connections wait until others end");
        said = true;
        poll(&acceptor->polls[plan->listener_count], 1, SHORT_OF_FILES_MS);
    }
    // Who has connected before the end began is still served.
    for (size_t i = 0; i < plan->listener_count; i++) {
        accept_some(plan, &plan->listeners[i], 4 * AT_ONCE);
        listener_close(&plan->listeners[i]);
    }
    return NULL;
}

struct acceptor *acceptor_start(const struct acceptor_plan *plan) {
    enum { STACK_SIZE = 256 * 1024 };
    struct acceptor *acceptor = calloc(1, sizeof *acceptor + (plan->listener_count + 1) * sizeof *acceptor->polls);
    if (!acceptor) return NULL;
    acceptor->plan = *plan;
    acceptor->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    for (size_t i = 0; i < plan->listener_count; i++)
        acceptor->polls[i] = (struct pollfd){.fd = plan->listeners[i].fd, .events = POLLIN};
    acceptor->polls[plan->listener_count] = (struct pollfd){.fd = acceptor->wake, .events = POLLIN};
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_SIZE);
    const bool started = acceptor->wake >= 0 && pthread_create(&acceptor->thread, &attributes, work, acceptor) == 0;
    pthread_attr_destroy(&attributes);
    if (started) return acceptor;
    if (acceptor->wake >= 0) close(acceptor->wake);
    free(acceptor);
    return NULL;
}

void acceptor_stop(struct acceptor *acceptor) {
    if (!acceptor) return;
    eventfd_write(acceptor->wake, 1);
    pthread_join(acceptor->thread, NULL);
    close(acceptor->wake);
    free(acceptor);
}
