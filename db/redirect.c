// redirect: see the header.
#include "db/redirect.h"

#include "db/statement.h"

#define SQL_PUT "INSERT INTO redirect (path, post_id) VALUES ($1, $2) ON CONFLICT (path) DO NOTHING"
#define SQL_FIND "SELECT post_id FROM redirect WHERE path = $1"

const char *const redirect_statements[] = {SQL_PUT, SQL_FIND, NULL};

enum db_result redirect_put(struct db *db, const char *path, int64_t post) {
    STATEMENT statement = statement_acquire(db, SQL_PUT);
    statement_bind_text(statement, path);
    statement_bind_integer(statement, post);
    return statement_run(statement);
}

enum db_result redirect_find(struct db *db, const char *path, int64_t *ret_post) {
    STATEMENT statement = statement_acquire(db, SQL_FIND);
    statement_bind_text(statement, path);
    enum db_result result = statement_one(statement);
    if (result == DB_OK) *ret_post = statement_integer(statement, 0);
    return result;
}
