// redirect: see the header.
#include "db/redirect.h"

#include "db/statement.h"

#define SQL_PUT "INSERT INTO redirect (path, post_id) VALUES ($1, $2) ON CONFLICT (path) DO NOTHING"
#define SQL_PUT_SIZE "INSERT INTO redirect (path, post_id, size) VALUES ($1, $2, $3) ON CONFLICT (path) DO NOTHING"
#define SQL_FIND "SELECT post_id, size FROM redirect WHERE path = $1"

const char *const redirect_statements[] = {SQL_PUT, SQL_PUT_SIZE, SQL_FIND, NULL};

enum db_result redirect_put(struct db *db, const char *path, int64_t post) {
    STATEMENT statement = statement_acquire(db, SQL_PUT);
    statement_bind_text(statement, path);
    statement_bind_integer(statement, post);
    return statement_run(statement);
}

enum db_result redirect_put_size(struct db *db, const char *path, int64_t post, const char *size) {
    STATEMENT statement = statement_acquire(db, SQL_PUT_SIZE);
    statement_bind_text(statement, path);
    statement_bind_integer(statement, post);
    statement_bind_text(statement, size);
    return statement_run(statement);
}

enum db_result redirect_find(struct db *db, const char *path, int64_t *ret_post) {
    STATEMENT statement = statement_acquire(db, SQL_FIND);
    statement_bind_text(statement, path);
    enum db_result result = statement_one(statement);
    if (result == DB_OK) *ret_post = statement_integer(statement, 0);
    return result;
}

enum db_result redirect_find_size(struct db *db, struct arena *arena, const char *path, int64_t *ret_post,
                                  const char **ret_size) {
    STATEMENT statement = statement_acquire(db, SQL_FIND);
    statement_bind_text(statement, path);
    enum db_result result = statement_one(statement);
    if (result != DB_OK) return result;
    *ret_post = statement_integer(statement, 0);
    *ret_size = statement_text(statement, 1, arena);
    return DB_OK;
}
