// privacy: see the header. The account is looked at before anything is changed, and again in the write that deletes it.
#include "server/rules/privacy.h"

#include "base/arena.h"
#include "base/error.h"
#include "db/comment.h"
#include "db/custom_field.h"
#include "db/mail.h"
#include "db/store.h"
#include "db/user.h"
#include "server/rules/app.h"
#include "server/rules/secret.h"
#include "server/rules/settings.h"
#include "server/text/words.h"

enum { COMMENTS_A_WRITE = 200 };

struct erasure {
    const struct privacy_wish *wish;
    struct privacy_report report;
    struct error *error;
    int64_t account;     // 0: none
    const char *nobody;  // the name that comments get
    int64_t comments;    // of the last write
};

static enum db_result refuse(struct erasure *erasure, int status, const char *code, const char *message) {
    error_set(erasure->error, status, code, "%s", message);
    return DB_CONFLICT;
}

// May the account go?
static enum db_result check_account(struct db *db, struct arena *arena, struct erasure *erasure,
                                    const struct user *user) {
    const int64_t heir = erasure->wish->heir;
    if (erasure->wish->account == PRIVACY_ACCOUNT_KEEP) return DB_OK;
    if (user->roles & USER_ROLE_BIT(ROLE_ADMINISTRATOR)) {
        int64_t administrators;
        enum db_result result = user_count_role(db, ROLE_ADMINISTRATOR, &administrators);
        if (result != DB_OK) return result;
        if (administrators < 2)
            return refuse(erasure, 409, "privacy_last_administrator",
                          "This is the account of the only administrator: it can only be kept.");
    }
    if (heir) {
        struct user other;
        enum db_result result = user_get(db, arena, heir, &other);
        if (result == DB_NOT_FOUND || heir == user->id)
            return refuse(erasure, 400, "privacy_no_heir",
                          "There is nobody else with that number to get the articles.");
        return result;
    }
    bool owns;
    enum db_result result = user_owns_posts(db, user->id, &owns);
    if (result != DB_OK || !owns) return result;
    return refuse(erasure, 409, "privacy_owns_content",
                  "The account has articles or files: name who gets them, or keep the account.");
}

static enum db_result find_account(struct db *db, struct arena *arena, struct erasure *erasure) {
    struct user user;
    enum db_result result = user_get_by_email(db, arena, erasure->wish->email, &user);
    erasure->account = result == DB_OK ? user.id : 0;
    if (result == DB_OK) return check_account(db, arena, erasure, &user);
    return result == DB_NOT_FOUND ? DB_OK : result;
}

static bool find(struct app *app, struct arena *arena, struct erasure *erasure) {
    STORE_READ db = store_read_acquire(app->store);
    const enum db_result result = db ? find_account(db, arena, erasure) : DB_ERROR;
    if (result != DB_OK && !error_is_set(erasure->error)) secret_unavailable(erasure->error);
    return result == DB_OK;
}

static enum db_result erase_comment(struct db *db, const struct erasure *erasure, struct comment *comment) {
    comment->user = 0;
    comment->author_name = erasure->nobody;
    comment->author_email = comment->author_url = comment->author_address = comment->user_agent = "";
    comment->held_match = "";
    enum db_result result = comment_update(db, comment);
    return result == DB_OK ? custom_field_delete_of_comment(db, comment->id) : result;
}

// What was erased is found no more, so each write begins at the front.
static enum db_result write_comments(struct db *db, void *argument) {
    struct erasure *erasure = argument;
    const struct comment_person person = {.email = erasure->wish->email, .account = erasure->account};
    struct comment_place place = {.created = INT64_MIN};
    struct comment_list list;
    struct arena arena;
    arena_init(&arena);
    enum db_result result = comment_of_person(db, &arena, &person, COMMENTS_A_WRITE, &place, &list);
    for (size_t i = 0; result == DB_OK && i < list.count; i++) result = erase_comment(db, erasure, &list.items[i]);
    if (result == DB_OK) erasure->comments = (int64_t) list.count;
    arena_finish(&arena);
    return result;
}

static enum db_result write_end(struct db *db, void *argument) {
    struct erasure *erasure = argument;
    struct arena arena;
    arena_init(&arena);
    enum db_result result = find_account(db, &arena, erasure);
    arena_finish(&arena);
    if (result == DB_OK) result = mail_delete_of_recipient(db, erasure->wish->email, &erasure->report.letters);
    erasure->report.had_account = erasure->account != 0;
    if (result != DB_OK || !erasure->account || erasure->wish->account == PRIVACY_ACCOUNT_KEEP) return result;
    result = user_delete(db, erasure->account, erasure->wish->heir);
    erasure->report.deleted_account = result == DB_OK;
    return result;
}

static bool run(struct app *app, store_write_function function, struct erasure *erasure) {
    const enum db_result result = store_write(app->store, function, erasure);
    return result == DB_OK || (!error_is_set(erasure->error) && secret_write_failed(result, erasure->error));
}

bool privacy_erase(struct app *app, struct arena *arena, const struct privacy_wish *wish, struct privacy_report *ret,
                   struct error *error) {
    struct erasure erasure = {.wish = wish, .error = error};
    {
        SETTINGS_LEASE settings = settings_acquire(app->settings);
        if (!settings) return secret_unavailable(error);
        erasure.nobody = words_get(settings->words, WORD_ANONYMOUS);
    }
    if (!find(app, arena, &erasure)) return false;
    do {
        if (!run(app, write_comments, &erasure)) return false;
        erasure.report.comments += erasure.comments;
    } while (erasure.comments == COMMENTS_A_WRITE);
    if (!run(app, write_end, &erasure)) return false;
    *ret = erasure.report;
    return true;
}
