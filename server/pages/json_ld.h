// json_ld: what search engines read: schema.org data for the <head>. All results are ready to be put inside a
// <script type="application/ld+json">, in the request's arena.
#pragma once

#include <stddef.h>
#include <stdint.h>

struct breadcrumb;
struct image_view;
struct link_view;
struct page_context;

struct json_ld_article {
    const char *url;
    const char *headline;     // text
    const char *description;  // text; NULL: none
    const char *section;      // NULL: none
    const char *author_name;  // NULL: none
    const char *author_url;
    int64_t published, modified;
    int64_t comment_count;
    const struct image_view *image;  // NULL: none
    const struct link_view *tags;
    size_t tags_count;
};

// NewsArticle and BreadcrumbList.
const char *json_ld_article(struct page_context *page, const struct json_ld_article *article,
                            const struct breadcrumb *breadcrumb);
// BreadcrumbList; `url` is the page's own.
const char *json_ld_breadcrumb(struct page_context *page, const struct breadcrumb *breadcrumb, const char *url);
// WebSite with its search.
const char *json_ld_site(struct page_context *page);
