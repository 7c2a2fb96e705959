// newest_comments: what readers said last, wherever they said it.
#include "server/pages/newest_comments.h"

#include "base/arena.h"
#include "db/comment.h"
#include "server/pages/context.h"
#include "server/pages/parts.h"
#include "server/pages/views.h"
#include "server/rules/permalink.h"
#include "server/text/words.h"

// As many as WordPress's block shows, and among how many they are looked for: behind a thousand on protected articles
// there may be others, but everybody's front page does not walk there.
enum { NEWEST_MOST = 5, LOOKED_AT = 200 };

static const struct post *find(const struct post_list *posts, int64_t id) {
    for (size_t i = 0; i < posts->count; i++)
        if (posts->items[i].id == id) return &posts->items[i];
    return NULL;
}

enum db_result newest_comments_make(struct page_context *page, const struct remark_view **ret, size_t *ret_count) {
    *ret_count = 0;
    const struct comment_query query = {
        .type = "comment",
        .post_statuses = POST_STATUS_BIT(POST_PUBLISH),
        .hide_protected = true,
        .newest = LOOKED_AT,
        .order = COMMENT_ORDER_DATE,
        .limit = NEWEST_MOST,
    };
    struct comment_list comments = {0};
    enum db_result result = comment_list(page->db, page->arena, &query, &comments);
    if (result != DB_OK || comments.count == 0) return result;

    int64_t ids[NEWEST_MOST];
    for (size_t i = 0; i < comments.count; i++) ids[i] = comments.items[i].post;
    const struct post_query of = {
        .types = POST_TYPE_BIT(POST_TYPE_POST) | POST_TYPE_BIT(POST_TYPE_PAGE),
        .statuses = POST_STATUS_BIT(POST_PUBLISH),
        .include = {ids, comments.count},
        .limit = NEWEST_MOST,
    };
    struct post_list posts = {0};
    result = post_list(page->db, page->arena, &of, true, &posts);
    if (result != DB_OK) return result;

    struct remark_view *remarks = arena_array(page->arena, struct remark_view, comments.count);
    for (size_t i = 0; i < comments.count; i++) {
        const struct comment *comment = &comments.items[i];
        const struct post *post = find(&posts, comment->post);
        if (!post) continue;
        remarks[(*ret_count)++] = (struct remark_view){
            .author = *comment->author_name ? comment->author_name : words_get(page->words, WORD_ANONYMOUS),
            .headline = headline_of_post(page, post),
            .url = permalink_of_comment(page->db, page->arena, page->settings, post, comment),
        };
    }
    *ret = remarks;
    return DB_OK;
}
