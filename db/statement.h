// statement: leases of prepared statements, kept per connection and reused.
//
// The first failure sticks to the lease: binding and rows then do nothing, and the caller looks once, at the end:
//
//     STATEMENT statement = statement_acquire(db, SQL_POST_BY_ID);
//     statement_bind_integer(statement, id);
//     while (statement_row(statement)) ...
//     return statement_result(statement);
//
// The end of the lease resets the statement, so that no reader holds the log.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/db.h"

struct arena;
struct statement;

// Never NULL; a statement that cannot be prepared is a lease that has failed.
struct statement *statement_acquire(struct db *db, const char *sql) __attribute__((returns_nonnull));
void statement_release(struct statement *statement);
static inline void statement_release_cleanup(struct statement **statement) { statement_release(*statement); }
#define STATEMENT __attribute__((cleanup(statement_release_cleanup))) struct statement *

// Says what the statement's answer depends on (db/touch_kinds.h), for whoever records it (store_record()): at any time
// within the lease, and as often as needed. A statement that ran and said nothing is taken to depend on everything, so
// that what is made from it is true all the same, but does not last.
void statement_reads(struct statement *statement, unsigned kind, int64_t id);
// The same of a row that was found; which rows are found is still to be said.
void statement_shows(struct statement *statement, unsigned kind, int64_t id);

// Each binds the next parameter. Bytes are not copied: they must live as long as the lease.
void statement_bind_integer(struct statement *statement, int64_t value);
void statement_bind_reference(struct statement *statement, int64_t id);  // 0 becomes NULL
void statement_bind_text(struct statement *statement, const char *text);
void statement_bind_blob(struct statement *statement, const void *bytes, size_t size);

// True: a row is there. False: no more rows, or a failure.
bool statement_row(struct statement *statement);
// DB_OK, or the failure.
enum db_result statement_result(const struct statement *statement);
// Runs to the end.
enum db_result statement_run(struct statement *statement);
// Expects a row: DB_NOT_FOUND when there is none.
enum db_result statement_one(struct statement *statement);
// Runs and expects that it changes a row: DB_NOT_FOUND when it changed none.
enum db_result statement_change(struct statement *statement);
int64_t statement_changes(const struct statement *statement);

int64_t statement_integer(struct statement *statement, int column);
const char *statement_text(struct statement *statement, int column, struct arena *arena);  // a copy, never NULL
// False when the blob's size is another one.
bool statement_blob(struct statement *statement, int column, void *bytes, size_t size);

// One-liners for statements whose parameters are all integers.
enum db_result statement_run_integers(struct db *db, const char *sql, size_t count, const int64_t *values);
// The integer in the first row and column; DB_NOT_FOUND without a row.
enum db_result statement_get_integer(struct db *db, const char *sql, size_t count, const int64_t *values, int64_t *ret);
// The same for what pages read: `kind` and `id` as for statement_reads().
enum db_result statement_read_integer(struct db *db, unsigned kind, int64_t id, const char *sql, size_t count,
                                      const int64_t *values, int64_t *ret);
#define INTEGERS(...) \
    sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t), (const int64_t[]) { __VA_ARGS__ }

const char *statement_sql(const struct statement *statement);

// Finalizes the kept statements of a connection. None may be leased.
void statement_forget_all(struct db *db);
