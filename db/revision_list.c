// revision_list: the revisions of one post, filtered and ordered.
#include "base/arena.h"
#include "db/revision.h"
#include "db/rows.h"
#include "db/search.h"
#include "db/sql_builder.h"
#include "db/statement.h"

static void add_search(struct sql_builder *sql, const char *text) {
    struct search search;
    search_parse(sql->arena, text, &search);
    for (size_t i = 0; i < search.count; i++) {
        static const char *const columns[] = {"(lower(title) LIKE ", " OR lower(excerpt) LIKE ",
                                              " OR lower(content) LIKE "};
        sql_add(sql, search.words[i].absent ? " AND NOT " : " AND ");
        size_t word = 0;
        for (size_t j = 0; j < sizeof columns / sizeof *columns; j++) {
            sql_add(sql, columns[j]);
            if (word)
                sql_parameter(sql, word);
            else
                word = sql_text(sql, search.words[i].like);
            sql_add(sql, " ESCAPE '\\'");
        }
        sql_add(sql, ")");
    }
}

// Returns the first parameter of `include`; 0: none.
static size_t add_conditions(const struct revision_query *query, struct sql_builder *sql) {
    size_t include = 0;
    sql_add(sql, "FROM revision WHERE post_id = ");
    sql_integer(sql, query->post);
    if (query->autosaves_only) sql_add(sql, " AND autosave = 1");
    if (query->include.count > 0) {
        sql_add(sql, " AND id IN ");
        include = sql_ids(sql, query->include.items, query->include.count);
    }
    if (query->exclude.count > 0) {
        sql_add(sql, " AND id NOT IN ");
        sql_ids(sql, query->exclude.items, query->exclude.count);
    }
    if (query->search && query->search[0]) add_search(sql, query->search);
    return include;
}

static void add_order(const struct revision_query *query, size_t include, struct sql_builder *sql) {
    const char *direction = query->ascending ? "" : " DESC";
    sql_add(sql, " ORDER BY ");
    if (query->order == REVISION_ORDER_INCLUDE && include) {
        // WordPress: the order of a given list has no direction.
        sql_position(sql, "id", include, query->include.count);
        return;
    }
    if (query->order != REVISION_ORDER_ID) {
        sql_add(sql, query->order == REVISION_ORDER_TITLE ? "lower(title)" : "saved");
        sql_add(sql, direction);
        sql_add(sql, ", ");
    }
    sql_add(sql, "id");
    sql_add(sql, direction);
}

static enum db_result total(struct db *db, struct arena *arena, const struct revision_query *query, int64_t *ret) {
    SQL_CLEAN struct sql_builder sql;
    sql_init(&sql, arena);
    sql_add(&sql, "SELECT count(*) ");
    add_conditions(query, &sql);
    STATEMENT statement = sql_acquire(&sql, db);
    const enum db_result result = statement_one(statement);
    if (result == DB_OK) *ret = statement_integer(statement, 0);
    return result;
}

enum db_result revision_list(struct db *db, struct arena *arena, const struct revision_query *query,
                             struct id_list *ret, int64_t *ret_total) {
    int64_t found;
    enum db_result result = total(db, arena, query, &found);
    if (result != DB_OK) return result;
    SQL_CLEAN struct sql_builder sql;
    sql_init(&sql, arena);
    sql_add(&sql, "SELECT id ");
    add_order(query, add_conditions(query, &sql), &sql);
    sql_add(&sql, " LIMIT ");
    sql_integer(&sql, query->limit > 0 ? query->limit : INT64_MAX);
    sql_add(&sql, " OFFSET ");
    sql_integer(&sql, query->offset);
    int64_t *items = NULL;
    size_t count = 0, capacity = 0;
    STATEMENT statement = sql_acquire(&sql, db);
    while (statement_row(statement)) {
        ROWS_GROW(arena, items, count, &capacity);
        items[count++] = statement_integer(statement, 0);
    }
    result = statement_result(statement);
    if (result != DB_OK) return result;
    *ret = (struct id_list){.items = items, .count = count};
    *ret_total = found;
    return DB_OK;
}
