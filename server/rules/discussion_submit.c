// discussion_submit: from the submission to the row.
//
// Three passes. A look through a read lease refuses what is refused anyhow, so a closed
// article costs neither a sanitiser run nor a write. Then the text is made ready and the word
// lists are searched, which may take long, so it does not happen on the writer thread. Then the
// write asks everything again with the rows of its own transaction: what it finds is what counts.
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "db/store.h"
#include "server/rules/address.h"
#include "server/rules/app.h"
#include "server/rules/comment_fields.h"
#include "server/rules/discussion.h"
#include "server/rules/discussion_judge.h"
#include "server/rules/notification.h"
#include "server/rules/settings.h"
#include "server/rules/throttle.h"

enum { AGENT_MOST = 254 };  // WordPress's column
static const char flood_kind[] = "comment address";

struct submit {
    struct app *app;
    struct arena *arena;
    const struct discussion_submission *in;
    struct discussion_outcome *out;
    struct comment comment;
    struct judged judged;
};

static enum discussion_verdict of_result(enum db_result result) {
    return result == DB_FULL ? DISCUSSION_FULL : DISCUSSION_FAILED;
}

static const struct user *asker(const struct discussion_submission *in) {
    return in->actor && in->actor->user && in->actor->user->id != 0 ? in->actor->user : NULL;
}

// Article, parent, gate, log-in: in the order of the answers. DISCUSSION_ACCEPTED lets pass.
static enum discussion_verdict admit(struct submit *submit, struct db *db, const struct settings *settings,
                                     struct post *post) {
    const struct discussion_submission *in = submit->in;
    enum db_result result = post_get(db, submit->arena, in->post, post);
    if (result == DB_NOT_FOUND) return DISCUSSION_NO_POST;
    if (result != DB_OK) return of_result(result);

    bool may_read = actor_can_read_post(in->actor, post);
    submit->out->gate = comment_gate(post, settings, in->now, may_read);
    if (submit->out->gate.reason == COMMENTS_NOT_PUBLIC) return DISCUSSION_NO_POST;

    if (in->parent != 0) {
        struct comment parent;
        result = comment_get(db, submit->arena, in->parent, &parent);
        if (result != DB_OK && result != DB_NOT_FOUND) return of_result(result);
        if (result == DB_NOT_FOUND || parent.post != post->id || parent.status != COMMENT_APPROVED)
            return DISCUSSION_BAD_PARENT;
        submit->comment.root = parent.root != 0 ? parent.root : parent.id;  // as its row will have it
    }
    if (!submit->out->gate.open) return DISCUSSION_CLOSED;
    bool known = asker(in) || (in->actor && in->actor->owner);
    if (settings->comment_registration && !known && !in->skip_login_rule) return DISCUSSION_LOGIN_REQUIRED;
    return DISCUSSION_ACCEPTED;
}

// Name, e-mail, address and text as they will be stored.
static enum discussion_verdict fill(struct submit *submit, const struct settings *settings) {
    const struct discussion_submission *in = submit->in;
    struct arena *arena = submit->arena;
    const struct user *user = in->as_given ? NULL : asker(in);
    const char *name = user ? user->display_name : in->name ? in->name : "";
    const char *email = comment_trimmed(arena, user ? user->email : in->email ? in->email : "");
    const char *url = user ? user->url : in->url ? in->url : "";
    const char *content = in->content ? in->content : "";

    // Lengths are of what was typed, so that sanitising never sees more.
    bool long_name = strlen(name) > 4 * COMMENT_NAME_MAX || utf8_length(name) > COMMENT_NAME_MAX;
    bool long_content = strlen(content) > COMMENT_CONTENT_MAX;
    if (!long_name) name = comment_name_sanitise(arena, name);
    bool has_text = !long_content && comment_trimmed(arena, content)[0] != '\0';
    if (!long_content && has_text)
        discussion_render(arena, settings, content, actor_can(in->actor, CAP_UNFILTERED_HTML), &submit->comment.content,
                          &submit->comment.content_html);

    bool guest = !user && !(in->as_given && in->user != 0);
    if (guest && settings->require_name_email && !in->skip_required_rule) {
        if (name[0] == '\0' || email[0] == '\0') return DISCUSSION_AUTHOR_REQUIRED;
        if (strlen(email) <= COMMENT_EMAIL_MAX && !email_is_valid(email)) return DISCUSSION_BAD_EMAIL;
    }
    // Markup alone leaves nothing to say.
    if (!long_content && (!has_text || submit->comment.content[0] == '\0')) return DISCUSSION_EMPTY;
    if (long_name) return DISCUSSION_TOO_LONG_NAME;
    if (strlen(email) > COMMENT_EMAIL_MAX) return DISCUSSION_TOO_LONG_EMAIL;
    if (strlen(url) > 4 * COMMENT_URL_MAX || utf8_length(url) > COMMENT_URL_MAX) return DISCUSSION_TOO_LONG_URL;
    if (long_content) return DISCUSSION_TOO_LONG_CONTENT;

    const char *agent = in->user_agent ? in->user_agent : "";
    submit->comment.author_name = name;
    // WordPress's sanitize_email: a malformed one that nobody asked for is dropped.
    submit->comment.author_email = email_is_valid(email) ? email : "";
    submit->comment.author_url = comment_url_sanitise(arena, url);
    submit->comment.user = in->as_given ? in->user : user ? user->id : 0;
    submit->comment.post = in->post;
    submit->comment.parent = in->parent;
    submit->comment.author_address = in->address ? in->address : "";
    submit->comment.user_agent = arena_strndup(arena, agent, utf8_prefix(agent, strlen(agent), AGENT_MOST));
    submit->comment.type = "comment";
    submit->comment.created = in->date != 0 ? in->date : in->now;
    submit->comment.held_rule = submit->comment.held_match = "";
    return DISCUSSION_ACCEPTED;
}

static enum db_result judge(struct submit *submit, struct db *db, const struct post *post,
                            const struct settings *settings) {
    const struct discussion_submission *in = submit->in;
    return discussion_judge(db, submit->arena, post, settings, in->actor, in->as_given, &submit->comment,
                            &submit->judged);
}

// The address that a guest is counted by; NULL: none. It is kept in memory only, since of what the rows keep of it
// neighbours may share.
static const char *flood_address(const struct submit *submit) {
    const char *address = submit->in->address;
    return submit->comment.user == 0 && address && address[0] != '\0' ? address : NULL;
}

// check_comment_flood_db: a logged-in person is counted by account, a guest by address, both by e-mail.
static enum discussion_verdict check_flood(struct submit *submit, struct db *db, const struct settings *settings) {
    const struct discussion_submission *in = submit->in;
    const int64_t interval = settings->comment_flood_interval;
    if (interval <= 0 || actor_can(in->actor, CAP_MODERATE_COMMENTS)) return DISCUSSION_ACCEPTED;
    int64_t latest;
    enum db_result result = comment_latest_by(db, submit->comment.author_email, submit->comment.user, &latest);
    if (result != DB_OK) return of_result(result);
    int64_t wait = latest == 0 ? 0 : latest + interval - in->now;
    // A comment dated ahead of the clock locks nobody out.
    if (wait > interval) wait = 0;
    const char *address = flood_address(submit);
    const int64_t other = address ? throttle_wait(submit->app->throttle, flood_kind, address, 1, interval, in->now) : 0;
    if (other > wait) wait = other;
    if (wait <= 0) return DISCUSSION_ACCEPTED;
    submit->out->retry_after = (int) wait;
    return DISCUSSION_FLOOD;
}

// On the writer thread, like check_flood(): of two comments at the same moment the second sees the first.
static void count_flood(const struct submit *submit) {
    const char *address = flood_address(submit);
    if (address) throttle_count(submit->app->throttle, flood_kind, address, submit->in->now);
}

// What a moderator brings in with a date or a status of its own is no news to anyone.
static bool is_filed(const struct discussion_submission *in) {
    return (in->date != 0 || in->status != 0) && actor_can(in->actor, CAP_MODERATE_COMMENTS);
}

static enum discussion_verdict insert(struct submit *submit, struct db *db) {
    struct comment *comment = &submit->comment;
    struct post post;
    // In the transaction's own memory: many submissions share none of it.
    struct settings *settings = arena_new(submit->arena, struct settings);
    enum db_result result = settings_load(db, submit->arena, settings);
    if (result != DB_OK) return of_result(result);
    enum discussion_verdict verdict = admit(submit, db, settings, &post);
    if (verdict != DISCUSSION_ACCEPTED) return verdict;

    bool duplicate;
    result = comment_is_duplicate(db, comment, &duplicate);
    if (result != DB_OK) return of_result(result);
    if (duplicate) return DISCUSSION_DUPLICATE;
    verdict = check_flood(submit, db, settings);
    if (verdict != DISCUSSION_ACCEPTED) return verdict;

    result = judge(submit, db, &post, settings);
    if (result != DB_OK) return of_result(result);
    const struct moderation *moderation = &submit->judged.moderation;
    comment->status = moderation->status;
    comment->held_rule = moderation->rule;
    comment->held_match = moderation->match;
    comment->status_before_trash = comment->status == COMMENT_TRASH ? COMMENT_HOLD : 0;
    if (submit->in->status != 0) {
        comment->status = submit->in->status;
        comment->held_rule = comment->held_match = "";
        bool away = comment->status == COMMENT_TRASH || comment->status == COMMENT_SPAM;
        comment->status_before_trash = away ? COMMENT_HOLD : 0;
    } else if (submit->in->honeypot) {
        comment->status = COMMENT_SPAM;
        comment->held_rule = "honeypot";
        comment->held_match = "";
        comment->status_before_trash = COMMENT_HOLD;
    }
    if (!submit->in->address_as_given)
        comment->author_address = address_kept(submit->arena, comment->author_address, settings->store_address);
    result = comment_insert(db, comment, &comment->id);
    if (result == DB_OK) count_flood(submit);
    if (result == DB_OK && !is_filed(submit->in))
        result = notification_of_comment(db, submit->arena, settings, &post, comment, submit->in->now);
    // The user or the parent went in the meantime.
    return result == DB_OK ? DISCUSSION_ACCEPTED : of_result(result);
}

static enum db_result write_comment(struct db *db, void *argument) {
    struct submit *submit = argument;
    submit->out->verdict = insert(submit, db);
    // What is refused changed nothing, and is no failure of the store.
    return submit->out->verdict == DISCUSSION_FULL     ? DB_FULL
           : submit->out->verdict == DISCUSSION_FAILED ? DB_ERROR
                                                       : DB_OK;
}

static enum discussion_verdict look(struct submit *submit, struct app *app, const struct settings *settings) {
    struct post post;
    STORE_READ db = store_read_acquire(app->store);
    if (!db) return DISCUSSION_FAILED;
    return admit(submit, db, settings, &post);
}

// Word lists against the text, ahead of the write.
static enum discussion_verdict look_at_words(struct submit *submit, struct app *app, const struct settings *settings) {
    struct post post;
    STORE_READ db = store_read_acquire(app->store);
    if (!db) return DISCUSSION_FAILED;
    enum db_result result = post_get(db, submit->arena, submit->in->post, &post);
    if (result == DB_OK) result = judge(submit, db, &post, settings);
    if (result == DB_NOT_FOUND) return DISCUSSION_NO_POST;
    return result == DB_OK ? DISCUSSION_ACCEPTED : of_result(result);
}

void discussion_submit(struct app *app, struct arena *arena, const struct discussion_submission *submission,
                       struct discussion_outcome *ret) {
    *ret = (struct discussion_outcome){.verdict = DISCUSSION_FAILED};
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    if (!settings) return;
    struct submit submit = {.app = app, .arena = arena, .in = submission, .out = ret};
    ret->verdict = look(&submit, app, settings);
    if (ret->verdict == DISCUSSION_ACCEPTED) ret->verdict = fill(&submit, settings);
    if (ret->verdict == DISCUSSION_ACCEPTED) ret->verdict = look_at_words(&submit, app, settings);
    if (ret->verdict != DISCUSSION_ACCEPTED) return;

    enum db_result result = store_write(app->store, write_comment, &submit);
    // A batch whose commit failed stored nothing, whatever the function had said.
    if (result != DB_OK) {
        const char *address = flood_address(&submit);
        if (address && ret->verdict == DISCUSSION_ACCEPTED) throttle_forget(app->throttle, flood_kind, address);
        ret->verdict = of_result(result);
    }
    if (ret->verdict == DISCUSSION_ACCEPTED) ret->comment = submit.comment;
}
