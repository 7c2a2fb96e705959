// media_change: see the header.
#include "db/media_change.h"

#include "base/arena.h"
#include "db/connection.h"
#include "db/rows.h"
#include "db/statement.h"
#include "db/statements.h"
#include "db/touch_kinds.h"

#define SQL_PUT \
    "INSERT INTO media_change (media_id, position) VALUES ($1, $2) ON CONFLICT (media_id) DO UPDATE SET position = $2"
#define SQL_DONE "DELETE FROM media_change WHERE media_id = $1"
#define SQL_NEXT "SELECT media_id, position FROM media_change WHERE media_id > 0 ORDER BY media_id LIMIT 1"
#define SQL_GET "SELECT position FROM media_change WHERE media_id = $1"
#define SQL_LEFTOVER_PUT "INSERT INTO media_leftover (file) VALUES ($1) ON CONFLICT DO NOTHING"
#define SQL_LEFTOVER_DONE "DELETE FROM media_leftover WHERE file = $1"
#define SQL_LEFTOVER_LIST "SELECT file FROM media_leftover WHERE file > '' ORDER BY file LIMIT $1"
#define SQL_LEFTOVER_FIND "SELECT 1 FROM media_leftover WHERE file = $1"
#define SQL_SCAN_GET "SELECT position FROM media_scan WHERE id = 1 AND position IS NOT NULL"
#define SQL_SCAN_SET "UPDATE media_scan SET position = $1 WHERE id = 1"
#define SQL_SCAN_FINISH "UPDATE media_scan SET position = NULL WHERE id = 1"
#define SQL_SCAN_CANDIDATES                                                                                         \
    ("SELECT p.id FROM post p JOIN post_text t ON t.post_id = p.id WHERE p.id > $1 AND p.id <= $2 AND p.type <> 3 " \
     "AND (instr(t.content_html, 'wp-content/uploads/') > 0 OR instr(lower(t.content_html), '<img') > 0 "           \
     "OR instr(p.excerpt_html, 'wp-content/uploads/') > 0 OR instr(lower(p.excerpt_html), '<img') > 0) ORDER BY p.id")
#define SQL_SCAN_LAST "SELECT COALESCE(max(id), 0) FROM post"

const char *const media_change_statements[] = {SQL_PUT,           SQL_DONE,
                                               SQL_NEXT,          SQL_GET,
                                               SQL_LEFTOVER_PUT,  SQL_LEFTOVER_DONE,
                                               SQL_LEFTOVER_LIST, SQL_LEFTOVER_FIND,
                                               SQL_SCAN_GET,      SQL_SCAN_SET,
                                               SQL_SCAN_FINISH,   SQL_SCAN_CANDIDATES,
                                               SQL_SCAN_LAST,     NULL};

static enum db_result run_text(struct db *db, const char *sql, const char *text) {
    STATEMENT statement = statement_acquire(db, sql);
    statement_bind_text(statement, text);
    db_touch(db, TOUCH_PRIVATE, 0);
    return statement_run(statement);
}

enum db_result media_change_put(struct db *db, int64_t media, int64_t position) {
    db_touch(db, TOUCH_PRIVATE, 0);
    return statement_run_integers(db, SQL_PUT, INTEGERS(media, position));
}

enum db_result media_change_done(struct db *db, int64_t media) {
    db_touch(db, TOUCH_PRIVATE, 0);
    return statement_run_integers(db, SQL_DONE, INTEGERS(media));
}

enum db_result media_change_next(struct db *db, int64_t *ret_media, int64_t *ret_position) {
    STATEMENT statement = statement_acquire(db, SQL_NEXT);
    const enum db_result result = statement_one(statement);
    if (result != DB_OK) return result;
    *ret_media = statement_integer(statement, 0);
    *ret_position = statement_integer(statement, 1);
    return DB_OK;
}

enum db_result media_change_get(struct db *db, int64_t media, int64_t *ret_position) {
    return statement_get_integer(db, SQL_GET, INTEGERS(media), ret_position);
}

enum db_result media_leftover_put(struct db *db, const char *file) { return run_text(db, SQL_LEFTOVER_PUT, file); }

enum db_result media_leftover_done(struct db *db, const char *file) { return run_text(db, SQL_LEFTOVER_DONE, file); }

enum db_result media_leftover_list(struct db *db, struct arena *arena, int64_t most, struct text_list *ret) {
    const char **items = NULL;
    size_t count = 0, capacity = 0;
    STATEMENT statement = statement_acquire(db, SQL_LEFTOVER_LIST);
    statement_bind_integer(statement, most);
    while (statement_row(statement)) {
        ROWS_GROW(arena, items, count, &capacity);
        items[count++] = statement_text(statement, 0, arena);
    }
    *ret = (struct text_list){.items = items, .count = count};
    return statement_result(statement);
}

enum db_result media_leftover_find(struct db *db, const char *file) {
    STATEMENT statement = statement_acquire(db, SQL_LEFTOVER_FIND);
    statement_bind_text(statement, file);
    return statement_one(statement);
}

enum db_result media_scan_get(struct db *db, int64_t *ret_position) {
    return statement_get_integer(db, SQL_SCAN_GET, 0, NULL, ret_position);
}

enum db_result media_scan_set(struct db *db, int64_t position) {
    db_touch(db, TOUCH_PRIVATE, 0);
    return statement_run_integers(db, SQL_SCAN_SET, INTEGERS(position));
}

enum db_result media_scan_finish(struct db *db) {
    db_touch(db, TOUCH_PRIVATE, 0);
    return statement_run_integers(db, SQL_SCAN_FINISH, 0, NULL);
}

enum db_result media_scan_candidates(struct db *db, struct arena *arena, int64_t after, int64_t last,
                                     struct id_list *ret) {
    int64_t *items = NULL;
    size_t count = 0, capacity = 0;
    STATEMENT statement = statement_acquire(db, SQL_SCAN_CANDIDATES);
    statement_bind_integer(statement, after);
    statement_bind_integer(statement, last);
    while (statement_row(statement)) {
        ROWS_GROW(arena, items, count, &capacity);
        items[count++] = statement_integer(statement, 0);
    }
    *ret = (struct id_list){.items = items, .count = count};
    return statement_result(statement);
}

enum db_result media_scan_last(struct db *db, int64_t *ret) {
    return statement_get_integer(db, SQL_SCAN_LAST, 0, NULL, ret);
}
