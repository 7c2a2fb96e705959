// feed_parts: see the header.
#include "server/feeds/feed_parts.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/strbuf.h"
#include "base/url.h"
#include "db/post.h"
#include "db/term.h"
#include "db/touch_kinds.h"
#include "db/user.h"
#include "server/feeds/feed.h"
#include "server/rules/settings.h"
#include "server/text/absolute.h"
#include "server/text/plain.h"
#include "server/text/words.h"

// Escaping makes five bytes of one at most, and an answer may have 64 MiB.
enum { DESCRIPTION_MAX = 500, TEXTS_MAX = 8 * 1024 * 1024 };

const char *feed_post_id(const struct feed_source *source, const struct post *post) {
    return arena_printf(source->arena, "%s/?%s=%" PRId64, source->settings->home,
                        post->type == POST_TYPE_PAGE ? "page_id" : "p", post->id);
}

const char *feed_post_title(const struct feed_source *source, const struct post *post) {
    const char *title = plain_text(source->arena, post->title_html);
    return *post->password ? words_with(source->arena, source->settings->words, WORD_PROTECTED_TITLE, title, NULL)
                           : title;
}

const char *feed_post_name(const struct feed_source *source, const struct post *post) {
    const char *title = feed_post_title(source, post);
    return *title ? title : words_get(source->settings->words, WORD_NO_TITLE);
}

const char *feed_html(struct arena *arena, const char *html, const char *url, size_t *used) {
    size_t size = strlen(html);
    *used += size;
    if (*used > TEXTS_MAX) return NULL;
    while (size > 0 && (html[size - 1] == '\n' || html[size - 1] == ' ')) size--;
    if (size == 0) return NULL;
    return absolute_html(arena, html[size] == '\0' ? html : arena_strndup(arena, html, size), url);
}

static const char *site_title(const struct feed_source *source) {
    return *source->settings->blogname ? source->settings->blogname : source->settings->home;
}

static void name_archive(struct feed_source *source, struct feed *feed, const char *name, const char *description) {
    feed->title = arena_printf(source->arena, "%s – %s", name, site_title(source));
    feed->description = plain_summary(source->arena, description, DESCRIPTION_MAX);
}

static enum db_result describe_term(struct feed_source *source, int64_t id, struct feed *feed) {
    struct term term;
    enum db_result result = term_get(source->db, source->arena, id, &term);
    if (result != DB_OK) return result;
    name_archive(source, feed, term.name, term.description);
    feed->url = permalink_of_term(source->db, source->arena, source->settings, &term);
    return DB_OK;
}

static enum db_result describe_author(struct feed_source *source, int64_t id, struct feed *feed) {
    struct user user;
    enum db_result result = user_get(source->db, source->arena, id, &user);
    if (result != DB_OK) return result;
    if (user.post_count == 0) return DB_NOT_FOUND;
    name_archive(source, feed, user.display_name, user.description);
    feed->url = permalink_of_author(source->arena, source->settings, &user);
    return DB_OK;
}

// Numbers need no translation.
static void describe_date(struct feed_source *source, const struct permalink_target *target, struct feed *feed) {
    struct arena *arena = source->arena;
    const char *name = arena_printf(arena, "%04d", target->year);
    if (target->month) name = arena_printf(arena, "%s-%02d", name, target->month);
    if (target->day) name = arena_printf(arena, "%s-%02d", name, target->day);
    name_archive(source, feed, name, "");
    feed->url = permalink_of_date(arena, source->settings, target->year, target->month, target->day);
}

static void describe_search(struct feed_source *source, const char *words, struct feed *feed) {
    STRBUF_CLEAN struct strbuf url;
    strbuf_init(&url, 0);
    strbuf_addf(&url, "%s/?s=", source->settings->home);
    url_encode(&url, words, "");
    name_archive(source, feed, words_with(source->arena, source->settings->words, WORD_SEARCH_FOR, words, NULL), "");
    feed->url = arena_strndup(source->arena, url.data, url.size);
}

static void describe_site(struct feed_source *source, const struct permalink_target *target, struct feed *feed) {
    const struct settings *settings = source->settings;
    feed->title = target->feed_comments
                      ? words_with(source->arena, settings->words, WORD_FEED_OF_COMMENTS, site_title(source), NULL)
                      : site_title(source);
    feed->description = *settings->blogdescription ? settings->blogdescription : NULL;
    feed->url = arena_printf(source->arena, "%s/", settings->home);
}

static enum db_result describe_post(struct feed_source *source, int64_t id, struct feed *feed) {
    struct post post;
    enum db_result result = post_get(source->db, source->arena, id, &post);
    if (result != DB_OK) return result;
    // Only what everybody may read has a feed.
    if (post.status != POST_PUBLISH || post.type == POST_TYPE_ATTACHMENT) return DB_NOT_FOUND;
    const char *title = feed_post_name(source, &post);
    feed->title = words_with(source->arena, source->settings->words, WORD_FEED_OF_ARTICLE, title, NULL);
    feed->url = permalink_of_post(source->db, source->arena, source->settings, &post);
    return DB_OK;
}

enum db_result feed_describe(struct feed_source *source, const struct permalink_target *target, struct feed *feed) {
    switch (target->kind) {
        case PERMALINK_POST:
        case PERMALINK_PAGE:
            return describe_post(source, target->id, feed);
        case PERMALINK_CATEGORY:
        case PERMALINK_TAG:
            return describe_term(source, target->id, feed);
        case PERMALINK_AUTHOR:
            return describe_author(source, target->id, feed);
        case PERMALINK_DATE:
            describe_date(source, target, feed);
            return DB_OK;
        case PERMALINK_SEARCH:
            describe_search(source, target->words, feed);
            return DB_OK;
        case PERMALINK_FRONT:
            describe_site(source, target, feed);
            return DB_OK;
        case PERMALINK_REDIRECT:
        case PERMALINK_NONE:
            break;
    }
    return DB_NOT_FOUND;
}

static const char *part_url(struct feed_source *source, const char *first, int64_t page) {
    if (page <= 1) return first;
    return arena_printf(source->arena, "%s%spaged=%" PRId64, first, strchr(first, '?') ? "&" : "?", page);
}

void feed_address(struct feed_source *source, const struct permalink_target *target, bool more, struct feed *feed) {
    const char *first = permalink_feed(source->arena, source->settings, feed->url, feed->format, target->feed_comments);
    feed->self_url = part_url(source, first, target->page);
    if (more && target->page < FEED_PARTS_MOST) feed->next_url = part_url(source, first, target->page + 1);
}

void feed_things_add(struct feed_source *source, struct feed_things *things, unsigned kind, int64_t id) {
    for (size_t i = 0; i < things->count; i++)
        if (things->items[i].kind == kind && things->items[i].id == id) return;
    if (things->count == things->capacity) {
        const size_t capacity = things->capacity ? things->capacity * 2 : 64;
        struct touch *items = arena_array(source->arena, struct touch, capacity);
        if (things->count) memcpy(items, things->items, things->count * sizeof *items);
        things->items = items;
        things->capacity = capacity;
    }
    things->items[things->count++] = (struct touch){.kind = kind, .id = id};
}
