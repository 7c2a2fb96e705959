// Tests of server/rules/token.c.
#include "rules_site.h"
#include "server/rules/token.h"

enum { NOW = 1700000000, HALF_DAY = 43200 };

static void test_tokens(void **state) {
    (void) state;
    struct test_site *site = test_site_open();
    struct app *app = &site->app;
    const char *token = token_make(app, &site->arena, "form", "17", NOW + 60);
    assert_true(token_valid(app, "form", "17", token, NOW));
    assert_true(token_valid(app, "form", "17", token, NOW + 59));
    assert_false(token_valid(app, "form", "17", token, NOW + 60));
    assert_false(token_valid(app, "form", "18", token, NOW));
    assert_false(token_valid(app, "link", "17", token, NOW));
    assert_int_equal(strspn(token, "0123456789.-_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"), strlen(token));
    // A later expiry under the same mac.
    const char *forged = arena_printf(&site->arena, "%d%s", NOW + 999, strchr(token, '.'));
    assert_false(token_valid(app, "form", "17", forged, NOW));
    static const char *const junk[] = {"",
                                       ".",
                                       "1",
                                       "x.y",
                                       "1700000060.",
                                       "1700000060.AAAA",
                                       "-5.AAAA",
                                       "99999999999999999999999.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
    for (size_t i = 0; i < sizeof junk / sizeof *junk; i++) assert_false(token_valid(app, "form", "17", junk[i], NOW));
    assert_false(token_valid(app, "form", "17", NULL, NOW));
    for (size_t i = 0; token[i]; i++) {
        char *bent = arena_strdup(&site->arena, token);
        bent[i] = bent[i] == '1' ? '2' : '1';
        assert_false(token_valid(app, "form", "17", bent, NOW));
    }
    test_site_close(site);
}

static void test_sites_differ(void **state) {
    (void) state;
    struct test_site *one = test_site_open(), *two = test_site_open();
    const char *token = token_make(&one->app, &one->arena, "form", "17", NOW + 60);
    assert_false(token_valid(&two->app, "form", "17", token, NOW));
    unsigned char a[32], b[32], c[32];
    token_hash(&one->app, "session", "secret", a);
    token_hash(&two->app, "session", "secret", b);
    token_hash(&one->app, "application password", "secret", c);
    assert_memory_not_equal(a, b, 32);
    assert_memory_not_equal(a, c, 32);
    token_hash(&one->app, "session", "secret", b);
    assert_memory_equal(a, b, 32);
    test_site_close(one);
    test_site_close(two);
}

static void test_nonces(void **state) {
    (void) state;
    struct test_site *site = test_site_open();
    unsigned char session[32] = {1}, other[32] = {2};
    int64_t tick = NOW - NOW % HALF_DAY;
    const char *nonce = nonce_make(&site->app, &site->arena, session, "wp_rest", tick);
    assert_int_equal(strlen(nonce), 10);
    assert_int_equal(strspn(nonce, "0123456789abcdef"), 10);
    assert_true(nonce_valid(&site->app, session, "wp_rest", nonce, tick));
    // Made at the beginning of a half day it holds for a day.
    assert_true(nonce_valid(&site->app, session, "wp_rest", nonce, tick + 2 * HALF_DAY - 1));
    assert_false(nonce_valid(&site->app, session, "wp_rest", nonce, tick + 2 * HALF_DAY));
    // Made at its end it holds for half a day.
    nonce = nonce_make(&site->app, &site->arena, session, "wp_rest", tick + HALF_DAY - 1);
    assert_true(nonce_valid(&site->app, session, "wp_rest", nonce, tick + HALF_DAY - 1 + HALF_DAY));
    assert_false(nonce_valid(&site->app, other, "wp_rest", nonce, tick));
    assert_false(nonce_valid(&site->app, session, "log_out", nonce, tick));
    assert_false(nonce_valid(&site->app, session, "wp_rest", "0123456789", tick));
    assert_false(nonce_valid(&site->app, session, "wp_rest", "", tick));
    assert_false(nonce_valid(&site->app, session, "wp_rest", NULL, tick));
    test_site_close(site);
}

static const struct {
    const char *fetch, *origin, *site;
    bool wanted;
} site_cases[] = {
    {NULL, NULL, "https://example.org", true},
    {"same-origin", NULL, "https://example.org", true},
    {"none", NULL, "https://example.org", true},
    {"cross-site", NULL, "https://example.org", false},
    {"same-site", NULL, "https://example.org", false},
    {"cross-site", "https://evil.example", "https://example.org", false},
    {NULL, "https://example.org", "https://example.org", true},
    {NULL, "https://EXAMPLE.org", "https://example.org/news", true},
    {NULL, "https://example.org:443", "https://example.org", true},
    {NULL, "http://127.0.0.1:8080", "http://127.0.0.1:8080", true},
    {NULL, "http://127.0.0.1:8081", "http://127.0.0.1:8080", false},
    {NULL, "https://example.org.evil.example", "https://example.org", false},
    {NULL, "https://evil.example", "https://example.org", false},
    {NULL, "null", "https://example.org", false},
    {NULL, "", "https://example.org", false},
    {NULL, "https://", "https://example.org", false},
    {NULL, "file://example.org", "https://example.org", false},
};

static void test_same_site(void **state) {
    (void) state;
    for (size_t i = 0; i < sizeof site_cases / sizeof *site_cases; i++)
        if (same_site_request(site_cases[i].fetch, site_cases[i].origin, site_cases[i].site) != site_cases[i].wanted)
            fail_msg("case %zu", i);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tokens),
        cmocka_unit_test(test_sites_differ),
        cmocka_unit_test(test_nonces),
        cmocka_unit_test(test_same_site),
    };
    return cmocka_run_group_tests_name("token", tests, NULL, NULL);
}
