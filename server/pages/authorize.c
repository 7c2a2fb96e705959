// authorize: /wp-admin/authorize-application.php: an application asks somebody who is logged in for a password of its
// own (WordPress's page of that name, with its fields).
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/url.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/pages/app_url.h"
#include "server/pages/context.h"
#include "server/pages/handlers.h"
#include "server/pages/layout.h"
#include "server/pages/parts.h"
#include "server/pages/session.h"
#include "server/pages/views.h"
#include "server/rules/app.h"
#include "server/rules/identity.h"
#include "server/rules/token.h"
#include "server/text/words.h"

enum { NAME_MAX_BYTES = 250 };

static const char nonce_action[] = "authorize_application_password";
static const char page_path[] = "/wp-admin/authorize-application.php";

// What the application said of itself; NULL where it said nothing.
struct application {
    const char *name;
    const char *id;
    const char *success_url;
    const char *reject_url;  // also derived from success_url
};

static struct application read_application(struct request *request, const struct url_pairs *from) {
    struct application ret = {
        .name = text_or_null(url_pairs_get(from, "app_name")),
        .id = text_or_null(url_pairs_get(from, "app_id")),
        .success_url = text_or_null(url_pairs_get(from, "success_url")),
        .reject_url = text_or_null(url_pairs_get(from, "reject_url")),
    };
    if (ret.name) ret.name = text_or_null(plain_text(&request->arena, ret.name));
    if (!ret.reject_url && ret.success_url && !app_url_problem(ret.success_url))
        ret.reject_url = app_url_add(&request->arena, ret.success_url, "success", "false");
    return ret;
}

static bool is_uuid(const char *text) {
    static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    if (strlen(text) != sizeof shape - 1) return false;
    for (size_t i = 0; shape[i]; i++)
        if (shape[i] == '-' ? text[i] != '-' : !strchr("0123456789abcdefABCDEF", text[i])) return false;
    return true;
}

// wp_is_authorize_application_password_request_valid(). False: the error is set.
static bool check_application(const struct application *application, struct error *error) {
    const char *name = "success_url", *problem = NULL;
    if (application->success_url) problem = app_url_problem(application->success_url);
    if (!problem && application->reject_url) {
        name = "reject_url";
        problem = app_url_problem(application->reject_url);
    }
    if (problem) {
        error_set(error, 400, "invalid_redirect_url", "The application's request is not allowed: its %s %s", name,
                  problem);
        return false;
    }
    if (application->id && !is_uuid(application->id)) {
        error_set(error, 400, "invalid_app_id", "The application's request is not allowed: its app_id is no UUID.");
        return false;
    }
    return true;
}

static const struct identity *session_of(const struct request *request) {
    const struct identity *identity = request->identity;
    return identity && identity->kind == IDENTITY_SESSION ? identity : NULL;
}

// Browsers hold the redirects that follow a form to form-action too, so the application's schemes must be in it.
static void allow_redirects(struct page_context *page, const struct application *application) {
    const char *success = application->success_url ? app_url_scheme(page->arena, application->success_url) : "";
    const char *reject = application->reject_url ? app_url_scheme(page->arena, application->reject_url) : "";
    response_set_header(
        page->request, page->response, "Content-Security-Policy",
        arena_printf(page->arena,
                     "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                     "frame-ancestors 'none'; object-src 'none'; base-uri 'none'; form-action 'self' %s %s",
                     success, reject));
}

static const struct layout_view *make_layout(struct page_context *page) {
    const struct layout_wish wish = {.kind = "login", .title = words_get(page->words, WORD_AUTHORIZE), .noindex = true};
    page->response->personal = true;
    return layout_make(page, &wish);
}

// "app.example.org", "myapp:"; where the password goes, for a reader to judge.
static const char *destination_of(struct page_context *page, const char *url) {
    if (!url) return NULL;
    const char *scheme = app_url_scheme(page->arena, url);
    if (strncmp(scheme, "http", 4) != 0) return scheme;
    const char *host = url + strlen(scheme) + 2;
    return arena_strndup(page->arena, host, strcspn(host, "/?#"));
}

static int show_form(struct request *request, struct response *response, int status,
                     const struct application *application, const char *error) {
    const struct identity *identity = session_of(request);
    PAGE_CONTEXT page = {0};
    if (!page_context_open(request, response, &page)) return response->error.status;
    const struct authorize_view view = {
        .layout = make_layout(&page),
        .title = words_get(page.words, WORD_AUTHORIZE),
        .asks = true,
        .called = application->name,
        .user_name = identity->user.display_name,
        .destination = destination_of(&page, application->success_url),
        .action = site_path(&page, page_path),
        .error = error ? words_translate(page.words, error) : NULL,
        .nonce = nonce_make(page.app, page.arena, identity->session_hash, nonce_action, request->now),
        .app_name = application->name,
        .app_id = application->id,
        .success_url = application->success_url,
        .reject_url = application->reject_url,
    };
    allow_redirects(&page, application);
    return page_render(&page, status, THEME_AUTHORIZE, &view);
}

static int show_password(struct request *request, struct response *response, const char *name, const char *password) {
    PAGE_CONTEXT page = {0};
    if (!page_context_open(request, response, &page)) return response->error.status;
    const struct authorize_view view = {
        .layout = make_layout(&page),
        .title = words_get(page.words, WORD_AUTHORIZED),
        .app_name = name,
        .password = password,
        .home_url = site_url(&page, "/"),
    };
    return page_render(&page, 200, THEME_AUTHORIZE, &view);
}

int page_authorize_show(struct request *request, struct response *response) {
    if (!session_of(request)) return session_ask_log_in(request, response, page_path);
    const struct application application = read_application(request, &request->query);
    if (!check_application(&application, &response->error)) return response->error.status;
    return show_form(request, response, 200, &application, NULL);
}

static int refuse(struct request *request, struct response *response, const struct application *application) {
    const struct app *app = request->app;
    response->personal = true;
    if (application->reject_url)
        return response_redirect(request, response, 302, app_url_coded(&request->arena, application->reject_url));
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    if (!settings) return error_set(&response->error, 503, "unavailable", "The site cannot be read at the moment.");
    return response_redirect(request, response, 302, arena_printf(&request->arena, "%s/", settings->home));
}

static const char *without_blanks(struct arena *arena, const char *text) {
    char *ret = arena_strdup(arena, text), *to = ret;
    for (; *text; text++)
        if (*text != ' ') *to++ = *text;
    *to = '\0';
    return ret;
}

static int approve(struct request *request, struct response *response, const struct application *application) {
    struct app *app = request->app;
    const struct user *user = &session_of(request)->user;
    struct app_password made;
    const char *password;
    struct error error = {0};
    if (application->name && strlen(application->name) > NAME_MAX_BYTES) {
        return show_form(request, response, 400, application, "The name is too long.");
    }
    if (!app_password_make(app, &request->arena, user->id, application->name ? application->name : "",
                           application->id ? application->id : "", &password, &made, &error)) {
        if (error.status < 500) return show_form(request, response, error.status, application, error.message);
        response->error = error;
        return error.status;
    }
    if (!application->success_url) return show_password(request, response, made.name, password);
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    if (!settings) return error_set(&response->error, 503, "unavailable", "The site cannot be read at the moment.");
    struct arena *arena = &request->arena;
    const char *url = app_url_add(arena, application->success_url, "site_url", settings->home);
    url = app_url_add(arena, url, "user_login", user->login);
    url = app_url_add(arena, url, "password", without_blanks(arena, password));
    response->personal = true;
    return response_redirect(request, response, 302, url);
}

int page_authorize_submit(struct request *request, struct response *response) {
    const struct identity *identity = session_of(request);
    if (!identity) return session_ask_log_in(request, response, page_path);
    struct url_pairs form;
    if (!request_form(request, &form, &response->error)) return response->error.status;
    const char *nonce = url_pairs_get(&form, "_wpnonce");
    if (!nonce || !nonce_valid(request->app, identity->session_hash, nonce_action, nonce, request->now))
        return error_set(&response->error, 403, "expired",
                         "This form is too old or was not made for you, so nothing was done. Please start again from "
                         "the application.");
    const struct application application = read_application(request, &form);
    if (!check_application(&application, &response->error)) return response->error.status;
    if (url_pairs_get(&form, "reject")) return refuse(request, response, &application);
    if (url_pairs_get(&form, "approve")) return approve(request, response, &application);
    return show_form(request, response, 400, &application, "Please approve or refuse.");
}
