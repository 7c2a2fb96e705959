// pages: what a reader gets, one function per kind of page; dispatch.c chooses. Each returns the HTTP status, with the
// body rendered or the response's error set.
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct page_context;
struct permalink_target;
struct post;

// The newest articles (or the page that is set as front page).
int front_serve(struct page_context *page, int64_t number);
// The same list at the address of the page that is set for it.
int front_serve_posts_page(struct page_context *page, int64_t posts_page, int64_t number);

int article_serve(struct page_context *page, int64_t id, int64_t number);
int static_page_serve(struct page_context *page, int64_t id, int64_t number);

int archive_serve_category(struct page_context *page, int64_t id, int64_t number);
int archive_serve_tag(struct page_context *page, int64_t id, int64_t number);
int archive_serve_author(struct page_context *page, int64_t id, int64_t number);
int archive_serve_date(struct page_context *page, const struct permalink_target *target);
int archive_serve_search(struct page_context *page, int64_t number);

// Fills the body for the error that is set in the response: the 404 page or the error page. The context may lack
// settings and store.
void error_page_render(struct page_context *page);
// The 404 page; false when it cannot be made.
bool not_found_page_render(struct page_context *page);
