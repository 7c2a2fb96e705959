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
enum { DEFAULT_WIDTH = 700, LARGE_WIDTH = 1200, LOGO_WIDTH = 320, ICON_WIDTH = 32, TOUCH_ICON_WIDTH = 180 };

// DB_NOT_FOUND: none, or no picture.
static enum db_result read_picture(struct page_context *page, int64_t id, struct media *ret) {
    enum db_result result = id ? media_get(page->db, page->arena, id, ret) : DB_NOT_FOUND;
    if (result != DB_OK) return result;
    const bool picture = strncmp(ret->mime, "image/", 6) == 0 && ret->width > 0 && ret->height > 0;
    return picture ? DB_OK : DB_NOT_FOUND;
}

static struct image_view *make_view(struct page_context *page, const struct media *media, int64_t width) {
    const char *home = page->settings->home;
    const struct media_size *size = picture_at_least(media, width);
    const struct media_size *large = picture_at_least(media, LARGE_WIDTH);
    struct image_view *view = arena_new(page->arena, struct image_view);
    *view = (struct image_view){
        .url = picture_url(page->arena, home, size ? size->file : media->file),
        .srcset = picture_srcset(page->arena, home, media),
        .width = size ? size->width : media->width,
        .height = size ? size->height : media->height,
        .alt = text_or_null(media->alt),
        .large_url = picture_url(page->arena, home, large ? large->file : media->file),
        .large_width = large ? large->width : media->width,
        .large_height = large ? large->height : media->height,
    };
    return view;
}

enum db_result image_of_post(struct page_context *page, const struct post *post, const struct image_view **ret) {
    struct media media;
    struct post attachment;
    enum db_result result = read_picture(page, post->featured_media, &media);
    if (result == DB_OK) result = post_get(page->db, page->arena, post->featured_media, &attachment);
    if (result != DB_OK) return result == DB_NOT_FOUND ? DB_OK : result;
    struct image_view *view = make_view(page, &media, DEFAULT_WIDTH);
    view->caption = *attachment.excerpt ? text_or_null(attachment.excerpt_html) : NULL;
    *ret = view;
    return DB_OK;
}

enum db_result image_of_logo(struct page_context *page, const struct image_view **ret) {
    struct media media;
    const enum db_result result = read_picture(page, page->settings->site_logo, &media);
    if (result == DB_OK) *ret = make_view(page, &media, LOGO_WIDTH);
    return result == DB_NOT_FOUND ? DB_OK : result;
}

// The smallest picture that is large enough, whatever was cut off.
static const struct media_size *square_at_least(const struct media *media, int64_t width) {
    const struct media_size *best = NULL;
    for (size_t i = 0; i < media->size_count; i++) {
        const struct media_size *size = &media->sizes[i];
        if (size->width >= width && size->height >= width && (!best || size->width < best->width)) best = size;
    }
    return best;
}

enum db_result image_of_icon(struct page_context *page, struct icon *ret) {
    struct media media;
    const enum db_result result = read_picture(page, page->settings->site_icon, &media);
    if (result != DB_OK) return result == DB_NOT_FOUND ? DB_OK : result;
    const char *home = page->settings->home;
    const struct media_size *small = square_at_least(&media, ICON_WIDTH);
    const struct media_size *large = square_at_least(&media, TOUCH_ICON_WIDTH);
    *ret = (struct icon){
        .url = picture_url(page->arena, home, small ? small->file : media.file),
        .type = small ? small->mime : media.mime,
        .sizes = arena_printf(page->arena, "%lldx%lld", (long long) (small ? small->width : media.width),
                              (long long) (small ? small->height : media.height)),
        .touch_url = picture_url(page->arena, home, large ? large->file : media.file),
    };
    return DB_OK;
}
