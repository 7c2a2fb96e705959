// listener: a listening socket, TCP or unix.
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "server/http/server.h"

struct error;

struct listener {
    int fd;        // -1: closed
    bool local;    // unix
    bool owner;    // its peers must be the owner of the data
    char *shown;   // "http://127.0.0.1:43211" or "unix:/path"
    char *path;    // of a unix socket; NULL
    dev_t device;  // of what was made at the path, so that only that is removed
    ino_t inode;
};

// False and error set ("127.0.0.1:80: Permission denied"); *ret is then closed.
bool listener_open(const struct http_listen *listen, struct listener *ret, struct error *error)
    __attribute__((warn_unused_result));
// Removes a unix socket's path. Closed ones are allowed.
void listener_close(struct listener *listener);
