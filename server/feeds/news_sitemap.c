// news_sitemap: the articles of the last two days, for search engines of news (Google's schema sitemap-news/0.9).
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "db/post.h"
#include "db/store.h"
#include "server/feeds/feed.h"
#include "server/feeds/handlers.h"
#include "server/feeds/machine.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/rules/app.h"
#include "server/rules/permalink.h"
#include "server/rules/settings.h"
#include "server/text/language.h"
#include "server/text/plain.h"
#include "server/text/words.h"
#include "server/text/xml.h"

enum { NEWS_SECONDS = 2 * 24 * 3600, URLS_MOST = 1000 };  // both the schema's

// Two letters; of Chinese, which of its two scripts too.
static const char *news_language(struct arena *arena, const char *locale) {
    const char *tag = language_tag(arena, locale);
    if (strcmp(tag, "zh-CN") == 0) return "zh-cn";
    if (strncmp(tag, "zh-", 3) == 0) return "zh-tw";
    return arena_strndup(arena, tag, strcspn(tag, "-"));
}

static enum db_result read_list(struct db *db, struct request *request, struct post_list *ret) {
    struct post_query query = {
        .types = POST_TYPE_BIT(POST_TYPE_POST),
        .statuses = POST_STATUS_BIT(POST_PUBLISH),
        .after = request->now - NEWS_SECONDS,
        .hide_protected = true,
        .order = POST_ORDER_DATE,
        .limit = URLS_MOST,
    };
    return post_list(db, &request->arena, &query, true, ret);
}

static void write_article(struct xml *xml, struct db *db, struct arena *arena, const struct settings *settings,
                          const struct post *post) {
    const char *title = plain_text(arena, post->title_html);
    xml_begin(xml, "url");
    xml_element(xml, "loc", permalink_of_post(db, arena, settings, post));
    xml_element(xml, "lastmod", feed_date_iso(arena, post->modified));
    xml_begin(xml, "news:news");
    xml_begin(xml, "news:publication");
    xml_element(xml, "news:name", *settings->blogname ? settings->blogname : settings->home);
    xml_element(xml, "news:language", news_language(arena, settings->WPLANG));
    xml_end(xml);
    xml_element(xml, "news:publication_date", feed_date_iso(arena, post->published));
    xml_element(xml, "news:title", *title ? title : words_get(settings->words, WORD_NO_TITLE));
    xml_end(xml);
    xml_end(xml);
}

int news_sitemap(struct request *request, struct response *response) {
    const struct app *app = request->app;
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    STORE_READ db = settings ? store_read_acquire(app->store) : NULL;
    if (!db) return machine_failed(response, DB_BUSY);
    if (!settings->blog_public) return machine_failed(response, DB_NOT_FOUND);
    struct post_list list;
    enum db_result result = read_list(db, request, &list);
    if (result != DB_OK) return machine_failed(response, result);
    struct xml xml;
    xml_init(&xml, &response->body);
    xml_begin(&xml, "urlset");
    xml_attribute(&xml, "xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
    xml_attribute(&xml, "xmlns:news", "http://www.google.com/schemas/sitemap-news/0.9");
    for (size_t i = 0; i < list.count; i++) write_article(&xml, db, &request->arena, settings, &list.items[i]);
    xml_end(&xml);
    // The oldest one is the first to leave.
    if (list.count > 0) response->valid_until = list.items[list.count - 1].published + NEWS_SECONDS;
    response->content_type = "application/xml; charset=UTF-8";
    response->noindex = true;
    return 200;
}
