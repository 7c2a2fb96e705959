// media_use: see the header.
#include "db/media_use.h"

#include "base/arena.h"
#include "db/rows.h"
#include "db/statement.h"
#include "db/statements.h"

#define SQL_DELETE "DELETE FROM media_use WHERE post_id = $1"
#define SQL_INSERT "INSERT INTO media_use (media_id, post_id) VALUES ($1, $2) ON CONFLICT DO NOTHING"
#define SQL_POSTS "SELECT post_id FROM media_use WHERE media_id = $1 AND post_id > $2 ORDER BY post_id LIMIT $3"
#define SQL_OF_AUTHOR \
    "SELECT DISTINCT post_id FROM post p JOIN media_use ON media_id = p.id WHERE author_id = $1 AND type = 3"
#define SQL_ATTACHED \
    "SELECT post_id FROM media WHERE attached = $1 AND substr(mime, 1, length($2)) = $2 ORDER BY post_id LIMIT $3"

const char *const media_use_statements[] = {SQL_DELETE, SQL_INSERT, SQL_POSTS, SQL_OF_AUTHOR, SQL_ATTACHED, NULL};

enum db_result media_use_put(struct db *db, int64_t post, const struct id_list *media) {
    enum db_result result = statement_run_integers(db, SQL_DELETE, INTEGERS(post));
    for (size_t i = 0; i < media->count && result == DB_OK; i++)
        result = statement_run_integers(db, SQL_INSERT, INTEGERS(media->items[i], post));
    return result;
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
