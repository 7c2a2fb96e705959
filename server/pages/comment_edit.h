// comment_edit: readers change or delete their own comment by the signed link they got when they sent it: the form, and
// what is made of it.
#pragma once

#include <stdbool.h>

struct comment;
struct comment_edit_view;
struct comment_form_input;
struct page_context;
struct post;
struct request;
struct response;

// Until when its author may change it, as a time of day.
const char *comment_edit_until(struct page_context *page, const struct comment *comment);

// `typed` NULL: what is stored. `open` false: it can only be deleted.
struct comment_edit_wish {
    const struct post *post;
    const struct comment *comment;
    bool open;
    const char *typed, *error;
};
const struct comment_edit_view *comment_edit_make(struct page_context *page, const struct comment_edit_wish *wish);

// For a form that names a comment (input->comment_id). 303 changed, to the comment; or deleted, to the article. 403
// closed, too late, or not with this link; 422 no or too long a text. All but 303 show what was typed again.
int comment_edit_serve(struct request *request, struct response *response, const struct comment_form_input *input);
