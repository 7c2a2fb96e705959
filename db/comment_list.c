// comment_list: lists for REST and moderation.
#include "base/arena.h"
#include "db/comment_row.h"
#include "db/fold.h"
#include "db/rows.h"
#include "db/sql_builder.h"
#include "db/statement.h"
#include "db/touch_kinds.h"

enum { ALL_STATUSES = 1U << COMMENT_APPROVED | 1U << COMMENT_HOLD | 1U << COMMENT_SPAM | 1U << COMMENT_TRASH };

struct lists {
    size_t include;  // first parameter of the list that an order follows
};

enum db_result comment_read_rows(struct statement *statement, struct arena *arena, bool shown, size_t most,
                                 struct comment_list *ret) {
    size_t capacity = 0, count = 0;
    struct comment *items = NULL;
    while (count < most && statement_row(statement)) {
        ROWS_GROW(arena, items, count, &capacity);
        comment_from_row(statement, arena, shown, &items[count++]);
    }
    if (statement_result(statement) != DB_OK) return statement_result(statement);
    *ret = (struct comment_list){.items = items, .count = count, .total = (int64_t) count};
    return DB_OK;
}

static size_t add_ids(struct sql_builder *sql, const char *before, const struct id_list *list) {
    if (list->count == 0) return 0;
    sql_add(sql, before);
    return sql_ids(sql, list->items, list->count);
}

static void add_mask(struct sql_builder *sql, const char *column, unsigned mask, unsigned most) {
    int64_t list[16];
    size_t count = 0;
    for (unsigned bit = 1; bit <= most; bit++)
        if (mask & 1U << bit) list[count++] = bit;
    sql_add(sql, column);
    sql_add(sql, count == 1 ? " = " : " IN ");
    if (count == 1) {
        sql_integer(sql, list[0]);
    } else {
        sql_ids(sql, list, count);
    }
}

// Does another filter leave few comments, so that its own index is the one to use?
static bool is_picked(const struct comment_query *query) {
    return query->include.count || query->posts.count || query->parents.count || query->authors.count ||
           query->author_email || query->held_rule || query->address || query->thread;
}

// A plus sign before a column changes nothing but that no index on it is used: lists of several statuses are walked by
// date, unless approved ones, which are most, are not wanted.
static void add_status(const struct comment_query *query, struct sql_builder *sql) {
    const unsigned approved = 1U << COMMENT_APPROVED;
    unsigned statuses = query->statuses ? query->statuses : approved;
    if ((statuses & ALL_STATUSES) == ALL_STATUSES) {
        sql_add(sql, " AND c.status <> 5");
        return;
    }
    // The posts of one author are walked by each post's index, which begins with the status.
    bool by_date = query->or_author || (statuses & approved && statuses != approved && !query->post_author);
    sql_add(sql, query->or_author ? " AND (" : " AND ");
    add_mask(sql, by_date || (is_picked(query) && query->posts.count != 1) ? "+c.status" : "c.status", statuses,
             COMMENT_TRASH);
    if (!query->or_author) return;
    sql_add(sql, " OR +c.account_id = ");
    sql_integer(sql, query->or_author);
    sql_add(sql, ")");
}

static void add_parents(const struct comment_query *query, struct sql_builder *sql) {
    bool top = false;
    for (size_t i = 0; i < query->parents.count; i++) top = top || query->parents.items[i] == 0;
    if (query->parents.count == 1 && top) {
        sql_add(sql, " AND c.parent_id IS NULL");
    } else if (query->parents.count > 0 || query->filter_parents) {
        sql_add(sql, top ? " AND (c.parent_id IS NULL OR c.parent_id IN " : " AND (c.parent_id IN ");
        sql_ids(sql, query->parents.items, query->parents.count);
        sql_add(sql, ")");
    }
    add_ids(sql, " AND COALESCE(c.parent_id, 0) NOT IN ", &query->parents_exclude);
}

// Guests' comments are those of author 0.
static void add_authors(const struct comment_query *query, struct sql_builder *sql) {
    bool guests = false;
    for (size_t i = 0; i < query->authors.count; i++) guests = guests || query->authors.items[i] == 0;
    if (query->authors.count > 0) {
        sql_add(sql, guests ? " AND (c.account_id IS NULL OR c.account_id IN " : " AND (c.account_id IN ");
        sql_ids(sql, query->authors.items, query->authors.count);
        sql_add(sql, ")");
    }
    add_ids(sql, " AND COALESCE(c.account_id, 0) NOT IN ", &query->authors_exclude);
    if (query->author_email) {
        sql_add(sql, " AND c.email_key = ");
        sql_text(sql, fold_text(sql->arena, query->author_email));
    }
}

static void add_search(const char *search, struct sql_builder *sql) {
    static const char *const columns[] = {"c.email_key", "lower(c.author_url)", "lower(c.author_address)",
                                          "lower(c.content)"};
    sql_add(sql, " AND (lower(c.author_name) LIKE ");
    size_t word = sql_text(sql, sql_like(sql->arena, search));
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        sql_add(sql, " ESCAPE '\\' OR ");
        sql_add(sql, columns[i]);
        sql_add(sql, " LIKE ");
        sql_parameter(sql, word);
    }
    sql_add(sql, " ESCAPE '\\')");
}

static void add_type(const struct comment_query *query, struct sql_builder *sql) {
    if (query->type && !query->type[0]) return;
    sql_add(sql, " AND c.type = ");
    sql_text(sql, query->type ? query->type : "comment");
}

static void add_post(const struct comment_query *query, struct sql_builder *sql) {
    // CROSS JOIN: the comments are walked in their order, and the post of each is looked up.
    static const char posts_of_each[] = "FROM comment c CROSS JOIN post p WHERE p.id = c.post_id";
    bool of_post = query->post_statuses || query->hide_protected || query->post_types;
    if (!query->post_author) {
        sql_add(sql, of_post ? posts_of_each : "FROM comment c WHERE 1 = 1");
    } else if (is_picked(query)) {
        sql_add(sql, posts_of_each);
        sql_add(sql, " AND p.author_id = ");
        sql_integer(sql, query->post_author);
    } else {
        sql_add(sql, "FROM post p CROSS JOIN comment c WHERE p.author_id = ");
        sql_integer(sql, query->post_author);
        sql_add(sql, " AND c.post_id = p.id");
    }
    if (query->post_types) add_mask(sql, " AND p.type", query->post_types, POST_TYPE_ATTACHMENT);
}

static void add_conditions(const struct comment_query *query, struct lists *lists, struct sql_builder *sql) {
    add_post(query, sql);
    if (query->post_statuses) {
        sql_add(sql, " AND ");
        add_mask(sql, "p.status", query->post_statuses, POST_INHERIT);
    }
    if (query->hide_protected) sql_add(sql, " AND p.password = ''");
    add_status(query, sql);
    lists->include = add_ids(sql, " AND c.id IN ", &query->include);
    add_ids(sql, " AND c.id NOT IN ", &query->exclude);
    if (query->posts.count == 1) {
        sql_add(sql, " AND c.post_id = ");
        sql_integer(sql, query->posts.items[0]);
    } else {
        add_ids(sql, " AND c.post_id IN ", &query->posts);
    }
    add_parents(query, sql);
    add_authors(query, sql);
    if (query->held_rule) {
        // The second condition lets the index on reasons be used.
        sql_add(sql, " AND c.held_rule <> '' AND c.held_rule = ");
        sql_text(sql, query->held_rule);
    }
    if (query->address) {
        sql_add(sql, " AND c.author_address <> '' AND c.author_address = ");
        sql_text(sql, query->address);
    }
    if (query->thread) {
        sql_add(sql, " AND (c.id = ");
        size_t root = sql_integer(sql, query->thread);
        sql_add(sql, " OR (c.root_id > 0 AND c.root_id = ");
        sql_parameter(sql, root);
        sql_add(sql, "))");
    }
    if (query->newest) {
        sql_add(
            sql,
            " AND c.created >= COALESCE((SELECT created FROM comment WHERE status = 1 ORDER BY created DESC, id DESC "
            "LIMIT 1 OFFSET ");
        sql_integer(sql, query->newest - 1);
        sql_add(sql, "), 0)");
    }
    if (query->after) {
        sql_add(sql, " AND c.created > ");
        sql_integer(sql, query->after);
    }
    if (query->before) {
        sql_add(sql, " AND c.created < ");
        sql_integer(sql, query->before);
    }
    add_type(query, sql);
    if (query->search && query->search[0]) add_search(query->search, sql);
}

static void add_order(const struct comment_query *query, const struct lists *lists, struct sql_builder *sql) {
    static const char *const columns[] = {
        [COMMENT_ORDER_DATE] = "c.created", [COMMENT_ORDER_ID] = NULL,
        [COMMENT_ORDER_POST] = "c.post_id", [COMMENT_ORDER_PARENT] = "COALESCE(c.parent_id, 0)",
        [COMMENT_ORDER_TYPE] = "c.type",
    };
    const char *direction = query->ascending ? "" : " DESC";
    sql_add(sql, " ORDER BY ");
    if (query->order == COMMENT_ORDER_INCLUDE && lists->include) {
        sql_position(sql, "c.id", lists->include, query->include.count);
        return;
    }
    bool known = (size_t) query->order < sizeof columns / sizeof *columns;
    const char *column = known && query->order != COMMENT_ORDER_INCLUDE ? columns[query->order] : "c.created";
    if (column) {
        sql_add(sql, column);
        sql_add(sql, direction);
        sql_add(sql, ", ");
    }
    sql_add(sql, "c.id");
    sql_add(sql, direction);
}

static void reads(const struct comment_query *query, struct statement *statement) {
    const unsigned approved = 1U << COMMENT_APPROVED, statuses = query->statuses ? query->statuses : approved;
    if (statuses & ~approved || query->or_author) statement_reads(statement, TOUCH_HELD, 0);
    // Whose a post is, and of which type, is not what lists of comments are told of.
    if (query->post_author || query->post_types) statement_reads(statement, TOUCH_EVERYTHING, 0);
    for (size_t i = 0; i < query->posts.count; i++) {
        statement_reads(statement, TOUCH_COMMENTS, query->posts.items[i]);
        // Its status and its password decide too.
        statement_reads(statement, TOUCH_POST, query->posts.items[i]);
    }
    if (query->posts.count == 0) statement_reads(statement, TOUCH_ALL_COMMENTS, 0);
}

static enum db_result count(struct db *db, struct arena *arena, const struct comment_query *query, int64_t *ret) {
    SQL_CLEAN struct sql_builder sql;
    struct lists lists = {0};
    sql_init(&sql, arena);
    sql_add(&sql, "SELECT count(*) ");
    add_conditions(query, &lists, &sql);
    STATEMENT statement = sql_acquire(&sql, db);
    reads(query, statement);
    enum db_result result = statement_one(statement);
    if (result == DB_OK) *ret = statement_integer(statement, 0);
    return result;
}

// The kept counts know status, type, and whether everybody may see the post.
static bool is_kept(const struct comment_query *query) {
    bool public = query->post_statuses == POST_STATUS_BIT(POST_PUBLISH) && query->hide_protected;
    return (public || (!query->post_statuses && !query->hide_protected)) && !query->include.count &&
           !query->exclude.count && !query->posts.count && !query->parents.count && !query->parents_exclude.count &&
           !query->filter_parents && !query->authors.count && !query->authors_exclude.count && !query->author_email &&
           !query->held_rule && !query->address && !query->newest && !query->thread && !query->post_author &&
           !query->post_types && !(query->search && query->search[0]) && !query->after && !query->before;
}

static enum db_result sum_kept(struct db *db, struct arena *arena, const struct comment_query *query, int64_t *ret) {
    SQL_CLEAN struct sql_builder sql;
    sql_init(&sql, arena);
    sql_add(&sql, "SELECT CAST(COALESCE(sum(c.number), 0) AS BIGINT) FROM comment_counter c WHERE ");
    add_mask(&sql, "c.status", query->statuses ? query->statuses : 1U << COMMENT_APPROVED, COMMENT_TRASH);
    add_type(query, &sql);
    if (query->hide_protected) sql_add(&sql, " AND c.public = 1");
    STATEMENT statement = sql_acquire(&sql, db);
    reads(query, statement);
    enum db_result result = statement_one(statement);
    if (result == DB_OK) *ret = statement_integer(statement, 0);
    return result;
}

static enum db_result total(struct db *db, struct arena *arena, const struct comment_query *query, int64_t *ret) {
    if (!is_kept(query)) return count(db, arena, query, ret);
    int64_t kept, own = 0;
    enum db_result result = sum_kept(db, arena, query, &kept);
    const unsigned others = ALL_STATUSES & ~(query->statuses ? query->statuses : 1U << COMMENT_APPROVED);
    if (result == DB_OK && query->or_author && others) {
        // Those of one account are few, and have an index.
        struct comment_query rest = *query;
        rest.statuses = others;
        rest.authors = (struct id_list){&query->or_author, 1};
        rest.or_author = 0;
        result = count(db, arena, &rest, &own);
    }
    if (result == DB_OK) *ret = kept + own;
    return result;
}

static enum db_result list(struct db *db, struct arena *arena, const struct comment_query *query,
                           struct comment_list *ret) {
    SQL_CLEAN struct sql_builder sql;
    struct lists lists = {0};
    sql_init(&sql, arena);
    sql_add(&sql, "SELECT " COMMENT_COLUMNS " ");
    add_conditions(query, &lists, &sql);
    add_order(query, &lists, &sql);
    sql_add(&sql, " LIMIT ");
    sql_integer(&sql, query->limit);
    if (query->offset > 0) {
        sql_add(&sql, " OFFSET ");
        sql_integer(&sql, query->offset);
    }
    STATEMENT statement = sql_acquire(&sql, db);
    reads(query, statement);
    return comment_read_rows(statement, arena, false, (size_t) query->limit, ret);
}

enum db_result comment_list(struct db *db, struct arena *arena, const struct comment_query *query,
                            struct comment_list *ret) {
    struct comment_list found = {0};
    enum db_result result = query->limit > 0 ? list(db, arena, query, &found) : DB_OK;
    if (result == DB_OK && query->want_total) result = total(db, arena, query, &found.total);
    if (result == DB_OK) *ret = found;
    return result;
}
