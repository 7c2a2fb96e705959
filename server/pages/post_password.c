// post_password: see the header.
#include "server/pages/post_password.h"

#include "base/arena.h"
#include "base/error.h"
#include "base/url.h"
#include "db/post.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/pages/context.h"
#include "server/pages/parts.h"
#include "server/pages/session.h"
#include "server/pages/views.h"
#include "server/rules/app.h"
#include "server/rules/throttle.h"
#include "server/rules/token.h"

enum { COOKIE_SECONDS = 10 * 86400, TRIES_MOST = 30, TRIES_WINDOW = 300 };
static const char purpose[] = "post-password";
static const char cookie_prefix[] = "wp-postpass_";

static const char *given_token(struct page_context *page) {
    return request_cookie(page->request, session_cookie_name(page->request, cookie_prefix));
}

bool post_password_given(struct page_context *page, const struct post *post) {
    if (!*post->password) return true;
    const char *token = given_token(page);
    if (!token) return false;
    page->response->personal = true;
    return token_valid(page->app, purpose, post->password, token, page->request->now);
}

const struct password_form_view *post_password_form(struct page_context *page, const struct post *post,
                                                    const char *url) {
    struct password_form_view *form = arena_new(page->arena, struct password_form_view);
    *form = (struct password_form_view){
        .action = site_path(page, "/wp-login.php?action=postpass"),
        .redirect_to = url,
        .field_id = arena_printf(page->arena, "password-%lld", (long long) post->id),
        .wrong = given_token(page) != NULL,
    };
    return form;
}

int post_password_receive(struct request *request, struct response *response) {
    struct app *app = request->app;
    struct url_pairs form;
    if (!request_form(request, &form, &response->error)) return response->error.status;
    int wait = throttle_wait(app->throttle, "post-password", request->address, TRIES_MOST, TRIES_WINDOW, request->now);
    if (wait > 0) {
        response->error.retry_after = wait;
        return error_set(&response->error, 429, "too_many_attempts",
                         "Too many passwords were tried. Please wait a while.");
    }
    throttle_count(app->throttle, "post-password", request->address, request->now);

    SETTINGS_LEASE settings = settings_acquire(app->settings);
    if (!settings) return error_set(&response->error, 503, "unavailable", "The site cannot be read at the moment.");
    const char *home = arena_printf(&request->arena, "%s/", settings->home);
    const char *password = url_pairs_get(&form, "post_password");
    int64_t expires = request->now + COOKIE_SECONDS;
    struct response_cookie cookie = {
        .name = session_cookie_name(request, cookie_prefix),
        .value = token_make(app, &request->arena, purpose, password ? password : "", expires),
        .max_age = COOKIE_SECONDS,
    };
    response_set_cookie(request, response, &cookie);
    const char *target = session_safe_target(&request->arena, settings, url_pairs_get(&form, "redirect_to"), home);
    return response_redirect(request, response, 302, target);
}
