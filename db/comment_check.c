// comment_check: what the rules ask before a comment is taken: was it said already, too soon, by someone known?
// Each is answered by an index.
#include "base/arena.h"
#include "db/comment_row.h"
#include "db/fold.h"
#include "db/statement.h"
#include "db/statements.h"
#include "db/touch_kinds.h"

#define SQL_DUPLICATE                                                                                                \
    "SELECT count(*) FROM comment WHERE post_id = $1 AND content_hash = $2 AND content = $3 "                        \
    "AND COALESCE(parent_id, 0) = $4 AND status <> 4 AND (lower(author_name) = $5 OR (email_key = $6 AND email_key " \
    "<> ''))"
#define SQL_LATEST_BY_EMAIL "SELECT COALESCE(max(created), 0) FROM comment WHERE email_key = $1"
#define SQL_LATEST_BY_ACCOUNT "SELECT COALESCE(max(created), 0) FROM comment WHERE account_id = $1"
#define SQL_KNOWN_ACCOUNT "SELECT 1 FROM comment WHERE account_id = $1 AND status = 1 AND id <> $2 LIMIT 1"
#define SQL_COUNT_ACCOUNT \
    "SELECT count(*) FROM (SELECT 1 FROM comment WHERE account_id = $1 AND status = 1 LIMIT $2) AS known"
#define SQL_COUNT_GUEST \
    "SELECT count(*) FROM (SELECT 1 FROM comment WHERE email_key = $1 AND status = 1 LIMIT $2) AS known"
#define SQL_KNOWN_GUEST                                          \
    "SELECT 1 FROM comment WHERE status = 1 AND email_key = $1 " \
    "AND lower(author_name) = $2 AND id <> $3 LIMIT 1"

const char *const comment_check_statements[] = {
    SQL_DUPLICATE,   SQL_LATEST_BY_EMAIL, SQL_LATEST_BY_ACCOUNT, SQL_KNOWN_ACCOUNT,
    SQL_KNOWN_GUEST, SQL_COUNT_ACCOUNT,   SQL_COUNT_GUEST,       NULL};

static const char *fold(struct arena *arena, const char *text) { return fold_text(arena, text ? text : ""); }

static enum db_result find_duplicate(struct db *db, struct arena *arena, const struct comment *comment, bool *ret) {
    STATEMENT statement = statement_acquire(db, SQL_DUPLICATE);
    statement_bind_integer(statement, comment->post);
    statement_bind_integer(statement, comment_content_hash(comment->content));
    statement_bind_text(statement, comment->content);
    statement_bind_integer(statement, comment->parent);
    statement_bind_text(statement, fold(arena, comment->author_name));
    statement_bind_text(statement, fold(arena, comment->author_email));
    enum db_result result = statement_one(statement);
    if (result == DB_OK) *ret = statement_integer(statement, 0) > 0;
    return result;
}

enum db_result comment_is_duplicate(struct db *db, const struct comment *comment, bool *ret) {
    struct arena arena;
    arena_init(&arena);
    enum db_result result = find_duplicate(db, &arena, comment, ret);
    arena_finish(&arena);
    return result;
}

// Raises *latest to the moment that the statement gives for one text.
static enum db_result latest_by_text(struct db *db, const char *sql, const char *text, int64_t *latest) {
    STATEMENT statement = statement_acquire(db, sql);
    statement_bind_text(statement, text);
    enum db_result result = statement_one(statement);
    if (result == DB_OK && statement_integer(statement, 0) > *latest) *latest = statement_integer(statement, 0);
    return result;
}

enum db_result comment_latest_by(struct db *db, const char *email, int64_t user, int64_t *ret) {
    int64_t latest = 0, moment = 0;
    enum db_result result = DB_OK;
    if (email && email[0]) {
        struct arena arena;
        arena_init(&arena);
        result = latest_by_text(db, SQL_LATEST_BY_EMAIL, fold_text(&arena, email), &latest);
        arena_finish(&arena);
    }
    if (result == DB_OK && user != 0) {
        result = statement_get_integer(db, SQL_LATEST_BY_ACCOUNT, INTEGERS(user), &moment);
        if (moment > latest) latest = moment;
    }
    if (result == DB_OK) *ret = latest;
    return result;
}

static enum db_result guest_known(struct db *db, struct arena *arena, const struct comment *comment, bool *ret) {
    STATEMENT statement = statement_acquire(db, SQL_KNOWN_GUEST);
    statement_bind_text(statement, fold_text(arena, comment->author_email));
    statement_bind_text(statement, fold(arena, comment->author_name));
    statement_bind_integer(statement, comment->id);
    *ret = statement_row(statement);
    return statement_result(statement);
}

enum db_result comment_author_known(struct db *db, const struct comment *comment, bool *ret) {
    bool known = false;
    enum db_result result = DB_OK;
    if (comment->user != 0) {
        int64_t one;
        result = statement_get_integer(db, SQL_KNOWN_ACCOUNT, INTEGERS(comment->user, comment->id), &one);
        known = result == DB_OK;
        if (result == DB_NOT_FOUND) result = DB_OK;
    } else if (comment->author_email && comment->author_email[0]) {
        struct arena arena;
        arena_init(&arena);
        result = guest_known(db, &arena, comment, &known);
        arena_finish(&arena);
    }
    if (result == DB_OK) *ret = known;
    return result;
}

static enum db_result guest_count(struct db *db, struct arena *arena, const char *email, int64_t most, int64_t *ret) {
    STATEMENT statement = statement_acquire(db, SQL_COUNT_GUEST);
    statement_reads(statement, TOUCH_ALL_COMMENTS, 0);
    statement_bind_text(statement, fold_text(arena, email));
    statement_bind_integer(statement, most);
    enum db_result result = statement_one(statement);
    if (result == DB_OK) *ret = statement_integer(statement, 0);
    return result;
}

enum db_result comment_count_known(struct db *db, const struct comment *comment, int64_t most, int64_t *ret) {
    if (comment->user != 0)
        return statement_read_integer(db, TOUCH_ALL_COMMENTS, 0, SQL_COUNT_ACCOUNT, INTEGERS(comment->user, most), ret);
    *ret = 0;
    if (!comment->author_email || !comment->author_email[0]) return DB_OK;
    struct arena arena;
    arena_init(&arena);
    enum db_result result = guest_count(db, &arena, comment->author_email, most, ret);
    arena_finish(&arena);
    return result;
}
