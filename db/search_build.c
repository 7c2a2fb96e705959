// search_build: posts by number, a few thousand a transaction, so that the log stays small and an end in between loses
// little. Runs before the writer starts; nobody reads or writes the site meanwhile.
#include "db/search_build.h"

#include <stdbool.h>

#include "base/arena.h"
#include "db/connection.h"
#include "db/post.h"
#include "db/search_counts.h"
#include "db/search_index.h"
#include "db/statement.h"
#include "db/statements.h"

#define SQL_STATE "SELECT version, position, position IS NOT NULL FROM search_state WHERE id = 1"
#define SQL_STATE_SET "UPDATE search_state SET version = $1, position = $2 WHERE id = 1"
#define SQL_STATE_WHOLE "UPDATE search_state SET position = NULL WHERE id = 1"
#define SQL_INDEX_CLEAR "INSERT INTO search_index (search_index) VALUES ('delete-all')"
#define SQL_TITLE_CLEAR "INSERT INTO search_title (search_title) VALUES ('delete-all')"
#define SQL_DOC_CLEAR "DELETE FROM search_doc"
#define SQL_WORD_CLEAR "DELETE FROM search_word"
#define SQL_ALL "SELECT COALESCE(sum(number), 0) FROM post_counter"
#define SQL_NEXT "SELECT id FROM post WHERE id > $1 ORDER BY id LIMIT $2"

const char *const search_build_statements[] = {SQL_STATE,       SQL_STATE_SET, SQL_STATE_WHOLE, SQL_INDEX_CLEAR,
                                               SQL_TITLE_CLEAR, SQL_DOC_CLEAR, SQL_WORD_CLEAR,  SQL_ALL,
                                               SQL_NEXT,        NULL};

enum { CHUNK = 10000, LOG_PAGES_MOST = 4096 };

struct build {
    struct db *db;
    int64_t position, done;
    bool finished;
};

static enum db_result read_state(struct db *db, int64_t *ret_version, int64_t *ret_position, bool *ret_whole) {
    STATEMENT statement = statement_acquire(db, SQL_STATE);
    enum db_result result = statement_one(statement);
    if (result != DB_OK) return result;
    *ret_version = statement_integer(statement, 0);
    *ret_position = statement_integer(statement, 1);
    *ret_whole = statement_integer(statement, 2) == 0;
    return DB_OK;
}

static enum db_result clear(struct db *db) {
    static const char *const parts[] = {SQL_INDEX_CLEAR, SQL_TITLE_CLEAR, SQL_DOC_CLEAR, SQL_WORD_CLEAR};
    enum db_result result = DB_OK;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && result == DB_OK; i++)
        result = statement_run_integers(db, parts[i], 0, NULL);
    return result == DB_OK ? statement_run_integers(db, SQL_STATE_SET, INTEGERS(SEARCH_VERSION, 0)) : result;
}

static enum db_result read_ids(struct build *build, int64_t *ids, size_t *ret_count) {
    *ret_count = 0;
    STATEMENT statement = statement_acquire(build->db, SQL_NEXT);
    statement_bind_integer(statement, build->position);
    statement_bind_integer(statement, CHUNK);
    while (*ret_count < CHUNK && statement_row(statement)) ids[(*ret_count)++] = statement_integer(statement, 0);
    return statement_result(statement);
}

static enum db_result add_post(struct db *db, int64_t id, struct search_counts *counts) {
    struct arena arena;
    struct search_source source;
    arena_init(&arena);
    enum db_result result = search_source_read(db, &arena, id, &source);
    if (result == DB_OK && source.exists && !source.indexed) result = search_index_add(db, &source, counts);
    arena_finish(&arena);
    return result;
}

static enum db_result add_chunk(struct build *build, struct arena *arena) {
    int64_t *ids = arena_array(arena, int64_t, CHUNK);
    size_t count = 0;
    struct search_counts counts;
    search_counts_init(&counts, arena);
    enum db_result result = read_ids(build, ids, &count);
    for (size_t i = 0; i < count && result == DB_OK; i++) result = add_post(build->db, ids[i], &counts);
    if (result == DB_OK) result = search_counts_write(build->db, &counts);
    search_counts_finish(&counts);
    if (result != DB_OK) return result;
    build->finished = count < CHUNK;
    build->done += (int64_t) count;
    if (build->finished) return statement_run_integers(build->db, SQL_STATE_WHOLE, 0, NULL);
    build->position = ids[count - 1];
    return statement_run_integers(build->db, SQL_STATE_SET, INTEGERS(SEARCH_VERSION, build->position));
}

// One transaction.
static enum db_result run_chunk(struct build *build, bool first) {
    struct db *db = build->db;
    struct arena arena;
    enum db_result result = db_note(db, db->driver->begin(db->connection, true, 0));
    if (result != DB_OK) return result;
    arena_init(&arena);
    if (first) result = clear(db);
    if (result == DB_OK) result = add_chunk(build, &arena);
    arena_finish(&arena);
    if (result == DB_OK) result = db_note(db, db->driver->commit(db->connection));
    if (result != DB_OK && db->driver->in_transaction(db->connection)) db->driver->rollback(db->connection);
    if (result != DB_OK) return result;
    bool large = db->driver->log_pages(db->connection) > LOG_PAGES_MOST;
    return large ? db_note(db, db->driver->checkpoint(db->connection, true)) : DB_OK;
}

enum db_result search_build(struct db *db, bool anew, search_progress progress, void *context) {
    int64_t version, all;
    bool whole;
    struct build build = {.db = db};
    enum db_result result = read_state(db, &version, &build.position, &whole);
    if (result == DB_OK) result = statement_get_integer(db, SQL_ALL, 0, NULL, &all);
    if (result != DB_OK || (version == SEARCH_VERSION && whole && !anew)) return result;
    bool first = anew || whole || version != SEARCH_VERSION;
    if (first) build.position = 0;
    while (result == DB_OK && !build.finished) {
        result = run_chunk(&build, first);
        first = false;
        if (result == DB_OK && progress) progress(context, build.done, all);
    }
    return result;
}
