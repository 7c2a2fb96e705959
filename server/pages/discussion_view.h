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

// *ret is NULL for a page that is silent. Obeys the query: replytocom (noindex), and a signed unapproved comment
// (personal). Sets the response's valid_until to the moment at which the gate changes by itself.
enum db_result discussion_view_make(struct page_context *page, const struct post *post, const char *permalink,
                                    const struct discussion_view **ret);

// Does the query make this another page than the article's own (noindex)?
bool discussion_view_is_variant(const struct request *request);

// "?unapproved=ID&moderation-hash=TOKEN" behind an article's address: shows its author a comment that is held.
const char *discussion_view_held_url(struct request *request, const char *permalink, int64_t comment);
