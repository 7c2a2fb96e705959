// client socket: one HTTP/1.1 request over a unix socket to our own server.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "server/http/request.h"

struct error;

// A connected socket, or -1 when nothing answers there.
int client_socket_connect(const char *path);

struct client_answer {
    int status;
    char *body;  // malloc'd, terminated
    size_t size;
};

// Sends the request on `socket`, which is used up by it, and reads the whole answer. `body` NULL: none. False:
// error set (the connection broke, or what came is no HTTP).
bool client_socket_exchange(int socket, enum http_method method, const char *target, const char *body,
                            struct client_answer *ret, struct error *error) __attribute__((warn_unused_result));
