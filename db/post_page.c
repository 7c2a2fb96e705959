// post_page: see the header.
#include "db/post_page.h"

#include "db/statement.h"
#include "db/statements.h"
#include "db/touch_kinds.h"

#define SQL_DELETE "DELETE FROM post_page WHERE post_id = $1"
#define SQL_INSERT "INSERT INTO post_page (post_id, number, html) VALUES ($1, $2, $3)"
#define SQL_GET "SELECT html FROM post_page WHERE post_id = $1 AND number = $2"

const char *const post_page_statements[] = {SQL_DELETE, SQL_INSERT, SQL_GET, NULL};

enum db_result post_page_put(struct db *db, int64_t post, const char *const *pages, size_t count) {
    enum db_result result = statement_run_integers(db, SQL_DELETE, INTEGERS(post));
    for (size_t i = 0; i < count && result == DB_OK; i++) {
        STATEMENT statement = statement_acquire(db, SQL_INSERT);
        statement_bind_integer(statement, post);
        statement_bind_integer(statement, (int64_t) i + 1);
        statement_bind_text(statement, pages[i]);
        result = statement_run(statement);
    }
    db_touch(db, TOUCH_POST, post);
    return result;
}

enum db_result post_page_get(struct db *db, struct arena *arena, int64_t post, int64_t number, const char **ret) {
    STATEMENT statement = statement_acquire(db, SQL_GET);
    statement_reads(statement, TOUCH_POST, post);
    statement_bind_integer(statement, post);
    statement_bind_integer(statement, number);
    const enum db_result result = statement_one(statement);
    if (result == DB_OK) *ret = statement_text(statement, 0, arena);
    return result;
}
