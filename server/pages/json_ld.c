// json_ld: see the header. Every string passes escape_json_string(), so no text can end the script element.
#include "server/pages/json_ld.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/strbuf.h"
#include "server/pages/breadcrumb.h"
#include "server/pages/context.h"
#include "server/pages/image.h"
#include "server/pages/part.h"
#include "server/pages/parts.h"
#include "server/pages/views.h"
#include "server/text/escape.h"
#include "server/text/language.h"

// `"name":"text"` with a comma before it; nothing for NULL. `name` is a literal of ours.
static void add_member(struct strbuf *out, const char *name, const char *text) {
    if (!text) return;
    strbuf_addf(out, ",\"%s\":", name);
    escape_json_string(out, text);
}

static void add_time(struct strbuf *out, const char *name, int64_t moment) {
    char buffer[CLOCK_ISO_SIZE];
    add_member(out, name, clock_format_iso_local(buffer, moment));
}

static void add_breadcrumb(struct strbuf *out, const struct breadcrumb *breadcrumb, const char *url) {
    strbuf_adds(out, "{\"@type\":\"BreadcrumbList\",\"itemListElement\":[");
    for (size_t i = 0; i < breadcrumb->count; i++) {
        const struct crumb_view *crumb = &breadcrumb->items[i];
        strbuf_addf(out, "%s{\"@type\":\"ListItem\",\"position\":%zu", i ? "," : "", i + 1);
        add_member(out, "name", crumb->name);
        add_member(out, "item", crumb->url ? crumb->url : url);
        strbuf_addc(out, '}');
    }
    strbuf_adds(out, "]}");
}

static const char *finish(struct page_context *page, const struct strbuf *out) {
    return strbuf_failed(out) ? NULL : arena_strndup(page->arena, out->data, out->size);
}

static void add_image(struct strbuf *out, const char *name, const struct image_view *image) {
    if (!image) return;
    strbuf_addf(out, ",\"%s\":{\"@type\":\"ImageObject\"", name);
    add_member(out, "url", image->large_url);
    strbuf_addf(out, ",\"width\":%lld,\"height\":%lld", (long long) image->large_width,
                (long long) image->large_height);
    add_member(out, "caption", image->alt);
    strbuf_addc(out, '}');
}

static void add_publisher(struct strbuf *out, struct page_context *page, const struct image_view *logo) {
    strbuf_adds(out, ",\"publisher\":{\"@type\":\"NewsMediaOrganization\"");
    add_member(out, "name", site_title(page));
    add_member(out, "url", site_url(page, "/"));
    add_image(out, "logo", logo);
    strbuf_addc(out, '}');
}

static void add_keywords(struct strbuf *out, const struct json_ld_article *article) {
    if (article->tags_count == 0) return;
    strbuf_adds(out, ",\"keywords\":[");
    for (size_t i = 0; i < article->tags_count; i++) {
        if (i > 0) strbuf_addc(out, ',');
        escape_json_string(out, article->tags[i].name);
    }
    strbuf_addc(out, ']');
}

static void write_article(struct strbuf *out, struct page_context *page, const struct json_ld_article *article,
                          const struct breadcrumb *breadcrumb, const struct image_view *logo) {
    strbuf_adds(out, "{\"@context\":\"https://schema.org\",\"@graph\":[{\"@type\":\"NewsArticle\"");
    add_member(out, "mainEntityOfPage", article->url);
    add_member(out, "url", article->url);
    add_member(out, "headline", article->headline);
    add_member(out, "description", article->description);
    add_member(out, "articleSection", article->section);
    add_time(out, "datePublished", article->published);
    add_time(out, "dateModified", article->modified);
    add_member(out, "inLanguage", language_tag(page->arena, page->settings->WPLANG));
    add_image(out, "image", article->image);
    add_keywords(out, article);
    strbuf_addf(out, ",\"commentCount\":%lld", (long long) article->comment_count);
    if (article->author_name) {
        strbuf_adds(out, ",\"author\":{\"@type\":\"Person\"");
        add_member(out, "name", article->author_name);
        add_member(out, "url", article->author_url);
        strbuf_addc(out, '}');
    }
    add_publisher(out, page, logo);
    strbuf_adds(out, "},");
    add_breadcrumb(out, breadcrumb, article->url);
    strbuf_adds(out, "]}");
}

static void part_of_image(struct part *part, const struct image_view *image) {
    part_of_number(part, image != NULL);
    if (!image) return;
    part_of_text(part, image->large_url);
    part_of_number(part, image->large_width);
    part_of_number(part, image->large_height);
    part_of_text(part, image->alt);
}

// All that write_article() is given.
static void make_key(struct part *part, const struct json_ld_article *article, const struct breadcrumb *breadcrumb,
                     const struct image_view *logo) {
    part_of_text(part, article->url);
    part_of_text(part, article->headline);
    part_of_text(part, article->description);
    part_of_text(part, article->section);
    part_of_text(part, article->author_name);
    part_of_text(part, article->author_url);
    part_of_number(part, article->published);
    part_of_number(part, article->modified);
    part_of_number(part, article->comment_count);
    part_of_image(part, article->image);
    part_of_number(part, (int64_t) article->tags_count);
    for (size_t i = 0; i < article->tags_count; i++) part_of_text(part, article->tags[i].name);
    part_of_number(part, (int64_t) breadcrumb->count);
    for (size_t i = 0; i < breadcrumb->count; i++) {
        part_of_text(part, breadcrumb->items[i].name);
        part_of_text(part, breadcrumb->items[i].url);
    }
    part_of_image(part, logo);
}

const char *json_ld_article(struct page_context *page, const struct json_ld_article *article,
                            const struct breadcrumb *breadcrumb) {
    // Without a logo where it cannot be read: the page is whole all the same.
    const struct image_view *logo = NULL;
    if (image_of_logo(page, &logo) != DB_OK) logo = NULL;
    PART part;
    part_begin(&part, page, PART_JSON_LD);
    make_key(&part, article, breadcrumb, logo);
    const char *kept = part_find(&part);
    if (kept) return kept;
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    write_article(&out, page, article, breadcrumb, logo);
    return part_keep(&part, &out);
}

const char *json_ld_breadcrumb(struct page_context *page, const struct breadcrumb *breadcrumb, const char *url) {
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    strbuf_adds(&out, "{\"@context\":\"https://schema.org\",\"@graph\":[");
    add_breadcrumb(&out, breadcrumb, url);
    strbuf_adds(&out, "]}");
    return finish(page, &out);
}

const char *json_ld_site(struct page_context *page) {
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    strbuf_adds(&out, "{\"@context\":\"https://schema.org\",\"@type\":\"WebSite\"");
    add_member(&out, "url", site_url(page, "/"));
    add_member(&out, "name", page->settings->blogname);
    add_member(&out, "description", text_or_null(page->settings->blogdescription));
    strbuf_adds(&out, ",\"potentialAction\":{\"@type\":\"SearchAction\"");
    add_member(&out, "target", site_url(page, "/?s={search_term_string}"));
    strbuf_adds(&out, ",\"query-input\":\"required name=search_term_string\"}}");
    return finish(page, &out);
}
