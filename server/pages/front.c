// front: the front page: the newest articles, pinned ones first.
#include <string.h>

#include "base/arena.h"
#include "db/post.h"
#include "server/pages/article_list.h"
#include "server/pages/context.h"
#include "server/pages/json_ld.h"
#include "server/pages/layout.h"
#include "server/pages/newest_comments.h"
#include "server/pages/pages.h"
#include "server/pages/parts.h"
#include "server/pages/views.h"
#include "server/rules/permalink.h"

enum { SECONDS = 2 };

// Page 1 begins with the lead and the seconds; on the others all is river.
static void share_out(struct front_view *view, const struct article_list *list) {
    const struct story_view *stories = list->stories;
    size_t left = list->count;
    if (list->number == 1 && left) {
        view->lead = stories++;
        left--;
        view->seconds = stories;
        view->seconds_count = left < SECONDS ? left : SECONDS;
        stories += view->seconds_count;
        left -= view->seconds_count;
    }
    view->river = stories;
    view->river_count = left;
    view->empty = list->count == 0;
}

// `title` NULL: the site's own front page, else the name of the page that holds the list.
static int serve_list(struct page_context *page, const char *base, const char *title, int64_t menu_page,
                      int64_t number) {
    struct post_query query = {.order = POST_ORDER_DATE, .sticky_first = true};
    struct article_list list;
    int status = article_list_make(page, &query, base, number, true, &list);
    if (status) return status;
    struct front_view view = {.pager = list.pager};
    share_out(&view, &list);
    if (number == 1) {
        enum db_result result = newest_comments_make(page, &view.remarks, &view.remarks_count);
        if (result != DB_OK) return page_db_failed(page, result);
    }
    bool at_home = !title && number == 1;
    struct layout_wish wish = {
        .kind = "front",
        .title = article_list_title(page, title, number),
        .description = at_home && *page->settings->blogdescription ? page->settings->blogdescription
                                                                   : article_list_summary(page, &list),
        .canonical = list.url,
        .prev_url = list.prev_url,
        .next_url = list.next_url,
        .json_ld = at_home ? json_ld_site(page) : NULL,
        .at_home = at_home,
        .menu_page = menu_page,
    };
    view.layout = layout_make(page, &wish);
    return page_render(page, 200, THEME_FRONT, &view);
}

int front_serve(struct page_context *page, int64_t number) {
    const struct settings *settings = page->settings;
    if (strcmp(settings->show_on_front, "page") == 0 && settings->page_on_front) {
        return static_page_serve(page, settings->page_on_front, number);
    }
    return serve_list(page, site_url(page, "/"), NULL, 0, number);
}

int front_serve_posts_page(struct page_context *page, int64_t posts_page, int64_t number) {
    struct post post;
    enum db_result result = post_get(page->db, page->arena, posts_page, &post);
    if (result != DB_OK) return page_db_failed(page, result);
    if (post.type != POST_TYPE_PAGE || post.status != POST_PUBLISH) return page_not_found(page);
    const char *base = permalink_of_post(page->db, page->arena, page->settings, &post);
    return serve_list(page, base, plain_text(page->arena, headline_of_post(page, &post)), post.id, number);
}
