// app: what one running site consists of. Made by main.c (or a command), passed as request->app.
#pragma once

#include <stdatomic.h>

struct settings_cache;
struct store;
struct theme;
struct throttle;
struct uploads;

struct app {
    struct store *store;
    struct settings_cache *settings;
    struct throttle *throttle;  // log-in and comment attempts
    const struct theme *theme;  // server/pages/theme.h: compiled templates; NULL for commands without a server
    struct uploads *uploads;    // server/media/uploads.h: the files of media
    const char *data_dir;
    const atomic_bool *stopping;  // true: what waits for others gives up; NULL: for commands without a server
};
