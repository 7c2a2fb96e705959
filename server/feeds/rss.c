// rss: RSS 2.0 with WordPress's set of elements (feed-rss2.php, feed-rss2-comments.php).
#include <string.h>

#include "base/strbuf.h"
#include "server/feeds/feed.h"
#include "server/text/xml.h"

static const struct {
    const char *name, *uri;
    bool of_articles;  // of no use to comments
} namespaces[] = {
    {"xmlns:content", "http://purl.org/rss/1.0/modules/content/", false},
    {"xmlns:dc", "http://purl.org/dc/elements/1.1/", false},
    {"xmlns:atom", "http://www.w3.org/2005/Atom", false},
    {"xmlns:sy", "http://purl.org/rss/1.0/modules/syndication/", false},
    {"xmlns:wfw", "http://wellformedweb.org/CommentAPI/", true},
    {"xmlns:slash", "http://purl.org/rss/1.0/modules/slash/", true},
};

static void write_head(struct xml *xml, const struct feed *feed, struct arena *arena) {
    xml_element(xml, "title", feed->title);
    xml_begin(xml, "atom:link");
    xml_attribute(xml, "href", feed->self_url);
    xml_attribute(xml, "rel", "self");
    xml_attribute(xml, "type", "application/rss+xml");
    xml_end(xml);
    if (feed->next_url) {
        xml_begin(xml, "atom:link");
        xml_attribute(xml, "href", feed->next_url);
        xml_attribute(xml, "rel", "next");
        xml_end(xml);
    }
    xml_element(xml, "link", feed->url);
    xml_element(xml, "description", feed->description ? feed->description : "");
    if (feed->updated) xml_element(xml, "lastBuildDate", feed_date_mail(arena, feed->updated));
    if (!feed->of_comments) xml_element(xml, "language", feed->language);
    xml_element(xml, "sy:updatePeriod", "hourly");
    xml_element(xml, "sy:updateFrequency", "1");
}

static void write_item(struct xml *xml, const struct feed_item *item, struct arena *arena) {
    xml_begin(xml, "item");
    xml_element(xml, "title", item->title);
    xml_element(xml, "link", item->url);
    xml_element(xml, "comments", item->comments_url);
    xml_element(xml, "dc:creator", item->author_name);
    xml_element(xml, "pubDate", feed_date_mail(arena, item->published));
    for (size_t i = 0; i < item->category_count; i++) xml_element(xml, "category", item->categories[i]);
    xml_begin(xml, "guid");
    xml_attribute(xml, "isPermaLink", "false");
    xml_text(xml, item->id);
    xml_end(xml);
    xml_element(xml, "description", item->summary ? item->summary : "");
    xml_element(xml, "content:encoded", item->content);
    xml_element(xml, "wfw:commentRss", item->comments_feed_url);
    if (item->comments_url) xml_element_integer(xml, "slash:comments", item->comment_count);
    xml_end(xml);
}

void rss_write(const struct feed *feed, struct arena *arena, struct strbuf *out) {
    struct xml xml;
    xml_init(&xml, out);
    xml_begin(&xml, "rss");
    xml_attribute(&xml, "version", "2.0");
    for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++)
        if (!feed->of_comments || !namespaces[i].of_articles)
            xml_attribute(&xml, namespaces[i].name, namespaces[i].uri);
    xml_begin(&xml, "channel");
    write_head(&xml, feed, arena);
    for (size_t i = 0; i < feed->count; i++) write_item(&xml, &feed->items[i], arena);
    xml_end(&xml);
    xml_end(&xml);
}
