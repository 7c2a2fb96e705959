// notification: see the header. WordPress's wp_new_comment_notify_postauthor, wp_new_comment_notify_moderator and the
// notices of wp_update_user.
#include "server/rules/notification.h"

#include <string.h>
#include <strings.h>

#include "db/mail.h"
#include "server/rules/capability.h"
#include "server/rules/discussion.h"
#include "server/rules/settings.h"

bool notification_is_on(const struct settings *settings) { return settings->smtp_host[0] != '\0'; }

static enum db_result queue(struct db *db, enum mail_kind kind, const char *recipient, int64_t subject, int64_t now) {
    const struct mail mail = {.kind = kind, .recipient = recipient, .subject = subject, .created = now};
    return email_is_valid(recipient) ? mail_insert(db, &mail) : DB_OK;
}

// DB_NOT_FOUND: nobody wrote it, or who did is gone.
static enum db_result read_author(struct db *db, struct arena *arena, const struct post *post, struct user *ret) {
    return post->author ? user_get(db, arena, post->author, ret) : DB_NOT_FOUND;
}

static enum db_result tell_author(struct db *db, struct arena *arena, const struct settings *settings,
                                  const struct post *post, const struct comment *comment, const struct actor *actor,
                                  int64_t now) {
    if (!settings->comments_notify) return DB_OK;
    struct user author;
    enum db_result result = read_author(db, arena, post, &author);
    if (result != DB_OK) return result == DB_NOT_FOUND ? DB_OK : result;
    const bool own = comment->user == author.id;
    const bool did_it = actor && actor->user && actor->user->id == author.id;
    const struct actor reader = {.user = &author};
    if (own || did_it || !actor_can_read_post(&reader, post)) return DB_OK;
    return queue(db, MAIL_COMMENT, author.email, comment->id, now);
}

static enum db_result tell_moderators(struct db *db, struct arena *arena, const struct settings *settings,
                                      const struct post *post, const struct comment *comment, int64_t now) {
    if (!settings->moderation_notify) return DB_OK;
    enum db_result result = queue(db, MAIL_MODERATION, settings->admin_email, comment->id, now);
    if (result != DB_OK) return result;
    struct user author;
    result = read_author(db, arena, post, &author);
    if (result != DB_OK) return result == DB_NOT_FOUND ? DB_OK : result;
    const struct actor reader = {.user = &author};
    const bool told = strcasecmp(author.email, settings->admin_email) == 0;
    if (told || !actor_can_edit_comment(&reader, comment, post)) return DB_OK;
    return queue(db, MAIL_MODERATION, author.email, comment->id, now);
}

enum db_result notification_of_comment(struct db *db, struct arena *arena, const struct settings *settings,
                                       const struct post *post, const struct comment *comment, int64_t now) {
    if (!notification_is_on(settings)) return DB_OK;
    if (comment->status == COMMENT_APPROVED) return tell_author(db, arena, settings, post, comment, NULL, now);
    if (comment->status == COMMENT_HOLD) return tell_moderators(db, arena, settings, post, comment, now);
    return DB_OK;
}

enum db_result notification_of_approval(struct db *db, struct arena *arena, const struct settings *settings,
                                        int64_t comment, const struct actor *actor, int64_t now) {
    if (!notification_is_on(settings)) return DB_OK;
    struct comment row;
    struct post post;
    enum db_result result = comment_get(db, arena, comment, &row);
    if (result == DB_OK) result = post_get(db, arena, row.post, &post);
    return result == DB_OK ? tell_author(db, arena, settings, &post, &row, actor, now) : result;
}

enum db_result notification_of_account(struct db *db, const struct settings *settings, const struct user *before,
                                       const struct user *after, int64_t now) {
    enum db_result result = DB_OK;
    if (!notification_is_on(settings)) return DB_OK;
    if (strcmp(before->password_hash, after->password_hash) != 0)
        result = queue(db, MAIL_PASSWORD_CHANGED, after->email, after->id, now);
    if (result != DB_OK || strcasecmp(before->email, after->email) == 0 || !email_is_valid(before->email))
        return result;
    const struct mail mail = {.kind = MAIL_EMAIL_CHANGED,
                              .recipient = before->email,
                              .subject = after->id,
                              .detail = after->email,
                              .created = now};
    return mail_insert(db, &mail);
}

enum db_result notification_of_lost_password(struct db *db, const char *typed, int64_t now) {
    const struct mail mail = {.kind = MAIL_PASSWORD_RESET, .recipient = typed, .created = now};
    return mail_insert(db, &mail);
}
