// mail: see the header.
#include "db/mail.h"

#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "db/fold.h"
#include "db/rows.h"
#include "db/statement.h"
#include "db/touch_kinds.h"

#define SELECT_MAIL \
    "SELECT id, kind, recipient, subject_id, detail, created, COALESCE(due, 0), attempts, problem FROM mail "
#define SQL_INSERT                                                                                                   \
    "INSERT INTO mail (kind, recipient, recipient_key, subject_id, detail, created, due, attempts, problem) VALUES " \
    "($1, $2, $3, $4, $5, $6, $7, 0, '')"
#define SQL_GET SELECT_MAIL "WHERE id = $1"
#define SQL_FIRST SELECT_MAIL "WHERE due IS NOT NULL ORDER BY due, id LIMIT 1"
#define SQL_LIST SELECT_MAIL "WHERE id > $1 ORDER BY id LIMIT $2"
#define SQL_COUNT "SELECT count(due), count(*) FROM mail"
#define SQL_POSTPONE "UPDATE mail SET due = $1, problem = $2, attempts = attempts + 1 WHERE id = $3"
#define SQL_POSTPONE_ALL "UPDATE mail SET due = $1 WHERE due < $1"
#define SQL_RETRY "UPDATE mail SET due = $1 WHERE id = $2"
#define SQL_RETRY_ALL "UPDATE mail SET due = $1"
#define SQL_DELETE "DELETE FROM mail WHERE id = $1"
#define SQL_DELETE_GIVEN_UP "DELETE FROM mail WHERE due IS NULL AND created < $1"
#define SQL_OF_RECIPIENT SELECT_MAIL "WHERE recipient_key = $1 ORDER BY id"
#define SQL_DELETE_OF_RECIPIENT "DELETE FROM mail WHERE recipient_key = $1"

const char *const mail_statements[] = {SQL_INSERT,
                                       SQL_GET,
                                       SQL_FIRST,
                                       SQL_LIST,
                                       SQL_COUNT,
                                       SQL_POSTPONE,
                                       SQL_POSTPONE_ALL,
                                       SQL_RETRY,
                                       SQL_RETRY_ALL,
                                       SQL_DELETE,
                                       SQL_DELETE_GIVEN_UP,
                                       SQL_OF_RECIPIENT,
                                       SQL_DELETE_OF_RECIPIENT,
                                       NULL};

const char *mail_kind_name(enum mail_kind kind) {
    static const char *const names[] = {
        [MAIL_COMMENT] = "comment",
        [MAIL_MODERATION] = "moderation",
        [MAIL_PASSWORD_RESET] = "password_reset",
        [MAIL_PASSWORD_CHANGED] = "password_changed",
        [MAIL_EMAIL_CHANGED] = "email_changed",
    };
    return (unsigned) kind < sizeof names / sizeof *names && names[kind] ? names[kind] : "";
}

static enum db_result insert_row(struct db *db, struct arena *arena, const struct mail *mail) {
    STATEMENT statement = statement_acquire(db, SQL_INSERT);
    statement_bind_integer(statement, mail->kind);
    statement_bind_text(statement, mail->recipient);
    statement_bind_text(statement, fold_text(arena, mail->recipient));
    statement_bind_integer(statement, mail->subject);
    statement_bind_text(statement, mail->detail ? mail->detail : "");
    statement_bind_integer(statement, mail->created);
    statement_bind_integer(statement, mail->due ? mail->due : mail->created);
    return statement_run(statement);
}

enum db_result mail_insert(struct db *db, const struct mail *mail) {
    struct arena arena;
    arena_init(&arena);
    enum db_result result = insert_row(db, &arena, mail);
    arena_finish(&arena);
    if (result == DB_OK) db_touch(db, TOUCH_MAIL, 0);
    return result;
}

static void from_row(struct statement *statement, struct arena *arena, struct mail *ret) {
    *ret = (struct mail){
        .id = statement_integer(statement, 0),
        .kind = (enum mail_kind) statement_integer(statement, 1),
        .recipient = statement_text(statement, 2, arena),
        .subject = statement_integer(statement, 3),
        .detail = statement_text(statement, 4, arena),
        .created = statement_integer(statement, 5),
        .due = statement_integer(statement, 6),
        .attempts = statement_integer(statement, 7),
        .problem = statement_text(statement, 8, arena),
    };
}

static enum db_result read_one(struct statement *statement, struct arena *arena, struct mail *ret) {
    enum db_result result = statement_one(statement);
    if (result == DB_OK) from_row(statement, arena, ret);
    return result;
}

static enum db_result read_all(struct statement *statement, struct arena *arena, struct mail_list *ret) {
    struct mail_list list = {0};
    size_t capacity = 0;
    while (statement_row(statement)) {
        ROWS_GROW(arena, list.items, list.count, &capacity);
        from_row(statement, arena, &list.items[list.count++]);
    }
    if (statement_result(statement) == DB_OK) *ret = list;
    return statement_result(statement);
}

enum db_result mail_get(struct db *db, struct arena *arena, int64_t id, struct mail *ret) {
    STATEMENT statement = statement_acquire(db, SQL_GET);
    statement_bind_integer(statement, id);
    return read_one(statement, arena, ret);
}

enum db_result mail_first(struct db *db, struct arena *arena, struct mail *ret) {
    STATEMENT statement = statement_acquire(db, SQL_FIRST);
    return read_one(statement, arena, ret);
}

enum db_result mail_list(struct db *db, struct arena *arena, int64_t after, int64_t limit, struct mail_list *ret) {
    STATEMENT statement = statement_acquire(db, SQL_LIST);
    statement_bind_integer(statement, after);
    statement_bind_integer(statement, limit);
    return read_all(statement, arena, ret);
}

enum db_result mail_count(struct db *db, int64_t *ret_waiting, int64_t *ret_given_up) {
    STATEMENT statement = statement_acquire(db, SQL_COUNT);
    enum db_result result = statement_one(statement);
    if (result != DB_OK) return result;
    *ret_waiting = statement_integer(statement, 0);
    *ret_given_up = statement_integer(statement, 1) - *ret_waiting;
    return DB_OK;
}

enum db_result mail_postpone(struct db *db, int64_t id, int64_t due, const char *problem) {
    struct arena arena;
    arena_init(&arena);
    enum db_result result;
    {
        STATEMENT statement = statement_acquire(db, SQL_POSTPONE);
        statement_bind_reference(statement, due);
        statement_bind_text(statement,
                            arena_strndup(&arena, problem, utf8_prefix(problem, strlen(problem), MAIL_PROBLEM_MOST)));
        statement_bind_integer(statement, id);
        db_touch(db, TOUCH_PRIVATE, 0);
        result = statement_change(statement);
    }
    arena_finish(&arena);
    return result;
}

enum db_result mail_postpone_all(struct db *db, int64_t due) {
    db_touch(db, TOUCH_PRIVATE, 0);
    return statement_run_integers(db, SQL_POSTPONE_ALL, INTEGERS(due));
}

enum db_result mail_retry(struct db *db, int64_t id, int64_t now, int64_t *ret_count) {
    STATEMENT statement = statement_acquire(db, id ? SQL_RETRY : SQL_RETRY_ALL);
    statement_bind_integer(statement, now);
    if (id) statement_bind_integer(statement, id);
    enum db_result result = statement_run(statement);
    if (result != DB_OK) return result;
    *ret_count = statement_changes(statement);
    db_touch(db, TOUCH_MAIL, 0);
    return DB_OK;
}

enum db_result mail_delete(struct db *db, int64_t id) {
    STATEMENT statement = statement_acquire(db, SQL_DELETE);
    statement_bind_integer(statement, id);
    db_touch(db, TOUCH_PRIVATE, 0);
    return statement_change(statement);
}

enum db_result mail_delete_given_up(struct db *db, int64_t before) {
    db_touch(db, TOUCH_PRIVATE, 0);
    return statement_run_integers(db, SQL_DELETE_GIVEN_UP, INTEGERS(before));
}

static enum db_result read_of_recipient(struct db *db, struct arena *arena, const char *key, struct mail_list *ret) {
    STATEMENT statement = statement_acquire(db, SQL_OF_RECIPIENT);
    statement_bind_text(statement, key);
    return read_all(statement, arena, ret);
}

enum db_result mail_of_recipient(struct db *db, struct arena *arena, const char *recipient, struct mail_list *ret) {
    return read_of_recipient(db, arena, fold_text(arena, recipient), ret);
}

static enum db_result delete_of_key(struct db *db, const char *key, int64_t *ret_count) {
    STATEMENT statement = statement_acquire(db, SQL_DELETE_OF_RECIPIENT);
    statement_bind_text(statement, key);
    db_touch(db, TOUCH_PRIVATE, 0);
    enum db_result result = statement_run(statement);
    if (result == DB_OK) *ret_count = statement_changes(statement);
    return result;
}

enum db_result mail_delete_of_recipient(struct db *db, const char *recipient, int64_t *ret_count) {
    struct arena arena;
    arena_init(&arena);
    enum db_result result = delete_of_key(db, fold_text(&arena, recipient), ret_count);
    arena_finish(&arena);
    return result;
}
