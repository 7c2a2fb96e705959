// image: the picture of an article or page, from its featured_media.
#pragma once

#include "db/db.h"
#include "db/post.h"

struct image_view;
struct page_context;

// *ret stays as it is where there is none, or where it is no picture.
enum db_result image_of_post(struct page_context *page, const struct post *post, const struct image_view **ret);
