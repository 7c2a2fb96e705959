// rest group: who a REST request counts as, and under which path and method it is served.
#include "rules_site.h"

#include <sodium.h>

#include "server/http/server.h"
#include "server/rest/group.h"
#include "server/routes.h"
#include "server/rules/identity.h"
#include "server/rules/token.h"

struct fixture {
    struct test_site *site;
    struct http_options options;
    int64_t user;
    const char *cookie_header;  // of a session
    const char *basic_header;   // of an application password
    const char *nonce;          // of the session
    const char *other_nonce;    // of another session
};

static struct response_header *header(struct arena *arena, struct response_header *next, const char *name,
                                      const char *value) {
    if (!value) return next;
    struct response_header *made = arena_new(arena, struct response_header);
    *made = (struct response_header){.next = next, .name = name, .value = value};
    return made;
}

static const char *basic(struct arena *arena, const char *login, const char *password) {
    const char *text = arena_printf(arena, "%s:%s", login, password);
    char coded[512];
    sodium_bin2base64(coded, sizeof coded, (const unsigned char *) text, strlen(text), sodium_base64_VARIANT_ORIGINAL);
    return arena_printf(arena, "Basic %s", coded);
}

static int set_up(void **state) {
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fixture->site = test_site_open();
    struct test_site *site = fixture->site;
    struct arena *arena = &site->arena;
    struct error error = {0};
    const struct site_options fresh = {
        .admin_login = "admin", .admin_email = "a@example.org", .admin_password = "secret"};
    if (!site_create(&site->app, arena, &fresh, &error)) fail_msg("%s", error.message);
    routes_describe(&fixture->options);
    fixture->options.app = &site->app;

    const char *cookie, *password;
    struct identity *identity;
    struct app_password stored;
    if (!identity_log_in(&site->app, arena, "admin", "secret", "127.0.0.1", "test", false, &cookie, &identity, &error))
        fail_msg("%s", error.message);
    fixture->user = identity->user.id;
    fixture->cookie_header = arena_printf(arena, "%s=%s", identity_cookie_name(&site->app, arena), cookie);
    const int64_t now = clock_now();
    fixture->nonce = nonce_make(&site->app, arena, identity->session_hash, "wp_rest", now);
    unsigned char other[SECRET_HASH_SIZE] = {1};
    fixture->other_nonce = nonce_make(&site->app, arena, other, "wp_rest", now);
    if (!app_password_make(&site->app, arena, fixture->user, "tests", "", &password, &stored, &error))
        fail_msg("%s", error.message);
    fixture->basic_header = basic(arena, "admin", password);
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *fixture = *state;
    test_site_close(fixture->site);
    free(fixture);
    return 0;
}

enum { NO_NONCE, RIGHT_NONCE, OTHER_NONCE, WRONG_NONCE };
enum { NO_BASIC, RIGHT_BASIC, WRONG_BASIC };

struct who_case {
    enum http_method method;
    bool cookie, owner;
    int basic, nonce;
    bool nonce_in_query;
    int status;
    const char *code;
    bool fresh_nonce;
};

// users/me: 200 for someone; for nobody a GET answers 401 and a POST 404, as in WordPress.
static const struct who_case who_cases[] = {
    {HTTP_GET, .status = 401, .code = "rest_not_logged_in"},
    {HTTP_GET, .basic = RIGHT_BASIC, .status = 200},
    {HTTP_GET, .basic = WRONG_BASIC, .status = 401},
    {HTTP_POST, .basic = RIGHT_BASIC, .status = 200},
    {HTTP_POST, .basic = WRONG_BASIC, .status = 401},
    // A session alone is nobody: another site's form carries it too.
    {HTTP_GET, .cookie = true, .status = 401},
    {HTTP_POST, .cookie = true, .status = 404, .code = "rest_user_invalid_id"},
    {HTTP_GET, .cookie = true, .nonce = RIGHT_NONCE, .status = 200, .fresh_nonce = true},
    {HTTP_POST, .cookie = true, .nonce = RIGHT_NONCE, .status = 200, .fresh_nonce = true},
    {HTTP_GET, .cookie = true, .nonce = RIGHT_NONCE, .nonce_in_query = true, .status = 200, .fresh_nonce = true},
    {HTTP_GET, .cookie = true, .nonce = WRONG_NONCE, .status = 403, .code = "rest_cookie_invalid_nonce"},
    {HTTP_GET, .cookie = true, .nonce = OTHER_NONCE, .status = 403, .code = "rest_cookie_invalid_nonce"},
    {HTTP_POST, .cookie = true, .nonce = WRONG_NONCE, .status = 403, .code = "rest_cookie_invalid_nonce"},
    {HTTP_GET, .nonce = RIGHT_NONCE, .status = 403, .code = "rest_cookie_invalid_nonce"},
    {HTTP_GET, .nonce = WRONG_NONCE, .status = 403, .code = "rest_cookie_invalid_nonce"},
    // An application password needs no nonce, and none is looked at.
    {HTTP_GET, .basic = RIGHT_BASIC, .nonce = WRONG_NONCE, .status = 200},
};

static void test_who(void **state) {
    struct fixture *fixture = *state;
    struct arena *arena = &fixture->site->arena;
    const char *nonces[] = {NULL, fixture->nonce, fixture->other_nonce, "0123456789"};
    const char *basics[] = {NULL, fixture->basic_header, basic(arena, "admin", "wrong")};
    for (size_t i = 0; i < sizeof who_cases / sizeof *who_cases; i++) {
        const struct who_case *row = &who_cases[i];
        struct response_header *headers = NULL;
        const char *nonce = nonces[row->nonce];
        const char *target = "/wp-json/wp/v2/users/me";
        headers = header(arena, headers, "Cookie", row->cookie ? fixture->cookie_header : NULL);
        headers = header(arena, headers, "Authorization", basics[row->basic]);
        if (row->nonce_in_query)
            target = arena_printf(arena, "%s?_wpnonce=%s", target, nonce);
        else
            headers = header(arena, headers, "X-WP-Nonce", nonce);
        const struct http_exchange exchange = {
            .method = row->method, .target = target, .headers = headers, .from_owner = row->owner};
        struct request request;
        struct response response;
        http_exchange_run(&fixture->options, &exchange, &request, &response);
        if (response.status != row->status) fail_msg("case %zu: %d %s", i, response.status, response.body.data);
        if (row->code && !strstr(response.body.data, row->code)) fail_msg("case %zu: %s", i, response.body.data);
        const char *fresh = response_header_value(&response, "X-WP-Nonce");
        if ((fresh != NULL) != row->fresh_nonce) fail_msg("case %zu: X-WP-Nonce: %s", i, fresh ? fresh : "none");
        assert_null(request.group_data);
        http_exchange_finish(&request, &response);
    }
}

// The owner of the data may do everything, without a password.
static void test_owner(void **state) {
    struct fixture *fixture = *state;
    const struct http_exchange exchange = {
        .method = HTTP_GET, .target = "/wp-json/wp/v2/users?context=edit", .from_owner = true};
    struct request request;
    struct response response;
    http_exchange_run(&fixture->options, &exchange, &request, &response);
    assert_int_equal(response.status, 200);
    assert_non_null(strstr(response.body.data, "a@example.org"));
    assert_string_equal(response_header_value(&response, "Allow"), "GET, POST");
    http_exchange_finish(&request, &response);
}

struct rewrite_case {
    enum http_method method;
    const char *path;
    const char *query;
    enum http_method becomes;
    const char *new_path;  // NULL: refused
};

static const struct rewrite_case rewrite_cases[] = {
    {HTTP_GET, "/", "", HTTP_GET, "/"},
    {HTTP_GET, "/", "rest_route=/wp/v2/posts", HTTP_GET, "/wp-json/wp/v2/posts"},
    {HTTP_GET, "/", "rest_route=wp/v2", HTTP_GET, "/wp-json/wp/v2"},
    {HTTP_GET, "/index.php", "rest_route=/", HTTP_GET, "/wp-json/"},
    {HTTP_GET, "/a-title/", "rest_route=/wp/v2/posts", HTTP_GET, "/a-title/"},
    {HTTP_GET, "/", "rest_route=/wp/../x", HTTP_GET, NULL},
    {HTTP_GET, "/", "rest_route=/..", HTTP_GET, NULL},
    {HTTP_GET, "/", "rest_route=..", HTTP_GET, NULL},
    {HTTP_GET, "/", "rest_route=/a%5Cb", HTTP_GET, NULL},
    {HTTP_GET, "/", "rest_route=/a..b", HTTP_GET, "/wp-json/a..b"},
    {HTTP_POST, "/wp-json/wp/v2/posts/1", "_method=DELETE", HTTP_DELETE, "/wp-json/wp/v2/posts/1"},
    {HTTP_POST, "/wp-json/wp/v2/posts/1", "_method=PATCH", HTTP_PATCH, "/wp-json/wp/v2/posts/1"},
    {HTTP_POST, "/wp-json/wp/v2/posts/1", "_method=GET", HTTP_POST, "/wp-json/wp/v2/posts/1"},
    {HTTP_POST, "/wp-json/wp/v2/posts/1", "_method=NONSENSE", HTTP_POST, "/wp-json/wp/v2/posts/1"},
    {HTTP_GET, "/wp-json/wp/v2/posts/1", "_method=DELETE", HTTP_GET, "/wp-json/wp/v2/posts/1"},
    {HTTP_POST, "/wp-login.php", "_method=DELETE", HTTP_POST, "/wp-login.php"},
    {HTTP_POST, "/wp-jsonp", "_method=DELETE", HTTP_POST, "/wp-jsonp"},
    {HTTP_POST, "/", "rest_route=/wp/v2/posts/1&_method=DELETE", HTTP_DELETE, "/wp-json/wp/v2/posts/1"},
};

static void test_rewrite(void **state) {
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof rewrite_cases / sizeof *rewrite_cases; i++) {
        const struct rewrite_case *row = &rewrite_cases[i];
        // A request as http/ hands it over: made by an exchange, then given this path.
        const struct http_exchange exchange = {.method = row->method, .target = "/wp-json/"};
        struct request request;
        struct response response;
        struct error error = {0};
        http_exchange_run(&fixture->options, &exchange, &request, &response);
        request.method = row->method;
        request.path = row->path;
        assert_true(url_parse_query(&request.arena, row->query, strlen(row->query), 10, &request.query));
        if (rest_rewrite(&request, &error) != (row->new_path != NULL)) fail_msg("case %zu: %s", i, error.message);
        if (row->new_path) {
            if (strcmp(request.path, row->new_path) != 0) fail_msg("case %zu: %s", i, request.path);
            assert_int_equal(request.method, row->becomes);
        } else {
            assert_int_equal(error.status, 400);
        }
        http_exchange_finish(&request, &response);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_who, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_owner, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_rewrite, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
