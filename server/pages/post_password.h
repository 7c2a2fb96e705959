// post_password: articles that open with a password. As WordPress: the password is given once and kept in a cookie,
// which here is a signed token over the password and never the password itself.
#pragma once

#include <stdbool.h>

struct page_context;
struct password_form_view;
struct post;
struct request;
struct response;

// True when the post needs no password or the reader has given it. Makes the response personal when the reader has a
// cookie and the post a password.
bool post_password_given(struct page_context *page, const struct post *post);

// The form for it. `url`: the post's address.
const struct password_form_view *post_password_form(struct page_context *page, const struct post *post,
                                                    const char *url);

// POST /wp-login.php?action=postpass with post_password and redirect_to: 302 back, with the cookie. 429 after too
// many tries from one address.
int post_password_receive(struct request *request, struct response *response);
