// comment_privacy: what comments hold of people beyond their words: forgetting it when its time is over. Each call
// takes few rows, so that the writer is never held for long.
#include "base/arena.h"
#include "db/comment_row.h"
#include "db/fold.h"
#include "db/rows.h"
#include "db/statement.h"
#include "db/statements.h"
#include "db/touch_kinds.h"

// Partial indexes hold just the rows that still have something to forget.
#define SQL_FORGET_ADDRESSES                                                                                       \
    "UPDATE comment SET author_address = '' WHERE id IN (SELECT c.id FROM comment c WHERE c.author_address <> '' " \
    "AND c.created < $1 ORDER BY c.created LIMIT $2)"
#define SQL_FORGET_AGENTS                                                                                  \
    "UPDATE comment SET user_agent = '' WHERE id IN (SELECT c.id FROM comment c WHERE c.user_agent <> '' " \
    "AND c.created < $1 ORDER BY c.created LIMIT $2)"

// By two indexes one after the other; the second leaves out what the first gave.
#define SQL_OF_EMAIL \
    SELECT_COMMENT "WHERE c.email_key = $1 AND (c.created, c.id) > ($2, $3) ORDER BY c.created, c.id LIMIT $4"
#define SQL_OF_ACCOUNT \
    SELECT_COMMENT     \
    "WHERE c.account_id = $1 AND c.email_key <> $2 AND (c.created, c.id) > ($3, $4) ORDER BY c.created, c.id LIMIT $5"

const char *const comment_privacy_statements[] = {SQL_FORGET_ADDRESSES, SQL_FORGET_AGENTS, SQL_OF_EMAIL, SQL_OF_ACCOUNT,
                                                  NULL};

static enum db_result forget(struct db *db, const char *sql, int64_t before, int64_t most, int64_t *ret_count) {
    STATEMENT statement = statement_acquire(db, sql);
    statement_bind_integer(statement, before);
    statement_bind_integer(statement, most);
    db_touch(db, TOUCH_PRIVATE, 0);
    enum db_result result = statement_run(statement);
    if (result == DB_OK) *ret_count = statement_changes(statement);
    return result;
}

enum db_result comment_forget_addresses(struct db *db, int64_t before, int64_t most, int64_t *ret_count) {
    return forget(db, SQL_FORGET_ADDRESSES, before, most, ret_count);
}

enum db_result comment_forget_agents(struct db *db, int64_t before, int64_t most, int64_t *ret_count) {
    return forget(db, SQL_FORGET_AGENTS, before, most, ret_count);
}

// At most `most` comments of one part of the person, from the place on; the place moves behind them.
static enum db_result read_part(struct db *db, struct arena *arena, const struct comment_person *person,
                                struct comment_place *place, size_t most, struct comment_list *list, size_t *capacity) {
    const char *key = fold_text(arena, person->email);
    if (place->by_account && !*key) key = "\n";  // what no address is: those without one count too
    STATEMENT statement = statement_acquire(db, place->by_account ? SQL_OF_ACCOUNT : SQL_OF_EMAIL);
    if (place->by_account) statement_bind_integer(statement, person->account);
    statement_bind_text(statement, key);
    statement_bind_integer(statement, place->created);
    statement_bind_integer(statement, place->id);
    statement_bind_integer(statement, (int64_t) most);
    while (statement_row(statement)) {
        ROWS_GROW(arena, list->items, list->count, capacity);
        struct comment *comment = &list->items[list->count++];
        comment_from_row(statement, arena, false, comment);
        place->created = comment->created;
        place->id = comment->id;
    }
    return statement_result(statement);
}

enum db_result comment_of_person(struct db *db, struct arena *arena, const struct comment_person *person, size_t most,
                                 struct comment_place *place, struct comment_list *ret) {
    struct comment_list list = {0};
    size_t capacity = 0;
    enum db_result result = DB_OK;
    if (!place->by_account && person->email[0]) result = read_part(db, arena, person, place, most, &list, &capacity);
    if (result == DB_OK && list.count < most && !place->by_account)
        *place = (struct comment_place){.by_account = true, .created = INT64_MIN};
    if (result == DB_OK && list.count < most && person->account)
        result = read_part(db, arena, person, place, most - list.count, &list, &capacity);
    if (result == DB_OK) *ret = list;
    return result;
}
