// post: articles and pages (WordPress's posts table), their terms, old slugs and counts.
//
// Functions that write must run inside store_write(). They keep the derived tables and counts
// (term.count, the archive index, post.comment_count, counters) true, and touch what they change.
// Strings read are in the arena and never NULL.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/db.h"

struct arena;

enum post_type { POST_TYPE_POST = 1, POST_TYPE_PAGE = 2, POST_TYPE_ATTACHMENT = 3 };
enum post_status {
    POST_DRAFT = 1,
    POST_PENDING,
    POST_PUBLISH,
    POST_FUTURE,
    POST_PRIVATE,
    POST_TRASH,
    POST_AUTO_DRAFT,
    POST_INHERIT,
};
enum content_format { CONTENT_HTML = 0, CONTENT_MARKDOWN = 1 };
#define POST_TYPE_BIT(type) (1U << (type))
#define POST_STATUS_BIT(status) (1U << (status))

const char *post_type_name(enum post_type type);        // "post"
const char *post_status_name(enum post_status status);  // "publish"
bool post_type_parse(const char *name, enum post_type *ret);
bool post_status_parse(const char *name, enum post_status *ret);
const char *content_format_name(enum content_format format);  // "html"
bool content_format_parse(const char *name, enum content_format *ret);

struct post {
    int64_t id;
    enum post_type type;
    enum post_status status;
    enum post_status status_before_trash;  // 0 unless in the trash
    int64_t author;                        // user id; 0: none (the user was deleted)
    int64_t parent;                        // pages; 0: none
    int64_t menu_order;
    int64_t primary_category;  // as set; 0: chosen by post_primary_category()
    int64_t featured_media;    // 0: none
    const char *slug;   // decoded; "" for drafts without one; unique per type (pages: per parent) among the non-trashed
    const char *title;  // raw
    const char *title_html;  // as shown (texturized, sanitised)
    const char *content;     // raw
    const char *content_html;
    const char *excerpt;        // raw, as written; "" when none was
    const char *excerpt_html;   // the written one rendered, else the automatic one
    const char *password;       // "" when not protected
    const char *format;         // "standard", "aside", ...
    const char *template_name;  // "" = default
    bool comments_open;         // the stored comment_status
    bool pings_open;
    bool sticky;
    bool date_floating;  // WordPress: post_date_gmt is zero; the date moves with edits until published
    int64_t published;   // the publish date, UTC; always set
    int64_t created;
    int64_t modified;
    enum content_format content_format;
    int64_t page_count;     // of the content, divided by <!--nextpage-->; at least 1
    bool has_more;          // the first page is divided by <!--more-->
    const char *more_text;  // the words written in it; "": none
    int64_t comment_count;  // approved comments; kept by the comment writes
};

// Inserts; post->id, slug as given (rules/ makes it unique first with post_slug_taken). created and modified as given.
// DB_CONFLICT: the author or parent does not exist.
enum db_result post_insert(struct db *db, const struct post *post, int64_t *ret_id);
// The same under the number post->id. DB_CONFLICT: another post has it.
enum db_result post_insert_as(struct db *db, const struct post *post);
// Writes all fields but id, type, created, comment_count. A changed slug of a published post is remembered as old.
enum db_result post_update(struct db *db, const struct post *post);
// Deletes with its comments, term links, old slugs. Children pages move to its parent.
enum db_result post_delete(struct db *db, int64_t id);
// Replaces the terms of one taxonomy (enum term_taxonomy). Unknown ids: DB_CONFLICT.
enum db_result post_set_terms(struct db *db, int64_t id, int taxonomy, const int64_t *terms, size_t count);
enum db_result post_set_comments_open(struct db *db, int64_t id, bool open);
// What readers see of a content, made anew; the content itself stays.
enum db_result post_set_content_html(struct db *db, int64_t id, const char *html);

enum db_result post_get(struct db *db, struct arena *arena, int64_t id, struct post *ret);
// For its page: `content` is empty, content_html is what was made of it.
enum db_result post_get_shown(struct db *db, struct arena *arena, int64_t id, struct post *ret);
// Published, private (and what the caller then checks) by slug, without content. For pages `parent` matters; for posts
// it is ignored.
enum db_result post_get_by_slug(struct db *db, struct arena *arena, enum post_type type, int64_t parent,
                                const char *slug, struct post *ret);
// The post that had this slug before; the latest wins.
enum db_result post_get_by_old_slug(struct db *db, struct arena *arena, const char *slug, struct post *ret);
// Is the slug used by another non-trashed post of the type (pages: with the same parent)?
enum db_result post_slug_taken(struct db *db, enum post_type type, int64_t parent, const char *slug, int64_t except,
                               bool *ret_taken);

enum post_order {
    POST_ORDER_DATE,
    POST_ORDER_MODIFIED,
    POST_ORDER_ID,
    POST_ORDER_TITLE,
    POST_ORDER_SLUG,
    POST_ORDER_AUTHOR,
    POST_ORDER_PARENT,
    POST_ORDER_MENU_ORDER,
    POST_ORDER_INCLUDE,        // as in `include`
    POST_ORDER_INCLUDE_SLUGS,  // as in `slugs`
    POST_ORDER_RELEVANCE,      // with `search`
    POST_ORDER_COMMENTS,       // the number of approved comments
};

struct id_list {
    const int64_t *items;
    size_t count;
};
struct text_list {
    const char *const *items;
    size_t count;
};

// Whether a post may be commented, or the reason why not: the bits of struct post_discussion.
enum post_discussion_state {
    POST_OPEN = 1,
    POST_CLOSED_NOT_PUBLIC = 2,
    POST_CLOSED_ARTICLE = 4,
    POST_CLOSED_AGE = 8,
    POST_CLOSED_NOT_SUPPORTED = 16,  // no type of post is so
};

// Only the posts that are in one of these states: the rule of rules/comment_gate.h as ranges of what is stored.
struct post_discussion {
    unsigned states;         // mask of enum post_discussion_state; 0: no such filter
    int stored;              // of those whose comment_status is open (1) or closed (-1); 0: of all
    bool ages;               // articles published before `oldest` are too old to be commented
    int64_t oldest;          // a moment
    bool reads_private;      // private posts count as public,
    int64_t private_reader;  // or those of this author alone; 0: none
};

// What a list is made of. Zero means: no such filter. Lists hold at most 100 entries.
struct post_query {
    unsigned types;      // mask of POST_TYPE_BIT
    unsigned statuses;   // mask of POST_STATUS_BIT
    int64_t private_of;  // nonzero: of the private ones, only this author's (WordPress for who may not read_private)
    struct id_list include, exclude;
    struct id_list authors, authors_exclude;
    struct id_list parents, parents_exclude;
    bool filter_parents;  // parents is in force even when it holds only 0
    struct id_list categories, categories_exclude, tags, tags_exclude;
    bool categories_children;  // sub-categories count too (pages' archives and include_children)
    bool categories_exclude_children;
    bool categories_all, tags_all;  // in each of them, not in one of them
    bool tax_any;                   // tax_relation=OR between categories and tags
    int64_t archive_term;  // published posts in this term or below it, through the archive index: cheap at any size
    struct text_list slugs;
    const char *search;                       // words to be found (search_plan.h) in title, excerpt and content
    int64_t after, before;                    // published, exclusive; 0: none
    int64_t modified_after, modified_before;  // exclusive
    int sticky;                               // 1 only sticky, -1 only others, 0 all
    bool sticky_first;
    int64_t menu_order;
    bool filter_menu_order;
    // Attachments only. The two MIME filters add up.
    const char *mime;                           // "image/png"
    const char *mime_prefix;                    // "image/"
    struct id_list attached, attached_exclude;  // the posts they belong to; 0: none
    bool unused;          // neither named in a text nor a post's picture: looks at each that the other filters leave
    bool missing_alt;     // pictures without alternative text; likewise
    bool hide_protected;  // leave out those with a password (WordPress: in searches of visitors)
    int64_t editable_by;  // nonzero: only this author's
    struct post_discussion discussion;
    enum post_order order;
    bool ascending;
    int64_t limit;  // 0: none wanted; at most 10,000
    int64_t offset;
    bool want_total;
    int64_t total_most;  // nonzero: where it must be counted, counting may stop there
};

struct post_list {
    struct post *items;
    size_t count;
    int64_t total;  // all that match, when want_total
};
// `lean` leaves content and content_html empty (lists do not print them).
enum db_result post_list(struct db *db, struct arena *arena, const struct post_query *query, bool lean,
                         struct post_list *ret);

// The ids of all that match, ascending, at most so many of them. Limit, offset and order of the query do not count.
enum db_result post_match(struct db *db, struct arena *arena, const struct post_query *query, size_t most,
                          struct id_list *ret);

// The published neighbours in time among posts. DB_NOT_FOUND when there is none. Lean, and comment_count is 0.
enum db_result post_previous(struct db *db, struct arena *arena, const struct post *post, struct post *ret);
enum db_result post_next(struct db *db, struct arena *arena, const struct post *post, struct post *ret);

// The published articles that share the most, and the rarest, terms with a published one, the newest of them first.
// Lean.
enum db_result post_related(struct db *db, struct arena *arena, int64_t post, size_t most, struct post_list *ret);

// Posts (future status) whose time has come, ids only, oldest first.
enum db_result post_due(struct db *db, struct arena *arena, int64_t now, struct id_list *ret);
// The next moment at which a future post is due; 0: none.
enum db_result post_next_due(struct db *db, int64_t *ret_moment);

// Pages by title for menus: published, parent 0, by menu_order then title. Lean and kept (db/memo.h), and comment_count
// is 0.
enum db_result post_menu_pages(struct db *db, struct arena *arena, size_t most, struct post_list *ret);

// Statements of this file, for the test that prepares them all and looks at their plans.
extern const char *const post_statements[];
