// editing: see the header.
#include "server/rules/editing.h"

#include <sodium.h>
#include <string.h>

#include "base/arena.h"
#include "db/term.h"

enum { VERSION_BYTES = 16 };

static void take(crypto_generichash_state *hash, const void *bytes, size_t size) {
    crypto_generichash_update(hash, bytes, size);
}

static void take_integer(crypto_generichash_state *hash, int64_t number) { take(hash, &number, sizeof number); }

// With its NUL, so that what ends one text cannot begin the next.
static void take_text(crypto_generichash_state *hash, const char *text) { take(hash, text, strlen(text) + 1); }

static enum db_result take_terms(crypto_generichash_state *hash, struct db *db, struct arena *arena,
                                 const struct post *post, enum term_taxonomy taxonomy) {
    struct term_list list = {0};
    enum db_result result = term_of_post(db, arena, post->id, taxonomy, &list);
    int64_t sum = 0;
    // They come by name, and a term that is renamed makes no other version of its articles.
    for (size_t i = 0; i < list.count; i++) {
        unsigned char one[8];
        crypto_generichash(one, sizeof one, (const unsigned char *) &list.items[i].id, sizeof list.items[i].id, NULL,
                           0);
        int64_t mixed;
        memcpy(&mixed, one, sizeof mixed);
        sum ^= mixed;
    }
    take_integer(hash, (int64_t) list.count);
    take_integer(hash, sum);
    if (result != DB_OK || taxonomy != TERM_CATEGORY || list.count <= 1) return result;
    // The one that is shown, be it chosen or not: who sends back what he read makes no version.
    struct term primary = {0};
    result = term_primary_of_post(db, arena, post, &primary);
    take_integer(hash, primary.id);
    return result == DB_NOT_FOUND ? DB_OK : result;
}

enum db_result editing_version(struct db *db, struct arena *arena, const struct post *post, const char **ret) {
    const int64_t numbers[] = {
        post->status,
        post->author,
        post->parent,
        post->menu_order,
        post->featured_media,
        post->sticky,
        post->content_format,
        // A date that nobody chose moves with each save.
        post->date_floating ? 0 : post->published,
    };
    const char *const texts[] = {post->title,    post->content, post->excerpt,      post->slug,
                                 post->password, post->format,  post->template_name};
    crypto_generichash_state hash;
    crypto_generichash_init(&hash, NULL, 0, VERSION_BYTES);
    take(&hash, numbers, sizeof numbers);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) take_text(&hash, texts[i]);
    enum db_result result = take_terms(&hash, db, arena, post, TERM_CATEGORY);
    if (result == DB_OK) result = take_terms(&hash, db, arena, post, TERM_TAG);
    if (result != DB_OK) return result;
    unsigned char digest[VERSION_BYTES];
    char text[2 * VERSION_BYTES + 1];
    crypto_generichash_final(&hash, digest, sizeof digest);
    *ret = arena_strdup(arena, sodium_bin2hex(text, sizeof text, digest, sizeof digest));
    return DB_OK;
}

static bool is_of_window(const struct edit_lock *lock, const struct edit_lock *asked) {
    return lock->user == asked->user && strcmp(lock->holder, asked->holder) == 0;
}

static bool yields(const struct edit_lock *lock, const struct edit_lock *asked, enum editing_wish wish) {
    return is_of_window(lock, asked) || wish == EDITING_TAKE_OVER ||
           (wish == EDITING_OPEN && lock->user == asked->user);
}

enum db_result editing_take(struct db *db, struct arena *arena, const struct edit_lock *asked, enum editing_wish wish,
                            int64_t now, struct edit_lock *ret, bool *ret_mine) {
    struct edit_lock lock;
    enum db_result result = edit_lock_get(db, arena, asked->post, now, &lock);
    if (result != DB_OK && result != DB_NOT_FOUND) return result;
    const bool held = result == DB_OK;
    *ret_mine = !held || yields(&lock, asked, wish);
    if (*ret_mine) {
        struct edit_lock mine = *asked;
        mine.since = held && is_of_window(&lock, asked) ? lock.since : now;
        mine.until = now + EDITING_LOCK_SECONDS;
        result = edit_lock_put(db, &mine);
        if (result == DB_OK) result = edit_lock_get(db, arena, asked->post, now, &lock);
        if (result != DB_OK) return result;
    }
    *ret = lock;
    return DB_OK;
}

enum db_result editing_release(struct db *db, struct arena *arena, const struct edit_lock *asked, int64_t now,
                               bool *ret_released) {
    struct edit_lock lock;
    const enum db_result result = edit_lock_get(db, arena, asked->post, now, &lock);
    *ret_released = result == DB_OK && is_of_window(&lock, asked);
    if (*ret_released) return edit_lock_delete(db, asked->post);
    return result == DB_NOT_FOUND ? DB_OK : result;
}
