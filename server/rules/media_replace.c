// media_replace: see the header.
#include "server/rules/media_replace.h"

#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "db/media.h"
#include "db/media_change.h"
#include "db/media_use.h"
#include "db/redirect.h"
#include "db/store.h"
#include "server/media/uploads.h"
#include "server/rules/app.h"
#include "server/rules/publishing.h"
#include "server/rules/settings.h"

enum { POSTS_A_STEP = 50, FILES_A_STEP = 100 };

static enum db_result leave(struct db *db, struct arena *arena, int64_t post, const char *file, const char *size) {
    if (!*file || strstr(file, "://")) return DB_OK;
    const char *path = arena_printf(arena, "wp-content/uploads/%s", file);
    enum db_result result = redirect_put_size(db, path, post, size);
    return result == DB_OK ? media_leftover_put(db, file) : result;
}

enum db_result media_replace_file(struct db *db, const struct media *before, const struct media *now) {
    struct arena arena;
    arena_init(&arena);
    enum db_result result = media_set_file(db, now);
    if (result == DB_OK) result = leave(db, &arena, now->post, before->file, "");
    for (size_t i = 0; i < before->size_count && result == DB_OK; i++)
        result = leave(db, &arena, now->post, before->sizes[i].file, before->sizes[i].name);
    if (result == DB_OK) result = media_change_put(db, now->post, 0);
    arena_finish(&arena);
    return result;
}

struct step {
    const struct settings *settings;
    int64_t media;
};

// Another thread may have done it meanwhile, or the medium was deleted.
static enum db_result write_step(struct db *db, void *argument) {
    const struct step *step = argument;
    int64_t position;
    struct id_list posts;
    enum db_result result = media_change_get(db, step->media, &position);
    if (result != DB_OK) return result == DB_NOT_FOUND ? DB_OK : result;
    struct arena arena;
    arena_init(&arena);
    result = media_use_posts(db, &arena, step->media, position, POSTS_A_STEP, &posts);
    for (size_t i = 0; result == DB_OK && i < posts.count; i++)
        result = publishing_renew_media(db, step->settings, position = posts.items[i]);
    if (result == DB_OK)
        result = posts.count < POSTS_A_STEP ? media_change_done(db, step->media)
                                            : media_change_put(db, step->media, position);
    arena_finish(&arena);
    return result;
}

static enum db_result next_media(struct store *store, int64_t *ret) {
    STORE_READ db = store_read_acquire(store);
    int64_t position;
    return db ? media_change_next(db, ret, &position) : DB_ERROR;
}

static bool is_stopping(const struct app *app) { return app->stopping && atomic_load(app->stopping); }

static enum db_result change_texts(struct app *app) {
    struct step step = {0};
    enum db_result result;
    while ((result = next_media(app->store, &step.media)) == DB_OK && !is_stopping(app)) {
        SETTINGS_LEASE settings = settings_acquire(app->settings);
        if (!settings) return DB_ERROR;
        step.settings = settings;
        result = store_write(app->store, write_step, &step);
        if (result != DB_OK) break;
    }
    return result == DB_NOT_FOUND ? DB_OK : result;
}

static enum db_result forget_files(struct db *db, void *argument) {
    const struct text_list *files = argument;
    enum db_result result = DB_OK;
    for (size_t i = 0; i < files->count && result == DB_OK; i++) result = media_leftover_done(db, files->items[i]);
    return result;
}

static enum db_result list_files(struct store *store, struct arena *arena, struct text_list *ret) {
    STORE_READ db = store_read_acquire(store);
    return db ? media_leftover_list(db, arena, FILES_A_STEP, ret) : DB_ERROR;
}

static enum db_result remove_files(struct app *app) {
    struct text_list files = {.count = FILES_A_STEP};
    enum db_result result = DB_OK;
    while (files.count == FILES_A_STEP && result == DB_OK && !is_stopping(app)) {
        struct arena arena;
        arena_init(&arena);
        result = list_files(app->store, &arena, &files);
        for (size_t i = 0; result == DB_OK && i < files.count; i++) uploads_remove_file(app->uploads, files.items[i]);
        if (result == DB_OK && files.count > 0) result = store_write(app->store, forget_files, &files);
        arena_finish(&arena);
    }
    return result;
}

bool media_replace_finish(struct app *app) {
    enum db_result result = change_texts(app);
    if (result == DB_OK) result = remove_files(app);
    if (result != DB_OK)
        log_error("texts that name replaced files could not all be changed: %s", store_message(app->store));
    return result == DB_OK && !is_stopping(app);
}
