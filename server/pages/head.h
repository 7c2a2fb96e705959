// head: what programs find in a page's <head>: its feeds, and how it looks where somebody links to it (Open Graph and
// Twitter cards).
#pragma once

#include <stddef.h>

struct image_view;
struct layout_view;
struct layout_wish;
struct link_view;
struct page_context;

// What Open Graph says of articles.
struct head_article {
    const char *published, *modified;  // ISO 8601
    const char *section;               // NULL: none
    const char *author_url;            // NULL: none
    const struct link_view *tags;
    size_t tags_count;
};

// Fills feeds and, for pages with an address of their own, social.
void head_fill(struct page_context *page, const struct layout_wish *wish, struct layout_view *layout);
