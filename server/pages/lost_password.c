// lost_password: see the header.
//
// Whether an account exists can be told neither by the answer nor by its time: a name is queued as it was typed, and
// looked up when the letter is written. The link's key moves into a cookie, so that no page on which it could leak
// has it in its address.
#include "server/pages/lost_password.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "base/url.h"
#include "db/fold.h"
#include "db/store.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/pages/context.h"
#include "server/pages/layout.h"
#include "server/pages/parts.h"
#include "server/pages/session.h"
#include "server/pages/views.h"
#include "server/rules/app.h"
#include "server/rules/notification.h"
#include "server/rules/password_reset.h"
#include "server/rules/throttle.h"
#include "server/text/words.h"

enum {
    NAME_MAX_BYTES = 200,
    PASSWORD_MAX = 4096,
    KEY_MAX = 100,
    WINDOW = 3600,
    REQUESTS_A_NAME = 3,  // in a window
    REQUESTS_AN_ADDRESS = 10,
    COOKIE_SECONDS = 3600,
};
static const char cookie_prefix[] = "wp-resetpass-";
static const char name_kind[] = "lost password", address_kind[] = "lost password address";

static bool action_is(const struct request *request, const char *name) {
    const char *action = request_query(request, "action");
    return action && strcmp(action, name) == 0;
}

static bool asks_for_link(const struct request *request) {
    return action_is(request, "lostpassword") || action_is(request, "retrievepassword");
}

bool lost_password_is_asked(const struct request *request) {
    return asks_for_link(request) || action_is(request, "rp") || action_is(request, "resetpass");
}

const char *lost_password_message(const struct page_context *page) {
    const char *check = request_query(page->request, "checkemail");
    return check && strcmp(check, "confirm") == 0 ? words_get(page->words, WORD_RESET_SENT) : NULL;
}

const char *lost_password_url(struct page_context *page) {
    return notification_is_on(page->settings) ? site_path(page, "/wp-login.php?action=lostpassword") : NULL;
}

static int show(struct page_context *page, int status, const struct password_reset_view *filled) {
    page->response->personal = true;
    struct layout_wish wish = {.kind = "login", .title = words_get(page->words, WORD_RESET_PASSWORD), .noindex = true};
    struct password_reset_view view = *filled;
    view.layout = layout_make(page, &wish);
    return page_render(page, status, THEME_PASSWORD_RESET, &view);
}

// The form for name or address; without a mail server a page that says so.
static int show_name_form(struct page_context *page, int status, const char *typed, const char *error) {
    struct password_reset_view view = {
        .action = site_path(page, "/wp-login.php?action=lostpassword"),
        .asks_name = true,
        .log = text_or_null(typed),
        .error = error,
    };
    if (!notification_is_on(page->settings))
        view = (struct password_reset_view){.sentence = words_get(page->words, WORD_RESET_NO_MAIL)};
    return show(page, status, &view);
}

static const char *wait_sentence(struct page_context *page, int wait) {
    const char *minutes = words_plural(page->arena, page->words, WORD_MINUTES, (wait + 59) / 60, NULL);
    return words_with(page->arena, page->words, WORD_RESET_WAIT, minutes, NULL);
}

static int refuse_name(struct request *request, struct response *response, const char *typed, int wait) {
    PAGE_CONTEXT page = {0};
    if (!page_context_open(request, response, &page)) return response->error.status;
    if (wait == 0) return show_name_form(&page, 422, typed, words_get(page.words, WORD_RESET_NAME_MISSING));
    response_set_header(request, response, "Retry-After", arena_printf(&request->arena, "%d", wait));
    return show_name_form(&page, 429, typed, wait_sentence(&page, wait));
}

// Counts the attempt, whoever the name belongs to. The seconds to wait, or 0.
static int throttle(struct request *request, const char *name) {
    struct app *app = request->app;
    const char *key = fold_text(&request->arena, name);
    int wait = throttle_wait(app->throttle, name_kind, key, REQUESTS_A_NAME, WINDOW, request->now);
    const int other =
        throttle_wait(app->throttle, address_kind, request->address, REQUESTS_AN_ADDRESS, WINDOW, request->now);
    if (other > wait) wait = other;
    if (wait > 0) return wait;
    throttle_count(app->throttle, name_kind, key, request->now);
    throttle_count(app->throttle, address_kind, request->address, request->now);
    return 0;
}

struct wish {
    const char *typed;
    int64_t now;
};

static enum db_result write_wish(struct db *db, void *argument) {
    const struct wish *wish = argument;
    return notification_of_lost_password(db, wish->typed, wish->now);
}

static int redirect(struct request *request, struct response *response, const char *query) {
    const struct app *app = request->app;
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    if (!settings) return error_set(&response->error, 503, "unavailable", "The site cannot be read at the moment.");
    response->personal = true;
    return response_redirect(request, response, 302,
                             arena_printf(&request->arena, "%s/wp-login.php?%s", settings->home, query));
}

static int receive_name(struct request *request, struct response *response) {
    struct app *app = request->app;
    struct url_pairs form;
    if (!request_form(request, &form, &response->error)) return response->error.status;
    const char *typed = url_pairs_get(&form, "user_login");
    struct wish wish = {.typed = typed ? typed + strspn(typed, " \t") : "", .now = request->now};
    bool on = false;
    {
        SETTINGS_LEASE settings = settings_acquire(app->settings);
        on = settings && notification_is_on(settings);
    }
    if (!on) return redirect(request, response, "action=lostpassword");
    if (!*wish.typed || strlen(wish.typed) > NAME_MAX_BYTES) return refuse_name(request, response, typed, 0);
    const int wait = throttle(request, wish.typed);
    if (wait > 0) return refuse_name(request, response, typed, wait);
    const enum db_result result = store_write(app->store, write_wish, &wish);
    if (result == DB_FULL)
        return error_set(&response->error, 507, "store_full", "There is no space left to store this.");
    if (result != DB_OK)
        return error_set(&response->error, 503, "store_unavailable", "This could not be stored at the moment.");
    return redirect(request, response, "checkemail=confirm");
}

// Key and login as the link brought them; kept in a cookie as "key:login", percent-coded.
struct link {
    const char *key, *login;
};

static void set_cookie(struct request *request, struct response *response, const char *value) {
    const struct response_cookie cookie = {.name = session_cookie_name(request, cookie_prefix),
                                           .value = value ? value : "",
                                           .path = "/wp-login.php",
                                           .max_age = value ? COOKIE_SECONDS : -1};
    response_set_cookie(request, response, &cookie);
}

static int keep_link(struct request *request, struct response *response, const struct link *link) {
    STRBUF_CLEAN struct strbuf value;
    strbuf_init(&value, 0);
    url_encode(&value, link->key, "");
    strbuf_addc(&value, ':');
    url_encode(&value, link->login, "");
    set_cookie(request, response, arena_strndup(&request->arena, value.data, value.size));
    return redirect(request, response, "action=rp");
}

static bool read_link(struct request *request, struct link *ret) {
    const char *cookie = request_cookie(request, session_cookie_name(request, cookie_prefix));
    const char *colon = cookie ? strchr(cookie, ':') : NULL;
    if (!colon) return false;
    ret->key = url_decode(&request->arena, cookie, (size_t) (colon - cookie), false);
    ret->login = url_decode(&request->arena, colon + 1, strlen(colon + 1), false);
    return ret->key && ret->login;
}

static int refuse_link(struct request *request, struct response *response) {
    set_cookie(request, response, NULL);
    return redirect(request, response, "action=lostpassword&error=invalidkey");
}

static int show_password_form(struct page_context *page, int status, const struct link *link, const char *error) {
    const struct password_reset_view view = {
        .action = site_path(page, "/wp-login.php?action=resetpass"),
        .asks_password = true,
        .log = link->login,
        .key = link->key,
        .error = error,
    };
    return show(page, status, &view);
}

static int show_link(struct request *request, struct response *response) {
    struct link link = {.key = request_query(request, "key"), .login = request_query(request, "login")};
    if (link.key && link.login && strlen(link.key) <= KEY_MAX && strlen(link.login) <= NAME_MAX_BYTES)
        return keep_link(request, response, &link);
    if (!read_link(request, &link)) return refuse_link(request, response);
    PAGE_CONTEXT page = {0};
    if (!page_context_open(request, response, &page)) return response->error.status;
    struct user user;
    const enum db_result result =
        password_reset_find(page.app, page.db, page.arena, link.login, link.key, request->now, &user);
    if (result == DB_NOT_FOUND) return refuse_link(request, response);
    if (result != DB_OK) return page_db_failed(&page, result);
    return show_password_form(&page, 200, &link, NULL);
}

int lost_password_show(struct request *request, struct response *response) {
    if (!asks_for_link(request)) return show_link(request, response);
    PAGE_CONTEXT page = {0};
    if (!page_context_open(request, response, &page)) return response->error.status;
    const bool invalid = request_query(request, "error") != NULL;
    return show_name_form(&page, 200, NULL, invalid ? words_get(page.words, WORD_RESET_INVALID) : NULL);
}

static int refuse_password(struct request *request, struct response *response, const struct link *link,
                           enum word reason) {
    PAGE_CONTEXT page = {0};
    if (!page_context_open(request, response, &page)) return response->error.status;
    return show_password_form(&page, 422, link, words_get(page.words, reason));
}

static int show_done(struct request *request, struct response *response) {
    set_cookie(request, response, NULL);
    PAGE_CONTEXT page = {0};
    if (!page_context_open(request, response, &page)) return response->error.status;
    response->personal = true;
    struct layout_wish wish = {.kind = "login", .title = words_get(page.words, WORD_RESET_PASSWORD), .noindex = true};
    struct message_view view = {
        .layout = layout_make(&page, &wish),
        .title = words_get(page.words, WORD_RESET_PASSWORD),
        .sentence = words_get(page.words, WORD_RESET_DONE),
        .link_url = site_url(&page, "/wp-login.php"),
        .link_label = words_get(page.words, WORD_LOG_IN),
    };
    return page_render(&page, 200, THEME_MESSAGE, &view);
}

static int receive_password(struct request *request, struct response *response) {
    struct url_pairs form;
    struct link link;
    if (!request_form(request, &form, &response->error)) return response->error.status;
    const char *key = url_pairs_get(&form, "rp_key");
    const char *password = url_pairs_get(&form, "pass1"), *again = url_pairs_get(&form, "pass2");
    // The form must be that of the link whose cookie came with it.
    if (!read_link(request, &link) || !key || strcmp(key, link.key) != 0) return refuse_link(request, response);
    if (!password || !*password) return refuse_password(request, response, &link, WORD_PASSWORD_MISSING);
    if (strlen(password) > PASSWORD_MAX) return refuse_password(request, response, &link, WORD_PASSWORD_TOO_LONG);
    if (again && strcmp(again, password) != 0) return refuse_password(request, response, &link, WORD_PASSWORDS_DIFFER);
    struct error error = {0};
    if (password_reset_apply(request->app, &request->arena, link.login, link.key, password, request->now, &error))
        return show_done(request, response);
    if (error.status == 403) return refuse_link(request, response);
    response->error = error;
    return error.status;
}

int lost_password_submit(struct request *request, struct response *response) {
    return asks_for_link(request) ? receive_name(request, response) : receive_password(request, response);
}
