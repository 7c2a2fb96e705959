// sql_builder: a statement put together from constant fragments, with its parameters.
//
// Only constants are ever appended as text; what a client sent becomes a parameter. Lists are padded to powers of two,
// so that few different statements arise.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "db/post.h"

struct arena;
struct db;
struct statement;

struct sql_value {
    const char *text;  // NULL: the blob
    const void *blob;  // NULL: the integer
    size_t size;       // of the blob
    int64_t integer;
};

struct sql_builder {
    struct arena *arena;
    struct strbuf text;
    struct sql_value *values;
    size_t count, capacity;
};

void sql_init(struct sql_builder *sql, struct arena *arena);
void sql_finish(struct sql_builder *sql);
#define SQL_CLEAN __attribute__((cleanup(sql_finish)))

void sql_add(struct sql_builder *sql, const char *constant);
// Each appends a new parameter and returns its number.
size_t sql_integer(struct sql_builder *sql, int64_t value);
size_t sql_text(struct sql_builder *sql, const char *text);
size_t sql_blob(struct sql_builder *sql, const void *bytes, size_t size);  // not copied
void sql_parameter(struct sql_builder *sql, size_t number);                // one that is there already, once more
// "($3, $4)"; returns the first one's number. An empty list gives "(NULL)", which nothing equals.
size_t sql_ids(struct sql_builder *sql, const int64_t *items, size_t count);
size_t sql_texts(struct sql_builder *sql, const char *const *items, size_t count);
// "CASE column WHEN $3 THEN 1 WHEN $4 THEN 2 END" over the list of `count` that begins with parameter `first`.
void sql_position(struct sql_builder *sql, const char *column, size_t first, size_t count);

// A lease with everything bound. The builder must outlive it.
struct statement *sql_acquire(struct sql_builder *sql, struct db *db) __attribute__((returns_nonnull));

// "%word%" with LIKE's own characters escaped by a backslash, folded.
const char *sql_like(struct arena *arena, const char *word);
