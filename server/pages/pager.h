// pager: "Newer", "Older" and page numbers under a list.
#pragma once

#include <stdint.h>

struct page_context;
struct pager_view;
struct post;

// The last page of `total` things; 1 when there are none.
int64_t pager_last(int64_t total, int64_t per_page);

// `base` is the address of page 1. NULL when `last` is 1.
const struct pager_view *pager_make(struct page_context *page, const char *base, int64_t current, int64_t last);
// The pages of a post's content; `newer` is the one before. NULL when there is one only.
const struct pager_view *pager_make_content(struct page_context *page, const struct post *post, const char *address,
                                            int64_t current);

// The same for the pages of an article's comments, which count from the oldest: "older" leads to a lower number.
struct pager_base {
    const char *url;  // the article's address
    int64_t shown;    // the page that it shows
};
const struct pager_view *pager_make_comments(struct page_context *page, const struct pager_base *base, int64_t current,
                                             int64_t last);
const char *pager_comment_url(struct page_context *page, const struct pager_base *base, int64_t number);
