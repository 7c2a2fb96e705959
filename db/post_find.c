// post_find: single posts and short lists that are had by an index: by id and slug, neighbours in time, what is due.
#include "base/arena.h"
#include "db/connection.h"
#include "db/memo.h"
#include "db/post_row.h"
#include "db/statement.h"
#include "db/statements.h"
#include "db/touch_kinds.h"

enum { DUE_MOST = 1000 };

#define SQL_GET SELECT_POST "WHERE p.id = $1"
#define SQL_GET_SHOWN SELECT_POST_SHOWN "WHERE p.id = $1"
// Of several with one slug (imported data) the published one, then the private, then the scheduled one is meant.
#define SLUG_ORDER "ORDER BY CASE p.status WHEN 3 THEN 0 WHEN 8 THEN 1 WHEN 5 THEN 2 ELSE 3 END, p.id LIMIT 1"
#define SQL_BY_SLUG SELECT_POST_LEAN "WHERE p.slug = $1 AND p.type = $2 AND p.status IN (3, 4, 5, 8) " SLUG_ORDER
// The usual case: in the order of the index, so nothing is sorted.
#define SQL_PUBLISHED_BY_SLUG \
    SELECT_POST_LEAN          \
    "WHERE p.slug = $1 AND p.type = $2 AND p.status = 3 ORDER BY p.id LIMIT 1"
#define SQL_BY_SLUG_AND_PARENT \
    SELECT_POST_LEAN           \
    "WHERE p.slug = $1 AND p.type = $2 AND p.status IN (3, 4, 5, 8) AND COALESCE(p.parent_id, 0) = $3 " SLUG_ORDER
// WordPress (wp_unique_post_slug): attachments share their names with everything, pages with the pages and attachments
// of the same parent, other types only with their own kind.
#define SQL_SLUG_TAKEN_BY_TYPE "SELECT count(*) FROM post WHERE slug = $1 AND id <> $2 AND status <> 6 AND type = $3"
#define SQL_SLUG_TAKEN_BY_PARENT                                                                 \
    "SELECT count(*) FROM post WHERE slug = $1 AND id <> $2 AND status <> 6 AND type IN (2, 3) " \
    "AND COALESCE(parent_id, 0) = $3"
#define SQL_SLUG_TAKEN "SELECT count(*) FROM post WHERE slug = $1 AND id <> $2 AND status <> 6"
#define SQL_PREVIOUS                                                                                                   \
    SELECT_POST_LEAN                                                                                                   \
    "WHERE p.type = 1 AND p.status = 3 AND (p.published, p.id) < ($1, $2) ORDER BY p.published DESC, p.id DESC LIMIT " \
    "1"
#define SQL_NEXT     \
    SELECT_POST_LEAN \
    "WHERE p.type = 1 AND p.status = 3 AND (p.published, p.id) > ($1, $2) ORDER BY p.published, p.id LIMIT 1"
#define SQL_DUE "SELECT id FROM post WHERE status = 4 AND published <= $1 ORDER BY published, id LIMIT $2"
#define SQL_NEXT_DUE "SELECT published FROM post WHERE status = 4 ORDER BY published, id LIMIT 1"
#define SQL_MENU_PAGES \
    SELECT_POST_LEAN   \
    "WHERE p.type = 2 AND p.status = 3 AND p.parent_id IS NULL ORDER BY p.menu_order, lower(p.title), p.id LIMIT $1"

const char *const post_find_statements[] = {SQL_GET,
                                            SQL_GET_SHOWN,
                                            SQL_BY_SLUG,
                                            SQL_PUBLISHED_BY_SLUG,
                                            SQL_BY_SLUG_AND_PARENT,
                                            SQL_SLUG_TAKEN_BY_TYPE,
                                            SQL_SLUG_TAKEN_BY_PARENT,
                                            SQL_SLUG_TAKEN,
                                            SQL_PREVIOUS,
                                            SQL_NEXT,
                                            SQL_DUE,
                                            SQL_NEXT_DUE,
                                            SQL_MENU_PAGES,
                                            NULL};

static enum db_result get(struct db *db, struct arena *arena, const char *sql, int64_t id, struct post *ret) {
    STATEMENT statement = statement_acquire(db, sql);
    statement_reads(statement, TOUCH_POST, id);
    statement_bind_integer(statement, id);
    return post_one(statement, arena, false, ret);
}

enum db_result post_get(struct db *db, struct arena *arena, int64_t id, struct post *ret) {
    return get(db, arena, SQL_GET, id, ret);
}

enum db_result post_get_shown(struct db *db, struct arena *arena, int64_t id, struct post *ret) {
    return get(db, arena, SQL_GET_SHOWN, id, ret);
}

enum db_result post_get_by_slug(struct db *db, struct arena *arena, enum post_type type, int64_t parent,
                                const char *slug, struct post *ret) {
    if (slug[0] == '\0') return DB_NOT_FOUND;
    if (type == POST_TYPE_POST) {
        STATEMENT published = statement_acquire(db, SQL_PUBLISHED_BY_SLUG);
        statement_reads(published, TOUCH_SLUG, post_slug_hash(slug));
        statement_bind_text(published, slug);
        statement_bind_integer(published, type);
        enum db_result result = post_one(published, arena, true, ret);
        if (result != DB_NOT_FOUND) return result;
    }
    STATEMENT statement = statement_acquire(db, type == POST_TYPE_PAGE ? SQL_BY_SLUG_AND_PARENT : SQL_BY_SLUG);
    statement_reads(statement, TOUCH_SLUG, post_slug_hash(slug));
    statement_bind_text(statement, slug);
    statement_bind_integer(statement, type);
    if (type == POST_TYPE_PAGE) statement_bind_integer(statement, parent);
    return post_one(statement, arena, true, ret);
}

enum db_result post_slug_taken(struct db *db, enum post_type type, int64_t parent, const char *slug, int64_t except,
                               bool *ret_taken) {
    STATEMENT statement = statement_acquire(db, type == POST_TYPE_ATTACHMENT ? SQL_SLUG_TAKEN
                                                : type == POST_TYPE_PAGE     ? SQL_SLUG_TAKEN_BY_PARENT
                                                                             : SQL_SLUG_TAKEN_BY_TYPE);
    statement_bind_text(statement, slug);
    statement_bind_integer(statement, except);
    if (type != POST_TYPE_ATTACHMENT)
        statement_bind_integer(statement, type == POST_TYPE_PAGE ? parent : (int64_t) type);
    enum db_result result = statement_one(statement);
    if (result == DB_OK) *ret_taken = statement_integer(statement, 0) > 0;
    return result;
}

static enum db_result neighbour(struct db *db, struct arena *arena, const char *sql, const struct post *post,
                                struct post *ret) {
    STATEMENT statement = statement_acquire(db, sql);
    statement_reads(statement, TOUCH_NEIGHBOURS, post->id);
    // Of another post than a published article the neighbours are not kept.
    if (post->type != POST_TYPE_POST || post->status != POST_PUBLISH) statement_reads(statement, TOUCH_TIMELINE, 0);
    statement_bind_integer(statement, post->published);
    statement_bind_integer(statement, post->id);
    const enum db_result result = statement_one(statement);
    if (result == DB_OK) post_link_from_row(statement, arena, ret);
    return result;
}

enum db_result post_previous(struct db *db, struct arena *arena, const struct post *post, struct post *ret) {
    return neighbour(db, arena, SQL_PREVIOUS, post, ret);
}

enum db_result post_next(struct db *db, struct arena *arena, const struct post *post, struct post *ret) {
    return neighbour(db, arena, SQL_NEXT, post, ret);
}

enum db_result post_due(struct db *db, struct arena *arena, int64_t now, struct id_list *ret) {
    int64_t *items = arena_array(arena, int64_t, DUE_MOST);
    size_t count = 0;
    STATEMENT statement = statement_acquire(db, SQL_DUE);
    statement_bind_integer(statement, now);
    statement_bind_integer(statement, DUE_MOST);
    while (statement_row(statement)) items[count++] = statement_integer(statement, 0);
    if (statement_result(statement) != DB_OK) return statement_result(statement);
    *ret = (struct id_list){.items = items, .count = count};
    return DB_OK;
}

enum db_result post_next_due(struct db *db, int64_t *ret_moment) {
    int64_t moment = 0;
    enum db_result result = statement_get_integer(db, SQL_NEXT_DUE, 0, NULL, &moment);
    if (result != DB_OK && result != DB_NOT_FOUND) return result;
    *ret_moment = moment;
    return DB_OK;
}

enum db_result post_menu_pages(struct db *db, struct arena *arena, size_t most, struct post_list *ret) {
    if (memo_find_menu(db->memo, arena, most, ret)) {
        db_reads(db, TOUCH_TYPE, POST_TYPE_PAGE);
        return DB_OK;
    }
    struct post *items = arena_array(arena, struct post, most);
    size_t count = 0;
    STATEMENT statement = statement_acquire(db, SQL_MENU_PAGES);
    statement_reads(statement, TOUCH_TYPE, POST_TYPE_PAGE);
    statement_bind_integer(statement, (int64_t) most);
    while (count < most && statement_row(statement)) post_link_from_row(statement, arena, &items[count++]);
    if (statement_result(statement) != DB_OK) return statement_result(statement);
    *ret = (struct post_list){.items = items, .count = count, .total = (int64_t) count};
    memo_keep_menu(db->memo, most, ret);
    return DB_OK;
}
