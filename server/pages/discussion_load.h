// discussion_load: what of an article's comments its page shows: one page of them, the reader's own one, and the places
// of those that are no longer there.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "db/comment_thread.h"

struct page_context;
struct post;
struct request;

struct discussion_load {
    int64_t page, last;        // of comments; page 0: the address names one that is not there, and nothing was read
    struct comment_list list;  // in the order of time
    bool cut;                  // there are more on this page than could be read
    int64_t own;               // the comment that a signed link in the query is about: its author may see it; 0: none
    int64_t *staff;            // accounts among its authors that belong to the newsroom, sorted
    size_t staff_count;
};

// A fixed number of reads whatever the article holds; each place that is no longer filled costs some more. A query with
// a signed link makes the response personal.
enum db_result discussion_load(struct page_context *page, const struct post *post, struct discussion_load *ret);

bool discussion_load_is_staff(const struct discussion_load *load, int64_t user);

// What answers what, as pages show it.
int64_t discussion_load_parent(const struct comment *comment);

// A positive decimal number in the query; 0: none.
int64_t discussion_query_number(const struct request *request, const char *name);

// "unapproved=ID&moderation-hash=TOKEN", WordPress's names: shows a comment to its author, though it be held, and lets
// him change it for a while. `name` is "unapproved", or "editcomment" for the form. The last day that it holds depends
// on the settings; discussion_own_token_valid() is asked by what obeys it.
const char *discussion_own_query(struct page_context *page, const char *name, int64_t comment);
const char *discussion_own_token(struct page_context *page, int64_t comment);
bool discussion_own_token_valid(struct request *request, int64_t comment, const char *token);
