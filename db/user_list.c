// user_list: lists of accounts for REST and the command line.
#include <string.h>

#include "base/arena.h"
#include "db/fold.h"
#include "db/rows.h"
#include "db/sql_builder.h"
#include "db/statement.h"
#include "db/touch_kinds.h"
#include "db/user_row.h"

struct lists {
    size_t include, slugs;  // first parameters of the lists that an order follows
};

// "*" at an end stands for anything there; without any, the word may stand anywhere (WordPress's get_search_sql()).
static const char *search_pattern(struct arena *arena, const char *search) {
    size_t size = strlen(search);
    bool before = size > 0 && search[0] == '*', after = size > 1 && search[size - 1] == '*';
    const char *word = arena_strndup(arena, search + before, size - before - after);
    const char *pattern = sql_like(arena, word);  // has % at both ends
    if (!before && !after) return pattern;
    size_t length = strlen(pattern);
    return arena_strndup(arena, pattern + !before, length - !before - !after);
}

static void add_search(const struct user_query *query, struct sql_builder *sql) {
    static const char *const columns[] = {"lower(u.url)", "u.slug", "lower(u.display_name)", "u.email_key"};
    size_t count = sizeof columns / sizeof *columns - (query->search_private ? 0 : 1);
    sql_add(sql, " AND (u.login_key LIKE ");
    size_t word = sql_text(sql, search_pattern(sql->arena, query->search));
    for (size_t i = 0; i < count; i++) {
        sql_add(sql, " ESCAPE '\\' OR ");
        sql_add(sql, columns[i]);
        sql_add(sql, " LIKE ");
        sql_parameter(sql, word);
    }
    sql_add(sql, " ESCAPE '\\')");
}

static void add_conditions(const struct user_query *query, struct lists *lists, struct sql_builder *sql) {
    sql_add(sql, "WHERE 1 = 1");
    if (query->include.count > 0) {
        sql_add(sql, " AND u.id IN ");
        lists->include = sql_ids(sql, query->include.items, query->include.count);
    }
    if (query->exclude.count > 0) {
        sql_add(sql, " AND u.id NOT IN ");
        sql_ids(sql, query->exclude.items, query->exclude.count);
    }
    if (query->slugs.count > 0) {
        sql_add(sql, " AND u.slug IN ");
        lists->slugs = sql_texts(sql, query->slugs.items, query->slugs.count);
    }
    if (query->roles) {
        sql_add(sql, " AND (u.roles & ");
        sql_integer(sql, query->roles);
        sql_add(sql, ") <> 0");
    }
    if (query->published_only) sql_add(sql, " AND u.post_count > 0");
    if (query->search && query->search[0]) add_search(query, sql);
}

static void add_order(const struct user_query *query, const struct lists *lists, struct sql_builder *sql) {
    static const char *const columns[] = {
        [USER_ORDER_NAME] = "lower(u.display_name)",
        [USER_ORDER_ID] = "u.id",
        [USER_ORDER_SLUG] = "u.slug",
        [USER_ORDER_EMAIL] = "u.email_key",
        [USER_ORDER_URL] = "lower(u.url)",
        [USER_ORDER_REGISTERED] = "u.registered",
    };
    sql_add(sql, " ORDER BY ");
    if (query->order == USER_ORDER_INCLUDE && lists->include) {
        sql_position(sql, "u.id", lists->include, query->include.count);
    } else if (query->order == USER_ORDER_INCLUDE_SLUGS && lists->slugs) {
        sql_position(sql, "u.slug", lists->slugs, query->slugs.count);
    } else {
        bool known = (size_t) query->order < sizeof columns / sizeof *columns;
        sql_add(sql, columns[known ? query->order : USER_ORDER_NAME]);
        if (query->descending) sql_add(sql, " DESC");
    }
    sql_add(sql, query->descending ? ", u.id DESC" : ", u.id");
}

// Of a list of numbers the others do not matter, whatever else is asked of these.
static void reads(const struct user_query *query, struct statement *statement) {
    if (query->include.count == 0) statement_reads(statement, TOUCH_USERS, 0);
    for (size_t i = 0; i < query->include.count; i++) statement_reads(statement, TOUCH_USER, query->include.items[i]);
}

static enum db_result total(struct db *db, struct arena *arena, const struct user_query *query, int64_t *ret) {
    SQL_CLEAN struct sql_builder sql;
    struct lists lists = {0};
    sql_init(&sql, arena);
    sql_add(&sql, "SELECT count(*) FROM account u ");
    add_conditions(query, &lists, &sql);
    STATEMENT statement = sql_acquire(&sql, db);
    reads(query, statement);
    enum db_result result = statement_one(statement);
    if (result == DB_OK) *ret = statement_integer(statement, 0);
    return result;
}

static enum db_result read_rows(struct statement *statement, struct arena *arena, struct user_list *ret) {
    size_t capacity = 0, count = 0;
    struct user *items = NULL;
    while (statement_row(statement)) {
        ROWS_GROW(arena, items, count, &capacity);
        user_from_row(statement, arena, &items[count++]);
    }
    if (statement_result(statement) != DB_OK) return statement_result(statement);
    *ret = (struct user_list){.items = items, .count = count, .total = (int64_t) count};
    return DB_OK;
}

static enum db_result list(struct db *db, struct arena *arena, const struct user_query *query, struct user_list *ret) {
    SQL_CLEAN struct sql_builder sql;
    struct lists lists = {0};
    sql_init(&sql, arena);
    sql_add(&sql, SELECT_USER);
    add_conditions(query, &lists, &sql);
    add_order(query, &lists, &sql);
    sql_add(&sql, " LIMIT ");
    sql_integer(&sql, query->limit);
    sql_add(&sql, " OFFSET ");
    sql_integer(&sql, query->offset);
    STATEMENT statement = sql_acquire(&sql, db);
    reads(query, statement);
    return read_rows(statement, arena, ret);
}

enum db_result user_list(struct db *db, struct arena *arena, const struct user_query *query, struct user_list *ret) {
    struct user_list found = {0};
    enum db_result result = query->limit > 0 ? list(db, arena, query, &found) : DB_OK;
    if (result == DB_OK && query->want_total) result = total(db, arena, query, &found.total);
    if (result == DB_OK) *ret = found;
    return result;
}
