// serve: `broadsheet serve`: the server from start to clean end.
//
// Start, in this order, each step undone in reverse: signals blocked (before any thread), data opened under
// its lock, a fresh site when there is none, theme, scheduler and sender of mail, listening sockets. The main thread
// then only waits for signals.
#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "db/store.h"
#include "server/cli/cli.h"
#include "server/cli/client.h"
#include "server/cli/notify.h"
#include "server/cli/open.h"
#include "server/cli/pages.h"
#include "server/http/server.h"
#include "server/mail/sender.h"
#include "server/media/uploads.h"
#include "server/pages/theme.h"
#include "server/rules/publishing.h"
#include "server/rules/settings.h"
#include "server/rules/site.h"
#include "server/rules/upkeep.h"

enum { CACHE_BYTES = 32 * 1024 * 1024 };
enum { GRACE_MS = 10000, LISTENS_MAX = CLI_LIST_MAX + 1, PASSWORD_LETTERS = 20 };

struct serve_options {
    const char *data;
    struct cli_list listens;
    const char *url;
    const char *templates;
    const char *static_dir;
    const char *access_log;
    const char *trusted_proxy;
    const char *cache_bytes;
};

static int parse(int argc, char **argv, struct serve_options *ret) {
    ret->data = cli_default_data();
    const struct cli_option options[] = {
        CLI_DATA_OPTION(&ret->data),
        {.name = "listen",
         .argument = "ADDR:PORT",
         .help = "where to listen: 127.0.0.1:8080 (the default), [::1]:8080, :8080, unix:PATH",
         .list = &ret->listens},
        {.name = "url", .argument = "URL", .help = "the site's address; kept as a setting", .value = &ret->url},
        {.name = "templates",
         .argument = "DIR",
         .help = "templates to take instead of the built-in ones",
         .value = &ret->templates},
        {.name = "static",
         .argument = "DIR",
         .help = "files served under /static/ before the built-in ones",
         .value = &ret->static_dir},
        {.name = "access-log",
         .argument = "FILE",
         .help = "combined format and microseconds; - is stdout; SIGHUP reopens",
         .value = &ret->access_log},
        {.name = "trusted-proxy",
         .argument = "ADDR",
         .help = "whose X-Forwarded-For and -Proto are believed: an address, or unix:",
         .value = &ret->trusted_proxy},
        {.name = "cache-bytes",
         .argument = "N",
         .help = "room for finished pages in bytes, or with K, M or G behind; 32M is the default, 0 is off",
         .value = &ret->cache_bytes},
    };
    const struct cli_syntax syntax = {
        .command = "broadsheet serve",
        .summary = "Serves the site in DIR; an empty or missing DIR gets a fresh one. SIGTERM or SIGINT ends it.",
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    int status = cli_parse(&syntax, argc, argv, NULL);
    if (ret->listens.count == 0) ret->listens.items[ret->listens.count++] = "127.0.0.1:8080";
    return status;
}

// "33554432", "32M".
static bool read_bytes(const char *text, size_t *ret) {
    static const char units[] = "KMG";
    char *end;
    if (*text < '0' || *text > '9') return false;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 10);
    const char *unit = *end ? strchr(units, *end) : NULL;
    if (errno || (*end && (!unit || end[1]))) return false;
    for (const char *at = units; unit && at <= unit; at++) number *= 1024;
    if (number > SIZE_MAX / 4096) return false;
    *ret = (size_t) number;
    return true;
}

// The signals that await_end() takes; blocked here so that every thread made later inherits it.
static void block_signals(sigset_t *ret) {
    sigemptyset(ret);
    sigaddset(ret, SIGINT);
    sigaddset(ret, SIGTERM);
    sigaddset(ret, SIGHUP);
    pthread_sigmask(SIG_BLOCK, ret, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);  // a limit on the size of files is then a full disk
}

// Many threads allocate little each: few arenas and an early trim keep the idle process small.
static void tune_memory(void) {
    mallopt(M_ARENA_MAX, 4);
    mallopt(M_MMAP_THRESHOLD, 256 * 1024);
    mallopt(M_TRIM_THRESHOLD, 512 * 1024);
}

// Letters and digits that cannot be taken for one another; 20 of 56 are 116 bits.
static bool generate_password(char out[PASSWORD_LETTERS + 1], struct error *error) {
    static const char letters[] = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    enum { LETTERS = sizeof letters - 1, FAIR = 256 / LETTERS * LETTERS };
    for (size_t i = 0; i < PASSWORD_LETTERS;) {
        unsigned char byte;
        if (getrandom(&byte, 1, 0) != 1) {
            error_set(error, 500, "no_random", "random numbers: %s", strerror(errno));
            return false;
        }
        if (byte < FAIR) out[i++] = letters[byte % LETTERS];
    }
    out[PASSWORD_LETTERS] = '\0';
    return true;
}

// "http://127.0.0.1:8080" from "127.0.0.1:8080" where that is an address a browser can use; else NULL.
static const char *url_of_listen(struct arena *arena, const char *listen) {
    const char *port = strrchr(listen, ':');
    if (!port || port == listen || strcmp(port, ":0") == 0 || strncmp(listen, "unix:", 5) == 0) return NULL;
    if (strncmp(listen, "0.0.0.0:", 8) == 0 || strncmp(listen, "[::]:", 5) == 0) return NULL;
    return arena_printf(arena, "http://%s", listen);
}

static bool make_site(struct app *app, const struct serve_options *options, struct error *error) {
    char password[PASSWORD_LETTERS + 1];
    if (!generate_password(password, error)) return false;
    struct arena arena;
    arena_init(&arena);
    struct site_options site = {
        .url = options->url ? options->url : url_of_listen(&arena, options->listens.items[0]),
        .admin_login = "admin",
        .admin_email = "admin@example.org",
        .admin_password = password,
    };
    bool made = site_create(app, &arena, &site, error);
    if (made) printf("A fresh site. Administrator: admin, password: %s (shown only now)\n", password);
    explicit_bzero(password, sizeof password);
    arena_finish(&arena);
    return made;
}

// --url is a setting like every other, changed the way every setting is changed.
static bool keep_url(const struct cli *cli, struct app *app, const char *url, struct error *error) {
    {
        SETTINGS_LEASE settings = settings_acquire(app->settings);
        if (settings && strcmp(settings->home, url) == 0) return true;
    }
    CLIENT_CLEAN client = client_of_app(cli, app, error);
    if (!client) return false;
    JSON_CLEAN body = json_pack("{s:s}", "url", url);
    if (!body) {
        error_set(error, 400, "not_utf8", "--url must be UTF-8");
        return false;
    }
    return client_request(client, HTTP_POST, "/wp/v2/settings", body, NULL, error);
}

static void await_end(const sigset_t *signals, struct http_server *server) {
    for (;;) {
        int number = 0;
        if (sigwait(signals, &number) != 0) continue;
        if (number != SIGHUP) break;
        http_server_reopen(server);
    }
}

static struct http_server *listen_all(const struct cli *cli, struct app *app, const struct serve_options *options,
                                      const char *socket_path, struct page_cache *pages, struct error *error) {
    struct http_listen listens[LISTENS_MAX] = {{0}};
    size_t count = 0;
    for (; count < options->listens.count; count++) listens[count].address = options->listens.items[count];
    char *owner_address = NULL;
    if (asprintf(&owner_address, "unix:%s", socket_path) < 0) {
        error_set(error, 500, "no_memory", "out of memory");
        return NULL;
    }
    listens[count++] = (struct http_listen){.address = owner_address, .owner = true};

    SETTINGS_LEASE settings = settings_acquire(app->settings);
    struct http_options http = *cli->site_map;
    http.app = app;
    http.listens = listens;
    http.listen_count = count;
    http.access_log = options->access_log;
    http.site_url = settings ? settings->home : NULL;
    http.trusted_proxy = options->trusted_proxy;
    http.static_dir = options->static_dir;
    http.spool_dir = uploads_path(app->uploads);
    http.pages = pages;
    http.record = cli_pages_record;
    http.rest = cli_pages_rest;
    struct http_server *server = http_server_create(&http, error);
    free(owner_address);
    return server;
}

// Prints where it listens, and returns when a signal asks for the end.
static void run(struct http_server *server, size_t listens, const sigset_t *signals) {
    for (size_t i = 0; i < listens; i++) printf("Listening on %s\n", http_server_address(server, i));
    fflush(stdout);
    notify_manager("READY=1");
    await_end(signals, server);
    notify_manager("STOPPING=1");
}

// From an open app to the end of the server. Scheduler and sender come first: they listen to the store, which must know
// its listeners before anyone writes.
static bool serve(const struct cli *cli, struct app *app, const struct serve_options *options, const sigset_t *signals,
                  struct error *error) {
    size_t cache_bytes = CACHE_BYTES;
    if (options->cache_bytes && !read_bytes(options->cache_bytes, &cache_bytes)) {
        error_set(error, 400, "wrong_option", "--cache-bytes: a number, with K, M or G behind it or not");
        return false;
    }
    struct page_cache *pages = cli_pages_open(app, cache_bytes);
    struct scheduler *scheduler = scheduler_start(app);
    if (!scheduler) error_set(error, 500, "no_thread", "the scheduler's thread cannot be started");
    atomic_bool stopping = false;
    app->stopping = &stopping;
    struct sender *sender = scheduler ? sender_start(app) : NULL;
    if (!sender) error_set(error, 500, "no_thread", "the thread that sends mail cannot be started");
    bool ready = sender && (site_exists(app) || make_site(app, options, error)) &&
                 (!options->url || keep_url(cli, app, options->url, error));
    int hold = -1;
    char *socket_path = ready ? cli_socket_path(options->data, &hold, error) : NULL;
    struct http_server *server = socket_path ? listen_all(cli, app, options, socket_path, pages, error) : NULL;
    // After site and address are settled: nothing of a fresh site is older than what it knows.
    struct upkeep *upkeep = server ? upkeep_start(app) : NULL;
    if (server && !upkeep) log_error("the thread for upkeep cannot be started");
    if (server) run(server, options->listens.count, signals);
    atomic_store(&stopping, true);
    http_server_destroy(server, GRACE_MS);
    upkeep_stop(upkeep);
    sender_stop(sender);
    app->stopping = NULL;
    scheduler_stop(scheduler);
    cli_pages_close(app, pages);
    free(socket_path);
    if (hold >= 0) close(hold);
    return !error_is_set(error);
}

int cli_serve(const struct cli *cli, int argc, char **argv) {
    struct serve_options options = {0};
    int status = parse(argc, argv, &options);
    if (status >= 0) return status;
    sigset_t signals;
    block_signals(&signals);
    tune_memory();

    struct error error = {0};
    struct app app = {0};
    if (!cli_open_app(options.data, true, &app, &error)) return cli_fail_error(&error);
    struct theme *theme = theme_create(options.templates, &error);
    app.theme = theme;
    if (theme) serve(cli, &app, &options, &signals, &error);
    cli_close_app(&app);
    theme_destroy(theme);
    return error_is_set(&error) ? cli_fail_error(&error) : CLI_DONE;
}
