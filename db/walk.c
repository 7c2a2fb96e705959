// walk: see the header.
#include "db/walk.h"

#include "base/arena.h"
#include "db/comment_row.h"
#include "db/rows.h"
#include "db/statement.h"

#define SQL_USERS "SELECT id FROM account WHERE id > $1 ORDER BY id LIMIT $2"
#define SQL_TERMS "SELECT id FROM term WHERE id > $1 ORDER BY id LIMIT $2"
#define SQL_POSTS "SELECT id FROM post WHERE id > $1 ORDER BY id LIMIT $2"
#define SQL_COMMENTS SELECT_COMMENT "WHERE c.post_id = $1 AND c.status < 5 ORDER BY c.id"

const char *const walk_statements[] = {SQL_USERS, SQL_TERMS, SQL_POSTS, SQL_COMMENTS, NULL};

static enum db_result walk(struct db *db, struct arena *arena, const char *sql, int64_t after, size_t most,
                           struct id_list *ret) {
    size_t capacity = 0, count = 0;
    int64_t *items = NULL;
    STATEMENT statement = statement_acquire(db, sql);
    statement_bind_integer(statement, after);
    statement_bind_integer(statement, (int64_t) most);
    while (statement_row(statement)) {
        ROWS_GROW(arena, items, count, &capacity);
        items[count++] = statement_integer(statement, 0);
    }
    *ret = (struct id_list){.items = items, .count = count};
    return statement_result(statement);
}

enum db_result walk_users(struct db *db, struct arena *arena, int64_t after, size_t most, struct id_list *ret) {
    return walk(db, arena, SQL_USERS, after, most, ret);
}

enum db_result walk_terms(struct db *db, struct arena *arena, int64_t after, size_t most, struct id_list *ret) {
    return walk(db, arena, SQL_TERMS, after, most, ret);
}

enum db_result walk_posts(struct db *db, struct arena *arena, int64_t after, size_t most, struct id_list *ret) {
    return walk(db, arena, SQL_POSTS, after, most, ret);
}

enum db_result walk_comments(struct db *db, struct arena *arena, int64_t post, struct comment_list *ret) {
    size_t capacity = 0, count = 0;
    struct comment *items = NULL;
    STATEMENT statement = statement_acquire(db, SQL_COMMENTS);
    statement_bind_integer(statement, post);
    while (statement_row(statement)) {
        ROWS_GROW(arena, items, count, &capacity);
        comment_from_row(statement, arena, false, &items[count++]);
    }
    *ret = (struct comment_list){.items = items, .count = count, .total = (int64_t) count};
    return statement_result(statement);
}
