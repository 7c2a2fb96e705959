// comment_problem: the answer to a comment that was not accepted: says why, and loses nothing that was typed.
#pragma once

#include <stdbool.h>

#include "server/rules/discussion.h"

struct comment;
struct comment_form_input;
struct page_context;
struct post;

enum comment_problem_kind {
    PROBLEM_NO_POST,
    PROBLEM_PROTECTED,
    PROBLEM_BAD_PARENT,
    PROBLEM_CLOSED,
    PROBLEM_LOGIN,
    PROBLEM_OLD_FORM,    // its token is missing or not ours
    PROBLEM_OTHER_NAME,  // a guest's form from someone who is logged in
    PROBLEM_FIELDS,
    PROBLEM_TOO_LATE,  // to change one's own comment
    PROBLEM_DUPLICATE,
    PROBLEM_FLOOD,
    PROBLEM_FULL,
    PROBLEM_FAILED,
};

// For every verdict but DISCUSSION_ACCEPTED.
enum comment_problem_kind comment_problem_of(enum discussion_verdict verdict);

struct comment_problem {
    enum comment_problem_kind kind;
    enum discussion_verdict verdict;  // marks fields when kind is PROBLEM_FIELDS
    int retry_after;                  // seconds, with PROBLEM_FLOOD
    const struct comment_form_input *input;
    const struct comment *changing;  // the sender's own comment that was to be changed; NULL: a new one
    const struct post *post;         // NULL: there is none that the asker may see
};

// Renders the page and returns its status. The response is personal.
int comment_problem_render(struct page_context *page, const struct comment_problem *problem);
