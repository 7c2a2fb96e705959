// connection: opening and closing, the words of the last failure, and the list of touched things.
#include "db/connection.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/reads.h"
#include "db/statement.h"

enum db_result db_open(struct db *db, const struct driver *driver, const char *path, enum driver_mode mode) {
    *db = (struct db){.driver = driver};
    enum db_result result = driver->open(path, mode, &db->connection);
    if (result != DB_OK && !db->connection) return db_fail(db, result, "out of memory");
    return db_note(db, result);
}

void db_close(struct db *db) {
    statement_forget_all(db);
    if (db->connection) db->driver->close(db->connection);
    db->connection = NULL;
}

const char *db_message(const struct db *db) { return db ? db->message : "no connection"; }

enum db_result db_note(struct db *db, enum db_result result) {
    if (result == DB_OK || result == DB_NOT_FOUND) return result;
    snprintf(db->message, sizeof db->message, "%s", db->driver->message(db->connection));
    // A failure of the storage is not forgotten over a later, lesser one: the writer looks at the end of its batch.
    if (db->fault != DRIVER_FAULT_IO) db->fault = db->driver->fault(db->connection);
    return result;
}

enum db_result db_fail(struct db *db, enum db_result result, const char *message) {
    snprintf(db->message, sizeof db->message, "%s", message);
    return result;
}

void db_touch(struct db *db, unsigned kind, int64_t id) {
    struct touch_list *list = db->touched;
    assert(list && "only inside store_write");
    if (!list) return;
    db->spoken = true;
    // What one write touches stands near the end; older entries that are the same only cost the listeners a moment.
    size_t recent = list->count > 32 ? list->count - 32 : 0;
    for (size_t i = list->count; i > recent; i--)
        if (list->items[i - 1].kind == kind && list->items[i - 1].id == id) return;
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 64;
        struct touch *items = realloc(list->items, capacity * sizeof *items);
        // A change that cannot be published must not be committed; as with the arena, memory's end is the program's.
        if (!items) {
            fputs("broadsheet: out of memory\n", stderr);
            abort();
        }
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = (struct touch){.kind = kind, .id = id};
}

void db_reads(struct db *db, unsigned kind, int64_t id) {
    if (db->reads) reads_add(db->reads, kind, id);
}

void touch_list_finish(struct touch_list *list) {
    free(list->items);
    *list = (struct touch_list){0};
}
