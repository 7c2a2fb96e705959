// term_merge: see the header.
#include "db/term_merge.h"

#include "base/arena.h"
#include "db/connection.h"
#include "db/rows.h"
#include "db/sql_builder.h"
#include "db/statement.h"
#include "db/statements.h"
#include "db/term_row.h"
#include "db/touch_kinds.h"

#define SQL_POSTS "SELECT post_id FROM post_term WHERE term_id = $1 ORDER BY published, post_id LIMIT $2"
#define SQL_OTHERS                                                       \
    "SELECT l.term_id FROM post_term l JOIN term t ON t.id = l.term_id " \
    "WHERE l.post_id = $1 AND t.taxonomy = $2 AND l.term_id NOT IN ($3, $4)"
#define SQL_PRIMARY "UPDATE post SET primary_category = $1 WHERE id = $2 AND primary_category = $3"
#define SQL_SLUGS_FOLLOW "UPDATE term_old_slug SET term_id = $1 WHERE term_id = $2"
#define SQL_SLUG_KEEP                                                          \
    "INSERT INTO term_old_slug (taxonomy, slug, term_id) VALUES ($1, $2, $3) " \
    "ON CONFLICT (taxonomy, slug) DO UPDATE SET term_id = excluded.term_id"
#define SQL_BY_OLD_SLUG SELECT_TERM "JOIN term_old_slug o ON o.term_id = t.id WHERE o.taxonomy = $1 AND o.slug = $2"

const char *const term_merge_statements[] = {SQL_POSTS,     SQL_OTHERS,      SQL_PRIMARY, SQL_SLUGS_FOLLOW,
                                             SQL_SLUG_KEEP, SQL_BY_OLD_SLUG, NULL};

static enum db_result read_ids(struct statement *statement, struct arena *arena, struct id_list *ret) {
    int64_t *items = NULL;
    size_t count = 0, capacity = 0;
    while (statement_row(statement)) {
        ROWS_GROW(arena, items, count, &capacity);
        items[count++] = statement_integer(statement, 0);
    }
    *ret = (struct id_list){.items = items, .count = count};
    return statement_result(statement);
}

static enum db_result posts_of(struct db *db, struct arena *arena, int64_t term, int64_t most, struct id_list *ret) {
    STATEMENT statement = statement_acquire(db, SQL_POSTS);
    statement_bind_integer(statement, term);
    statement_bind_integer(statement, most);
    return read_ids(statement, arena, ret);
}

static enum db_result others_of(struct db *db, struct arena *arena, int64_t post, const struct term *from, int64_t into,
                                struct id_list *ret) {
    STATEMENT statement = statement_acquire(db, SQL_OTHERS);
    statement_bind_integer(statement, post);
    statement_bind_integer(statement, from->taxonomy);
    statement_bind_integer(statement, from->id);
    statement_bind_integer(statement, into);
    return read_ids(statement, arena, ret);
}

static enum db_result move_post(struct db *db, struct arena *arena, int64_t post, const struct term *from,
                                int64_t into) {
    struct id_list others;
    enum db_result result = others_of(db, arena, post, from, into, &others);
    if (result != DB_OK) return result;
    int64_t *terms = arena_array(arena, int64_t, others.count + 1);
    for (size_t i = 0; i < others.count; i++) terms[i] = others.items[i];
    terms[others.count] = into;
    result = statement_run_integers(db, SQL_PRIMARY, INTEGERS(into, post, from->id));
    return result == DB_OK ? post_set_terms(db, post, from->taxonomy, terms, others.count + 1) : result;
}

enum db_result term_merge_posts(struct db *db, struct arena *arena, const struct term *from, int64_t into, int64_t most,
                                int64_t *ret_moved) {
    struct id_list posts;
    enum db_result result = posts_of(db, arena, from->id, most, &posts);
    for (size_t i = 0; result == DB_OK && i < posts.count; i++) {
        result = move_post(db, arena, posts.items[i], from, into);
        db_touch(db, TOUCH_POST, posts.items[i]);
    }
    if (result == DB_OK) *ret_moved = (int64_t) posts.count;
    return result;
}

static enum db_result keep_slug(struct db *db, const struct term *from, int64_t into) {
    STATEMENT statement = statement_acquire(db, SQL_SLUG_KEEP);
    statement_bind_integer(statement, from->taxonomy);
    statement_bind_text(statement, from->slug);
    statement_bind_integer(statement, into);
    return statement_run(statement);
}

enum db_result term_merge_finish(struct db *db, const struct term *from, int64_t into) {
    enum db_result result = statement_run_integers(db, SQL_SLUGS_FOLLOW, INTEGERS(into, from->id));
    if (result == DB_OK) result = keep_slug(db, from, into);
    return result == DB_OK ? term_delete(db, from->id, 0) : result;
}

enum db_result term_merge_count(struct db *db, struct arena *arena, const struct id_list *from, int64_t *ret) {
    SQL_CLEAN struct sql_builder sql;
    sql_init(&sql, arena);
    sql_add(&sql, "SELECT count(DISTINCT post_id) FROM post_term WHERE term_id IN ");
    sql_ids(&sql, from->items, from->count);
    STATEMENT statement = sql_acquire(&sql, db);
    const enum db_result result = statement_one(statement);
    if (result == DB_OK) *ret = statement_integer(statement, 0);
    return result;
}

enum db_result term_get_by_old_slug(struct db *db, struct arena *arena, enum term_taxonomy taxonomy, const char *slug,
                                    struct term *ret) {
    STATEMENT statement = statement_acquire(db, SQL_BY_OLD_SLUG);
    statement_reads(statement, TOUCH_TERMS, 0);
    statement_bind_integer(statement, taxonomy);
    statement_bind_text(statement, slug);
    return term_one(statement, arena, ret);
}
