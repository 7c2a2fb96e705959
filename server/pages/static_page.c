// static_page: the page of one static page (WordPress's type "page").
#include <string.h>

#include "base/arena.h"
#include "db/post.h"
#include "server/http/response.h"
#include "server/pages/article_list.h"
#include "server/pages/breadcrumb.h"
#include "server/pages/context.h"
#include "server/pages/entry.h"
#include "server/pages/image.h"
#include "server/pages/json_ld.h"
#include "server/pages/layout.h"
#include "server/pages/pages.h"
#include "server/pages/parts.h"
#include "server/pages/views.h"
#include "server/rules/permalink.h"
#include "server/text/words.h"

enum { CHILDREN_MAX = 100 };

static enum db_result add_children(struct page_context *page, const struct post *post, struct page_view *view) {
    struct post_query query = {
        .types = POST_TYPE_BIT(POST_TYPE_PAGE),
        .statuses = POST_STATUS_BIT(POST_PUBLISH),
        .parents = {&post->id, 1},
        .filter_parents = true,
        .order = POST_ORDER_MENU_ORDER,
        .ascending = true,
        .limit = CHILDREN_MAX,
    };
    struct post_list list = {0};
    enum db_result result = post_list(page->db, page->arena, &query, true, &list);
    if (result != DB_OK) return result;
    struct headline_link_view *children = arena_array(page->arena, struct headline_link_view, list.count + 1);
    for (size_t i = 0; i < list.count; i++) {
        children[i] = (struct headline_link_view){
            .headline = headline_of_post(page, &list.items[i]),
            .url = permalink_of_post(page->db, page->arena, page->settings, &list.items[i]),
        };
    }
    view->children = children;
    view->children_count = list.count;
    return DB_OK;
}

static bool is_front(const struct page_context *page, int64_t id) {
    return strcmp(page->settings->show_on_front, "page") == 0 && page->settings->page_on_front == id;
}

int static_page_serve(struct page_context *page, int64_t id, int64_t number) {
    struct entry entry;
    int status = entry_load(page, id, POST_TYPE_PAGE, number, &entry);
    if (status) return status;
    const struct post *post = &entry.post;
    bool front = is_front(page, id);
    const char *url = front ? site_url(page, "/") : entry.url;
    struct page_view view = {
        .id = post->id,
        .url = url,
        .headline = entry.headline,
        .published = entry.published,
        .updated = entry.updated,
        .content = entry.content,
        .pages = entry.pages,
        .password_form = entry.password_form,
        .preview = entry.preview,
        .preview_until = entry.preview_until,
        .discussion = entry.discussion,
    };
    struct breadcrumb breadcrumb = breadcrumb_begin(page);
    enum db_result result = breadcrumb_add_parents(page, &breadcrumb, post->parent);
    if (result == DB_OK && !entry.preview) result = add_children(page, post, &view);
    if (result == DB_OK && !entry.password_form) result = image_of_post(page, post, &view.image);
    if (result != DB_OK) return page_db_failed(page, result);
    breadcrumb_end(page, &breadcrumb, entry.title);
    if (!front) {
        view.breadcrumb = breadcrumb.items;
        view.breadcrumb_count = breadcrumb.count;
    }
    struct layout_wish wish = {
        .kind = "page",
        .title = article_list_title(page, front ? NULL : entry.title, entry.number),
        .description = entry.summary ? entry.summary : entry.title,
        .image = view.image,
        // The front page's address has the feed of the site.
        .feed_of = entry.preview || front ? NULL : entry.url,
        .feed_title = words_with(page->arena, page->words, WORD_FEED_OF_ARTICLE, entry.title, NULL),
        .canonical = entry.preview ? NULL : entry.canonical,
        .prev_url = entry.prev_url,
        .next_url = entry.next_url,
        .embeddable = true,
        .api_item_url = entry.preview ? NULL : entry.api_url,
        .json_ld = front           ? json_ld_site(page)
                   : entry.preview ? NULL
                                   : json_ld_breadcrumb(page, &breadcrumb, url),
        .noindex = entry_is_variant(page, &entry),
        .menu_page = post->id,
    };
    view.layout = layout_make(page, &wish);
    return page_render(page, 200, THEME_PAGE, &view);
}
