// absolute: addresses in HTML that leaves its page, by RFC 3986.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "server/text/absolute.h"

static const char base[] = "https://news.example/site/2026/11/an-article/?x=1";

static void test_url(void **state) {
    static const struct {
        const char *url, *expected;
    } cases[] = {
        {"https://other.example/", "https://other.example/"},
        {"mailto:ann@news.example", "mailto:ann@news.example"},
        {"//cdn.example/a.js", "https://cdn.example/a.js"},
        {"/about/", "https://news.example/about/"},
        {"/a/../b/./c", "https://news.example/b/c"},
        {"/..", "https://news.example/"},
        {"/../../x", "https://news.example/x"},
        {"photo.jpg", "https://news.example/site/2026/11/an-article/photo.jpg"},
        {"./photo.jpg", "https://news.example/site/2026/11/an-article/photo.jpg"},
        {"../other/", "https://news.example/site/2026/11/other/"},
        {"..", "https://news.example/site/2026/11/"},
        {"a?b=/../c", "https://news.example/site/2026/11/an-article/a?b=/../c"},
        {"?p=17", "https://news.example/site/2026/11/an-article/?p=17"},
        {"#note", "https://news.example/site/2026/11/an-article/?x=1#note"},
        {"", "https://news.example/site/2026/11/an-article/?x=1"},
        {"...", "https://news.example/site/2026/11/an-article/..."},
        {"1:2", "https://news.example/site/2026/11/an-article/1:2"},
        {"java&#115;cript:x", "https://news.example/site/2026/11/an-article/java&#115;cript:x"},
    };
    (void) state;
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(absolute_url(&arena, cases[i].url, base), cases[i].expected);
    assert_string_equal(absolute_url(&arena, "x", "http://h"), "http://h/x");
    assert_string_equal(absolute_url(&arena, "?q", "http://h"), "http://h?q");
    arena_finish(&arena);
}

static void test_html(void **state) {
    static const struct {
        const char *html, *expected;
    } cases[] = {
        {"<p>no address, 1 < 2 & \"/x\"</p>", NULL},
        {"<a href=\"https://a.example/\">x</a>", "<a href=\"https://a.example/\">x</a>"},
        {"<a title=\"/t\" href='/x' class=c>x</a>", "<a title=\"/t\" href='https://news.example/x' class=c>x</a>"},
        {"<A HREF=/x>x</A>", "<A HREF=https://news.example/x>x</A>"},
        {"<img src=\" /a.jpg \" alt=\"\">", "<img src=\"https://news.example/a.jpg\" alt=\"\">"},
        {"<img srcset=\"/a.jpg 300w, https://c/b.jpg 2x,/c.jpg\">",
         "<img srcset=\"https://news.example/a.jpg 300w, https://c/b.jpg 2x,https://news.example/c.jpg\">"},
        {"<img srcset=\"/a.jpg, /b.jpg 2x\">",
         "<img srcset=\"https://news.example/a.jpg, https://news.example/b.jpg 2x\">"},
        {"<a href=\"/x?a=1&amp;b=2\">x</a>", "<a href=\"https://news.example/x?a=1&amp;b=2\">x</a>"},
        {"<script>var a = '<a href=\"/x\">';</script><a href=\"/y\">y</a>",
         "<script>var a = '<a href=\"/x\">';</script><a href=\"https://news.example/y\">y</a>"},
        {"<!-- <a href=\"/x\"> --><video poster=/p.png src=\"/v.mp4\"></video>",
         "<!-- <a href=\"/x\"> --><video poster=https://news.example/p.png "
         "src=\"https://news.example/v.mp4\"></video>"},
        {"text <a href=\"/cut", NULL},
    };
    (void) state;
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *html = cases[i].html, *result = absolute_html(&arena, html, base);
        if (!cases[i].expected) assert_ptr_equal(result, html);
        assert_string_equal(result, cases[i].expected ? cases[i].expected : html);
    }
    arena_finish(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_url), cmocka_unit_test(test_html)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
