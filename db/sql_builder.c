// sql_builder: see the header.
#include "db/sql_builder.h"

#include <string.h>

#include "base/arena.h"
#include "db/fold.h"
#include "db/statement.h"

void sql_init(struct sql_builder *sql, struct arena *arena) {
    *sql = (struct sql_builder){.arena = arena};
    strbuf_init(&sql->text, 0);
}

void sql_finish(struct sql_builder *sql) { strbuf_finish(&sql->text); }

void sql_add(struct sql_builder *sql, const char *constant) { strbuf_adds(&sql->text, constant); }

void sql_parameter(struct sql_builder *sql, size_t number) {
    strbuf_addc(&sql->text, '$');
    strbuf_addi(&sql->text, (long long) number);
}

static size_t append(struct sql_builder *sql, struct sql_value value) {
    if (sql->count == sql->capacity) {
        size_t capacity = sql->capacity ? sql->capacity * 2 : 16;
        struct sql_value *values = arena_array(sql->arena, struct sql_value, capacity);
        if (sql->count > 0) memcpy(values, sql->values, sql->count * sizeof *values);
        sql->values = values;
        sql->capacity = capacity;
    }
    sql->values[sql->count++] = value;
    sql_parameter(sql, sql->count);
    return sql->count;
}

size_t sql_integer(struct sql_builder *sql, int64_t value) { return append(sql, (struct sql_value){.integer = value}); }

size_t sql_text(struct sql_builder *sql, const char *text) { return append(sql, (struct sql_value){.text = text}); }

size_t sql_blob(struct sql_builder *sql, const void *bytes, size_t size) {
    return append(sql, (struct sql_value){.blob = bytes, .size = size});
}

static size_t padded(size_t count) {
    size_t size = 1;
    while (size < count) size *= 2;
    return size;
}

size_t sql_ids(struct sql_builder *sql, const int64_t *items, size_t count) {
    size_t first = sql->count + 1;
    sql_add(sql, count == 0 ? "(NULL" : "(");
    for (size_t i = 0; count > 0 && i < padded(count); i++) {
        if (i > 0) sql_add(sql, ", ");
        sql_integer(sql, items[i < count ? i : count - 1]);
    }
    sql_add(sql, ")");
    return first;
}

size_t sql_texts(struct sql_builder *sql, const char *const *items, size_t count) {
    size_t first = sql->count + 1;
    sql_add(sql, count == 0 ? "(NULL" : "(");
    for (size_t i = 0; count > 0 && i < padded(count); i++) {
        if (i > 0) sql_add(sql, ", ");
        sql_text(sql, items[i < count ? i : count - 1]);
    }
    sql_add(sql, ")");
    return first;
}

void sql_position(struct sql_builder *sql, const char *column, size_t first, size_t count) {
    sql_add(sql, "CASE ");
    sql_add(sql, column);
    for (size_t i = 0; i < padded(count); i++) {
        sql_add(sql, " WHEN ");
        sql_parameter(sql, first + i);
        sql_add(sql, " THEN ");
        strbuf_addi(&sql->text, (long long) i);
    }
    sql_add(sql, " END");
}

struct statement *sql_acquire(struct sql_builder *sql, struct db *db) {
    // A text that was cut off for want of memory does not parse: the lease has then failed.
    struct statement *statement = statement_acquire(db, strbuf_failed(&sql->text) ? "" : sql->text.data);
    for (size_t i = 0; i < sql->count; i++) {
        if (sql->values[i].text) {
            statement_bind_text(statement, sql->values[i].text);
        } else if (sql->values[i].blob) {
            statement_bind_blob(statement, sql->values[i].blob, sql->values[i].size);
        } else {
            statement_bind_integer(statement, sql->values[i].integer);
        }
    }
    return statement;
}

const char *sql_like(struct arena *arena, const char *word) {
    size_t size = strlen(word), at = 0;
    char *pattern = arena_alloc(arena, size * 2 + 3);
    pattern[at++] = '%';
    for (size_t i = 0; i < size; i++) {
        if (word[i] == '%' || word[i] == '_' || word[i] == '\\') pattern[at++] = '\\';
        pattern[at++] = word[i];
    }
    pattern[at++] = '%';
    fold_bytes(pattern, pattern, at);
    return pattern;
}
