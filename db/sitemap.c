// sitemap: see the header. The numbers of posts by block of ids are kept by the writes (post_index.c): the file's first
// post is found by adding up a few hundred of them.
#include "db/sitemap.h"

#include "base/arena.h"
#include "db/post_query.h"
#include "db/statement.h"
#include "db/touch_kinds.h"

enum { BLOCK_SIZE = 2048 };  // as in the migration that made the table

#define SQL_BLOCK_ADD                                                   \
    "INSERT INTO post_block (type, block, number) VALUES ($1, $2, $3) " \
    "ON CONFLICT (type, block) DO UPDATE SET number = post_block.number + excluded.number"
#define SQL_BLOCKS "SELECT block, number FROM post_block WHERE type = $1 ORDER BY block"
#define SQL_POSTS                                                                                             \
    "SELECT p.id, p.author_id, p.parent_id, p.primary_category, p.published, p.modified, p.slug FROM post p " \
    "WHERE p.type = $1 AND p.status = 3 AND p.id >= $2 ORDER BY p.id LIMIT $3 OFFSET $4"
#define SQL_TERM_COUNT "SELECT count(*) FROM term WHERE taxonomy = $1 AND tree_count > 0"
#define SQL_TERMS                                                                                    \
    "SELECT t.id, (SELECT max(a.published) FROM term_archive a WHERE a.term_id = t.id) FROM term t " \
    "WHERE t.taxonomy = $1 AND t.tree_count > 0 ORDER BY t.id LIMIT $2 OFFSET $3"
#define SQL_USER_COUNT "SELECT count(*) FROM account WHERE post_count > 0"
#define SQL_USERS                                                                                                  \
    "SELECT u.id, (SELECT max(p.published) FROM post p WHERE p.author_id = u.id AND p.type = 1 AND p.status = 3) " \
    "FROM account u WHERE u.post_count > 0 ORDER BY u.id LIMIT $1 OFFSET $2"
#define SQL_NEWEST "SELECT max(modified) FROM post WHERE type = 1 AND status = 3"

const char *const sitemap_statements[] = {
    SQL_BLOCK_ADD, SQL_BLOCKS, SQL_POSTS, SQL_TERM_COUNT, SQL_TERMS, SQL_USER_COUNT, SQL_USERS, SQL_NEWEST, NULL};

enum db_result sitemap_block_add(struct db *db, enum post_type type, int64_t id, int64_t change) {
    return statement_run_integers(db, SQL_BLOCK_ADD, INTEGERS(type, id / BLOCK_SIZE, change));
}

enum db_result sitemap_count_posts(struct db *db, enum post_type type, int64_t *ret) {
    return post_total_counter(db, type, POST_PUBLISH, ret);
}

enum db_result sitemap_count_terms(struct db *db, enum term_taxonomy taxonomy, int64_t *ret) {
    return statement_read_integer(db, TOUCH_TERMS, 0, SQL_TERM_COUNT, INTEGERS(taxonomy), ret);
}

enum db_result sitemap_count_users(struct db *db, int64_t *ret) {
    return statement_read_integer(db, TOUCH_USERS, 0, SQL_USER_COUNT, 0, NULL, ret);
}

enum db_result sitemap_newest(struct db *db, int64_t *ret) {
    return statement_read_integer(db, TOUCH_TYPE, POST_TYPE_POST, SQL_NEWEST, 0, NULL, ret);
}

// The block that holds entry number `skip` (from 0); *ret_skip: how many of its own stand before it. DB_NOT_FOUND:
// there are not so many.
static enum db_result find_block(struct db *db, enum post_type type, int64_t skip, int64_t *ret_block,
                                 int64_t *ret_skip) {
    STATEMENT statement = statement_acquire(db, SQL_BLOCKS);
    statement_reads(statement, TOUCH_TYPE, type);
    statement_bind_integer(statement, type);
    while (statement_row(statement)) {
        const int64_t number = statement_integer(statement, 1);
        if (skip < number) {
            *ret_block = statement_integer(statement, 0);
            *ret_skip = skip;
            return DB_OK;
        }
        skip -= number;
    }
    return statement_result(statement) == DB_OK ? DB_NOT_FOUND : statement_result(statement);
}

static struct post post_of_row(struct statement *statement, struct arena *arena, enum post_type type) {
    return (struct post){
        .id = statement_integer(statement, 0),
        .type = type,
        .status = POST_PUBLISH,
        .author = statement_integer(statement, 1),
        .parent = statement_integer(statement, 2),
        .primary_category = statement_integer(statement, 3),
        .published = statement_integer(statement, 4),
        .modified = statement_integer(statement, 5),
        .slug = statement_text(statement, 6, arena),
        .title = "",
        .title_html = "",
        .content = "",
        .content_html = "",
        .excerpt = "",
        .excerpt_html = "",
        .password = "",
        .format = "",
        .template_name = "",
    };
}

enum db_result sitemap_posts(struct db *db, struct arena *arena, enum post_type type, int64_t file, int64_t per_file,
                             struct post_list *ret) {
    int64_t block = 0, skip = 0;
    struct post_list list = {.items = arena_array(arena, struct post, (size_t) per_file)};
    enum db_result result = find_block(db, type, (file - 1) * per_file, &block, &skip);
    if (result == DB_NOT_FOUND) {
        *ret = list;
        return DB_OK;
    }
    if (result != DB_OK) return result;
    STATEMENT statement = statement_acquire(db, SQL_POSTS);
    statement_reads(statement, TOUCH_TYPE, type);
    statement_bind_integer(statement, type);
    statement_bind_integer(statement, block * BLOCK_SIZE);
    statement_bind_integer(statement, per_file);
    statement_bind_integer(statement, skip);
    while (list.count < (size_t) per_file && statement_row(statement))
        list.items[list.count++] = post_of_row(statement, arena, type);
    if (statement_result(statement) != DB_OK) return statement_result(statement);
    *ret = list;
    return DB_OK;
}

static enum db_result read_entries(struct statement *statement, struct arena *arena, int64_t most,
                                   struct sitemap_list *ret) {
    struct sitemap_list list = {.items = arena_array(arena, struct sitemap_entry, (size_t) most)};
    while (list.count < (size_t) most && statement_row(statement))
        list.items[list.count++] = (struct sitemap_entry){
            .id = statement_integer(statement, 0),
            .newest = statement_integer(statement, 1),
        };
    if (statement_result(statement) != DB_OK) return statement_result(statement);
    *ret = list;
    return DB_OK;
}

enum db_result sitemap_terms(struct db *db, struct arena *arena, enum term_taxonomy taxonomy, int64_t file,
                             int64_t per_file, struct sitemap_list *ret) {
    STATEMENT statement = statement_acquire(db, SQL_TERMS);
    statement_reads(statement, TOUCH_TERMS, 0);
    statement_reads(statement, TOUCH_TIMELINE, 0);
    statement_reads(statement, TOUCH_TERM_COUNTS, 0);
    statement_bind_integer(statement, taxonomy);
    statement_bind_integer(statement, per_file);
    statement_bind_integer(statement, (file - 1) * per_file);
    return read_entries(statement, arena, per_file, ret);
}

enum db_result sitemap_users(struct db *db, struct arena *arena, int64_t file, int64_t per_file,
                             struct sitemap_list *ret) {
    STATEMENT statement = statement_acquire(db, SQL_USERS);
    statement_reads(statement, TOUCH_USERS, 0);
    statement_reads(statement, TOUCH_TIMELINE, 0);
    statement_bind_integer(statement, per_file);
    statement_bind_integer(statement, (file - 1) * per_file);
    return read_entries(statement, arena, per_file, ret);
}
