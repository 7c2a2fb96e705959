// post_row: reading posts, and the names of types and statuses.
#include "db/post_row.h"

#include <string.h>

#include "base/arena.h"
#include "db/sql_builder.h"
#include "db/statement.h"
#include "db/touch_kinds.h"

enum { CHUNK = 128 };

static const char *const type_names[] = {
    [POST_TYPE_POST] = "post", [POST_TYPE_PAGE] = "page", [POST_TYPE_ATTACHMENT] = "attachment"};
static const char *const status_names[] = {
    [POST_DRAFT] = "draft",           [POST_PENDING] = "pending", [POST_PUBLISH] = "publish",
    [POST_FUTURE] = "future",         [POST_PRIVATE] = "private", [POST_TRASH] = "trash",
    [POST_AUTO_DRAFT] = "auto-draft", [POST_INHERIT] = "inherit"};

enum { TYPE_COUNT = sizeof type_names / sizeof *type_names, STATUS_COUNT = sizeof status_names / sizeof *status_names };

const char *post_type_name(enum post_type type) {
    return (unsigned) type < TYPE_COUNT && type_names[type] ? type_names[type] : "";
}

const char *post_status_name(enum post_status status) {
    return (unsigned) status < STATUS_COUNT && status_names[status] ? status_names[status] : "";
}

static unsigned find_name(const char *const *names, unsigned count, const char *name) {
    for (unsigned i = 1; i < count; i++)
        if (strcmp(names[i], name) == 0) return i;
    return 0;
}

int64_t post_slug_hash(const char *slug) {
    uint64_t hash = 0xcbf29ce484222325ULL;  // FNV-1a: two slugs with one hash only share their changes
    for (; *slug; slug++) hash = (hash ^ (unsigned char) *slug) * 0x100000001b3ULL;
    return (int64_t) (hash >> 1);
}

bool post_type_parse(const char *name, enum post_type *ret) {
    unsigned found = find_name(type_names, TYPE_COUNT, name);
    if (found) *ret = (enum post_type) found;
    return found != 0;
}

bool post_status_parse(const char *name, enum post_status *ret) {
    unsigned found = find_name(status_names, STATUS_COUNT, name);
    if (found) *ret = (enum post_status) found;
    return found != 0;
}

const char *content_format_name(enum content_format format) { return format == CONTENT_MARKDOWN ? "markdown" : "html"; }

bool content_format_parse(const char *name, enum content_format *ret) {
    for (enum content_format format = CONTENT_HTML; format <= CONTENT_MARKDOWN; format++) {
        if (strcmp(content_format_name(format), name) != 0) continue;
        *ret = format;
        return true;
    }
    return false;
}

static void read_row(struct statement *statement, struct arena *arena, bool lean, struct post *ret) {
    int at = 0;
    ret->id = statement_integer(statement, at++);
    ret->type = (enum post_type) statement_integer(statement, at++);
    ret->status = (enum post_status) statement_integer(statement, at++);
    ret->status_before_trash = (enum post_status) statement_integer(statement, at++);
    ret->author = statement_integer(statement, at++);
    ret->parent = statement_integer(statement, at++);
    ret->menu_order = statement_integer(statement, at++);
    ret->primary_category = statement_integer(statement, at++);
    ret->featured_media = statement_integer(statement, at++);
    ret->comments_open = statement_integer(statement, at++) != 0;
    ret->pings_open = statement_integer(statement, at++) != 0;
    ret->sticky = statement_integer(statement, at++) != 0;
    ret->date_floating = statement_integer(statement, at++) != 0;
    ret->published = statement_integer(statement, at++);
    ret->created = statement_integer(statement, at++);
    ret->modified = statement_integer(statement, at++);
    ret->comment_count = statement_integer(statement, at++);
    ret->slug = statement_text(statement, at++, arena);
    ret->format = statement_text(statement, at++, arena);
    ret->template_name = statement_text(statement, at++, arena);
    ret->password = statement_text(statement, at++, arena);
    ret->title = statement_text(statement, at++, arena);
    ret->title_html = statement_text(statement, at++, arena);
    ret->excerpt = statement_text(statement, at++, arena);
    ret->excerpt_html = statement_text(statement, at++, arena);
    ret->content_format = (enum content_format) statement_integer(statement, at++);
    ret->page_count = statement_integer(statement, at++);
    ret->has_more = statement_integer(statement, at++) != 0;
    ret->more_text = statement_text(statement, at++, arena);
    statement_shows(statement, TOUCH_POST, ret->id);
    ret->content = lean ? "" : statement_text(statement, at++, arena);
    ret->content_html = lean ? "" : statement_text(statement, at++, arena);
}

struct post post_copy(struct arena *arena, const struct post *post) {
    struct post copy = *post;
    const char **texts[] = {&copy.slug,    &copy.format,       &copy.template_name, &copy.password,
                            &copy.title,   &copy.title_html,   &copy.excerpt,       &copy.excerpt_html,
                            &copy.content, &copy.content_html, &copy.more_text};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = **texts[i] ? arena_strdup(arena, *texts[i]) : "";
    return copy;
}

void post_from_row(struct statement *statement, struct arena *arena, bool lean, struct post *ret) {
    read_row(statement, arena, lean, ret);
    // The row holds comment_count, which comments change.
    statement_shows(statement, TOUCH_COMMENTS, ret->id);
}

void post_link_from_row(struct statement *statement, struct arena *arena, struct post *ret) {
    read_row(statement, arena, true, ret);
    ret->comment_count = 0;
}

enum db_result post_one(struct statement *statement, struct arena *arena, bool lean, struct post *ret) {
    enum db_result result = statement_one(statement);
    if (result == DB_OK) post_from_row(statement, arena, lean, ret);
    return result;
}

// How much of a post is read.
enum part { PART_WHOLE, PART_LEAN, PART_LINK };

// Rows come in any order; each goes to the places of its id. ids are at most CHUNK, so looking along them is cheap.
static enum db_result read_chunk(struct db *db, struct arena *arena, const int64_t *ids, size_t count, enum part part,
                                 struct post *places) {
    SQL_CLEAN struct sql_builder sql;
    sql_init(&sql, arena);
    sql_add(&sql, part == PART_WHOLE ? SELECT_POST "WHERE p.id IN " : SELECT_POST_LEAN "WHERE p.id IN ");
    sql_ids(&sql, ids, count);
    STATEMENT statement = sql_acquire(&sql, db);
    for (size_t i = 0; i < count; i++) statement_reads(statement, TOUCH_POST, ids[i]);
    while (statement_row(statement)) {
        struct post post;
        if (part == PART_LINK)
            post_link_from_row(statement, arena, &post);
        else
            post_from_row(statement, arena, part == PART_LEAN, &post);
        for (size_t i = 0; i < count; i++)
            if (ids[i] == post.id) places[i] = post;
    }
    return statement_result(statement);
}

static enum db_result read_ids(struct db *db, struct arena *arena, const int64_t *ids, size_t count, enum part part,
                               struct post_list *ret) {
    struct post *items = arena_array(arena, struct post, count);
    for (size_t at = 0; at < count; at += CHUNK) {
        enum db_result result =
            read_chunk(db, arena, ids + at, count - at < CHUNK ? count - at : CHUNK, part, items + at);
        if (result != DB_OK) return result;
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (items[i].id != 0) items[kept++] = items[i];
    ret->items = items;
    ret->count = kept;
    return DB_OK;
}

enum db_result post_read_ids(struct db *db, struct arena *arena, const int64_t *ids, size_t count, bool lean,
                             struct post_list *ret) {
    return read_ids(db, arena, ids, count, lean ? PART_LEAN : PART_WHOLE, ret);
}

enum db_result post_read_links(struct db *db, struct arena *arena, const int64_t *ids, size_t count,
                               struct post_list *ret) {
    return read_ids(db, arena, ids, count, PART_LINK, ret);
}
