// dispatch: from an address to the page behind it. Serves "/" and every path that no other row of the site map has.
#include "db/media.h"
#include "server/feeds/feed.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/media/picture.h"
#include "server/pages/context.h"
#include "server/pages/handlers.h"
#include "server/pages/moved.h"
#include "server/pages/pages.h"
#include "server/rules/permalink.h"

#include <string.h>

static bool is_posts_page(const struct page_context *page, int64_t id) {
    const struct settings *settings = page->settings;
    return strcmp(settings->show_on_front, "page") == 0 && settings->page_for_posts == id;
}

// Media have no page: their address leads to the file, if the asker may see what it belongs to.
static int serve_article(struct page_context *page, const struct permalink_target *target) {
    const int status = article_serve(page, target->id, target->page);
    struct media media;
    struct post parent;
    if (status != 404 || media_get(page->db, page->arena, target->id, &media) != DB_OK) return status;
    if (media.attached && post_get(page->db, page->arena, media.attached, &parent) == DB_OK &&
        !actor_can_read_post(&page->actor, &parent))
        return status;
    page->response->error = (struct error){0};
    return response_redirect(page->request, page->response, 302,
                             picture_url(page->arena, page->settings->home, media.file));
}

static int serve_feed(struct page_context *page, const struct permalink_target *target) {
    struct feed_source source = {
        .request = page->request,
        .response = page->response,
        .settings = page->settings,
        .db = page->db,
        .arena = page->arena,
    };
    return feed_serve(&source, target);
}

static int serve_target(struct page_context *page, const struct permalink_target *target) {
    if (target->feed) return serve_feed(page, target);
    page->comment_page = target->comment_page;
    switch (target->kind) {
        case PERMALINK_FRONT:
            return front_serve(page, target->page);
        case PERMALINK_POST:
            return serve_article(page, target);
        case PERMALINK_PAGE:
            return is_posts_page(page, target->id) ? front_serve_posts_page(page, target->id, target->page)
                                                   : static_page_serve(page, target->id, target->page);
        case PERMALINK_CATEGORY:
            return archive_serve_category(page, target->id, target->page);
        case PERMALINK_TAG:
            return archive_serve_tag(page, target->id, target->page);
        case PERMALINK_AUTHOR:
            return archive_serve_author(page, target->id, target->page);
        case PERMALINK_DATE:
            return archive_serve_date(page, target);
        case PERMALINK_SEARCH:
            return archive_serve_search(page, target->page);
        case PERMALINK_REDIRECT:
            if (target->dead_end) break;
            return response_redirect(page->request, page->response, 301, target->location);
        case PERMALINK_NONE:
            break;
    }
    const int status = moved_serve(page);
    return status != 0 ? status : page_not_found(page);
}

int page_serve(struct request *request, struct response *response) {
    PAGE_CONTEXT page = {0};
    if (!page_context_open(request, response, &page)) return response->error.status;
    struct permalink_target target = {0};
    enum db_result result =
        permalink_resolve(page.db, page.arena, page.settings, request->path, request->raw_query, &target);
    if (result != DB_OK) return page_db_failed(&page, result);
    return serve_target(&page, &target);
}
