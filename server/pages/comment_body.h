// comment_body: one comment as its article's page shows it, without what was answered to it.
#pragma once

#include <stdbool.h>

#include "server/pages/part.h"

struct comment;
struct page_context;

// The comments of one page of one article.
struct comment_bodies {
    struct page_context *page;
    const char *permalink;  // the article's
    const char *here;       // the page on which the comments are linked to
    struct part part;       // its key begins with what all of them are made from
    size_t common;
};

// The texts must outlive it.
void comment_bodies_begin(struct comment_bodies *bodies, struct page_context *page, const char *permalink,
                          const char *here);
void comment_bodies_finish(struct comment_bodies *bodies);
#define COMMENT_BODIES __attribute__((cleanup(comment_bodies_finish))) struct comment_bodies

// Everything that one is made from beside that, the settings and the day.
struct comment_body_wish {
    const struct comment *comment;
    bool gone;       // a neutral line in its place
    bool may_reply;  // and the answer could be shown below it
    bool by_author, staff;
    const struct comment *answers;  // too deep to stand below it; NULL: it does, or answers nothing
    // Of the reader's own one alone, on a page for him.
    bool own, held;
    const char *edit_url, *edit_until;  // NULL: it cannot be changed any more
};

// HTML in the request's arena. Sets the page's valid_until where it says "yesterday". NULL: memory is out.
const char *comment_body_make(struct comment_bodies *bodies, const struct comment_body_wish *wish);

// Whom a comment is from: "Anonymous" where no name was given.
const char *comment_body_name(const struct page_context *page, const struct comment *comment);
// "Pingback": of another site's article that mentions this one; NULL: a reader's comment.
const char *comment_body_ping(const struct page_context *page, const struct comment *comment);
