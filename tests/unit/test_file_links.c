// file_links: which files of the site's uploads a text names, and their change.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/text/file_links.h"

static const char home[] = "https://news.example/site";

static void note(void *context, const struct file_link *link) {
    struct strbuf *out = context;
    strbuf_addf(out, "%s#%lld ", link->file ? link->file : "-", (long long) link->attachment);
}

static void test_visit(void **state) {
    static const struct {
        const char *html, *expected;
    } cases[] = {
        {"<p>no picture</p>", ""},
        {"<img src=\"https://news.example/site/wp-content/uploads/2026/11/a.png\">", "2026/11/a.png#0 "},
        {"<img class='size-full wp-image-17' src='/site/wp-content/uploads/a-1.png'>", "a-1.png#17 "},
        {"<img src=//NEWS.example/site/wp-content/uploads/a.png class=wp-image-17>", "a.png#17 "},
        {"<img src=http://news.example/site/wp-content/uploads/a.png?x=1>", "a.png#0 "},
        {"<a href=\"/site/wp-content/uploads/2026/%C3%BCbung.pdf#page=2\">x</a>",
         "2026/\xc3\xbc"
         "bung.pdf#0 "},
        {"<img srcset=\"/site/wp-content/uploads/a-1.png 1w, /site/wp-content/uploads/a.png 2w\" src=x>",
         "a-1.png#0 a.png#0 "},
        {"<video poster=\"/site/wp-content/uploads/p.png\"><source src=\"/site/wp-content/uploads/v.mp4\"></video>",
         "p.png#0 v.mp4#0 "},
        // Another site's, and another path of this host.
        {"<a href=\"https://other.example/site/wp-content/uploads/a.pdf\">x</a>", ""},
        {"<img class=wp-image-17 src=\"https://other.example/wp-content/uploads/a.png\">",
         "https://other.example/wp-content/uploads/a.png#0 "},
        {"<a href=\"/other/wp-content/uploads/a.pdf\">x</a>", ""},
        // A number without an address of a file, or that is no number.
        {"<img class='x wp-image-17'>", "-#17 "},
        {"<img class='xwp-image-17 wp-image-17x wp-image-'>", ""},
        {"<p class=wp-image-17>", ""},
        // Not shown.
        {"<p>https://news.example/site/wp-content/uploads/a.png</p><!-- <img src='/site/wp-content/uploads/a.png'> -->",
         ""},
        {"<img src=\"/site/wp-content/uploads/\">", ""},
        {"<img src=\"/site/wp-content/uploads/%zz\">", ""},
    };
    (void) state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena;
        arena_init(&arena);
        STRBUF_CLEAN struct strbuf out;
        strbuf_init(&out, 0);
        file_links_visit(&arena, home, cases[i].html, note, &out);
        assert_string_equal(out.data, cases[i].expected);
        if (*cases[i].expected) assert_true(file_links_possible(cases[i].html));
        arena_finish(&arena);
    }
}

static bool find(void *context, struct arena *arena, const char *file, struct file_link_change *ret) {
    (void) context;
    (void) arena;
    if (strcmp(file, "a.png") == 0) {
        *ret = (struct file_link_change){"2027/b \xc3\xbc.png", 800, 200, "B 1w"};
        return true;
    }
    if (strcmp(file, "a-300x200.png") == 0) {
        *ret = (struct file_link_change){"b-300x75.png", 300, 75, NULL};
        return true;
    }
    if (strcmp(file, "a.pdf") == 0) {
        *ret = (struct file_link_change){.file = "b.pdf"};
        return true;
    }
    return false;
}

static void test_change(void **state) {
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"no address", NULL},
        {"<img src=\"/site/wp-content/uploads/other.png\" width=\"3\">", NULL},
        {"<img src=\"/site/wp-content/uploads/a-300x200.png\" width=\"300\" height=\"200\" alt=\"x\">",
         "<img src=\"/site/wp-content/uploads/b-300x75.png\" width=\"300\" height=\"75\" alt=\"x\">"},
        // Narrower than the file: the author's width stays. Wider than the new one: it does not.
        {"<img height='100' width='150' src='/site/wp-content/uploads/a-300x200.png'>",
         "<img height='38' width='150' src='/site/wp-content/uploads/b-300x75.png'>"},
        {"<img width=1200 height=900 src=https://news.example/site/wp-content/uploads/a.png />",
         "<img width=800 height=200 src=https://news.example/site/wp-content/uploads/2027/b%20%C3%BC.png />"},
        {"<img src=\"/site/wp-content/uploads/a.png\" srcset=\"/site/wp-content/uploads/a-300x200.png 300w\">",
         "<img src=\"/site/wp-content/uploads/2027/b%20%C3%BC.png\" srcset=\"B 1w\">"},
        {"<img sizes=\"1vw\" srcset=\"x 1w\" src=\"/site/wp-content/uploads/a-300x200.png\">",
         "<img   src=\"/site/wp-content/uploads/b-300x75.png\">"},
        {"[caption id=x]<img src=\"/site/wp-content/uploads/a-300x200.png\"/> words[/caption] "
         "[video src=\"/site/wp-content/uploads/a.pdf\"]",
         "[caption id=x]<img src=\"/site/wp-content/uploads/b-300x75.png\"/> words[/caption] "
         "[video src=\"/site/wp-content/uploads/b.pdf\"]"},
        {"![words](https://news.example/site/wp-content/uploads/a.pdf) and /site/wp-content/uploads/a.pdf.",
         "![words](https://news.example/site/wp-content/uploads/b.pdf) and /site/wp-content/uploads/b.pdf."},
        {"<!-- wp:file {\"href\":\"/site/wp-content/uploads/a.pdf\"} --><a href='/site/wp-content/uploads/a.pdf?x'>",
         "<!-- wp:file {\"href\":\"/site/wp-content/uploads/b.pdf\"} --><a href='/site/wp-content/uploads/b.pdf?x'>"},
        {"https://other.example/wp-content/uploads/a.pdf", NULL},
        {"<img src=\"/site/wp-content/uploads/a.pdf", "<img src=\"/site/wp-content/uploads/b.pdf"},
    };
    (void) state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena;
        arena_init(&arena);
        const char *changed = file_links_change(&arena, home, cases[i].text, find, NULL);
        if (cases[i].expected) {
            assert_non_null(changed);
            assert_string_equal(changed, cases[i].expected);
        } else {
            assert_null(changed);
        }
        arena_finish(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_visit), cmocka_unit_test(test_change)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
