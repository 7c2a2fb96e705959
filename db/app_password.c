// app_password: passwords for programs. Only the keyed hash of the token is stored, and looked up by it.
#include "base/arena.h"
#include "db/connection.h"
#include "db/fold.h"
#include "db/rows.h"
#include "db/statement.h"
#include "db/statements.h"
#include "db/touch_kinds.h"
#include "db/user.h"

#define COLUMNS "uuid, account_id, app_id, name, hash, created, last_used, last_ip"
#define SQL_INSERT                                                                                            \
    "INSERT INTO app_password (uuid, account_id, app_id, name, name_key, hash, created, last_used, last_ip) " \
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
#define SQL_RENAME "UPDATE app_password SET name = $1, name_key = $2 WHERE uuid = $3"
#define SQL_USED "UPDATE app_password SET last_used = $1, last_ip = $2 WHERE uuid = $3"
#define SQL_DELETE "DELETE FROM app_password WHERE uuid = $1"
#define SQL_DELETE_ALL "DELETE FROM app_password WHERE account_id = $1"
#define SQL_GET "SELECT " COLUMNS " FROM app_password WHERE uuid = $1"
#define SQL_FIND "SELECT " COLUMNS " FROM app_password WHERE hash = $1"
#define SQL_OF_USER "SELECT " COLUMNS " FROM app_password WHERE account_id = $1 ORDER BY created, uuid"

const char *const app_password_statements[] = {SQL_INSERT, SQL_RENAME, SQL_USED,    SQL_DELETE, SQL_DELETE_ALL,
                                               SQL_GET,    SQL_FIND,   SQL_OF_USER, NULL};

static enum db_result from_row(struct statement *statement, struct arena *arena, struct app_password *ret) {
    struct app_password password = {
        .uuid = statement_text(statement, 0, arena),
        .user = statement_integer(statement, 1),
        .app_id = statement_text(statement, 2, arena),
        .name = statement_text(statement, 3, arena),
        .created = statement_integer(statement, 5),
        .last_used = statement_integer(statement, 6),
        .last_ip = statement_text(statement, 7, arena),
    };
    if (!statement_blob(statement, 4, password.hash, sizeof password.hash)) return DB_ERROR;
    *ret = password;
    return DB_OK;
}

static enum db_result one(struct statement *statement, struct arena *arena, struct app_password *ret) {
    enum db_result result = statement_one(statement);
    return result == DB_OK ? from_row(statement, arena, ret) : result;
}

static enum db_result insert(struct db *db, struct arena *arena, const struct app_password *password) {
    STATEMENT statement = statement_acquire(db, SQL_INSERT);
    statement_bind_text(statement, password->uuid);
    statement_bind_integer(statement, password->user);
    statement_bind_text(statement, password->app_id ? password->app_id : "");
    statement_bind_text(statement, password->name);
    statement_bind_text(statement, fold_text(arena, password->name));
    statement_bind_blob(statement, password->hash, sizeof password->hash);
    statement_bind_integer(statement, password->created);
    statement_bind_integer(statement, password->last_used);
    statement_bind_text(statement, password->last_ip ? password->last_ip : "");
    db_touch(db, TOUCH_PRIVATE, 0);
    return statement_run(statement);
}

enum db_result app_password_insert(struct db *db, const struct app_password *password) {
    struct arena arena;
    arena_init(&arena);
    enum db_result result = insert(db, &arena, password);
    arena_finish(&arena);
    return result;
}

static enum db_result rename_row(struct db *db, struct arena *arena, const char *uuid, const char *name) {
    STATEMENT statement = statement_acquire(db, SQL_RENAME);
    statement_bind_text(statement, name);
    statement_bind_text(statement, fold_text(arena, name));
    statement_bind_text(statement, uuid);
    db_touch(db, TOUCH_PRIVATE, 0);
    return statement_change(statement);
}

enum db_result app_password_rename(struct db *db, const char *uuid, const char *name) {
    struct arena arena;
    arena_init(&arena);
    enum db_result result = rename_row(db, &arena, uuid, name);
    arena_finish(&arena);
    return result;
}

enum db_result app_password_used(struct db *db, const char *uuid, int64_t when, const char *address) {
    STATEMENT statement = statement_acquire(db, SQL_USED);
    statement_bind_integer(statement, when);
    statement_bind_text(statement, address);
    statement_bind_text(statement, uuid);
    db_touch(db, TOUCH_PRIVATE, 0);
    return statement_change(statement);
}

enum db_result app_password_delete(struct db *db, const char *uuid) {
    STATEMENT statement = statement_acquire(db, SQL_DELETE);
    statement_bind_text(statement, uuid);
    db_touch(db, TOUCH_PRIVATE, 0);
    return statement_change(statement);
}

enum db_result app_password_delete_all(struct db *db, int64_t user, int64_t *ret_count) {
    STATEMENT statement = statement_acquire(db, SQL_DELETE_ALL);
    statement_bind_integer(statement, user);
    db_touch(db, TOUCH_PRIVATE, 0);
    enum db_result result = statement_run(statement);
    if (result == DB_OK) *ret_count = statement_changes(statement);
    return result;
}

enum db_result app_password_get(struct db *db, struct arena *arena, const char *uuid, struct app_password *ret) {
    STATEMENT statement = statement_acquire(db, SQL_GET);
    statement_bind_text(statement, uuid);
    return one(statement, arena, ret);
}

enum db_result app_password_find(struct db *db, struct arena *arena, const unsigned char hash[SECRET_HASH_SIZE],
                                 struct app_password *ret) {
    STATEMENT statement = statement_acquire(db, SQL_FIND);
    statement_bind_blob(statement, hash, SECRET_HASH_SIZE);
    return one(statement, arena, ret);
}

enum db_result app_password_of_user(struct db *db, struct arena *arena, int64_t user, struct app_password_list *ret) {
    size_t capacity = 0, count = 0;
    struct app_password *items = NULL;
    STATEMENT statement = statement_acquire(db, SQL_OF_USER);
    statement_bind_integer(statement, user);
    while (statement_row(statement)) {
        ROWS_GROW(arena, items, count, &capacity);
        enum db_result result = from_row(statement, arena, &items[count++]);
        if (result != DB_OK) return result;
    }
    if (statement_result(statement) != DB_OK) return statement_result(statement);
    *ret = (struct app_password_list){.items = items, .count = count};
    return DB_OK;
}
