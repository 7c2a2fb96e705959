// term: writing and finding single terms. What a place in the tree entails is term_tree.c's.
#include "db/term.h"

#include "base/arena.h"
#include "db/connection.h"
#include "db/fold.h"
#include "db/memo.h"
#include "db/rows.h"
#include "db/statement.h"
#include "db/term_row.h"
#include "db/term_tree.h"
#include "db/touch_kinds.h"

#define SQL_INSERT                                                                                               \
    "INSERT INTO term (taxonomy, parent_id, name, name_key, slug, description) VALUES ($1, $2, $3, $4, $5, $6) " \
    "RETURNING id"
#define SQL_INSERT_AS                                                                \
    "INSERT INTO term (taxonomy, parent_id, name, name_key, slug, description, id) " \
    "VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id"
#define SQL_UPDATE "UPDATE term SET parent_id = $1, name = $2, name_key = $3, slug = $4, description = $5 WHERE id = $6"
#define SQL_PLACE "SELECT taxonomy, parent_id FROM term WHERE id = $1"
#define SQL_GET SELECT_TERM "WHERE t.id = $1"
#define SQL_BY_SLUG SELECT_TERM "WHERE t.taxonomy = $1 AND t.slug = $2"
#define SQL_BY_NAME                                                                \
    SELECT_TERM                                                                    \
    "WHERE t.taxonomy = $1 AND t.name_key = $2 AND COALESCE(t.parent_id, 0) = $3 " \
    "ORDER BY t.id LIMIT 1"
#define SQL_CHILDREN_MOVE "UPDATE term SET parent_id = $1 WHERE parent_id = $2 RETURNING id"
#define SQL_POSTS "SELECT post_id FROM post_term WHERE term_id = $1"
#define SQL_PRIMARY_FORGET                                              \
    "UPDATE post SET primary_category = 0 WHERE primary_category = $1 " \
    "AND id IN (SELECT post_id FROM post_term WHERE term_id = CAST($1 AS BIGINT))"
// Posts of $2 that have no other category get $1.
#define SQL_FALLBACK                                                                                          \
    "INSERT INTO post_term (post_id, term_id, published) "                                                    \
    "SELECT l.post_id, CAST($1 AS BIGINT), l.published FROM post_term l WHERE l.term_id = $2 AND NOT EXISTS " \
    "(SELECT 1 FROM post_term o JOIN term t ON t.id = o.term_id "                                             \
    "WHERE o.post_id = l.post_id AND o.term_id <> l.term_id AND t.taxonomy = 1) "                             \
    "ON CONFLICT (post_id, term_id) DO NOTHING"
#define SQL_LINKS_DELETE "DELETE FROM post_term WHERE term_id = $1"
#define SQL_ARCHIVE_DELETE "DELETE FROM term_archive WHERE term_id = $1"
#define SQL_DELETE "DELETE FROM term WHERE id = $1"

const char *const term_statements[] = {
    SQL_INSERT,   SQL_INSERT_AS,    SQL_UPDATE,         SQL_PLACE,  SQL_GET,
    SQL_BY_SLUG,  SQL_BY_NAME,      SQL_CHILDREN_MOVE,  SQL_POSTS,  SQL_PRIMARY_FORGET,
    SQL_FALLBACK, SQL_LINKS_DELETE, SQL_ARCHIVE_DELETE, SQL_DELETE, NULL};

void term_from_row(struct statement *statement, struct arena *arena, struct term *ret) {
    int at = 0;
    ret->id = statement_integer(statement, at++);
    ret->taxonomy = (enum term_taxonomy) statement_integer(statement, at++);
    ret->parent = statement_integer(statement, at++);
    ret->name = statement_text(statement, at++, arena);
    ret->slug = statement_text(statement, at++, arena);
    ret->description = statement_text(statement, at++, arena);
    ret->count = statement_integer(statement, at++);
    ret->tree_count = statement_integer(statement, at++);
    statement_shows(statement, TOUCH_TERM, ret->id);
}

enum db_result term_one(struct statement *statement, struct arena *arena, struct term *ret) {
    enum db_result result = statement_one(statement);
    if (result == DB_OK) term_from_row(statement, arena, ret);
    return result;
}

enum db_result term_rows(struct statement *statement, struct arena *arena, struct term_list *ret) {
    size_t capacity = 0, count = 0;
    struct term *items = NULL;
    while (statement_row(statement)) {
        ROWS_GROW(arena, items, count, &capacity);
        term_from_row(statement, arena, &items[count++]);
    }
    if (statement_result(statement) != DB_OK) return statement_result(statement);
    *ret = (struct term_list){.items = items, .count = count, .total = (int64_t) count};
    return DB_OK;
}

static enum db_result insert_row(struct db *db, struct arena *arena, const struct term *term, int64_t parent,
                                 int64_t as, int64_t *ret_id) {
    STATEMENT statement = statement_acquire(db, as ? SQL_INSERT_AS : SQL_INSERT);
    statement_bind_integer(statement, term->taxonomy);
    statement_bind_reference(statement, parent);
    statement_bind_text(statement, term->name);
    statement_bind_text(statement, fold_text(arena, term->name));
    statement_bind_text(statement, term->slug);
    statement_bind_text(statement, term->description ? term->description : "");
    if (as) statement_bind_integer(statement, as);
    enum db_result result = statement_one(statement);
    if (result != DB_OK) return result;
    *ret_id = statement_integer(statement, 0);
    return statement_run(statement);
}

static enum db_result insert(struct db *db, const struct term *term, int64_t as, int64_t *ret_id) {
    int64_t id, parent = term->taxonomy == TERM_CATEGORY ? term->parent : 0;
    enum db_result result = term_check_parent(db, 0, parent);
    if (result != DB_OK) return result;
    struct arena arena;
    arena_init(&arena);
    result = insert_row(db, &arena, term, parent, as, &id);
    arena_finish(&arena);
    if (result != DB_OK) return result;
    db_touch(db, TOUCH_TERM, id);
    db_touch(db, TOUCH_TERMS, 0);
    *ret_id = id;
    return DB_OK;
}

enum db_result term_insert(struct db *db, const struct term *term, int64_t *ret_id) {
    return insert(db, term, 0, ret_id);
}

enum db_result term_insert_as(struct db *db, const struct term *term) {
    int64_t id;
    return insert(db, term, term->id, &id);
}

static enum db_result read_place(struct db *db, int64_t id, enum term_taxonomy *ret_taxonomy, int64_t *ret_parent) {
    STATEMENT statement = statement_acquire(db, SQL_PLACE);
    statement_bind_integer(statement, id);
    enum db_result result = statement_one(statement);
    if (result != DB_OK) return result;
    *ret_taxonomy = (enum term_taxonomy) statement_integer(statement, 0);
    *ret_parent = statement_integer(statement, 1);
    return DB_OK;
}

static enum db_result update_row(struct db *db, struct arena *arena, const struct term *term, int64_t parent) {
    STATEMENT statement = statement_acquire(db, SQL_UPDATE);
    statement_bind_reference(statement, parent);
    statement_bind_text(statement, term->name);
    statement_bind_text(statement, fold_text(arena, term->name));
    statement_bind_text(statement, term->slug);
    statement_bind_text(statement, term->description ? term->description : "");
    statement_bind_integer(statement, term->id);
    return statement_change(statement);
}

// Rebuilds what stands above two places in the tree: what only one of them has above it, and with `shared` the rest
// too.
static enum db_result rebuild_above(struct db *db, int64_t one, int64_t other, bool shared) {
    int64_t chain[TERM_DEPTH_MOST], other_chain[TERM_DEPTH_MOST];
    size_t count, other_count;
    enum db_result result = term_chain(db, one, chain, &count);
    if (result == DB_OK) result = term_chain(db, other, other_chain, &other_count);
    if (result != DB_OK) return result;
    while (count > 0 && other_count > 0 && chain[count - 1] == other_chain[other_count - 1]) {
        if (shared) result = term_rebuild(db, chain[count - 1]);
        if (result != DB_OK) return result;
        count--;
        other_count--;
    }
    for (size_t i = 0; i < count && result == DB_OK; i++) result = term_rebuild(db, chain[i]);
    for (size_t i = 0; i < other_count && result == DB_OK; i++) result = term_rebuild(db, other_chain[i]);
    return result;
}

enum db_result term_update(struct db *db, const struct term *term) {
    enum term_taxonomy taxonomy;
    int64_t old_parent;
    enum db_result result = read_place(db, term->id, &taxonomy, &old_parent);
    if (result != DB_OK) return result;
    int64_t parent = taxonomy == TERM_CATEGORY ? term->parent : 0;
    if (parent != old_parent) result = term_check_parent(db, term->id, parent);
    if (result != DB_OK) return result;
    struct arena arena;
    arena_init(&arena);
    result = update_row(db, &arena, term, parent);
    arena_finish(&arena);
    if (result == DB_OK && parent != old_parent) result = rebuild_above(db, old_parent, parent, false);
    db_touch(db, TOUCH_TERM, term->id);
    db_touch(db, TOUCH_TERMS, 0);
    return result;
}

static enum db_result move_children(struct db *db, int64_t id, int64_t parent) {
    STATEMENT statement = statement_acquire(db, SQL_CHILDREN_MOVE);
    statement_bind_reference(statement, parent);
    statement_bind_integer(statement, id);
    while (statement_row(statement)) db_touch(db, TOUCH_TERM, statement_integer(statement, 0));
    return statement_result(statement);
}

static enum db_result touch_posts(struct db *db, int64_t id) {
    STATEMENT statement = statement_acquire(db, SQL_POSTS);
    statement_bind_integer(statement, id);
    while (statement_row(statement)) db_touch(db, TOUCH_POST, statement_integer(statement, 0));
    return statement_result(statement);
}

static enum db_result give_fallback(struct db *db, int64_t id, int64_t fallback) {
    enum term_taxonomy taxonomy;
    int64_t parent;
    enum db_result result = read_place(db, fallback, &taxonomy, &parent);
    if (result == DB_NOT_FOUND || (result == DB_OK && taxonomy != TERM_CATEGORY)) {
        return db_fail(db, DB_CONFLICT, "the fallback is no category");
    }
    if (result != DB_OK) return result;
    return statement_run_integers(db, SQL_FALLBACK, INTEGERS(fallback, id));
}

enum db_result term_delete(struct db *db, int64_t id, int64_t fallback) {
    static const char *const parts[] = {SQL_PRIMARY_FORGET, SQL_LINKS_DELETE, SQL_ARCHIVE_DELETE, SQL_DELETE};
    enum term_taxonomy taxonomy;
    int64_t parent;
    enum db_result result = read_place(db, id, &taxonomy, &parent);
    if (result != DB_OK) return result;
    bool moves = taxonomy == TERM_CATEGORY && fallback != 0 && fallback != id;
    result = touch_posts(db, id);
    if (result == DB_OK) result = move_children(db, id, parent);
    if (result == DB_OK && moves) result = give_fallback(db, id, fallback);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && result == DB_OK; i++) {
        result = statement_run_integers(db, parts[i], INTEGERS(id));
    }
    // Posts that were in the term may have left what is above it, or stay there through the fallback.
    if (result == DB_OK) result = rebuild_above(db, parent, moves ? fallback : 0, true);
    db_touch(db, TOUCH_TERM, id);
    db_touch(db, TOUCH_ARCHIVE, id);
    db_touch(db, TOUCH_TERMS, 0);
    db_touch(db, TOUCH_TERM_COUNTS, 0);
    db_touch(db, TOUCH_ROLL, id);
    db_touch(db, TOUCH_POSTS, 0);
    for (enum post_type type = POST_TYPE_POST; type <= POST_TYPE_ATTACHMENT; type++) db_touch(db, TOUCH_TYPE, type);
    return result;
}

enum db_result term_get(struct db *db, struct arena *arena, int64_t id, struct term *ret) {
    if (memo_find_term(db->memo, arena, id, ret)) {
        db_reads(db, TOUCH_TERM, id);
        return DB_OK;
    }
    STATEMENT statement = statement_acquire(db, SQL_GET);
    statement_reads(statement, TOUCH_TERM, id);
    statement_bind_integer(statement, id);
    enum db_result result = term_one(statement, arena, ret);
    if (result == DB_OK) memo_keep_term(db->memo, ret);
    return result;
}

// What is there once: the set matters only when it is not.
static enum db_result one_of_set(struct statement *statement, struct arena *arena, struct term *ret) {
    const enum db_result result = term_one(statement, arena, ret);
    if (result == DB_OK)
        statement_reads(statement, TOUCH_TERM, ret->id);
    else
        statement_reads(statement, TOUCH_TERMS, 0);
    return result;
}

enum db_result term_get_by_slug(struct db *db, struct arena *arena, enum term_taxonomy taxonomy, const char *slug,
                                struct term *ret) {
    STATEMENT statement = statement_acquire(db, SQL_BY_SLUG);
    statement_bind_integer(statement, taxonomy);
    statement_bind_text(statement, slug);
    return one_of_set(statement, arena, ret);
}

enum db_result term_get_by_name(struct db *db, struct arena *arena, enum term_taxonomy taxonomy, const char *name,
                                int64_t parent, struct term *ret) {
    STATEMENT statement = statement_acquire(db, SQL_BY_NAME);
    statement_bind_integer(statement, taxonomy);
    statement_bind_text(statement, fold_text(arena, name));
    statement_bind_integer(statement, parent);
    statement_reads(statement, TOUCH_TERMS, 0);
    return term_one(statement, arena, ret);
}
