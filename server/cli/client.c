// client: see the header. Both ways end in the same JSON text and status, so that commands cannot
// tell them apart.
#include "server/cli/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "base/url.h"
#include "server/cli/cli.h"
#include "server/cli/client_socket.h"
#include "server/cli/open.h"
#include "server/http/server.h"

enum { PAGE_SIZE = 100, START_WAIT_MS = 3000, START_STEP_MS = 50 };

struct client {
    const struct cli *cli;
    char *socket_path;
    int hold;         // keeps socket_path usable; -1: needs nothing
    struct app *app;  // NULL: a server answers on the socket
    struct app own;   // what app points to when the data was opened here
};

static struct client *make_client(const struct cli *cli, struct error *error) {
    struct client *client = calloc(1, sizeof *client);
    if (!client) {
        error_set(error, 500, "no_memory", "out of memory");
        return NULL;
    }
    client->cli = cli;
    client->hold = -1;
    return client;
}

static bool connects(const char *path) {
    int socket = client_socket_connect(path);
    if (socket < 0) return false;
    close(socket);
    return true;
}

struct client *client_open(const struct cli *cli, const char *data_dir, struct error *error) {
    struct client *client = make_client(cli, error);
    if (!client) return NULL;
    client->socket_path = cli_socket_path(data_dir, &client->hold, error);
    // A server that is just starting or ending has the lock but no socket: it gets a moment.
    int64_t give_up = clock_monotonic_us() + (int64_t) START_WAIT_MS * 1000;
    while (client->socket_path) {
        if (connects(client->socket_path)) return client;
        struct error attempt = {0};
        if (cli_open_app(data_dir, false, &client->own, &attempt)) {
            client->app = &client->own;
            return client;
        }
        bool locked = strcmp(attempt.code, "store_locked") == 0;
        if (!locked || clock_monotonic_us() > give_up) {
            error_set(error, 500, attempt.code, "%s%s", attempt.message,
                      locked ? ", and no server answers on its socket" : "");
            break;
        }
        usleep(START_STEP_MS * 1000);
    }
    client_close(client);
    return NULL;
}

struct client *client_of_app(const struct cli *cli, struct app *app, struct error *error) {
    struct client *client = make_client(cli, error);
    if (client) client->app = app;
    return client;
}

void client_close(struct client *client) {
    if (!client) return;
    cli_close_app(&client->own);
    if (client->hold >= 0) close(client->hold);
    free(client->socket_path);
    free(client);
}

static bool exchange_remote(struct client *client, enum http_method method, const char *target, const char *body,
                            struct client_answer *ret, struct error *error) {
    int socket = client_socket_connect(client->socket_path);
    if (socket < 0) {
        error_set(error, 500, "server_gone", "the running server does not answer any more");
        return false;
    }
    bool done = client_socket_exchange(socket, method, target, body, ret, error);
    close(socket);
    return done;
}

static bool exchange_here(struct client *client, enum http_method method, const char *target, const char *body,
                          struct client_answer *ret, struct error *error) {
    struct http_options options = *client->cli->site_map;
    options.app = client->app;
    struct response_header content_type = {.name = "Content-Type", .value = "application/json"};
    struct http_exchange exchange = {
        .method = method,
        .target = target,
        .headers = body ? &content_type : NULL,
        .body = body ? body : "",
        .body_size = body ? strlen(body) : 0,
        .from_owner = true,
    };
    struct request request;
    struct response response;
    http_exchange_run(&options, &exchange, &request, &response);
    *ret = (struct client_answer){
        .status = response.status,
        .size = response.body.size,
        .body = strndup(response.body.data, response.body.size),
    };
    http_exchange_finish(&request, &response);
    if (!ret->body) error_set(error, 500, "no_memory", "out of memory");
    return ret->body != NULL;
}

// WordPress's error: {"code", "message", "data": {"status", "params": {NAME: MESSAGE}}}.
static void error_from_answer(int status, const json_t *answer, struct error *error) {
    const char *message = client_text(answer, "message");
    const char *code = client_text(answer, "code");
    if (!*message) message = "the site gave no reason";
    const char *name = NULL;
    json_t *reason = NULL;
    json_t *params = json_object_get(json_object_get(answer, "data"), "params");
    json_object_foreach(params, name, reason) {
        if (json_is_string(reason)) {
            error_set(error, status, code, "%s (%s)", message, json_string_value(reason));
            return;
        }
    }
    error_set(error, status, *code ? code : "no_answer", "%s", message);
}

bool client_request(struct client *client, enum http_method method, const char *target, const json_t *body,
                    json_t **ret, struct error *error) {
    char *full_target = NULL;
    char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
    struct client_answer answer = {0};
    bool done = false;
    if ((body && !text) || asprintf(&full_target, "/wp-json%s", target) < 0) {
        full_target = NULL;
        error_set(error, 500, "no_memory", "out of memory");
    } else {
        done = (client->app ? exchange_here : exchange_remote)(client, method, full_target, text, &answer, error);
    }
    if (done) {
        json_error_t where;
        JSON_CLEAN json = json_loadb(answer.body, answer.size, JSON_DECODE_ANY, &where);
        if (answer.status < 200 || answer.status > 299) {
            error_from_answer(answer.status, json, error);
            done = false;
        } else if (!json) {
            error_set(error, 500, "no_json", "the site's answer is no JSON: %s", where.text);
            done = false;
        } else if (ret) {
            *ret = json_incref(json);
        }
    }
    free(answer.body);
    free(full_target);
    if (text) explicit_bzero(text, strlen(text));  // it may hold a password
    free(text);
    return done;
}

bool client_each(struct client *client, const char *target, client_visitor visitor, void *context,
                 struct error *error) {
    for (int page = 1;; page++) {
        char *paged = NULL;
        if (asprintf(&paged, "%s%cper_page=%d&page=%d", target, strchr(target, '?') ? '&' : '?', PAGE_SIZE, page) < 0) {
            error_set(error, 500, "no_memory", "out of memory");
            return false;
        }
        JSON_CLEAN list = NULL;
        bool done = client_request(client, HTTP_GET, paged, NULL, &list, error);
        free(paged);
        if (!done) {
            // Posts answer 400 for the page after a full last one, as WordPress does.
            bool beyond = page > 1 && strcmp(error->code, "rest_post_invalid_page_number") == 0;
            if (beyond) *error = (struct error){0};
            return beyond;
        }
        size_t index;
        json_t *item;
        json_array_foreach(list, index, item) {
            if (!visitor(context, item)) return true;
        }
        if (json_array_size(list) < PAGE_SIZE) return true;
    }
}

struct user_search {
    const char *login;
    int64_t id;
};

static bool compare_user(void *context, const json_t *user) {
    struct user_search *search = context;
    if (strcasecmp(client_text(user, "username"), search->login) == 0 ||
        strcasecmp(client_text(user, "email"), search->login) == 0)
        search->id = json_integer_value(json_object_get(user, "id"));
    return search->id == 0;
}

int64_t client_find_user(struct client *client, const char *login, struct error *error) {
    STRBUF_CLEAN struct strbuf target;
    strbuf_init(&target, 0);
    strbuf_adds(&target, "/wp/v2/users?context=edit&search=");
    url_encode(&target, login, "");
    struct user_search search = {.login = login};
    if (strbuf_failed(&target)) error_set(error, 500, "no_memory", "out of memory");
    if (error_is_set(error) || !client_each(client, target.data, compare_user, &search, error)) return 0;
    if (search.id == 0) error_set(error, 404, "no_user", "there is no user \"%s\"", login);
    return search.id;
}

const char *client_text(const json_t *object, const char *name) {
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}
