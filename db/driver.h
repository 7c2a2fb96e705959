// driver: what a database engine must offer. One table of functions per engine; nothing above it knows which one
// is behind.
//
// SQL is written in the part that SQLite and PostgreSQL share, with parameters $1, $2, ... that first appear in that
// order. A connection and its statements belong to one thread at a time. Functions return DB_OK or the mapped error,
// whose words and kind are then had with message() and fault() until the next call.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/db.h"

struct driver_connection;
struct driver_statement;

enum driver_mode {
    DRIVER_READ,    // cannot write
    DRIVER_WRITE,   // the one writing connection; the file must exist
    DRIVER_CREATE,  // the same, and makes the file
};

enum driver_fault {
    DRIVER_FAULT_NONE,
    DRIVER_FAULT_STATEMENT,  // the statement's own failure: a constraint, a full disk, a syntax error
    DRIVER_FAULT_IO,         // the storage failed: the connection must be opened anew before it is trusted again
    DRIVER_FAULT_CORRUPT,    // not a database, or a damaged one
    DRIVER_FAULT_FOREIGN,    // a database of another program
};

enum driver_kind { DRIVER_NULL, DRIVER_INTEGER, DRIVER_TEXT, DRIVER_BLOB, DRIVER_OTHER };

// A column as it is stored.
struct driver_value {
    enum driver_kind kind;
    int64_t integer;
    const char *bytes;  // of texts, ended by a zero, and blobs
    size_t size;
};

struct driver_migration {
    int version;
    const char *name;
    const char *sql;
};

struct driver {
    const char *name;
    const struct driver_migration *migrations;  // by version, ended by a zero row

    // *ret is set even on failure (unless memory is out), for message() and fault(); it is to be closed.
    enum db_result (*open)(const char *path, enum driver_mode mode, struct driver_connection **ret);
    void (*close)(struct driver_connection *connection);  // all its statements are finalized before; NULL is allowed
    const char *(*message)(const struct driver_connection *connection);
    enum driver_fault (*fault)(const struct driver_connection *connection);

    enum db_result (*prepare)(struct driver_connection *connection, const char *sql, struct driver_statement **ret);
    void (*finalize)(struct driver_statement *statement);
    // `position` from 1. Bytes are not copied: they must live until reset().
    enum db_result (*bind_null)(struct driver_statement *statement, int position);
    enum db_result (*bind_integer)(struct driver_statement *statement, int position, int64_t value);
    enum db_result (*bind_text)(struct driver_statement *statement, int position, const char *text, size_t size);
    enum db_result (*bind_blob)(struct driver_statement *statement, int position, const void *bytes, size_t size);
    enum db_result (*step)(struct driver_statement *statement, bool *ret_row);
    void (*reset)(struct driver_statement *statement);  // ends the run and forgets what was bound
    // `column` from 0. NULL reads as 0 or "". Valid until the next step or reset.
    int64_t (*column_integer)(struct driver_statement *statement, int column);
    const char *(*column_text)(struct driver_statement *statement, int column, size_t *ret_size);
    const void *(*column_blob)(struct driver_statement *statement, int column, size_t *ret_size);
    int (*column_count)(struct driver_statement *statement);
    void (*column_value)(struct driver_statement *statement, int column, struct driver_value *ret);
    int64_t (*changes)(struct driver_connection *connection);  // rows changed by the last INSERT, UPDATE or DELETE
    int64_t (*total_changes)(struct driver_connection *connection);  // by all of them

    enum db_result (*script)(struct driver_connection *connection,
                             const char *sql);  // several statements, no parameters

    // `write`: takes the write lock at once. Reading ones are ended by the engine after `seconds` (0: never): their
    // statements then give DB_BUSY.
    enum db_result (*begin)(struct driver_connection *connection, bool write, int seconds);
    enum db_result (*commit)(struct driver_connection *connection);
    void (*rollback)(struct driver_connection *connection);
    enum db_result (*savepoint)(struct driver_connection *connection);
    enum db_result (*savepoint_release)(struct driver_connection *connection);
    enum db_result (*savepoint_rollback)(struct driver_connection *connection);  // and releases it
    // Some failures make an engine roll the whole transaction back by itself.
    bool (*in_transaction)(const struct driver_connection *connection);

    enum db_result (*schema_version)(struct driver_connection *connection, int *ret);  // 0: empty
    enum db_result (*set_schema_version)(struct driver_connection *connection, int version);

    // Moves what the log holds into the database. `truncate`: waits a moment for readers and empties the log.
    enum db_result (*checkpoint)(struct driver_connection *connection, bool truncate);
    int64_t (*log_pages)(const struct driver_connection *connection);  // that the log held after the last commit

    // Copies the state that the connection sees into a new file. The target must not exist (DB_CONFLICT); it appears
    // whole or not at all.
    enum db_result (*backup)(struct driver_connection *connection, const char *path);
};

extern const struct driver driver_sqlite;
