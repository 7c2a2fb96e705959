// parts: small pieces that many pages are put together from.
#pragma once

#include <stdint.h>

#include "db/post.h"
#include "db/user.h"
#include "server/text/plain.h"

struct arena;
struct author_view;
struct page_context;
struct time_view;

// NULL for NULL and "".
const char *text_or_null(const char *text);

// The description of a term or a user as whole paragraphs of HTML; NULL when there is none. What is stored was
// sanitised by REST, but is raw by the store's contract: mark-up passes the sanitiser again.
const char *description_html(struct arena *arena, const char *stored);

// HTML; "(no title)" where there is none, so that a link always has words.
const char *headline_of_post(const struct page_context *page, const struct post *post);

const struct time_view *time_make(struct page_context *page, int64_t moment);

// The settings date_format and time_format; where they are WordPress's English ones, the language's own.
const char *date_format_of(const struct page_context *page);
const char *time_format_of(const struct page_context *page);

// What changes with the day is true until it ends: the page is then valid until midnight.
const struct page_today *page_today(struct page_context *page);

// "today", "yesterday", "3 days ago", by the calendar of the site's zone, so that it holds until midnight: then the
// page changes (valid_until). NULL for what is a month old, and for what is to come.
const char *days_ago(struct page_context *page, int64_t moment);

// One or two letters of a name, and a number from 0 to 11 that is always the same for it.
const char *name_initials(struct arena *arena, const char *name);
int64_t name_hue(const char *name);

// NULL for user NULL.
const struct author_view *author_make(struct page_context *page, const struct user *user);

// "Draft", "Private", ...; NULL for what is published.
const char *preview_words(const struct page_context *page, enum post_status status);

const char *site_title(const struct page_context *page);
// The site's address followed by a path that begins with '/'.
const char *site_url(const struct page_context *page, const char *path);
// A path on this site for a form or an asset: works under whichever name the reader came by.
const char *site_path(const struct page_context *page, const char *path);
