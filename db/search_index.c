// search_index: the rows of the full-text index. The index has no text of its own, so a row is taken out by giving its
// words once more, made from the post as it was: text and fold must not have changed since (SEARCH_VERSION).
#include "db/search_index.h"

#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "db/connection.h"
#include "db/search_counts.h"
#include "db/search_text.h"
#include "db/statement.h"
#include "db/statements.h"
#include "db/touch_kinds.h"

#define SQL_SOURCE                                                                                               \
    "SELECT p.type, p.status, p.published, p.password <> '', p.title, p.excerpt, CASE WHEN t.content_html = '' " \
    "THEN t.content ELSE t.content_html END, d.key, d.key IS NOT NULL FROM post p "                              \
    "JOIN post_text t ON t.post_id = p.id LEFT JOIN search_doc d ON d.post_id = p.id WHERE p.id = $1"
#define SQL_KEY_TAKEN "SELECT count(*) FROM search_doc WHERE key = $1"
#define SQL_DOC_ADD "INSERT INTO search_doc (key, post_id) VALUES ($1, $2)"
#define SQL_DOC_DELETE "DELETE FROM search_doc WHERE key = $1"
#define SQL_INDEX_ADD                                         \
    "INSERT INTO search_index (rowid, title, excerpt, body) " \
    "VALUES ($1, $2, $3, $4)"
#define SQL_TITLE_ADD                          \
    "INSERT INTO search_title (rowid, title) " \
    "VALUES ($1, $2)"
#define SQL_INDEX_DELETE \
    "INSERT INTO search_index (search_index, rowid, title, excerpt, body) VALUES ('delete', $1, $2, $3, $4)"
#define SQL_TITLE_DELETE "INSERT INTO search_title (search_title, rowid, title) VALUES ('delete', $1, $2)"

const char *const search_index_statements[] = {SQL_SOURCE,       SQL_KEY_TAKEN,    SQL_DOC_ADD,
                                               SQL_DOC_DELETE,   SQL_INDEX_ADD,    SQL_TITLE_ADD,
                                               SQL_INDEX_DELETE, SQL_TITLE_DELETE, NULL};

enum {
    CLASS_BITS = 2,
    KEY_BITS = 4,
    IN_ORDER = 4,          // posts of one second that are kept in the order in which they came
    TEXT_MOST = 4u << 20,  // bytes of a text that are indexed
    TRIES = 4,
};

static enum search_class class_of(int64_t type, int64_t status, bool is_protected) {
    bool published = status == POST_PUBLISH && !is_protected;
    if (type == POST_TYPE_POST && published) return SEARCH_ARTICLE;
    if (type == POST_TYPE_PAGE && published) return SEARCH_PAGE;
    return type == POST_TYPE_ATTACHMENT && status == POST_INHERIT ? SEARCH_MEDIA : SEARCH_OTHER;
}

enum db_result search_source_read(struct db *db, struct arena *arena, int64_t post, struct search_source *ret) {
    *ret = (struct search_source){.post = post};
    STATEMENT statement = statement_acquire(db, SQL_SOURCE);
    statement_bind_integer(statement, post);
    enum db_result result = statement_one(statement);
    if (result != DB_OK) return result == DB_NOT_FOUND ? DB_OK : result;
    ret->exists = true;
    ret->class = class_of(statement_integer(statement, 0), statement_integer(statement, 1),
                          statement_integer(statement, 3) != 0);
    ret->published = statement_integer(statement, 2);
    ret->title = statement_text(statement, 4, arena);
    ret->excerpt = statement_text(statement, 5, arena);
    ret->body = statement_text(statement, 6, arena);
    ret->key = statement_integer(statement, 7);
    ret->indexed = statement_integer(statement, 8) != 0;
    return DB_OK;
}

struct folded {
    struct strbuf title, excerpt, body;
};

static void fold_piece(struct strbuf *out, const char *html) {
    STRBUF_CLEAN struct strbuf plain;
    strbuf_init(&plain, TEXT_MOST);
    strbuf_init(out, 0);
    search_plain(&plain, html);
    search_fold(out, plain.data, plain.size);
}

static void folded_init(struct folded *folded, const struct search_source *source) {
    fold_piece(&folded->title, source->title);
    fold_piece(&folded->excerpt, source->excerpt);
    fold_piece(&folded->body, source->body);
}

static void folded_finish(struct folded *folded) {
    strbuf_finish(&folded->title);
    strbuf_finish(&folded->excerpt);
    strbuf_finish(&folded->body);
}
#define FOLDED __attribute__((cleanup(folded_finish))) struct folded

static enum db_result key_taken(struct db *db, int64_t key, bool *ret) {
    int64_t number;
    enum db_result result = statement_get_integer(db, SQL_KEY_TAKEN, INTEGERS(key), &number);
    *ret = result == DB_OK && number > 0;
    return result;
}

// Where thousands share one second (imports), later ones spill over into the next ones: places are tried in a span that
// doubles until one is free.
static enum db_result find_key(struct db *db, const struct search_source *source, int64_t *ret) {
    const int64_t base = source->published * (1 << KEY_BITS) + source->class;
    bool taken = true;
    enum db_result result = DB_OK;
    int64_t n = 0;
    for (; n < IN_ORDER && result == DB_OK && taken; n++) result = key_taken(db, base + n * (1 << CLASS_BITS), &taken);
    uint64_t mixed = (uint64_t) source->post * 0x9e3779b97f4a7c15ULL;
    for (uint64_t span = 2 * IN_ORDER; result == DB_OK && taken; span *= 2) {
        for (int i = 0; i < TRIES && result == DB_OK && taken; i++) {
            mixed ^= mixed >> 29;
            mixed *= 0xbf58476d1ce4e5b9ULL;
            n = 1 + (int64_t) (mixed >> 20) % (int64_t) span;
            result = key_taken(db, base + (n - 1) * (1 << CLASS_BITS), &taken);
        }
    }
    *ret = base + (n - 1) * (1 << CLASS_BITS);
    return result;
}

static enum db_result write_rows(struct db *db, const char *index_sql, const char *title_sql, int64_t key,
                                 const struct folded *folded) {
    if (strbuf_failed(&folded->title) || strbuf_failed(&folded->excerpt) || strbuf_failed(&folded->body)) {
        return db_fail(db, DB_ERROR, "out of memory");
    }
    STATEMENT index = statement_acquire(db, index_sql);
    statement_bind_integer(index, key);
    statement_bind_text(index, folded->title.data);
    statement_bind_text(index, folded->excerpt.data);
    statement_bind_text(index, folded->body.data);
    enum db_result result = statement_run(index);
    if (result != DB_OK) return result;
    STATEMENT title = statement_acquire(db, title_sql);
    statement_bind_integer(title, key);
    statement_bind_text(title, folded->title.data);
    return statement_run(title);
}

static void count_words(struct search_counts *counts, const struct folded *folded, enum search_class class,
                        int change) {
    const char *pieces[] = {folded->title.data, folded->excerpt.data, folded->body.data};
    search_counts_add(counts, pieces, sizeof pieces / sizeof *pieces, class, change);
}

static enum db_result remove_row(struct db *db, const struct search_source *source, struct search_counts *counts) {
    FOLDED folded;
    folded_init(&folded, source);
    enum db_result result = write_rows(db, SQL_INDEX_DELETE, SQL_TITLE_DELETE, source->key, &folded);
    if (result == DB_OK) result = statement_run_integers(db, SQL_DOC_DELETE, INTEGERS(source->key));
    count_words(counts, &folded, source->class, -1);
    return result;
}

enum db_result search_index_add(struct db *db, const struct search_source *source, struct search_counts *counts) {
    FOLDED folded;
    folded_init(&folded, source);
    int64_t key;
    enum db_result result = find_key(db, source, &key);
    if (result == DB_OK) result = statement_run_integers(db, SQL_DOC_ADD, INTEGERS(key, source->post));
    if (result == DB_OK) result = write_rows(db, SQL_INDEX_ADD, SQL_TITLE_ADD, key, &folded);
    count_words(counts, &folded, source->class, 1);
    return result;
}

static bool is_same(const struct search_source *before, const struct search_source *after) {
    if (!before->exists || !after->exists) return !before->exists && !after->exists;
    return before->indexed && before->class == after->class && before->published == after->published &&
           strcmp(before->title, after->title) == 0 && strcmp(before->excerpt, after->excerpt) == 0 &&
           strcmp(before->body, after->body) == 0;
}

// What the search shows is a list by what posts hold.
static void touch(struct db *db, const struct search_source *source) {
    static const enum post_type types[] = {
        [SEARCH_ARTICLE] = POST_TYPE_POST, [SEARCH_PAGE] = POST_TYPE_PAGE, [SEARCH_MEDIA] = POST_TYPE_ATTACHMENT};
    if (source->exists && source->class != SEARCH_OTHER) db_touch(db, TOUCH_TYPE, types[source->class]);
}

enum db_result search_index_change(struct db *db, const struct search_source *before,
                                   const struct search_source *after) {
    if (is_same(before, after)) return DB_OK;
    struct arena arena;
    struct search_counts counts;
    arena_init(&arena);
    search_counts_init(&counts, &arena);
    enum db_result result = before->indexed ? remove_row(db, before, &counts) : DB_OK;
    if (result == DB_OK && after->exists) result = search_index_add(db, after, &counts);
    if (result == DB_OK) result = search_counts_write(db, &counts);
    search_counts_finish(&counts);
    arena_finish(&arena);
    touch(db, before);
    touch(db, after);
    return result;
}
