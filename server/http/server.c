// server: see the header. Start in order, end in reverse; each part is its own file.
//
// There is one libmicrohttpd daemon per event thread, none of which listens: the acceptor hands connections of all
// listening sockets to them. The owner's socket has an event thread of its own, so that the command line gets through
// when the others are busy.
#include "server/http/server.h"

#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "server/http/acceptor.h"
#include "server/http/access_log.h"
#include "server/http/daemon.h"
#include "server/http/janitor.h"
#include "server/http/listener.h"
#include "server/http/page_cache.h"
#include "server/http/registry.h"
#include "server/http/service.h"
#include "server/http/workers.h"

enum { EVENT_THREADS_MAX = 64, WORKERS_DEFAULT = 32, QUEUE_PER_WORKER = 4 };
// Files besides connections: database, log, lingering sockets, files being sent.
enum { FILES_RESERVED = 512, CONNECTIONS_LEAST = 64 };

struct http_server {
    struct service *service;
    struct listener *listeners;
    char **shown;  // their addresses, which outlive the listeners
    size_t listener_count;
    struct daemon *daemons[EVENT_THREADS_MAX];
    size_t daemon_count;
    struct daemon *owner_daemon;
    struct acceptor *acceptor;
    struct daemon_shared shared;
};

static unsigned processors(void) {
    cpu_set_t set;
    const int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return count < 1 ? 1 : (unsigned) count;
}

static unsigned or_default(unsigned value, unsigned otherwise) { return value ? value : otherwise; }

static struct http_limits fill_limits(const struct http_limits *wanted) {
    return (struct http_limits){
        .connections = or_default(wanted->connections, 20000),
        .connections_per_address = or_default(wanted->connections_per_address, 256),
        .header_seconds = or_default(wanted->header_seconds, 10),
        .idle_seconds = or_default(wanted->idle_seconds, 60),
        .body_rate = or_default(wanted->body_rate, 500),
        .header_bytes = wanted->header_bytes ? wanted->header_bytes : 16 * 1024,
    };
}

// Raises the limit of open files to fit the connections, or lowers the connections to fit it.
static void fit_files(struct http_limits *limits) {
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
    const rlim_t wanted = (rlim_t) limits->connections + FILES_RESERVED;
    if (files.rlim_cur >= wanted) return;
    const rlim_t before = files.rlim_max;
    files.rlim_cur = wanted;
    if (files.rlim_max < wanted) files.rlim_max = wanted;
    if (setrlimit(RLIMIT_NOFILE, &files) == 0) return;
    files.rlim_cur = files.rlim_max = before;
    if (setrlimit(RLIMIT_NOFILE, &files) != 0) getrlimit(RLIMIT_NOFILE, &files);
    unsigned fitting = CONNECTIONS_LEAST;
    if (files.rlim_cur > FILES_RESERVED + CONNECTIONS_LEAST) fitting = (unsigned) (files.rlim_cur - FILES_RESERVED);
    if (fitting < limits->connections) limits->connections = fitting;
}

static bool fail(struct error *error, const char *what) {
    error_set(error, 500, "server", "%s", what);
    return false;
}

static bool listen_all(struct http_server *server, const struct http_options *options, struct error *error) {
    server->listeners = calloc(options->listen_count + 1, sizeof *server->listeners);
    server->shown = calloc(options->listen_count + 1, sizeof *server->shown);
    if (!server->listeners || !server->shown) return fail(error, "out of memory");
    for (size_t i = 0; i < options->listen_count; i++) {
        struct listener *listener = &server->listeners[i];
        if (!listener_open(&options->listens[i], listener, error)) return false;
        server->listener_count++;
        server->shown[i] = strdup(listener->shown);
        if (!server->shown[i]) return fail(error, "out of memory");
    }
    return true;
}

static bool start_shared(struct http_server *server, struct error *error) {
    struct daemon_shared *shared = &server->shared;
    const struct http_options *options = &server->service->options;
    shared->service = server->service;
    shared->limits = fill_limits(&options->limits);
    fit_files(&shared->limits);
    if (options->access_log && !(shared->log = access_log_open(options->access_log, error))) return false;
    const unsigned threads = or_default(options->workers, WORKERS_DEFAULT);
    shared->workers = workers_create(threads, threads * QUEUE_PER_WORKER);
    shared->registry = registry_create(&shared->limits);
    if (!shared->workers || !shared->registry) return fail(error, "out of memory");
    if (options->pages) page_cache_set_workers(options->pages, shared->workers);
    shared->janitor = janitor_start(shared->registry, shared->log);
    return shared->janitor || fail(error, "a thread cannot be started");
}

static bool start_daemons(struct http_server *server, struct error *error) {
    unsigned count = or_default(server->service->options.event_threads, processors());
    if (count > EVENT_THREADS_MAX) count = EVENT_THREADS_MAX;
    for (; server->daemon_count < count; server->daemon_count++) {
        server->daemons[server->daemon_count] = daemon_start(&server->shared);
        if (!server->daemons[server->daemon_count]) return fail(error, "an event thread cannot be started");
    }
    for (size_t i = 0; i < server->listener_count && !server->owner_daemon; i++) {
        if (!server->listeners[i].owner) continue;
        server->owner_daemon = daemon_start(&server->shared);
        if (!server->owner_daemon) return fail(error, "an event thread cannot be started");
    }
    return true;
}

static bool start_acceptor(struct http_server *server, struct error *error) {
    const struct acceptor_plan plan = {
        .listeners = server->listeners,
        .listener_count = server->listener_count,
        .registry = server->shared.registry,
        .daemons = server->daemons,
        .daemon_count = server->daemon_count,
        .owner_daemon = server->owner_daemon,
        .trusted_proxy = server->service->options.trusted_proxy,
        .header_us = (int64_t) server->shared.limits.header_seconds * 1000000,
    };
    server->acceptor = acceptor_start(&plan);
    return server->acceptor || fail(error, "a thread cannot be started");
}

struct http_server *http_server_create(const struct http_options *options, struct error *error) {
    struct http_server *server = calloc(1, sizeof *server);
    if (!server) {
        fail(error, "out of memory");
        return NULL;
    }
    signal(SIGPIPE, SIG_IGN);
    server->service = service_create(options, error);
    const bool started = server->service && listen_all(server, options, error) && start_shared(server, error) &&
                         start_daemons(server, error) && start_acceptor(server, error);
    if (!started) {
        http_server_destroy(server, 0);
        return NULL;
    }
    const unsigned wanted = fill_limits(&options->limits).connections, have = server->shared.limits.connections;
    if (have < wanted / 4 * 3) log_info("at most %u connections at once, for want of more open files", have);
    return server;
}

const char *http_server_address(const struct http_server *server, size_t i) {
    return i < server->listener_count ? server->shown[i] : NULL;
}

void http_server_reopen(struct http_server *server) { access_log_reopen(server->shared.log); }

// Connections end by themselves, as each answer closes its own now; those that only wait are ended here.
static void drain(struct http_server *server, int grace_ms) {
    enum { STEP_US = 50 * 1000 };
    struct registry *registry = server->shared.registry;
    const int64_t until = clock_monotonic_us() + (int64_t) grace_ms * 1000;
    for (;;) {
        registry_end_waiting(registry);
        const int64_t now = clock_monotonic_us();
        const int64_t step = now + STEP_US < until ? now + STEP_US : until;
        if (registry_wait_empty(registry, step) || step >= until) return;
    }
}

void http_server_destroy(struct http_server *server, int grace_ms) {
    if (!server) return;
    struct daemon_shared *shared = &server->shared;
    shared->draining = true;
    acceptor_stop(server->acceptor);
    for (size_t i = 0; i < server->listener_count; i++) listener_close(&server->listeners[i]);
    if (server->acceptor) drain(server, grace_ms);
    if (shared->registry) registry_end_all(shared->registry);
    // No connection may be suspended when its daemon stops: what runs on a worker is waited for.
    workers_stop(shared->workers);
    for (size_t i = 0; i < server->daemon_count; i++) daemon_stop(server->daemons[i]);
    daemon_stop(server->owner_daemon);
    janitor_stop(shared->janitor);
    workers_destroy(shared->workers);
    registry_destroy(shared->registry);
    access_log_close(shared->log);
    service_destroy(server->service);
    for (size_t i = 0; i < server->listener_count; i++) free(server->shown[i]);
    free(server->shown);
    free(server->listeners);
    free(server);
}
