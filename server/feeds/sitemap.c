// sitemap: wp-sitemap.xml and its files, as WordPress names and cuts them (WP_Sitemaps).
#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "db/sitemap.h"
#include "db/store.h"
#include "server/feeds/feed.h"
#include "server/feeds/handlers.h"
#include "server/feeds/machine.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/rules/app.h"
#include "server/rules/permalink.h"
#include "server/rules/settings.h"
#include "server/text/xml.h"

enum { URLS_MOST = 2000, FILES_MOST = 1000000 };

static const char schema[] = "http://www.sitemaps.org/schemas/sitemap/0.9";

struct work {
    const struct settings *settings;
    struct db *db;
    struct arena *arena;
    struct xml xml;
};

// A kind of files: how many entries it has, and its file number N.
struct kind {
    const char *name;
    enum db_result (*count)(struct work *work, int64_t *ret);
    enum db_result (*write)(struct work *work, int64_t file);
};

static void write_url(struct work *work, const char *url, int64_t modified) {
    xml_begin(&work->xml, "url");
    xml_element(&work->xml, "loc", url);
    if (modified) xml_element(&work->xml, "lastmod", feed_date_iso(work->arena, modified));
    xml_end(&work->xml);
}

static bool shows_posts(const struct work *work) { return strcmp(work->settings->show_on_front, "page") != 0; }

static enum db_result count_posts(struct work *work, int64_t *ret) {
    return sitemap_count_posts(work->db, POST_TYPE_POST, ret);
}

// The front page is among the pages, also where it is none of them.
static enum db_result count_pages(struct work *work, int64_t *ret) {
    enum db_result result = sitemap_count_posts(work->db, POST_TYPE_PAGE, ret);
    if (result == DB_OK && *ret == 0 && shows_posts(work)) *ret = 1;
    return result;
}

static enum db_result count_categories(struct work *work, int64_t *ret) {
    return sitemap_count_terms(work->db, TERM_CATEGORY, ret);
}

static enum db_result count_tags(struct work *work, int64_t *ret) {
    return sitemap_count_terms(work->db, TERM_TAG, ret);
}

static enum db_result count_users(struct work *work, int64_t *ret) { return sitemap_count_users(work->db, ret); }

static enum db_result write_type(struct work *work, enum post_type type, int64_t file) {
    struct post_list list;
    enum db_result result = sitemap_posts(work->db, work->arena, type, file, URLS_MOST, &list);
    for (size_t i = 0; result == DB_OK && i < list.count; i++)
        write_url(work, permalink_of_post(work->db, work->arena, work->settings, &list.items[i]),
                  list.items[i].modified);
    return result;
}

static enum db_result write_posts(struct work *work, int64_t file) { return write_type(work, POST_TYPE_POST, file); }

static enum db_result write_pages(struct work *work, int64_t file) {
    if (file == 1 && shows_posts(work)) {
        int64_t newest = 0;
        enum db_result result = sitemap_newest(work->db, &newest);
        if (result != DB_OK) return result;
        write_url(work, arena_printf(work->arena, "%s/", work->settings->home), newest);
    }
    return write_type(work, POST_TYPE_PAGE, file);
}

static enum db_result write_terms(struct work *work, enum term_taxonomy taxonomy, int64_t file) {
    struct sitemap_list list;
    enum db_result result = sitemap_terms(work->db, work->arena, taxonomy, file, URLS_MOST, &list);
    for (size_t i = 0; result == DB_OK && i < list.count; i++) {
        struct term term;
        result = term_get(work->db, work->arena, list.items[i].id, &term);
        if (result == DB_OK)
            write_url(work, permalink_of_term(work->db, work->arena, work->settings, &term), list.items[i].newest);
    }
    return result;
}

static enum db_result write_categories(struct work *work, int64_t file) {
    return write_terms(work, TERM_CATEGORY, file);
}

static enum db_result write_tags(struct work *work, int64_t file) { return write_terms(work, TERM_TAG, file); }

static enum db_result write_users(struct work *work, int64_t file) {
    struct sitemap_list list;
    enum db_result result = sitemap_users(work->db, work->arena, file, URLS_MOST, &list);
    for (size_t i = 0; result == DB_OK && i < list.count; i++) {
        struct user user;
        result = user_get(work->db, work->arena, list.items[i].id, &user);
        if (result == DB_OK)
            write_url(work, permalink_of_author(work->arena, work->settings, &user), list.items[i].newest);
    }
    return result;
}

static const struct kind kinds[] = {
    {"posts-post", count_posts, write_posts},
    {"posts-page", count_pages, write_pages},
    {"taxonomies-category", count_categories, write_categories},
    {"taxonomies-post_tag", count_tags, write_tags},
    {"users", count_users, write_users},
};

// "posts-post-12.xml"
static const struct kind *find_kind(const char *name, int64_t *ret_file) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const size_t size = strlen(kinds[i].name);
        if (strncmp(name, kinds[i].name, size) != 0 || name[size] != '-') continue;
        int64_t file = 0;
        const char *at = name + size + 1;
        // One name for a file: no zeros before the number.
        if (*at < '1' || *at > '9') return NULL;
        for (; *at >= '0' && *at <= '9' && file < FILES_MOST; at++) file = file * 10 + (*at - '0');
        *ret_file = file;
        return strcmp(at, ".xml") == 0 ? &kinds[i] : NULL;
    }
    return NULL;
}

static int64_t files_of(int64_t count) { return (count + URLS_MOST - 1) / URLS_MOST; }

static enum db_result write_index(struct work *work) {
    xml_begin(&work->xml, "sitemapindex");
    xml_attribute(&work->xml, "xmlns", schema);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        int64_t count = 0;
        enum db_result result = kinds[i].count(work, &count);
        if (result != DB_OK) return result;
        for (int64_t file = 1; file <= files_of(count); file++) {
            xml_begin(&work->xml, "sitemap");
            xml_element(&work->xml, "loc",
                        arena_printf(work->arena, "%s/wp-sitemap-%s-%" PRId64 ".xml", work->settings->home,
                                     kinds[i].name, file));
            xml_end(&work->xml);
        }
    }
    xml_end(&work->xml);
    return DB_OK;
}

static enum db_result write_file(struct work *work, const char *name) {
    int64_t file = 0, count = 0;
    const struct kind *kind = find_kind(name, &file);
    if (!kind) return DB_NOT_FOUND;
    enum db_result result = kind->count(work, &count);
    if (result == DB_OK && file > files_of(count)) result = DB_NOT_FOUND;
    if (result != DB_OK) return result;
    xml_begin(&work->xml, "urlset");
    xml_attribute(&work->xml, "xmlns", schema);
    result = kind->write(work, file);
    xml_end(&work->xml);
    return result;
}

// NULL: the index. WordPress has no sitemap while search engines are asked to stay away.
static int serve(struct request *request, struct response *response, const char *name) {
    const struct app *app = request->app;
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    STORE_READ db = settings ? store_read_acquire(app->store) : NULL;
    if (!db) return machine_failed(response, DB_BUSY);
    if (!settings->blog_public) return machine_failed(response, DB_NOT_FOUND);
    struct work work = {.settings = settings, .db = db, .arena = &request->arena};
    xml_init(&work.xml, &response->body);
    enum db_result result = name ? write_file(&work, name) : write_index(&work);
    if (result != DB_OK) {
        strbuf_reset(&response->body);
        return machine_failed(response, result);
    }
    response->content_type = "application/xml; charset=UTF-8";
    // As WordPress: the list is for search engines, not for their results.
    response->noindex = true;
    return 200;
}

int sitemap_index(struct request *request, struct response *response) { return serve(request, response, NULL); }

int sitemap_file(struct request *request, struct response *response) {
    return serve(request, response, request->captures[0]);
}

int sitemap_moved(struct request *request, struct response *response) {
    const struct app *app = request->app;
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    if (!settings) return machine_failed(response, DB_BUSY);
    if (!settings->blog_public) return machine_failed(response, DB_NOT_FOUND);
    return response_redirect(request, response, 301,
                             arena_printf(&request->arena, "%s/wp-sitemap.xml", settings->home));
}
