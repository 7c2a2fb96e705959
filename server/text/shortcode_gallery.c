// shortcode_gallery: [gallery] and [playlist] (gallery_shortcode for HTML5, wp_playlist_shortcode without a script).
//
// A picture has no page of its own here, so what WordPress links to that page links to the file.
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/text/content.h"
#include "server/text/escape.h"
#include "server/text/shortcode_expand.h"

enum { COLUMNS_DEFAULT = 3, COLUMNS_MOST = 9 };

static bool ends_with(const char *text, const char *end) {
    const size_t size = strlen(text), end_size = strlen(end);
    return size >= end_size && strcasecmp(text + size - end_size, end) == 0;
}

static void read_order(struct content_media_wish *wish, const char *orderby, const char *order) {
    static const struct {
        const char *name;
        enum content_media_order order;
    } orders[] = {
        {"menu_order", CONTENT_ORDER_MENU},  {"post__in", CONTENT_ORDER_GIVEN}, {"title", CONTENT_ORDER_TITLE},
        {"post_title", CONTENT_ORDER_TITLE}, {"date", CONTENT_ORDER_DATE},      {"post_date", CONTENT_ORDER_DATE},
        {"rand", CONTENT_ORDER_MIXED},       {"ID", CONTENT_ORDER_ID},          {"none", CONTENT_ORDER_ID}};
    for (size_t i = 0; orderby && i < sizeof orders / sizeof *orders; i++)
        if (strncasecmp(orderby, orders[i].name, strlen(orders[i].name)) == 0) wish->order = orders[i].order;
    if (orderby && ends_with(orderby, " desc")) wish->descending = true;
    if (order) wish->descending = strcasecmp(order, "desc") == 0;
}

static size_t find(struct expansion *expansion, const struct shortcode_tag *tag, const char *mime_prefix,
                   const char *size, const struct content_media **ret) {
    const struct content_site *site = expansion->site;
    struct arena *arena = expansion->arena;
    if (!site || !site->find) return 0;
    const char *ids = shortcode_attribute(arena, tag, "ids"), *include = shortcode_attribute(arena, tag, "include");
    const char *exclude = shortcode_attribute(arena, tag, "exclude"), *post = shortcode_attribute(arena, tag, "id");
    struct content_media_wish wish = {.post = site->post, .mime_prefix = mime_prefix, .size = size};
    // "ids" is "include" in the order in which they are written.
    if (ids && *ids) {
        wish.include_count = shortcode_ids(arena, ids, &wish.include);
        wish.order = CONTENT_ORDER_GIVEN;
    } else if (include && *include) {
        wish.include_count = shortcode_ids(arena, include, &wish.include);
    }
    if (exclude && *exclude) wish.exclude_count = shortcode_ids(arena, exclude, &wish.exclude);
    if (post && *post) wish.post = strtoll(post, NULL, 10);
    if (((ids && *ids) || (include && *include)) && wish.include_count == 0) return 0;
    if (wish.include_count == 0 && wish.post <= 0) return 0;
    read_order(&wish, shortcode_attribute(arena, tag, "orderby"), shortcode_attribute(arena, tag, "order"));
    return site->find(site->find_context, arena, &wish, ret);
}

static void add_picture(struct strbuf *out, const struct content_media *item, const char *size,
                        const char *described_by) {
    strbuf_adds(out, "<img");
    if (item->width > 0 && item->height > 0)
        strbuf_addf(out, " width=\"%lld\" height=\"%lld\"", (long long) item->width, (long long) item->height);
    strbuf_adds(out, " src=\"");
    escape_url(out, item->picture_url);
    strbuf_addf(out, "\" class=\"attachment-%s size-%s\" alt=\"", size, size);
    escape_html(out, item->alt);
    strbuf_adds(out, "\" decoding=\"async\" loading=\"lazy\"");
    if (item->srcset) {
        strbuf_adds(out, " srcset=\"");
        escape_html(out, item->srcset);
        strbuf_addf(out, "\" sizes=\"(max-width: %lldpx) 100vw, %lldpx\"", (long long) item->width,
                    (long long) item->width);
    }
    if (described_by) strbuf_addf(out, " aria-describedby=\"%s\"", described_by);
    strbuf_adds(out, " />");
}

static void add_item(struct expansion *expansion, const struct content_media *item, const char *size, const char *link,
                     struct strbuf *out) {
    const bool linked = !link || strcasecmp(link, "none") != 0;
    const char *id = NULL;
    if (*item->caption) {
        id = arena_printf(expansion->arena, "gallery-%u-%lld", expansion->galleries, (long long) item->id);
        if (!shortcode_take_id(expansion, id)) id = NULL;
    }
    strbuf_addf(out, "<figure class=\"gallery-item\">\n<div class=\"gallery-icon %s\">\n",
                item->height > item->width ? "portrait" : "landscape");
    if (linked) {
        strbuf_adds(out, "<a href=\"");
        escape_url(out, item->url);
        strbuf_adds(out, "\">");
    }
    add_picture(out, item, size, id);
    if (linked) strbuf_adds(out, "</a>");
    strbuf_adds(out, "\n</div>\n");
    if (*item->caption) {
        strbuf_adds(out, "<figcaption class=\"wp-caption-text gallery-caption\"");
        if (id) strbuf_addf(out, " id=\"%s\"", id);
        strbuf_addf(out, ">%s</figcaption>\n", item->caption);
    }
    strbuf_adds(out, "</figure>\n");
}

// The name of a size goes into classes.
static const char *size_name(const char *wished) {
    if (!wished || !*wished) return "thumbnail";
    for (const char *at = wished; *at; at++)
        if (!((*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9') || strchr("_-", *at))) return "thumbnail";
    return wished;
}

void shortcode_add_gallery(struct expansion *expansion, const struct shortcode_tag *tag, struct strbuf *out) {
    struct arena *arena = expansion->arena;
    const char *size = size_name(shortcode_attribute(arena, tag, "size"));
    const char *link = shortcode_attribute(arena, tag, "link"), *wished = shortcode_attribute(arena, tag, "columns");
    long columns = wished && *wished ? strtol(wished, NULL, 10) : COLUMNS_DEFAULT;
    if (columns < 0) columns = COLUMNS_DEFAULT;
    if (columns > COLUMNS_MOST) columns = COLUMNS_MOST;
    const struct content_media *items;
    const size_t count = find(expansion, tag, "image/", size, &items);
    expansion->galleries++;
    if (count == 0) return;
    strbuf_addf(out, "<div id=\"gallery-%u\" class=\"gallery gallery-columns-%ld gallery-size-%s\">\n",
                expansion->galleries, columns, size);
    for (size_t i = 0; i < count; i++) add_item(expansion, &items[i], size, link, out);
    strbuf_adds(out, "</div>\n");
}

void shortcode_add_playlist(struct expansion *expansion, const struct shortcode_tag *tag, struct strbuf *out) {
    const char *type = shortcode_attribute(expansion->arena, tag, "type");
    const bool video = type && strcasecmp(type, "video") == 0;
    const struct content_media *items;
    const size_t count = find(expansion, tag, video ? "video/" : "audio/", "full", &items);
    if (count == 0) return;
    strbuf_addf(out, "<div class=\"wp-playlist wp-%s-playlist\">\n<ol class=\"wp-playlist-tracks\">\n",
                video ? "video" : "audio");
    for (size_t i = 0; i < count; i++) {
        strbuf_addf(out, "<li class=\"wp-playlist-item\">%s", items[i].title);
        if (*items[i].caption) strbuf_addf(out, " <small>%s</small>", items[i].caption);
        strbuf_addf(out, "<br />\n<%s controls=\"controls\" preload=\"none\" src=\"", video ? "video" : "audio");
        escape_url(out, items[i].url);
        strbuf_addf(out, "\"></%s></li>\n", video ? "video" : "audio");
    }
    strbuf_adds(out, "</ol>\n</div>\n");
}
