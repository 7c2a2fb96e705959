// discussion_view: the comments of an article as its page shows them, and the form or the sentence that it is closed.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "db/db.h"

struct arena;
struct discussion_view;
struct page_context;
struct post;
struct request;

// Of the page of comments that is shown: its own address, which is the article's for the one that is shown there, and
// those of the ones beside it (NULL at the ends). `url` NULL: the address names a page that is not there.
struct discussion_pages {
    const char *url;
    const char *prev_url, *next_url;
};

// *ret is NULL for a page that is silent. Obeys the page of comments in `page`, and the query: replytocom (noindex),
// and a signed link to the reader's own comment (personal). Sets the response's valid_until to the moment at which the
// gate changes by itself, and at which words such as "yesterday" do.
enum db_result discussion_view_make(struct page_context *page, const struct post *post, const char *permalink,
                                    const struct discussion_view **ret, struct discussion_pages *ret_pages);

// Does the query make this another page than the article's own (noindex)?
bool discussion_view_is_variant(const struct request *request);

// The article's page on which its author sees a comment of his, be it held, and may change it for a while.
struct comment;
const char *discussion_view_own_url(struct page_context *page, const struct post *post, const struct comment *comment);
