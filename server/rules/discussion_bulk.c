// discussion_bulk: see the header.
#include "server/rules/discussion_bulk.h"

#include "base/arena.h"
#include "db/discussion_change.h"
#include "db/store.h"
#include "server/rules/capability.h"
#include "server/rules/comment_gate.h"

// Rows that are read at once, and posts of one write: that holds the writer for some 20 ms.
enum { READ_MOST = 100, STEP_MOST = 300 };

// Only what the actor may edit, by the same rule as actor_can_edit_post(). False: nothing.
static bool narrow(const struct discussion_bulk *bulk, const struct post_query *query, struct post_query *ret) {
    const bool page = bulk->type == POST_TYPE_PAGE;
    *ret = *query;
    if (actor_can(bulk->actor, page ? CAP_EDIT_OTHERS_PAGES : CAP_EDIT_OTHERS_POSTS)) return true;
    if (!bulk->account) return false;
    ret->editable_by = bulk->account;
    if (actor_can(bulk->actor, page ? CAP_EDIT_PUBLISHED_PAGES : CAP_EDIT_PUBLISHED_POSTS)) return true;
    // What is in the trash counts as what it was before, which may be published.
    const unsigned unfinished =
        POST_STATUS_BIT(POST_DRAFT) | POST_STATUS_BIT(POST_PENDING) | POST_STATUS_BIT(POST_AUTO_DRAFT);
    ret->statuses = ret->statuses ? ret->statuses & unfinished : unfinished;
    return ret->statuses != 0;
}

static enum db_result count(struct db *db, struct arena *arena, const struct post_query *query, int64_t *ret) {
    struct post_query all = *query;
    struct post_list list;
    all.limit = 0;
    all.want_total = true;
    enum db_result result = post_list(db, arena, &all, true, &list);
    if (result == DB_OK) *ret = list.total;
    return result;
}

// Of the posts matched, those that are or would be closed for this reason although their switch says open.
static enum db_result count_closed(struct db *db, struct arena *arena, const struct post_query *query,
                                   enum comment_reason reason, const struct settings *settings, int64_t now,
                                   int64_t *ret) {
    struct post_query closed = *query;
    // Reading and editing go together: who asks has every post that he may edit count as his to read.
    closed.discussion = comment_gate_filter(0, settings, now, true, 0);
    unsigned asked = query->discussion.states ? query->discussion.states : ~0U;
    *ret = 0;
    if (reason == COMMENTS_NOT_PUBLIC) {
        closed.discussion.states = asked & POST_CLOSED_NOT_PUBLIC;
    } else {
        if (!closed.discussion.ages) return DB_OK;
        closed.discussion.states = asked & (POST_CLOSED_ARTICLE | POST_CLOSED_AGE);
        if (closed.before == 0 || closed.before > closed.discussion.oldest) closed.before = closed.discussion.oldest;
    }
    return closed.discussion.states ? count(db, arena, &closed, ret) : DB_OK;
}

enum db_result discussion_bulk_count(struct db *db, struct arena *arena, const struct discussion_bulk *bulk,
                                     const struct settings *settings, const struct post_query *query,
                                     struct discussion_bulk_count *ret) {
    struct post_query wanted;
    struct discussion_bulk_count counts = {0};
    enum db_result result = DB_OK;
    if (narrow(bulk, query, &wanted)) {
        result = count(db, arena, &wanted, &counts.matched);
        if (result == DB_OK && bulk->open && bulk->type == POST_TYPE_POST)
            result = count_closed(db, arena, &wanted, COMMENTS_AGE, settings, bulk->now, &counts.too_old);
        if (result == DB_OK && bulk->open)
            result = count_closed(db, arena, &wanted, COMMENTS_NOT_PUBLIC, settings, bulk->now, &counts.not_public);
        wanted.discussion.stored = bulk->open ? -1 : 1;
        if (result == DB_OK) result = count(db, arena, &wanted, &counts.count);
    }
    if (result == DB_OK) *ret = counts;
    return result;
}

enum db_result discussion_bulk_find(struct db *db, struct arena *arena, const struct discussion_bulk *bulk,
                                    const struct post_query *query, struct id_list *ret) {
    struct post_query wanted;
    *ret = (struct id_list){0};
    if (!narrow(bulk, query, &wanted)) return DB_OK;
    wanted.discussion.stored = bulk->open ? -1 : 1;
    return post_match(db, arena, &wanted, DISCUSSION_BULK_MOST, ret);
}

// One write's worth.
struct step {
    const struct discussion_bulk *bulk;
    struct id_list posts;
    bool back;        // undoes the change
    int64_t change;   // 0: made with the first post that is turned
    int64_t changed;  // in this step
    int64_t after;    // of an undo: the last post that was looked at
    bool done;
};

static enum db_result begin_change(struct db *db, struct step *step) {
    if (step->change) return DB_OK;
    const struct discussion_change change = {
        .account = step->bulk->account,
        .type = step->bulk->type,
        .opened = step->bulk->open,
        .created = step->bulk->now,
    };
    return discussion_change_insert(db, &change, &step->change);
}

static enum db_result turn(struct db *db, struct step *step, const struct post *post) {
    const bool open = step->bulk->open;
    if (post->comments_open == open || post->type != step->bulk->type) return DB_OK;
    if (!actor_can_edit_post(step->bulk->actor, post)) return DB_OK;
    enum db_result result = step->back ? DB_OK : begin_change(db, step);
    if (result == DB_OK)
        result = step->back ? discussion_change_turn_back(db, step->change, post->id, open)
                            : discussion_change_turn(db, step->change, post->id, open);
    if (result == DB_OK) step->changed++;
    return result;
}

// Each is looked at as it is now.
static enum db_result turn_all(struct db *db, struct step *step) {
    enum db_result result = DB_OK;
    for (size_t from = 0; from < step->posts.count && result == DB_OK; from += READ_MOST) {
        const size_t left = step->posts.count - from;
        struct arena arena;
        struct post_list list;
        arena_init(&arena);
        const struct post_query query = {
            .include = {.items = step->posts.items + from, .count = left < READ_MOST ? left : READ_MOST},
            .order = POST_ORDER_ID,
            .ascending = true,
            .limit = READ_MOST,
        };
        result = post_list(db, &arena, &query, true, &list);
        for (size_t i = 0; result == DB_OK && i < list.count; i++) result = turn(db, step, &list.items[i]);
        arena_finish(&arena);
    }
    return result;
}

static enum db_result write_step(struct db *db, void *argument) { return turn_all(db, argument); }

enum db_result discussion_bulk_turn(struct store *store, const struct discussion_bulk *bulk,
                                    const struct id_list *posts, int64_t *ret_changed, int64_t *ret_change) {
    struct step step = {.bulk = bulk};
    enum db_result result = DB_OK;
    *ret_changed = *ret_change = 0;
    for (size_t from = 0; from < posts->count && result == DB_OK; from += STEP_MOST) {
        const size_t left = posts->count - from;
        step.posts = (struct id_list){.items = posts->items + from, .count = left < STEP_MOST ? left : STEP_MOST};
        step.changed = 0;
        result = store_write(store, write_step, &step);
        if (result != DB_OK) break;
        *ret_changed += step.changed;
        *ret_change = step.change;
    }
    return result;
}

static enum db_result write_undo_step(struct db *db, void *argument) {
    struct step *step = argument;
    int64_t ids[STEP_MOST];
    size_t count;
    enum db_result result = discussion_change_posts(db, step->change, step->after, STEP_MOST, ids, &count);
    if (result != DB_OK) return result;
    step->posts = (struct id_list){.items = ids, .count = count};
    step->done = count < STEP_MOST;
    if (count > 0) step->after = ids[count - 1];
    return turn_all(db, step);
}

static enum db_result write_end(struct db *db, void *argument) {
    return discussion_change_delete(db, *(const int64_t *) argument);
}

static enum db_result read_change(struct store *store, const struct discussion_bulk *bulk, int64_t id,
                                  struct discussion_change *ret) {
    STORE_READ db = store_read_acquire(store);
    enum db_result result = db ? discussion_change_get(db, id, ret) : DB_ERROR;
    if (result != DB_OK) return result;
    const bool own = ret->account == bulk->account && ret->created > bulk->now - DISCUSSION_BULK_KEPT_SECONDS;
    return own ? DB_OK : DB_NOT_FOUND;
}

enum db_result discussion_bulk_undo(struct store *store, const struct discussion_bulk *bulk, int64_t change,
                                    int64_t *ret_restored, int64_t *ret_left) {
    struct discussion_change made;
    enum db_result result = read_change(store, bulk, change, &made);
    if (result != DB_OK) return result;
    struct discussion_bulk back = *bulk;
    back.type = made.type;
    back.open = !made.opened;
    struct step step = {.bulk = &back, .back = true, .change = change};
    int64_t restored = 0;
    while (result == DB_OK && !step.done) {
        step.changed = 0;
        result = store_write(store, write_undo_step, &step);
        if (result == DB_OK) restored += step.changed;
    }
    if (result == DB_OK) result = store_write(store, write_end, &change);
    *ret_restored = restored;
    *ret_left = made.number - restored;
    return result;
}
