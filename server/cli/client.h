// client: how a sub-command changes or asks the site: the REST API as the owner of the data.
//
// A running server is asked over the socket in the data directory. Without one the data is
// opened under its exclusive lock and the same request runs in this process, through the same routes.
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "server/http/request.h"

struct app;
struct cli;
struct client;
struct error;

#define JSON_CLEAN __attribute__((cleanup(json_release_cleanup))) json_t *
static inline void json_release_cleanup(json_t **json) { json_decref(*json); }

// `data_dir` lives as long as the client. NULL: error set.
struct client *client_open(const struct cli *cli, const char *data_dir, struct error *error)
    __attribute__((warn_unused_result));
// One that always asks this app, which stays the caller's.
struct client *client_of_app(const struct cli *cli, struct app *app, struct error *error)
    __attribute__((warn_unused_result));
void client_close(struct client *client);  // NULL is allowed
static inline void client_close_cleanup(struct client **client) { client_close(*client); }
#define CLIENT_CLEAN __attribute__((cleanup(client_close_cleanup))) struct client *

// One request; `target` is below /wp-json: "/wp/v2/users?page=2". `body` may be NULL and is not consumed. True on a
// 2xx status: *ret (may be NULL) is a new reference to the answer. Else the error is set from the answer.
bool client_request(struct client *client, enum http_method method, const char *target, const json_t *body,
                    json_t **ret, struct error *error) __attribute__((warn_unused_result));

// Every item of a list, page by page; `target` has its query already ("/wp/v2/users?context=edit"). The visitor
// returns false to stop.
typedef bool (*client_visitor)(void *context, const json_t *item);
bool client_each(struct client *client, const char *target, client_visitor visitor, void *context, struct error *error)
    __attribute__((warn_unused_result));

// The id of the user with this login or e-mail address; 0: error set.
int64_t client_find_user(struct client *client, const char *login, struct error *error)
    __attribute__((warn_unused_result));

// A string member, or "" when there is none.
const char *client_text(const json_t *object, const char *name);
