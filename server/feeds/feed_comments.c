// feed_comments: the newest comments of the whole site, or of one article. Those of what needs a password are nobody's.
#include <inttypes.h>

#include "base/arena.h"
#include "db/change.h"
#include "db/comment.h"
#include "db/touch_kinds.h"
#include "server/feeds/feed.h"
#include "server/feeds/feed_parts.h"
#include "server/rules/settings.h"
#include "server/text/escape.h"
#include "server/text/words.h"

struct work {
    struct feed_source *source;
    struct feed_things things;
    bool of_site;
    size_t used;       // by texts
    struct post post;  // that the last comment belongs to
};

static const char *comment_id(struct work *work, int64_t comment) {
    return arena_printf(work->source->arena, "%s#comment-%" PRId64, feed_post_id(work->source, &work->post), comment);
}

static enum db_result make_item(struct work *work, const struct comment *comment, struct feed_item *item) {
    struct feed_source *source = work->source;
    struct arena *arena = source->arena;
    const struct words *words = source->settings->words;
    if (work->post.id != comment->post) {
        enum db_result result = post_get(source->db, arena, comment->post, &work->post);
        if (result != DB_OK) return result;
        feed_things_add(source, &work->things, TOUCH_POST, comment->post);
    }
    const char *name = *comment->author_name ? comment->author_name : words_get(words, WORD_ANONYMOUS);
    const char *article = feed_post_name(source, &work->post);
    *item = (struct feed_item){
        .id = comment_id(work, comment->id),
        .url = permalink_of_comment(source->db, arena, source->settings, &work->post, comment),
        .title = work->of_site ? words_with(arena, words, WORD_FEED_COMMENT_ON, article, name, NULL)
                               : words_with(arena, words, WORD_FEED_COMMENT_BY, name, NULL),
        .author_name = name,
        .author_url = *comment->author_url && escape_url_is_safe(comment->author_url) ? comment->author_url : NULL,
        .published = comment->created,
        .modified = comment->edited ? comment->edited : comment->created,
    };
    // Both hold the same, as in WordPress.
    item->summary = feed_html(arena, comment->content_html, item->url, &work->used);
    item->content = feed_html(arena, comment->content_html, item->url, &work->used);
    if (!comment->parent) return DB_OK;
    struct comment parent;
    enum db_result result = comment_get(source->db, arena, comment->parent, &parent);
    if (result != DB_OK) return result == DB_NOT_FOUND ? DB_OK : result;
    item->parent_id = comment_id(work, parent.id);
    item->parent_url = permalink_of_comment(source->db, arena, source->settings, &work->post, &parent);
    return DB_OK;
}

static enum db_result read_list(struct work *work, const struct permalink_target *target, struct comment_list *ret) {
    struct feed_source *source = work->source;
    const int64_t most = source->settings->posts_per_rss;
    struct comment_query query = {
        .post_statuses = POST_STATUS_BIT(POST_PUBLISH),
        .hide_protected = true,
        .order = COMMENT_ORDER_DATE,
        .limit = most + 1,
        .offset = (target->page - 1) * most,
    };
    if (!work->of_site) query.posts = (struct id_list){&target->id, 1};
    feed_things_add(source, &work->things, TOUCH_SETTINGS, 0);
    if (work->of_site) {
        feed_things_add(source, &work->things, TOUCH_ALL_COMMENTS, 0);
    } else {
        feed_things_add(source, &work->things, TOUCH_COMMENTS, target->id);
        feed_things_add(source, &work->things, TOUCH_POST, target->id);
    }
    return comment_list(source->db, source->arena, &query, ret);
}

enum db_result feed_comments(struct feed_source *source, const struct permalink_target *target, struct feed *feed,
                             int64_t *ret_changed) {
    const size_t most = (size_t) source->settings->posts_per_rss;
    struct work work = {.source = source, .of_site = target->kind == PERMALINK_FRONT};
    struct comment_list list;
    enum db_result result = feed_describe(source, target, feed);
    if (result == DB_OK) result = read_list(&work, target, &list);
    if (result != DB_OK) return result;
    if (list.count == 0 && target->page > 1) return DB_NOT_FOUND;
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
