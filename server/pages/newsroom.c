// newsroom: the page that the newsroom's app lives in, the same for all of its addresses, and the ways to it from
// where WordPress has its own. What the app shows it reads through the REST API.
#include "server/pages/newsroom.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "server/http/assets.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/pages/context.h"
#include "server/pages/handlers.h"
#include "server/pages/image.h"
#include "server/pages/layout.h"
#include "server/pages/lost_password.h"
#include "server/pages/parts.h"
#include "server/pages/views.h"
#include "server/rules/app.h"
#include "server/rules/identity.h"
#include "server/rules/token.h"
#include "server/text/language.h"
#include "server/text/words.h"

// Stricter than the theme's: nothing of it is anybody else's, and no mark-up brings its style.
static const char newsroom_policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; manifest-src 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'self'";

bool newsroom_is_built(void) { return newsroom_asset_count > 0; }

static const char *asset_url(struct page_context *page, const char *beginning, const char *ending) {
    const struct asset *asset = asset_find_hashed(newsroom_assets, newsroom_asset_count, beginning, ending);
    return asset ? site_path(page, arena_printf(page->arena, "/newsroom/assets/%s", asset->path)) : NULL;
}

static int not_built(struct page_context *page) {
    return error_set(&page->response->error, 404, "not_found", "This server was built without the newsroom.");
}

static void add_session(struct page_context *page, struct newsroom_view *view) {
    const struct identity *identity = page->identity;
    if (!identity || identity->kind != IDENTITY_SESSION) return;
    view->nonce = nonce_make(page->app, page->arena, identity->session_hash, NONCE_REST, page->request->now);
    view->user = identity->user.id;
}

int page_newsroom(struct request *request, struct response *response) {
    PAGE_CONTEXT page = {0};
    if (!page_context_open(request, response, &page)) return response->error.status;
    response->personal = true;
    response->noindex = true;
    if (!newsroom_is_built()) return not_built(&page);
    const struct settings *settings = page.settings;
    struct icon icon = {0};
    const bool has_icon = image_of_icon(&page, &icon) == DB_OK;
    struct newsroom_view view = {
        .language = language_tag(page.arena, settings->WPLANG),
        .page_title = words_get(page.words, WORD_NEWSROOM),
        .site_title = site_title(&page),
        .style_url = asset_url(&page, "newsroom-", ".css"),
        .script_url = asset_url(&page, "main-", ".js"),
        .icon_url = has_icon && icon.url ? icon.url : site_path(&page, "/static/favicon.svg"),
        .base = site_path(&page, "/newsroom"),
        .rest_url = site_path(&page, "/wp-json"),
        .home_url = site_path(&page, "/"),
        .here = request->target,
        .locale = *settings->WPLANG ? settings->WPLANG : "en_US",
        .time_zone = settings->timezone_string,
        .start_of_week = settings->start_of_week,
        .content_format = settings->default_content_format,
        .log_in_action = site_path(&page, "/wp-login.php"),
        .lost_password_url = lost_password_url(&page),
    };
    view.direction = language_direction(view.language);
    add_session(&page, &view);
    response_set_header(request, response, "Content-Security-Policy", newsroom_policy);
    return page_render(&page, 200, THEME_NEWSROOM, &view);
}

int page_newsroom_moved(struct request *request, struct response *response) {
    PAGE_CONTEXT page = {0};
    if (!page_context_open(request, response, &page)) return response->error.status;
    response->personal = true;
    if (!newsroom_is_built()) return not_built(&page);
    return response_redirect(request, response, 302, site_path(&page, "/newsroom/"));
}
