// edit_lock: see the header. A lock that has expired stays as a row until someone else takes it.
#include "db/edit_lock.h"

#include "base/arena.h"
#include "db/connection.h"
#include "db/statement.h"
#include "db/touch_kinds.h"

#define SQL_GET                                                        \
    "SELECT l.account_id, a.display_name, l.holder, l.since, l.until " \
    "FROM edit_lock l JOIN account a ON a.id = l.account_id WHERE l.post_id = $1 AND l.until > $2"
#define SQL_PUT                                                          \
    "INSERT INTO edit_lock (post_id, account_id, holder, since, until) " \
    "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (post_id) DO UPDATE "       \
    "SET account_id = excluded.account_id, holder = excluded.holder, since = excluded.since, until = excluded.until"
#define SQL_DELETE "DELETE FROM edit_lock WHERE post_id = $1"
#define SQL_EDITOR_GET                                                                                                \
    "SELECT e.account_id, a.display_name FROM post_editor e JOIN account a ON a.id = e.account_id WHERE e.post_id = " \
    "$1"
#define SQL_EDITOR_PUT                                               \
    "INSERT INTO post_editor (post_id, account_id) VALUES ($1, $2) " \
    "ON CONFLICT (post_id) DO UPDATE SET account_id = excluded.account_id"
#define SQL_EDITOR_DELETE "DELETE FROM post_editor WHERE post_id = $1"

const char *const edit_lock_statements[] = {SQL_GET,        SQL_PUT,           SQL_DELETE, SQL_EDITOR_GET,
                                            SQL_EDITOR_PUT, SQL_EDITOR_DELETE, NULL};

enum db_result edit_lock_get(struct db *db, struct arena *arena, int64_t post, int64_t now, struct edit_lock *ret) {
    STATEMENT statement = statement_acquire(db, SQL_GET);
    statement_reads(statement, TOUCH_PRIVATE, 0);
    statement_bind_integer(statement, post);
    statement_bind_integer(statement, now);
    enum db_result result = statement_one(statement);
    if (result != DB_OK) return result;
    *ret = (struct edit_lock){
        .post = post,
        .user = statement_integer(statement, 0),
        .name = statement_text(statement, 1, arena),
        .holder = statement_text(statement, 2, arena),
        .since = statement_integer(statement, 3),
        .until = statement_integer(statement, 4),
    };
    return DB_OK;
}

enum db_result edit_lock_put(struct db *db, const struct edit_lock *lock) {
    STATEMENT statement = statement_acquire(db, SQL_PUT);
    statement_bind_integer(statement, lock->post);
    statement_bind_integer(statement, lock->user);
    statement_bind_text(statement, lock->holder);
    statement_bind_integer(statement, lock->since);
    statement_bind_integer(statement, lock->until);
    db_touch(db, TOUCH_PRIVATE, 0);
    return statement_run(statement);
}

enum db_result edit_lock_delete(struct db *db, int64_t post) {
    db_touch(db, TOUCH_PRIVATE, 0);
    return statement_run_integers(db, SQL_DELETE, INTEGERS(post));
}

enum db_result post_editor_get(struct db *db, struct arena *arena, int64_t post, int64_t *ret_user,
                               const char **ret_name) {
    STATEMENT statement = statement_acquire(db, SQL_EDITOR_GET);
    statement_reads(statement, TOUCH_PRIVATE, 0);
    statement_bind_integer(statement, post);
    enum db_result result = statement_one(statement);
    if (result != DB_OK) return result;
    *ret_user = statement_integer(statement, 0);
    *ret_name = statement_text(statement, 1, arena);
    return DB_OK;
}

enum db_result post_editor_put(struct db *db, int64_t post, int64_t user) {
    db_touch(db, TOUCH_PRIVATE, 0);
    return user ? statement_run_integers(db, SQL_EDITOR_PUT, INTEGERS(post, user))
                : statement_run_integers(db, SQL_EDITOR_DELETE, INTEGERS(post));
}
