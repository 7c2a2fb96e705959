// term_list: lists of terms for archives, menus and REST.
#include "base/arena.h"
#include "db/connection.h"
#include "db/fold.h"
#include "db/memo.h"
#include "db/sql_builder.h"
#include "db/statement.h"
#include "db/statements.h"
#include "db/term_row.h"
#include "db/touch_kinds.h"

const char *const term_list_statements[] = {NULL};  // all are put together

struct lists {
    size_t include, slugs;  // first parameters of the lists that an order follows
};

static void add_conditions(const struct term_query *query, struct lists *lists, struct sql_builder *sql) {
    if (query->post) {
        sql_add(sql, "JOIN post_term l ON l.term_id = t.id WHERE l.post_id = ");
        sql_integer(sql, query->post);
        sql_add(sql, " AND t.taxonomy = ");
    } else {
        sql_add(sql, "WHERE t.taxonomy = ");
    }
    sql_integer(sql, query->taxonomy);
    if (query->include.count > 0) {
        sql_add(sql, " AND t.id IN ");
        lists->include = sql_ids(sql, query->include.items, query->include.count);
    }
    if (query->exclude.count > 0) {
        sql_add(sql, " AND t.id NOT IN ");
        sql_ids(sql, query->exclude.items, query->exclude.count);
    }
    if (query->slugs.count > 0) {
        sql_add(sql, " AND t.slug IN ");
        lists->slugs = sql_texts(sql, query->slugs.items, query->slugs.count);
    }
    if (query->search && query->search[0]) {
        sql_add(sql, " AND (t.name_key LIKE ");
        size_t word = sql_text(sql, sql_like(sql->arena, query->search));
        sql_add(sql, " ESCAPE '\\' OR t.slug LIKE ");
        sql_parameter(sql, word);
        sql_add(sql, " ESCAPE '\\')");
    }
    if (query->prefix && query->prefix[0]) {
        const char *first = fold_text(sql->arena, query->prefix);
        sql_add(sql, " AND t.name_key >= ");
        sql_text(sql, first);
        sql_add(sql, " AND t.name_key < ");
        sql_text(sql, arena_printf(sql->arena, "%s\xf4\x8f\xbf\xbf", first));  // the last character there is
    }
    if (query->filter_parent && query->parent == 0) sql_add(sql, " AND t.parent_id IS NULL");
    if (query->filter_parent && query->parent != 0) {
        sql_add(sql, " AND t.parent_id = ");
        sql_integer(sql, query->parent);
    }
    if (query->hide_empty) sql_add(sql, " AND t.tree_count > 0");
}

static void add_order(const struct term_query *query, const struct lists *lists, struct sql_builder *sql) {
    static const char *const columns[] = {
        [TERM_ORDER_NAME] = "t.name_key",
        [TERM_ORDER_ID] = "t.id",
        [TERM_ORDER_SLUG] = "t.slug",
        [TERM_ORDER_COUNT] = "t.count",
        [TERM_ORDER_DESCRIPTION] = "lower(t.description)",
        [TERM_ORDER_PARENT] = "COALESCE(t.parent_id, 0)",
    };
    sql_add(sql, " ORDER BY ");
    if (query->order == TERM_ORDER_INCLUDE && lists->include) {
        sql_position(sql, "t.id", lists->include, query->include.count);
    } else if (query->order == TERM_ORDER_INCLUDE_SLUGS && lists->slugs) {
        sql_position(sql, "t.slug", lists->slugs, query->slugs.count);
    } else {
        bool known = (size_t) query->order < sizeof columns / sizeof *columns && columns[query->order];
        sql_add(sql, columns[known ? query->order : TERM_ORDER_NAME]);
        if (query->descending) sql_add(sql, " DESC");
    }
    sql_add(sql, query->descending ? ", t.id DESC" : ", t.id");
}

static void reads(const struct term_query *query, struct statement *statement) {
    statement_reads(statement, TOUCH_TERMS, 0);
    if (query->post) statement_reads(statement, TOUCH_POST, query->post);
    if (query->order == TERM_ORDER_COUNT) statement_reads(statement, TOUCH_TERM_COUNTS, 0);
}

static enum db_result total(struct db *db, struct arena *arena, const struct term_query *query, int64_t *ret) {
    SQL_CLEAN struct sql_builder sql;
    struct lists lists = {0};
    sql_init(&sql, arena);
    sql_add(&sql, "SELECT count(*) FROM term t ");
    add_conditions(query, &lists, &sql);
    STATEMENT statement = sql_acquire(&sql, db);
    reads(query, statement);
    enum db_result result = statement_one(statement);
    if (result == DB_OK) *ret = statement_integer(statement, 0);
    return result;
}

static enum db_result list(struct db *db, struct arena *arena, const struct term_query *query, struct term_list *ret) {
    SQL_CLEAN struct sql_builder sql;
    struct lists lists = {0};
    sql_init(&sql, arena);
    sql_add(&sql, SELECT_TERM);
    add_conditions(query, &lists, &sql);
    add_order(query, &lists, &sql);
    sql_add(&sql, " LIMIT ");
    sql_integer(&sql, query->limit);
    sql_add(&sql, " OFFSET ");
    sql_integer(&sql, query->offset);
    STATEMENT statement = sql_acquire(&sql, db);
    reads(query, statement);
    return term_rows(statement, arena, ret);
}

enum db_result term_list(struct db *db, struct arena *arena, const struct term_query *query, struct term_list *ret) {
    struct term_list found = {0};
    enum db_result result = query->limit > 0 ? list(db, arena, query, &found) : DB_OK;
    if (result == DB_OK && query->want_total) result = total(db, arena, query, &found.total);
    if (result == DB_OK) *ret = found;
    return result;
}

enum db_result term_sections(struct db *db, struct arena *arena, int64_t parent, int64_t most, struct term_list *ret) {
    if (memo_find_sections(db->memo, arena, parent, most, ret)) {
        db_reads(db, TOUCH_TERMS, 0);
        for (size_t i = 0; i < ret->count; i++) db_reads(db, TOUCH_TERM, ret->items[i].id);
        return DB_OK;
    }
    struct term_query query = {
        .taxonomy = TERM_CATEGORY,
        .parent = parent,
        .filter_parent = true,
        .hide_empty = true,
        .order = TERM_ORDER_NAME,
        .limit = most,
    };
    enum db_result result = term_list(db, arena, &query, ret);
    if (result == DB_OK) memo_keep_sections(db->memo, parent, most, ret);
    return result;
}
