// login: /wp-login.php: log-in, log-out, a lost password, and the password of protected articles, under WordPress's
// names.
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "base/url.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/pages/context.h"
#include "server/pages/handlers.h"
#include "server/pages/layout.h"
#include "server/pages/lost_password.h"
#include "server/pages/newsroom.h"
#include "server/pages/parts.h"
#include "server/pages/post_password.h"
#include "server/pages/session.h"
#include "server/pages/views.h"
#include "server/rules/app.h"
#include "server/rules/identity.h"
#include "server/rules/token.h"
#include "server/text/words.h"

enum { LOGIN_MAX = 200, PASSWORD_MAX = 4096 };

struct login_input {
    const char *log, *pwd;
    const char *redirect_to;  // NULL: none
    bool remember;
};

static bool action_is(const struct request *request, const char *name) {
    const char *action = request_query(request, "action");
    return action && strcmp(action, name) == 0;
}

static const char *message_of(const struct page_context *page) {
    if (request_query(page->request, "loggedout")) return words_get(page->words, WORD_LOGGED_OUT);
    return lost_password_message(page);
}

// `error` NULL: a fresh form.
static int show_form(struct page_context *page, int status, const struct login_input *input, const char *error) {
    page->response->personal = true;
    struct layout_wish wish = {.kind = "login", .title = words_get(page->words, WORD_LOG_IN), .noindex = true};
    struct login_view view = {
        .action = site_path(page, "/wp-login.php"),
        .redirect_to = text_or_null(input->redirect_to),
        .log = text_or_null(input->log),
        .remember = input->remember,
        .error = error,
        .message = error ? NULL : message_of(page),
        .lost_password_url = lost_password_url(page),
        .layout = layout_make(page, &wish),
    };
    return page_render(page, status, THEME_LOGIN, &view);
}

static void forget_cookie(struct request *request, struct response *response) {
    struct response_cookie cookie = {
        .name = identity_cookie_name(request->app, &request->arena), .value = "", .max_age = -1};
    response_set_cookie(request, response, &cookie);
}

// A page with a button, for a log-out whose nonce is missing or old: it may have been another site's idea.
static int ask_to_log_out(struct request *request, struct response *response) {
    PAGE_CONTEXT page = {0};
    if (!page_context_open(request, response, &page)) return response->error.status;
    const struct identity *identity = request->identity;
    struct layout_wish wish = {.kind = "login", .title = words_get(page.words, WORD_LOG_OUT), .noindex = true};
    struct message_view view = {
        .layout = layout_make(&page, &wish),
        .title = words_get(page.words, WORD_ASK_LOG_OUT),
        .sentence = words_with(page.arena, page.words, WORD_LOGGED_IN_AS, identity->user.display_name, NULL),
        .action = site_path(&page, "/wp-login.php?action=logout"),
        .action_label = words_get(page.words, WORD_LOG_OUT),
        .token_name = "_wpnonce",
        .token = nonce_make(page.app, page.arena, identity->session_hash, "log-out", request->now),
        .link_url = site_url(&page, "/"),
        .link_label = words_get(page.words, WORD_BACK_HOME),
    };
    return page_render(&page, 403, THEME_MESSAGE, &view);
}

static int log_out(struct request *request, struct response *response, const char *nonce, const char *redirect_to) {
    const struct identity *identity = request->identity;
    response->personal = true;
    if (identity && identity->kind == IDENTITY_SESSION) {
        bool good = nonce && nonce_valid(request->app, identity->session_hash, "log-out", nonce, request->now);
        if (!good) return ask_to_log_out(request, response);
        if (!identity_log_out(request->app, identity, false, &response->error)) return response->error.status;
    }
    forget_cookie(request, response);
    const struct app *app = request->app;
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    if (!settings) return error_set(&response->error, 503, "unavailable", "The site cannot be read at the moment.");
    const char *otherwise = arena_printf(&request->arena, "%s/wp-login.php?loggedout=true", settings->home);
    return response_redirect(request, response, 302,
                             session_safe_target(&request->arena, settings, redirect_to, otherwise));
}

static int go_on(struct request *request, struct response *response, const char *redirect_to) {
    const struct app *app = request->app;
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    if (!settings) return error_set(&response->error, 503, "unavailable", "The site cannot be read at the moment.");
    response->personal = true;
    const char *otherwise =
        arena_printf(&request->arena, "%s%s", settings->home, newsroom_is_built() ? "/newsroom/" : "/");
    return response_redirect(request, response, 302,
                             session_safe_target(&request->arena, settings, redirect_to, otherwise));
}

// The address alone is that of the newsroom, which has a log-in of its own; with a wish or a message it is the form's.
static bool leads_to_newsroom(const struct request *request) { return newsroom_is_built() && !*request->raw_query; }

int page_login_show(struct request *request, struct response *response) {
    if (action_is(request, "logout")) {
        return log_out(request, response, request_query(request, "_wpnonce"), request_query(request, "redirect_to"));
    }
    if (lost_password_is_asked(request)) return lost_password_show(request, response);
    struct login_input input = {.redirect_to = request_query(request, "redirect_to")};
    const struct identity *identity = request->identity;
    if (identity && identity->kind == IDENTITY_SESSION && !request_query(request, "reauth")) {
        return go_on(request, response, input.redirect_to);
    }
    if (leads_to_newsroom(request)) return go_on(request, response, NULL);
    PAGE_CONTEXT page = {0};
    if (!page_context_open(request, response, &page)) return response->error.status;
    return show_form(&page, 200, &input, NULL);
}

static const char *failure_sentence(struct page_context *page, const struct error *error) {
    if (error->status != 429) return words_get(page->words, WORD_LOG_IN_WRONG);
    int minutes = (error->retry_after + 59) / 60;
    const char *wait = words_plural(page->arena, page->words, WORD_MINUTES, minutes > 0 ? minutes : 1, NULL);
    return words_with(page->arena, page->words, WORD_LOG_IN_WAIT, wait, NULL);
}

// 401 whatever was wrong, so that names cannot be told from passwords; 429 while throttled.
static int show_failure(struct request *request, struct response *response, const struct login_input *input,
                        const struct error *error) {
    int status = error->status == 429 ? 429 : 401;
    PAGE_CONTEXT page = {0};
    if (!page_context_open(request, response, &page)) return response->error.status;
    if (status == 429) {
        response_set_header(request, response, "Retry-After",
                            arena_printf(&request->arena, "%d", error->retry_after > 0 ? error->retry_after : 1));
    }
    return show_form(&page, status, input, failure_sentence(&page, error));
}

static int log_in(struct request *request, struct response *response, const struct login_input *input) {
    struct error error = {0};
    const char *cookie_value = NULL;
    struct identity *identity = NULL;
    const char *agent = request_header(request, "User-Agent");
    bool sane = *input->log && *input->pwd && strlen(input->log) <= LOGIN_MAX && strlen(input->pwd) <= PASSWORD_MAX;
    if (!sane) {
        error_set(&error, 401, "incorrect_password", "empty or too long");
        return show_failure(request, response, input, &error);
    }
    if (!identity_log_in(request->app, &request->arena, input->log, input->pwd, request->address, agent ? agent : "",
                         input->remember, &cookie_value, &identity, &error)) {
        if (error.status >= 500) {
            response->error = error;
            return error.status;
        }
        return show_failure(request, response, input, &error);
    }
    struct response_cookie cookie = {
        .name = identity_cookie_name(request->app, &request->arena),
        .value = cookie_value,
        .max_age = input->remember ? SESSION_REMEMBERED_SECONDS : 0,
    };
    response_set_cookie(request, response, &cookie);
    return go_on(request, response, input->redirect_to);
}

int page_login_submit(struct request *request, struct response *response) {
    if (action_is(request, "postpass")) return post_password_receive(request, response);
    if (lost_password_is_asked(request)) return lost_password_submit(request, response);
    struct url_pairs form;
    if (!request_form(request, &form, &response->error)) return response->error.status;
    if (action_is(request, "logout")) {
        return log_out(request, response, url_pairs_get(&form, "_wpnonce"), url_pairs_get(&form, "redirect_to"));
    }
    const char *log = url_pairs_get(&form, "log");
    const char *pwd = url_pairs_get(&form, "pwd");
    const char *redirect_to = url_pairs_get(&form, "redirect_to");
    struct login_input input = {
        .log = log ? log : "",
        .pwd = pwd ? pwd : "",
        .redirect_to = redirect_to ? redirect_to : request_query(request, "redirect_to"),
        .remember = url_pairs_get(&form, "rememberme") != NULL,
    };
    return log_in(request, response, &input);
}
