// setting: see the header.
#include "db/setting.h"

#include "base/arena.h"
#include "db/rows.h"
#include "db/statement.h"
#include "db/touch_kinds.h"

#define SQL_GET "SELECT value FROM setting WHERE name = $1"
#define SQL_SET                                          \
    "INSERT INTO setting (name, value) VALUES ($1, $2) " \
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
#define SQL_LIST "SELECT name, value FROM setting ORDER BY name"

const char *const setting_statements[] = {SQL_GET, SQL_SET, SQL_LIST, NULL};

enum db_result setting_get(struct db *db, struct arena *arena, const char *name, const char **ret_value) {
    STATEMENT statement = statement_acquire(db, SQL_GET);
    statement_reads(statement, TOUCH_SETTINGS, 0);
    statement_bind_text(statement, name);
    enum db_result result = statement_one(statement);
    if (result == DB_OK) *ret_value = statement_text(statement, 0, arena);
    return result;
}

enum db_result setting_set(struct db *db, const char *name, const char *value) {
    STATEMENT statement = statement_acquire(db, SQL_SET);
    statement_bind_text(statement, name);
    statement_bind_text(statement, value);
    enum db_result result = statement_run(statement);
    if (result == DB_OK) db_touch(db, TOUCH_SETTINGS, 0);
    return result;
}

enum db_result setting_list(struct db *db, struct arena *arena, struct setting_list *ret) {
    size_t capacity = 0, count = 0;
    struct setting *items = NULL;
    STATEMENT statement = statement_acquire(db, SQL_LIST);
    statement_reads(statement, TOUCH_SETTINGS, 0);
    while (statement_row(statement)) {
        ROWS_GROW(arena, items, count, &capacity);
        items[count].name = statement_text(statement, 0, arena);
        items[count++].value = statement_text(statement, 1, arena);
    }
    if (statement_result(statement) != DB_OK) return statement_result(statement);
    *ret = (struct setting_list){.items = items, .count = count};
    return DB_OK;
}
