// autosaves: what someone typed and has not saved (WP_REST_Autosaves_Controller). One per author and post; the draft of
// an author is changed itself.
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "db/store.h"
#include "server/rest/call.h"
#include "server/rest/call_data.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"
#include "server/rest/revisions.h"
#include "server/rules/editing.h"
#include "server/rules/permalink.h"
#include "server/rules/preview.h"
#include "server/rules/publishing_content.h"
#include "server/rules/token.h"

bool rest_autosaves_may_list(struct request *request, struct error *error) {
    return rest_revisions_may_read(request, "id", "autosaves", error);
}

static const struct rest_schema *schema_of(const struct request *request) {
    return rest_posts_type(request)->type == POST_TYPE_PAGE ? &rest_page_autosave_schema : &rest_post_autosave_schema;
}

// The post's address with what asks for the preview (get_preview_post_link): a nonce for a browser's session, for
// others the link that the site signs, which a browser opens without a log-in.
static const char *autosave_link(struct request *request, struct db *db, struct arena *arena, const struct post *post,
                                 bool of_autosave) {
    const char *link = permalink_of_post(db, arena, rest_settings(request), post);
    const char *divider = strchr(link, '?') ? "&" : "?";
    if (!of_autosave) return arena_printf(arena, "%s%spreview=true", link, divider);
    const struct identity *identity = call_of(request)->identity;
    if (!identity || identity->kind != IDENTITY_SESSION)
        return preview_link(rest_app(request), db, arena, rest_settings(request), post, request->now);
    const char *nonce = nonce_make(rest_app(request), arena, identity->session_hash,
                                   preview_nonce_action(arena, post->id), request->now);
    return arena_printf(arena, "%s%spreview_id=%lld&preview_nonce=%s&preview=true", link, divider, (long long) post->id,
                        nonce);
}

static void write_autosave(struct item *item, struct db *db, struct arena *arena, const struct post *parent,
                           const struct revision *autosave) {
    struct revision_view view = rest_revision_view(arena, autosave);
    if (item_wants(item, "preview_link")) view.preview_link = autosave_link(item->request, db, arena, parent, true);
    if (item_wants(item, "version") && editing_version(db, arena, parent, &view.version) != DB_OK) view.version = NULL;
    rest_revision_write(item, arena, rest_posts_type(item->request), &view);
}

// GET /wp-json/wp/v2/posts/{id}/autosaves, pages/...; context. 200; 404 rest_post_invalid_parent; 401 or 403
// rest_cannot_read; 400 rest_answer_too_large.
int rest_autosaves_list(struct request *request, struct response *response) {
    struct error *error = &response->error;
    const struct post *parent;
    if (!rest_revisions_parent(request, "id", &parent, error)) return error->status;
    const struct revision_query query = {.post = parent->id, .autosaves_only = true};
    struct id_list ids = {0};
    int64_t total;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    enum db_result result = db ? revision_list(db, &request->arena, &query, &ids, &total) : DB_ERROR;
    if (result != DB_OK) return rest_db_failed(error, result);
    struct reply_list list;
    reply_list_begin(&list, request, response);
    for (size_t i = 0; i < ids.count && result == DB_OK && !strbuf_failed(&response->body); i++) {
        struct arena arena;
        arena_init(&arena);
        struct revision autosave;
        struct item item;
        result = revision_get(db, &arena, ids.items[i], &autosave);
        if (result == DB_OK) {
            reply_list_item(&list, &item, schema_of(request), rest_context(request));
            write_autosave(&item, db, &arena, parent, &autosave);
            item_end(&item);
        }
        arena_finish(&arena);
    }
    if (result == DB_OK && !strbuf_failed(&response->body)) return reply_list_end(&list);
    strbuf_reset(&response->body);
    if (result != DB_OK) return rest_db_failed(error, result);
    return error_set(error, 400, "rest_answer_too_large", "The autosaves are too large for one answer.");
}

// GET /wp-json/wp/v2/posts/{parent}/autosaves/{id}, pages/...; context. 200: the autosave of this number, or, as
// WordPress does not look at the number, the newest one; 404 rest_post_invalid_parent, rest_post_no_autosave; 401 or
// 403 rest_cannot_read.
int rest_autosaves_get(struct request *request, struct response *response) {
    struct error *error = &response->error;
    const struct post *parent;
    struct revision autosave = {0};
    if (!rest_revisions_parent(request, "parent", &parent, error)) return error->status;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    enum db_result result =
        db ? revision_get(db, &request->arena, rest_integer(request, "id", 0), &autosave) : DB_ERROR;
    if (result == DB_NOT_FOUND || (result == DB_OK && (!autosave.autosave || autosave.post != parent->id)))
        result = revision_latest_autosave(db, &request->arena, parent->id, REVISION_OF_ANYONE, &autosave);
    if (result == DB_NOT_FOUND)
        return error_set(error, 404, "rest_post_no_autosave", "There is no autosave revision for this post.");
    if (result != DB_OK) return rest_db_failed(error, result);
    struct item item;
    reply_item_begin(&item, request, response, schema_of(request), rest_context(request));
    write_autosave(&item, db, &request->arena, parent, &autosave);
    return reply_item_end(&item, response, 200);
}

struct autosave {
    struct request *request;
    int64_t post;
    struct revision typed;
    struct post text;  // the same, for what is rendered with the store
    int64_t id;
    struct error *error;
};

static enum db_result write_create(struct db *db, void *argument) {
    struct autosave *autosave = argument;
    struct request *request = autosave->request;
    struct post post;
    const enum db_result result = post_get(db, &request->arena, autosave->post, &post);
    if (result == DB_NOT_FOUND) error_set(autosave->error, 404, "rest_post_invalid_id", "Invalid post ID.");
    if (result != DB_OK) return result;
    if (!actor_can_edit_post(rest_actor(request), &post)) {
        error_set(autosave->error, rest_refused(request), "rest_cannot_edit",
                  "Sorry, you are not allowed to edit this post.");
        return DB_CONFLICT;
    }
    if (autosave->typed.content) {
        autosave->text.id = post.id;
        const enum db_result settled =
            publishing_content_settle(db, &request->arena, rest_settings(request), &autosave->text);
        if (settled != DB_OK) return settled;
        autosave->typed.content_html = autosave->text.content_html;
    }
    return publishing_autosave(db, &request->arena, &post, &autosave->typed, rest_user_id(request), request->now,
                               &autosave->id);
}

// What was typed, sanitised like a post's texts; what was not sent stays NULL.
static struct revision typed_text(struct request *request, const struct post *post, const struct post_change *change,
                                  struct post *ret_text) {
    struct post text = {.id = post->id,
                        .title = change->title,
                        .content = change->content,
                        .excerpt = change->excerpt,
                        .content_format = change->set_content_format ? change->content_format : post->content_format};
    publishing_render(&request->arena, rest_settings(request), &text, rest_can(request, CAP_UNFILTERED_HTML));
    *ret_text = text;
    return (struct revision){
        .title = change->title ? text.title : NULL,
        .content = change->content ? text.content : NULL,
        .excerpt = change->excerpt ? text.excerpt : NULL,
        .content_format = text.content_format,
        .title_html = text.title_html,
        .content_html = text.content_html,
        .excerpt_html = text.excerpt_html,
    };
}

static int create_apart(struct request *request, struct response *response, const struct post *post,
                        const struct post_change *change) {
    struct error *error = &response->error;
    struct autosave autosave = {
        .request = request,
        .post = post->id,
        .error = error,
    };
    autosave.typed = typed_text(request, post, change, &autosave.text);
    enum db_result result = store_write(rest_app(request)->store, write_create, &autosave);
    if (result != DB_OK) return error_is_set(error) ? error->status : rest_db_failed(error, result);
    if (autosave.id == 0)
        return error_set(error, 400, "rest_autosave_no_changes",
                         "There is nothing to save. The autosave and the post content are the same.");
    struct revision saved;
    struct post parent;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    result = db ? revision_get(db, &request->arena, autosave.id, &saved) : DB_ERROR;
    if (result == DB_OK) result = post_get(db, &request->arena, post->id, &parent);
    if (result == DB_NOT_FOUND)
        return error_set(error, 404, "rest_post_no_autosave", "There is no autosave revision for this post.");
    if (result != DB_OK) return rest_db_failed(error, result);
    struct item item;
    reply_item_begin(&item, request, response, schema_of(request), CONTEXT_EDIT);
    write_autosave(&item, db, &request->arena, &parent, &saved);
    return reply_item_end(&item, response, 200);
}

// The post takes what the post itself has; its terms, format, picture and stickiness an autosave leaves alone.
static int create_in_place(struct request *request, struct response *response, const struct post *before,
                           struct post_change *change) {
    struct error *error = &response->error;
    change->terms = (struct publishing_terms){0};
    change->set_sticky = change->set_featured_media = change->set_primary_category = false;
    change->format = change->template_name = NULL;
    if (!rest_posts_apply(request, before, change, false, error)) return error->status;
    struct post post;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    const enum db_result result = db ? post_get(db, &request->arena, before->id, &post) : DB_ERROR;
    if (result == DB_NOT_FOUND) return error_set(error, 404, "rest_post_invalid_id", "Invalid post ID.");
    if (result != DB_OK) return rest_db_failed(error, result);
    struct revision_view view = {
        .id = post.id,
        .parent = post.parent,
        .author = post.author,
        .date = post.published,
        .modified = post.modified,
        .slug = post.slug,
        .title = post.title,
        .content = post.content,
        .excerpt = post.excerpt,
        .content_format = post.content_format,
        .preview_link = autosave_link(request, db, &request->arena, &post, false),
    };
    struct item item;
    reply_item_begin(&item, request, response, schema_of(request), CONTEXT_EDIT);
    if (editing_version(db, &request->arena, &post, &view.version) != DB_OK) view.version = NULL;
    rest_revision_write(&item, &request->arena, rest_posts_type(request), &view);
    return reply_item_end(&item, response, 200);
}

// POST /wp-json/wp/v2/posts/{id}/autosaves, pages/...; the parameters of an update. 200: the autosave, or the draft
// that was changed; 400 rest_autosave_no_changes and as an update; 404 rest_post_invalid_id; 401 or 403
// rest_cannot_edit; 412 rest_precondition_failed, of a draft alone: what is kept apart overwrites nothing.
int rest_autosaves_create(struct request *request, struct response *response) {
    struct error *error = &response->error;
    const struct post *post;
    struct post_change change;
    if (!rest_posts_load(request, &post, error)) return error->status;
    if (!post_change_read(request, rest_posts_type(request), post, &change, error)) return error->status;
    const bool is_draft = post->status == POST_DRAFT || post->status == POST_AUTO_DRAFT;
    return is_draft && post->author == rest_user_id(request) ? create_in_place(request, response, post, &change)
                                                             : create_apart(request, response, post, &change);
}
