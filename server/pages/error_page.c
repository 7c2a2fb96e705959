// error_page: what a reader sees when something did not work; 404 has a page of its own that helps on.
#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/pages/context.h"
#include "server/pages/layout.h"
#include "server/pages/pages.h"
#include "server/pages/parts.h"
#include "server/pages/teaser.h"
#include "server/pages/views.h"

enum { NEWEST = 6 };

static const char *title_of(int status) {
    static const struct {
        int status;
        const char *title;
    } titles[] = {
        {400, "This request could not be understood"},
        {401, "Please log in"},
        {403, "This is not allowed"},
        {405, "This address cannot be used that way"},
        {408, "The request took too long"},
        {413, "That was too large"},
        {415, "This kind of content is not accepted"},
        {429, "Too many requests"},
        {431, "The request's headers are too large"},
        {501, "This kind of request is not known"},
        {503, "The site is not available at the moment"},
        {507, "The site cannot store anything at the moment"},
    };
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        if (titles[i].status == status) return titles[i].title;
    }
    return status >= 500 ? "Something went wrong" : "This did not work";
}

bool not_found_page_render(struct page_context *page) {
    struct post_query query = {
        .types = POST_TYPE_BIT(POST_TYPE_POST),
        .statuses = POST_STATUS_BIT(POST_PUBLISH),
        .order = POST_ORDER_DATE,
        .limit = NEWEST,
    };
    struct post_list posts = {0};
    struct teaser_view *newest = NULL;
    if (post_list(page->db, page->arena, &query, true, &posts) != DB_OK) return false;
    if (teasers_make(page, &posts, &newest) != DB_OK) return false;
    struct layout_wish wish = {.kind = "error", .title = "Page not found", .noindex = true};
    struct not_found_view view = {
        .layout = layout_make(page, &wish),
        .title = wish.title,
        .sentence = "There is nothing at this address. It may have moved, or the address may be mistyped.",
        .newest = newest,
        .newest_count = posts.count,
    };
    return page_render(page, 404, THEME_NOT_FOUND, &view) == 404;
}

void error_page_render(struct page_context *page) {
    const struct error *error = &page->response->error;
    int status = error->status;
    if (status == 404 && page->db && not_found_page_render(page)) return;
    strbuf_reset(&page->response->body);
    struct layout_wish wish = {.kind = "error", .title = title_of(status), .noindex = true};
    struct error_view view = {
        .status = status,
        .title = wish.title,
        .sentence = text_or_null(error->message),
        .layout = layout_make(page, &wish),
    };
    if (page->settings) {
        view.back_url = site_url(page, "/");
        view.back_label = "To the front page";
    }
    page_render(page, status, THEME_ERROR, &view);
}
