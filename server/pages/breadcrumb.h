// breadcrumb: the way from "Home" to the page that is shown.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "db/db.h"

struct crumb_view;
struct page_context;

struct breadcrumb {
    struct crumb_view *items;  // in the request's arena
    size_t count;
    size_t capacity;
};

// The top category of a branch and the one below it; 0: none.
struct branch {
    int64_t top, second;
};

// With "Home" as its first step.
struct breadcrumb breadcrumb_begin(struct page_context *page);
void breadcrumb_add(struct page_context *page, struct breadcrumb *breadcrumb, const char *name, const char *url);
// A category with all above it. *ret_branch: the ids of the topmost two, which the sections in the head may show.
enum db_result breadcrumb_add_category(struct page_context *page, struct breadcrumb *breadcrumb, int64_t category,
                                       struct branch *ret_branch);
// The pages above a page, topmost first; pages that are not published are left out.
enum db_result breadcrumb_add_parents(struct page_context *page, struct breadcrumb *breadcrumb, int64_t parent);
// The page itself, as the last step.
void breadcrumb_end(struct page_context *page, struct breadcrumb *breadcrumb, const char *name);
