// teaser: articles in a list.
#pragma once

#include "db/post.h"

struct page_context;
struct story_view;

struct teaser_wish {
    const char *search;  // words, which each story shows where they stand; NULL: no search
    bool leads;          // the first is the lead of the front page
};

// One story per post, in order, in the request's arena. Sets the response's valid_until to the moment at which the
// first of them closes its comments by itself.
enum db_result teasers_make(struct page_context *page, const struct post_list *list, const struct teaser_wish *wish,
                            const struct story_view **ret);
