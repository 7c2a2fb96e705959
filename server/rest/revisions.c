// revisions: reading the revisions of articles and pages (WP_REST_Revisions_Controller). Nobody may delete one.
#include "server/rest/revisions.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "db/store.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"
#include "server/text/content.h"

enum { LIST_MOST = 100 };

static const char subject_tag;

bool rest_revisions_parent(struct request *request, const char *param, const struct post **ret, struct error *error) {
    struct post *post = rest_subject(request, &subject_tag);
    const int64_t id = rest_integer(request, param, 0);
    if (post && post->id == id) {
        *ret = post;
        return true;
    }
    enum db_result result = DB_NOT_FOUND;
    post = arena_new(&request->arena, struct post);
    if (id > 0) {
        STORE_READ db = store_read_acquire(rest_app(request)->store);
        result = db ? post_get(db, &request->arena, id, post) : DB_ERROR;
    }
    if (result == DB_OK && post->type != rest_posts_type(request)->type) result = DB_NOT_FOUND;
    if (result == DB_NOT_FOUND) error_set(error, 404, "rest_post_invalid_parent", "Invalid post parent ID.");
    if (result != DB_OK) {
        rest_db_failed(error, result);
        return false;
    }
    rest_set_subject(request, &subject_tag, post);
    *ret = post;
    return true;
}

bool rest_revisions_may_read(struct request *request, const char *param, const char *what, struct error *error) {
    const struct post *parent;
    if (!rest_revisions_parent(request, param, &parent, error)) return false;
    if (actor_can_edit_post(rest_actor(request), parent)) return true;
    error_set(error, rest_refused(request), "rest_cannot_read", "Sorry, you are not allowed to view %s of this post.",
              what);
    return false;
}

bool rest_revisions_may_get(struct request *request, struct error *error) {
    return rest_revisions_may_read(request, "parent", "revisions", error);
}

// A revision of another post is not shown: who may edit the one may not edit the other.
static bool load(struct request *request, struct db *db, const struct post *parent, struct revision *ret,
                 struct error *error) {
    const int64_t id = rest_integer(request, "id", 0);
    enum db_result result = DB_NOT_FOUND;
    if (id > 0) result = db ? revision_get(db, &request->arena, id, ret) : DB_ERROR;
    if (result == DB_NOT_FOUND) error_set(error, 404, "rest_post_invalid_id", "Invalid revision ID.");
    if (result != DB_OK) {
        rest_db_failed(error, result);
        return false;
    }
    if (ret->post == parent->id) return true;
    error_set(error, 404, "rest_revision_parent_id_mismatch",
              "The revision does not belong to the specified parent with id of \"%lld\"", (long long) parent->id);
    return false;
}

// WordPress maps the right to delete a revision to "do_not_allow", for everybody.
bool rest_revisions_may_delete(struct request *request, struct error *error) {
    const struct post *parent;
    if (!rest_revisions_parent(request, "parent", &parent, error)) return false;
    if (!actor_can_delete_post(rest_actor(request), parent)) {
        error_set(error, rest_refused(request), "rest_cannot_delete",
                  "Sorry, you are not allowed to delete revisions of this post.");
        return false;
    }
    struct revision revision;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    if (!load(request, db, parent, &revision, error)) return false;
    if (!rest_revisions_may_get(request, error)) return false;
    error_set(error, rest_refused(request), "rest_cannot_delete",
              "Sorry, you are not allowed to delete this revision.");
    return false;
}

struct revision_view rest_revision_view(struct arena *arena, const struct revision *revision) {
    return (struct revision_view){
        .id = revision->id,
        .parent = revision->post,
        .author = revision->author,
        .date = revision->saved,
        .modified = revision->saved,
        .slug =
            arena_printf(arena, "%lld-%s-v1", (long long) revision->post, revision->autosave ? "autosave" : "revision"),
        .title = revision->title,
        .content = revision->content,
        .excerpt = revision->excerpt,
        .content_format = revision->content_format,
    };
}

static void write_text(struct item *item, const char *name, const char *raw, const char *rendered) {
    if (!item_open(item, name)) return;
    item_string(item, "raw", raw);
    item_string(item, "rendered", rendered);
    item_close(item);
}

void rest_revision_write(struct item *item, struct arena *arena, const struct rest_post_type *type,
                         const struct revision_view *view) {
    struct request *request = item->request;
    item_integer(item, "author", view->author);
    item_date_local(item, "date", view->date);
    item_date_utc(item, "date_gmt", view->date);
    if (item_wants(item, "guid")) {
        const char *guid = arena_printf(arena, "%s/?p=%lld", rest_settings(request)->home, (long long) view->id);
        write_text(item, "guid", guid, guid);
    }
    item_integer(item, "id", view->id);
    item_date_local(item, "modified", view->modified);
    item_date_utc(item, "modified_gmt", view->modified);
    item_integer(item, "parent", view->parent);
    item_string(item, "slug", view->slug);
    // Rendered apart from the post, which is another one by now: its texts, not its media.
    struct post post = {.title = view->title,
                        .content = view->content,
                        .excerpt = view->excerpt,
                        .content_format = view->content_format};
    publishing_render(arena, rest_settings(request), &post, true);
    if (item_wants(item, "title")) write_text(item, "title", view->title, post.title_html);
    if (item_wants(item, "content")) write_text(item, "content", view->content, post.content_html);
    // Without a written excerpt WordPress makes none for a revision.
    if (item_wants(item, "excerpt"))
        write_text(item, "excerpt", view->excerpt, *view->excerpt ? post.excerpt_html : "");
    item_string(item, "content_format", content_format_name(view->content_format));
    if (view->preview_link) item_string(item, "preview_link", view->preview_link);
    if (view->version) item_string(item, "version", view->version);
    if (view->parent && item_wants_links(item))
        item_link(item, "parent", rest_url(request, "/wp/v2/%s/%lld", type->rest_base, (long long) view->parent), false,
                  NULL);
}

// GET /wp-json/wp/v2/posts/{parent}/revisions/{id}, pages/...; context. 200; 404 rest_post_invalid_parent,
// rest_post_invalid_id, rest_revision_parent_id_mismatch; 401 or 403 rest_cannot_read.
int rest_revisions_get(struct request *request, struct response *response) {
    struct error *error = &response->error;
    const struct post *parent;
    struct revision revision;
    if (!rest_revisions_parent(request, "parent", &parent, error)) return error->status;
    {
        STORE_READ db = store_read_acquire(rest_app(request)->store);
        if (!load(request, db, parent, &revision, error)) return error->status;
    }
    const struct revision_view view = rest_revision_view(&request->arena, &revision);
    struct item item;
    reply_item_begin(&item, request, response, rest_endpoint(request)->schema, rest_context(request));
    rest_revision_write(&item, &request->arena, rest_posts_type(request), &view);
    return reply_item_end(&item, response, 200);
}

// DELETE of the same. Always refused: 401 or 403 rest_cannot_delete; 404 as above.
int rest_revisions_delete(struct request *request, struct response *response) {
    rest_revisions_may_delete(request, &response->error);
    return response->error.status;
}

static bool list_fits(struct request *request, const char *name, const struct id_list *list, struct error *error) {
    if (list->count <= LIST_MOST) return true;
    const char *message = arena_printf(&request->arena, "%s must contain at most %d items.", name, LIST_MOST);
    error_add_param(error, &request->arena, name, message, "rest_too_many_items");
    error_set(error, 400, "rest_invalid_param", "Invalid parameter(s): %s", name);
    return false;
}

static bool read_query(struct request *request, struct revision_query *query, struct error *error) {
    query->include = rest_ids(request, "include");
    query->exclude = rest_ids(request, "exclude");
    query->search = rest_filled(request, "search") ? rest_string(request, "search") : NULL;
    query->ascending = rest_is(request, "order", "asc");
    if (rest_is(request, "orderby", "id")) query->order = REVISION_ORDER_ID;
    if (rest_is(request, "orderby", "title")) query->order = REVISION_ORDER_TITLE;
    if (rest_is(request, "orderby", "include")) query->order = REVISION_ORDER_INCLUDE;
    if (rest_is(request, "orderby", "relevance") && !query->search) {
        error_set(error, 400, "rest_no_search_term_defined", "You need to define a search term to order by relevance.");
        return false;
    }
    if (query->order == REVISION_ORDER_INCLUDE && query->include.count == 0) {
        error_set(error, 400, "rest_orderby_include_missing_include",
                  "You need to define an include parameter to order by include.");
        return false;
    }
    return list_fits(request, "include", &query->include, error) &&
           list_fits(request, "exclude", &query->exclude, error);
}

static bool page_exists(int64_t total, int64_t offset, int64_t page, int64_t per_page, struct error *error) {
    if (total == 0) return true;
    if (offset >= total) {
        error_set(error, 400, "rest_revision_invalid_offset_number",
                  "The offset number requested is larger than or equal to the number of available revisions.");
        return false;
    }
    if (offset == 0 && page > (total + per_page - 1) / per_page) {
        error_set(error, 400, "rest_revision_invalid_page_number",
                  "The page number requested is larger than the number of pages available.");
        return false;
    }
    return true;
}

// Texts may be long: each is read, rendered and forgotten before the next.
static int write_list(struct request *request, struct response *response, struct db *db, const struct id_list *ids) {
    struct reply_list list;
    reply_list_begin(&list, request, response);
    for (size_t i = 0; i < ids->count; i++) {
        struct arena arena;
        arena_init(&arena);
        struct revision revision;
        const enum db_result result = revision_get(db, &arena, ids->items[i], &revision);
        if (result == DB_OK) {
            const struct revision_view view = rest_revision_view(&arena, &revision);
            struct item item;
            reply_list_item(&list, &item, rest_endpoint(request)->schema, rest_context(request));
            rest_revision_write(&item, &arena, rest_posts_type(request), &view);
            item_end(&item);
        }
        arena_finish(&arena);
        if (result == DB_OK && !strbuf_failed(&response->body)) continue;
        strbuf_reset(&response->body);
        if (result != DB_OK) return rest_db_failed(&response->error, result);
        return error_set(&response->error, 400, "rest_answer_too_large",
                         "The revisions are too large for one answer. Please ask for fewer with per_page.");
    }
    return reply_list_end(&list);
}

// GET /wp-json/wp/v2/posts/{parent}/revisions, pages/...; the parameters of revisions_schema.c. 200; 400
// rest_invalid_param, rest_no_search_term_defined, rest_orderby_include_missing_include,
// rest_revision_invalid_offset_number, rest_revision_invalid_page_number, rest_answer_too_large; 404
// rest_post_invalid_parent; 401 or 403 rest_cannot_read.
int rest_revisions_list(struct request *request, struct response *response) {
    struct error *error = &response->error;
    const struct post *parent;
    struct revision_query query = {0};
    if (!rest_revisions_parent(request, "parent", &parent, error)) return error->status;
    if (!read_query(request, &query, error)) return error->status;
    const bool all = !rest_isset(request, "per_page");
    const int64_t page = rest_integer(request, "page", 1), per_page = rest_integer(request, "per_page", INT32_MAX);
    int64_t offset = rest_isset(request, "offset") ? rest_integer(request, "offset", 0) : 0;
    if (offset < 0) offset = 0;
    query.post = parent->id;
    query.limit = all ? 0 : per_page;
    // Where all are asked for WordPress passes over the offset.
    if (!all) query.offset = offset ? offset : page - 1 > INT64_MAX / per_page ? INT64_MAX : (page - 1) * per_page;
    struct id_list ids = {0};
    int64_t total = 0;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    enum db_result result = db ? DB_OK : DB_ERROR;
    if (db && rest_settings(request)->wp_post_revisions > 0)
        result = revision_list(db, &request->arena, &query, &ids, &total);
    if (result != DB_OK) return rest_db_failed(error, result);
    if (!page_exists(total, offset, page, per_page, error)) return error->status;
    reply_pages(request, response, total, page, per_page);
    return write_list(request, response, db, &ids);
}
