// scheduler: publishes scheduled posts at their second, and deletes personal data whose time is over, every hour.
//
// One thread that sleeps until the next one is due. A write that touches posts wakes it, since
// that may have brought another moment. It never holds its lock while it reads or writes.
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "db/store.h"
#include "db/touch_kinds.h"
#include "server/rules/app.h"
#include "server/rules/publishing.h"
#include "server/rules/retention.h"
#include "server/text/slug.h"

enum {
    LOOK_AGAIN = 3600,  // seconds, in case nobody wakes it; and between two looks for old personal data
    RETRY_FIRST = 1,
    RETRY_MOST = 60,
};

struct scheduler {
    struct app *app;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool woken, stopping;
    int64_t next_retention;
};

struct publication {
    struct arena *arena;
    int64_t post;
    int64_t now;
};

static enum db_result publish_one(struct db *db, void *argument) {
    const struct publication *publication = argument;
    struct post post;
    enum db_result result = post_get(db, publication->arena, publication->post, &post);
    // Somebody was faster.
    if (result == DB_NOT_FOUND) return DB_OK;
    if (result != DB_OK || post.status != POST_FUTURE || post.published > publication->now) return result;
    post.status = POST_PUBLISH;
    if (post.slug[0] == '\0') {
        const char *number = arena_printf(publication->arena, "%lld", (long long) post.id);
        const char *wish = slug_from_text(publication->arena, post.title);
        result = publishing_unique_slug(db, publication->arena, &post, wish[0] != '\0' ? wish : number, &post.slug);
        if (result != DB_OK) return result;
    }
    return post_update(db, &post);
}

static bool due_posts(struct store *store, struct arena *arena, int64_t now, struct id_list *ret) {
    STORE_READ db = store_read_acquire(store);
    return db && post_due(db, arena, now, ret) == DB_OK;
}

// Each in a write of its own: one that fails keeps no other back. False when any failed.
static bool publish_due(struct store *store, int64_t now) {
    struct arena arena;
    arena_init(&arena);
    struct id_list due = {0};
    bool fine = due_posts(store, &arena, now, &due);
    for (size_t i = 0; i < due.count; i++) {
        struct publication publication = {.arena = &arena, .post = due.items[i], .now = now};
        if (store_write(store, publish_one, &publication) == DB_OK) continue;
        log_error("scheduled post %lld could not be published: %s", (long long) due.items[i], store_message(store));
        fine = false;
    }
    arena_finish(&arena);
    return fine;
}

// The moment of the next one; 0: none. False when the store cannot be read.
static bool next_moment(struct store *store, int64_t *ret) {
    STORE_READ db = store_read_acquire(store);
    return db && post_next_due(db, ret) == DB_OK;
}

// Publishes what is due and gives the moment at which to look again.
static int64_t work(struct scheduler *scheduler, int *retry) {
    int64_t moment, now = clock_now();
    if (now >= scheduler->next_retention || scheduler->next_retention > now + LOOK_AGAIN) {
        bool done = retention_run(scheduler->app, now);
        (void) done;  // it has said so; the next hour tries again
        scheduler->next_retention = now + LOOK_AGAIN;
    }
    bool fine = next_moment(scheduler->app->store, &moment);
    if (fine && moment != 0 && moment <= now) {
        fine = publish_due(scheduler->app->store, now);
        fine = fine && next_moment(scheduler->app->store, &moment);
    }
    if (!fine) {
        *retry = *retry == 0 ? RETRY_FIRST : *retry * 2 > RETRY_MOST ? RETRY_MOST : *retry * 2;
        return now + *retry;
    }
    *retry = 0;
    return moment != 0 && moment < scheduler->next_retention ? moment : scheduler->next_retention;
}

static void *run(void *argument) {
    struct scheduler *scheduler = argument;
    int retry = 0;
    pthread_mutex_lock(&scheduler->lock);
    while (!scheduler->stopping) {
        scheduler->woken = false;
        pthread_mutex_unlock(&scheduler->lock);
        struct timespec until = {.tv_sec = (time_t) work(scheduler, &retry)};
        pthread_mutex_lock(&scheduler->lock);
        // After a failure the waiting time holds, whatever else is written.
        while (!scheduler->stopping && (!scheduler->woken || retry > 0))
            if (pthread_cond_timedwait(&scheduler->changed, &scheduler->lock, &until) != 0) break;
    }
    pthread_mutex_unlock(&scheduler->lock);
    return NULL;
}

static void on_touch(void *context, const struct touch *touched, size_t count) {
    struct scheduler *scheduler = context;
    bool posts = false;
    for (size_t i = 0; i < count; i++) posts = posts || touched[i].kind == TOUCH_POST || touched[i].kind == TOUCH_POSTS;
    if (!posts) return;
    pthread_mutex_lock(&scheduler->lock);
    scheduler->woken = true;
    pthread_cond_signal(&scheduler->changed);
    pthread_mutex_unlock(&scheduler->lock);
}

static void destroy(struct scheduler *scheduler) {
    store_unlisten(scheduler->app->store, on_touch, scheduler);
    pthread_cond_destroy(&scheduler->changed);
    pthread_mutex_destroy(&scheduler->lock);
    free(scheduler);
}

struct scheduler *scheduler_start(struct app *app) {
    struct scheduler *scheduler = calloc(1, sizeof *scheduler);
    if (!scheduler) return NULL;
    scheduler->app = app;
    pthread_mutex_init(&scheduler->lock, NULL);
    pthread_cond_init(&scheduler->changed, NULL);
    store_listen(app->store, on_touch, scheduler);
    if (pthread_create(&scheduler->thread, NULL, run, scheduler) == 0) return scheduler;
    destroy(scheduler);
    return NULL;
}

void scheduler_stop(struct scheduler *scheduler) {
    if (!scheduler) return;
    pthread_mutex_lock(&scheduler->lock);
    scheduler->stopping = true;
    pthread_cond_signal(&scheduler->changed);
    pthread_mutex_unlock(&scheduler->lock);
    pthread_join(scheduler->thread, NULL);
    destroy(scheduler);
}
