// discussion_pages: an article's comments in pages. They count from the oldest, so that a comment stays on its page
// when newer ones come; which of them the article's own address shows is a setting (default_comments_page).
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "db/comment_thread.h"

struct post;
struct settings;

// Threads on a page where comments are not broken into pages: beyond that they are all the same, from the oldest. And
// comments on a page in all.
enum { DISCUSSION_THREADS_MOST = 500, DISCUSSION_COMMENTS_MOST = 1000 };

// Threads on a page; comments where they are not threaded.
int64_t discussion_per_page(const struct settings *settings);
// Can this article have more than one page? Costs no read.
bool discussion_is_paged(const struct settings *settings, const struct post *post);
// The number of the last page; 1 also when there are no comments.
enum db_result discussion_last_page(struct db *db, const struct settings *settings, const struct post *post,
                                    int64_t *ret);
// The page that the article's own address shows.
int64_t discussion_first_shown(const struct settings *settings, int64_t last);
// The page that a comment of the article is on.
enum db_result discussion_page_of(struct db *db, const struct settings *settings, const struct post *post,
                                  const struct comment *comment, int64_t *ret);
// Do addresses name this page? Not page 1 where the oldest are shown first. That of the newest is named though the
// article's address shows it too: what was linked to stays on it when there are newer ones (WordPress).
bool discussion_page_is_named(const struct settings *settings, const struct post *post, int64_t page);
