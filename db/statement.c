// statement: the cache is a small array in order of use. A statement that is leased already (a nested lease of the
// same text) gets a second, uncached one.
//
// What is bound is noted, and given to the engine at the first step: only then is it known whether the engine is asked
// at all, or a kept answer (db/kept.h) is read out instead.
#include "db/statement.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/reads.h"
#include "db/connection.h"
#include "db/kept.h"

struct reads_list {
    struct touch *items;
    size_t count, room;
};

struct statement {
    struct db *db;
    struct driver_statement *prepared;  // NULL: could not be prepared
    uint64_t hash;
    bool leased;
    bool cached;
    bool done;     // another step would run it again
    bool stepped;  // it has run
    bool said;     // what it depends on
    enum db_result result;
    struct driver_value *binds;
    size_t bound, bind_room;
    struct reads_list reads;     // what it says, where answers are kept
    struct kept_answer *answer;  // read out instead of asking; NULL: the engine is asked
    size_t row;                  // of the answer: how many were read
    bool recorded;
    struct kept_record record;
    char *key;
    size_t key_size, key_room;
    uint64_t key_hash;
    char number[24];  // a kept integer that is read as a text
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
    free(statement->binds);
    free(statement->reads.items);
    free(statement->key);
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

static void *grown(void *items, size_t *room, size_t needed, size_t item_size) {
    if (needed <= *room) return items;
    size_t count = *room ? *room : 8;
    while (count < needed) count *= 2;
    void *more = realloc(items, count * item_size);
    if (!more) abort();
    *room = count;
    return more;
}

static struct kept_key key_of(const struct statement *statement) {
    return (struct kept_key){.hash = statement->key_hash, .bytes = statement->key, .size = statement->key_size};
}

// The end of a run whose answer was recorded.
static void keep(struct statement *statement) {
    bool everything = !statement->said || statement->result != DB_OK;
    for (size_t i = 0; i < statement->reads.count; i++)
        everything = everything || statement->reads.items[i].kind == TOUCH_EVERYTHING;
    const struct kept_key key = key_of(statement);
    if (!everything) {
        kept_put(statement->db->kept, &key, &statement->record, statement->done, statement->reads.items,
                 statement->reads.count);
    }
    kept_record_finish(&statement->record);
    statement->recorded = false;
}

void statement_release(struct statement *statement) {
    if (!statement) return;
    struct reads *reads = statement->db->reads;
    if (reads && statement->stepped && !statement->said) reads_add(reads, TOUCH_EVERYTHING, 0);
    const bool asked = statement->stepped && !statement->answer;
    if (statement->recorded) keep(statement);
    kept_release(statement->answer);
    statement->answer = NULL;
    if (!statement->cached) {
        statement_destroy(statement);
        return;
    }
    if (asked) statement->db->driver->reset(statement->prepared);
    statement->leased = statement->done = statement->stepped = statement->said = false;
    statement->bound = statement->reads.count = statement->row = 0;
    statement->result = DB_OK;
}

void statement_reads(struct statement *statement, unsigned kind, int64_t id) {
    statement->said = true;
    statement_shows(statement, kind, id);
}

static bool knows_read(const struct reads_list *list, unsigned kind, int64_t id) {
    // Rows of one list say the same again and again.
    const struct touch *last = list->count > 0 ? &list->items[list->count - 1] : NULL;
    return last && last->kind == kind && last->id == id;
}

void statement_shows(struct statement *statement, unsigned kind, int64_t id) {
    if (statement->db->reads) reads_add(statement->db->reads, kind, id);
    struct reads_list *list = &statement->reads;
    if (statement->answer || !kept_is_usable(statement->db->kept) || knows_read(list, kind, id)) return;
    list->items = grown(list->items, &list->room, list->count + 1, sizeof *list->items);
    list->items[list->count++] = (struct touch){.kind = kind, .id = id};
}

static void note(struct statement *statement, enum db_result result) {
    if (result != DB_OK) statement->result = db_note(statement->db, result);
}

static void bind(struct statement *statement, const struct driver_value *value) {
    if (statement->result != DB_OK) return;
    statement->binds = grown(statement->binds, &statement->bind_room, statement->bound + 1, sizeof *value);
    statement->binds[statement->bound++] = *value;
}

void statement_bind_integer(struct statement *statement, int64_t value) {
    bind(statement, &(struct driver_value){.kind = DRIVER_INTEGER, .integer = value});
}

void statement_bind_reference(struct statement *statement, int64_t id) {
    bind(statement, &(struct driver_value){.kind = id != 0 ? DRIVER_INTEGER : DRIVER_NULL, .integer = id});
}

void statement_bind_text(struct statement *statement, const char *text) {
    assert(text);
    bind(statement, &(struct driver_value){.kind = DRIVER_TEXT, .bytes = text, .size = strlen(text)});
}

void statement_bind_blob(struct statement *statement, const void *bytes, size_t size) {
    bind(statement, &(struct driver_value){.kind = DRIVER_BLOB, .bytes = bytes, .size = size});
}

static enum db_result bind_one(struct statement *statement, int position, const struct driver_value *value) {
    const struct driver *driver = statement->db->driver;
    switch (value->kind) {
        case DRIVER_INTEGER:
            return driver->bind_integer(statement->prepared, position, value->integer);
        case DRIVER_TEXT:
            return driver->bind_text(statement->prepared, position, value->bytes, value->size);
        case DRIVER_BLOB:
            return driver->bind_blob(statement->prepared, position, value->bytes, value->size);
        case DRIVER_NULL:
        case DRIVER_OTHER:
            break;
    }
    return driver->bind_null(statement->prepared, position);
}

static void bind_all(struct statement *statement) {
    for (size_t i = 0; i < statement->bound && statement->result == DB_OK; i++)
        note(statement, bind_one(statement, (int) i + 1, &statement->binds[i]));
}

static void key_add(struct statement *statement, const void *bytes, size_t size) {
    statement->key = grown(statement->key, &statement->key_room, statement->key_size + size, 1);
    if (size > 0) memcpy(statement->key + statement->key_size, bytes, size);
    statement->key_size += size;
}

// The text of a statement is the program's own, so its hash stands for it.
static void make_key(struct statement *statement) {
    statement->key_size = 0;
    key_add(statement, &statement->hash, sizeof statement->hash);
    for (size_t i = 0; i < statement->bound; i++) {
        const struct driver_value *value = &statement->binds[i];
        const uint64_t head[] = {(uint64_t) value->kind,
                                 value->kind == DRIVER_INTEGER ? (uint64_t) value->integer : (uint64_t) value->size};
        key_add(statement, head, sizeof head);
        if (value->kind == DRIVER_TEXT || value->kind == DRIVER_BLOB) key_add(statement, value->bytes, value->size);
    }
    statement->key_hash = kept_hash(statement->key, statement->key_size);
}

// The first step: looks for a kept answer, else gives the engine what was bound.
static void begin_run(struct statement *statement) {
    enum { KEY_MOST = 4096 };
    struct kept *kept = statement->db->kept;
    statement->stepped = true;
    if (kept_is_usable(kept)) {
        make_key(statement);
        const struct kept_key key = key_of(statement);
        if (key.size <= KEY_MOST) statement->answer = kept_find(kept, &key, &statement->recorded);
        if (statement->answer) return;
    }
    if (statement->db->reads) statement->db->reads->statements++;
    bind_all(statement);
}

static bool step(struct statement *statement) {
    bool row = false;
    if (statement->result != DB_OK) return false;
    struct reads *reads = statement->db->reads;
    const int64_t start = reads && reads->timed ? clock_monotonic_ns() : 0;
    note(statement, statement->db->driver->step(statement->prepared, &row));
    if (start) reads->statement_ns += clock_monotonic_ns() - start;
    statement->done = !row;
    return row && statement->result == DB_OK;
}

// Somebody goes on where he who first asked had enough: the engine is asked, and what was read already passed over.
static bool go_on(struct statement *statement) {
    kept_release(statement->answer);
    statement->answer = NULL;
    bind_all(statement);
    for (size_t i = 0; i < statement->row; i++)
        if (!step(statement)) return false;
    return step(statement);
}

static bool read_out(struct statement *statement) {
    if (statement->row < kept_rows(statement->answer)) {
        statement->row++;
        return true;
    }
    if (!kept_is_whole(statement->answer)) return go_on(statement);
    statement->done = true;
    return false;
}

bool statement_row(struct statement *statement) {
    if (statement->result != DB_OK || statement->done) return false;
    if (!statement->stepped) begin_run(statement);
    if (statement->answer) return read_out(statement);
    const bool row = step(statement);
    if (row && statement->recorded) kept_record_row(&statement->record, statement->db->driver, statement->prepared);
    return row;
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

static struct driver_value value_of(const struct statement *statement, int column) {
    return kept_value(statement->answer, statement->row - 1, column);
}

// Kinds are turned into each other as the engine does it.
int64_t statement_integer(struct statement *statement, int column) {
    if (!statement->answer) return statement->db->driver->column_integer(statement->prepared, column);
    const struct driver_value value = value_of(statement, column);
    return value.kind == DRIVER_TEXT || value.kind == DRIVER_BLOB ? strtoll(value.bytes, NULL, 10) : value.integer;
}

static const char *text_of(struct statement *statement, int column, size_t *ret_size) {
    if (!statement->answer) return statement->db->driver->column_text(statement->prepared, column, ret_size);
    const struct driver_value value = value_of(statement, column);
    *ret_size = value.size;
    if (value.kind != DRIVER_INTEGER) return value.kind == DRIVER_NULL ? "" : value.bytes;
    *ret_size = (size_t) snprintf(statement->number, sizeof statement->number, "%lld", (long long) value.integer);
    return statement->number;
}

const char *statement_text(struct statement *statement, int column, struct arena *arena) {
    size_t size;
    const char *text = text_of(statement, column, &size);
    return size > 0 ? arena_strndup(arena, text, size) : "";
}

bool statement_blob(struct statement *statement, int column, void *bytes, size_t size) {
    size_t stored_size;
    const void *stored = statement->answer
                             ? text_of(statement, column, &stored_size)
                             : statement->db->driver->column_blob(statement->prepared, column, &stored_size);
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
