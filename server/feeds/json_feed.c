// json_feed: JSON Feed 1.1 (jsonfeed.org/version/1.1).
#include <inttypes.h>

#include "base/strbuf.h"
#include "server/feeds/feed.h"
#include "server/text/escape.h"

static void add_string(struct strbuf *out, const char *text) {
    if (text)
        escape_json_string(out, text);
    else
        strbuf_adds(out, "null");
}

// With the comma before it; nothing for NULL.
static void add_member(struct strbuf *out, const char *name, const char *text) {
    if (!text) return;
    strbuf_addf(out, ",\"%s\":", name);
    add_string(out, text);
}

static void add_author(struct strbuf *out, const struct feed_item *item) {
    if (!item->author_name) return;
    strbuf_adds(out, ",\"authors\":[{\"name\":");
    add_string(out, item->author_name);
    add_member(out, "url", item->author_url);
    strbuf_adds(out, "}]");
}

static void add_tags(struct strbuf *out, const struct feed_item *item) {
    if (item->category_count == 0) return;
    strbuf_adds(out, ",\"tags\":[");
    for (size_t i = 0; i < item->category_count; i++) {
        if (i > 0) strbuf_addc(out, ',');
        add_string(out, item->categories[i]);
    }
    strbuf_addc(out, ']');
}

// A name with an underscore is the format's way for what it does not know itself.
static void add_comments(struct strbuf *out, const struct feed_item *item) {
    if (!item->comments_url) return;
    strbuf_addf(out, ",\"_comments\":{\"about\":\"https://developer.wordpress.org/rest-api/\",\"count\":%" PRId64,
                item->comment_count);
    add_member(out, "url", item->comments_url);
    add_member(out, "feed_url", item->comments_feed_url);
    strbuf_addc(out, '}');
}

static void add_item(struct strbuf *out, const struct feed_item *item, struct arena *arena) {
    strbuf_adds(out, "{\"id\":");
    add_string(out, item->id);
    add_member(out, "url", item->url);
    add_member(out, "title", item->title && *item->title ? item->title : NULL);
    // One of the two contents is required.
    add_member(out, "content_html", item->content ? item->content : item->summary ? item->summary : "");
    if (item->content) add_member(out, "summary", item->summary);
    add_member(out, "image", item->image_url);
    add_member(out, "date_published", feed_date_iso(arena, item->published));
    add_member(out, "date_modified", feed_date_iso(arena, item->modified));
    add_author(out, item);
    add_tags(out, item);
    add_comments(out, item);
    strbuf_addc(out, '}');
}

void json_feed_write(const struct feed *feed, struct arena *arena, struct strbuf *out) {
    strbuf_adds(out, "{\"version\":\"https://jsonfeed.org/version/1.1\"");
    add_member(out, "title", feed->title);
    add_member(out, "home_page_url", feed->url);
    add_member(out, "feed_url", feed->self_url);
    add_member(out, "next_url", feed->next_url);
    add_member(out, "description", feed->description);
    add_member(out, "language", feed->language);
    strbuf_adds(out, ",\"items\":[");
    for (size_t i = 0; i < feed->count; i++) {
        strbuf_adds(out, i > 0 ? ",\n" : "\n");
        add_item(out, &feed->items[i], arena);
    }
    strbuf_adds(out, "\n]}\n");
}
