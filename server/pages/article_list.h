// article_list: one page of a list of published articles, with what leads to the others.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct page_context;
struct pager_view;
struct post_query;
struct story_view;

struct article_list {
    const struct story_view *stories;
    size_t count;
    int64_t total;
    bool uncounted;   // there are more than that
    int64_t number;   // of this page, from 1
    const char *url;  // of this page
    const char *prev_url, *next_url;
    const struct pager_view *pager;
};

// Adds type (unless it has one), status, limit and offset to the query and runs it; with words to be found stories have
// snippets. `leads`: page 1 begins with a lead. `base`: the address of page 1. 0, or an HTTP status
// with the response's error set: 404 beyond the last page.
int article_list_make(struct page_context *page, struct post_query *query, const char *base, int64_t number, bool leads,
                      struct article_list *ret);

// The first headlines, for meta data where nobody has described the list; NULL when it is empty.
const char *article_list_summary(struct page_context *page, const struct article_list *list);

// "Press, page 2"; `title` itself on page 1. NULL and a number: "Page 2".
const char *article_list_title(struct page_context *page, const char *title, int64_t number);
