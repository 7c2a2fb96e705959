// discussion_edit: commenters change or delete their own comment, for a while after they wrote it.
//
// New words are asked about like a new comment, gate and moderation included, in the transaction that stores them: a
// closed discussion takes none by this way either. Taking words back is never refused for being closed.
#include <string.h>

#include "base/arena.h"
#include "db/store.h"
#include "server/rules/app.h"
#include "server/rules/comment_fields.h"
#include "server/rules/discussion.h"
#include "server/rules/discussion_judge.h"
#include "server/rules/notification.h"
#include "server/rules/settings.h"

enum { MINUTE = 60 };

struct edit {
    struct arena *arena;
    const struct discussion_edit *in;
    struct discussion_outcome *out;
    const char *content, *content_html;
    struct judged judged;
};

static enum discussion_verdict of_result(enum db_result result) {
    return result == DB_FULL ? DISCUSSION_FULL : DISCUSSION_FAILED;
}

bool discussion_edit_is_open(const struct settings *settings, const struct comment *comment, int64_t now) {
    bool is_there = comment->status == COMMENT_APPROVED || comment->status == COMMENT_HOLD;
    return is_there && now < comment->created + settings->comment_edit_window * MINUTE;
}

// Comment, article, window, and for new words the gate. DISCUSSION_ACCEPTED lets pass.
static enum discussion_verdict admit(struct edit *edit, struct db *db, const struct settings *settings,
                                     struct comment *comment, struct post *post) {
    enum db_result result = comment_get(db, edit->arena, edit->in->comment, comment);
    if (result == DB_OK) result = post_get(db, edit->arena, comment->post, post);
    if (result == DB_NOT_FOUND) return DISCUSSION_NO_POST;
    if (result != DB_OK) return of_result(result);
    edit->out->gate = comment_gate(post, settings, edit->in->now, actor_can_read_post(edit->in->actor, post));
    if (edit->out->gate.reason == COMMENTS_NOT_PUBLIC) return DISCUSSION_NO_POST;
    if (!discussion_edit_is_open(settings, comment, edit->in->now)) return DISCUSSION_TOO_LATE;
    return edit->in->remove || edit->out->gate.open ? DISCUSSION_ACCEPTED : DISCUSSION_CLOSED;
}

static enum discussion_verdict fill(struct edit *edit, const struct settings *settings, const struct comment *comment) {
    const struct discussion_edit *in = edit->in;
    const char *typed = in->content ? in->content : "";
    if (strlen(typed) > COMMENT_CONTENT_MAX) return DISCUSSION_TOO_LONG_CONTENT;
    if (comment_trimmed(edit->arena, typed)[0] == '\0') return DISCUSSION_EMPTY;
    const struct user *user = in->actor ? in->actor->user : NULL;
    bool own = user && user->id != 0 && user->id == comment->user;
    discussion_render(edit->arena, settings, typed, own && actor_can(in->actor, CAP_UNFILTERED_HTML), &edit->content,
                      &edit->content_html);
    return edit->content[0] == '\0' ? DISCUSSION_EMPTY : DISCUSSION_ACCEPTED;
}

static enum db_result judge(struct edit *edit, struct db *db, const struct post *post, const struct settings *settings,
                            struct comment *comment) {
    comment->content = edit->content;
    comment->content_html = edit->content_html;
    return discussion_judge(db, edit->arena, post, settings, edit->in->actor, false, comment, &edit->judged);
}

// What a moderator holds by hand has no rule to ask, and stays where it is.
static void take_verdict(const struct moderation *moderation, struct comment *comment) {
    bool by_hand = comment->status == COMMENT_HOLD && comment->held_rule[0] == '\0';
    if (by_hand && moderation->status != COMMENT_TRASH) return;
    comment->status = moderation->status;
    comment->held_rule = moderation->rule;
    comment->held_match = moderation->match;
    comment->status_before_trash = comment->status == COMMENT_TRASH ? COMMENT_HOLD : 0;
}

// Into the trash, so that a moderator can still see what was said; with the reason.
static void take_back(struct comment *comment) {
    comment->status_before_trash = comment->status;
    comment->status = COMMENT_TRASH;
    comment->held_rule = "deleted_by_author";
    comment->held_match = "";
}

static enum discussion_verdict change(struct edit *edit, struct db *db) {
    struct comment comment;
    struct post post;
    struct settings *settings = arena_new(edit->arena, struct settings);
    enum db_result result = settings_load(db, edit->arena, settings);
    if (result != DB_OK) return of_result(result);
    enum discussion_verdict verdict = admit(edit, db, settings, &comment, &post);
    if (verdict != DISCUSSION_ACCEPTED) return verdict;
    const enum comment_status before = comment.status;
    if (edit->in->remove) {
        take_back(&comment);
    } else {
        result = judge(edit, db, &post, settings, &comment);
        take_verdict(&edit->judged.moderation, &comment);
        comment.edited = edit->in->now;
    }
    if (result == DB_OK) result = comment_update(db, &comment);
    // Whoever waits for what is held, or reads what is not, hears of it as of a new one.
    if (result == DB_OK && comment.status != before)
        result = notification_of_comment(db, edit->arena, settings, &post, &comment, edit->in->now);
    if (result != DB_OK) return of_result(result);
    edit->out->comment = comment;
    return DISCUSSION_ACCEPTED;
}

static enum db_result write_change(struct db *db, void *argument) {
    struct edit *edit = argument;
    edit->out->verdict = change(edit, db);
    return edit->out->verdict == DISCUSSION_FULL ? DB_FULL : edit->out->verdict == DISCUSSION_FAILED ? DB_ERROR : DB_OK;
}

// Ahead of the write: what is refused anyhow, and the word lists.
static enum discussion_verdict look(struct edit *edit, struct app *app, const struct settings *settings) {
    struct comment comment;
    struct post post;
    STORE_READ db = store_read_acquire(app->store);
    if (!db) return DISCUSSION_FAILED;
    enum discussion_verdict verdict = admit(edit, db, settings, &comment, &post);
    if (verdict != DISCUSSION_ACCEPTED || edit->in->remove) return verdict;
    verdict = fill(edit, settings, &comment);
    if (verdict != DISCUSSION_ACCEPTED) return verdict;
    enum db_result result = judge(edit, db, &post, settings, &comment);
    return result == DB_OK ? DISCUSSION_ACCEPTED : of_result(result);
}

void discussion_edit(struct app *app, struct arena *arena, const struct discussion_edit *edit,
                     struct discussion_outcome *ret) {
    *ret = (struct discussion_outcome){.verdict = DISCUSSION_FAILED};
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    if (!settings) return;
    struct edit work = {.arena = arena, .in = edit, .out = ret};
    ret->verdict = look(&work, app, settings);
    if (ret->verdict != DISCUSSION_ACCEPTED) return;
    enum db_result result = store_write(app->store, write_change, &work);
    // A batch whose commit failed stored nothing, whatever the function had said.
    if (result != DB_OK) ret->verdict = of_result(result);
}
