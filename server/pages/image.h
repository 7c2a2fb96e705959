// image: the pictures of articles and pages, from their featured_media, and the site's own.
#pragma once

#include "db/db.h"
#include "db/post.h"

struct image_view;
struct page_context;

// The site's logo, in the size for the nameplate (setting site_logo). Likewise.
enum db_result image_of_logo(struct page_context *page, const struct image_view **ret);

// What browsers show beside the title, from the setting site_icon.
struct icon {
    const char *url, *type, *sizes;  // "image/png", "150x150"; NULL: none is set
    const char *touch_url;           // larger, for the start screen of a phone
};
enum db_result image_of_icon(struct page_context *page, struct icon *ret);

// *ret stays as it is where there is none, or where it is no picture.
enum db_result image_of_post(struct page_context *page, const struct post *post, const struct image_view **ret);
