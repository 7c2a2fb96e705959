// comment_post: POST /wp-comments-post.php, the entrance of comments for readers. What is allowed is decided in
// rules/discussion.h; here are the form's token, the password of protected articles, and the answers.
#include "base/arena.h"
#include "base/error.h"
#include "base/url.h"
#include "db/comment.h"
#include "db/post.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/pages/comment_edit.h"
#include "server/pages/comment_form.h"
#include "server/pages/comment_problem.h"
#include "server/pages/context.h"
#include "server/pages/discussion_view.h"
#include "server/pages/handlers.h"
#include "server/pages/post_password.h"
#include "server/pages/session.h"
#include "server/rules/comment_gate.h"
#include "server/rules/discussion.h"
#include "server/rules/identity.h"
#include "server/rules/permalink.h"

struct comment_arrival {
    struct request *request;
    struct response *response;
    struct comment_form_input input;
};

// *ret is NULL when there is none that the asker may see.
static enum db_result find_post(struct page_context *page, int64_t id, const struct post **ret) {
    *ret = NULL;
    if (id <= 0) return DB_OK;
    struct post *post = arena_new(page->arena, struct post);
    enum db_result result = post_get(page->db, page->arena, id, post);
    if (result == DB_NOT_FOUND) return DB_OK;
    if (result != DB_OK) return result;
    bool hidden = post->status == POST_TRASH || post->status == POST_AUTO_DRAFT;
    if (!hidden && actor_can_read_post(&page->actor, post)) *ret = post;
    return DB_OK;
}

static bool parent_is_good(struct page_context *page, const struct comment_form_input *input) {
    if (input->parent == 0) return true;
    struct comment parent;
    if (input->parent < 0 || comment_get(page->db, page->arena, input->parent, &parent) != DB_OK) return false;
    return parent.post == input->post && parent.status == COMMENT_APPROVED;
}

// For a form whose token is not good: what would be said before the fields are looked at comes first.
static enum comment_problem_kind problem_of_old_form(struct page_context *page, const struct comment_form_input *input,
                                                     const struct post *post) {
    if (!post || post->status == POST_DRAFT || post->status == POST_PENDING || post->status == POST_FUTURE) {
        return PROBLEM_NO_POST;
    }
    if (!parent_is_good(page, input)) return PROBLEM_BAD_PARENT;
    struct comment_gate gate =
        comment_gate(post, page->settings, page->request->now, actor_can_read_post(&page->actor, post));
    if (!gate.open) return PROBLEM_CLOSED;
    if (page->settings->comment_registration && !page_user(page)) return PROBLEM_LOGIN;
    return PROBLEM_OLD_FORM;
}

// 0: go on and submit. Else the answer's status.
static int refuse_early(struct comment_arrival *arrival) {
    PAGE_CONTEXT page = {0};
    if (!page_context_open(arrival->request, arrival->response, &page)) return arrival->response->error.status;
    const struct post *post;
    enum db_result result = find_post(&page, arrival->input.post, &post);
    if (result != DB_OK) return page_db_failed(&page, result);
    struct comment_problem problem = {.input = &arrival->input, .post = post};
    if (post && !post_password_given(&page, post)) {
        problem.kind = PROBLEM_PROTECTED;
        return comment_problem_render(&page, &problem);
    }
    // A session is used from pages of this site alone; everybody else only shows that the form was looked at.
    bool from_here = !page_user(&page) || session_is_same_site(arrival->request, page.settings);
    bool looked_at = comment_form_token_valid(arrival->request, arrival->input.post, arrival->input.token);
    // Who typed another name than his account's must know which one will be printed.
    bool other_name = from_here && looked_at && page_user(&page) && arrival->input.as_guest;
    if (from_here && looked_at && !other_name) return 0;
    problem.kind = problem_of_old_form(&page, &arrival->input, post);
    if (problem.kind == PROBLEM_OLD_FORM && other_name) problem.kind = PROBLEM_OTHER_NAME;
    return comment_problem_render(&page, &problem);
}

static void submit(const struct comment_arrival *arrival, const struct actor *actor, struct discussion_outcome *ret) {
    struct request *request = arrival->request;
    const struct comment_form_input *input = &arrival->input;
    const char *agent = request_header(request, "User-Agent");
    struct discussion_submission submission = {
        .post = input->post,
        .parent = input->parent,
        .name = input->author,
        .email = input->email,
        .url = input->url,
        .content = input->comment,
        .address = request->address,
        .user_agent = agent ? agent : "",
        .actor = actor,
        .now = request->now,
        .honeypot = input->honeypot,
    };
    discussion_submit(request->app, &request->arena, &submission, ret);
}

static int refuse(struct page_context *page, const struct comment_arrival *arrival,
                  const struct discussion_outcome *outcome) {
    const struct post *post;
    enum db_result result = find_post(page, arrival->input.post, &post);
    if (result != DB_OK) return page_db_failed(page, result);
    struct comment_problem problem = {
        .kind = comment_problem_of(outcome->verdict),
        .verdict = outcome->verdict,
        .retry_after = outcome->retry_after,
        .input = &arrival->input,
        .post = outcome->verdict == DISCUSSION_NO_POST ? NULL : post,
    };
    return comment_problem_render(page, &problem);
}

static int accept(struct page_context *page, const struct comment_arrival *arrival, const struct comment *comment) {
    struct post post;
    enum db_result result = post_get(page->db, page->arena, comment->post, &post);
    if (result != DB_OK) return page_db_failed(page, result);
    if (!page_user(page)) comment_form_remember(page->request, page->response, &arrival->input);
    const char *location = permalink_of_post(page->db, page->arena, page->settings, &post);
    // Spam and what the list of disallowed words caught learn nothing: the article, as if it were held.
    if (comment->status == COMMENT_HOLD || discussion_edit_is_open(page->settings, comment, page->request->now)) {
        location = discussion_view_own_url(page, &post, comment);
    } else if (comment->status == COMMENT_APPROVED) {
        location = permalink_of_comment(page->db, page->arena, page->settings, &post, comment);
    }
    page->response->personal = true;
    return response_redirect(page->request, page->response, 303, location);
}

int page_comment_post(struct request *request, struct response *response) {
    struct url_pairs form;
    if (!request_form(request, &form, &response->error)) return response->error.status;
    struct comment_arrival arrival = {request, response, comment_form_read(&form)};
    if (arrival.input.comment_id) return comment_edit_serve(request, response, &arrival.input);
    int status = refuse_early(&arrival);
    if (status) return status;

    const struct actor nobody = {0};
    const struct identity *identity = request->identity;
    struct discussion_outcome outcome = {0};
    submit(&arrival, identity ? &identity->actor : &nobody, &outcome);

    PAGE_CONTEXT page = {0};
    if (!page_context_open(request, response, &page)) return response->error.status;
    return outcome.verdict == DISCUSSION_ACCEPTED ? accept(&page, &arrival, &outcome.comment)
                                                  : refuse(&page, &arrival, &outcome);
}
