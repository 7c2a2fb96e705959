// Shortcodes, lone addresses, smilies, pages and languages: what content.c puts together, part by part.
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
// After the headers it needs:
#include <cmocka.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/text/content.h"
#include "server/text/content_pages.h"
#include "server/text/markdown.h"
#include "server/text/smilies.h"
#include "server/text/texturize.h"

static struct content_media_wish last_wish;

static size_t find(void *context, struct arena *arena, const struct content_media_wish *wish,
                   const struct content_media **ret) {
    (void) context;
    (void) arena;
    static const struct content_media picture = {.id = 7,
                                                 .url = "/a&b.png",
                                                 .mime = "image/png",
                                                 .title = "T",
                                                 .caption = "<em>C</em>",
                                                 .alt = "\"A\"",
                                                 .picture_url = "/a-1x1.png",
                                                 .width = 3,
                                                 .height = 4};
    static const struct content_media sound = {.id = 8,
                                               .url = "/s.mp3",
                                               .mime = "audio/mpeg",
                                               .title = "S",
                                               .caption = "",
                                               .alt = "",
                                               .picture_url = "/s.mp3"};
    last_wish = *wish;
    *ret = strcmp(wish->mime_prefix, "image/") == 0 ? &picture : &sound;
    return wish->post == 99 ? 0 : 1;
}

static const struct content_site site = {.post = 5, .find = find};

// Line breaks at the end mean nothing: autop's own, and those behind blocks.
static void check_same(const char *text, const char *got, const char *expected) {
    size_t size = strlen(got), expected_size = strlen(expected);
    while (size > 0 && got[size - 1] == '\n') size--;
    while (expected_size > 0 && expected[expected_size - 1] == '\n') expected_size--;
    if (size != expected_size || memcmp(got, expected, size) != 0) fail_msg("%s\n%s\n%s", text, got, expected);
}

#define CHECK(cases, made)                                      \
    struct arena arena;                                         \
    arena_init(&arena);                                         \
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) { \
        const char *text = cases[i][0];                         \
        check_same(text, (made), cases[i][1]);                  \
    }                                                           \
    arena_finish(&arena)

#define FIGURE(words)                                                                                      \
    "<figure class=\"wp-caption alignnone\"><img src=\"a\" /><figcaption class=\"wp-caption-text\">" words \
    "</figcaption></figure>"

static void captions(void **state) {
    (void) state;
    static const char *const cases[][2] = {
        {"[caption width=\"9\"]<img src=\"a\" /> words[/caption]", FIGURE("words")},
        {"[wp_caption width=\"9\"]<img src=\"a\" /> words[/wp_caption]", FIGURE("words")},
        {"[caption width=\"9\" caption=\"old &amp; <b>bold</b>\"]<img src=\"a\" />[/caption]",
         FIGURE("old &amp; <b>bold</b>")},
        {"[caption width=\"9\" caption=\"<script>x</script>y\"]<img src=\"a\" />[/caption]", FIGURE("xy")},
        {"[caption width=9 class='x y\" onclick=\"z']<img src=\"a\" />w[/caption]",
         "<figure class=\"wp-caption alignnone x y onclickz\"><img src=\"a\" /><figcaption "
         "class=\"wp-caption-text\">w</figcaption></figure>"},
        {"[caption id=\"a\" width=9]<a href=\"x\"> <img src=\"a\"> </a>w[/caption][caption id=\"a\" "
         "width=9]<img>v[/caption]",
         "<figure id=\"a\" aria-describedby=\"caption-a\" class=\"wp-caption alignnone\"><a href=\"x\"> <img "
         "src=\"a\"> "
         "</a><figcaption id=\"caption-a\" class=\"wp-caption-text\">w</figcaption></figure>\n<figure "
         "class=\"wp-caption "
         "alignnone\"><img><figcaption class=\"wp-caption-text\">v</figcaption></figure>"},
        // Without a width, words or a picture only what is within stays.
        {"[caption]<img src=\"a\" /> words[/caption]", "<img src=\"a\" /> words"},
        {"[caption width=9]<img src=\"a\" />[/caption]", "<img src=\"a\" />"},
        {"[caption width=9]words[/caption]", "words"},
        {"[caption width=9]<img alt=\"[/caption]\">w[/caption]",
         "<figure class=\"wp-caption alignnone\"><img alt=\"[/caption]\"><figcaption "
         "class=\"wp-caption-text\">w</figcaption></figure>"},
        {"[caption width=9]<img src=\"a\" />\n\nw <em>x</em>[/caption]", FIGURE("w <em>x</em>")},
        {"before [caption width=9]<img src=\"a\" /> w[/caption] after",
         "<p>before</p>\n" FIGURE("w") "\n<p>after</p>\n"},
        {"a<br />\n[caption width=9]<img src=\"a\" /> w[/caption]\nb", "<p>a</p>\n" FIGURE("w") "\n<p>b</p>\n"},
        {"<strong>[caption width=9]<img src=\"a\" /> w[/caption]</strong>",
         "<p><strong>" FIGURE("w") "</strong></p>\n"},
        {"[caption width=9]never closed", "<p>never closed</p>\n"},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = content_render(&arena, &site, cases[i][0]);
        // Without what autop adds around text.
        if (!strstr(got, cases[i][1])) fail_msg("%s\n%s", cases[i][0], got);
    }
    arena_finish(&arena);
}

static void others(void **state) {
    (void) state;
    static const char *const cases[][2] = {
        {"[unknown] [galleries]", "<p>[unknown] [galleries]</p>\n"},
        {"[[gallery]] [[caption]x[/caption]]", "<p>[gallery] [caption]x[/caption]</p>\n"},
        {"<code>[gallery] [[gallery]]</code>", "<p><code>[gallery] [gallery]</code></p>\n"},
        {"<pre>[audio src=\"x.mp3\"]</pre>", "<pre>[audio src=\"x.mp3\"]</pre>\n"},
        {"<a title=\"[gallery]\">x</a>", "<p><a title=\"[gallery]\">x</a></p>\n"},
        {"[gallery id=\"99\"]", "\n"},
        {"a\n\n[gallery id=99]\n\nb", "<p>a</p>\n\n<p>b</p>\n"},
        {"[gallery ids=\"7\" size=\"x\\\"y\" columns=\"20\"]",
         "<div id=\"gallery-1\" class=\"gallery gallery-columns-9 gallery-size-thumbnail\">\n<figure "
         "class=\"gallery-item\">\n<div class=\"gallery-icon portrait\">\n<a href=\"/a&amp;b.png\"><img width=\"3\" "
         "height=\"4\" src=\"/a-1x1.png\" class=\"attachment-thumbnail size-thumbnail\" alt=\"&quot;A&quot;\" "
         "decoding=\"async\" loading=\"lazy\" aria-describedby=\"gallery-1-7\" /></a>\n</div>\n<figcaption "
         "class=\"wp-caption-text gallery-caption\" id=\"gallery-1-7\"><em>C</em></figcaption>\n</figure>\n</div>\n"},
        {"[playlist]",
         "<div class=\"wp-playlist wp-audio-playlist\">\n<ol class=\"wp-playlist-tracks\">\n<li "
         "class=\"wp-playlist-item\">S<br />\n<audio controls=\"controls\" preload=\"none\" "
         "src=\"/s.mp3\"></audio></li>\n</ol>\n</div>\n"},
        {"[audio]",
         "<audio class=\"wp-audio-shortcode\" preload=\"none\" controls=\"controls\"><source type=\"audio/mpeg\" "
         "src=\"/s.mp3\" /><a href=\"/s.mp3\">/s.mp3</a></audio>\n"},
        {"[audio src=\"javascript:x\" loop=\"on\"]",
         "<audio class=\"wp-audio-shortcode\" loop=\"loop\" preload=\"none\" controls=\"controls\"><source "
         "type=\"audio/mpeg\" src=\"/s.mp3\" /><a href=\"/s.mp3\">/s.mp3</a></audio>\n"},
        {"[video src=\"/v.webm?x=1&amp;y\" width=\"10\" height=\"-1\" muted=\"true\"]",
         "<div class=\"wp-video\"><video class=\"wp-video-shortcode\" width=\"10\" height=\"360\" muted=\"muted\" "
         "preload=\"metadata\" controls=\"controls\"><source type=\"video/webm\" src=\"/v.webm?x=1&amp;y\" /><a "
         "href=\"/v.webm?x=1&amp;y\">/v.webm?x=1&amp;y</a></video></div>\n"},
        {"[embed]https://x.org/?a=1&b[/embed]",
         "<p><a href=\"https://x.org/?a=1&#038;b\">https://x.org/?a=1&#038;b</a></p>\n"},
        {"[embed]javascript:x[/embed]", "<p>javascript:x</p>\n"},
        {"[embed src=\"https://x.org/\"]", "<p><a href=\"https://x.org/\">https://x.org/</a></p>\n"},
        {"a\nhttps://x.org/a--b...c3x4\nb",
         "<p>a<br />\n<a href=\"https://x.org/a--b...c3x4\">https://x.org/a&#45;&#45;b&#46;&#46;&#46;c3&#120;4</a><br "
         "/>\nb</p>\n"},
        {"see https://x.org/ and\nhttps://x.org/ too", "<p>see https://x.org/ and<br />\nhttps://x.org/ too</p>\n"},
        {"<p>https://x.org/</p>", "<p><a href=\"https://x.org/\">https://x.org/</a></p>\n"},
        {"<a href=\"x\">\nhttps://x.org/\n</a>", "<p><a href=\"x\"><br />\nhttps://x.org/<br />\n</a></p>\n"},
        {"<pre>\nhttps://x.org/\n</pre>", "<pre>\nhttps://x.org/\n</pre>\n"},
        {"<!-- wp:embed --><figure><div>\nhttps://x.org/\n</div></figure><!-- /wp:embed -->",
         "<figure><div>\n<a href=\"https://x.org/\">https://x.org/</a>\n</div></figure>"},
    };
    CHECK(cases, content_render(&arena, &site, text));
}

static void wishes(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    content_render(&arena, &site, "[gallery ids=\"3, 1,x2\" exclude=\"9\" order=\"DESC\" size=\"large\"]");
    assert_int_equal(last_wish.include_count, 3);
    assert_int_equal(last_wish.include[0], 3);
    assert_int_equal(last_wish.include[2], 2);
    assert_int_equal(last_wish.exclude_count, 1);
    assert_int_equal(last_wish.order, CONTENT_ORDER_GIVEN);
    assert_true(last_wish.descending);
    assert_string_equal(last_wish.size, "large");
    content_render(&arena, &site, "[gallery orderby=\"title DESC\"]");
    assert_int_equal(last_wish.post, 5);
    assert_int_equal(last_wish.include_count, 0);
    assert_int_equal(last_wish.order, CONTENT_ORDER_TITLE);
    assert_true(last_wish.descending);
    content_render(&arena, &site, "[gallery include=\"3\" id=\"12\"]");
    assert_int_equal(last_wish.order, CONTENT_ORDER_MENU);
    assert_int_equal(last_wish.post, 12);
    // A list that names nothing is no list of all.
    last_wish.post = 1;
    assert_string_equal(content_render(&arena, &site, "[gallery ids=\"x\"]"), "\n");
    assert_int_equal(last_wish.post, 1);
    assert_true(content_wants_media("a [audio]"));
    assert_false(content_wants_media("a [caption]"));
    arena_finish(&arena);
}

static void signs(void **state) {
    (void) state;
    static const char *const cases[][2] = {
        {":-) :) ;-) :mrgreen:", "\xf0\x9f\x99\x82 \xf0\x9f\x99\x82 \xf0\x9f\x98\x89 \xf0\x9f\x98\x80"},
        {"a:) :)b 8O :???:", "a:) :)b \xf0\x9f\x98\xaf \xf0\x9f\x98\x95"},
        {"<p>:)</p>&nbsp;:)&nbsp;", "<p>\xf0\x9f\x99\x82</p>&nbsp;\xf0\x9f\x99\x82&nbsp;"},
        {"<code>:)</code><pre> :) </pre><a title=\" :) \">", "<code>:)</code><pre> :) </pre><a title=\" :) \">"},
        {"<script> :) </script><textarea> :) </textarea>", "<script> :) </script><textarea> :) </textarea>"},
        {"https://x :1 8", "https://x :1 8"},
        {"cut :) <b", "cut \xf0\x9f\x99\x82 <b"},
    };
    CHECK(cases, smilies(&arena, text));
}

static void languages(void **state) {
    (void) state;
    static const char text[] = "\"a 'b' c\" don't ``d''";
    static const char *const cases[][2] = {
        {"", "&#8220;a &#8216;b&#8217; c&#8221; don&#8217;t &#8220;d&#8221;"},
        {"en_GB", "&#8220;a &#8216;b&#8217; c&#8221; don&#8217;t &#8220;d&#8221;"},
        {"de_DE", "&#8222;a &#8218;b&#8216; c&#8220; don&#8217;t &#8222;d&#8220;"},
        {"de_CH", "&#171;a &#8249;b&#8250; c&#187; don&#8217;t &#171;d&#187;"},
        {"fr_FR", "&#171;&nbsp;a &#8216;b&#8217; c&nbsp;&#187; don&#8217;t &#171;&nbsp;d&nbsp;&#187;"},
        {"ru_RU", "&#171;a &#8222;b&#8220; c&#187; don&#8217;t &#171;d&#187;"},
        {"fa", "&#171;a &#8249;b&#8250; c&#187; don&#8217;t &#171;d&#187;"},
        {"den", "&#8220;a &#8216;b&#8217; c&#8221; don&#8217;t &#8220;d&#8221;"},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(texturize(&arena, text, cases[i][0]), cases[i][1]);
    arena_finish(&arena);
}

static void pages(void **state) {
    (void) state;
    static const struct {
        const char *text;
        size_t count;
        bool has_more;
        const char *more_text, *first, *last;
    } cases[] = {
        {"a", 1, false, "", "a", "a"},
        {"", 1, false, "", "", ""},
        {"a\n<!--nextpage-->\nb", 2, false, "", "a", "b"},
        {"<!--nextpage-->a<!--nextpage--><!--nextpage-->", 3, false, "", "a", ""},
        {"<!-- wp:nextpage -->\n<!--nextpage-->\n<!-- /wp:nextpage -->", 2, false, "", "<!-- wp:nextpage -->",
         "<!-- /wp:nextpage -->"},
        {"a<!--more-->b", 1, true, "", "a<span id=\"more-5\"></span>b", "a<span id=\"more-5\"></span>b"},
        {"a<!--more  go <b>on</b> -->b", 1, true, "go on", "a<span id=\"more-5\"></span>b",
         "a<span id=\"more-5\"></span>b"},
        {"a<!--more\n-->b", 1, false, "", "a<!--more\n-->b", "a<!--more\n-->b"},
        {"a<!--more--><!--noteaser-->b", 1, true, "", "<span id=\"more-5\"></span><!--noteaser-->b",
         "<span id=\"more-5\"></span><!--noteaser-->b"},
        {"a<!--nextpage-->b<!--more-->c", 2, false, "", "a", "b<span id=\"more-5\"></span>c"},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct content_pages got = content_divide(&arena, cases[i].text);
        assert_int_equal(got.count, cases[i].count);
        assert_int_equal(got.has_more, cases[i].has_more);
        assert_string_equal(got.more_text, cases[i].more_text);
        assert_string_equal(content_page(&arena, &site, &got, 0), cases[i].first);
        assert_string_equal(content_page(&arena, &site, &got, got.count - 1), cases[i].last);
        assert_int_equal(content_has_marks(cases[i].text), got.count > 1 || strstr(cases[i].last, "more-5") != NULL);
    }
    arena_finish(&arena);
}

// What makes readers of Markdown and of shortcodes slow or large; the test's time-out is the assertion.
static void long_texts_take_linear_time(void **state) {
    (void) state;
    static const char *const units[] = {"[caption]",
                                        "[[gallery",
                                        "[gallery ids=1]",
                                        "[/caption]",
                                        "<code>[caption]",
                                        "[caption width=9]<img>w[/caption]",
                                        ":)",
                                        "https://x\n",
                                        "<!--more",
                                        "<!--nextpage-->",
                                        "[a](",
                                        "![",
                                        "`",
                                        "*a_ ",
                                        "<!-",
                                        "> ",
                                        "- ",
                                        "|a",
                                        "[a]: b\n",
                                        "<a ",
                                        "&",
                                        "~~",
                                        "\\[",
                                        "**",
                                        "[]",
                                        "1. ",
                                        "<x>"};
    static char text[96 * 1024];
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t size = strlen(units[i]), length = 0;
        for (; length + size < sizeof text; length += size) memcpy(text + length, units[i], size);
        text[length] = '\0';
        struct arena arena;
        arena_init(&arena);
        assert_non_null(content_render(&arena, &site, text));
        assert_non_null(markdown_render(&arena, text));
        const struct content_pages got = content_divide(&arena, text);
        assert_true(got.count <= CONTENT_PAGES_MOST);
        arena_finish(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(captions),
        cmocka_unit_test(others),
        cmocka_unit_test(wishes),
        cmocka_unit_test(signs),
        cmocka_unit_test(languages),
        cmocka_unit_test(pages),
        cmocka_unit_test(long_texts_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
