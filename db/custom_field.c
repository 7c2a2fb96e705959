// custom field: one table for the three kinds of owners, one column for each, so that a deleted owner takes its own
// along.
#include "db/custom_field.h"

#include "base/arena.h"
#include "db/rows.h"
#include "db/statement.h"

#define ADD(column) "INSERT INTO custom_field (" column ", name, value) VALUES ($1, $2, $3)"
#define LIST(column) "SELECT name, value FROM custom_field WHERE " column " = $1 ORDER BY id"

#define SQL_ADD_POST ADD("post_id")
#define SQL_ADD_TERM ADD("term_id")
#define SQL_ADD_COMMENT ADD("comment_id")
#define SQL_LIST_POST LIST("post_id")
#define SQL_LIST_TERM LIST("term_id")
#define SQL_LIST_COMMENT LIST("comment_id")

#define SQL_DELETE_OF_COMMENT "DELETE FROM custom_field WHERE comment_id = $1"

const char *const custom_field_statements[] = {SQL_DELETE_OF_COMMENT, SQL_ADD_POST,  SQL_ADD_TERM,     SQL_ADD_COMMENT,
                                               SQL_LIST_POST,         SQL_LIST_TERM, SQL_LIST_COMMENT, NULL};

static const struct {
    const char *add, *list;
} statements[] = {
    [CUSTOM_OF_POST] = {SQL_ADD_POST, SQL_LIST_POST},
    [CUSTOM_OF_TERM] = {SQL_ADD_TERM, SQL_LIST_TERM},
    [CUSTOM_OF_COMMENT] = {SQL_ADD_COMMENT, SQL_LIST_COMMENT},
};

enum db_result custom_field_add(struct db *db, enum custom_field_owner owner, int64_t id,
                                const struct custom_field *field) {
    STATEMENT statement = statement_acquire(db, statements[owner].add);
    statement_bind_integer(statement, id);
    statement_bind_text(statement, field->name);
    statement_bind_text(statement, field->value);
    return statement_run(statement);
}

enum db_result custom_field_list(struct db *db, struct arena *arena, enum custom_field_owner owner, int64_t id,
                                 struct custom_field_list *ret) {
    size_t capacity = 0, count = 0;
    struct custom_field *items = NULL;
    STATEMENT statement = statement_acquire(db, statements[owner].list);
    statement_bind_integer(statement, id);
    while (statement_row(statement)) {
        ROWS_GROW(arena, items, count, &capacity);
        items[count++] = (struct custom_field){
            .name = statement_text(statement, 0, arena),
            .value = statement_text(statement, 1, arena),
        };
    }
    *ret = (struct custom_field_list){.items = items, .count = count};
    return statement_result(statement);
}

enum db_result custom_field_delete_of_comment(struct db *db, int64_t id) {
    return statement_run_integers(db, SQL_DELETE_OF_COMMENT, INTEGERS(id));
}
