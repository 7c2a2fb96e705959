// origin: sources, what came from them, and what is pending.
#include "db/origin.h"

#include "base/arena.h"
#include "db/rows.h"
#include "db/statement.h"

#define SQL_SOURCE_FIND "SELECT id FROM source WHERE site = $1"
#define SQL_SOURCE_MAKE "INSERT INTO source (site) VALUES ($1) RETURNING id"
#define SQL_FIND "SELECT local_id FROM origin WHERE source_id = $1 AND kind = $2 AND key = $3"
#define SQL_PUT                                                                    \
    "INSERT INTO origin (source_id, kind, key, local_id) VALUES ($1, $2, $3, $4) " \
    "ON CONFLICT (source_id, kind, key) DO UPDATE SET local_id = excluded.local_id"
#define SQL_HAS_USER "SELECT id FROM account WHERE id = $1"
#define SQL_HAS_TERM "SELECT id FROM term WHERE id = $1"
#define SQL_HAS_POST "SELECT id FROM post WHERE id = $1"
#define SQL_HAS_COMMENT "SELECT id FROM comment WHERE id = $1"
#define SQL_PENDING_PUT                                                                   \
    "INSERT INTO pending (source_id, kind, local_id, reference) VALUES ($1, $2, $3, $4) " \
    "ON CONFLICT (source_id, kind, local_id) DO UPDATE SET reference = excluded.reference"
#define SQL_PENDING_LIST                                                                            \
    "SELECT local_id, reference FROM pending WHERE source_id = $1 AND kind = $2 AND local_id > $3 " \
    "ORDER BY local_id LIMIT $4"
#define SQL_PENDING_DROP "DELETE FROM pending WHERE source_id = $1 AND kind = $2 AND local_id = $3"

const char *const origin_statements[] = {SQL_SOURCE_FIND, SQL_SOURCE_MAKE,  SQL_FIND,         SQL_PUT,
                                         SQL_HAS_USER,    SQL_HAS_TERM,     SQL_HAS_POST,     SQL_HAS_COMMENT,
                                         SQL_PENDING_PUT, SQL_PENDING_LIST, SQL_PENDING_DROP, NULL};

static const char *const has_statements[] = {
    [ORIGIN_USER] = SQL_HAS_USER, [ORIGIN_TERM] = SQL_HAS_TERM,    [ORIGIN_TERM_ID] = SQL_HAS_TERM,
    [ORIGIN_POST] = SQL_HAS_POST, [ORIGIN_POST_ID] = SQL_HAS_POST, [ORIGIN_COMMENT] = SQL_HAS_COMMENT,
    [ORIGIN_FILE] = SQL_HAS_POST,
};

static enum db_result id_by_text(struct db *db, const char *sql, const char *text, int64_t *ret) {
    STATEMENT statement = statement_acquire(db, sql);
    statement_bind_text(statement, text);
    enum db_result result = statement_one(statement);
    if (result != DB_OK) return result;
    *ret = statement_integer(statement, 0);
    return statement_run(statement);
}

enum db_result origin_source_find(struct db *db, const char *site, int64_t *ret_source) {
    return id_by_text(db, SQL_SOURCE_FIND, site, ret_source);
}

enum db_result origin_source_make(struct db *db, const char *site, int64_t *ret_source) {
    enum db_result result = origin_source_find(db, site, ret_source);
    return result == DB_NOT_FOUND ? id_by_text(db, SQL_SOURCE_MAKE, site, ret_source) : result;
}

static enum db_result find_row(struct db *db, int64_t source, enum origin_kind kind, const char *key, int64_t *ret) {
    STATEMENT statement = statement_acquire(db, SQL_FIND);
    statement_bind_integer(statement, source);
    statement_bind_integer(statement, kind);
    statement_bind_text(statement, key);
    enum db_result result = statement_one(statement);
    if (result == DB_OK) *ret = statement_integer(statement, 0);
    return result;
}

enum db_result origin_find(struct db *db, int64_t source, enum origin_kind kind, const char *key, int64_t *ret_id) {
    int64_t id, there;
    enum db_result result = find_row(db, source, kind, key, &id);
    if (result == DB_OK) result = statement_get_integer(db, has_statements[kind], INTEGERS(id), &there);
    if (result == DB_OK) *ret_id = id;
    return result;
}

enum db_result origin_put(struct db *db, int64_t source, enum origin_kind kind, const char *key, int64_t id) {
    STATEMENT statement = statement_acquire(db, SQL_PUT);
    statement_bind_integer(statement, source);
    statement_bind_integer(statement, kind);
    statement_bind_text(statement, key);
    statement_bind_integer(statement, id);
    return statement_run(statement);
}

enum db_result origin_pending_put(struct db *db, int64_t source, const struct pending *pending) {
    STATEMENT statement = statement_acquire(db, SQL_PENDING_PUT);
    statement_bind_integer(statement, source);
    statement_bind_integer(statement, pending->kind);
    statement_bind_integer(statement, pending->id);
    statement_bind_text(statement, pending->reference);
    return statement_run(statement);
}

enum db_result origin_pending_list(struct db *db, struct arena *arena, int64_t source, enum pending_kind kind,
                                   int64_t after, size_t most, struct pending_list *ret) {
    size_t capacity = 0, count = 0;
    struct pending *items = NULL;
    STATEMENT statement = statement_acquire(db, SQL_PENDING_LIST);
    statement_bind_integer(statement, source);
    statement_bind_integer(statement, kind);
    statement_bind_integer(statement, after);
    statement_bind_integer(statement, (int64_t) most);
    while (statement_row(statement)) {
        ROWS_GROW(arena, items, count, &capacity);
        items[count++] = (struct pending){
            .kind = kind,
            .id = statement_integer(statement, 0),
            .reference = statement_text(statement, 1, arena),
        };
    }
    *ret = (struct pending_list){.items = items, .count = count};
    return statement_result(statement);
}

enum db_result origin_pending_drop(struct db *db, int64_t source, enum pending_kind kind, int64_t id) {
    return statement_run_integers(db, SQL_PENDING_DROP, INTEGERS(source, kind, id));
}
