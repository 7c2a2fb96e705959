// post_total: how many posts match, from the counts that the writes keep. What they do not cover is counted.
#include "db/post_query.h"
#include "db/statement.h"
#include "db/touch_kinds.h"

#define SQL_COUNTER "SELECT number FROM post_counter WHERE type = $1 AND status = $2"
#define SQL_COUNT_OF_AUTHOR "SELECT count(*) FROM post WHERE author_id = $1 AND type = $2 AND status = $3"
#define SQL_AUTHOR_TOTAL "SELECT post_count FROM account WHERE id = $1"
#define SQL_TERM_TOTAL "SELECT count FROM term WHERE id = $1"
#define SQL_TREE_TOTAL "SELECT tree_count FROM term WHERE id = $1"

const char *const post_total_statements[] = {SQL_COUNTER,    SQL_COUNT_OF_AUTHOR, SQL_AUTHOR_TOTAL,
                                             SQL_TERM_TOTAL, SQL_TREE_TOTAL,      NULL};

static enum db_result get_or_zero(struct db *db, unsigned kind, int64_t id, const char *sql, size_t count,
                                  const int64_t *values, int64_t *ret) {
    *ret = 0;
    enum db_result result = statement_read_integer(db, kind, id, sql, count, values, ret);
    return result == DB_NOT_FOUND ? DB_OK : result;
}

enum db_result post_total_counter(struct db *db, int64_t type, int64_t status, int64_t *ret) {
    // What is not public changes unsaid.
    const bool public = status == POST_PUBLISH || (status == POST_INHERIT && type == POST_TYPE_ATTACHMENT);
    unsigned kind = type == POST_TYPE_POST ? TOUCH_TIMELINE : TOUCH_TYPE;
    if (!public) kind = TOUCH_EVERYTHING;
    return get_or_zero(db, kind, kind == TOUCH_TYPE ? type : 0, SQL_COUNTER, INTEGERS(type, status), ret);
}

// Sums over the types and statuses; of private ones those of one author when only he may see them.
static enum db_result sum_counters(struct db *db, const struct post_query *query, int64_t *ret) {
    const unsigned all_types = (1U << POST_TYPES_MOST) - 2, all_statuses = (1U << POST_STATUSES_MOST) - 2;
    int64_t types[POST_TYPES_MOST], statuses[POST_STATUSES_MOST], sum = 0;
    size_t type_count = post_query_bits(query->types ? query->types : all_types, POST_TYPES_MOST, types);
    size_t status_count =
        post_query_bits(query->statuses ? query->statuses : all_statuses, POST_STATUSES_MOST, statuses);
    for (size_t i = 0; i < type_count; i++) {
        for (size_t j = 0; j < status_count; j++) {
            int64_t number;
            enum db_result result = statuses[j] == POST_PRIVATE && query->private_of
                                        ? get_or_zero(db, TOUCH_EVERYTHING, 0, SQL_COUNT_OF_AUTHOR,
                                                      INTEGERS(query->private_of, types[i], statuses[j]), &number)
                                        : post_total_counter(db, types[i], statuses[j], &number);
            if (result != DB_OK) return result;
            sum += number;
        }
    }
    *ret = sum;
    return DB_OK;
}

// Those beside types, statuses, authors and terms.
static bool has_rare_filter(const struct post_query *query) {
    struct post_query rest = *query;
    rest.authors = rest.categories = rest.tags = (struct id_list){0};
    rest.archive_term = 0;
    return !post_query_is_bare(&rest) || query->search || query->hide_protected;
}

enum db_result post_total_known(struct db *db, const struct post_query *query, bool *ret_known, int64_t *ret_total) {
    bool terms = query->categories.count || query->tags.count;
    *ret_known = true;
    if (has_rare_filter(query)) {
        *ret_known = false;
        return DB_OK;
    }
    const struct post_source source = post_query_source(query);
    if (source.term && !query->authors.count &&
        query->categories.count + query->tags.count + (query->archive_term != 0) == 1) {
        return get_or_zero(db, TOUCH_TERM, source.term, source.tree ? SQL_TREE_TOTAL : SQL_TERM_TOTAL,
                           INTEGERS(source.term), ret_total);
    }
    if (!source.term && !terms && query->authors.count == 1 && post_query_is_public(query)) {
        return get_or_zero(db, TOUCH_USER, query->authors.items[0], SQL_AUTHOR_TOTAL, INTEGERS(query->authors.items[0]),
                           ret_total);
    }
    if (!source.term && !terms && !query->authors.count) return sum_counters(db, query, ret_total);
    *ret_known = false;
    return DB_OK;
}
