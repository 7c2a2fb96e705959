// head: see the header.
#include "server/pages/head.h"

#include <string.h>

#include "base/arena.h"
#include "server/pages/context.h"
#include "server/pages/layout.h"
#include "server/pages/parts.h"
#include "server/pages/views.h"
#include "server/rules/permalink.h"
#include "server/text/words.h"

// A picture below that is shown small, whatever is asked for (Twitter's limits of the large card).
enum { CARD_WIDTH = 300, CARD_HEIGHT = 157, FEEDS_MAX = 5 };

static const char rss_type[] = "application/rss+xml";

static void add_feed(struct page_context *page, struct feed_view *feeds, size_t *count, const char *title,
                     const char *base, enum permalink_feed format, bool comments) {
    static const char *const types[] = {
        [PERMALINK_FEED_RSS] = rss_type,
        [PERMALINK_FEED_ATOM] = "application/atom+xml",
        [PERMALINK_FEED_JSON] = "application/feed+json",
    };
    feeds[(*count)++] = (struct feed_view){
        .title = title,
        .type = types[format],
        .url = permalink_feed(page->arena, page->settings, base, format, comments),
    };
}

static void fill_feeds(struct page_context *page, const struct layout_wish *wish, struct layout_view *layout) {
    struct feed_view *feeds = arena_array(page->arena, struct feed_view, FEEDS_MAX);
    size_t count = 0;
    const char *home = site_url(page, "/"), *site = layout->site_title;
    const char *comments = words_with(page->arena, page->words, WORD_FEED_OF_COMMENTS, site, NULL);
    add_feed(page, feeds, &count, site, home, PERMALINK_FEED_RSS, false);
    add_feed(page, feeds, &count, site, home, PERMALINK_FEED_ATOM, false);
    add_feed(page, feeds, &count, site, home, PERMALINK_FEED_JSON, false);
    add_feed(page, feeds, &count, comments, home, PERMALINK_FEED_RSS, true);
    if (wish->feed_of) add_feed(page, feeds, &count, wish->feed_title, wish->feed_of, PERMALINK_FEED_RSS, false);
    layout->feeds = feeds;
    layout->feeds_count = count;
}

// "fa-IR" is "fa_IR" there.
static const char *locale_of(struct arena *arena, const char *language) {
    char *locale = arena_strdup(arena, language);
    char *dash = strchr(locale, '-');
    if (dash) *dash = '_';
    return locale;
}

static const struct social_image_view *image_make(struct page_context *page, const struct image_view *image) {
    struct social_image_view *view = arena_new(page->arena, struct social_image_view);
    *view = (struct social_image_view){
        .url = image->large_url,
        .width = image->large_width,
        .height = image->large_height,
        .alt = image->alt,
    };
    return view;
}

void head_fill(struct page_context *page, const struct layout_wish *wish, struct layout_view *layout) {
    fill_feeds(page, wish, layout);
    if (!wish->canonical) return;
    struct social_view *social = arena_new(page->arena, struct social_view);
    *social = (struct social_view){
        .type = wish->article ? "article" : "website",
        .title = wish->title ? wish->title : layout->site_title,
        .locale = locale_of(page->arena, layout->language),
        .card = "summary",
    };
    if (wish->image) {
        social->image = image_make(page, wish->image);
        if (social->image->width >= CARD_WIDTH && social->image->height >= CARD_HEIGHT)
            social->card = "summary_large_image";
    }
    if (wish->article) {
        social->published = wish->article->published;
        social->modified = wish->article->modified;
        social->section = wish->article->section;
        social->author_url = wish->article->author_url;
        social->tags = wish->article->tags;
        social->tags_count = wish->article->tags_count;
    }
    layout->social = social;
}
