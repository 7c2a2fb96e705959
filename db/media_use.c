// media_use: see the header.
#include "db/media_use.h"

#include "base/arena.h"
#include "db/connection.h"
#include "db/rows.h"
#include "db/statement.h"
#include "db/statements.h"
#include "db/touch_kinds.h"

#define SQL_DELETE "DELETE FROM media_use WHERE post_id = $1"
#define SQL_INSERT "INSERT INTO media_use (media_id, post_id) VALUES ($1, $2) ON CONFLICT DO NOTHING"
#define SQL_POSTS "SELECT post_id FROM media_use WHERE media_id = $1 AND post_id > $2 ORDER BY post_id LIMIT $3"
#define SQL_OF_AUTHOR \
    "SELECT DISTINCT post_id FROM post p JOIN media_use ON media_id = p.id WHERE author_id = $1 AND type = 3"
#define SQL_ATTACHED \
    "SELECT post_id FROM media WHERE attached = $1 AND substr(mime, 1, length($2)) = $2 ORDER BY post_id LIMIT $3"

#define USES                                                                              \
    "(SELECT post_id AS id, 1 AS how FROM media_use WHERE media_id = $1 "                 \
    "UNION ALL SELECT id, 2 FROM post WHERE featured_media = $1 AND featured_media <> 0 " \
    "UNION ALL SELECT p.id, 4 FROM media m JOIN post p ON p.id = m.attached WHERE m.post_id = $1) uses"
#define SQL_LIST                                                     \
    "SELECT id, max(how = 1), max(how = 2), max(how = 4) FROM " USES \
    " GROUP BY id ORDER BY id DESC "                                 \
    "LIMIT $2 OFFSET $3"
#define SQL_COUNT "SELECT count(DISTINCT id) FROM " USES

const char *const media_use_statements[] = {SQL_DELETE,   SQL_INSERT, SQL_POSTS, SQL_OF_AUTHOR,
                                            SQL_ATTACHED, SQL_LIST,   SQL_COUNT, NULL};

static enum db_result insert(struct db *db, int64_t post, const struct id_list *media) {
    enum db_result result = DB_OK;
    for (size_t i = 0; i < media->count && result == DB_OK; i++)
        result = statement_run_integers(db, SQL_INSERT, INTEGERS(media->items[i], post));
    return result;
}

enum db_result media_use_put(struct db *db, int64_t post, const struct id_list *media) {
    enum db_result result = statement_run_integers(db, SQL_DELETE, INTEGERS(post));
    return result == DB_OK ? insert(db, post, media) : result;
}

enum db_result media_use_add(struct db *db, int64_t post, const struct id_list *media) {
    db_touch(db, TOUCH_PRIVATE, 0);
    return insert(db, post, media);
}

static enum db_result read_ids(struct statement *statement, struct arena *arena, struct id_list *ret) {
    int64_t *items = NULL;
    size_t count = 0, capacity = 0;
    while (statement_row(statement)) {
        ROWS_GROW(arena, items, count, &capacity);
        items[count++] = statement_integer(statement, 0);
    }
    const enum db_result result = statement_result(statement);
    if (result == DB_OK) *ret = (struct id_list){.items = items, .count = count};
    return result;
}

enum db_result media_use_posts(struct db *db, struct arena *arena, int64_t media, int64_t after, int64_t most,
                               struct id_list *ret) {
    STATEMENT statement = statement_acquire(db, SQL_POSTS);
    statement_bind_integer(statement, media);
    statement_bind_integer(statement, after);
    statement_bind_integer(statement, most);
    return read_ids(statement, arena, ret);
}

enum db_result media_use_of_author(struct db *db, struct arena *arena, int64_t author, struct id_list *ret) {
    STATEMENT statement = statement_acquire(db, SQL_OF_AUTHOR);
    statement_bind_integer(statement, author);
    return read_ids(statement, arena, ret);
}

enum db_result media_attached_to(struct db *db, struct arena *arena, int64_t post, const char *mime_prefix,
                                 int64_t most, struct id_list *ret) {
    STATEMENT statement = statement_acquire(db, SQL_ATTACHED);
    statement_bind_integer(statement, post);
    statement_bind_text(statement, mime_prefix);
    statement_bind_integer(statement, most);
    return read_ids(statement, arena, ret);
}

enum db_result media_use_list(struct db *db, struct arena *arena, int64_t media, int64_t most, int64_t offset,
                              struct media_use_list *ret) {
    struct media_use *items = NULL;
    size_t count = 0, capacity = 0;
    STATEMENT statement = statement_acquire(db, SQL_LIST);
    statement_bind_integer(statement, media);
    statement_bind_integer(statement, most);
    statement_bind_integer(statement, offset);
    while (statement_row(statement)) {
        ROWS_GROW(arena, items, count, &capacity);
        items[count++] = (struct media_use){
            .post = statement_integer(statement, 0),
            .content = statement_integer(statement, 1) != 0,
            .featured = statement_integer(statement, 2) != 0,
            .attached = statement_integer(statement, 3) != 0,
        };
    }
    enum db_result result = statement_result(statement);
    if (result != DB_OK) return result;
    *ret = (struct media_use_list){.items = items, .count = count};
    return statement_get_integer(db, SQL_COUNT, INTEGERS(media), &ret->total);
}
