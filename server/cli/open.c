// open: see the header. What must not be opened is refused before the store sees it, so that a wrong --data leaves
// nothing behind.
#include "server/cli/open.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/error.h"
#include "db/store.h"
#include "server/media/uploads.h"
#include "server/rules/settings.h"
#include "server/rules/throttle.h"

static bool check_directory(const char *data_dir, bool create, struct error *error) {
    if (create && mkdir(data_dir, 0700) != 0 && errno != EEXIST) {
        error_set(error, 500, "data_unreadable", "%s: %s", data_dir, strerror(errno));
        return false;
    }
    struct stat status;
    if (stat(data_dir, &status) != 0) {
        error_set(error, 500, "data_unreadable", "%s: %s", data_dir, strerror(errno));
    } else if (!S_ISDIR(status.st_mode)) {
        error_set(error, 500, "data_unreadable", "%s: Not a directory", data_dir);
    } else if (status.st_uid != geteuid()) {
        // Files made here by root could not be opened by the directory's owner afterwards.
        error_set(error, 500, "data_foreign", "%s belongs to another user (uid %u): run this as that user", data_dir,
                  (unsigned) status.st_uid);
    } else if (status.st_mode & S_IWOTH) {
        error_set(error, 500, "data_open_to_all", "%s: everybody may write in it (chmod o-w)", data_dir);
    } else if (access(data_dir, R_OK | W_OK | X_OK) != 0) {
        error_set(error, 500, "data_unreadable", "%s: %s", data_dir, strerror(errno));
    }
    return !error_is_set(error);
}

// Making the index of the search takes minutes on a large site; a small one is done before anybody wonders.
static void tell_progress(void *context, int64_t done, int64_t all) {
    enum { WORTH_TELLING = 50000 };
    (void) context;
    if (all >= WORTH_TELLING)
        fprintf(stderr, "broadsheet: the search's index: %lld of %lld\n", (long long) done, (long long) all);
}

static bool open_app(const char *data_dir, bool create, bool reindex, struct app *ret, struct error *error) {
    if (!check_directory(data_dir, create, error)) return false;
    struct app app = {.data_dir = data_dir};
    struct store_options options = {
        .directory = data_dir,
        .create = create,
        .exclusive = true,
        .reindex = reindex,
        .on_progress = tell_progress,
    };
    app.store = store_open(&options, error);
    if (!app.store) return false;
    app.settings = settings_cache_create(app.store);
    app.throttle = throttle_create();
    app.uploads = uploads_open(data_dir, error);
    if (!app.uploads) {
        cli_close_app(&app);
        return false;
    }
    if (!app.settings || !app.throttle) {
        error_set(error, 500, "data_unreadable", "%s: the settings cannot be read", data_dir);
        cli_close_app(&app);
        return false;
    }
    *ret = app;
    return true;
}

bool cli_open_app(const char *data_dir, bool create, struct app *ret, struct error *error) {
    return open_app(data_dir, create, false, ret, error);
}

bool cli_open_app_reindexed(const char *data_dir, struct app *ret, struct error *error) {
    return open_app(data_dir, false, true, ret, error);
}

void cli_close_app(struct app *app) {
    if (app->throttle) throttle_destroy(app->throttle);
    uploads_close(app->uploads);
    // The cache listens to the store: the store goes first, so that no write can reach a listener that is gone.
    store_close(app->store);
    if (app->settings) settings_cache_destroy(app->settings);
    *app = (struct app){0};
}

char *cli_socket_path(const char *data_dir, int *ret_hold, struct error *error) {
    char *path = NULL;
    *ret_hold = -1;
    if (strlen(data_dir) + sizeof "/broadsheet.sock" > sizeof((struct sockaddr_un *) NULL)->sun_path) {
        int directory = open(data_dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (directory < 0) {
            error_set(error, 500, "data_unreadable", "%s: %s", data_dir, strerror(errno));
            return NULL;
        }
        if (asprintf(&path, "/proc/self/fd/%d/broadsheet.sock", directory) < 0) path = NULL;
        *ret_hold = directory;
    } else if (asprintf(&path, "%s/broadsheet.sock", data_dir) < 0) {
        path = NULL;
    }
    if (!path) error_set(error, 500, "no_memory", "out of memory");
    return path;
}
