// term_tree: see the header.
#include "db/term_tree.h"

#include "base/arena.h"
#include "db/connection.h"
#include "db/post_row.h"
#include "db/statement.h"
#include "db/statements.h"
#include "db/term_row.h"
#include "db/touch_kinds.h"

#define SQL_CHAIN                                                                     \
    "WITH RECURSIVE up (id, depth) AS (SELECT id, 0 FROM term WHERE id = $1 "         \
    "UNION ALL SELECT t.parent_id, up.depth + 1 FROM up JOIN term t ON t.id = up.id " \
    "WHERE t.parent_id IS NOT NULL AND up.depth < 99) SELECT id FROM up ORDER BY depth"
#define SQL_HEIGHT                                                                                                  \
    "WITH RECURSIVE tree (id, depth) AS (SELECT id, 1 FROM term WHERE id = $1 "                                     \
    "UNION ALL SELECT c.id, tree.depth + 1 FROM tree JOIN term c ON c.parent_id = tree.id WHERE tree.depth < 100) " \
    "SELECT COALESCE(max(depth), 1) FROM tree"
#define SQL_TAXONOMY "SELECT taxonomy FROM term WHERE id = $1"
// The deepest category of post $1, of several the one with the lowest id.
#define SQL_PRIMARY                                                                             \
    "WITH RECURSIVE up (start, id, depth) AS "                                                  \
    "(SELECT t.id, t.parent_id, 1 FROM post_term l JOIN term t ON t.id = l.term_id "            \
    "WHERE l.post_id = $1 AND t.taxonomy = 1 "                                                  \
    "UNION ALL SELECT up.start, t.parent_id, up.depth + 1 FROM up JOIN term t ON t.id = up.id " \
    "WHERE up.depth < 100) "                                                                    \
    "SELECT start FROM up GROUP BY start ORDER BY max(depth) DESC, start LIMIT 1"
#define SQL_CATEGORIES                                              \
    "SELECT t.id FROM post_term l JOIN term t ON t.id = l.term_id " \
    "WHERE l.post_id = $1 AND t.taxonomy = 1 LIMIT 2"
#define SQL_IN_CATEGORY                                                 \
    "SELECT count(*) FROM post_term l JOIN term t ON t.id = l.term_id " \
    "WHERE l.post_id = $1 AND l.term_id = $2 AND t.taxonomy = 1"
// CROSS JOIN: the few links of the post first, and not all terms in their order.
#define SQL_OF_POST                                                                  \
    "SELECT " TERM_COLUMNS                                                           \
    " FROM post_term l CROSS JOIN term t WHERE t.id = l.term_id AND l.post_id = $1 " \
    "AND t.taxonomy = $2 ORDER BY t.name_key, t.id"

#define TREE                                                          \
    "WITH RECURSIVE tree (id) AS (SELECT id FROM term WHERE id = $1 " \
    "UNION SELECT c.id FROM tree JOIN term c ON c.parent_id = tree.id) "
#define SQL_ARCHIVE_PRUNE                                                                                 \
    TREE "DELETE FROM term_archive WHERE term_id = CAST($1 AS BIGINT) AND NOT EXISTS "                    \
         "(SELECT 1 FROM post_term l WHERE l.post_id = term_archive.post_id AND l.published IS NOT NULL " \
         "AND l.term_id IN (SELECT id FROM tree))"
#define SQL_ARCHIVE_FILL                                                                                        \
    TREE "INSERT INTO term_archive (term_id, published, post_id) "                                              \
         "SELECT CAST($1 AS BIGINT), l.published, l.post_id FROM tree JOIN post_term l ON l.term_id = tree.id " \
         "WHERE l.published IS NOT NULL ON CONFLICT (term_id, published, post_id) DO NOTHING"
#define SQL_COUNT                                                                          \
    "UPDATE term SET count = (SELECT count(*) FROM post_term l WHERE l.term_id = term.id " \
    "AND l.published IS NOT NULL), "                                                       \
    "tree_count = (SELECT count(*) FROM term_archive a WHERE a.term_id = term.id) WHERE id = $1"

const char *const term_tree_statements[] = {SQL_CHAIN,        SQL_HEIGHT,      SQL_TAXONOMY, SQL_PRIMARY,
                                            SQL_CATEGORIES,   SQL_IN_CATEGORY, SQL_OF_POST,  SQL_ARCHIVE_PRUNE,
                                            SQL_ARCHIVE_FILL, SQL_COUNT,       NULL};

enum db_result term_chain(struct db *db, int64_t id, int64_t *ret_ids, size_t *ret_count) {
    *ret_count = 0;
    if (id == 0) return DB_OK;
    STATEMENT statement = statement_acquire(db, SQL_CHAIN);
    statement_bind_integer(statement, id);
    while (*ret_count < TERM_DEPTH_MOST && statement_row(statement)) {
        ret_ids[(*ret_count)++] = statement_integer(statement, 0);
    }
    return statement_result(statement);
}

enum db_result term_check_parent(struct db *db, int64_t id, int64_t parent) {
    if (parent == 0) return DB_OK;
    int64_t taxonomy, height = 1, chain[TERM_DEPTH_MOST];
    size_t count;
    enum db_result result = statement_get_integer(db, SQL_TAXONOMY, INTEGERS(parent), &taxonomy);
    if (result == DB_NOT_FOUND || (result == DB_OK && taxonomy != TERM_CATEGORY)) {
        return db_fail(db, DB_CONFLICT, "the parent is no category");
    }
    if (result == DB_OK) result = term_chain(db, parent, chain, &count);
    if (result == DB_OK && id != 0) result = statement_get_integer(db, SQL_HEIGHT, INTEGERS(id), &height);
    if (result != DB_OK) return result;
    for (size_t i = 0; i < count; i++) {
        if (chain[i] == id) return db_fail(db, DB_CONFLICT, "the parent is below the term");
    }
    return (int64_t) count + height <= TERM_DEPTH_MOST ? DB_OK : db_fail(db, DB_CONFLICT, "the tree is too deep");
}

enum db_result term_rebuild(struct db *db, int64_t id) {
    static const char *const parts[] = {SQL_ARCHIVE_PRUNE, SQL_ARCHIVE_FILL, SQL_COUNT};
    enum db_result result = DB_OK;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && result == DB_OK; i++) {
        result = statement_run_integers(db, parts[i], INTEGERS(id));
    }
    db_touch(db, TOUCH_TERM, id);
    db_touch(db, TOUCH_TERM_COUNTS, 0);
    db_touch(db, TOUCH_ARCHIVE, id);
    db_touch(db, TOUCH_ROLL, id);
    return result;
}

// One by one: a recursive statement builds tables of its own, which costs more than a few look-ups.
enum db_result term_path(struct db *db, struct arena *arena, int64_t id, struct term_list *ret) {
    struct term chain[TERM_DEPTH_MOST];
    size_t count = 0;
    while (id != 0 && count < TERM_DEPTH_MOST) {
        enum db_result result = term_get(db, arena, id, &chain[count]);
        if (result != DB_OK) return result;
        id = chain[count++].parent;
    }
    struct term *items = arena_array(arena, struct term, count);
    for (size_t i = 0; i < count; i++) items[i] = chain[count - 1 - i];
    *ret = (struct term_list){.items = items, .count = count, .total = (int64_t) count};
    return count > 0 ? DB_OK : DB_NOT_FOUND;
}

enum db_result term_of_post(struct db *db, struct arena *arena, int64_t post, enum term_taxonomy taxonomy,
                            struct term_list *ret) {
    STATEMENT statement = statement_acquire(db, SQL_OF_POST);
    statement_reads(statement, TOUCH_POST, post);
    statement_bind_integer(statement, post);
    statement_bind_integer(statement, taxonomy);
    return term_rows(statement, arena, ret);
}

// Most posts have one category, and need no comparing of depths.
static enum db_result chosen_category(struct db *db, int64_t post, int64_t *ret) {
    int64_t count = 0;
    {
        STATEMENT statement = statement_acquire(db, SQL_CATEGORIES);
        statement_reads(statement, TOUCH_POST, post);
        statement_bind_integer(statement, post);
        for (; statement_row(statement); count++) *ret = statement_integer(statement, 0);
        if (statement_result(statement) != DB_OK) return statement_result(statement);
    }
    if (count < 2) return count == 1 ? DB_OK : DB_NOT_FOUND;
    STATEMENT statement = statement_acquire(db, SQL_PRIMARY);
    statement_reads(statement, TOUCH_POST, post);
    statement_reads(statement, TOUCH_TERMS, 0);
    statement_bind_integer(statement, post);
    const enum db_result result = statement_one(statement);
    if (result == DB_OK) *ret = statement_integer(statement, 0);
    return result;
}

enum db_result term_primary_of_post(struct db *db, struct arena *arena, const struct post *post, struct term *ret) {
    int64_t id = post->primary_category, in_it = 0;
    if (id != 0) {
        enum db_result result =
            statement_read_integer(db, TOUCH_POST, post->id, SQL_IN_CATEGORY, INTEGERS(post->id, id), &in_it);
        if (result != DB_OK) return result;
    }
    if (!in_it) {
        enum db_result result = chosen_category(db, post->id, &id);
        if (result != DB_OK) return result;
    }
    return term_get(db, arena, id, ret);
}
