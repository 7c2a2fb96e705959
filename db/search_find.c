// search_find: see the header.
#include "db/search_find.h"

#include <stdlib.h>

#include "base/arena.h"
#include "db/post_query.h"
#include "db/search_plan.h"
#include "db/statement.h"
#include "db/statements.h"
#include "db/touch_kinds.h"

#define SQL_TERM "SELECT tree_count FROM term WHERE id = $1"
#define SQL_AUTHOR "SELECT post_count FROM account WHERE id = $1"
#define SQL_TITLES                                                               \
    "SELECT rowid FROM search_title WHERE search_title MATCH $1 AND rowid < $2 " \
    "AND ($3 >> (rowid & 3)) & 1 = 1 ORDER BY rowid DESC LIMIT $4"

const char *const search_find_statements[] = {SQL_TERM, SQL_AUTHOR, SQL_TITLES, NULL};

// Asking the index about one row costs as much as walking over this many.
enum { PROBE_COST = 50 };

struct match {
    int64_t id, key, score;
};

struct finding {
    struct db *db;
    struct arena *arena;
    const struct post_query *query;
    struct search_plan plan;
    struct post_search how;
    struct match *matches;
    size_t count, newest;  // all, and of these the ones that are the newest matches
    bool more;             // than those
};

static bool wants(unsigned mask, unsigned bit) { return mask == 0 || (mask & bit) != 0; }

// Which classes can hold what is wanted. The first three say all of type and status, so the post need not be looked at.
static void choose_classes(const struct post_query *query, struct post_search *how) {
    const bool post = wants(query->types, POST_TYPE_BIT(POST_TYPE_POST));
    const bool page = wants(query->types, POST_TYPE_BIT(POST_TYPE_PAGE));
    const bool media = wants(query->types, POST_TYPE_BIT(POST_TYPE_ATTACHMENT));
    const bool published = wants(query->statuses, POST_STATUS_BIT(POST_PUBLISH));
    const bool inherit = wants(query->statuses, POST_STATUS_BIT(POST_INHERIT));
    const unsigned said = POST_STATUS_BIT(POST_PUBLISH) | POST_STATUS_BIT(POST_INHERIT);
    const bool others = query->statuses == 0 || (query->statuses & ~said) != 0;
    if (post && published) how->classes |= SEARCH_CLASS_BIT(SEARCH_ARTICLE);
    if (page && published) how->classes |= SEARCH_CLASS_BIT(SEARCH_PAGE);
    if (media && inherit) how->classes |= SEARCH_CLASS_BIT(SEARCH_MEDIA);
    how->look_at_post = others || ((post || page) && published && !query->hide_protected) || (media && published) ||
                        ((post || page) && inherit);
    if (how->look_at_post) how->classes |= SEARCH_CLASS_BIT(SEARCH_OTHER);
}

static enum db_result count_rows(struct db *db, const char *sql, unsigned kind, int64_t id, int64_t *ret) {
    STATEMENT statement = statement_acquire(db, sql);
    statement_bind_integer(statement, id);
    statement_reads(statement, kind, id);
    enum db_result result = statement_one(statement);
    if (result == DB_OK) *ret = statement_integer(statement, 0);
    return result == DB_NOT_FOUND ? DB_OK : result;
}

// How many rows the other source has at most; -1: too many to think of.
static enum db_result count_source(struct db *db, const struct post_query *query, int64_t *ret) {
    *ret = -1;
    if (query->include.count > 0 || query->slugs.count > 0) {
        *ret = (int64_t) (query->include.count + query->slugs.count);
        return DB_OK;
    }
    int64_t term = query->archive_term;
    if (!term && !query->tax_any && query->categories.count == 1) term = query->categories.items[0];
    if (!term && !query->tax_any && query->categories.count == 0 && query->tags.count == 1) term = query->tags.items[0];
    if (term && (query->archive_term || post_query_is_public(query))) {
        return count_rows(db, SQL_TERM, TOUCH_TERM, term, ret);
    }
    if (query->authors.count == 1 && post_query_is_public(query)) {
        return count_rows(db, SQL_AUTHOR, TOUCH_USER, query->authors.items[0], ret);
    }
    return DB_OK;
}

static enum db_result choose_way(struct finding *finding) {
    int64_t matches = 0, rows;
    for (int class = 0; class < SEARCH_CLASSES; class ++)
        if (finding->how.classes & SEARCH_CLASS_BIT(class)) matches += finding->plan.most[class];
    enum db_result result = count_source(finding->db, finding->query, &rows);
    finding->how.by_index = finding->plan.match && (rows < 0 || matches < rows * PROBE_COST);
    return result;
}

static enum db_result read_ids(struct finding *finding, const struct post_query *query, const struct id_list *without,
                               int64_t *ids, size_t *ret_count) {
    *ret_count = 0;
    if (query->limit <= 0) return DB_OK;
    SQL_CLEAN struct sql_builder sql;
    sql_init(&sql, finding->arena);
    enum db_result result = post_query_build(finding->db, query, &finding->how, without, POST_QUERY_IDS, &sql);
    if (result != DB_OK) return result;
    STATEMENT statement = sql_acquire(&sql, finding->db);
    post_query_reads(query, statement);
    while (*ret_count < (size_t) query->limit && statement_row(statement))
        ids[(*ret_count)++] = statement_integer(statement, 0);
    return statement_result(statement);
}

static enum db_result read_matches(struct finding *finding, const struct post_query *query, size_t most) {
    SQL_CLEAN struct sql_builder sql;
    sql_init(&sql, finding->arena);
    enum db_result result = post_query_build(finding->db, query, &finding->how, NULL, POST_QUERY_RANKED, &sql);
    if (result != DB_OK) return result;
    STATEMENT statement = sql_acquire(&sql, finding->db);
    post_query_reads(query, statement);
    for (size_t read = 0; read < most && statement_row(statement); read++) {
        finding->matches[finding->count++] = (struct match){
            .id = statement_integer(statement, 0),
            .key = statement_integer(statement, 1),
            .score = statement_integer(statement, 2),
        };
    }
    return statement_result(statement);
}

// Matches in the title that are older than the newest ones.
static enum db_result add_titles(struct finding *finding, struct post_query *query) {
    int64_t *keys = arena_array(finding->arena, int64_t, SEARCH_RANKED_TITLES);
    size_t count = 0;
    {
        STATEMENT statement = statement_acquire(finding->db, SQL_TITLES);
        statement_bind_text(statement, finding->plan.title_match);
        statement_bind_integer(statement, finding->matches[finding->count - 1].key);
        statement_bind_integer(statement, finding->how.classes);
        search_plan_reads(finding->how.classes, statement);
        statement_bind_integer(statement, SEARCH_RANKED_TITLES);
        while (count < SEARCH_RANKED_TITLES && statement_row(statement))
            keys[count++] = statement_integer(statement, 0);
        if (statement_result(statement) != DB_OK) return statement_result(statement);
    }
    if (count == 0) return DB_OK;
    finding->how.keys = (struct id_list){.items = keys, .count = count};
    query->limit = (int64_t) count;
    enum db_result result = read_matches(finding, query, count);
    finding->how.keys = (struct id_list){0};
    return result;
}

static int compare_matches(const void *left, const void *right) {
    const struct match *one = left, *other = right;
    if (one->score != other->score) return one->score > other->score ? -1 : 1;
    return one->key > other->key ? -1 : one->key < other->key;
}

static enum db_result rank(struct finding *finding, int64_t wanted) {
    const struct post_query *query = finding->query;
    const bool simple = finding->how.by_index && !finding->how.look_at_post && post_query_is_bare(query);
    int64_t most = simple ? SEARCH_RANKED : SEARCH_RANKED_FILTERED;
    // A page must not begin among the ranked and end among the others without need.
    if (!simple && wanted > most) most = wanted < SEARCH_RANKED ? wanted : SEARCH_RANKED;
    finding->matches = arena_array(finding->arena, struct match, (size_t) most + SEARCH_RANKED_TITLES);
    struct post_query part = *query;
    part.order = POST_ORDER_DATE;
    part.ascending = false;
    part.offset = 0;
    part.limit = most;
    enum db_result result = read_matches(finding, &part, (size_t) most);
    finding->newest = finding->count;
    finding->more = finding->count == (size_t) most;
    if (result == DB_OK && finding->more && finding->how.by_index) result = add_titles(finding, &part);
    return result;
}

// The ids of the ranked ones that are not among the newest: they must not come twice.
static struct id_list older_ids(const struct finding *finding) {
    const size_t count = finding->count - finding->newest;
    int64_t *ids = arena_array(finding->arena, int64_t, count + 1);
    for (size_t i = 0; i < count; i++) ids[i] = finding->matches[finding->newest + i].id;
    return (struct id_list){.items = ids, .count = count};
}

static enum db_result find_ranked(struct finding *finding, int64_t *ids, size_t *ret_count) {
    const struct post_query *query = finding->query;
    enum db_result result = rank(finding, query->offset + query->limit);
    if (result != DB_OK) return result;
    const struct id_list older = older_ids(finding);
    qsort(finding->matches, finding->count, sizeof *finding->matches, compare_matches);
    size_t count = 0, more = 0;
    for (int64_t i = query->offset; i < (int64_t) finding->count && (int64_t) count < query->limit; i++)
        ids[count++] = finding->matches[i].id;
    if ((int64_t) count < query->limit && finding->more) {
        struct post_query rest = *query;
        rest.order = POST_ORDER_DATE;
        rest.ascending = false;
        rest.limit = query->limit - (int64_t) count;
        int64_t beyond = query->offset - (int64_t) finding->count;
        rest.offset = (int64_t) finding->newest + (beyond > 0 ? beyond : 0);
        result = read_ids(finding, &rest, &older, ids + count, &more);
    }
    *ret_count = count + more;
    return result;
}

static enum db_result count_all(struct finding *finding, const struct post_search *how, int64_t *ret) {
    SQL_CLEAN struct sql_builder sql;
    sql_init(&sql, finding->arena);
    enum db_result result = post_query_build(finding->db, finding->query, how, NULL, POST_QUERY_TOTAL, &sql);
    if (result != DB_OK) return result;
    STATEMENT statement = sql_acquire(&sql, finding->db);
    post_query_reads(finding->query, statement);
    result = statement_one(statement);
    if (result == DB_OK) *ret = statement_integer(statement, 0);
    return result;
}

static enum db_result find_total(struct finding *finding, int64_t *ret) {
    struct post_search how = finding->how;
    int64_t known = 0, counted = 0;
    if (finding->plan.exact && post_query_is_bare(finding->query)) {
        for (int class = 0; class < SEARCH_OTHER; class ++) {
            if (how.classes & SEARCH_CLASS_BIT(class)) known += finding->plan.most[class];
        }
        if (!how.look_at_post) {
            *ret = known;
            return DB_OK;
        }
        how.classes = SEARCH_CLASS_BIT(SEARCH_OTHER);
        if (finding->plan.most[SEARCH_OTHER] == 0) how.classes = 0;
    }
    enum db_result result = how.classes ? count_all(finding, &how, &counted) : DB_OK;
    *ret = known + counted;
    return result;
}

// What no walk of the index can be slow about: few matches are all ranked, so their number is known.
static bool total_is_seen(const struct finding *finding) {
    return finding->query->order == POST_ORDER_RELEVANCE && finding->matches && !finding->more;
}

enum db_result search_find(struct db *db, struct arena *arena, const struct post_query *query,
                           struct search_found *ret) {
    struct finding finding = {.db = db, .arena = arena, .query = query};
    struct search_found found = {0};
    choose_classes(query, &finding.how);
    enum db_result result = search_plan_make(db, arena, query->search, finding.how.classes, &finding.plan);
    if (result != DB_OK) return result;
    *ret = found;
    if (!finding.plan.match && !finding.plan.without) return DB_OK;
    finding.how.plan = &finding.plan;
    result = choose_way(&finding);
    if (result == DB_OK && query->limit > 0) {
        found.ids = arena_array(arena, int64_t, (size_t) query->limit);
        result = query->order == POST_ORDER_RELEVANCE && finding.plan.match
                     ? find_ranked(&finding, found.ids, &found.count)
                     : read_ids(&finding, query, NULL, found.ids, &found.count);
    }
    if (result == DB_OK && query->want_total) {
        found.total = (int64_t) finding.count;
        if (!total_is_seen(&finding)) result = find_total(&finding, &found.total);
    }
    if (result == DB_OK) *ret = found;
    return result;
}
