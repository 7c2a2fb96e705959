// post: writing posts. Each function changes the rows, then has post_reindex() bring what is derived into line.
#include "db/post.h"

#include "base/arena.h"
#include "db/comment_row.h"
#include "db/connection.h"
#include "db/old_slug.h"
#include "db/post_index.h"
#include "db/post_row.h"
#include "db/search_index.h"
#include "db/statement.h"
#include "db/touch_kinds.h"

#define INSERT_COLUMNS                                                                                              \
    "type, created, status, status_before_trash, author_id, parent_id, menu_order, "                                \
    "primary_category, featured_media, comments_open, pings_open, sticky, date_floating, published, modified, "     \
    "slug, format, template_name, password, title, title_html, excerpt, excerpt_html, content_format, page_count, " \
    "has_more, more_text"
#define INSERT_VALUES                                                                                       \
    "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, " \
    "$23, $24, $25, $26, $27"
#define SQL_INSERT "INSERT INTO post (" INSERT_COLUMNS ") VALUES (" INSERT_VALUES ") RETURNING id"
#define SQL_INSERT_AS "INSERT INTO post (" INSERT_COLUMNS ", id) VALUES (" INSERT_VALUES ", $28) RETURNING id"
#define SQL_UPDATE                                                                                             \
    "UPDATE post SET status = $1, status_before_trash = $2, author_id = $3, parent_id = $4, menu_order = $5, " \
    "primary_category = $6, featured_media = $7, comments_open = $8, pings_open = $9, sticky = $10, "          \
    "date_floating = $11, published = $12, modified = $13, slug = $14, format = $15, template_name = $16, "    \
    "password = $17, title = $18, title_html = $19, excerpt = $20, excerpt_html = $21, "                       \
    "content_format = $22, page_count = $23, has_more = $24, more_text = $25 WHERE id = $26"
#define SQL_TEXT_PUT                                                              \
    "INSERT INTO post_text (post_id, content, content_html) VALUES ($1, $2, $3) " \
    "ON CONFLICT (post_id) DO UPDATE SET content = excluded.content, content_html = excluded.content_html"
#define SQL_SET_COMMENTS_OPEN "UPDATE post SET comments_open = $1 WHERE id = $2"
#define SQL_SET_CONTENT_HTML "UPDATE post_text SET content_html = $1 WHERE post_id = $2"
// Is $2 the post $1 or above it?
#define SQL_IS_ABOVE                                                                                     \
    "WITH RECURSIVE up (id) AS (SELECT CAST($1 AS BIGINT) UNION SELECT p.parent_id FROM up JOIN post p " \
    "ON p.id = up.id WHERE p.parent_id IS NOT NULL) SELECT count(*) FROM up WHERE id = $2"
#define SQL_CHILDREN_MOVE "UPDATE post SET parent_id = $1 WHERE parent_id = $2 RETURNING id"
// What was moved to another post may still answer one that goes.
#define SQL_COMMENTS_DETACH                                                                                     \
    "UPDATE comment SET parent_id = NULL WHERE parent_id IN (SELECT c.id FROM comment c WHERE c.post_id = $1) " \
    "AND post_id <> $1 RETURNING post_id"
#define SQL_COMMENTS_DELETE "DELETE FROM comment WHERE post_id = $1"
#define SQL_LINKS_DELETE "DELETE FROM post_term WHERE post_id = $1"
#define SQL_OLD_SLUGS_DELETE "DELETE FROM old_slug WHERE post_id = $1 RETURNING slug"
// WordPress moves attachments to the parent as it does pages; here only pages have one.
#define SQL_MEDIA_DETACH "UPDATE media SET attached = 0 WHERE attached = $1 RETURNING post_id"
#define SQL_TEXT_DELETE "DELETE FROM post_text WHERE post_id = $1"
#define SQL_DELETE "DELETE FROM post WHERE id = $1"
#define SQL_NEXT_LINK                                                                             \
    "SELECT l.term_id, l.published IS NOT NULL FROM post_term l JOIN term t ON t.id = l.term_id " \
    "WHERE l.post_id = $1 AND t.taxonomy = $2 AND l.term_id > $3 ORDER BY l.term_id LIMIT 1"
#define SQL_LINK_ADD                                                                        \
    "INSERT INTO post_term (post_id, term_id) SELECT CAST($1 AS BIGINT), t.id FROM term t " \
    "WHERE t.id = $2 AND t.taxonomy = $3 "                                                  \
    "ON CONFLICT (post_id, term_id) DO UPDATE SET term_id = excluded.term_id"
#define SQL_LINK_DELETE "DELETE FROM post_term WHERE post_id = $1 AND term_id = $2"
#define SQL_TERM_UNCOUNT "UPDATE term SET count = count - 1 WHERE id = $1"

const char *const post_statements[] = {
    SQL_INSERT,           SQL_INSERT_AS,        SQL_UPDATE,        SQL_TEXT_PUT,        SQL_SET_COMMENTS_OPEN,
    SQL_SET_CONTENT_HTML, SQL_IS_ABOVE,         SQL_CHILDREN_MOVE, SQL_COMMENTS_DETACH, SQL_COMMENTS_DELETE,
    SQL_LINKS_DELETE,     SQL_OLD_SLUGS_DELETE, SQL_MEDIA_DETACH,  SQL_TEXT_DELETE,     SQL_DELETE,
    SQL_NEXT_LINK,        SQL_LINK_ADD,         SQL_LINK_DELETE,   SQL_TERM_UNCOUNT,    NULL};

static const char *text_or_empty(const char *text) { return text ? text : ""; }

// The columns that insert and update share, in their common order.
static void bind_columns(struct statement *statement, const struct post *post) {
    statement_bind_integer(statement, post->status);
    statement_bind_integer(statement, post->status_before_trash);
    statement_bind_reference(statement, post->author);
    statement_bind_reference(statement, post->parent);
    statement_bind_integer(statement, post->menu_order);
    statement_bind_integer(statement, post->primary_category);
    statement_bind_integer(statement, post->featured_media);
    statement_bind_integer(statement, post->comments_open);
    statement_bind_integer(statement, post->pings_open);
    statement_bind_integer(statement, post->sticky);
    statement_bind_integer(statement, post->date_floating);
    statement_bind_integer(statement, post->published);
    statement_bind_integer(statement, post->modified);
    statement_bind_text(statement, text_or_empty(post->slug));
    statement_bind_text(statement, text_or_empty(post->format));
    statement_bind_text(statement, text_or_empty(post->template_name));
    statement_bind_text(statement, text_or_empty(post->password));
    statement_bind_text(statement, text_or_empty(post->title));
    statement_bind_text(statement, text_or_empty(post->title_html));
    statement_bind_text(statement, text_or_empty(post->excerpt));
    statement_bind_text(statement, text_or_empty(post->excerpt_html));
    statement_bind_integer(statement, post->content_format);
    statement_bind_integer(statement, post->page_count > 1 ? post->page_count : 1);
    statement_bind_integer(statement, post->has_more);
    statement_bind_text(statement, text_or_empty(post->more_text));
}

static enum db_result put_text(struct db *db, int64_t id, const struct post *post) {
    STATEMENT statement = statement_acquire(db, SQL_TEXT_PUT);
    statement_bind_integer(statement, id);
    statement_bind_text(statement, text_or_empty(post->content));
    statement_bind_text(statement, text_or_empty(post->content_html));
    return statement_run(statement);
}

// `as` 0: the next number.
static enum db_result insert_row(struct db *db, const struct post *post, int64_t as, int64_t *ret_id) {
    STATEMENT statement = statement_acquire(db, as ? SQL_INSERT_AS : SQL_INSERT);
    statement_bind_integer(statement, post->type);
    statement_bind_integer(statement, post->created);
    bind_columns(statement, post);
    if (as) statement_bind_integer(statement, as);
    enum db_result result = statement_one(statement);
    if (result != DB_OK) return result;
    *ret_id = statement_integer(statement, 0);
    return statement_run(statement);
}

// Brings the search into line with what the post has become.
static enum db_result index_text(struct db *db, int64_t id, const struct search_source *before) {
    struct arena arena;
    struct search_source after;
    arena_init(&arena);
    enum db_result result = search_source_read(db, &arena, id, &after);
    if (result == DB_OK) result = search_index_change(db, before, &after);
    arena_finish(&arena);
    return result;
}

static enum db_result insert(struct db *db, const struct post *post, int64_t as, int64_t *ret_id) {
    int64_t id;
    enum db_result result = insert_row(db, post, as, &id);
    if (result == DB_OK) result = put_text(db, id, post);
    if (result != DB_OK) return result;
    const struct post_facts before = {.exists = false};
    struct post_facts after;
    result = post_facts_read(db, id, &after);
    if (result == DB_OK) result = post_reindex(db, id, &before, &after);
    if (result == DB_OK) result = index_text(db, id, &(struct search_source){.exists = false});
    if (result == DB_OK) *ret_id = id;
    return result;
}

enum db_result post_insert(struct db *db, const struct post *post, int64_t *ret_id) {
    return insert(db, post, 0, ret_id);
}

enum db_result post_insert_as(struct db *db, const struct post *post) {
    int64_t id;
    return insert(db, post, post->id, &id);
}

static enum db_result check_parent(struct db *db, int64_t id, int64_t parent) {
    if (parent == 0) return DB_OK;
    int64_t above;
    enum db_result result = statement_get_integer(db, SQL_IS_ABOVE, INTEGERS(parent, id), &above);
    if (result != DB_OK) return result;
    return above == 0 ? DB_OK : db_fail(db, DB_CONFLICT, "the parent is below the page");
}

static enum db_result update_row(struct db *db, const struct post *post) {
    STATEMENT statement = statement_acquire(db, SQL_UPDATE);
    bind_columns(statement, post);
    statement_bind_integer(statement, post->id);
    return statement_change(statement);
}

static enum db_result update(struct db *db, struct arena *arena, const struct post *post) {
    struct post_facts before, after;
    struct search_source text;
    enum db_result result = post_facts_read(db, post->id, &before);
    if (result == DB_OK) result = search_source_read(db, arena, post->id, &text);
    if (result == DB_OK) result = check_parent(db, post->id, post->parent);
    if (result == DB_OK) {
        result = old_slug_remember(db, post->id, text_or_empty(post->slug), post->status, post->modified);
    }
    if (result != DB_OK) return result;
    bool is_public = post->status == POST_PUBLISH && text_or_empty(post->password)[0] == '\0';
    bool moves = before.is_public != is_public && before.has_comments;
    if (moves) result = comment_count_all_of_post(db, post->id, -1);
    if (result == DB_OK) result = update_row(db, post);
    if (result == DB_OK && moves) result = comment_count_all_of_post(db, post->id, 1);
    if (result == DB_OK) result = put_text(db, post->id, post);
    if (result == DB_OK) result = post_facts_read(db, post->id, &after);
    if (result == DB_OK) result = post_reindex(db, post->id, &before, &after);
    return result == DB_OK ? index_text(db, post->id, &text) : result;
}

enum db_result post_update(struct db *db, const struct post *post) {
    struct arena arena;
    arena_init(&arena);
    enum db_result result = update(db, &arena, post);
    arena_finish(&arena);
    return result;
}

static enum db_result unindex_text(struct db *db, int64_t id) {
    struct arena arena;
    struct search_source before;
    const struct search_source after = {.exists = false};
    arena_init(&arena);
    enum db_result result = search_source_read(db, &arena, id, &before);
    if (result == DB_OK) result = search_index_change(db, &before, &after);
    arena_finish(&arena);
    return result;
}

static enum db_result move_children(struct db *db, int64_t id, int64_t parent) {
    STATEMENT statement = statement_acquire(db, SQL_CHILDREN_MOVE);
    statement_bind_reference(statement, parent);
    statement_bind_integer(statement, id);
    while (statement_row(statement)) {
        db_touch(db, TOUCH_POST, statement_integer(statement, 0));
        db_touch(db, TOUCH_TYPE, POST_TYPE_PAGE);
    }
    return statement_result(statement);
}

static enum db_result detach_media(struct db *db, int64_t id) {
    STATEMENT statement = statement_acquire(db, SQL_MEDIA_DETACH);
    statement_bind_integer(statement, id);
    while (statement_row(statement)) {
        db_touch(db, TOUCH_POST, statement_integer(statement, 0));
        db_touch(db, TOUCH_TYPE, POST_TYPE_ATTACHMENT);
    }
    return statement_result(statement);
}

static enum db_result forget_old_slugs(struct db *db, struct arena *arena, int64_t id) {
    STATEMENT statement = statement_acquire(db, SQL_OLD_SLUGS_DELETE);
    statement_bind_integer(statement, id);
    while (statement_row(statement)) db_touch(db, TOUCH_SLUG, post_slug_hash(statement_text(statement, 0, arena)));
    return statement_result(statement);
}

static enum db_result detach_comments(struct db *db, int64_t id) {
    STATEMENT statement = statement_acquire(db, SQL_COMMENTS_DETACH);
    statement_bind_integer(statement, id);
    while (statement_row(statement)) {
        db_touch(db, TOUCH_COMMENTS, statement_integer(statement, 0));
        db_touch(db, TOUCH_ALL_COMMENTS, 0);
    }
    return statement_result(statement);
}

// What its row is still needed for.
static enum db_result leave(struct db *db, int64_t id) {
    enum db_result result = detach_media(db, id);
    if (result == DB_OK) result = detach_comments(db, id);
    if (result != DB_OK) return result;
    struct arena arena;
    arena_init(&arena);
    result = forget_old_slugs(db, &arena, id);
    arena_finish(&arena);
    return result;
}

enum db_result post_delete(struct db *db, int64_t id) {
    static const char *const parts[] = {SQL_COMMENTS_DELETE, SQL_LINKS_DELETE, SQL_TEXT_DELETE, SQL_DELETE};
    struct post_facts before;
    const struct post_facts after = {.exists = false};
    enum db_result result = post_facts_read(db, id, &before);
    if (result == DB_OK) result = move_children(db, id, before.parent);
    if (result == DB_OK) result = post_reindex(db, id, &before, &after);
    if (result == DB_OK) result = unindex_text(db, id);
    if (result == DB_OK) result = comment_count_all_of_post(db, id, -1);
    if (result == DB_OK) result = leave(db, id);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && result == DB_OK; i++) {
        result = statement_run_integers(db, parts[i], INTEGERS(id));
    }
    if (result != DB_OK) return result;
    db_touch(db, TOUCH_COMMENTS, id);
    db_touch(db, TOUCH_ALL_COMMENTS, 0);
    db_touch(db, TOUCH_HELD, 0);
    db_touch(db, TOUCH_REVISIONS, id);
    return DB_OK;
}

static bool contains(const int64_t *items, size_t count, int64_t item) {
    for (size_t i = 0; i < count; i++)
        if (items[i] == item) return true;
    return false;
}

// Removes a link. What it counted for is taken from the term here; the archive index follows with post_reindex().
static enum db_result remove_link(struct db *db, int64_t id, int64_t term, bool counted) {
    enum db_result result = statement_run_integers(db, SQL_LINK_DELETE, INTEGERS(id, term));
    if (result != DB_OK || !counted) return result;
    db_touch(db, TOUCH_TERM, term);
    db_touch(db, TOUCH_TERM_COUNTS, 0);
    return statement_run_integers(db, SQL_TERM_UNCOUNT, INTEGERS(term));
}

static enum db_result remove_links_but(struct db *db, int64_t id, int taxonomy, const int64_t *terms, size_t count) {
    int64_t term = 0;
    bool counted;
    // One at a time, each read anew: a statement that is still being read must not lose its rows.
    for (;;) {
        {
            STATEMENT statement = statement_acquire(db, SQL_NEXT_LINK);
            statement_bind_integer(statement, id);
            statement_bind_integer(statement, taxonomy);
            statement_bind_integer(statement, term);
            enum db_result result = statement_one(statement);
            if (result != DB_OK) return result == DB_NOT_FOUND ? DB_OK : result;
            term = statement_integer(statement, 0);
            counted = statement_integer(statement, 1) != 0;
        }
        if (contains(terms, count, term)) continue;
        enum db_result result = remove_link(db, id, term, counted);
        if (result != DB_OK) return result;
    }
}

enum db_result post_set_terms(struct db *db, int64_t id, int taxonomy, const int64_t *terms, size_t count) {
    struct post_facts facts;
    enum db_result result = post_facts_read(db, id, &facts);
    if (result != DB_OK) return result;
    result = remove_links_but(db, id, taxonomy, terms, count);
    for (size_t i = 0; i < count && result == DB_OK; i++) {
        if (contains(terms, i, terms[i])) continue;
        STATEMENT statement = statement_acquire(db, SQL_LINK_ADD);
        statement_bind_integer(statement, id);
        statement_bind_integer(statement, terms[i]);
        statement_bind_integer(statement, taxonomy);
        result = statement_change(statement);
        // A link that is there counts as changed; none at all: there is no such term.
        if (result == DB_NOT_FOUND) result = DB_CONFLICT;
    }
    return result == DB_OK ? post_reindex(db, id, &facts, &facts) : result;
}

enum db_result post_set_comments_open(struct db *db, int64_t id, bool open) {
    struct post_facts before, after;
    enum db_result result = post_facts_read(db, id, &before);
    if (result == DB_OK) result = statement_run_integers(db, SQL_SET_COMMENTS_OPEN, INTEGERS(open, id));
    if (result != DB_OK) return result;
    after = before;
    after.comments_open = open;
    return post_reindex(db, id, &before, &after);
}

static enum db_result set_content_html(struct db *db, int64_t id, const char *html) {
    STATEMENT statement = statement_acquire(db, SQL_SET_CONTENT_HTML);
    statement_bind_text(statement, html);
    statement_bind_integer(statement, id);
    return statement_change(statement);
}

enum db_result post_set_content_html(struct db *db, int64_t id, const char *html) {
    struct arena arena;
    struct search_source before;
    arena_init(&arena);
    enum db_result result = search_source_read(db, &arena, id, &before);
    if (result == DB_OK) result = set_content_html(db, id, html);
    if (result == DB_OK) result = index_text(db, id, &before);
    arena_finish(&arena);
    if (result == DB_OK) db_touch(db, TOUCH_POST, id);
    return result;
}
