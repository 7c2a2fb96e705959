// server: listening sockets, event threads, workers, limits; start to clean shutdown.
//
// Connections of all listening sockets are spread over the event threads (one libmicrohttpd daemon each; the owner's
// socket has one of its own); all share routes, workers and limits.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/http/route.h"

struct error;
struct http_server;
struct page_cache;
struct reads;

struct http_listen {
    const char *address;  // "127.0.0.1:8080", "[::1]:8080", ":8080" (all), "unix:/path"
    bool owner;           // unix only: a peer with our uid (or root) is the owner; others are refused; mode 0600
};

struct http_limits {
    unsigned connections;              // in all; default 20000 (RLIMIT_NOFILE is raised to fit)
    unsigned connections_per_address;  // default 256 (trusted proxies and the owner socket are exempt); beyond it the
                                       // one that has waited longest for headers gives way, or the new one is refused
    unsigned header_seconds;           // a request's headers must be complete by then; default 10
    unsigned idle_seconds;             // between requests; default 60
    unsigned body_rate;                // bytes a second, measured after 10 s; default 500
    size_t header_bytes;               // request line and headers; default 16 KiB
};

struct http_options {
    const struct route *routes;  // sorted by path
    size_t route_count;
    const struct route_group *default_group;  // errors of requests that match nothing
    void *app;
    // Before routing: may change method and path (?rest_route=, _method). NULL: none. False: error set.
    bool (*rewrite)(struct request *request, struct error *error);
    const struct http_listen *listens;
    size_t listen_count;
    struct http_limits limits;  // zero fields get the defaults
    unsigned event_threads;     // 0: one per core
    unsigned workers;           // 0: 32
    const char *access_log;     // file path, "-" stdout, NULL none; combined format and, after it, the microseconds it
                                // took; reopened by http_server_reopen()
    const char *site_url;       // for Origin checks and Secure; "https://example.org"
    const char *trusted_proxy;  // address whose X-Forwarded-For/-Proto is believed, "unix:" for unix sockets; NULL none
    const char *static_dir;     // files served before the compiled-in ones; NULL none
    struct page_cache *pages;   // outlives the server, and is told of every write before its answer; NULL: none
    // Begins to note what this thread reads from the store, or ends it (NULL). False: it cannot, and nothing is kept.
    bool (*record)(void *app, struct reads *reads);
    // An event thread has done what there was to do, and is about to wait: it gives back what it holds of the store.
    // NULL: it holds nothing.
    void (*rest)(void *app);
    const char *spool_dir;  // where bodies of rows that spool lie while they arrive; NULL: in memory
};

// Listens and serves. On failure returns NULL and sets a one-line error ("127.0.0.1:8080: Address already in use").
struct http_server *http_server_create(const struct http_options *options, struct error *error)
    __attribute__((warn_unused_result));

// Actual address of the i-th listener (port 0 resolved), "http://127.0.0.1:43211" or "unix:/path".
const char *http_server_address(const struct http_server *server, size_t i);

// Reopens the access log (after logrotate). Async-signal-unsafe: call from the main thread.
void http_server_reopen(struct http_server *server);

// Stops accepting, lets requests in flight finish (at most `grace_ms`), answers them with Connection:
// close, joins all threads, unlinks unix sockets, frees. NULL is allowed.
void http_server_destroy(struct http_server *server, int grace_ms);

// A request without a socket, through the same routes, hooks and limits: for the command line
// when no server runs, and for parts of a request (batch, embeds). Runs the handler on the calling thread, blocking or
// not.
struct http_exchange {
    enum http_method method;
    const char *target;  // path and query
    const struct response_header *headers;
    const char *body;
    size_t body_size;
    bool from_owner;
    const struct request
        *parent;  // for a part: identity, address and time are inherited, admit runs without credentials
};
// Fills *request and *response (caller's memory); finish with http_exchange_finish(). Always answers.
// `options` needs routes, route_count, default_group, app, rewrite only.
void http_exchange_run(const struct http_options *options, const struct http_exchange *exchange,
                       struct request *request, struct response *response);
void http_exchange_finish(struct request *request, struct response *response);
// The options of the server that serves this request (or of its exchange).
const struct http_options *http_request_options(const struct request *request);
