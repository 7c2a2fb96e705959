// statement: the cache is a small array in order of use. A statement that is leased already (a nested lease of the
// same text) gets a second, uncached one.
#include "db/statement.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/reads.h"
#include "db/connection.h"

struct statement {
    struct db *db;
    struct driver_statement *prepared;  // NULL: could not be prepared
    uint64_t hash;
    bool leased;
    bool cached;
    bool done;     // another step would run it again
    bool stepped;  // it has run
    bool said;     // what it depends on
    int bound;
    enum db_result result;
    size_t size;
    char sql[];
};

static uint64_t sql_hash(const char *sql, size_t size) {
    uint64_t hash = 0xcbf29ce484222325ULL ^ size;
    for (; size >= 8; sql += 8, size -= 8) {
        uint64_t word;
        memcpy(&word, sql, 8);
        hash = (hash ^ word) * 0x9e3779b97f4a7c15ULL;
        hash ^= hash >> 32;
    }
    for (; size > 0; sql++, size--) hash = (hash ^ (unsigned char) *sql) * 0x100000001b3ULL;
    return hash ^ hash >> 29;
}

static void statement_destroy(struct statement *statement) {
    if (statement->prepared) statement->db->driver->finalize(statement->prepared);
    free(statement);
}

static struct statement *statement_create(struct db *db, const char *sql, size_t size, uint64_t hash) {
    struct statement *statement = malloc(sizeof *statement + size + 1);
    if (!statement) abort();
    *statement = (struct statement){.db = db, .hash = hash, .size = size};
    memcpy(statement->sql, sql, size + 1);
    if (!db->connection) {
        statement->result = db_fail(db, DB_ERROR, "no connection");
    } else {
        statement->result = db_note(db, db->driver->prepare(db->connection, sql, &statement->prepared));
    }
    return statement;
}

// Those before `place` move on by one, over what is there.
static void put_in_front(struct db *db, size_t place, struct statement *statement) {
    for (; place > 0; place--) db->statements[place] = db->statements[place - 1];
    db->statements[0] = statement;
}

// Puts it in front; the least recently used one that is not leased makes room.
static void cache_insert(struct db *db, struct statement *statement) {
    size_t place = 0;
    while (place < STATEMENT_CACHE_SIZE && db->statements[place]) place++;
    if (place == STATEMENT_CACHE_SIZE) {
        do {
            if (place == 0) return;
            place--;
        } while (db->statements[place]->leased);
        statement_destroy(db->statements[place]);
    }
    put_in_front(db, place, statement);
    statement->cached = true;
}

struct statement *statement_acquire(struct db *db, const char *sql) {
    size_t size = strlen(sql);
    uint64_t hash = sql_hash(sql, size);
    struct statement *statement = NULL;
    bool in_use = false;
    for (size_t i = 0; i < STATEMENT_CACHE_SIZE && db->statements[i]; i++) {
        struct statement *kept = db->statements[i];
        if (kept->hash != hash || kept->size != size || memcmp(kept->sql, sql, size) != 0) continue;
        in_use = kept->leased;
        if (in_use) break;
        put_in_front(db, i, kept);
        statement = kept;
        break;
    }
    if (!statement) {
        statement = statement_create(db, sql, size, hash);
        if (!in_use && statement->prepared) cache_insert(db, statement);
    }
    statement->leased = true;
    return statement;
}

void statement_release(struct statement *statement) {
    if (!statement) return;
    struct reads *reads = statement->db->reads;
    if (reads && statement->stepped && !statement->said) reads_add(reads, TOUCH_EVERYTHING, 0);
    if (!statement->cached) {
        statement_destroy(statement);
        return;
    }
    statement->db->driver->reset(statement->prepared);
    statement->leased = statement->done = statement->stepped = statement->said = false;
    statement->bound = 0;
    statement->result = DB_OK;
}

void statement_reads(struct statement *statement, unsigned kind, int64_t id) {
    statement->said = true;
    statement_shows(statement, kind, id);
}

void statement_shows(struct statement *statement, unsigned kind, int64_t id) {
    if (statement->db->reads) reads_add(statement->db->reads, kind, id);
}

static void note(struct statement *statement, enum db_result result) {
    if (result != DB_OK) statement->result = db_note(statement->db, result);
}

void statement_bind_integer(struct statement *statement, int64_t value) {
    if (statement->result != DB_OK) return;
    note(statement, statement->db->driver->bind_integer(statement->prepared, ++statement->bound, value));
}

void statement_bind_reference(struct statement *statement, int64_t id) {
    if (id != 0) {
        statement_bind_integer(statement, id);
    } else if (statement->result == DB_OK) {
        note(statement, statement->db->driver->bind_null(statement->prepared, ++statement->bound));
    }
}

void statement_bind_text(struct statement *statement, const char *text) {
    if (statement->result != DB_OK) return;
    assert(text);
    note(statement, statement->db->driver->bind_text(statement->prepared, ++statement->bound, text, strlen(text)));
}

void statement_bind_blob(struct statement *statement, const void *bytes, size_t size) {
    if (statement->result != DB_OK) return;
    note(statement, statement->db->driver->bind_blob(statement->prepared, ++statement->bound, bytes, size));
}

bool statement_row(struct statement *statement) {
    if (statement->result != DB_OK || statement->done) return false;
    bool row = false;
    struct reads *reads = statement->db->reads;
    if (reads && !statement->stepped) reads->statements++;
    statement->stepped = true;
    const int64_t start = reads && reads->timed ? clock_monotonic_ns() : 0;
    note(statement, statement->db->driver->step(statement->prepared, &row));
    if (start) reads->statement_ns += clock_monotonic_ns() - start;
    statement->done = !row;
    return row && statement->result == DB_OK;
}

enum db_result statement_result(const struct statement *statement) { return statement->result; }

enum db_result statement_run(struct statement *statement) {
    while (statement_row(statement)) continue;
    return statement->result;
}

enum db_result statement_one(struct statement *statement) {
    if (statement_row(statement)) return DB_OK;
    return statement->result == DB_OK ? DB_NOT_FOUND : statement->result;
}

enum db_result statement_change(struct statement *statement) {
    enum db_result result = statement_run(statement);
    if (result != DB_OK) return result;
    return statement_changes(statement) > 0 ? DB_OK : DB_NOT_FOUND;
}

int64_t statement_changes(const struct statement *statement) {
    return statement->result == DB_OK ? statement->db->driver->changes(statement->db->connection) : 0;
}

int64_t statement_integer(struct statement *statement, int column) {
    return statement->db->driver->column_integer(statement->prepared, column);
}

const char *statement_text(struct statement *statement, int column, struct arena *arena) {
    size_t size;
    const char *text = statement->db->driver->column_text(statement->prepared, column, &size);
    return size > 0 ? arena_strndup(arena, text, size) : "";
}

bool statement_blob(struct statement *statement, int column, void *bytes, size_t size) {
    size_t stored_size;
    const void *stored = statement->db->driver->column_blob(statement->prepared, column, &stored_size);
    if (stored_size != size) return false;
    memcpy(bytes, stored, size);
    return true;
}

static void bind_integers(struct statement *statement, size_t count, const int64_t *values) {
    for (size_t i = 0; i < count; i++) statement_bind_integer(statement, values[i]);
}

enum db_result statement_run_integers(struct db *db, const char *sql, size_t count, const int64_t *values) {
    struct statement *statement = statement_acquire(db, sql);
    bind_integers(statement, count, values);
    enum db_result result = statement_run(statement);
    statement_release(statement);
    return result;
}

enum db_result statement_get_integer(struct db *db, const char *sql, size_t count, const int64_t *values,
                                     int64_t *ret) {
    struct statement *statement = statement_acquire(db, sql);
    bind_integers(statement, count, values);
    enum db_result result = statement_one(statement);
    if (result == DB_OK) *ret = statement_integer(statement, 0);
    statement_release(statement);
    return result;
}

enum db_result statement_read_integer(struct db *db, unsigned kind, int64_t id, const char *sql, size_t count,
                                      const int64_t *values, int64_t *ret) {
    struct statement *statement = statement_acquire(db, sql);
    statement_reads(statement, kind, id);
    bind_integers(statement, count, values);
    enum db_result result = statement_one(statement);
    if (result == DB_OK) *ret = statement_integer(statement, 0);
    statement_release(statement);
    return result;
}

const char *statement_sql(const struct statement *statement) { return statement->sql; }

void statement_forget_all(struct db *db) {
    for (size_t i = 0; i < STATEMENT_CACHE_SIZE && db->statements[i]; i++) {
        assert(!db->statements[i]->leased);
        statement_destroy(db->statements[i]);
        db->statements[i] = NULL;
    }
}
