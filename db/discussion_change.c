// discussion_change: see the header.
#include "db/discussion_change.h"

#include "db/rows.h"
#include "db/statement.h"
#include "db/statements.h"
#include "db/touch_kinds.h"

#define COLUMNS "c.id, c.account_id, c.type, c.opened, c.created, c.number"
#define SQL_INSERT                                                                                          \
    "INSERT INTO discussion_change (account_id, type, opened, created, number) VALUES ($1, $2, $3, $4, 0) " \
    "RETURNING id"
#define SQL_GET "SELECT " COLUMNS ", 0 FROM discussion_change c WHERE c.id = $1"
// An owner's changes have no account: IS compares NULL too.
#define SQL_LIST                                                                                       \
    "SELECT " COLUMNS                                                                                  \
    ", (SELECT count(*) FROM discussion_changed p WHERE p.change_id = c.id) FROM discussion_change c " \
    "WHERE c.account_id IS $1 AND c.created > $2 ORDER BY c.created DESC, c.id DESC LIMIT $3"
#define SQL_DELETE "DELETE FROM discussion_change WHERE id = $1"
#define SQL_OLDEST "SELECT id FROM discussion_change WHERE created < $1 ORDER BY created LIMIT 1"
#define SQL_FORGET_POSTS                                                                                            \
    "DELETE FROM discussion_changed WHERE post_id IN (SELECT post_id FROM discussion_changed WHERE change_id = $1 " \
    "LIMIT $2)"
#define SQL_REMEMBER                                                       \
    "INSERT INTO discussion_changed (post_id, change_id) VALUES ($1, $2) " \
    "ON CONFLICT (post_id) DO UPDATE SET change_id = excluded.change_id"
#define SQL_NUMBER "UPDATE discussion_change SET number = number + $1 WHERE id = $2"
#define SQL_POSTS \
    "SELECT post_id FROM discussion_changed WHERE change_id = $1 AND post_id > $2 ORDER BY post_id LIMIT $3"

const char *const discussion_change_statements[] = {SQL_INSERT,       SQL_GET,      SQL_LIST,   SQL_DELETE, SQL_OLDEST,
                                                    SQL_FORGET_POSTS, SQL_REMEMBER, SQL_NUMBER, SQL_POSTS,  NULL};

enum db_result discussion_change_insert(struct db *db, const struct discussion_change *change, int64_t *ret_id) {
    STATEMENT statement = statement_acquire(db, SQL_INSERT);
    statement_bind_reference(statement, change->account);
    statement_bind_integer(statement, change->type);
    statement_bind_integer(statement, change->opened);
    statement_bind_integer(statement, change->created);
    enum db_result result = statement_one(statement);
    if (result != DB_OK) return result;
    *ret_id = statement_integer(statement, 0);
    db_touch(db, TOUCH_PRIVATE, 0);
    return statement_run(statement);
}

static struct discussion_change from_row(struct statement *statement) {
    return (struct discussion_change){
        .id = statement_integer(statement, 0),
        .account = statement_integer(statement, 1),
        .type = (enum post_type) statement_integer(statement, 2),
        .opened = statement_integer(statement, 3) != 0,
        .created = statement_integer(statement, 4),
        .number = statement_integer(statement, 5),
        .intact = statement_integer(statement, 6),
    };
}

enum db_result discussion_change_get(struct db *db, int64_t id, struct discussion_change *ret) {
    STATEMENT statement = statement_acquire(db, SQL_GET);
    statement_bind_integer(statement, id);
    enum db_result result = statement_one(statement);
    if (result == DB_OK) *ret = from_row(statement);
    return result;
}

enum db_result discussion_change_list(struct db *db, struct arena *arena, int64_t account, int64_t after, int64_t most,
                                      struct discussion_change_list *ret) {
    size_t capacity = 0;
    struct discussion_change_list list = {0};
    STATEMENT statement = statement_acquire(db, SQL_LIST);
    statement_bind_reference(statement, account);
    statement_bind_integer(statement, after);
    statement_bind_integer(statement, most);
    while (statement_row(statement)) {
        ROWS_GROW(arena, list.items, list.count, &capacity);
        list.items[list.count++] = from_row(statement);
    }
    *ret = list;
    return statement_result(statement);
}

enum db_result discussion_change_delete(struct db *db, int64_t id) {
    db_touch(db, TOUCH_PRIVATE, 0);
    return statement_run_integers(db, SQL_DELETE, INTEGERS(id));
}

enum db_result discussion_change_forget(struct db *db, int64_t before, int64_t most, int64_t *ret_count) {
    int64_t id, count = 0;
    enum db_result result = DB_OK;
    while (count < most) {
        result = statement_get_integer(db, SQL_OLDEST, INTEGERS(before), &id);
        if (result != DB_OK) break;
        db_touch(db, TOUCH_PRIVATE, 0);
        STATEMENT statement = statement_acquire(db, SQL_FORGET_POSTS);
        statement_bind_integer(statement, id);
        statement_bind_integer(statement, most - count);
        result = statement_run(statement);
        if (result != DB_OK) break;
        const int64_t gone = statement_changes(statement);
        count += gone;
        if (count < most) result = statement_run_integers(db, SQL_DELETE, INTEGERS(id));
        if (result != DB_OK) break;
    }
    *ret_count = count;
    return result == DB_NOT_FOUND ? DB_OK : result;
}

static enum db_result add_number(struct db *db, int64_t change, int64_t by) {
    return statement_run_integers(db, SQL_NUMBER, INTEGERS(by, change));
}

enum db_result discussion_change_turn(struct db *db, int64_t change, int64_t post, bool open) {
    enum db_result result = post_set_comments_open(db, post, open);
    if (result == DB_OK) result = statement_run_integers(db, SQL_REMEMBER, INTEGERS(post, change));
    return result == DB_OK ? add_number(db, change, 1) : result;
}

enum db_result discussion_change_turn_back(struct db *db, int64_t change, int64_t post, bool open) {
    enum db_result result = post_set_comments_open(db, post, open);
    return result == DB_OK ? add_number(db, change, -1) : result;
}

enum db_result discussion_change_posts(struct db *db, int64_t change, int64_t after, size_t most, int64_t *ids,
                                       size_t *ret_count) {
    size_t count = 0;
    STATEMENT statement = statement_acquire(db, SQL_POSTS);
    statement_bind_integer(statement, change);
    statement_bind_integer(statement, after);
    statement_bind_integer(statement, (int64_t) most);
    while (count < most && statement_row(statement)) ids[count++] = statement_integer(statement, 0);
    *ret_count = count;
    return statement_result(statement);
}
