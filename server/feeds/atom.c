// atom: Atom (RFC 4287) with threads (RFC 4685), as WordPress's feed-atom.php and feed-atom-comments.php.
#include "base/strbuf.h"
#include "server/feeds/feed.h"
#include "server/text/xml.h"

static const char atom_type[] = "application/atom+xml";

static void write_link(struct xml *xml, const char *rel, const char *type, const char *href) {
    if (!href) return;
    xml_begin(xml, "link");
    xml_attribute(xml, "rel", rel);
    xml_attribute(xml, "type", type);
    xml_attribute(xml, "href", href);
    xml_end(xml);
}

static void write_replies(struct xml *xml, const char *type, const char *href, int64_t count) {
    if (!href) return;
    xml_begin(xml, "link");
    xml_attribute(xml, "rel", "replies");
    xml_attribute(xml, "type", type);
    xml_attribute(xml, "href", href);
    xml_attribute_integer(xml, "thr:count", count);
    xml_end(xml);
}

static void write_html(struct xml *xml, const char *name, const char *html) {
    if (!html) return;
    xml_begin(xml, name);
    xml_attribute(xml, "type", "html");
    xml_text(xml, html);
    xml_end(xml);
}

// Every entry needs an author, and an author a name.
static void write_author(struct xml *xml, const struct feed *feed, const struct feed_item *item) {
    xml_begin(xml, "author");
    xml_element(xml, "name", item->author_name ? item->author_name : feed->title);
    xml_element(xml, "uri", item->author_url);
    xml_end(xml);
}

static void write_entry(struct xml *xml, const struct feed *feed, const struct feed_item *item, struct arena *arena) {
    xml_begin(xml, "entry");
    write_author(xml, feed, item);
    xml_element(xml, "title", item->title);
    write_link(xml, "alternate", "text/html", item->url);
    xml_element(xml, "id", item->id);
    xml_element(xml, "updated", feed_date_iso(arena, item->modified));
    xml_element(xml, "published", feed_date_iso(arena, item->published));
    for (size_t i = 0; i < item->category_count; i++) {
        xml_begin(xml, "category");
        xml_attribute(xml, "term", item->categories[i]);
        xml_end(xml);
    }
    write_html(xml, "summary", item->summary);
    write_html(xml, "content", item->content);
    if (item->parent_id) {
        xml_begin(xml, "thr:in-reply-to");
        xml_attribute(xml, "ref", item->parent_id);
        xml_attribute(xml, "href", item->parent_url);
        xml_attribute(xml, "type", "text/html");
        xml_end(xml);
    }
    write_replies(xml, "text/html", item->comments_url, item->comment_count);
    write_replies(xml, atom_type, item->comments_feed_url, item->comment_count);
    if (item->comments_url) xml_element_integer(xml, "thr:total", item->comment_count);
    xml_end(xml);
}

void atom_write(const struct feed *feed, struct arena *arena, struct strbuf *out) {
    struct xml xml;
    xml_init(&xml, out);
    xml_begin(&xml, "feed");
    xml_attribute(&xml, "xmlns", "http://www.w3.org/2005/Atom");
    xml_attribute(&xml, "xmlns:thr", "http://purl.org/syndication/thread/1.0");
    xml_attribute(&xml, "xml:lang", feed->language);
    xml_element(&xml, "title", feed->title);
    xml_element(&xml, "subtitle", feed->description);
    xml_element(&xml, "updated", feed_date_iso(arena, feed->updated));
    write_link(&xml, "alternate", "text/html", feed->url);
    xml_element(&xml, "id", feed->self_url);
    write_link(&xml, "self", atom_type, feed->self_url);
    write_link(&xml, "next", atom_type, feed->next_url);
    for (size_t i = 0; i < feed->count; i++) write_entry(&xml, feed, &feed->items[i], arena);
    xml_end(&xml);
}
