// newest comments: the latest approved ones on articles and pages that everybody may read (WordPress's "Latest
// comments" block).
#pragma once

#include <stddef.h>

#include "db/db.h"

struct page_context;
struct remark_view;

// Newest first, at most five, in the arena.
enum db_result newest_comments_make(struct page_context *page, const struct remark_view **ret, size_t *ret_count)
    __attribute__((warn_unused_result));
