// old_slug: see the header. A slug that a post takes again is forgotten as an old one.
#include "db/old_slug.h"

#include "db/post_row.h"
#include "db/rows.h"
#include "db/statement.h"
#include "db/statements.h"
#include "db/touch_kinds.h"

#define SQL_REMEMBER                                                      \
    "INSERT INTO old_slug (slug, post_id, changed) "                      \
    "SELECT p.slug, p.id, CAST($1 AS BIGINT) FROM post p "                \
    "WHERE p.id = $2 AND p.status = 3 AND p.slug <> '' AND p.slug <> $3 " \
    "ON CONFLICT (slug, post_id) DO UPDATE SET changed = excluded.changed"
#define SQL_ADD                                                          \
    "INSERT INTO old_slug (slug, post_id, changed) VALUES ($1, $2, $3) " \
    "ON CONFLICT (slug, post_id) DO NOTHING"
#define SQL_LIST "SELECT slug FROM old_slug WHERE post_id = $1 ORDER BY changed, slug"
#define SQL_FORGET "DELETE FROM old_slug WHERE slug = $1 AND post_id = $2"
#define SQL_FIND                                                              \
    SELECT_POST                                                               \
    "JOIN old_slug o ON o.post_id = p.id WHERE o.slug = $1 AND p.status = 3 " \
    "ORDER BY o.changed DESC, p.id DESC LIMIT 1"

const char *const old_slug_statements[] = {SQL_REMEMBER, SQL_ADD, SQL_LIST, SQL_FORGET, SQL_FIND, NULL};

enum db_result old_slug_add(struct db *db, int64_t post, const char *slug, int64_t when) {
    STATEMENT statement = statement_acquire(db, SQL_ADD);
    statement_bind_text(statement, slug);
    statement_bind_integer(statement, post);
    statement_bind_integer(statement, when);
    db_touch(db, TOUCH_SLUG, post_slug_hash(slug));
    return statement_run(statement);
}

enum db_result old_slug_list(struct db *db, struct arena *arena, int64_t post, struct text_list *ret) {
    size_t capacity = 0, count = 0;
    const char **items = NULL;
    STATEMENT statement = statement_acquire(db, SQL_LIST);
    statement_bind_integer(statement, post);
    while (statement_row(statement)) {
        ROWS_GROW(arena, items, count, &capacity);
        items[count++] = statement_text(statement, 0, arena);
    }
    *ret = (struct text_list){.items = items, .count = count};
    return statement_result(statement);
}

enum db_result old_slug_remember(struct db *db, int64_t post, const char *slug, enum post_status status, int64_t when) {
    if (slug[0] == '\0') return DB_OK;
    if (status == POST_PUBLISH) {
        STATEMENT remember = statement_acquire(db, SQL_REMEMBER);
        statement_bind_integer(remember, when);
        statement_bind_integer(remember, post);
        statement_bind_text(remember, slug);
        enum db_result result = statement_run(remember);
        if (result != DB_OK) return result;
    }
    STATEMENT forget = statement_acquire(db, SQL_FORGET);
    statement_bind_text(forget, slug);
    statement_bind_integer(forget, post);
    return statement_run(forget);
}

enum db_result post_get_by_old_slug(struct db *db, struct arena *arena, const char *slug, struct post *ret) {
    STATEMENT statement = statement_acquire(db, SQL_FIND);
    // Had by one that is not published now, and may be again, it is an old slug of nobody's.
    statement_reads(statement, TOUCH_SLUG, post_slug_hash(slug));
    for (enum post_type type = POST_TYPE_POST; type <= POST_TYPE_ATTACHMENT; type++)
        statement_reads(statement, TOUCH_TYPE, type);
    statement_bind_text(statement, slug);
    return post_one(statement, arena, false, ret);
}
