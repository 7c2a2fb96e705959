// comment_moderate: /wp-admin/comment.php: the page that letters to moderators lead to: the comment, why it was held,
// and a button for each thing that can become of it. For who may edit the comment; opening it changes nothing.
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/url.h"
#include "db/comment.h"
#include "db/store.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/pages/context.h"
#include "server/pages/handlers.h"
#include "server/pages/layout.h"
#include "server/pages/parts.h"
#include "server/pages/session.h"
#include "server/pages/views.h"
#include "server/rules/app.h"
#include "server/rules/discussion.h"
#include "server/rules/identity.h"
#include "server/rules/notification.h"
#include "server/rules/permalink.h"
#include "server/rules/token.h"
#include "server/text/words.h"

static const char page_path[] = "/wp-admin/comment.php", nonce_action[] = "moderate-comment";

static int64_t parse_id(const char *text) {
    const bool number = text && *text && strlen(text) <= 18 && text[strspn(text, "0123456789")] == '\0';
    return number ? strtoll(text, NULL, 10) : 0;
}

static const struct identity *session_of(const struct request *request) {
    const struct identity *identity = request->identity;
    return identity && identity->kind == IDENTITY_SESSION ? identity : NULL;
}

// DB_NOT_FOUND: there is none that this actor may decide on.
static enum db_result load(struct db *db, struct arena *arena, const struct actor *actor, int64_t id,
                           struct comment *ret, struct post *ret_post) {
    enum db_result result = comment_get(db, arena, id, ret);
    if (result == DB_OK && !*comment_status_name(ret->status)) result = DB_NOT_FOUND;
    if (result == DB_OK) result = post_get(db, arena, ret->post, ret_post);
    if (result == DB_OK && !actor_can_edit_comment(actor, ret, ret_post)) result = DB_NOT_FOUND;
    return result;
}

static enum word status_word(enum comment_status status) {
    switch (status) {
        case COMMENT_APPROVED:
            return WORD_COMMENT_IS_APPROVED;
        case COMMENT_SPAM:
            return WORD_COMMENT_IS_SPAM;
        case COMMENT_TRASH:
            return WORD_COMMENT_IS_TRASH;
        default:
            return WORD_COMMENT_IS_HELD;
    }
}

static const char *reason_of(struct page_context *page, const struct comment *comment) {
    if (!comment->held_rule[0]) return NULL;
    const char *rule = comment->held_match[0]
                           ? arena_printf(page->arena, "%s (%s)", comment->held_rule, comment->held_match)
                           : comment->held_rule;
    return words_with(page->arena, page->words, WORD_LETTER_RULE, rule, NULL);
}

// GET /wp-admin/comment.php?c=ID: 200; 302 to the log-in; 404
int page_comment_moderate_show(struct request *request, struct response *response) {
    if (!session_of(request)) return session_ask_log_in(request, response, page_path);
    PAGE_CONTEXT page = {0};
    if (!page_context_open(request, response, &page)) return response->error.status;
    response->personal = true;
    struct comment comment;
    struct post post;
    const int64_t id = parse_id(request_query(request, "c"));
    const enum db_result result = load(page.db, page.arena, &page.actor, id, &comment, &post);
    if (result != DB_OK) return page_db_failed(&page, result);
    struct layout_wish wish = {.kind = "login", .title = words_get(page.words, WORD_MODERATE_COMMENT), .noindex = true};
    const struct comment_moderate_view view = {
        .layout = layout_make(&page, &wish),
        .headline = headline_of_post(&page, &post),
        .article_url = permalink_of_post(page.db, page.arena, page.settings, &post),
        .author_name = comment.author_name[0] ? comment.author_name : words_get(page.words, WORD_ANONYMOUS),
        .author_email = text_or_null(comment.author_email),
        .author_url = text_or_null(comment.author_url),
        .published = time_make(&page, comment.created),
        .content = text_or_null(comment.content_html),
        .status = words_get(page.words, status_word(comment.status)),
        .reason = reason_of(&page, &comment),
        .action = site_path(&page, page_path),
        .comment = comment.id,
        .nonce = nonce_make(page.app, page.arena, page.identity->session_hash, nonce_action, request->now),
        .approves = comment.status != COMMENT_APPROVED,
        .spams = comment.status != COMMENT_SPAM,
        .trashes = comment.status != COMMENT_TRASH,
    };
    return page_render(&page, 200, THEME_COMMENT_MODERATE, &view);
}

struct decision {
    struct arena *arena;
    const struct actor *actor;
    int64_t comment, now;
    enum comment_status status;
};

static enum db_result write_decision(struct db *db, void *argument) {
    const struct decision *decision = argument;
    struct comment comment;
    struct post post;
    struct settings settings;
    enum db_result result = load(db, decision->arena, decision->actor, decision->comment, &comment, &post);
    if (result == DB_OK) result = settings_load(db, decision->arena, &settings);
    if (result != DB_OK || comment.status == decision->status) return result;
    result = discussion_set_status(db, decision->comment, decision->status);
    if (result != DB_OK || decision->status != COMMENT_APPROVED) return result;
    return notification_of_approval(db, decision->arena, &settings, decision->comment, decision->actor, decision->now);
}

static enum comment_status wished_status(const struct url_pairs *form) {
    if (url_pairs_get(form, "approve")) return COMMENT_APPROVED;
    if (url_pairs_get(form, "spam")) return COMMENT_SPAM;
    return url_pairs_get(form, "trash") ? COMMENT_TRASH : 0;
}

static int go_back(struct request *request, struct response *response, int64_t comment) {
    const struct app *app = request->app;
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    if (!settings) return error_set(&response->error, 503, "unavailable", "The site cannot be read at the moment.");
    response->personal = true;
    return response_redirect(
        request, response, 303,
        arena_printf(&request->arena, "%s%s?c=%lld", settings->home, page_path, (long long) comment));
}

// POST /wp-admin/comment.php: 303 back to the page; 403 for a form of someone else; 404
int page_comment_moderate_submit(struct request *request, struct response *response) {
    const struct identity *identity = session_of(request);
    if (!identity) return session_ask_log_in(request, response, page_path);
    struct url_pairs form;
    if (!request_form(request, &form, &response->error)) return response->error.status;
    const char *nonce = url_pairs_get(&form, "_wpnonce");
    if (!nonce || !nonce_valid(request->app, identity->session_hash, nonce_action, nonce, request->now))
        return error_set(
            &response->error, 403, "expired",
            "This form is too old or was not made for you, so nothing was done. Please open the page anew.");
    struct app *app = request->app;
    struct decision decision = {
        .arena = &request->arena,
        .actor = &identity->actor,
        .comment = parse_id(url_pairs_get(&form, "c")),
        .now = request->now,
        .status = wished_status(&form),
    };
    const enum db_result result = decision.status ? store_write(app->store, write_decision, &decision) : DB_OK;
    if (result == DB_NOT_FOUND) return error_set(&response->error, 404, "not_found", "There is no such comment.");
    if (result == DB_FULL)
        return error_set(&response->error, 507, "store_full", "There is no space left to store this.");
    if (result != DB_OK)
        return error_set(&response->error, 503, "store_unavailable", "This could not be stored at the moment.");
    return go_back(request, response, decision.comment);
}
