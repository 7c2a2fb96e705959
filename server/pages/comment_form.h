// comment_form: the form under an article: what it holds, what was typed, what is wrong, its token and its cookies.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "server/rules/discussion.h"

struct comment_form_view;
struct page_context;
struct post;
struct request;
struct response;
struct settings;
struct url_pairs;

// What was sent. No text is NULL.
struct comment_form_input {
    int64_t post, parent;  // -1: no number
    const char *author, *email, *url, *comment;
    const char *token;
    int64_t comment_id;  // of the sender's own comment that is to be changed; 0: a new one
    bool remove;         // deleted, that is
    bool as_guest;       // the form asked for a name
    bool consent;        // to the cookies
    bool honeypot;       // the field that no person fills was filled
};
extern const char comment_form_token_name[], comment_form_delete_name[];
struct comment_form_input comment_form_read(const struct url_pairs *form);

// A form for a post. `typed` NULL: fresh, with what the reader's cookies hold (the response is personal then).
// `problem` DISCUSSION_ACCEPTED: nothing is wrong; another of the reader's own mistakes: all of them are marked.
struct comment_form_wish {
    const struct post *post;
    const char *permalink;
    int64_t parent;        // 0: no reply
    const char *reply_to;  // the parent's author; NULL: no reply
    const struct comment_form_input *typed;
    enum discussion_verdict problem;
};
const struct comment_form_view *comment_form_make(struct page_context *page, const struct comment_form_wish *wish);

// Was the token made by this site for this post? However old it is: pages are kept open, and kept by caches. It shows
// that the form was looked at; that a browser with a session sends it from a page of this site is another question.
bool comment_form_token_valid(struct request *request, int64_t post, const char *token);

// What is wrong with the text of a comment, in words; NULL for verdicts about other things.
const char *comment_form_text_error(struct page_context *page, enum discussion_verdict verdict);

// After an accepted comment of someone who is not logged in: keeps name, e-mail and URL in cookies when the reader
// agreed, else removes them.
void comment_form_remember(struct request *request, struct response *response, const struct comment_form_input *input);
