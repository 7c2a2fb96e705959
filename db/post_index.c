// post_index: one function brings all that is derived from a post into line, whatever changed.
//
// post_term.published and term_archive say themselves what is counted at the moment, so only the difference to what
// should be is written, and every path (status, date, terms, deletion) is the same code.
#include "db/post_index.h"

#include "base/arena.h"
#include "db/comment_row.h"
#include "db/connection.h"
#include "db/post_row.h"
#include "db/rows.h"
#include "db/sitemap.h"
#include "db/statement.h"
#include "db/statements.h"
#include "db/touch_kinds.h"

#define SQL_FACTS                                                                                                     \
    "SELECT p.type, p.status, p.author_id, p.parent_id, p.published, p.comment_count, " COMMENT_IS_PUBLIC             \
    ", EXISTS (SELECT 1 FROM comment c WHERE c.post_id = p.id), p.sticky, p.slug, p.comments_open FROM post p WHERE " \
    "p.id = $1"
#define SQL_COUNTER_ADD                                                    \
    "INSERT INTO post_counter (type, status, number) VALUES ($1, $2, $3) " \
    "ON CONFLICT (type, status) DO UPDATE SET number = post_counter.number + excluded.number"
#define SQL_AUTHOR_ADD "UPDATE account SET post_count = post_count + $1 WHERE id = $2 RETURNING post_count"
// The published articles just before and after a moment and the number of a post.
#define SQL_BEFORE                                                                                               \
    "SELECT id FROM post WHERE type = 1 AND status = 3 AND (published, id) < ($1, $2) ORDER BY published DESC, " \
    "id DESC LIMIT 1"
#define SQL_AFTER                                                                                              \
    "SELECT id FROM post WHERE type = 1 AND status = 3 AND (published, id) > ($1, $2) ORDER BY published, id " \
    "LIMIT 1"
#define SQL_LINKS "SELECT term_id, published, published IS NOT NULL FROM post_term WHERE post_id = $1"
#define SQL_LINK_LIST "UPDATE post_term SET published = $1 WHERE post_id = $2 AND term_id = $3"
#define SQL_LINK_UNLIST "UPDATE post_term SET published = NULL WHERE post_id = $1 AND term_id = $2"
#define SQL_ROWS "SELECT term_id, published, 1 FROM term_archive WHERE post_id = $1"
#define SQL_WANTED                                                                                 \
    "WITH RECURSIVE up (id) AS (SELECT term_id FROM post_term WHERE post_id = $1 "                 \
    "UNION SELECT t.parent_id FROM up JOIN term t ON t.id = up.id WHERE t.parent_id IS NOT NULL) " \
    "SELECT id, 0, 0 FROM up"
// Who turned the switch alone is not undone with those who turned many.
#define SQL_TURNED "DELETE FROM discussion_changed WHERE post_id = $1"
#define SQL_ROW_ADD "INSERT INTO term_archive (term_id, published, post_id) VALUES ($1, $2, $3)"
#define SQL_ROW_DELETE "DELETE FROM term_archive WHERE term_id = $1 AND published = $2 AND post_id = $3"
#define SQL_TERM_ADD \
    "UPDATE term SET count = count + $1, tree_count = tree_count + $2 WHERE id = $3 RETURNING count, tree_count"

const char *const post_index_statements[] = {
    SQL_FACTS,   SQL_COUNTER_ADD, SQL_AUTHOR_ADD, SQL_LINKS,  SQL_LINK_LIST, SQL_LINK_UNLIST, SQL_ROWS, SQL_WANTED,
    SQL_ROW_ADD, SQL_ROW_DELETE,  SQL_TERM_ADD,   SQL_BEFORE, SQL_AFTER,     SQL_TURNED,      NULL};

struct row {
    int64_t term;
    int64_t published;
    bool listed;
};
struct rows {
    struct row *items;
    size_t count;
};

static enum db_result read_facts(struct db *db, struct arena *arena, int64_t id, struct post_facts *ret) {
    STATEMENT statement = statement_acquire(db, SQL_FACTS);
    statement_bind_integer(statement, id);
    enum db_result result = statement_one(statement);
    if (result != DB_OK) return result;
    *ret = (struct post_facts){
        .exists = true,
        .type = (enum post_type) statement_integer(statement, 0),
        .status = (enum post_status) statement_integer(statement, 1),
        .author = statement_integer(statement, 2),
        .parent = statement_integer(statement, 3),
        .published = statement_integer(statement, 4),
        .comment_count = statement_integer(statement, 5),
        .is_public = statement_integer(statement, 6) != 0,
        .has_comments = statement_integer(statement, 7) != 0,
        .sticky = statement_integer(statement, 8) != 0,
        .slug = post_slug_hash(statement_text(statement, 9, arena)),
        .comments_open = statement_integer(statement, 10) != 0,
    };
    return DB_OK;
}

enum db_result post_facts_read(struct db *db, int64_t id, struct post_facts *ret) {
    struct arena arena;
    arena_init(&arena);
    const enum db_result result = read_facts(db, &arena, id, ret);
    arena_finish(&arena);
    return result;
}

static enum db_result counter_add(struct db *db, int64_t id, const struct post_facts *facts, int64_t change) {
    if (!facts->exists) return DB_OK;
    if (facts->status == POST_PUBLISH) {
        enum db_result result = sitemap_block_add(db, facts->type, id, change);
        if (result != DB_OK) return result;
    }
    return statement_run_integers(db, SQL_COUNTER_ADD, INTEGERS(facts->type, facts->status, change));
}

static enum db_result author_add(struct db *db, const struct post_facts *facts, int64_t change) {
    if (!post_is_listed(facts) || facts->author == 0) return DB_OK;
    db_touch(db, TOUCH_USER, facts->author);
    STATEMENT statement = statement_acquire(db, SQL_AUTHOR_ADD);
    statement_bind_integer(statement, change);
    statement_bind_integer(statement, facts->author);
    // Lists of users leave those out who have published nothing.
    while (statement_row(statement))
        if (statement_integer(statement, 0) == (change > 0)) db_touch(db, TOUCH_USERS, 0);
    return statement_result(statement);
}

static enum db_result count(struct db *db, int64_t id, const struct post_facts *before,
                            const struct post_facts *after) {
    if (!before->exists || !after->exists || before->type != after->type || before->status != after->status) {
        enum db_result result = counter_add(db, id, before, -1);
        if (result == DB_OK) result = counter_add(db, id, after, 1);
        if (result != DB_OK) return result;
    }
    if (post_is_listed(before) == post_is_listed(after) && before->author == after->author) return DB_OK;
    enum db_result result = author_add(db, before, -1);
    return result == DB_OK ? author_add(db, after, 1) : result;
}

static enum db_result read_rows(struct db *db, struct arena *arena, const char *sql, int64_t id, struct rows *ret) {
    size_t capacity = 0;
    *ret = (struct rows){0};
    STATEMENT statement = statement_acquire(db, sql);
    statement_bind_integer(statement, id);
    while (statement_row(statement)) {
        ROWS_GROW(arena, ret->items, ret->count, &capacity);
        ret->items[ret->count++] = (struct row){
            .term = statement_integer(statement, 0),
            .published = statement_integer(statement, 1),
            .listed = statement_integer(statement, 2) != 0,
        };
    }
    return statement_result(statement);
}

static struct row *find(const struct rows *rows, int64_t term) {
    for (size_t i = 0; i < rows->count; i++)
        if (rows->items[i].term == term) return &rows->items[i];
    return NULL;
}

static enum db_result term_add(struct db *db, int64_t term, int count_change, int tree_change) {
    STATEMENT statement = statement_acquire(db, SQL_TERM_ADD);
    statement_bind_integer(statement, count_change);
    statement_bind_integer(statement, tree_change);
    statement_bind_integer(statement, term);
    enum db_result result = statement_one(statement);
    if (result != DB_OK) return result;
    db_touch(db, TOUCH_TERM, term);
    db_touch(db, TOUCH_TERM_COUNTS, 0);
    // Lists of terms leave empty ones out: which of them are empty belongs to the set of terms.
    if ((count_change != 0 && statement_integer(statement, 0) == (count_change > 0)) ||
        (tree_change != 0 && statement_integer(statement, 1) == (tree_change > 0))) {
        db_touch(db, TOUCH_TERMS, 0);
    }
    return statement_run(statement);
}

static enum db_result index_links(struct db *db, struct arena *arena, int64_t id, const struct post_facts *after) {
    struct rows links;
    enum db_result result = read_rows(db, arena, SQL_LINKS, id, &links);
    bool listed = post_is_listed(after);
    for (size_t i = 0; i < links.count && result == DB_OK; i++) {
        const struct row *link = &links.items[i];
        if (listed && (!link->listed || link->published != after->published)) {
            result = statement_run_integers(db, SQL_LINK_LIST, INTEGERS(after->published, id, link->term));
        } else if (!listed && link->listed) {
            result = statement_run_integers(db, SQL_LINK_UNLIST, INTEGERS(id, link->term));
        }
        if (result == DB_OK && listed != link->listed) result = term_add(db, link->term, listed ? 1 : -1, 0);
    }
    return result;
}

static enum db_result row_add(struct db *db, int64_t term, int64_t published, int64_t id) {
    return statement_run_integers(db, SQL_ROW_ADD, INTEGERS(term, published, id));
}

static enum db_result index_archives(struct db *db, struct arena *arena, int64_t id, const struct post_facts *after) {
    struct rows present, wanted = {0};
    enum db_result result = read_rows(db, arena, SQL_ROWS, id, &present);
    if (result == DB_OK && post_is_listed(after)) result = read_rows(db, arena, SQL_WANTED, id, &wanted);
    for (size_t i = 0; i < present.count && result == DB_OK; i++) {
        const struct row *row = &present.items[i];
        bool stays = find(&wanted, row->term) != NULL;
        db_touch(db, TOUCH_ARCHIVE, row->term);
        if (stays && row->published == after->published) continue;
        db_touch(db, TOUCH_ROLL, row->term);
        result = statement_run_integers(db, SQL_ROW_DELETE, INTEGERS(row->term, row->published, id));
        if (result != DB_OK) break;
        result = stays ? row_add(db, row->term, after->published, id) : term_add(db, row->term, 0, -1);
    }
    for (size_t i = 0; i < wanted.count && result == DB_OK; i++) {
        int64_t term = wanted.items[i].term;
        if (find(&present, term)) continue;
        db_touch(db, TOUCH_ARCHIVE, term);
        db_touch(db, TOUCH_ROLL, term);
        result = row_add(db, term, after->published, id);
        if (result == DB_OK) result = term_add(db, term, 0, 1);
    }
    return result;
}

// Those between which a published article stands, or stood: they have another neighbour now.
static enum db_result touch_neighbours(struct db *db, int64_t id, const struct post_facts *facts) {
    static const char *const sides[] = {SQL_BEFORE, SQL_AFTER};
    if (!post_is_listed(facts)) return DB_OK;
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        int64_t neighbour = 0;
        const enum db_result result = statement_get_integer(db, sides[i], INTEGERS(facts->published, id), &neighbour);
        if (result == DB_OK) db_touch(db, TOUCH_NEIGHBOURS, neighbour);
        if (result != DB_OK && result != DB_NOT_FOUND) return result;
    }
    db_touch(db, TOUCH_NEIGHBOURS, id);
    return DB_OK;
}

static enum db_result touch_timeline(struct db *db, int64_t id, const struct post_facts *before,
                                     const struct post_facts *after) {
    const bool was = post_is_listed(before), is = post_is_listed(after);
    if (!was && !is) return DB_OK;
    const bool moves = was != is || before->published != after->published;
    if (moves || before->author != after->author || before->sticky != after->sticky) db_touch(db, TOUCH_TIMELINE, 0);
    if (!moves) return DB_OK;
    const enum db_result result = touch_neighbours(db, id, before);
    return result == DB_OK ? touch_neighbours(db, id, after) : result;
}

static bool is_public(const struct post_facts *facts) {
    if (!facts->exists) return false;
    return facts->status == POST_PUBLISH || (facts->status == POST_INHERIT && facts->type == POST_TYPE_ATTACHMENT);
}

static void touch_post(struct db *db, int64_t id, const struct post_facts *before, const struct post_facts *after) {
    db_touch(db, TOUCH_POST, id);
    if (before->exists) db_touch(db, TOUCH_SLUG, before->slug);
    if (after->exists) db_touch(db, TOUCH_SLUG, after->slug);
    if (!is_public(before) && !is_public(after)) return;
    db_touch(db, TOUCH_TYPE, before->exists ? before->type : after->type);
    if (before->status == POST_PUBLISH || after->status == POST_PUBLISH) db_touch(db, TOUCH_POSTS, 0);
    if (before->comment_count > 0) db_touch(db, TOUCH_ALL_COMMENTS, 0);
}

enum db_result post_reindex(struct db *db, int64_t id, const struct post_facts *before,
                            const struct post_facts *after) {
    struct arena arena;
    arena_init(&arena);
    enum db_result result = count(db, id, before, after);
    if (result == DB_OK) result = index_links(db, &arena, id, after);
    if (result == DB_OK) result = index_archives(db, &arena, id, after);
    if (result == DB_OK && before->exists && after->exists && before->comments_open != after->comments_open)
        result = statement_run_integers(db, SQL_TURNED, INTEGERS(id));
    arena_finish(&arena);
    touch_post(db, id, before, after);
    return result == DB_OK ? touch_timeline(db, id, before, after) : result;
}
