// open: a data directory opened by this process: store, settings and throttle as a struct app.
#pragma once

#include <stdbool.h>

#include "server/rules/app.h"

struct error;

// Takes the lock of the data directory. `create`: makes the directory (mode 0700) and the database when they are not
// there. Refuses a directory that belongs to another user or that everybody may write in. On failure the error is
// set to one line for a person, code "store_locked" when another process has it.
bool cli_open_app(const char *data_dir, bool create, struct app *ret, struct error *error)
    __attribute__((warn_unused_result));
// The same for a site that is there, and makes the index of its search anew.
bool cli_open_app_reindexed(const char *data_dir, struct app *ret, struct error *error)
    __attribute__((warn_unused_result));
// Takes a zero app too.
void cli_close_app(struct app *app);

// "DIR/broadsheet.sock", or by way of /proc when DIR is too long for a socket's address; `ret_hold` is then a
// descriptor that must stay open as long as the path is used, else -1. The path is malloc'd. NULL: error set.
char *cli_socket_path(const char *data_dir, int *ret_hold, struct error *error) __attribute__((warn_unused_result));
