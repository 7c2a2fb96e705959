// comment: writing single comments. Keeps post.comment_count (approved ones) and the counters by status.
#include "db/comment.h"

#include <string.h>

#include "base/arena.h"
#include "db/comment_row.h"
#include "db/connection.h"
#include "db/fold.h"
#include "db/statement.h"
#include "db/touch_kinds.h"

#define INSERT_COLUMNS                                                                                            \
    "post_id, parent_id, account_id, status, status_before_trash, created, content_hash, "                        \
    "type, author_name, author_email, email_key, author_url, author_address, user_agent, held_rule, held_match, " \
    "content, content_html, edited, root_id"
#define INSERT_VALUES                                                                                         \
    "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, "                  \
    "COALESCE((SELECT CASE p.root_id WHEN 0 THEN p.id ELSE p.root_id END FROM comment p WHERE p.id = $2 AND " \
    "p.post_id = $1), 0)"
#define SQL_INSERT "INSERT INTO comment (" INSERT_COLUMNS ") VALUES (" INSERT_VALUES ") RETURNING id"
#define SQL_INSERT_AS "INSERT INTO comment (" INSERT_COLUMNS ", id) VALUES (" INSERT_VALUES ", $20) RETURNING id"
#define SQL_UPDATE                                                                                              \
    "UPDATE comment SET post_id = $1, parent_id = $2, account_id = $3, status = $4, status_before_trash = $5, " \
    "created = $6, content_hash = $7, type = $8, author_name = $9, author_email = $10, email_key = $11, "       \
    "author_url = $12, author_address = $13, user_agent = $14, held_rule = $15, held_match = $16, "             \
    "content = $17, content_html = $18, edited = $19 WHERE id = $20"
#define SQL_GET SELECT_COMMENT "WHERE c.id = $1 AND c.status <> 5"
#define SQL_FACTS "SELECT post_id, parent_id, place_id, root_id, replies, status FROM comment WHERE id = $1"
#define SQL_CHILD "SELECT id FROM comment WHERE parent_id = $1 LIMIT 1"
#define SQL_PLACED "SELECT id FROM comment WHERE place_id = $1 AND place_id > 0 LIMIT 1"
#define SQL_CHILDREN_MOVE                                                                                             \
    "UPDATE comment SET parent_id = $1, place_id = CASE place_id WHEN 0 THEN $2 ELSE place_id END WHERE parent_id = " \
    "$2 RETURNING post_id"
#define SQL_EMPTY                                                                                                     \
    "UPDATE comment SET status = 5, status_before_trash = 0, account_id = NULL, content_hash = 0, author_name = '', " \
    "author_email = '', email_key = '', author_url = '', author_address = '', user_agent = '', held_rule = '', "      \
    "held_match = '', content = '', content_html = '', edited = 0 WHERE id = $1"
#define SQL_DELETE "DELETE FROM comment WHERE id = $1"
#define SQL_FIELDS_DELETE "DELETE FROM custom_field WHERE comment_id = $1"
#define SQL_COUNT                                                 \
    "INSERT INTO comment_counter (status, type, public, number) " \
    "SELECT c.status, c.type, " COMMENT_IS_PUBLIC                 \
    ", CAST($1 AS BIGINT) FROM comment c "                        \
    "JOIN post p ON p.id = c.post_id WHERE c.id = $2 "            \
    "ON CONFLICT (status, type, public) DO UPDATE SET number = comment_counter.number + excluded.number"
#define SQL_COUNT_IN_POST                                 \
    "UPDATE post SET comment_count = comment_count + $1 " \
    "WHERE id = (SELECT post_id FROM comment WHERE id = $2 AND status = 1)"
#define SQL_COUNT_IN_DAY \
    "INSERT INTO comment_day (post_id, day, threads, comments) SELECT c.post_id, " COMMENT_DAY("c.created") ", 0, " \
    "CAST($1 AS BIGINT) FROM comment c WHERE c.id = $2 AND c.status = 1 " COMMENT_DAY_ADD
#define SQL_COUNT_ALL_OF_POST                                                \
    "INSERT INTO comment_counter (status, type, public, number) "            \
    "SELECT c.status, c.type, " COMMENT_IS_PUBLIC                            \
    ", CAST($1 AS BIGINT) * count(*) FROM comment c "                        \
    "JOIN post p ON p.id = c.post_id WHERE c.post_id = $2 GROUP BY 1, 2, 3 " \
    "ON CONFLICT (status, type, public) DO UPDATE SET number = comment_counter.number + excluded.number"
// Is $2 the comment $1 or above it?
#define SQL_IS_ABOVE                                                                                        \
    "WITH RECURSIVE up (id) AS (SELECT CAST($1 AS BIGINT) UNION SELECT c.parent_id FROM up JOIN comment c " \
    "ON c.id = up.id WHERE c.parent_id IS NOT NULL) SELECT count(*) FROM up WHERE id = $2"
#define SQL_COUNT_OF_POST "SELECT count(*) FROM comment WHERE post_id = $1 AND status = $2"
#define SQL_COUNT_OF_ALL "SELECT CAST(COALESCE(sum(number), 0) AS BIGINT) FROM comment_counter WHERE status = $1"
#define SQL_APPROVED_OF_AUTHOR "SELECT CAST(COALESCE(sum(comment_count), 0) AS BIGINT) FROM post WHERE author_id = $1"
#define SQL_COUNT_OF_AUTHOR \
    "SELECT count(*) FROM post p CROSS JOIN comment c WHERE p.author_id = $1 AND c.post_id = p.id AND c.status = $2"

const char *const comment_statements[] = {SQL_INSERT,
                                          SQL_INSERT_AS,
                                          SQL_UPDATE,
                                          SQL_GET,
                                          SQL_FACTS,
                                          SQL_CHILD,
                                          SQL_EMPTY,
                                          SQL_FIELDS_DELETE,
                                          SQL_DELETE,
                                          SQL_COUNT,
                                          SQL_COUNT_IN_POST,
                                          SQL_COUNT_IN_DAY,
                                          SQL_COUNT_ALL_OF_POST,
                                          SQL_IS_ABOVE,
                                          SQL_COUNT_OF_POST,
                                          SQL_COUNT_OF_ALL,
                                          SQL_APPROVED_OF_AUTHOR,
                                          SQL_COUNT_OF_AUTHOR,
                                          NULL};

const char *comment_status_name(enum comment_status status) {
    static const char *const names[] = {
        [COMMENT_APPROVED] = "approved", [COMMENT_HOLD] = "hold", [COMMENT_SPAM] = "spam", [COMMENT_TRASH] = "trash"};
    return (unsigned) status < sizeof names / sizeof *names && names[status] ? names[status] : "";
}

int64_t comment_content_hash(const char *content) {
    uint64_t hash = 0xcbf29ce484222325ULL;  // FNV-1a; the text itself is compared too
    for (; *content; content++) hash = (hash ^ (unsigned char) *content) * 0x100000001b3ULL;
    return (int64_t) (hash >> 1);
}

static void shown_from_row(struct statement *statement, struct arena *arena, struct comment *ret) {
    int at = 0;
    *ret = (struct comment){
        .author_email = "", .author_address = "", .user_agent = "", .held_rule = "", .held_match = "", .content = ""};
    ret->id = statement_integer(statement, at++);
    ret->post = statement_integer(statement, at++);
    ret->parent = statement_integer(statement, at++);
    ret->user = statement_integer(statement, at++);
    ret->status = (enum comment_status) statement_integer(statement, at++);
    ret->created = statement_integer(statement, at++);
    ret->type = statement_text(statement, at++, arena);
    ret->author_name = statement_text(statement, at++, arena);
    ret->author_url = statement_text(statement, at++, arena);
    ret->content_html = statement_text(statement, at++, arena);
    ret->edited = statement_integer(statement, at++);
    ret->place = statement_integer(statement, at++);
    ret->root = statement_integer(statement, at++);
}

static void whole_from_row(struct statement *statement, struct arena *arena, struct comment *ret) {
    int at = 0;
    ret->id = statement_integer(statement, at++);
    ret->post = statement_integer(statement, at++);
    ret->parent = statement_integer(statement, at++);
    ret->user = statement_integer(statement, at++);
    ret->status = (enum comment_status) statement_integer(statement, at++);
    ret->status_before_trash = (enum comment_status) statement_integer(statement, at++);
    ret->created = statement_integer(statement, at++);
    ret->type = statement_text(statement, at++, arena);
    ret->author_name = statement_text(statement, at++, arena);
    ret->author_email = statement_text(statement, at++, arena);
    ret->author_url = statement_text(statement, at++, arena);
    ret->author_address = statement_text(statement, at++, arena);
    ret->user_agent = statement_text(statement, at++, arena);
    ret->held_rule = statement_text(statement, at++, arena);
    ret->held_match = statement_text(statement, at++, arena);
    ret->content = statement_text(statement, at++, arena);
    ret->content_html = statement_text(statement, at++, arena);
    ret->edited = statement_integer(statement, at++);
    ret->place = statement_integer(statement, at++);
    ret->root = statement_integer(statement, at++);
}

void comment_from_row(struct statement *statement, struct arena *arena, bool shown, struct comment *ret) {
    if (shown)
        shown_from_row(statement, arena, ret);
    else
        whole_from_row(statement, arena, ret);
    statement_shows(statement, TOUCH_COMMENTS, ret->post);
    if (ret->status != COMMENT_APPROVED) statement_shows(statement, TOUCH_HELD, 0);
}

static const char *text_or_empty(const char *text) { return text ? text : ""; }

// `email_key` must outlive the lease.
static void bind_columns(struct statement *statement, const struct comment *comment, const char *email_key) {
    statement_bind_integer(statement, comment->post);
    statement_bind_reference(statement, comment->parent);
    statement_bind_reference(statement, comment->user);
    statement_bind_integer(statement, comment->status);
    statement_bind_integer(statement, comment->status_before_trash);
    statement_bind_integer(statement, comment->created);
    statement_bind_integer(statement, comment_content_hash(text_or_empty(comment->content)));
    statement_bind_text(statement, comment->type ? comment->type : "comment");
    statement_bind_text(statement, text_or_empty(comment->author_name));
    statement_bind_text(statement, text_or_empty(comment->author_email));
    statement_bind_text(statement, email_key);
    statement_bind_text(statement, text_or_empty(comment->author_url));
    statement_bind_text(statement, text_or_empty(comment->author_address));
    statement_bind_text(statement, text_or_empty(comment->user_agent));
    statement_bind_text(statement, text_or_empty(comment->held_rule));
    statement_bind_text(statement, text_or_empty(comment->held_match));
    statement_bind_text(statement, text_or_empty(comment->content));
    statement_bind_text(statement, text_or_empty(comment->content_html));
    statement_bind_integer(statement, comment->edited);
}

// What nobody sees makes no page untrue.
static void touch(struct db *db, int64_t post, enum comment_status status) {
    if (status != COMMENT_APPROVED && status != COMMENT_GONE) {
        db_touch(db, TOUCH_HELD, 0);
        return;
    }
    db_touch(db, TOUCH_COMMENTS, post);
    db_touch(db, TOUCH_ALL_COMMENTS, 0);
}

// Counts a comment that is there in (1) or out (-1).
static enum db_result count(struct db *db, int64_t id, int64_t post, enum comment_status status, int64_t change) {
    touch(db, post, status);
    enum db_result result = statement_run_integers(db, SQL_COUNT, INTEGERS(change, id));
    if (result == DB_OK) result = statement_run_integers(db, SQL_COUNT_IN_POST, INTEGERS(change, id));
    return result == DB_OK ? statement_run_integers(db, SQL_COUNT_IN_DAY, INTEGERS(change, id)) : result;
}

enum db_result comment_count_all_of_post(struct db *db, int64_t post, int64_t change) {
    return statement_run_integers(db, SQL_COUNT_ALL_OF_POST, INTEGERS(change, post));
}

// `as` 0: the next number.
static enum db_result insert_row(struct db *db, struct arena *arena, const struct comment *comment, int64_t as,
                                 int64_t *ret_id) {
    STATEMENT statement = statement_acquire(db, as ? SQL_INSERT_AS : SQL_INSERT);
    bind_columns(statement, comment, fold_text(arena, text_or_empty(comment->author_email)));
    if (as) statement_bind_integer(statement, as);
    enum db_result result = statement_one(statement);
    if (result != DB_OK) return result;
    *ret_id = statement_integer(statement, 0);
    return statement_run(statement);
}

static enum db_result insert(struct db *db, const struct comment *comment, int64_t as, int64_t *ret_id) {
    struct arena arena;
    arena_init(&arena);
    int64_t id;
    enum db_result result = insert_row(db, &arena, comment, as, &id);
    arena_finish(&arena);
    if (result == DB_OK) result = count(db, id, comment->post, comment->status, 1);
    if (result == DB_OK) result = comment_thread_count(db, id, 1);
    if (result == DB_OK) *ret_id = id;
    return result;
}

enum db_result comment_insert(struct db *db, const struct comment *comment, int64_t *ret_id) {
    return insert(db, comment, 0, ret_id);
}

enum db_result comment_insert_as(struct db *db, const struct comment *comment) {
    int64_t id;
    return insert(db, comment, comment->id, &id);
}

enum db_result comment_facts_read(struct db *db, int64_t id, struct comment_facts *ret) {
    STATEMENT statement = statement_acquire(db, SQL_FACTS);
    statement_bind_integer(statement, id);
    enum db_result result = statement_one(statement);
    if (result != DB_OK) return result;
    ret->post = statement_integer(statement, 0);
    ret->parent = statement_integer(statement, 1);
    ret->place = statement_integer(statement, 2);
    if (ret->place == 0) ret->place = ret->parent;
    ret->root = statement_integer(statement, 3);
    ret->replies = statement_integer(statement, 4);
    ret->status = (enum comment_status) statement_integer(statement, 5);
    return DB_OK;
}

static enum db_result update_row(struct db *db, struct arena *arena, const struct comment *comment) {
    STATEMENT statement = statement_acquire(db, SQL_UPDATE);
    bind_columns(statement, comment, fold_text(arena, text_or_empty(comment->author_email)));
    statement_bind_integer(statement, comment->id);
    return statement_change(statement);
}

// A reply to itself or to its own replies would take the whole branch out of the thread.
static enum db_result check_parent(struct db *db, const struct comment *comment) {
    int64_t above = 0;
    if (comment->parent == 0) return DB_OK;
    enum db_result result = statement_get_integer(db, SQL_IS_ABOVE, INTEGERS(comment->parent, comment->id), &above);
    if (result != DB_OK) return result;
    return above == 0 ? DB_OK : db_fail(db, DB_CONFLICT, "the parent is below the comment");
}

static enum db_result has_child(struct db *db, int64_t id, bool *ret) {
    int64_t child;
    enum db_result result = statement_get_integer(db, SQL_CHILD, INTEGERS(id), &child);
    if (result == DB_NOT_FOUND) result = statement_get_integer(db, SQL_PLACED, INTEGERS(id), &child);
    *ret = result == DB_OK;
    return result == DB_NOT_FOUND ? DB_OK : result;
}

// Out of the counts; then the row goes, or is emptied where something answers it.
static enum db_result remove_row(struct db *db, int64_t id, const struct comment_facts *facts, bool answered) {
    enum db_result result = comment_thread_count(db, id, -1);
    if (result == DB_OK) result = count(db, id, facts->post, facts->status, -1);
    if (result == DB_OK) result = statement_run_integers(db, answered ? SQL_EMPTY : SQL_DELETE, INTEGERS(id));
    if (result != DB_OK || !answered) return result;
    result = statement_run_integers(db, SQL_FIELDS_DELETE, INTEGERS(id));
    if (result == DB_OK) result = comment_thread_count(db, id, 1);
    return result == DB_OK ? count(db, id, facts->post, COMMENT_GONE, 1) : result;
}

// With its last answer goes the empty row above it, and so on.
static enum db_result sweep(struct db *db, int64_t id) {
    enum db_result result = DB_OK;
    while (result == DB_OK && id != 0) {
        struct comment_facts facts;
        bool answered = false;
        result = comment_facts_read(db, id, &facts);
        if (result != DB_OK || facts.status != COMMENT_GONE) break;
        result = has_child(db, id, &answered);
        if (result != DB_OK || answered) break;
        result = remove_row(db, id, &facts, false);
        id = facts.place;
    }
    return result;
}

static enum db_result move_children(struct db *db, int64_t id, int64_t parent) {
    STATEMENT statement = statement_acquire(db, SQL_CHILDREN_MOVE);
    statement_bind_reference(statement, parent);
    statement_bind_integer(statement, id);
    // Any of them may be approved, whatever the one that goes was; and imported ones may stand under another post.
    while (statement_row(statement)) touch(db, statement_integer(statement, 0), COMMENT_APPROVED);
    return statement_result(statement);
}

enum db_result comment_update(struct db *db, const struct comment *comment) {
    struct comment_facts before;
    struct comment_move move;
    enum db_result result = comment_facts_read(db, comment->id, &before);
    if (result == DB_OK && comment->parent != before.parent) result = check_parent(db, comment);
    if (result == DB_OK) result = count(db, comment->id, before.post, before.status, -1);
    if (result != DB_OK) return result;
    bool moves = comment->parent != before.parent || comment->post != before.post;
    // Approved ones below it go along.
    if (moves) touch(db, before.post, COMMENT_APPROVED);
    if (moves) touch(db, comment->post, COMMENT_APPROVED);
    result = moves ? comment_move_begin(db, comment, &move) : comment_thread_count(db, comment->id, -1);
    if (result != DB_OK) return result;
    struct arena arena;
    arena_init(&arena);
    result = update_row(db, &arena, comment);
    arena_finish(&arena);
    if (result == DB_OK) result = moves ? comment_move_finish(db, &move) : comment_thread_count(db, comment->id, 1);
    if (result == DB_OK && moves) result = sweep(db, before.place);
    return result == DB_OK ? count(db, comment->id, comment->post, comment->status, 1) : result;
}

enum db_result comment_delete(struct db *db, int64_t id) {
    struct comment_facts facts;
    bool answered = false;
    enum db_result result = comment_facts_read(db, id, &facts);
    if (result == DB_OK && facts.status == COMMENT_GONE) return DB_NOT_FOUND;
    if (result == DB_OK) result = has_child(db, id, &answered);
    if (result == DB_OK && answered) result = move_children(db, id, facts.parent);
    if (result == DB_OK) result = remove_row(db, id, &facts, answered);
    return result == DB_OK && !answered ? sweep(db, facts.place) : result;
}

enum db_result comment_get(struct db *db, struct arena *arena, int64_t id, struct comment *ret) {
    STATEMENT statement = statement_acquire(db, SQL_GET);
    statement_bind_integer(statement, id);
    enum db_result result = statement_one(statement);
    if (result == DB_OK) comment_from_row(statement, arena, false, ret);
    if (result == DB_OK) {
        statement_reads(statement, TOUCH_COMMENTS, ret->post);
    } else {
        statement_reads(statement, TOUCH_ALL_COMMENTS, 0);
        statement_reads(statement, TOUCH_HELD, 0);
    }
    return result;
}

enum db_result comment_count(struct db *db, int64_t post, enum comment_status status, int64_t *ret) {
    const bool held = status != COMMENT_APPROVED;
    if (post != 0) {
        return statement_read_integer(db, held ? TOUCH_HELD : TOUCH_COMMENTS, held ? 0 : post, SQL_COUNT_OF_POST,
                                      INTEGERS(post, status), ret);
    }
    return statement_read_integer(db, held ? TOUCH_HELD : TOUCH_ALL_COMMENTS, 0, SQL_COUNT_OF_ALL, INTEGERS(status),
                                  ret);
}

enum db_result comment_count_of_author(struct db *db, int64_t author, enum comment_status status, int64_t *ret) {
    // Nothing tells of a post that changes its author.
    if (status == COMMENT_APPROVED)
        return statement_read_integer(db, TOUCH_EVERYTHING, 0, SQL_APPROVED_OF_AUTHOR, INTEGERS(author), ret);
    return statement_read_integer(db, TOUCH_EVERYTHING, 0, SQL_COUNT_OF_AUTHOR, INTEGERS(author, status), ret);
}
