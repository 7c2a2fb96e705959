// revision: writing revisions and reading single ones. Lists are revision_list.c.
#include "db/revision.h"

#include "db/statement.h"
#include "db/statements.h"
#include "db/touch_kinds.h"

#define SELECT_REVISION                                                                                      \
    "SELECT id, post_id, COALESCE(author_id, 0), autosave, saved, title, content, excerpt, content_format, " \
    "title_html, content_html, excerpt_html FROM revision "
#define SQL_INSERT                                                                                         \
    "INSERT INTO revision (post_id, author_id, autosave, saved, title, content, excerpt, content_format, " \
    "title_html, content_html, excerpt_html) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id"
#define SQL_UPDATE                                                                                  \
    "UPDATE revision SET saved = $1, title = $2, content = $3, excerpt = $4, content_format = $5, " \
    "title_html = $6, content_html = $7, excerpt_html = $8 WHERE id = $9 RETURNING post_id"
#define SQL_DELETE "DELETE FROM revision WHERE id = $1 RETURNING post_id"
#define SQL_TRIM                                                                                       \
    "DELETE FROM revision WHERE post_id = $1 AND autosave = 0 AND id NOT IN (SELECT id FROM revision " \
    "WHERE post_id = $1 AND autosave = 0 ORDER BY saved DESC, id DESC LIMIT $2)"
#define SQL_GET SELECT_REVISION "WHERE id = $1"
#define SQL_LATEST SELECT_REVISION "WHERE post_id = $1 AND autosave = 0 ORDER BY saved DESC, id DESC LIMIT 1"
#define SQL_LATEST_AUTOSAVE SELECT_REVISION "WHERE post_id = $1 AND autosave = 1 ORDER BY saved DESC, id DESC LIMIT 1"
#define SQL_AUTOSAVE_OF \
    SELECT_REVISION     \
    "WHERE post_id = $1 AND autosave = 1 AND COALESCE(author_id, 0) = $2 ORDER BY saved DESC, id DESC LIMIT 1"
#define SQL_COUNT "SELECT count(*) FROM revision WHERE post_id = $1"
#define SQL_LATEST_ID "SELECT id FROM revision WHERE post_id = $1 ORDER BY saved DESC, id DESC LIMIT 1"

const char *const revision_statements[] = {SQL_INSERT, SQL_UPDATE,          SQL_DELETE,      SQL_TRIM,  SQL_GET,
                                           SQL_LATEST, SQL_LATEST_AUTOSAVE, SQL_AUTOSAVE_OF, SQL_COUNT, SQL_LATEST_ID,
                                           NULL};

static void bind_html(struct statement *statement, const struct revision *revision) {
    statement_bind_text(statement, revision->title_html ? revision->title_html : "");
    statement_bind_text(statement, revision->content_html ? revision->content_html : "");
    statement_bind_text(statement, revision->excerpt_html ? revision->excerpt_html : "");
}

enum db_result revision_insert(struct db *db, const struct revision *revision, int64_t *ret_id) {
    STATEMENT statement = statement_acquire(db, SQL_INSERT);
    statement_bind_integer(statement, revision->post);
    statement_bind_reference(statement, revision->author);
    statement_bind_integer(statement, revision->autosave);
    statement_bind_integer(statement, revision->saved);
    statement_bind_text(statement, revision->title);
    statement_bind_text(statement, revision->content);
    statement_bind_text(statement, revision->excerpt);
    statement_bind_integer(statement, revision->content_format);
    bind_html(statement, revision);
    const enum db_result result = statement_one(statement);
    if (result != DB_OK) return result;
    db_touch(db, TOUCH_REVISIONS, revision->post);
    *ret_id = statement_integer(statement, 0);
    return statement_run(statement);
}

// Of a statement that returns the revision's post.
static enum db_result change_one(struct db *db, struct statement *statement) {
    const enum db_result result = statement_one(statement);
    if (result != DB_OK) return result;
    db_touch(db, TOUCH_REVISIONS, statement_integer(statement, 0));
    return statement_run(statement);
}

enum db_result revision_update(struct db *db, const struct revision *revision) {
    STATEMENT statement = statement_acquire(db, SQL_UPDATE);
    statement_bind_integer(statement, revision->saved);
    statement_bind_text(statement, revision->title);
    statement_bind_text(statement, revision->content);
    statement_bind_text(statement, revision->excerpt);
    statement_bind_integer(statement, revision->content_format);
    bind_html(statement, revision);
    statement_bind_integer(statement, revision->id);
    return change_one(db, statement);
}

enum db_result revision_delete(struct db *db, int64_t id) {
    STATEMENT statement = statement_acquire(db, SQL_DELETE);
    statement_bind_integer(statement, id);
    return change_one(db, statement);
}

enum db_result revision_trim(struct db *db, int64_t post, int64_t keep) {
    db_touch(db, TOUCH_REVISIONS, post);
    return statement_run_integers(db, SQL_TRIM, INTEGERS(post, keep));
}

static enum db_result one(struct statement *statement, struct arena *arena, struct revision *ret) {
    const enum db_result result = statement_one(statement);
    if (result != DB_OK) return result;
    *ret = (struct revision){
        .id = statement_integer(statement, 0),
        .post = statement_integer(statement, 1),
        .author = statement_integer(statement, 2),
        .autosave = statement_integer(statement, 3) != 0,
        .saved = statement_integer(statement, 4),
        .title = statement_text(statement, 5, arena),
        .content = statement_text(statement, 6, arena),
        .excerpt = statement_text(statement, 7, arena),
        .content_format = (enum content_format) statement_integer(statement, 8),
        .title_html = statement_text(statement, 9, arena),
        .content_html = statement_text(statement, 10, arena),
        .excerpt_html = statement_text(statement, 11, arena),
    };
    return DB_OK;
}

enum db_result revision_get(struct db *db, struct arena *arena, int64_t id, struct revision *ret) {
    STATEMENT statement = statement_acquire(db, SQL_GET);
    statement_bind_integer(statement, id);
    return one(statement, arena, ret);
}

enum db_result revision_latest(struct db *db, struct arena *arena, int64_t post, struct revision *ret) {
    STATEMENT statement = statement_acquire(db, SQL_LATEST);
    statement_bind_integer(statement, post);
    return one(statement, arena, ret);
}

enum db_result revision_latest_autosave(struct db *db, struct arena *arena, int64_t post, int64_t author,
                                        struct revision *ret) {
    const bool of_anyone = author == REVISION_OF_ANYONE;
    STATEMENT statement = statement_acquire(db, of_anyone ? SQL_LATEST_AUTOSAVE : SQL_AUTOSAVE_OF);
    statement_bind_integer(statement, post);
    if (!of_anyone) statement_bind_integer(statement, author);
    return one(statement, arena, ret);
}

enum db_result revision_count(struct db *db, int64_t post, int64_t *ret_count, int64_t *ret_latest) {
    int64_t count = 0, latest = 0;
    enum db_result result = statement_read_integer(db, TOUCH_REVISIONS, post, SQL_COUNT, INTEGERS(post), &count);
    if (result == DB_OK && count > 0)
        result = statement_read_integer(db, TOUCH_REVISIONS, post, SQL_LATEST_ID, INTEGERS(post), &latest);
    if (result != DB_OK) return result;
    *ret_count = count;
    *ret_latest = latest;
    return DB_OK;
}
