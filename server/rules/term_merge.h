// term merge: several categories or tags become one.
#pragma once

#include <stdint.h>

#include "db/term.h"

struct app;

// Every post of `from` gets `into` in its place, in steps of some hundred posts, each a write of its own that leaves
// all counts exact; then `from` is deleted. Its children move up, its address leads to `into`, and so does the setting
// of the default category. It cannot be undone. A failure leaves some posts moved; done again, it goes on.
// DB_NOT_FOUND: `from` is no longer there. *ret_posts: how many were moved, also on failure.
enum db_result term_merge(struct app *app, const struct term *from, int64_t into, int64_t *ret_posts);
