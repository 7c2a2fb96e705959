// context: see the header.
#include "server/pages/context.h"

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "base/strbuf.h"
#include "db/store.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/rules/app.h"
#include "server/rules/identity.h"

// What most pages are smaller than: they are written without moving.
enum { PAGE_USUAL = 64 * 1024 };

bool page_context_open(struct request *request, struct response *response, struct page_context *ret) {
    struct app *app = request->app;
    struct page_context page = {
        .request = request,
        .response = response,
        .app = app,
        .arena = &request->arena,
        .settings = settings_acquire(app->settings),
        .identity = request->identity,
    };
    if (page.identity) page.actor = page.identity->actor;
    if (page.settings) page.words = page.settings->words;
    if (page.settings) page.db = store_read_acquire(app->store);
    *ret = page;
    if (page.db) return true;
    error_set(&response->error, 503, "unavailable", "The site cannot be read at the moment. Please try again.");
    response->error.retry_after = 5;
    return false;
}

void page_context_close(struct page_context *page) {
    if (page->db) store_read_release(page->db);
    if (page->settings) settings_release(page->settings);
    page->db = NULL;
    page->settings = NULL;
}

const struct user *page_user(const struct page_context *page) {
    return page->identity && page->identity->user.id ? &page->identity->user : NULL;
}

int page_not_found(struct page_context *page) {
    return error_set(&page->response->error, 404, "not_found", "There is nothing at this address.");
}

int page_db_failed(struct page_context *page, enum db_result result) {
    struct error *error = &page->response->error;
    if (result == DB_NOT_FOUND) return page_not_found(page);
    if (result == DB_BUSY) {
        error->retry_after = 5;
        return error_set(error, 503, "busy", "The site is busy at the moment. Please try again.");
    }
    log_error("%s: %s", page->request->path, db_message(page->db));
    return error_set(error, 500, "db_error", "The site could not be read.");
}

int page_render(struct page_context *page, int status, enum theme_page theme_page, const void *view) {
    struct response *response = page->response;
    strbuf_reserve(&response->body, PAGE_USUAL);
    theme_render(page->app->theme, page->words, theme_page, view, &response->body);
    if (!strbuf_failed(&response->body)) return status;
    strbuf_reset(&response->body);
    return error_set(&response->error, 500, "page_too_large", "This page is too large to be shown.");
}

void page_valid_until(struct page_context *page, int64_t moment) {
    struct response *response = page->response;
    if (moment > 0 && (response->valid_until == 0 || moment < response->valid_until)) response->valid_until = moment;
}

void page_add_link(struct page_context *page, const char *url, const char *parameters) {
    response_add_header(page->request, page->response, "Link", arena_printf(page->arena, "<%s>; %s", url, parameters));
}
