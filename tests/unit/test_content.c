// The filters together: what an author wrote, as pages and the API show it.
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
// After the headers it needs:
#include <cmocka.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/text/blocks.h"
#include "server/text/content.h"

typedef const char *(*render)(struct arena *arena, const struct content_site *site, const char *raw);

static void check(render render_, const char *const (*cases)[2], size_t count) {
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < count; i++) {
        const char *got = render_(&arena, NULL, cases[i][0]);
        if (strcmp(got, cases[i][1]) != 0) print_error("%s\n", cases[i][0]);
        assert_string_equal(got, cases[i][1]);
    }
    arena_finish(&arena);
}
#define CHECK(render_, cases) check(render_, cases, sizeof(cases) / sizeof *(cases))

static void contents(void **state) {
    (void) state;
    static const char *const cases[][2] = {
        {"", ""},
        {"One \"line\"\nand -- another.\n\nNext.",
         "<p>One &#8220;line&#8221;<br />\nand &#8212; another.</p>\n<p>Next.</p>\n"},
        {"<!-- wp:paragraph -->\n<p>It's\na block.</p>\n<!-- /wp:paragraph -->", "\n<p>It&#8217;s\na block.</p>\n"},
        {"<!-- wp:image {\"id\":5,\"a\":{\"b\":\"}\"}} -->\n<figure>x</figure>\n<!-- /wp:image -->\n\ntext\n\n<!-- "
         "wp:latest-posts /-->",
         "\n<figure>x</figure>\n\n\ntext\n\n"},
        {"a\n\n<!--more-->\n\nb", "<p>a</p>\n<p><!--more--></p>\n<p>b</p>\n"},
        {"<pre>\"a\"\n\nb</pre>", "<pre>\"a\"\n\nb</pre>\n"},
        {"[unknown a=\"b\"]", "<p>[unknown a=&#8221;b&#8221;]</p>\n"},
        {"http://example.org/", "<p><a href=\"http://example.org/\">http://example.org/</a></p>\n"},
    };
    CHECK(content_render, cases);
}

static void titles(void **state) {
    (void) state;
    static const char *const cases[][2] = {
        {"", ""},
        {"  \t ", ""},
        {" It's \"new\" & <em>'old'</em> \n", "It&#8217;s &#8220;new&#8221; &#038; <em>&#8216;old&#8217;</em>"},
        {"A -- b... 3x4", "A &#8212; b&#8230; 3&#215;4"},
    };
    CHECK(content_render_title, cases);
}

static void excerpts(void **state) {
    (void) state;
    static const char *const cases[][2] = {
        {"", ""},
        {"It's\n\ntwo", "<p>It&#8217;s</p>\n<p>two</p>\n"},
    };
    CHECK(content_render_excerpt, cases);
}

static void generated_excerpts(void **state) {
    (void) state;
    static const char *const cases[][2] = {
        {"", ""},
        {"<p></p>\n<img src=\"x\">", ""},
        {"One <b>two</b>\n\nthree", "<p>One two three</p>\n"},
        {"a<script>x</script> b<style>y</style> &amp; &copy; 3 < 5 > 4", "<p>a b &amp; &copy; 3 < 5 > 4</p>\n"},
        {"Shown.\n\n<!--more Read on-->\n\nHidden.", "<p>Shown.</p>\n"},
        {"Shown.<!--nextpage-->Hidden.<!--more-->", "<p>Shown.</p>\n"},
        {"<!--more\n-->Shown.", "<p>Shown.</p>\n"},
        {"a [gallery ids=\"1\"] b [caption x]c[/caption] d [unknown]", "<p>a b d [unknown]</p>\n"},
        {"\"It's\" <code>\"here\"</code>", "<p>&#8220;It&#8217;s&#8221; &#8220;here&#8221;</p>\n"},
        {"<ul><li>One</li><li>Two</li></ul>", "<p>One Two</p>\n"},
        {"<!-- wp:paragraph --><p>a</p><!-- /wp:paragraph --><!-- wp:image "
         "--><figure><figcaption>no</figcaption></figure>"
         "<!-- /wp:image --><!-- wp:group {\"a\":1} --><div><!-- wp:core/heading --><h2>b</h2><!-- /wp:core/heading -->"
         "<!-- wp:buttons --><!-- wp:button --><a>no</a><!-- /wp:button --><!-- /wp:buttons --></div><!-- /wp:group -->"
         "<!-- wp:my/block --><p>no</p><!-- /wp:my/block -->c",
         "<p>a b c</p>\n"},
    };
    CHECK(content_auto_excerpt, cases);
}

static void an_excerpt_has_55_words(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    STRBUF_CLEAN struct strbuf raw;
    strbuf_init(&raw, 0);
    for (int i = 1; i <= 55; i++) strbuf_addf(&raw, "w%d\n", i);
    const char *excerpt = content_auto_excerpt(&arena, NULL, raw.data);
    assert_non_null(strstr(excerpt, " w55</p>\n"));
    strbuf_adds(&raw, "w56");
    excerpt = content_auto_excerpt(&arena, NULL, raw.data);
    assert_non_null(strstr(excerpt, " w54 w55 [&hellip;]</p>\n"));
    assert_null(strstr(excerpt, "w56"));
    arena_finish(&arena);
}

#define LINK(href, text) "<a href=\"" href "\" rel=\"nofollow ugc\">" text "</a>"

static void comments(void **state) {
    (void) state;
    static const char *const cases[][2] = {
        {"", ""},
        {"It's <b>me</b>\n\nyes", "<p>It&#8217;s <b>me</b></p>\n<p>yes</p>\n"},
        {"http://example.org", "<p>" LINK("http://example.org", "http://example.org") "</p>\n"},
        {"see https://example.org/a?b=1&amp;c=2.",
         "<p>see " LINK("https://example.org/a?b=1&amp;c=2", "https://example.org/a?b=1&amp;c=2") ".</p>\n"},
        {"(http://example.org/a_(b)), x",
         "<p>(" LINK("http://example.org/a_(b)", "http://example.org/a_(b)") "), x</p>\n"},
        {"(http://example.org/a)", "<p>(" LINK("http://example.org/a", "http://example.org/a") ")</p>\n"},
        {"www.example.org!", "<p>" LINK("http://www.example.org", "http://www.example.org") "!</p>\n"},
        {"to ann.b+c@mail.example.co.uk.",
         "<p>to <a href=\"mailto:ann.b+c@mail.example.co.uk\">ann.b+c@mail.example.co.uk</a>.</p>\n"},
        {"not@here, @x.org a@b a@b.c", "<p>not@here, @x.org a@b a@b.c</p>\n"},
        {"javascript:alert(1) ftp://x.org xhttp://x.org http:// http://. www.",
         "<p>javascript:alert(1) ftp://x.org xhttp://x.org http:// http://. www.</p>\n"},
        {"<a href=\"http://x.org\">http://x.org</a> <code>http://x.org</code>",
         "<p><a href=\"http://x.org\">http://x.org</a> <code>http://x.org</code></p>\n"},
        {"<b>http://x.org</b>", "<p><b>" LINK("http://x.org", "http://x.org") "</b></p>\n"},
        {"&lt;http://x.org&gt; \"http://x.org\"",
         "<p>&lt;" LINK("http://x.org", "http://x.org") "&gt; &#8220;http://x.org&#8221;</p>\n"},
        {"http://x.org/it's", "<p>" LINK("http://x.org/it&#039;s", "http://x.org/it&#8217;s") "</p>\n"},
    };
    CHECK(content_render_comment, cases);
}

static void long_words_are_no_links(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    const char *text = arena_printf(&arena, "http://%0*d", 5000, 1);
    assert_null(strstr(content_render_comment(&arena, NULL, text), "<a"));
    text = arena_printf(&arena, "http://%0*d", 1000, 1);
    assert_non_null(strstr(content_render_comment(&arena, NULL, text), "<a"));
    arena_finish(&arena);
}

static void delimiters_of_blocks(void **state) {
    (void) state;
    static const char *const cases[][2] = {
        {"", ""},
        {"<!-- wp:a -->x<!-- /wp:a -->", "x"},
        {"<!-- wp:a/b-c {\"d\":\"} --\"} -->x<!-- /wp:a/b-c -->", "x"},
        {"<!-- wp:a {} /-->y", "y"},
        {"<!-- wp:a/-->y", "<!-- wp:a/-->y"},
        {"<!--wp:a -->y<!-- wp:A -->z<!-- wp: -->", "<!--wp:a -->y<!-- wp:A -->z<!-- wp: -->"},
        {"<!-- wp:a {\"b\" -->x<!-- wp:c -->", "<!-- wp:a {\"b\" -->x"},
        {"<!-- other --><!--more-->", "<!-- other --><!--more-->"},
        {"<!-- wp:a", "<!-- wp:a"},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(blocks_strip(&arena, cases[i][0]), cases[i][1]);
    arena_finish(&arena);
    assert_true(blocks_present("x<!-- wp:a -->"));
    assert_false(blocks_present("<!--wp:a --> wp:a <!-- /wp:a -->"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contents),
        cmocka_unit_test(titles),
        cmocka_unit_test(excerpts),
        cmocka_unit_test(generated_excerpts),
        cmocka_unit_test(an_excerpt_has_55_words),
        cmocka_unit_test(comments),
        cmocka_unit_test(long_words_are_no_links),
        cmocka_unit_test(delimiters_of_blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
