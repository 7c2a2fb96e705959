// http_probe: a server of few routes, for tests of the protocol (tests/http/test_protocol.py).
//
// Options set what a real server has no options for, so that tests need not wait: http_probe LISTEN... [--NAME VALUE].
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "server/http/assets.h"
#include "server/http/server.h"

struct probe {
    const char *file;  // what /file sends
};

static bool admit(struct request *request, struct response *response) {
    return route_admit_access(request, &response->error);
}

static void render_error(struct request *request, struct response *response) {
    (void) request;
    response->content_type = "text/plain; charset=UTF-8";
    strbuf_addf(&response->body, "%s: %s\n", response->error.code, response->error.message);
}

static const struct route_group group = {.name = "probe", .admit = admit, .render_error = render_error};
static const struct route_group loose_group = {
    .name = "loose", .admit = admit, .render_error = render_error, .slash_optional = true};

static int say(struct response *response, const char *text) {
    response->content_type = "text/plain; charset=UTF-8";
    strbuf_adds(&response->body, text);
    return 200;
}

static int hello(struct request *request, struct response *response) {
    (void) request;
    return say(response, "hello\n");
}

static long number_of(const struct request *request, const char *name, long otherwise) {
    const char *value = request_query(request, name);
    return value ? strtol(value, NULL, 10) : otherwise;
}

// /lines?n=100: a text that shrinks when compressed.
static int lines(struct request *request, struct response *response) {
    const long count = number_of(request, "n", 100);
    for (long i = 0; i < count && i < 2000000; i++) strbuf_addf(&response->body, "<p>This is line %ld of it.</p>\n", i);
    return 200;
}

static int echo(struct request *request, struct response *response) {
    response->content_type = "application/octet-stream";
    strbuf_add(&response->body, request->body, request->body_size);
    return 200;
}

// /slow?ms=100
static int slow(struct request *request, struct response *response) {
    usleep((useconds_t) number_of(request, "ms", 100) * 1000);
    return say(response, "slow\n");
}

static int form(struct request *request, struct response *response) {
    struct url_pairs fields;
    if (!request_form(request, &fields, &response->error)) return response->error.status;
    say(response, "");
    for (size_t i = 0; i < fields.count; i++)
        strbuf_addf(&response->body, "%s=%s\n", fields.items[i].name, fields.items[i].value);
    return 200;
}

static int file(struct request *request, struct response *response) {
    const struct probe *probe = request->app;
    response->file = open(probe->file ? probe->file : "/dev/null", O_RDONLY | O_CLOEXEC);
    if (response->file < 0) return error_set(&response->error, 404, "not_found", "%s", strerror(errno));
    response->content_type = "application/octet-stream";
    response->file_modified = 1700000000;
    response_set_header(request, response, "ETag", "\"file\"");
    return 200;
}

static int who(struct request *request, struct response *response) {
    say(response, "");
    const char *agent = request_header(request, "User-Agent");
    strbuf_addf(&response->body, "address=%s secure=%d owner=%d target=%s agent=%s\n", request->address,
                request->secure, request->from_owner, request->target, agent ? agent : "");
    return 200;
}

static int item(struct request *request, struct response *response) {
    say(response, http_method_name(request->method));
    strbuf_addf(&response->body, " %s\n", request->captures[0]);
    return 200;
}

static int personal(struct request *request, struct response *response) {
    const char *visits = request_cookie(request, "visits");
    const struct response_cookie cookie = {.name = "visits", .value = visits ? "2" : "1", .max_age = 3600};
    response_set_cookie(request, response, &cookie);
    return say(response, visits ? "again\n" : "first\n");
}

// As long as its address: the largest header that a client can cause.
static int elsewhere(struct request *request, struct response *response) {
    return response_redirect(request, response, 302, request->target);
}

#define PROBE(path_, methods_, handler_) \
    .path = path_, .methods = methods_, .group = &group, .access = ACCESS_PUBLIC, .handler = handler_

static const struct route routes[] = {
    {PROBE("/cached", HTTP_GET, lines), .cache = CACHE_PAGE},
    {PROBE("/echo", HTTP_POST | HTTP_PUT, echo), .max_body = 1024 * 1024},
    {PROBE("/echo/worker", HTTP_POST, echo), .max_body = 1024 * 1024, .blocks = true},
    {PROBE("/elsewhere", HTTP_GET, elsewhere)},
    {PROBE("/file", HTTP_GET, file), .cache = CACHE_ASSET},
    {PROBE("/form", HTTP_POST, form), .max_body = 64 * 1024},
    {PROBE("/hello", HTTP_GET, hello)},
    {PROBE("/item/{id:number}", HTTP_GET | HTTP_DELETE, item)},
    {PROBE("/lines", HTTP_GET, lines)},
    {.path = "/loose", .methods = HTTP_GET, .group = &loose_group, .access = ACCESS_PUBLIC, .handler = hello},
    {.path = "/nobody", .methods = HTTP_GET, .group = &group, .handler = hello},
    {.path = "/owner", .methods = HTTP_GET, .group = &group, .access = ACCESS_OWNER, .handler = hello},
    {PROBE("/personal", HTTP_GET, personal), .cache = CACHE_PAGE},
    {PROBE("/slow", HTTP_GET | HTTP_POST, slow), .max_body = 1024, .blocks = true},
    {PROBE("/static/{path:path}", HTTP_GET, http_static_serve), .cache = CACHE_ASSET},
    {PROBE("/who", HTTP_GET, who)},
};

static unsigned unsigned_of(const char *text) { return (unsigned) strtoul(text, NULL, 10); }

static bool take_option(struct http_options *options, struct probe *probe, const char *name, const char *value) {
    struct http_limits *limits = &options->limits;
    struct {
        const char *name;
        unsigned *number;
        const char **text;
    } known[] = {
        {"--connections", &limits->connections, NULL},
        {"--per-address", &limits->connections_per_address, NULL},
        {"--header-seconds", &limits->header_seconds, NULL},
        {"--idle-seconds", &limits->idle_seconds, NULL},
        {"--body-rate", &limits->body_rate, NULL},
        {"--event-threads", &options->event_threads, NULL},
        {"--workers", &options->workers, NULL},
        {"--access-log", NULL, &options->access_log},
        {"--url", NULL, &options->site_url},
        {"--trusted-proxy", NULL, &options->trusted_proxy},
        {"--static", NULL, &options->static_dir},
        {"--file", NULL, &probe->file},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(known[i].name, name) != 0) continue;
        if (known[i].text)
            *known[i].text = value;
        else
            *known[i].number = unsigned_of(value);
        return true;
    }
    return false;
}

int main(int argc, char **argv) {
    enum { LISTENS = 8, GRACE_MS = 5000 };
    struct http_listen listens[LISTENS];
    struct probe probe = {0};
    struct http_options options = {
        .routes = routes,
        .route_count = sizeof routes / sizeof *routes,
        .default_group = &group,
        .app = &probe,
        .listens = listens,
    };
    for (int i = 1; i < argc; i++) {
        const bool owner = strncmp(argv[i], "owner=", 6) == 0;
        if (strncmp(argv[i], "--", 2) == 0) {
            if (i + 1 == argc || !take_option(&options, &probe, argv[i], argv[i + 1])) return 2;
            i++;
        } else if (options.listen_count < LISTENS) {
            listens[options.listen_count++] =
                (struct http_listen){.address = argv[i] + (owner ? 6 : 0), .owner = owner};
        }
    }
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    struct error error = {0};
    struct http_server *server = http_server_create(&options, &error);
    if (!server) {
        fprintf(stderr, "http_probe: %s\n", error.message);
        return 1;
    }
    for (size_t i = 0; i < options.listen_count; i++) printf("Listening on %s\n", http_server_address(server, i));
    fflush(stdout);
    for (int number = 0; number != SIGTERM;) {
        if (sigwait(&signals, &number) == 0 && number == SIGHUP) http_server_reopen(server);
    }
    http_server_destroy(server, GRACE_MS);
    return 0;
}
