// media: rows of files and of the pictures made of them.
#include "db/media.h"

#include <string.h>

#include "base/arena.h"
#include "db/connection.h"
#include "db/post.h"
#include "db/statement.h"
#include "db/touch_kinds.h"

#define SQL_INSERT                                                                      \
    "INSERT INTO media (post_id, attached, mime, file, file_size, width, height, alt) " \
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
#define SQL_SIZE_INSERT                                                             \
    "INSERT INTO media_size (post_id, name, mime, file, file_size, width, height) " \
    "VALUES ($1, $2, $3, $4, $5, $6, $7)"
#define SQL_UPDATE "UPDATE media SET attached = $1, alt = $2 WHERE post_id = $3"
#define SQL_SET_FILE "UPDATE media SET mime = $1, file = $2, file_size = $3, width = $4, height = $5 WHERE post_id = $6"
#define SQL_SIZES_DELETE "DELETE FROM media_size WHERE post_id = $1"
#define SQL_GET                                                                       \
    "SELECT post_id, attached, mime, file, file_size, width, height, alt FROM media " \
    "WHERE post_id = $1"
#define SQL_SIZES                                                                           \
    "SELECT name, mime, file, file_size, width, height FROM media_size WHERE post_id = $1 " \
    "ORDER BY width, height, name"
#define SQL_FILES                                                                        \
    "SELECT m.file FROM post p JOIN media m ON m.post_id = p.id WHERE p.author_id = $1 " \
    "UNION ALL SELECT s.file FROM post p JOIN media_size s ON s.post_id = p.id WHERE p.author_id = $1"
#define SQL_BY_FILE                                                                             \
    "SELECT post_id FROM media WHERE file = $1 UNION ALL SELECT post_id FROM media_size WHERE " \
    "file = $1 LIMIT 1"
// The second condition lets the partial index serve.
#define SQL_UNFEATURE \
    "UPDATE post SET featured_media = 0 WHERE featured_media = $1 AND featured_media <> 0 RETURNING id"

const char *const media_statements[] = {
    SQL_FILES, SQL_INSERT, SQL_SIZE_INSERT, SQL_UPDATE,  SQL_SET_FILE, SQL_SIZES_DELETE,
    SQL_GET,   SQL_SIZES,  SQL_UNFEATURE,   SQL_BY_FILE, NULL};

static enum db_result insert_size(struct db *db, int64_t post, const struct media_size *size) {
    STATEMENT statement = statement_acquire(db, SQL_SIZE_INSERT);
    statement_bind_integer(statement, post);
    statement_bind_text(statement, size->name);
    statement_bind_text(statement, size->mime);
    statement_bind_text(statement, size->file);
    statement_bind_integer(statement, size->file_size);
    statement_bind_integer(statement, size->width);
    statement_bind_integer(statement, size->height);
    return statement_run(statement);
}

static enum db_result insert_file(struct db *db, const struct media *media) {
    STATEMENT statement = statement_acquire(db, SQL_INSERT);
    statement_bind_integer(statement, media->post);
    statement_bind_integer(statement, media->attached);
    statement_bind_text(statement, media->mime);
    statement_bind_text(statement, media->file);
    statement_bind_integer(statement, media->file_size);
    statement_bind_integer(statement, media->width);
    statement_bind_integer(statement, media->height);
    statement_bind_text(statement, media->alt);
    return statement_run(statement);
}

enum db_result media_insert(struct db *db, const struct media *media) {
    enum db_result result = insert_file(db, media);
    for (size_t i = 0; i < media->size_count && result == DB_OK; i++)
        result = insert_size(db, media->post, &media->sizes[i]);
    db_touch(db, TOUCH_POST, media->post);
    db_touch(db, TOUCH_TYPE, POST_TYPE_ATTACHMENT);
    return result;
}

enum db_result media_update(struct db *db, const struct media *media) {
    STATEMENT statement = statement_acquire(db, SQL_UPDATE);
    statement_bind_integer(statement, media->attached);
    statement_bind_text(statement, media->alt);
    statement_bind_integer(statement, media->post);
    const enum db_result result = statement_change(statement);
    if (result == DB_OK) {
        db_touch(db, TOUCH_POST, media->post);
        db_touch(db, TOUCH_TYPE, POST_TYPE_ATTACHMENT);
    }
    return result;
}

static enum db_result set_file(struct db *db, const struct media *media) {
    STATEMENT statement = statement_acquire(db, SQL_SET_FILE);
    statement_bind_text(statement, media->mime);
    statement_bind_text(statement, media->file);
    statement_bind_integer(statement, media->file_size);
    statement_bind_integer(statement, media->width);
    statement_bind_integer(statement, media->height);
    statement_bind_integer(statement, media->post);
    return statement_change(statement);
}

enum db_result media_set_file(struct db *db, const struct media *media) {
    enum db_result result = set_file(db, media);
    if (result == DB_OK) result = statement_run_integers(db, SQL_SIZES_DELETE, INTEGERS(media->post));
    for (size_t i = 0; i < media->size_count && result == DB_OK; i++)
        result = insert_size(db, media->post, &media->sizes[i]);
    db_touch(db, TOUCH_POST, media->post);
    db_touch(db, TOUCH_TYPE, POST_TYPE_ATTACHMENT);
    return result;
}

static enum db_result unfeature(struct db *db, int64_t post) {
    STATEMENT statement = statement_acquire(db, SQL_UNFEATURE);
    statement_bind_integer(statement, post);
    while (statement_row(statement)) db_touch(db, TOUCH_POST, statement_integer(statement, 0));
    return statement_result(statement);
}

enum db_result media_delete(struct db *db, int64_t post) {
    const enum db_result result = unfeature(db, post);
    return result == DB_OK ? post_delete(db, post) : result;
}

static enum db_result read_sizes(struct db *db, struct arena *arena, struct media *media) {
    struct media_size *sizes = arena_array(arena, struct media_size, MEDIA_SIZES_MOST);
    size_t count = 0;
    STATEMENT statement = statement_acquire(db, SQL_SIZES);
    statement_reads(statement, TOUCH_POST, media->post);
    statement_bind_integer(statement, media->post);
    while (count < MEDIA_SIZES_MOST && statement_row(statement)) {
        sizes[count++] = (struct media_size){
            .name = statement_text(statement, 0, arena),
            .mime = statement_text(statement, 1, arena),
            .file = statement_text(statement, 2, arena),
            .file_size = statement_integer(statement, 3),
            .width = statement_integer(statement, 4),
            .height = statement_integer(statement, 5),
        };
    }
    media->sizes = sizes;
    media->size_count = count;
    return statement_result(statement);
}

enum db_result media_get(struct db *db, struct arena *arena, int64_t post, struct media *ret) {
    struct media media;
    {
        STATEMENT statement = statement_acquire(db, SQL_GET);
        statement_reads(statement, TOUCH_POST, post);
        statement_bind_integer(statement, post);
        const enum db_result result = statement_one(statement);
        if (result != DB_OK) return result;
        media = (struct media){
            .post = statement_integer(statement, 0),
            .attached = statement_integer(statement, 1),
            .mime = statement_text(statement, 2, arena),
            .file = statement_text(statement, 3, arena),
            .file_size = statement_integer(statement, 4),
            .width = statement_integer(statement, 5),
            .height = statement_integer(statement, 6),
            .alt = statement_text(statement, 7, arena),
        };
    }
    const enum db_result result = read_sizes(db, arena, &media);
    if (result == DB_OK) *ret = media;
    return result;
}

enum db_result media_by_file(struct db *db, const char *file, int64_t *ret_post) {
    STATEMENT statement = statement_acquire(db, SQL_BY_FILE);
    statement_bind_text(statement, file);
    const enum db_result result = statement_one(statement);
    if (result == DB_OK) *ret_post = statement_integer(statement, 0);
    return result;
}

enum db_result media_files_of_author(struct db *db, struct arena *arena, int64_t author, struct text_list *ret) {
    size_t count = 0, room = 16;
    const char **files = arena_array(arena, const char *, room);
    STATEMENT statement = statement_acquire(db, SQL_FILES);
    statement_bind_integer(statement, author);
    while (statement_row(statement)) {
        if (count == room) {
            const char **larger = arena_array(arena, const char *, room *= 2);
            memcpy(larger, files, count * sizeof *files);
            files = larger;
        }
        files[count++] = statement_text(statement, 0, arena);
    }
    *ret = (struct text_list){.items = files, .count = count};
    return statement_result(statement);
}
