// comment_edit: see the header.
#include "server/pages/comment_edit.h"

#include <string.h>

#include "base/arena.h"
#include "db/comment.h"
#include "db/post.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/pages/comment_form.h"
#include "server/pages/comment_problem.h"
#include "server/pages/context.h"
#include "server/pages/discussion_load.h"
#include "server/pages/discussion_view.h"
#include "server/pages/parts.h"
#include "server/pages/post_password.h"
#include "server/pages/views.h"
#include "server/rules/comment_gate.h"
#include "server/rules/discussion.h"
#include "server/rules/identity.h"
#include "server/rules/permalink.h"

enum { MINUTE = 60 };

const char *comment_edit_until(struct page_context *page, const struct comment *comment) {
    return time_make(page, comment->created + page->settings->comment_edit_window * MINUTE)->time;
}

static bool begins_entity(const char *text) {
    size_t size = strspn(text, "#abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    return size > 0 && text[size] == ';';
}

// Stored text with the ampersands as they were typed. Angle brackets stay coded: decoded they would be read as tags.
static const char *as_typed(struct arena *arena, const char *stored) {
    char *text = arena_strdup(arena, stored), *out = text;
    for (const char *at = stored; *at; at++) {
        *out++ = *at;
        if (strncmp(at, "&amp;", 5) == 0 && !begins_entity(at + 5)) at += 4;
    }
    *out = '\0';
    return text;
}

const struct comment_edit_view *comment_edit_make(struct page_context *page, const struct comment_edit_wish *wish) {
    struct comment_edit_view *view = arena_new(page->arena, struct comment_edit_view);
    *view = (struct comment_edit_view){
        .action = site_path(page, "/wp-comments-post.php"),
        .post = wish->post->id,
        .comment = wish->comment->id,
        .token_name = comment_form_token_name,
        .token = discussion_own_token(page, wish->comment->id),
        .delete_name = comment_form_delete_name,
        .until = comment_edit_until(page, wish->comment),
        .cancel_url = discussion_view_own_url(page, wish->post, wish->comment),
    };
    page->response->personal = true;
    if (!wish->open) return view;
    struct field_view *text = arena_new(page->arena, struct field_view);
    *text = (struct field_view){
        .name = "comment",
        .value = text_or_null(wish->typed ? wish->typed : as_typed(page->arena, wish->comment->content)),
        .error = wish->error,
        .error_id = wish->error ? "comment-error" : NULL,
        .required = true,
        .max_length = COMMENT_CONTENT_MAX,
    };
    view->text = text;
    if (!wish->error) return view;
    struct form_error_view *error = arena_new(page->arena, struct form_error_view);
    *error = (struct form_error_view){.message = wish->error, .url = "#comment"};
    view->errors = error;
    view->errors_count = 1;
    return view;
}

// The comment and its article, as far as the asker may see it; both NULL else.
static enum db_result find(struct page_context *page, int64_t id, const struct comment **ret_comment,
                           const struct post **ret_post) {
    struct comment *comment = arena_new(page->arena, struct comment);
    struct post *post = arena_new(page->arena, struct post);
    *ret_comment = NULL;
    *ret_post = NULL;
    enum db_result result = comment_get(page->db, page->arena, id, comment);
    if (result == DB_OK) result = post_get(page->db, page->arena, comment->post, post);
    if (result != DB_OK) return result == DB_NOT_FOUND ? DB_OK : result;
    if (!actor_can_read_post(&page->actor, post)) return DB_OK;
    *ret_comment = comment;
    *ret_post = post;
    return DB_OK;
}

static int refuse(struct page_context *page, const struct comment_form_input *input, enum comment_problem_kind kind,
                  enum discussion_verdict verdict) {
    struct comment_problem problem = {.kind = kind, .verdict = verdict, .input = input};
    enum db_result result = find(page, input->comment_id, &problem.changing, &problem.post);
    return result == DB_OK ? comment_problem_render(page, &problem) : page_db_failed(page, result);
}

// 0: go on. The link is what shows that the comment is the asker's.
static int refuse_early(struct request *request, struct response *response, const struct comment_form_input *input) {
    PAGE_CONTEXT page = {0};
    if (!page_context_open(request, response, &page)) return response->error.status;
    if (!discussion_own_token_valid(request, input->comment_id, input->token)) {
        const struct comment_problem problem = {.kind = PROBLEM_TOO_LATE, .input = input};
        return comment_problem_render(&page, &problem);
    }
    const struct comment *comment;
    const struct post *post;
    enum db_result result = find(&page, input->comment_id, &comment, &post);
    if (result != DB_OK) return page_db_failed(&page, result);
    if (post && !post_password_given(&page, post)) {
        const struct comment_problem problem = {.kind = PROBLEM_PROTECTED, .input = input, .post = post};
        return comment_problem_render(&page, &problem);
    }
    return 0;
}

static int accept(struct page_context *page, const struct comment *comment) {
    struct post post;
    enum db_result result = post_get(page->db, page->arena, comment->post, &post);
    if (result != DB_OK) return page_db_failed(page, result);
    page->response->personal = true;
    // Of what the list of disallowed words caught nothing is said, as of a new comment.
    const char *url = comment->status == COMMENT_TRASH ? permalink_of_post(page->db, page->arena, page->settings, &post)
                                                       : discussion_view_own_url(page, &post, comment);
    return response_redirect(page->request, page->response, 303, url);
}

int comment_edit_serve(struct request *request, struct response *response, const struct comment_form_input *input) {
    int status = refuse_early(request, response, input);
    if (status) return status;
    const struct actor nobody = {0};
    const struct identity *identity = request->identity;
    const struct discussion_edit edit = {
        .comment = input->comment_id,
        .content = input->comment,
        .remove = input->remove,
        .actor = identity ? &identity->actor : &nobody,
        .now = request->now,
    };
    struct discussion_outcome outcome;
    discussion_edit(request->app, &request->arena, &edit, &outcome);
    PAGE_CONTEXT page = {0};
    if (!page_context_open(request, response, &page)) return response->error.status;
    if (outcome.verdict == DISCUSSION_ACCEPTED) return accept(&page, &outcome.comment);
    return refuse(&page, input, comment_problem_of(outcome.verdict), outcome.verdict);
}
