// layout: what all pages share: head, nameplate, sections, menu of pages, foot.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "server/pages/breadcrumb.h"

struct head_article;
struct image_view;
struct layout_view;
struct page_context;

// What a page says about itself. Zero members: nothing said.
struct layout_wish {
    const char *kind;         // "front", "article", "page", "archive", "error", "login"
    const char *title;        // text, of the page alone; NULL: the site's own
    const char *description;  // text
    const char *canonical;
    const char *prev_url, *next_url;
    const char *api_item_url;
    const char *json_ld;
    const char *feed_of, *feed_title;    // the address of what has a feed of its own beside the site's; NULL: nothing
    const struct head_article *article;  // server/pages/head.h; NULL: no article
    const struct image_view *image;      // for links from elsewhere; NULL: none
    bool embeddable;                     // other sites may quote what is at `canonical` (oEmbed)
    const char *search_query;
    bool noindex;  // also sends X-Robots-Tag
    bool at_home;
    struct branch branch;  // of categories that the page stands in
    int64_t menu_page;     // the page of the menu that is shown
};

// Makes the response personal when somebody is logged in. Never fails: what cannot be read is left out. Works without
// a store (context's db NULL) and without settings, for error pages.
const struct layout_view *layout_make(struct page_context *page, const struct layout_wish *wish);
