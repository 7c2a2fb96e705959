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
#include "server/text/words.h"

enum { NEWEST = 6 };

static enum word title_of(int status) {
    static const struct {
        int status;
        enum word title;
    } titles[] = {
        {400, WORD_ERROR_400}, {401, WORD_PLEASE_LOG_IN}, {403, WORD_ERROR_403}, {405, WORD_ERROR_405},
        {408, WORD_ERROR_408}, {413, WORD_ERROR_413},     {415, WORD_ERROR_415}, {429, WORD_ERROR_429},
        {431, WORD_ERROR_431}, {501, WORD_ERROR_501},     {503, WORD_ERROR_503}, {507, WORD_ERROR_507},
    };
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        if (titles[i].status == status) return titles[i].title;
    }
    return status >= 500 ? WORD_ERROR_5XX : WORD_ERROR_4XX;
}

bool not_found_page_render(struct page_context *page) {
    struct post_query query = {
        .types = POST_TYPE_BIT(POST_TYPE_POST),
        .statuses = POST_STATUS_BIT(POST_PUBLISH),
        .order = POST_ORDER_DATE,
        .limit = NEWEST,
    };
    struct post_list posts = {0};
    const struct story_view *newest = NULL;
    if (post_list(page->db, page->arena, &query, true, &posts) != DB_OK) return false;
    if (teasers_make(page, &posts, &(struct teaser_wish){0}, &newest) != DB_OK) return false;
    struct layout_wish wish = {.kind = "error", .title = words_get(page->words, WORD_PAGE_NOT_FOUND), .noindex = true};
    struct not_found_view view = {
        .layout = layout_make(page, &wish),
        .status = 404,
        .title = wish.title,
        .sentence = words_get(page->words, WORD_PAGE_NOT_FOUND_HINT),
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
    struct layout_wish wish = {.kind = "error", .title = words_get(page->words, title_of(status)), .noindex = true};
    struct error_view view = {
        .status = status,
        .title = wish.title,
        .sentence = text_or_null(words_translate(page->words, error->message)),
        .layout = layout_make(page, &wish),
    };
    if (page->settings) {
        view.back_url = site_url(page, "/");
        view.back_label = words_get(page->words, WORD_TO_THE_FRONT_PAGE);
    }
    page_render(page, status, THEME_ERROR, &view);
}
