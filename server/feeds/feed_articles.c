// feed_articles: the newest articles of the site, a category, tag, author or date, or those that a search finds.
#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "db/change.h"
#include "db/media.h"
#include "db/post.h"
#include "db/term.h"
#include "db/touch_kinds.h"
#include "db/user.h"
#include "server/feeds/feed.h"
#include "server/feeds/feed_parts.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/media/picture.h"
#include "server/rules/comment_gate.h"
#include "server/rules/settings.h"

enum { SEARCH_MAX = 200 };

struct work {
    struct feed_source *source;
    const struct feed *feed;
    struct feed_things things;
    size_t used;         // by texts
    struct user author;  // the last one that was read; id 0: none
};

// The thing whose change says that something came or went.
static void add_list(struct work *work, const struct permalink_target *target) {
    struct feed_source *source = work->source;
    if (target->kind == PERMALINK_CATEGORY || target->kind == PERMALINK_TAG) {
        feed_things_add(source, &work->things, TOUCH_ROLL, target->id);
        feed_things_add(source, &work->things, TOUCH_TERM, target->id);
    } else if (target->kind == PERMALINK_SEARCH) {
        feed_things_add(source, &work->things, TOUCH_TYPE, POST_TYPE_POST);
    } else {
        feed_things_add(source, &work->things, TOUCH_TIMELINE, 0);
    }
    if (target->kind == PERMALINK_AUTHOR) feed_things_add(source, &work->things, TOUCH_USER, target->id);
    feed_things_add(source, &work->things, TOUCH_SETTINGS, 0);
}

static enum db_result add_author(struct work *work, const struct post *post, struct feed_item *item) {
    struct feed_source *source = work->source;
    if (post->author == 0) return DB_OK;
    if (work->author.id != post->author) {
        enum db_result result = user_get(source->db, source->arena, post->author, &work->author);
        if (result != DB_OK) return result == DB_NOT_FOUND ? DB_OK : result;
        feed_things_add(source, &work->things, TOUCH_USER, post->author);
    }
    item->author_name = work->author.display_name;
    item->author_url = permalink_of_author(source->arena, source->settings, &work->author);
    return DB_OK;
}

static enum db_result add_terms(struct work *work, const struct post *post, struct feed_item *item) {
    struct feed_source *source = work->source;
    struct term_list lists[2] = {0};
    const enum term_taxonomy taxonomies[2] = {TERM_CATEGORY, TERM_TAG};
    for (size_t i = 0; i < 2; i++) {
        enum db_result result = term_of_post(source->db, source->arena, post->id, taxonomies[i], &lists[i]);
        if (result != DB_OK) return result;
    }
    const char **names = arena_array(source->arena, const char *, lists[0].count + lists[1].count + 1);
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < lists[i].count; k++) {
            names[item->category_count++] = lists[i].items[k].name;
            feed_things_add(source, &work->things, TOUCH_TERM, lists[i].items[k].id);
        }
    item->categories = names;
    return DB_OK;
}

// A link to where it may be discussed changes by itself when the discussion closes.
static void add_comments(struct work *work, const struct post *post, struct feed_item *item) {
    struct feed_source *source = work->source;
    const struct comment_gate gate = comment_gate(post, source->settings, source->request->now, false);
    int64_t *until = &source->response->valid_until;
    if (gate.open && gate.until && (*until == 0 || gate.until < *until)) *until = gate.until;
    feed_things_add(source, &work->things, TOUCH_COMMENTS, post->id);
    if (!gate.open && post->comment_count == 0) return;
    item->comments_url =
        arena_printf(source->arena, "%s#%s", item->url, post->comment_count > 0 ? "comments" : "respond");
    item->comments_feed_url = permalink_feed(source->arena, source->settings, item->url, work->feed->format, false);
    item->comment_count = post->comment_count;
}

static enum db_result add_image(struct work *work, const struct post *post, struct feed_item *item) {
    struct feed_source *source = work->source;
    if (post->featured_media == 0) return DB_OK;
    struct media media;
    enum db_result result = media_get(source->db, source->arena, post->featured_media, &media);
    if (result != DB_OK) return result == DB_NOT_FOUND ? DB_OK : result;
    feed_things_add(source, &work->things, TOUCH_POST, post->featured_media);
    if (strncmp(media.mime, "image/", 6) == 0)
        item->image_url = picture_url(source->arena, source->settings->home, media.file);
    return DB_OK;
}

static void add_text(struct work *work, const struct post *post, struct feed_item *item) {
    struct arena *arena = work->source->arena;
    if (*post->password) return;
    item->summary = feed_html(arena, post->excerpt_html, item->url, &work->used);
    if (work->source->settings->rss_use_excerpt) return;
    // WordPress: where there is no text, the excerpt is it.
    item->content = feed_html(arena, post->content_html, item->url, &work->used);
    if (!item->content) item->content = item->summary;
}

static enum db_result make_item(struct work *work, const struct post *post, struct feed_item *item) {
    struct feed_source *source = work->source;
    *item = (struct feed_item){
        .id = feed_post_id(source, post),
        .url = permalink_of_post(source->db, source->arena, source->settings, post),
        .title = feed_post_title(source, post),
        .published = post->published,
        .modified = post->modified > post->published ? post->modified : post->published,
    };
    feed_things_add(source, &work->things, TOUCH_POST, post->id);
    add_text(work, post, item);
    add_comments(work, post, item);
    enum db_result result = add_author(work, post, item);
    if (result == DB_OK) result = add_terms(work, post, item);
    if (result == DB_OK && !*post->password) result = add_image(work, post, item);
    return result;
}

static enum db_result read_list(struct work *work, const struct permalink_target *target, struct post_list *ret) {
    const int64_t most = work->source->settings->posts_per_rss;
    struct post_query query;
    permalink_posts(target, &query);
    query.limit = most + 1;
    query.offset = (target->page - 1) * most;
    add_list(work, target);
    *ret = (struct post_list){0};
    if (target->kind == PERMALINK_SEARCH) {
        const char *words = target->words;
        if (words[strspn(words, " \t\r\n")] == '\0') return DB_OK;
        query.search = arena_strndup(work->source->arena, words, utf8_prefix(words, strlen(words), SEARCH_MAX));
    }
    return post_list(work->source->db, work->source->arena, &query, work->source->settings->rss_use_excerpt, ret);
}

enum db_result feed_articles(struct feed_source *source, const struct permalink_target *target, struct feed *feed,
                             int64_t *ret_changed) {
    const size_t most = (size_t) source->settings->posts_per_rss;
    struct work work = {.source = source, .feed = feed};
    struct post_list list;
    enum db_result result = feed_describe(source, target, feed);
    if (result == DB_OK) result = read_list(&work, target, &list);
    if (result != DB_OK) return result;
    // A day without articles has no page either; other lists may be filled one day.
    if (list.count == 0 && (target->page > 1 || target->kind == PERMALINK_DATE)) return DB_NOT_FOUND;
    feed_address(source, target, list.count > most, feed);
    if (list.count > most) list.count = most;
    struct feed_item *items = arena_array(source->arena, struct feed_item, list.count + 1);
    for (size_t i = 0; i < list.count && result == DB_OK; i++) {
        result = make_item(&work, &list.items[i], &items[i]);
        if (items[i].modified > feed->updated) feed->updated = items[i].modified;
    }
    feed->items = items;
    feed->count = list.count;
    return result == DB_OK ? change_latest(source->db, work.things.items, work.things.count, ret_changed) : result;
}
