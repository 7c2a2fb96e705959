// app_url: which addresses an application may name, and what they become.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "server/pages/app_url.h"

static const struct {
    const char *url;
    bool good;
} addresses[] = {
    {"https://example.org/", true},
    {"https://example.org", true},
    {"HTTPS://example.org:8443/a?b=c#d", true},
    {"https://[2001:db8::1]:443/", true},
    {"https://\xc3\xa9.example/", true},
    {"myapp:", true},
    {"myapp://callback", true},
    {"com.example.my-app+x:/callback?x=1", true},
    {"http://localhost/", true},
    {"http://LOCALHOST:8080/x", true},
    {"http://127.0.0.1:1", true},
    {"http://127.9.8.7/", true},
    {"http://[::1]:3000/", true},
    {"http://example.org/", false},
    {"http://localhost.example.org/", false},
    {"http://localhost@example.org/", false},
    {"http://127.0.0.1.example.org/", false},
    {"http://127.0.0.1@example.org/", false},
    {"http://127.0.0.1:80@example.org/", false},
    {"http://[::1].example.org/", false},
    {"http://[::2]/", false},
    {"http://128.0.0.1/", false},
    {"http://2130706433/", false},
    {"http:localhost", false},
    {"http:///", false},
    {"http://", false},
    {"http:", false},
    {"https:", false},
    {"https://", false},
    {"https:///path", false},
    {"https://?x", false},
    {"https://user:secret@example.org/", false},
    {"https://example.org:x/", false},
    {"https://example.org:123456/", false},
    {"https://[::1/", false},
    {"https://example.org/a b", false},
    {"https://example.org/\\x", false},
    {"https://example.org/\r\nX: y", false},
    {"https://example.org/\x7f", false},
    {"javascript:alert(1)", false},
    {"JavaScript:alert(1)", false},
    {"java\tscript:alert(1)", false},
    {" javascript:alert(1)", false},
    {"vbscript:x", false},
    {"data:text/html,x", false},
    {"blob:https://example.org/x", false},
    {"file:///etc/passwd", false},
    {"view-source:https://example.org/", false},
    {"about:blank", false},
    {"", false},
    {"/path", false},
    {"//example.org/", false},
    {"example.org", false},
    {":x", false},
    {"1app:x", false},
    {"my_app:x", false},
};

static void test_addresses(void **state) {
    (void) state;
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        if ((app_url_problem(addresses[i].url) == NULL) != addresses[i].good) fail_msg("%s", addresses[i].url);
}

static void test_length(void **state) {
    (void) state;
    char url[APP_URL_MAX + 2] = "https://example.org/";
    memset(url + strlen(url), 'x', APP_URL_MAX - strlen(url));
    url[APP_URL_MAX] = '\0';
    assert_null(app_url_problem(url));
    url[APP_URL_MAX] = 'x';
    url[APP_URL_MAX + 1] = '\0';
    assert_non_null(app_url_problem(url));
}

static const struct {
    const char *url, *becomes;
} additions[] = {
    {"https://a.example", "https://a.example?n=a%20%26%23"},
    {"https://a.example/?", "https://a.example/?n=a%20%26%23"},
    {"https://a.example/?x=1", "https://a.example/?x=1&n=a%20%26%23"},
    {"https://a.example/?x=1&", "https://a.example/?x=1&n=a%20%26%23"},
    {"https://a.example/p#f?x", "https://a.example/p?n=a%20%26%23#f?x"},
    {"https://a.example/?x#f", "https://a.example/?x&n=a%20%26%23#f"},
    {"app:", "app:?n=a%20%26%23"},
    {"app://\xc3\xa9\"%20", "app://%C3%A9%22%20?n=a%20%26%23"},
};

static void test_additions(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof additions / sizeof *additions; i++)
        assert_string_equal(app_url_add(&arena, additions[i].url, "n", "a &#"), additions[i].becomes);
    assert_string_equal(app_url_scheme(&arena, "MyApp+x://y"), "myapp+x:");
    assert_string_equal(app_url_coded(&arena, "app:\xc3\xa9<?a=%20#f"), "app:%C3%A9%3C?a=%20#f");
    arena_finish(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_length),
        cmocka_unit_test(test_additions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
