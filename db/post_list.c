// post_list: a page of posts: first the ids along an index, then the rows of just these.
#include "base/arena.h"
#include "db/post_query.h"
#include "db/post_row.h"
#include "db/search_find.h"
#include "db/statement.h"

enum {
    STICKY_MOST = 100,  // more than that many sticky posts: the older ones are ordinary ones
    LIMIT_MOST = 10000,
};

static enum db_result list_ids(struct db *db, struct arena *arena, const struct post_query *query,
                               const struct id_list *without, int64_t *ids, size_t *ret_count) {
    *ret_count = 0;
    if (query->limit <= 0) return DB_OK;
    SQL_CLEAN struct sql_builder sql;
    sql_init(&sql, arena);
    enum db_result result = post_query_build(db, query, NULL, without, POST_QUERY_IDS, &sql);
    if (result != DB_OK) return result;
    size_t count = 0;
    STATEMENT statement = sql_acquire(&sql, db);
    post_query_reads(query, statement);
    while (count < (size_t) query->limit && statement_row(statement)) ids[count++] = statement_integer(statement, 0);
    *ret_count = count;
    return statement_result(statement);
}

// Sticky posts come first, and once. Both parts are walked along their own index.
static enum db_result list_ids_sticky_first(struct db *db, struct arena *arena, const struct post_query *query,
                                            int64_t *ids, size_t *ret_count) {
    struct post_query part = *query;
    int64_t *sticky = arena_array(arena, int64_t, STICKY_MOST);
    size_t sticky_count;
    part.sticky = 1;
    part.limit = STICKY_MOST;
    part.offset = 0;
    enum db_result result = list_ids(db, arena, &part, NULL, sticky, &sticky_count);
    if (result != DB_OK) return result;
    size_t count = 0;
    for (int64_t i = query->offset; i < (int64_t) sticky_count && (int64_t) count < query->limit; i++) {
        ids[count++] = sticky[i];
    }
    part = *query;
    part.limit = query->limit - (int64_t) count;
    part.offset = query->offset > (int64_t) sticky_count ? query->offset - (int64_t) sticky_count : 0;
    const struct id_list without = {.items = sticky, .count = sticky_count};
    size_t more;
    result = list_ids(db, arena, &part, &without, ids + count, &more);
    *ret_count = count + more;
    return result;
}

static enum db_result total(struct db *db, struct arena *arena, const struct post_query *query, int64_t *ret) {
    bool known;
    enum db_result result = post_total_known(db, query, &known, ret);
    if (result != DB_OK || known) return result;
    SQL_CLEAN struct sql_builder sql;
    sql_init(&sql, arena);
    result = post_query_build(db, query, NULL, NULL, POST_QUERY_TOTAL, &sql);
    if (result != DB_OK) return result;
    STATEMENT statement = sql_acquire(&sql, db);
    post_query_reads(query, statement);
    result = statement_one(statement);
    if (result == DB_OK) *ret = statement_integer(statement, 0);
    return result;
}

// The archive index holds published posts only: a list that wants others of a term finds none there.
static bool is_empty(const struct post_query *query) {
    if (!query->archive_term) return false;
    return (query->types && !(query->types & POST_TYPE_BIT(POST_TYPE_POST))) ||
           (query->statuses && !(query->statuses & POST_STATUS_BIT(POST_PUBLISH)));
}

static enum db_result list_found(struct db *db, struct arena *arena, const struct post_query *query, bool lean,
                                 struct post_list *ret) {
    struct search_found found;
    *ret = (struct post_list){0};
    if (is_empty(query)) return DB_OK;
    enum db_result result = search_find(db, arena, query, &found);
    if (result == DB_OK) result = post_read_ids(db, arena, found.ids, found.count, lean, ret);
    if (result == DB_OK) ret->total = found.total;
    return result;
}

enum db_result post_list(struct db *db, struct arena *arena, const struct post_query *query, bool lean,
                         struct post_list *ret) {
    struct post_query limited = *query;
    if (limited.limit > LIMIT_MOST) limited.limit = LIMIT_MOST;
    if (limited.search && limited.search[0] == '\0') limited.search = NULL;
    if (limited.discussion.states && !post_discussion_narrow(&limited)) {
        *ret = (struct post_list){0};
        return DB_OK;
    }
    query = &limited;
    if (query->search) return list_found(db, arena, query, lean, ret);
    struct post_list list = {0};
    enum db_result result = DB_OK;
    if (query->limit > 0 && !is_empty(query)) {
        int64_t *ids = arena_array(arena, int64_t, (size_t) query->limit);
        size_t count;
        bool sticky_first = query->sticky_first && query->order == POST_ORDER_DATE && query->sticky == 0;
        result = sticky_first ? list_ids_sticky_first(db, arena, query, ids, &count)
                              : list_ids(db, arena, query, NULL, ids, &count);
        if (result == DB_OK) result = post_read_ids(db, arena, ids, count, lean, &list);
    }
    if (result == DB_OK && query->want_total && !is_empty(query)) result = total(db, arena, query, &list.total);
    if (result == DB_OK) *ret = list;
    return result;
}

enum db_result post_match(struct db *db, struct arena *arena, const struct post_query *query, size_t most,
                          struct id_list *ret) {
    struct post_query all = *query;
    all.order = POST_ORDER_ID;
    all.ascending = true;
    all.limit = (int64_t) most;
    all.offset = 0;
    all.want_total = false;
    *ret = (struct id_list){0};
    if (all.discussion.states && !post_discussion_narrow(&all)) return DB_OK;
    if (is_empty(&all)) return DB_OK;
    if (all.search && all.search[0] != '\0') {
        struct search_found found;
        const enum db_result result = search_find(db, arena, &all, &found);
        if (result == DB_OK) *ret = (struct id_list){.items = found.ids, .count = found.count};
        return result;
    }
    int64_t *ids = arena_array(arena, int64_t, most);
    size_t count;
    all.search = NULL;
    const enum db_result result = list_ids(db, arena, &all, NULL, ids, &count);
    if (result == DB_OK) *ret = (struct id_list){.items = ids, .count = count};
    return result;
}
