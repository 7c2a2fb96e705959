// image: see the header.
#include "server/pages/image.h"

#include <string.h>

#include "base/arena.h"
#include "db/media.h"
#include "server/media/picture.h"
#include "server/pages/context.h"
#include "server/pages/parts.h"
#include "server/pages/views.h"

// The address for browsers that choose none of the set.
enum { DEFAULT_WIDTH = 700 };

enum db_result image_of_post(struct page_context *page, const struct post *post, const struct image_view **ret) {
    if (post->featured_media == 0) return DB_OK;
    struct media media;
    struct post attachment;
    enum db_result result = media_get(page->db, page->arena, post->featured_media, &media);
    if (result == DB_OK) result = post_get(page->db, page->arena, post->featured_media, &attachment);
    if (result != DB_OK) return result == DB_NOT_FOUND ? DB_OK : result;
    if (strncmp(media.mime, "image/", 6) != 0 || media.width <= 0 || media.height <= 0) return DB_OK;
    const char *home = page->settings->home;
    const struct media_size *size = picture_at_least(&media, DEFAULT_WIDTH);
    struct image_view *view = arena_new(page->arena, struct image_view);
    *view = (struct image_view){
        .url = picture_url(page->arena, home, size ? size->file : media.file),
        .srcset = picture_srcset(page->arena, home, &media),
        .width = size ? size->width : media.width,
        .height = size ? size->height : media.height,
        .alt = text_or_null(media.alt),
        .caption = *attachment.excerpt ? text_or_null(attachment.excerpt_html) : NULL,
    };
    *ret = view;
    return DB_OK;
}
