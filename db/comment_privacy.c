// comment_privacy: what comments hold of people beyond their words: forgetting it when its time is over. Each call
// takes few rows, so that the writer is never held for long.
#include "db/comment.h"
#include "db/statement.h"
#include "db/statements.h"
#include "db/touch_kinds.h"

// Partial indexes hold just the rows that still have something to forget.
#define SQL_FORGET_ADDRESSES                                                                                       \
    "UPDATE comment SET author_address = '' WHERE id IN (SELECT c.id FROM comment c WHERE c.author_address <> '' " \
    "AND c.created < $1 ORDER BY c.created LIMIT $2)"
#define SQL_FORGET_AGENTS                                                                                  \
    "UPDATE comment SET user_agent = '' WHERE id IN (SELECT c.id FROM comment c WHERE c.user_agent <> '' " \
    "AND c.created < $1 ORDER BY c.created LIMIT $2)"

const char *const comment_privacy_statements[] = {SQL_FORGET_ADDRESSES, SQL_FORGET_AGENTS, NULL};

static enum db_result forget(struct db *db, const char *sql, int64_t before, int64_t most, int64_t *ret_count) {
    STATEMENT statement = statement_acquire(db, sql);
    statement_bind_integer(statement, before);
    statement_bind_integer(statement, most);
    db_touch(db, TOUCH_PRIVATE, 0);
    enum db_result result = statement_run(statement);
    if (result == DB_OK) *ret_count = statement_changes(statement);
    return result;
}

enum db_result comment_forget_addresses(struct db *db, int64_t before, int64_t most, int64_t *ret_count) {
    return forget(db, SQL_FORGET_ADDRESSES, before, most, ret_count);
}

enum db_result comment_forget_agents(struct db *db, int64_t before, int64_t most, int64_t *ret_count) {
    return forget(db, SQL_FORGET_AGENTS, before, most, ret_count);
}
