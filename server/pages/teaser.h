// teaser: articles in a list.
#pragma once

#include "db/post.h"

struct page_context;
struct teaser_view;

// One view per post, in order, in the request's arena. Sets the response's valid_until to the moment at which the first
// of them closes its comments by itself.
enum db_result teasers_make(struct page_context *page, const struct post_list *list, struct teaser_view **ret);
