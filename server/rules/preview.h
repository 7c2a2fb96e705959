// preview: addresses under which what is not public is seen: by who is logged in, with a nonce, as in WordPress; and
// by whoever has a link that the site signed, for colleagues without an account.
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct app;
struct arena;
struct db;
struct post;
struct settings;

// A signed link holds for this long, and to the end of that day.
enum { PREVIEW_DAYS = 7 };

// ".../?p=17&preview=true&preview_token=..."; NULL for what has no preview (in the trash, an empty draft). The same all
// day. One for an unpublished article leads to the article once that is public, not to changes that are not.
const char *preview_link(struct app *app, struct db *db, struct arena *arena, const struct settings *settings,
                         const struct post *post, int64_t now);

enum preview_token { PREVIEW_TOKEN_BAD, PREVIEW_TOKEN_GOOD, PREVIEW_TOKEN_PUBLISHED };
// PUBLISHED: it was given for the unpublished article, which is public meanwhile. *ret_until with GOOD: when it ends.
enum preview_token preview_token_check(struct app *app, struct arena *arena, const struct post *post, const char *token,
                                       int64_t now, int64_t *ret_until);

// "post_preview_17": what the nonce of WordPress's preview address is about.
const char *preview_nonce_action(struct arena *arena, int64_t post);
