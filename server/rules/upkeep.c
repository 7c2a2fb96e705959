// upkeep: see the header. Each step is a short read and a short write, so that nobody waits for it.
#include "server/rules/upkeep.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "db/media_change.h"
#include "db/store.h"
#include "server/rules/app.h"
#include "server/rules/media_replace.h"
#include "server/rules/publishing.h"
#include "server/rules/settings.h"

enum { NUMBERS_A_STEP = 1000, TRY_AGAIN = 60, LOOK_AGAIN = 3600 };

struct upkeep {
    struct app *app;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool stopping;
};

static bool is_stopping(struct upkeep *upkeep) {
    pthread_mutex_lock(&upkeep->lock);
    const bool stopping = upkeep->stopping;
    pthread_mutex_unlock(&upkeep->lock);
    return stopping;
}

struct scan {
    const struct settings *settings;
    struct id_list posts;
    int64_t next;
    bool last;
};

// Looked at again in the write: a text may have been changed since it was found, and what is kept of it is exact.
static enum db_result write_scan(struct db *db, void *argument) {
    const struct scan *scan = argument;
    enum db_result result = DB_OK;
    for (size_t i = 0; i < scan->posts.count && result == DB_OK; i++)
        result = publishing_note_media(db, scan->settings, scan->posts.items[i]);
    if (result != DB_OK) return result;
    return scan->last ? media_scan_finish(db) : media_scan_set(db, scan->next);
}

static enum db_result read_scan(struct store *store, struct arena *arena, struct scan *scan) {
    int64_t position, last;
    STORE_READ db = store_read_acquire(store);
    enum db_result result = db ? media_scan_get(db, &position) : DB_ERROR;
    if (result == DB_OK) result = media_scan_last(db, &last);
    if (result != DB_OK) return result;
    scan->next = position + NUMBERS_A_STEP;
    scan->last = scan->next >= last;
    return media_scan_candidates(db, arena, position, scan->next, &scan->posts);
}

// DB_NOT_FOUND: all is known.
static enum db_result scan_texts(struct upkeep *upkeep) {
    struct app *app = upkeep->app;
    enum db_result result = DB_OK;
    while (result == DB_OK && !is_stopping(upkeep)) {
        struct scan scan = {0};
        struct arena arena;
        arena_init(&arena);
        SETTINGS_LEASE settings = settings_acquire(app->settings);
        scan.settings = settings;
        result = settings ? read_scan(app->store, &arena, &scan) : DB_ERROR;
        if (result == DB_OK) result = store_write(app->store, write_scan, &scan);
        arena_finish(&arena);
    }
    if (result != DB_OK && result != DB_NOT_FOUND)
        log_error("which media older texts show could not be noted: %s", store_message(app->store));
    return result;
}

static void *run(void *argument) {
    struct upkeep *upkeep = argument;
    while (!is_stopping(upkeep)) {
        const bool replaced = media_replace_finish(upkeep->app);
        const bool done = scan_texts(upkeep) == DB_NOT_FOUND && replaced;
        pthread_mutex_lock(&upkeep->lock);
        struct timespec until = {.tv_sec = (time_t) clock_now() + (done ? LOOK_AGAIN : TRY_AGAIN)};
        while (!upkeep->stopping)
            if (pthread_cond_timedwait(&upkeep->changed, &upkeep->lock, &until) != 0) break;
        pthread_mutex_unlock(&upkeep->lock);
    }
    return NULL;
}

static void destroy(struct upkeep *upkeep) {
    pthread_cond_destroy(&upkeep->changed);
    pthread_mutex_destroy(&upkeep->lock);
    free(upkeep);
}

struct upkeep *upkeep_start(struct app *app) {
    struct upkeep *upkeep = calloc(1, sizeof *upkeep);
    if (!upkeep) return NULL;
    upkeep->app = app;
    pthread_mutex_init(&upkeep->lock, NULL);
    pthread_cond_init(&upkeep->changed, NULL);
    if (pthread_create(&upkeep->thread, NULL, run, upkeep) == 0) return upkeep;
    destroy(upkeep);
    return NULL;
}

void upkeep_stop(struct upkeep *upkeep) {
    if (!upkeep) return;
    pthread_mutex_lock(&upkeep->lock);
    upkeep->stopping = true;
    pthread_cond_signal(&upkeep->changed);
    pthread_mutex_unlock(&upkeep->lock);
    pthread_join(upkeep->thread, NULL);
    destroy(upkeep);
}
