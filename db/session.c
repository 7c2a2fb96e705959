// session: log-ins of browsers, found by the keyed hash of the cookie's token.
#include "base/arena.h"
#include "db/connection.h"
#include "db/rows.h"
#include "db/statement.h"
#include "db/statements.h"
#include "db/touch_kinds.h"
#include "db/user.h"

#define SQL_INSERT                                                                         \
    "INSERT INTO session (hash, account_id, created, expires, address, user_agent, seen) " \
    "VALUES ($1, $2, $3, $4, $5, $6, $7)"
#define SELECT_SESSION "SELECT account_id, created, expires, address, user_agent, seen, hash FROM session "
#define SQL_FIND SELECT_SESSION "WHERE hash = $1"
#define SQL_OF_USER SELECT_SESSION "WHERE account_id = $1 ORDER BY seen DESC, created DESC, hash"
#define SQL_SEEN "UPDATE session SET seen = $1 WHERE hash = $2"
#define SQL_DELETE "DELETE FROM session WHERE hash = $1"
#define SQL_DELETE_OF_USER "DELETE FROM session WHERE account_id = $1"
#define SQL_DELETE_OTHERS "DELETE FROM session WHERE account_id = $1 AND hash <> $2 RETURNING 1"
#define SQL_DELETE_EXPIRED "DELETE FROM session WHERE expires <= $1"

const char *const session_statements[] = {SQL_INSERT,         SQL_FIND,           SQL_DELETE,
                                          SQL_DELETE_OF_USER, SQL_DELETE_EXPIRED, SQL_OF_USER,
                                          SQL_SEEN,           SQL_DELETE_OTHERS,  NULL};

enum db_result session_insert(struct db *db, const struct session *session) {
    STATEMENT statement = statement_acquire(db, SQL_INSERT);
    statement_bind_blob(statement, session->hash, sizeof session->hash);
    statement_bind_integer(statement, session->user);
    statement_bind_integer(statement, session->created);
    statement_bind_integer(statement, session->expires);
    statement_bind_text(statement, session->address ? session->address : "");
    statement_bind_text(statement, session->user_agent ? session->user_agent : "");
    statement_bind_integer(statement, session->created);
    db_touch(db, TOUCH_PRIVATE, 0);
    return statement_run(statement);
}

static bool from_row(struct statement *statement, struct arena *arena, struct session *ret) {
    *ret = (struct session){
        .user = statement_integer(statement, 0),
        .created = statement_integer(statement, 1),
        .expires = statement_integer(statement, 2),
        .address = statement_text(statement, 3, arena),
        .user_agent = statement_text(statement, 4, arena),
        .seen = statement_integer(statement, 5),
    };
    return statement_blob(statement, 6, ret->hash, sizeof ret->hash);
}

enum db_result session_find(struct db *db, struct arena *arena, const unsigned char hash[SECRET_HASH_SIZE],
                            struct session *ret) {
    STATEMENT statement = statement_acquire(db, SQL_FIND);
    statement_bind_blob(statement, hash, SECRET_HASH_SIZE);
    enum db_result result = statement_one(statement);
    if (result != DB_OK) return result;
    struct session session;
    if (!from_row(statement, arena, &session)) return DB_ERROR;
    *ret = session;
    return DB_OK;
}

enum db_result session_of_user(struct db *db, struct arena *arena, int64_t user, struct session_list *ret) {
    struct session_list list = {0};
    size_t capacity = 0;
    STATEMENT statement = statement_acquire(db, SQL_OF_USER);
    statement_bind_integer(statement, user);
    while (statement_row(statement)) {
        ROWS_GROW(arena, list.items, list.count, &capacity);
        if (!from_row(statement, arena, &list.items[list.count++])) return DB_ERROR;
    }
    if (statement_result(statement) == DB_OK) *ret = list;
    return statement_result(statement);
}

enum db_result session_delete(struct db *db, const unsigned char hash[SECRET_HASH_SIZE]) {
    STATEMENT statement = statement_acquire(db, SQL_DELETE);
    statement_bind_blob(statement, hash, SECRET_HASH_SIZE);
    db_touch(db, TOUCH_PRIVATE, 0);
    return statement_change(statement);
}

enum db_result session_seen(struct db *db, const unsigned char hash[SECRET_HASH_SIZE], int64_t when) {
    STATEMENT statement = statement_acquire(db, SQL_SEEN);
    statement_bind_integer(statement, when);
    statement_bind_blob(statement, hash, SECRET_HASH_SIZE);
    db_touch(db, TOUCH_PRIVATE, 0);
    return statement_change(statement);
}

enum db_result session_delete_others(struct db *db, int64_t user, const unsigned char keep[SECRET_HASH_SIZE],
                                     int64_t *ret_count) {
    STATEMENT statement = statement_acquire(db, SQL_DELETE_OTHERS);
    statement_bind_integer(statement, user);
    statement_bind_blob(statement, keep, SECRET_HASH_SIZE);
    db_touch(db, TOUCH_PRIVATE, 0);
    int64_t count = 0;
    while (statement_row(statement)) count++;
    if (statement_result(statement) == DB_OK) *ret_count = count;
    return statement_result(statement);
}

enum db_result session_delete_of_user(struct db *db, int64_t user) {
    db_touch(db, TOUCH_PRIVATE, 0);
    return statement_run_integers(db, SQL_DELETE_OF_USER, INTEGERS(user));
}

enum db_result session_delete_expired(struct db *db, int64_t now) {
    db_touch(db, TOUCH_PRIVATE, 0);
    return statement_run_integers(db, SQL_DELETE_EXPIRED, INTEGERS(now));
}
