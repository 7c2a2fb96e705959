// term merge: see the header.
#include "server/rules/term_merge.h"

#include <stdbool.h>

#include "base/arena.h"
#include "db/setting.h"
#include "db/store.h"
#include "db/term_merge.h"
#include "server/rules/app.h"
#include "server/rules/settings.h"

enum { POSTS_A_STEP = 200 };

struct step {
    int64_t from, into;
    int64_t moved;
    bool finished;
};

static enum db_result follow_default(struct db *db, struct arena *arena, const struct step *step) {
    struct settings settings;
    enum db_result result = settings_load(db, arena, &settings);
    if (result != DB_OK || settings.default_category != step->from) return result;
    return setting_set(db, "default_category", arena_printf(arena, "%lld", (long long) step->into));
}

// Read anew in each write: someone may have renamed the term meanwhile, or given it to further posts.
static enum db_result write_step(struct db *db, void *argument) {
    struct step *step = argument;
    struct arena arena;
    struct term from, into;
    arena_init(&arena);
    enum db_result result = term_get(db, &arena, step->from, &from);
    if (result == DB_OK) result = term_get(db, &arena, step->into, &into);
    if (result == DB_OK) result = term_merge_posts(db, &arena, &from, step->into, POSTS_A_STEP, &step->moved);
    if (result == DB_OK && step->moved < POSTS_A_STEP) {
        if (from.taxonomy == TERM_CATEGORY) result = follow_default(db, &arena, step);
        if (result == DB_OK) result = term_merge_finish(db, &from, step->into);
        step->finished = result == DB_OK;
    }
    arena_finish(&arena);
    return result;
}

enum db_result term_merge(struct app *app, const struct term *from, int64_t into, int64_t *ret_posts) {
    struct step step = {.from = from->id, .into = into};
    enum db_result result = DB_OK;
    *ret_posts = 0;
    while (result == DB_OK && !step.finished) {
        if (app->stopping && atomic_load(app->stopping)) return DB_BUSY;
        result = store_write(app->store, write_step, &step);
        if (result == DB_OK) *ret_posts += step.moved;
    }
    return result;
}
