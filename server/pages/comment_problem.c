// comment_problem: see the header.
#include "server/pages/comment_problem.h"

#include "base/arena.h"
#include "db/comment.h"
#include "db/post.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/pages/comment_edit.h"
#include "server/pages/comment_form.h"
#include "server/pages/context.h"
#include "server/pages/layout.h"
#include "server/pages/parts.h"
#include "server/pages/views.h"
#include "server/rules/comment_gate.h"
#include "server/rules/permalink.h"
#include "server/text/words.h"

static const struct problem_row {
    int status;
    bool form;  // offers the form again
    enum word title;
    enum word sentence;
} problem_rows[] = {
    [PROBLEM_NO_POST] = {404, false, WORD_PROBLEM_NO_POST, WORD_PROBLEM_NO_POST_HINT},
    [PROBLEM_PROTECTED] = {403, false, WORD_PROBLEM_PROTECTED, WORD_PROBLEM_PROTECTED_HINT},
    [PROBLEM_BAD_PARENT] = {403, true, WORD_PROBLEM_BAD_PARENT, WORD_PROBLEM_BAD_PARENT_HINT},
    [PROBLEM_CLOSED] = {403, false, WORD_PROBLEM_CLOSED, WORD_PROBLEM_CLOSED_HINT},
    [PROBLEM_LOGIN] = {403, false, WORD_PLEASE_LOG_IN, WORD_PROBLEM_LOGIN_HINT},
    [PROBLEM_OLD_FORM] = {422, true, WORD_PROBLEM_OLD_FORM, WORD_PROBLEM_OLD_FORM_HINT},
    [PROBLEM_OTHER_NAME] = {422, true, WORD_PROBLEM_OTHER_NAME, WORD_PROBLEM_OTHER_NAME_HINT},
    [PROBLEM_FIELDS] = {422, true, WORD_PROBLEM_FIELDS, WORD_PROBLEM_FIELDS_HINT},
    [PROBLEM_TOO_LATE] = {403, false, WORD_PROBLEM_TOO_LATE, WORD_PROBLEM_TOO_LATE_HINT},
    [PROBLEM_DUPLICATE] = {409, true, WORD_PROBLEM_DUPLICATE, WORD_PROBLEM_DUPLICATE_HINT},
    [PROBLEM_FLOOD] = {429, true, WORD_PROBLEM_FLOOD, WORD_PROBLEM_FLOOD_HINT},
    [PROBLEM_FULL] = {507, true, WORD_PROBLEM_NOT_STORED, WORD_PROBLEM_FULL_HINT},
    [PROBLEM_FAILED] = {503, true, WORD_PROBLEM_NOT_STORED, WORD_PROBLEM_FAILED_HINT},
};

enum comment_problem_kind comment_problem_of(enum discussion_verdict verdict) {
    switch (verdict) {
        case DISCUSSION_NO_POST:
            return PROBLEM_NO_POST;
        case DISCUSSION_BAD_PARENT:
            return PROBLEM_BAD_PARENT;
        case DISCUSSION_CLOSED:
            return PROBLEM_CLOSED;
        case DISCUSSION_LOGIN_REQUIRED:
            return PROBLEM_LOGIN;
        case DISCUSSION_AUTHOR_REQUIRED:
        case DISCUSSION_BAD_EMAIL:
        case DISCUSSION_EMPTY:
        case DISCUSSION_TOO_LONG_NAME:
        case DISCUSSION_TOO_LONG_EMAIL:
        case DISCUSSION_TOO_LONG_URL:
        case DISCUSSION_TOO_LONG_CONTENT:
            return PROBLEM_FIELDS;
        case DISCUSSION_DUPLICATE:
            return PROBLEM_DUPLICATE;
        case DISCUSSION_FLOOD:
            return PROBLEM_FLOOD;
        case DISCUSSION_TOO_LATE:
            return PROBLEM_TOO_LATE;
        case DISCUSSION_FULL:
            return PROBLEM_FULL;
        case DISCUSSION_ACCEPTED:
        case DISCUSSION_FAILED:
            break;
    }
    return PROBLEM_FAILED;
}

static const char *parent_name(struct page_context *page, const struct comment_problem *problem) {
    int64_t parent = problem->input->parent;
    struct comment comment;
    if (parent <= 0 || comment_get(page->db, page->arena, parent, &comment) != DB_OK) return NULL;
    if (comment.post != problem->post->id || comment.status != COMMENT_APPROVED) return NULL;
    return *comment.author_name ? comment.author_name : words_get(page->words, WORD_ANONYMOUS);
}

static const char *sentence_of(struct page_context *page, const struct comment_problem *problem) {
    struct arena *arena = page->arena;
    if (problem->kind == PROBLEM_FLOOD) {
        int wait = problem->retry_after > 0 ? problem->retry_after : 1;
        return words_with(arena, page->words, WORD_PROBLEM_FLOOD_HINT,
                          words_plural(arena, page->words, WORD_SECONDS, wait, NULL), NULL);
    }
    if (problem->kind == PROBLEM_CLOSED && problem->post) {
        bool may_read = actor_can_read_post(&page->actor, problem->post);
        struct comment_gate gate = comment_gate(problem->post, page->settings, page->request->now, may_read);
        const char *closed = comment_gate_sentence(arena, &gate, page->settings);
        const enum word hint = problem->changing ? WORD_COMMENT_NOT_CHANGED : WORD_PROBLEM_CLOSED_HINT;
        if (!gate.open && closed) return arena_printf(arena, "%s %s", closed, words_get(page->words, hint));
    }
    if (problem->kind == PROBLEM_FIELDS && problem->changing) return words_get(page->words, WORD_COMMENT_NOT_CHANGED);
    return words_get(page->words, problem_rows[problem->kind].sentence);
}

int comment_problem_render(struct page_context *page, const struct comment_problem *problem) {
    const struct problem_row *row = &problem_rows[problem->kind];
    page->response->personal = true;
    struct comment_problem_view view = {
        .status = row->status,
        .title = words_get(page->words, row->title),
        .sentence = sentence_of(page, problem),
    };
    if (problem->post) {
        const char *url = permalink_of_post(page->db, page->arena, page->settings, problem->post);
        struct headline_link_view *article = arena_new(page->arena, struct headline_link_view);
        *article = (struct headline_link_view){.headline = headline_of_post(page, problem->post), .url = url};
        view.article = article;
        if (row->form && problem->changing) {
            const struct comment_edit_wish wish = {
                .post = problem->post,
                .comment = problem->changing,
                .open = true,
                .typed = problem->input->comment,
                .error = comment_form_text_error(page, problem->verdict),
            };
            view.edit = comment_edit_make(page, &wish);
        } else if (row->form) {
            struct comment_form_wish wish = {
                .post = problem->post,
                .permalink = url,
                .reply_to = parent_name(page, problem),
                .typed = problem->input,
                .problem = problem->kind == PROBLEM_FIELDS ? problem->verdict : DISCUSSION_ACCEPTED,
            };
            if (wish.reply_to) wish.parent = problem->input->parent;
            view.form = comment_form_make(page, &wish);
        }
    }
    if (!view.form && !view.edit) view.kept_text = text_or_null(problem->input->comment);
    struct layout_wish wish = {.kind = "error", .title = view.title, .noindex = true};
    view.layout = layout_make(page, &wish);
    if (problem->kind == PROBLEM_FLOOD) {
        response_set_header(page->request, page->response, "Retry-After",
                            arena_printf(page->arena, "%d", problem->retry_after > 0 ? problem->retry_after : 1));
    }
    return page_render(page, row->status, THEME_COMMENT_PROBLEM, &view);
}
