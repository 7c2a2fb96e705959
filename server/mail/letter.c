// letter: see the header. Subjects and texts follow WordPress's; addresses of visitors are not passed on.
#include "server/mail/letter.h"

#include <sodium.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "db/comment.h"
#include "db/user.h"
#include "server/rules/app.h"
#include "server/rules/discussion.h"
#include "server/rules/password_reset.h"
#include "server/rules/permalink.h"
#include "server/rules/settings.h"
#include "server/rules/token.h"
#include "server/text/sanitize.h"

struct letter {
    struct app *app;
    struct db *db;
    struct arena *arena;
    const struct settings *settings;
    const struct mail *mail;
    int64_t now;
    struct message *out;
    struct strbuf body;
};

static const char *site_name(const struct settings *settings) {
    return settings->blogname[0] ? settings->blogname : settings->home;
}

// The same for every attempt, so that a letter that comes twice can be told. Keyed, since the number alone would let
// anyone answer to letters that he never got.
static const char *message_id(struct app *app, struct arena *arena, const struct settings *settings, const char *what) {
    unsigned char hash[32];
    char text[2 * 12 + 1];
    token_hash(app, "message id", what, hash);
    sodium_bin2hex(text, sizeof text, hash, 12);
    const char *host = strstr(settings->home, "://") + 3;
    return arena_printf(arena, "%s.%s@%.*s", what, text, (int) strcspn(host, ":/"), host);
}

static void begin(struct app *app, struct arena *arena, const struct settings *settings, const char *to,
                  const char *what, int64_t date, struct message *ret) {
    *ret = (struct message){
        .from_name = settings->mail_from_name[0] ? settings->mail_from_name : site_name(settings),
        .from = settings->mail_from[0] ? settings->mail_from : settings->admin_email,
        .to = to,
        .id = message_id(app, arena, settings, what),
        .date = date,
    };
}

static const char *plain(struct arena *arena, const char *html) { return sanitize_strip_tags(arena, html); }

static void add_commenter(struct letter *letter, const struct comment *comment) {
    struct strbuf *body = &letter->body;
    strbuf_addf(body, "Author: %s\n", comment->author_name[0] ? comment->author_name : "Anonymous");
    if (comment->author_email[0]) strbuf_addf(body, "Email: %s\n", comment->author_email);
    if (comment->author_url[0]) strbuf_addf(body, "URL: %s\n", comment->author_url);
    strbuf_addf(body, "Comment:\n%s\n\n", plain(letter->arena, comment->content));
}

static enum db_result make_of_comment(struct letter *letter) {
    struct comment comment;
    struct post post;
    enum db_result result = comment_get(letter->db, letter->arena, letter->mail->subject, &comment);
    if (result == DB_OK) result = post_get(letter->db, letter->arena, comment.post, &post);
    if (result != DB_OK) return result;
    const bool held = letter->mail->kind == MAIL_MODERATION;
    if (comment.status != (held ? COMMENT_HOLD : COMMENT_APPROVED)) return DB_NOT_FOUND;

    const char *title = plain(letter->arena, post.title);
    const char *permalink = permalink_of_post(letter->db, letter->arena, letter->settings, &post);
    letter->out->subject = arena_printf(letter->arena, held ? "[%s] Please moderate: \"%s\"" : "[%s] Comment: \"%s\"",
                                        site_name(letter->settings), title);
    if (comment.author_email[0] && email_is_valid(comment.author_email)) letter->out->reply_to = comment.author_email;

    struct strbuf *body = &letter->body;
    if (held)
        strbuf_addf(body, "A new comment on \"%s\" is waiting for your approval.\n%s\n\n", title, permalink);
    else
        strbuf_addf(body, "New comment on \"%s\".\n\n", title);
    add_commenter(letter, &comment);
    if (held && comment.held_rule[0]) {
        strbuf_addf(body, "Held by the rule %s%s%s\n", comment.held_rule, comment.held_match[0] ? ": " : "",
                    comment.held_match);
    }
    if (held) {
        int64_t waiting;
        result = comment_count(letter->db, 0, COMMENT_HOLD, &waiting);
        if (result != DB_OK) return result;
        strbuf_addf(body, "Comments waiting for approval: %lld\n", (long long) waiting);
    } else {
        strbuf_addf(body, "All comments:\n%s#comments\n\nThis comment:\n%s\n", permalink,
                    permalink_of_comment(letter->db, letter->arena, letter->settings, &post, comment.id));
    }
    return DB_OK;
}

static enum db_result make_password_reset(struct letter *letter) {
    struct user user;
    const char *typed = letter->mail->recipient;
    enum db_result result = user_get_by_login(letter->db, letter->arena, typed, &user);
    if (result == DB_NOT_FOUND) result = user_get_by_email(letter->db, letter->arena, typed, &user);
    if (result != DB_OK) return result;
    letter->out->to = user.email;
    letter->out->subject = arena_printf(letter->arena, "[%s] Password Reset", site_name(letter->settings));
    strbuf_addf(&letter->body,
                "Someone has requested a password reset for the following account:\n\n"
                "Site Name: %s\n\nUsername: %s\n\n"
                "If this was a mistake, ignore this email and nothing will happen.\n\n"
                "To reset your password, visit the following address:\n\n%s\n\nIt holds for a day.\n",
                site_name(letter->settings), user.login,
                password_reset_url(letter->app, letter->arena, letter->settings, &user, letter->now));
    return DB_OK;
}

static enum db_result make_of_account(struct letter *letter) {
    const bool password = letter->mail->kind == MAIL_PASSWORD_CHANGED;
    const struct settings *settings = letter->settings;
    struct user user;
    enum db_result result = user_get(letter->db, letter->arena, letter->mail->subject, &user);
    if (result != DB_OK) return result;
    struct strbuf *body = &letter->body;
    strbuf_addf(body, "Hi %s,\n\n", user.display_name);
    if (password)
        strbuf_addf(body, "This notice confirms that your password was changed on %s.\n\n", site_name(settings));
    else
        strbuf_addf(body, "This notice confirms that your email address on %s was changed to %s.\n\n",
                    site_name(settings), letter->mail->detail);
    strbuf_addf(body, "If you did not change it, please contact the Site Administrator%s%s\n\n%s\n%s\n",
                settings->admin_email[0] ? " at\n" : ".", settings->admin_email, site_name(settings), settings->home);
    letter->out->subject =
        arena_printf(letter->arena, "[%s] %s Changed", site_name(settings), password ? "Password" : "Email");
    return DB_OK;
}

static enum db_result make(struct letter *letter) {
    switch (letter->mail->kind) {
        case MAIL_COMMENT:
        case MAIL_MODERATION:
            return make_of_comment(letter);
        case MAIL_PASSWORD_RESET:
            return make_password_reset(letter);
        case MAIL_PASSWORD_CHANGED:
        case MAIL_EMAIL_CHANGED:
            return make_of_account(letter);
    }
    return DB_NOT_FOUND;
}

enum db_result letter_make(struct app *app, struct db *db, struct arena *arena, const struct settings *settings,
                           const struct mail *mail, int64_t now, struct message *ret) {
    struct letter letter = {
        .app = app, .db = db, .arena = arena, .settings = settings, .mail = mail, .now = now, .out = ret};
    const char *what = arena_printf(arena, "mail-%lld-%lld", (long long) mail->id, (long long) mail->created);
    begin(app, arena, settings, mail->recipient, what, mail->created, ret);
    strbuf_init(&letter.body, 0);
    enum db_result result = make(&letter);
    if (result == DB_OK && strbuf_failed(&letter.body)) result = DB_ERROR;
    if (result == DB_OK) ret->body = arena_strndup(arena, letter.body.data, letter.body.size);
    strbuf_finish(&letter.body);
    return result;
}

void letter_make_test(struct app *app, struct arena *arena, const struct settings *settings, const char *to,
                      int64_t now, struct message *ret) {
    const char *what = arena_printf(arena, "test-%lld-%08x", (long long) now, randombytes_random());
    begin(app, arena, settings, to, what, now, ret);
    ret->subject = arena_printf(arena, "[%s] Test", site_name(settings));
    ret->body = arena_printf(arena, "%s can send mail.\n%s\n", site_name(settings), settings->home);
}
