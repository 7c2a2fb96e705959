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
#include "server/text/words.h"

struct letter {
    struct app *app;
    struct db *db;
    struct arena *arena;
    const struct settings *settings;
    const struct words *words;  // in the language of who gets it
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

static void speak_to(struct letter *letter, const struct user *user) {
    if (user->locale[0]) letter->words = words_of_locale(user->locale);
}

static const char *plain(struct arena *arena, const char *html) { return sanitize_strip_tags(arena, html); }

// A line of the catalogue with its one text, and a line end.
static void add_line(struct letter *letter, enum word word, const char *text) {
    strbuf_adds(&letter->body, words_with(letter->arena, letter->words, word, text, NULL));
    strbuf_addc(&letter->body, '\n');
}

static const char *subject(struct letter *letter, enum word word) {
    return words_with(letter->arena, letter->words, word, site_name(letter->settings), NULL);
}

static void add_commenter(struct letter *letter, const struct comment *comment) {
    const char *name = comment->author_name;
    add_line(letter, WORD_LETTER_AUTHOR, name[0] ? name : words_get(letter->words, WORD_ANONYMOUS));
    if (comment->author_email[0]) add_line(letter, WORD_LETTER_EMAIL, comment->author_email);
    if (comment->author_url[0]) add_line(letter, WORD_LETTER_URL, comment->author_url);
    strbuf_addf(&letter->body, "\n%s\n\n", plain(letter->arena, comment->content));
}

static enum db_result add_of_held(struct letter *letter, const struct comment *comment) {
    strbuf_addf(&letter->body, "%s\n%s/wp-admin/comment.php?action=editcomment&c=%lld\n\n",
                words_get(letter->words, WORD_LETTER_DECIDE), letter->settings->home, (long long) comment->id);
    if (comment->held_rule[0]) {
        const char *rule = comment->held_rule, *match = comment->held_match;
        add_line(letter, WORD_LETTER_RULE, match[0] ? arena_printf(letter->arena, "%s (%s)", rule, match) : rule);
    }
    int64_t waiting;
    enum db_result result = comment_count(letter->db, 0, COMMENT_HOLD, &waiting);
    if (result == DB_OK)
        strbuf_addf(&letter->body, "%s\n",
                    words_plural(letter->arena, letter->words, WORD_LETTER_WAITING, waiting, NULL));
    return result;
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
    letter->out->subject = words_with(letter->arena, letter->words, held ? WORD_LETTER_MODERATE : WORD_LETTER_COMMENT,
                                      site_name(letter->settings), title, NULL);
    if (comment.author_email[0] && email_is_valid(comment.author_email)) letter->out->reply_to = comment.author_email;

    struct strbuf *body = &letter->body;
    add_line(letter, held ? WORD_LETTER_NEW_HELD : WORD_LETTER_NEW_COMMENT, title);
    strbuf_addf(body, "%s\n\n", permalink);
    add_commenter(letter, &comment);
    if (held) return add_of_held(letter, &comment);
    strbuf_addf(body, "%s\n%s\n\n", words_get(letter->words, WORD_LETTER_THIS),
                permalink_of_comment(letter->db, letter->arena, letter->settings, &post, &comment));
    strbuf_addf(body, "%s\n%s#comments\n", words_get(letter->words, WORD_LETTER_ALL), permalink);
    return DB_OK;
}

static enum db_result make_password_reset(struct letter *letter) {
    struct user user;
    const char *typed = letter->mail->recipient;
    enum db_result result = user_get_by_login(letter->db, letter->arena, typed, &user);
    if (result == DB_NOT_FOUND) result = user_get_by_email(letter->db, letter->arena, typed, &user);
    if (result != DB_OK) return result;
    speak_to(letter, &user);
    letter->out->to = user.email;
    letter->out->subject = subject(letter, WORD_LETTER_RESET);
    strbuf_addf(&letter->body, "%s\n\n%s\n\n%s\n\n%s\n",
                words_with(letter->arena, letter->words, WORD_LETTER_RESET_ASKED, user.login,
                           site_name(letter->settings), NULL),
                words_get(letter->words, WORD_LETTER_RESET_IGNORE), words_get(letter->words, WORD_LETTER_RESET_LINK),
                password_reset_url(letter->app, letter->arena, letter->settings, &user, letter->now));
    return DB_OK;
}

static enum db_result make_of_account(struct letter *letter) {
    const bool password = letter->mail->kind == MAIL_PASSWORD_CHANGED;
    const struct settings *settings = letter->settings;
    struct user user;
    enum db_result result = user_get(letter->db, letter->arena, letter->mail->subject, &user);
    if (result != DB_OK) return result;
    speak_to(letter, &user);
    letter->out->subject = subject(letter, password ? WORD_LETTER_PASSWORD_CHANGED : WORD_LETTER_EMAIL_CHANGED);
    add_line(letter, WORD_LETTER_HELLO, user.display_name);
    strbuf_addc(&letter->body, '\n');
    if (password)
        add_line(letter, WORD_LETTER_PASSWORD, site_name(settings));
    else
        strbuf_addf(&letter->body, "%s\n",
                    words_with(letter->arena, letter->words, WORD_LETTER_ADDRESS, site_name(settings),
                               letter->mail->detail, NULL));
    strbuf_addc(&letter->body, '\n');
    add_line(letter, WORD_LETTER_CONTACT, settings->admin_email[0] ? settings->admin_email : settings->home);
    strbuf_addf(&letter->body, "\n%s\n%s\n", site_name(settings), settings->home);
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
    letter.words = settings->words;
    struct user reader;
    if (user_get_by_email(db, arena, mail->recipient, &reader) == DB_OK) speak_to(&letter, &reader);
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
