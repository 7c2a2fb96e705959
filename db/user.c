// user: accounts. Logins, e-mail addresses and slugs are unique; the first two without case.
#include "db/user.h"

#include <string.h>

#include "base/arena.h"
#include "db/connection.h"
#include "db/fold.h"
#include "db/media.h"
#include "db/statement.h"
#include "db/touch_kinds.h"
#include "db/user_row.h"

#define INSERT_COLUMNS                                                               \
    "registered, login, login_key, email, email_key, slug, display_name, nickname, " \
    "first_name, last_name, url, description, locale, password_hash, roles"
#define INSERT_VALUES "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15"
#define SQL_INSERT "INSERT INTO account (" INSERT_COLUMNS ") VALUES (" INSERT_VALUES ") RETURNING id"
#define SQL_INSERT_AS "INSERT INTO account (" INSERT_COLUMNS ", id) VALUES (" INSERT_VALUES ", $16) RETURNING id"
#define SQL_UPDATE                                                                                              \
    "UPDATE account SET login = $1, login_key = $2, email = $3, email_key = $4, slug = $5, display_name = $6, " \
    "nickname = $7, first_name = $8, last_name = $9, url = $10, description = $11, locale = $12, "              \
    "password_hash = $13, roles = $14 WHERE id = $15"
#define SQL_GET SELECT_USER "WHERE u.id = $1"
#define SQL_BY_LOGIN SELECT_USER "WHERE u.login_key = $1"
#define SQL_BY_EMAIL SELECT_USER "WHERE u.email_key = $1 AND u.email_key <> ''"
#define SQL_BY_SLUG SELECT_USER "WHERE u.slug = $1"
#define SQL_COUNT_ROLE "SELECT count(*) FROM account WHERE (roles & $1) <> 0"
#define SQL_COUNT_ROLES "SELECT roles, count(*) FROM account GROUP BY roles"
#define SQL_SEEN "UPDATE account SET seen = $1 WHERE id = $2 AND seen < $1"
#define SQL_LAST_SEEN "SELECT seen FROM account WHERE id = $1"
#define SQL_EXISTS "SELECT 1 FROM account WHERE id = $1"
#define SQL_FIRST_POST "SELECT id FROM post WHERE author_id = $1 LIMIT 1"
#define SQL_POSTS_TAKE "UPDATE post SET author_id = $1 WHERE author_id = $2 RETURNING id"
#define SQL_ARCHIVES_OF \
    "SELECT DISTINCT a.term_id FROM post p JOIN term_archive a ON a.post_id = p.id WHERE p.author_id = $1"
#define SQL_POSTS_COUNT                                                                            \
    "UPDATE account SET post_count = (SELECT count(*) FROM post p WHERE p.author_id = account.id " \
    "AND p.type = 1 AND p.status = 3) WHERE id = $1"
#define SQL_COMMENTS_UNLINK "UPDATE comment SET account_id = NULL WHERE account_id = $1 RETURNING post_id"
#define SQL_PASSWORDS_DELETE "DELETE FROM app_password WHERE account_id = $1"
#define SQL_SESSIONS_DELETE "DELETE FROM session WHERE account_id = $1"
// Of one article everybody has one autosave at most; the heir's own stays.
#define SQL_AUTOSAVES_YIELD                                                                                          \
    "DELETE FROM revision WHERE author_id = $1 AND autosave = 1 "                                                    \
    "AND EXISTS (SELECT 1 FROM revision r WHERE r.post_id = revision.post_id AND r.author_id = $2 AND r.autosave = " \
    "1) "                                                                                                            \
    "RETURNING post_id"
#define SQL_REVISIONS_TAKE "UPDATE revision SET author_id = $1 WHERE author_id = $2"
#define SQL_DELETE "DELETE FROM account WHERE id = $1"

const char *const user_statements[] = {SQL_INSERT,           SQL_INSERT_AS,
                                       SQL_UPDATE,           SQL_GET,
                                       SQL_BY_LOGIN,         SQL_BY_EMAIL,
                                       SQL_BY_SLUG,          SQL_COUNT_ROLE,
                                       SQL_COUNT_ROLES,      SQL_SEEN,
                                       SQL_LAST_SEEN,        SQL_EXISTS,
                                       SQL_FIRST_POST,       SQL_POSTS_TAKE,
                                       SQL_POSTS_COUNT,      SQL_COMMENTS_UNLINK,
                                       SQL_PASSWORDS_DELETE, SQL_SESSIONS_DELETE,
                                       SQL_AUTOSAVES_YIELD,  SQL_REVISIONS_TAKE,
                                       SQL_DELETE,           NULL};

void user_from_row(struct statement *statement, struct arena *arena, struct user *ret) {
    int at = 0;
    ret->id = statement_integer(statement, at++);
    ret->login = statement_text(statement, at++, arena);
    ret->email = statement_text(statement, at++, arena);
    ret->slug = statement_text(statement, at++, arena);
    ret->display_name = statement_text(statement, at++, arena);
    ret->nickname = statement_text(statement, at++, arena);
    ret->first_name = statement_text(statement, at++, arena);
    ret->last_name = statement_text(statement, at++, arena);
    ret->url = statement_text(statement, at++, arena);
    ret->description = statement_text(statement, at++, arena);
    ret->locale = statement_text(statement, at++, arena);
    ret->password_hash = statement_text(statement, at++, arena);
    ret->roles = (unsigned) statement_integer(statement, at++);
    ret->registered = statement_integer(statement, at++);
    ret->post_count = statement_integer(statement, at++);
    statement_shows(statement, TOUCH_USER, ret->id);
}

static const char *text_or_empty(const char *text) { return text ? text : ""; }

// The folded texts are in the arena, which must outlive the lease.
static void bind_columns(struct statement *statement, struct arena *arena, const struct user *user) {
    statement_bind_text(statement, text_or_empty(user->login));
    statement_bind_text(statement, fold_text(arena, text_or_empty(user->login)));
    statement_bind_text(statement, text_or_empty(user->email));
    statement_bind_text(statement, fold_text(arena, text_or_empty(user->email)));
    statement_bind_text(statement, text_or_empty(user->slug));
    statement_bind_text(statement, text_or_empty(user->display_name));
    statement_bind_text(statement, text_or_empty(user->nickname));
    statement_bind_text(statement, text_or_empty(user->first_name));
    statement_bind_text(statement, text_or_empty(user->last_name));
    statement_bind_text(statement, text_or_empty(user->url));
    statement_bind_text(statement, text_or_empty(user->description));
    statement_bind_text(statement, text_or_empty(user->locale));
    statement_bind_text(statement, text_or_empty(user->password_hash));
    statement_bind_integer(statement, user->roles);
}

// `as` 0: the next number.
static enum db_result insert_row(struct db *db, struct arena *arena, const struct user *user, int64_t as,
                                 int64_t *ret_id) {
    STATEMENT statement = statement_acquire(db, as ? SQL_INSERT_AS : SQL_INSERT);
    statement_bind_integer(statement, user->registered);
    bind_columns(statement, arena, user);
    if (as) statement_bind_integer(statement, as);
    enum db_result result = statement_one(statement);
    if (result != DB_OK) return result;
    *ret_id = statement_integer(statement, 0);
    return statement_run(statement);
}

static enum db_result insert(struct db *db, const struct user *user, int64_t as, int64_t *ret_id) {
    struct arena arena;
    arena_init(&arena);
    int64_t id;
    enum db_result result = insert_row(db, &arena, user, as, &id);
    arena_finish(&arena);
    if (result != DB_OK) return result;
    db_touch(db, TOUCH_USER, id);
    db_touch(db, TOUCH_USERS, 0);
    *ret_id = id;
    return DB_OK;
}

enum db_result user_insert(struct db *db, const struct user *user, int64_t *ret_id) {
    return insert(db, user, 0, ret_id);
}

enum db_result user_insert_as(struct db *db, const struct user *user) {
    int64_t id;
    return insert(db, user, user->id, &id);
}

static enum db_result update_row(struct db *db, struct arena *arena, const struct user *user) {
    STATEMENT statement = statement_acquire(db, SQL_UPDATE);
    bind_columns(statement, arena, user);
    statement_bind_integer(statement, user->id);
    return statement_change(statement);
}

enum db_result user_update(struct db *db, const struct user *user) {
    struct arena arena;
    arena_init(&arena);
    enum db_result result = update_row(db, &arena, user);
    arena_finish(&arena);
    db_touch(db, TOUCH_USER, user->id);
    db_touch(db, TOUCH_USERS, 0);
    return result;
}

static enum db_result delete_posts(struct db *db, int64_t id) {
    for (;;) {
        int64_t post;
        enum db_result result = statement_get_integer(db, SQL_FIRST_POST, INTEGERS(id), &post);
        // An attachment's number may stand in posts of others; an article's stands nowhere.
        if (result == DB_OK) result = media_delete(db, post);
        if (result != DB_OK) return result == DB_NOT_FOUND ? DB_OK : result;
    }
}

static enum db_result touch_archives(struct db *db, int64_t id) {
    STATEMENT statement = statement_acquire(db, SQL_ARCHIVES_OF);
    statement_bind_integer(statement, id);
    while (statement_row(statement)) db_touch(db, TOUCH_ARCHIVE, statement_integer(statement, 0));
    return statement_result(statement);
}

static enum db_result take_posts(struct db *db, int64_t id, int64_t heir) {
    STATEMENT statement = statement_acquire(db, SQL_POSTS_TAKE);
    statement_bind_integer(statement, heir);
    statement_bind_integer(statement, id);
    while (statement_row(statement)) db_touch(db, TOUCH_POST, statement_integer(statement, 0));
    return statement_result(statement);
}

static enum db_result yield_autosaves(struct db *db, int64_t id, int64_t heir) {
    STATEMENT statement = statement_acquire(db, SQL_AUTOSAVES_YIELD);
    statement_bind_integer(statement, id);
    statement_bind_integer(statement, heir);
    while (statement_row(statement)) db_touch(db, TOUCH_REVISIONS, statement_integer(statement, 0));
    return statement_result(statement);
}

static enum db_result give_revisions(struct db *db, int64_t id, int64_t heir) {
    enum db_result result = yield_autosaves(db, id, heir);
    return result == DB_OK ? statement_run_integers(db, SQL_REVISIONS_TAKE, INTEGERS(heir, id)) : result;
}

// The lists of published posts stay as they are but for the author's name.
static enum db_result give_posts(struct db *db, int64_t id, int64_t heir) {
    enum db_result result = touch_archives(db, id);
    if (result == DB_OK) result = take_posts(db, id, heir);
    if (result == DB_OK) result = give_revisions(db, id, heir);
    db_touch(db, TOUCH_USER, heir);
    db_touch(db, TOUCH_TIMELINE, 0);
    db_touch(db, TOUCH_POSTS, 0);
    for (enum post_type type = POST_TYPE_POST; type <= POST_TYPE_ATTACHMENT; type++) db_touch(db, TOUCH_TYPE, type);
    return result == DB_OK ? statement_run_integers(db, SQL_POSTS_COUNT, INTEGERS(heir)) : result;
}

static enum db_result unlink_comments(struct db *db, int64_t id) {
    STATEMENT statement = statement_acquire(db, SQL_COMMENTS_UNLINK);
    statement_bind_integer(statement, id);
    while (statement_row(statement)) {
        db_touch(db, TOUCH_COMMENTS, statement_integer(statement, 0));
        db_touch(db, TOUCH_ALL_COMMENTS, 0);
    }
    return statement_result(statement);
}

enum db_result user_delete(struct db *db, int64_t id, int64_t reassign) {
    static const char *const parts[] = {SQL_PASSWORDS_DELETE, SQL_SESSIONS_DELETE, SQL_DELETE};
    int64_t one;
    enum db_result result = statement_get_integer(db, SQL_EXISTS, INTEGERS(id), &one);
    if (result != DB_OK) return result;
    if (reassign == id) return db_fail(db, DB_CONFLICT, "the posts cannot go to the user who is deleted");
    result = reassign ? give_posts(db, id, reassign) : delete_posts(db, id);
    if (result == DB_OK) result = unlink_comments(db, id);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && result == DB_OK; i++) {
        result = statement_run_integers(db, parts[i], INTEGERS(id));
    }
    db_touch(db, TOUCH_USER, id);
    db_touch(db, TOUCH_USERS, 0);
    return result;
}

enum db_result user_owns_posts(struct db *db, int64_t id, bool *ret) {
    int64_t post;
    enum db_result result = statement_get_integer(db, SQL_FIRST_POST, INTEGERS(id), &post);
    if (result == DB_OK || result == DB_NOT_FOUND) *ret = result == DB_OK;
    return result == DB_NOT_FOUND ? DB_OK : result;
}

static enum db_result get_by(struct db *db, struct arena *arena, const char *sql, const char *key, struct user *ret) {
    STATEMENT statement = statement_acquire(db, sql);
    statement_bind_text(statement, key);
    enum db_result result = statement_one(statement);
    if (result == DB_OK) user_from_row(statement, arena, ret);
    // There is one or none: the set matters only when it is none.
    if (result == DB_OK)
        statement_reads(statement, TOUCH_USER, ret->id);
    else
        statement_reads(statement, TOUCH_USERS, 0);
    return result;
}

enum db_result user_get(struct db *db, struct arena *arena, int64_t id, struct user *ret) {
    STATEMENT statement = statement_acquire(db, SQL_GET);
    statement_reads(statement, TOUCH_USER, id);
    statement_bind_integer(statement, id);
    enum db_result result = statement_one(statement);
    if (result == DB_OK) user_from_row(statement, arena, ret);
    return result;
}

enum db_result user_get_by_login(struct db *db, struct arena *arena, const char *login, struct user *ret) {
    return get_by(db, arena, SQL_BY_LOGIN, fold_text(arena, login), ret);
}

enum db_result user_get_by_email(struct db *db, struct arena *arena, const char *email, struct user *ret) {
    return get_by(db, arena, SQL_BY_EMAIL, fold_text(arena, email), ret);
}

enum db_result user_get_by_slug(struct db *db, struct arena *arena, const char *slug, struct user *ret) {
    return get_by(db, arena, SQL_BY_SLUG, slug, ret);
}

enum db_result user_count_role(struct db *db, enum user_role role, int64_t *ret) {
    return statement_read_integer(db, TOUCH_USERS, 0, SQL_COUNT_ROLE, INTEGERS(USER_ROLE_BIT(role)), ret);
}

enum db_result user_count_roles(struct db *db, int64_t ret[ROLE_SUBSCRIBER + 1], int64_t *ret_total) {
    int64_t counts[ROLE_SUBSCRIBER + 1] = {0}, total = 0;
    STATEMENT statement = statement_acquire(db, SQL_COUNT_ROLES);
    statement_reads(statement, TOUCH_USERS, 0);
    while (statement_row(statement)) {
        const unsigned roles = (unsigned) statement_integer(statement, 0);
        const int64_t count = statement_integer(statement, 1);
        total += count;
        for (enum user_role role = ROLE_ADMINISTRATOR; role <= ROLE_SUBSCRIBER; role++)
            if (roles & USER_ROLE_BIT(role)) counts[role] += count;
    }
    if (statement_result(statement) != DB_OK) return statement_result(statement);
    memcpy(ret, counts, sizeof counts);
    *ret_total = total;
    return DB_OK;
}

enum db_result user_seen(struct db *db, int64_t id, int64_t when) {
    db_touch(db, TOUCH_PRIVATE, 0);
    return statement_run_integers(db, SQL_SEEN, INTEGERS(when, id));
}

enum db_result user_last_seen(struct db *db, int64_t id, int64_t *ret) {
    return statement_read_integer(db, TOUCH_PRIVATE, 0, SQL_LAST_SEEN, INTEGERS(id), ret);
}
