// entry: what an article and a static page have in common: who may see it, under which address, with which dates.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "db/post.h"

struct discussion_view;
struct page_context;
struct password_form_view;
struct time_view;

struct entry {
    struct post post;
    const char *url;
    const char *api_url;
    const char *headline;       // HTML
    const char *title;          // the same as text
    const char *summary;        // text for meta data; NULL: none, or not to be shown
    const char *preview;        // not what is published, shown because the reader may see it: "Draft", ...
    const char *preview_until;  // seen by a signed link: the day on which that ends
    const struct time_view *published;
    const struct time_view *updated;  // NULL: not changed noticeably
    const char *content;              // of the page; NULL when there is none or the password is missing
    int64_t number;                   // of the page, divided by <!--nextpage-->
    const char *page_url;             // its address; of page 1 the url
    const struct pager_view *pages;   // NULL: there is one only
    const struct password_form_view *password_form;
    const struct discussion_view *discussion;
    const char *canonical;            // of the page, also of its comments
    const char *prev_url, *next_url;  // those beside it; NULL at the ends
};

// Page `number` of it. 0, or an HTTP status: a redirect to page 1 when there is no such page, of its text or of its
// comments; or with the response's error set: 404 for what is missing, of another type, or not to be seen by the asker.
// Unpublished entries make the response personal.
int entry_load(struct page_context *page, int64_t id, enum post_type type, int64_t number, struct entry *ret);

// Is this response not the entry's own public page (a preview, a reply form, a held comment)?
bool entry_is_variant(const struct page_context *page, const struct entry *entry);
