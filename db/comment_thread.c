// comment_thread: reading discussions by threads, and what keeps that cheap: the root in every row, the number of
// approved comments below each root, and the number of threads of each post.
#include "db/comment_thread.h"

#include <string.h>

#include "base/arena.h"
#include "db/comment_row.h"
#include "db/connection.h"
#include "db/sql_builder.h"
#include "db/statement.h"
#include "db/statements.h"
#include "db/touch_kinds.h"

// The condition of the index comment_top, in its words.
#define IS_SHOWN_ROOT "c.root_id = 0 AND (c.status = 1 OR c.replies > 0)"

#define SQL_ROOTS \
    SELECT_COMMENT_SHOWN "WHERE c.post_id = $1 AND " IS_SHOWN_ROOT " ORDER BY c.created, c.id LIMIT $2 OFFSET $3"
#define SQL_FLAT \
    SELECT_COMMENT_SHOWN "WHERE c.post_id = $1 AND c.status = 1 ORDER BY c.created, c.id LIMIT $2 OFFSET $3"
#define SQL_TOTAL "SELECT thread_count FROM post WHERE id = $1"
// Days before are summed, the day itself is counted.
#define SQL_PLACE                                                                                                  \
    "SELECT (SELECT COALESCE(sum(d.threads), 0) FROM comment_day d WHERE d.post_id = $1 AND d.day < " COMMENT_DAY( \
        "$2") ") + (SELECT count(*) FROM comment c WHERE c.post_id = $1 AND " IS_SHOWN_ROOT                        \
              " AND c.created >= " COMMENT_DAY_BEGIN("$2") " AND (c.created, c.id) < ($2, $3))"
#define SQL_PLACE_FLAT \
    "SELECT (SELECT COALESCE(sum(d.comments), 0) FROM comment_day d WHERE d.post_id = $1 AND d.day < " COMMENT_DAY(   \
        "$2") ") + (SELECT count(*) FROM comment c WHERE c.post_id = $1 AND c.status = 1 AND c.created >= "           \
              COMMENT_DAY_BEGIN("$2") " AND (c.created, c.id) < ($2, $3))"
// From the other end, as far as LATE_MOST: most that are asked for have just been written.
#define SQL_LATEST                                                                  \
    "SELECT c.created, c.id FROM comment c WHERE c.post_id = $1 AND " IS_SHOWN_ROOT \
    " ORDER BY c.created DESC, c.id DESC"
#define SQL_LATEST_FLAT \
    "SELECT c.created, c.id FROM comment c WHERE c.post_id = $1 AND c.status = 1 ORDER BY c.created DESC, c.id DESC"
#define SQL_TOTAL_FLAT "SELECT comment_count FROM post WHERE id = $1"
#define SQL_CREATED "SELECT created FROM comment WHERE id = $1"
#define SQL_COUNT_THREAD "UPDATE post SET thread_count = thread_count + $1 WHERE id = $2"
#define SQL_COUNT_THREAD_IN_DAY \
    "INSERT INTO comment_day (post_id, day, threads, comments) SELECT c.post_id, " COMMENT_DAY("c.created") ", " \
    "CAST($1 AS BIGINT), 0 FROM comment c WHERE c.id = $2 " COMMENT_DAY_ADD
#define SQL_COUNT_REPLY "UPDATE comment SET replies = replies + $1 WHERE id = $2"
// What a move can change: the comment, the roots it leaves and joins, and what answers it and stays under its post.
#define MOVED(id_, root_, other_)                                            \
    "(SELECT m.id FROM comment m WHERE m.id IN (" id_ ", " root_ ", " other_ \
    ") UNION SELECT m.id FROM comment m "                                    \
    "WHERE m.parent_id = " id_ " UNION SELECT m.id FROM comment m WHERE m.place_id = " id_ " AND m.place_id > 0)"
#define SQL_MOVED_PLACE "UPDATE comment SET place_id = 0 WHERE id = $1"
#define SQL_MOVED_COUNT                                                                                        \
    "UPDATE post SET thread_count = thread_count + $1 * (SELECT count(*) FROM comment c WHERE c.id IN " MOVED( \
        "$2", "$3", "$4") " AND c.post_id = post.id AND " IS_SHOWN_ROOT ") WHERE id IN ($5, $6)"
#define SQL_MOVED_COUNT_IN_DAY \
    "INSERT INTO comment_day (post_id, day, threads, comments) SELECT c.post_id, " COMMENT_DAY("c.created") ", " \
    "CAST($1 AS BIGINT) * count(*), 0 FROM comment c WHERE c.id IN " MOVED("$2", "$3", "$4") " AND "             \
    IS_SHOWN_ROOT " GROUP BY 1, 2 " COMMENT_DAY_ADD
#define SQL_MOVED_REPLIES                                                                                          \
    "UPDATE comment SET replies = (SELECT count(*) FROM comment r WHERE r.root_id = comment.id AND r.root_id > 0 " \
    "AND r.status = 1) WHERE id IN " MOVED("$1", "$2", "$3")
#define SQL_MOVED_ROOTS                                                                                              \
    "WITH RECURSIVE tree (id, root, post_id) AS (SELECT c.id, CAST($1 AS BIGINT), c.post_id FROM comment c "         \
    "WHERE c.id = $2 UNION SELECT c.id, CASE WHEN c.post_id = tree.post_id THEN tree.root ELSE c.id END, "           \
    "c.post_id FROM tree JOIN comment c ON (c.parent_id = tree.id AND c.place_id = 0) OR (c.place_id = tree.id AND " \
    "c.place_id > 0)) "                                                                                              \
    "UPDATE comment SET root_id = CASE WHEN tree.root = comment.id THEN 0 ELSE tree.root END FROM tree "             \
    "WHERE tree.id = comment.id"

const char *const comment_thread_statements[] = {
    SQL_ROOTS,
    SQL_FLAT,
    SQL_TOTAL,
    SQL_PLACE,
    SQL_PLACE_FLAT,
    SQL_LATEST,
    SQL_LATEST_FLAT,
    SQL_TOTAL_FLAT,
    SQL_CREATED,
    SQL_COUNT_THREAD,
    SQL_COUNT_THREAD_IN_DAY,
    SQL_MOVED_COUNT_IN_DAY,
    SQL_COUNT_REPLY,
    SQL_MOVED_PLACE,
    SQL_MOVED_COUNT,
    SQL_MOVED_REPLIES,
    SQL_MOVED_ROOTS,
    NULL,
};

enum { ROOTS_A_QUERY = 64, LATE_MOST = 100 };

static enum db_result read_span(struct db *db, struct arena *arena, const struct comment_span *span,
                                struct comment_list *ret) {
    STATEMENT statement = statement_acquire(db, span->flat ? SQL_FLAT : SQL_ROOTS);
    statement_reads(statement, TOUCH_COMMENTS, span->post);
    statement_bind_integer(statement, span->post);
    statement_bind_integer(statement, span->limit);
    statement_bind_integer(statement, span->offset);
    return comment_read_rows(statement, arena, true, (size_t) span->limit, ret);
}

// Behind what is in *list already; one more than fits tells that there are more.
static enum db_result read_below(struct db *db, struct arena *arena, int64_t post, const int64_t *roots, size_t count,
                                 size_t most, struct comment_list *list) {
    struct comment_list below;
    SQL_CLEAN struct sql_builder sql;
    sql_init(&sql, arena);
    sql_add(&sql, SELECT_COMMENT_SHOWN "WHERE c.root_id IN ");
    sql_ids(&sql, roots, count);
    // The second condition lets the index on roots be used, and the plus sign keeps that on statuses from being walked
    // through for the order.
    sql_add(&sql, " AND c.root_id > 0 AND +c.status = 1 ORDER BY c.created, c.id LIMIT ");
    sql_integer(&sql, (int64_t) most);
    STATEMENT statement = sql_acquire(&sql, db);
    statement_reads(statement, TOUCH_COMMENTS, post);
    enum db_result result = comment_read_rows(statement, arena, true, most, &below);
    if (result != DB_OK || below.count == 0) return result;
    struct comment *items = arena_array(arena, struct comment, list->count + below.count);
    memcpy(items, list->items, list->count * sizeof *items);
    memcpy(items + list->count, below.items, below.count * sizeof *items);
    list->items = items;
    list->count += below.count;
    return DB_OK;
}

enum db_result comment_span(struct db *db, struct arena *arena, const struct comment_span *span,
                            struct comment_list *ret, bool *ret_cut) {
    struct comment_list list = {0};
    enum db_result result = span->limit > 0 ? read_span(db, arena, span, &list) : DB_OK;
    const size_t roots = span->flat ? 0 : list.count;
    int64_t *ids = arena_array(arena, int64_t, roots + 1);
    for (size_t i = 0; i < roots; i++) ids[i] = list.items[i].id;
    for (size_t from = 0; from < roots && result == DB_OK && list.count <= span->most; from += ROOTS_A_QUERY) {
        size_t part = roots - from < ROOTS_A_QUERY ? roots - from : ROOTS_A_QUERY;
        result = read_below(db, arena, span->post, ids + from, part, span->most + 1 - list.count, &list);
    }
    if (result != DB_OK) return result;
    *ret_cut = list.count > span->most;
    if (*ret_cut) list.count = span->most;
    list.total = (int64_t) list.count;
    *ret = list;
    return DB_OK;
}

enum db_result comment_all(struct db *db, struct arena *arena, int64_t post, size_t most, struct comment_list *ret) {
    return read_span(db, arena, &(struct comment_span){.post = post, .flat = true, .limit = (int64_t) most}, ret);
}

enum db_result comment_thread_total(struct db *db, int64_t post, int64_t *ret) {
    return statement_read_integer(db, TOUCH_COMMENTS, post, SQL_TOTAL, INTEGERS(post), ret);
}

// How many are not before it, counted up to LATE_MOST + 1.
static enum db_result count_late(struct db *db, int64_t post, bool flat, int64_t created, int64_t id, int64_t *ret) {
    *ret = 0;
    STATEMENT statement = statement_acquire(db, flat ? SQL_LATEST_FLAT : SQL_LATEST);
    statement_reads(statement, TOUCH_COMMENTS, post);
    statement_bind_integer(statement, post);
    while (*ret <= LATE_MOST && statement_row(statement)) {
        const int64_t other = statement_integer(statement, 0);
        if (other < created || (other == created && statement_integer(statement, 1) < id)) break;
        (*ret)++;
    }
    return statement_result(statement);
}

enum db_result comment_thread_place(struct db *db, const struct comment *comment, bool flat, int64_t *ret) {
    const int64_t post = comment->post, id = flat || comment->root == 0 ? comment->id : comment->root;
    int64_t created = comment->created, late = 0, total;
    enum db_result result = DB_OK;
    if (id != comment->id)
        result = statement_read_integer(db, TOUCH_COMMENTS, post, SQL_CREATED, INTEGERS(id), &created);
    if (result == DB_OK) result = count_late(db, post, flat, created, id, &late);
    if (result != DB_OK) return result;
    if (late > LATE_MOST)
        return statement_read_integer(db, TOUCH_COMMENTS, post, flat ? SQL_PLACE_FLAT : SQL_PLACE,
                                      INTEGERS(post, created, id), ret);
    result =
        statement_read_integer(db, TOUCH_COMMENTS, post, flat ? SQL_TOTAL_FLAT : SQL_TOTAL, INTEGERS(post), &total);
    if (result == DB_OK) *ret = total - late;
    return result;
}

enum db_result comment_rows(struct db *db, struct arena *arena, const struct id_list *ids, struct comment_list *ret) {
    SQL_CLEAN struct sql_builder sql;
    sql_init(&sql, arena);
    sql_add(&sql, SELECT_COMMENT "WHERE c.id IN ");
    sql_ids(&sql, ids->items, ids->count);
    STATEMENT statement = sql_acquire(&sql, db);
    // Approved ones are told of with their post, which the rows name.
    statement_reads(statement, TOUCH_HELD, 0);
    return comment_read_rows(statement, arena, false, ids->count, ret);
}

static enum db_result count_thread(struct db *db, int64_t root, int64_t post, int64_t change) {
    enum db_result result = statement_run_integers(db, SQL_COUNT_THREAD, INTEGERS(change, post));
    return result == DB_OK ? statement_run_integers(db, SQL_COUNT_THREAD_IN_DAY, INTEGERS(change, root)) : result;
}

enum db_result comment_thread_count(struct db *db, int64_t id, int64_t change) {
    struct comment_facts facts, root;
    enum db_result result = comment_facts_read(db, id, &facts);
    if (result != DB_OK) return result;
    const bool approved = facts.status == COMMENT_APPROVED;
    if (facts.root == 0) return approved || facts.replies > 0 ? count_thread(db, id, facts.post, change) : DB_OK;
    if (!approved) return DB_OK;
    result = comment_facts_read(db, facts.root, &root);
    if (result == DB_OK) result = statement_run_integers(db, SQL_COUNT_REPLY, INTEGERS(change, facts.root));
    // A root that is not approved is shown from its first approved answer to its last.
    const bool turns = root.status != COMMENT_APPROVED && root.replies == (change > 0 ? 0 : 1);
    return result == DB_OK && turns ? count_thread(db, facts.root, facts.post, change) : result;
}

static enum db_result count_moved(struct db *db, const struct comment_move *move, int64_t change) {
    // A post named twice is one row of IN.
    enum db_result result = statement_run_integers(
        db, SQL_MOVED_COUNT,
        INTEGERS(change, move->id, move->roots[0], move->roots[1], move->posts[0], move->posts[1]));
    if (result != DB_OK) return result;
    return statement_run_integers(db, SQL_MOVED_COUNT_IN_DAY,
                                  INTEGERS(change, move->id, move->roots[0], move->roots[1]));
}

enum db_result comment_move_begin(struct db *db, const struct comment *after, struct comment_move *ret) {
    struct comment_facts before, parent;
    enum db_result result = comment_facts_read(db, after->id, &before);
    if (result != DB_OK) return result;
    *ret = (struct comment_move){
        .id = after->id,
        .roots = {before.root != 0 ? before.root : after->id, after->id},
        .posts = {before.post, after->post},
    };
    if (after->parent != 0) result = comment_facts_read(db, after->parent, &parent);
    if (result == DB_NOT_FOUND || (result == DB_OK && after->parent != 0 && parent.status == COMMENT_GONE))
        return db_fail(db, DB_CONFLICT, "the parent does not exist");
    if (result == DB_OK && after->parent != 0 && parent.post == after->post)
        ret->roots[1] = parent.root != 0 ? parent.root : after->parent;
    if (result == DB_OK) result = count_moved(db, ret, -1);
    return result == DB_OK ? statement_run_integers(db, SQL_MOVED_PLACE, INTEGERS(after->id)) : result;
}

enum db_result comment_move_finish(struct db *db, const struct comment_move *move) {
    enum db_result result = statement_run_integers(db, SQL_MOVED_ROOTS, INTEGERS(move->roots[1], move->id));
    if (result == DB_OK)
        result = statement_run_integers(db, SQL_MOVED_REPLIES, INTEGERS(move->id, move->roots[0], move->roots[1]));
    return result == DB_OK ? count_moved(db, move, 1) : result;
}
