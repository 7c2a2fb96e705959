// group: what all pages have in common for the dispatcher: who asks, cross-site posts, how errors look, common headers.
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/http/route.h"
#include "server/pages/context.h"
#include "server/pages/handlers.h"
#include "server/pages/pages.h"
#include "server/pages/parameters.h"
#include "server/pages/session.h"
#include "server/rules/app.h"
#include "server/rules/identity.h"
#include "server/rules/settings.h"

// Pages know people by their session alone: credentials for programs are the REST API's.
static void find_identity(struct request *request) {
    struct app *app = request->app;
    struct credentials credentials = {
        .session_cookie = request_cookie(request, identity_cookie_name(app, &request->arena)),
        .address = request->address,
        .from_owner = request->from_owner,
    };
    if (!credentials.session_cookie && !credentials.from_owner) return;
    struct identity *identity = NULL;
    struct error ignored = {0};
    if (identity_find(app, &request->arena, &credentials, request->now, &identity, &ignored)) {
        request->identity = identity;
    }
}

// A comment brings a token of its own, which lets it in from wherever its form was opened.
static bool check_origin(struct request *request, struct response *response) {
    if (request->method == HTTP_GET || request->method == HTTP_OPTIONS) return true;
    if (request->route->handler == page_comment_post) return true;
    const struct app *app = request->app;
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    if (settings && session_is_same_site(request, settings)) return true;
    error_set(&response->error, 403, "cross_site",
              "This form was sent from another site, so nothing was done. Please open the page anew and try again.");
    return false;
}

static bool group_admit(struct request *request, struct response *response) {
    if (request->route->cache != CACHE_ASSET) find_identity(request);
    return check_origin(request, response) && route_admit_access(request, &response->error);
}

static void render_plain(struct response *response) {
    strbuf_reset(&response->body);
    response->content_type = "text/plain; charset=UTF-8";
    strbuf_addf(&response->body, "%d: %s\n", response->error.status, response->error.message);
}

static void group_render_error(struct request *request, struct response *response) {
    const struct app *app = request->app;
    strbuf_reset(&response->body);
    response->content_type = NULL;
    if (!app || !app->theme) {
        render_plain(response);
        return;
    }
    PAGE_CONTEXT page = {0};
    // Without a store the page is barer, but still a page.
    bool opened = page_context_open(request, response, &page);
    (void) opened;
    error_page_render(&page);
    if (strbuf_failed(&response->body) || response->body.size == 0) render_plain(response);
}

static void group_finish(struct request *request, struct response *response) {
    if (response->content_type && strncmp(response->content_type, "text/html", 9) != 0) return;
    if (response->file >= 0 || response->body.size == 0) return;
    const struct app *app = request->app;
    if (!app) return;
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    if (!settings) return;
    // In exactly this spelling: clients look for it with a regular expression.
    response_add_header(request, response, "Link",
                        arena_printf(&request->arena, "<%s/wp-json/>; rel=\"https://api.w.org/\"", settings->home));
}

const struct route_group page_group = {
    .name = "pages",
    .parameter = page_parameter,
    .admit = group_admit,
    .render_error = group_render_error,
    .finish = group_finish,
};
