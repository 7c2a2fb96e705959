// response: requests without a socket, from target to outgoing headers: routes, hooks, errors, cookies, validators.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "server/http/answer.h"
#include "server/http/assets.h"
#include "server/http/content_type.h"
#include "server/http/encode.h"
#include "server/http/server.h"

// What the hooks of a group did, in order.
struct trace {
    char text[64];
};

static void note(struct request *request, char what) {
    struct trace *trace = request->app;
    const size_t size = strlen(trace->text);
    if (size + 1 < sizeof trace->text) trace->text[size] = what;
}

static bool admit(struct request *request, struct response *response) {
    note(request, 'a');
    if (!request->parent && request_header(request, "X-User")) request->identity = request->app;
    return route_admit_access(request, &response->error);
}

static void render_error(struct request *request, struct response *response) {
    note(request, 'e');
    strbuf_addf(&response->body, "%s", response->error.code);
}

static void finish(struct request *request, struct response *response) {
    note(request, 'f');
    response_add_header(request, response, "X-Group", "yes");
}

static const struct route_group group = {.name = "g", .admit = admit, .render_error = render_error, .finish = finish};

static int answer_options(struct request *request, struct response *response) {
    (void) request;
    strbuf_adds(&response->body, "about");
    return 200;
}

static const struct route_group other_group = {.name = "o",
                                               .admit = admit,
                                               .render_error = render_error,
                                               .options = answer_options,
                                               .finish = finish,
                                               .slash_optional = true};

static int page(struct request *request, struct response *response) {
    note(request, 'h');
    strbuf_addf(&response->body, "page %s", request->captures[0] ? request->captures[0] : "");
    return 200;
}

static int echo(struct request *request, struct response *response) {
    strbuf_addf(&response->body, "%s %s %s %.*s", http_method_name(request->method), request->path,
                request->content_type, (int) request->body_size, request->body);
    return 201;
}

static int broken(struct request *request, struct response *response) {
    (void) request;
    (void) response;
    return 99;
}

static int own_error(struct request *request, struct response *response) {
    (void) request;
    strbuf_adds(&response->body, "own");
    return 409;
}

static int enormous(struct request *request, struct response *response) {
    (void) request;
    strbuf_reserve(&response->body, (size_t) 65 * 1024 * 1024);
    return 200;
}

static int later(struct request *request, struct response *response) {
    (void) request;
    response->error.retry_after = 7;
    return error_set(&response->error, 503, "busy", "Busy.");
}

static bool permit(struct request *request, struct error *error) {
    if (request->identity) return true;
    error_set(error, 403, "not_you", "Not you.");
    return false;
}

#define ROW(path_, methods_, handler_) \
    .path = path_, .methods = methods_, .group = &group, .access = ACCESS_PUBLIC, .handler = handler_

static const struct route routes[] = {
    {ROW("/broken", HTTP_GET, broken)},
    {ROW("/cached", HTTP_GET, page), .cache = CACHE_PAGE},
    {ROW("/echo", HTTP_POST | HTTP_PATCH, echo), .max_body = 10},
    {ROW("/enormous", HTTP_GET, enormous)},
    {ROW("/later", HTTP_GET, later), .cache = CACHE_PAGE},
    {.path = "/nobody", .methods = HTTP_GET, .group = &group, .handler = page},
    {.path = "/other", .methods = HTTP_GET, .group = &other_group, .access = ACCESS_PUBLIC, .handler = page},
    {ROW("/own-error", HTTP_GET, own_error)},
    {.path = "/owner", .methods = HTTP_GET, .group = &group, .access = ACCESS_OWNER, .handler = page},
    {ROW("/page/{name}", HTTP_GET, page)},
    {ROW("/page/{name}", HTTP_DELETE, page)},
    {.path = "/permit",
     .methods = HTTP_GET,
     .group = &group,
     .access = ACCESS_PERMIT,
     .permit = permit,
     .handler = page},
    {ROW("/static/{path:path}", HTTP_GET, http_static_serve), .cache = CACHE_ASSET},
    {.path = "/users", .methods = HTTP_GET, .group = &group, .access = ACCESS_LOGGED_IN, .handler = page},
};

static bool rewrite(struct request *request, struct error *error) {
    const char *to = request_query(request, "to");
    if (to && strcmp(to, "fail") == 0) {
        error_set(error, 400, "rewrite", "No.");
        return false;
    }
    if (to) request->path = to;
    if (request->method == HTTP_POST && request_query(request, "patch")) request->method = HTTP_PATCH;
    return true;
}

static struct trace trace;

static const struct http_options options = {
    .routes = routes,
    .route_count = sizeof routes / sizeof *routes,
    .default_group = &group,
    .app = &trace,
    .rewrite = rewrite,
};

struct exchange_case {
    const char *name;
    enum http_method method;
    const char *target;
    struct response_header header;
    const char *body;
    bool owner;
    int status;
    const char *expected;  // the body
    const char *trace;
};

static const struct exchange_case exchange_cases[] = {
    {"a page", HTTP_GET, "/page/x", {0}, NULL, false, 200, "page x", "ahf"},
    {"HEAD is GET", HTTP_HEAD, "/page/x", {0}, NULL, false, 200, "page x", "ahf"},
    {"a decoded capture", HTTP_GET, "/page/a%20b?c", {0}, NULL, false, 200, "page a b", "ahf"},
    {"no such path", HTTP_GET, "/none", {0}, NULL, false, 404, "not_found", "ef"},
    {"no such method", HTTP_POST, "/page/x", {0}, NULL, false, 405, "method_not_allowed", "ef"},
    {"HEAD without GET", HTTP_HEAD, "/echo", {0}, NULL, false, 405, "method_not_allowed", "ef"},
    {"OPTIONS", HTTP_OPTIONS, "/page/x", {0}, NULL, false, 204, "", "af"},
    {"OPTIONS by the group", HTTP_OPTIONS, "/other", {0}, NULL, false, 200, "about", "af"},
    {"OPTIONS of nothing", HTTP_OPTIONS, "/none", {0}, NULL, false, 404, "not_found", "ef"},
    {"a slash too many", HTTP_GET, "/page/x/", {0}, NULL, false, 404, "not_found", "ef"},
    {"a slash that does not matter", HTTP_GET, "/other/", {0}, NULL, false, 200, "page ", "ahf"},
    {"a body",
     HTTP_POST,
     "/echo",
     {.name = "content-type", .value = "Text/Plain; charset=x"},
     "hello",
     false,
     201,
     "POST /echo text/plain hello",
     "af"},
    {"the largest body", HTTP_POST, "/echo", {0}, "0123456789", false, 201, "POST /echo  0123456789", "af"},
    {"too large a body", HTTP_POST, "/echo", {0}, "0123456789a", false, 413, "content_too_large", "ef"},
    {"a body where none may be", HTTP_DELETE, "/page/x", {0}, "x", false, 413, "content_too_large", "ef"},
    {"a rewritten path", HTTP_GET, "/none?to=/page/y", {0}, NULL, false, 200, "page y", "ahf"},
    {"a rewritten method", HTTP_POST, "/echo?patch", {0}, "x", false, 201, "PATCH /echo  x", "af"},
    {"a failed rewrite", HTTP_GET, "/page/x?to=fail", {0}, NULL, false, 400, "rewrite", "ef"},
    {"a malformed target", HTTP_GET, "/a%00", {0}, NULL, false, 400, "bad_request", "ef"},
    {"a target without a slash", HTTP_GET, "page/x", {0}, NULL, false, 400, "bad_request", "ef"},
    {"a row that serves nobody", HTTP_GET, "/nobody", {0}, NULL, true, 401, "rest_forbidden", "aef"},
    {"nobody for users", HTTP_GET, "/users", {0}, NULL, false, 401, "rest_forbidden", "aef"},
    {"a user for users", HTTP_GET, "/users", {.name = "X-User", .value = "1"}, NULL, false, 200, "page ", "ahf"},
    {"a user for the owner",
     HTTP_GET,
     "/owner",
     {.name = "X-User", .value = "1"},
     NULL,
     false,
     403,
     "rest_forbidden",
     "aef"},
    {"the owner", HTTP_GET, "/owner", {0}, NULL, true, 200, "page ", "ahf"},
    {"a permit refused", HTTP_GET, "/permit", {0}, NULL, false, 403, "not_you", "aef"},
    {"a permit", HTTP_GET, "/permit", {.name = "X-User", .value = "1"}, NULL, false, 200, "page ", "ahf"},
    {"no status", HTTP_GET, "/broken", {0}, NULL, false, 500, "no_status", "aef"},
    {"an answer too large", HTTP_GET, "/enormous", {0}, NULL, false, 500, "answer_too_large", "aef"},
    {"an error page of its own", HTTP_GET, "/own-error", {0}, NULL, false, 409, "own", "af"},
};

static void test_exchange(void **state) {
    (void) state;
    for (size_t i = 0; i < sizeof exchange_cases / sizeof *exchange_cases; i++) {
        const struct exchange_case *c = &exchange_cases[i];
        const struct http_exchange exchange = {
            .method = c->method,
            .target = c->target,
            .headers = c->header.name ? &c->header : NULL,
            .body = c->body,
            .body_size = c->body ? strlen(c->body) : 0,
            .from_owner = c->owner,
        };
        trace = (struct trace){0};
        struct request request;
        struct response response;
        http_exchange_run(&options, &exchange, &request, &response);
        if (response.status != c->status) fail_msg("%s: status %d", c->name, response.status);
        if (strcmp(response.body.data, c->expected) != 0) fail_msg("%s: \"%s\"", c->name, response.body.data);
        if (strcmp(trace.text, c->trace) != 0) fail_msg("%s: hooks %s", c->name, trace.text);
        assert_string_equal(response_header_value(&response, "x-group"), "yes");
        assert_ptr_equal(http_request_options(&request)->routes, routes);
        http_exchange_finish(&request, &response);
    }
}

static void test_wrong_table(void **state) {
    (void) state;
    static const struct route wrong[] = {{.path = "nowhere"}};
    const struct http_options bad = {.routes = wrong, .route_count = 1};
    const struct http_exchange exchange = {.method = HTTP_GET, .target = "/"};
    struct request request;
    struct response response;
    http_exchange_run(&bad, &exchange, &request, &response);
    assert_int_equal(response.status, 500);
    assert_true(response.body.size > 0);
    http_exchange_finish(&request, &response);
}

static void test_part(void **state) {
    (void) state;
    struct response_header user = {.name = "X-User", .value = "1"};
    const struct http_exchange whole = {.method = HTTP_GET, .target = "/users", .headers = &user, .from_owner = true};
    struct request request, part;
    struct response response, answer;
    http_exchange_run(&options, &whole, &request, &response);
    const struct http_exchange inner = {.method = HTTP_GET, .target = "/users", .parent = &request};
    http_exchange_run(http_request_options(&request), &inner, &part, &answer);
    assert_int_equal(answer.status, 200);
    assert_ptr_equal(part.parent, &request);
    assert_ptr_equal(part.identity, request.identity);
    assert_int_equal(part.now, request.now);
    assert_false(part.from_owner);
    assert_ptr_equal(http_request_options(&part), http_request_options(&request));
    http_exchange_finish(&part, &answer);
    http_exchange_finish(&request, &response);
}

static void test_siblings(void **state) {
    (void) state;
    const struct http_exchange exchange = {.method = HTTP_DELETE, .target = "/page/x"};
    struct request request;
    struct response response;
    http_exchange_run(&options, &exchange, &request, &response);
    size_t count = 0;
    const struct route *rows = route_siblings(&request, &count);
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].methods, HTTP_GET);
    assert_int_equal(rows[1].methods, HTTP_DELETE);
    http_exchange_finish(&request, &response);
}

struct cookie_case {
    const char *header, *name, *value;
};

static const struct cookie_case cookie_cases[] = {
    {"a=1", "a", "1"},      {"a=1; b=2", "b", "2"},  {"a=1;b=2", "b", "2"}, {"a=\"1 2\"", "a", "1 2"},
    {"a=1; a=2", "a", "1"}, {"aa=1; a=2", "a", "2"}, {"a=", "a", ""},       {"a=b=c", "a", "b=c"},
    {" a=1 ", "a", "1"},    {"a=\"", "a", "\""},     {"a; b=1", "a", NULL}, {"", "a", NULL},
    {"A=1", "a", NULL},     {"a=1", "", NULL},       {";;; a=1", "a", "1"}, {"x=a=1", "a", NULL},
};

static void test_cookies(void **state) {
    (void) state;
    for (size_t i = 0; i < sizeof cookie_cases / sizeof *cookie_cases; i++) {
        const struct cookie_case *c = &cookie_cases[i];
        struct response_header header = {.name = "cookie", .value = c->header};
        const struct http_exchange exchange = {.method = HTTP_GET, .target = "/page/x", .headers = &header};
        struct request request;
        struct response response;
        http_exchange_run(&options, &exchange, &request, &response);
        const char *got = request_cookie(&request, c->name);
        if (!got != !c->value || (got && strcmp(got, c->value) != 0))
            fail_msg("\"%s\": %s is %s", c->header, c->name, got ? got : "absent");
        http_exchange_finish(&request, &response);
    }
}

static void test_headers(void **state) {
    (void) state;
    const struct http_exchange exchange = {.method = HTTP_GET, .target = "/cached?a=1&b=&a=2"};
    struct request request;
    struct response response;
    http_exchange_run(&options, &exchange, &request, &response);
    assert_string_equal(request_query(&request, "a"), "1");
    assert_string_equal(request_query(&request, "b"), "");
    assert_null(request_query(&request, "c"));
    response.headers = NULL;
    response_add_header(&request, &response, "X-A", "1");
    response_add_header(&request, &response, "x-a", "2");
    response_add_header(&request, &response, "X-B", "3");
    response_set_header(&request, &response, "X-A", "4");
    assert_string_equal(response_header_value(&response, "x-A"), "4");
    assert_string_equal(response.headers->name, "X-B");
    assert_null(response.headers->next->next);

    const struct response_cookie cookie = {.name = "n", .value = "v", .path = "/p", .max_age = -1};
    request.secure = true;
    response_set_cookie(&request, &response, &cookie);
    assert_string_equal(response_header_value(&response, "Set-Cookie"),
                        "n=v; Path=/p; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax; "
                        "Secure");
    assert_true(response.personal);
    assert_int_equal(response_redirect(&request, &response, 301, "/x"), 301);
    assert_string_equal(response_header_value(&response, "Location"), "/x");
    http_exchange_finish(&request, &response);
}

struct outcome {
    struct request request;
    struct response response;
    struct answer answer;
};

static void run(struct outcome *outcome, enum http_method method, const char *target,
                const struct response_header *headers) {
    const struct http_exchange exchange = {.method = method, .target = target, .headers = headers};
    http_exchange_run(&options, &exchange, &outcome->request, &outcome->response);
    answer_build(&outcome->request, &outcome->response, &outcome->answer);
}

static void end(struct outcome *outcome) {
    answer_finish(&outcome->answer);
    http_exchange_finish(&outcome->request, &outcome->response);
}

static const char *header_of(const struct outcome *outcome, const char *name) {
    return response_header_value(&outcome->response, name);
}

static void test_answer_headers(void **state) {
    (void) state;
    struct outcome o;
    run(&o, HTTP_GET, "/page/x", NULL);
    assert_string_equal(header_of(&o, "Content-Type"), "text/html; charset=UTF-8");
    assert_non_null(strstr(header_of(&o, "Content-Security-Policy"), "default-src 'self'; script-src 'self'"));
    assert_string_equal(header_of(&o, "X-Content-Type-Options"), "nosniff");
    assert_string_equal(header_of(&o, "Referrer-Policy"), "strict-origin-when-cross-origin");
    assert_string_equal(header_of(&o, "Cache-Control"), "no-store");
    assert_null(header_of(&o, "ETag"));
    end(&o);

    run(&o, HTTP_GET, "/later", NULL);
    assert_int_equal(o.answer.status, 503);
    assert_string_equal(header_of(&o, "Retry-After"), "7");
    assert_string_equal(header_of(&o, "Cache-Control"), "no-store");
    end(&o);

    run(&o, HTTP_POST, "/page/x", NULL);
    assert_string_equal(header_of(&o, "Allow"), "GET, HEAD, DELETE, OPTIONS");
    end(&o);

    run(&o, HTTP_OPTIONS, "/echo", NULL);
    assert_int_equal(o.answer.status, 204);
    assert_string_equal(header_of(&o, "Allow"), "POST, PATCH, OPTIONS");
    assert_null(header_of(&o, "Content-Type"));
    end(&o);

    // A page that somebody is shown is his alone, even if its handler forgot to say so.
    struct response_header user = {.name = "X-User", .value = "1"};
    run(&o, HTTP_GET, "/cached", &user);
    assert_string_equal(header_of(&o, "Cache-Control"), "private, no-store");
    assert_null(header_of(&o, "ETag"));
    end(&o);
}

static void test_not_modified(void **state) {
    (void) state;
    struct outcome o;
    run(&o, HTTP_GET, "/cached", NULL);
    assert_string_equal(header_of(&o, "Cache-Control"), "public, no-cache");
    char etag[64];
    strcpy(etag, header_of(&o, "ETag"));  // NOLINT(clang-analyzer-security.insecureAPI.strcpy): 34 bytes
    assert_int_equal(strlen(etag), 34);
    end(&o);
    struct response_header condition = {.name = "If-None-Match", .value = etag};
    for (int i = 0; i < 2; i++) {
        run(&o, i ? HTTP_HEAD : HTTP_GET, "/cached", &condition);
        assert_int_equal(o.answer.status, 304);
        assert_int_equal(o.answer.size, 0);
        assert_string_equal(header_of(&o, "ETag"), etag);
        assert_null(header_of(&o, "Content-Type"));
        end(&o);
    }
}

struct match_case {
    const char *list, *etag, *matched;
};

static const struct match_case match_cases[] = {
    {"\"a\"", "\"a\"", "\"a\""},
    {"W/\"a\"", "\"a\"", "W/\"a\""},
    {"\"x\", \"a\"", "\"a\"", "\"a\""},
    {"\"a-gzip\"", "\"a\"", "\"a-gzip\""},
    {"\"a\"", "\"a-br\"", "\"a\""},
    {"\"a-br\"", "\"a-gzip\"", "\"a-br\""},
    {"*", "\"a\"", "\"a\""},
    {"\"a,b\", \"c\"", "\"a,b\"", "\"a,b\""},
    {"\"ab\"", "\"a\"", NULL},
    {"\"a-zip\"", "\"a\"", NULL},
    {"a", "\"a\"", NULL},
    {"\"a", "\"a\"", NULL},
    {"*x", "\"a\"", NULL},
    {"", "\"a\"", NULL},
    {"W/", "\"a\"", NULL},
    {"\"\"", "\"a\"", NULL},
};

static void test_match_etag(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof match_cases / sizeof *match_cases; i++) {
        const struct match_case *c = &match_cases[i];
        const char *got = answer_match_etag(&arena, c->list, c->etag);
        if (!got != !c->matched || (got && strcmp(got, c->matched) != 0))
            fail_msg("%s in %s: %s", c->etag, c->list, got ? got : "none");
    }
    arena_finish(&arena);
}

struct range_case {
    const char *range;
    uint64_t size;
    enum range_kind kind;
    uint64_t first, last;
};

static const struct range_case range_cases[] = {
    {"bytes=0-0", 10, RANGE_PART, 0, 0},
    {"bytes=0-", 10, RANGE_PART, 0, 9},
    {"bytes=-3", 10, RANGE_PART, 7, 9},
    {"bytes=-30", 10, RANGE_PART, 0, 9},
    {"bytes=2-100", 10, RANGE_PART, 2, 9},
    {"bytes=9-9", 10, RANGE_PART, 9, 9},
    {"bytes=18446744073709551615-", 10, RANGE_WRONG, 0, 0},
    {"bytes=1-18446744073709551616", 10, RANGE_PART, 1, 9},
    {"bytes=10-", 10, RANGE_WRONG, 0, 0},
    {"bytes=5-4", 10, RANGE_WRONG, 0, 0},
    {"bytes=-0", 10, RANGE_WRONG, 0, 0},
    {"bytes=-1", 0, RANGE_WRONG, 0, 0},
    {"bytes=0-", 0, RANGE_WRONG, 0, 0},
    {"bytes=", 10, RANGE_WRONG, 0, 0},
    {"bytes=--1", 10, RANGE_WRONG, 0, 0},
    {"bytes=0-1,2-3", 10, RANGE_NONE, 0, 0},
    {"items=0-1", 10, RANGE_NONE, 0, 0},
    {"", 10, RANGE_NONE, 0, 0},
};

static void test_ranges(void **state) {
    (void) state;
    for (size_t i = 0; i < sizeof range_cases / sizeof *range_cases; i++) {
        const struct range_case *c = &range_cases[i];
        uint64_t first = 0, last = 0;
        const enum range_kind kind = answer_parse_range(c->range, c->size, &first, &last);
        if (kind != c->kind || first != c->first || last != c->last)
            fail_msg("%s of %d: %d, %d to %d", c->range, (int) c->size, kind, (int) first, (int) last);
    }
}

static void test_assets(void **state) {
    (void) state;
    assert_true(static_asset_count > 0);
    for (size_t i = 0; i < static_asset_count; i++) {
        const struct asset *asset = &static_assets[i];
        assert_ptr_equal(asset_find(static_assets, static_asset_count, asset->path), asset);
        assert_string_equal(asset->content_type, content_type_of(asset->path));
        assert_int_equal(asset->data[asset->size], 0);
        if (asset->gzip) assert_true(asset->gzip_size < asset->size);
    }
    for (size_t i = 0; i < template_asset_count; i++) {
        assert_ptr_equal(asset_find(template_assets, template_asset_count, template_assets[i].path),
                         &template_assets[i]);
        assert_null(template_assets[i].gzip);
    }
    assert_null(asset_find(static_assets, static_asset_count, ""));
    assert_null(asset_find(static_assets, static_asset_count, "zzz"));
    assert_null(asset_find(NULL, 0, "x"));

    struct outcome o;
    run(&o, HTTP_GET, "/static/theme.css", NULL);
    const struct asset *theme = asset_find(static_assets, static_asset_count, "theme.css");
    assert_int_equal(o.answer.status, 200);
    assert_ptr_equal(o.answer.data, theme->data);  // never copied
    assert_string_equal(header_of(&o, "ETag"), theme->etag);
    // The address that templates get is the one that may be kept for ever.
    const char *url = http_static_url(&options, &o.request.arena, "theme.css");
    struct outcome versioned;
    run(&versioned, HTTP_GET, url, NULL);
    assert_non_null(strstr(header_of(&versioned, "Cache-Control"), "immutable"));
    end(&versioned);
    assert_string_equal(http_static_url(&options, &o.request.arena, "no thing.css"), "/static/no%20thing.css");
    end(&o);
}

static void test_encode(void **state) {
    (void) state;
    char text[5000];
    memset(text, 'x', sizeof text);
    size_t size = 0;
    for (enum encoding encoding = ENCODING_GZIP; encoding <= ENCODING_BROTLI; encoding++) {
        char *packed = encode_body(encoding, text, sizeof text, &size);
        assert_non_null(packed);
        assert_true(size < 200);
        free(packed);
    }
    unsigned noise = 1;
    for (size_t i = 0; i < sizeof text; i++) text[i] = (char) ((noise = noise * 1103515245U + 12345U) >> 16);
    assert_null(encode_body(ENCODING_GZIP, text, sizeof text, &size));
    assert_null(encode_body(ENCODING_BROTLI, text, sizeof text, &size));
    assert_null(encode_body(ENCODING_IDENTITY, text, sizeof text, &size));
    assert_true(encode_pays("text/html; charset=UTF-8"));
    assert_true(encode_pays("application/json; charset=UTF-8"));
    assert_true(encode_pays("application/rss+xml"));
    assert_false(encode_pays("image/png"));
    assert_false(encode_pays("application/octet-stream"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exchange),       cmocka_unit_test(test_wrong_table),  cmocka_unit_test(test_part),
        cmocka_unit_test(test_siblings),       cmocka_unit_test(test_cookies),      cmocka_unit_test(test_headers),
        cmocka_unit_test(test_answer_headers), cmocka_unit_test(test_not_modified), cmocka_unit_test(test_match_etag),
        cmocka_unit_test(test_ranges),         cmocka_unit_test(test_assets),       cmocka_unit_test(test_encode),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
