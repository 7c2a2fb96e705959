// Typographic quotes, dashes and signs: input and what WordPress 6.1 makes of it.
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
// After the headers it needs:
#include <cmocka.h>

#include "base/arena.h"
#include "server/text/shortcode.h"
#include "server/text/texturize.h"

static void signs(void **state) {
    (void) state;
    static const char *const cases[][2] = {
        {"", ""},
        {"plain text", "plain text"},
        {"\"Double\" and 'single' quotes", "&#8220;Double&#8221; and &#8216;single&#8217; quotes"},
        {"don't, rock'n'roll, the Joneses' house", "don&#8217;t, rock&#8217;n&#8217;roll, the Joneses&#8217; house"},
        {"the '80s and '90s, class of '99", "the &#8217;80s and &#8217;90s, class of &#8217;99"},
        {"it was '99'. and '07\" too", "it was &#8217;99&#8217;. and &#8217;07&#8221; too"},
        {"6'2\" tall, 12\" wide, 5' long", "6&#8217;2&#8243; tall, 12&#8243; wide, 5&#8242; long"},
        {"\"12\" and '3.5' and \"1,000\"", "&#8220;12&#8221; and &#8216;3.5&#8217; and &#8220;1,000&#8221;"},
        {"(\"parenthesised\") [\"bracketed\"] {\"braced\"} -\"dashed\"",
         "(&#8220;parenthesised&#8221;) [&#8220;bracketed&#8221;] {&#8220;braced&#8221;} -&#8220;dashed&#8221;"},
        {"\"nested 'quotes' here\" and 'more \"of\" them'",
         "&#8220;nested &#8216;quotes&#8217; here&#8221; and &#8216;more &#8220;of&#8221; them&#8217;"},
        {"say ``this'' and ''that", "say &#8220;this&#8221; and &#8221;that"},
        {"'tis 'twas 'cause 'em, get 'em", "&#8217;tis &#8217;twas &#8217;cause &#8217;em, get &#8217;em"},
        {"\"open only", "&#8220;open only"},
        {"close only\"", "close only&#8221;"},
        {"\" spaced \"", "&#8221; spaced &#8220;"},
        {"\"He said 5' 6\" tall.\" She: \"7\".", "&#8220;He said 5&#8242; 6&#8243; tall.&#8221; She: &#8220;7&#8221;."},
        {"\"a 9\" nail.\" \"b\"", "&#8220;a 9&#8243; nail.&#8221; &#8220;b&#8221;"},
        {"it's \"5\"", "it&#8217;s &#8220;5&#8221;"},
        {"wait... what....", "wait&#8230; what&#8230;."},
        {"a -- b --- c - d -e f- g--h i---j --", "a &#8212; b &#8212; c &#8211; d -e f- g&#8211;h i&#8212;j &#8212;"},
        {"xn--bcher-kva and foo--bar", "xn--bcher-kva and foo&#8211;bar"},
        {"2020-2021, A-B", "2020-2021, A-B"},
        {"10x20, 3x4x5, 0x1F, 1.5x2,5, x5, 5x, 2x4s", "10&#215;20, 3x4x5, 0x1F, 1.5&#215;2,5, x5, 5x, 2x4s"},
        {"(tm) word (tm) (c)", "(tm) word &#8482; (c)"},
        {"a & b &amp; c &copy; &#38; &#x26; &bogus &toolongname; AT&T",
         "a &#038; b &amp; c &copy; &#38; &#x26; &#038;bogus &#038;toolongname; AT&#038;T"},
        {"<a href=\"x?a=1&b=2\" title='it\"s'>\"t\"</a>",
         "<a href=\"x?a=1&#038;b=2\" title='it\"s'>&#8220;t&#8221;</a>"},
        {"\"<em>x</em>\" and <b>\"y\"</b>", "&#8220;<em>x</em>&#8221; and <b>&#8220;y&#8221;</b>"},
        {"<code>\"x\" -- y...</code> \"z\"", "<code>\"x\" -- y...</code> &#8220;z&#8221;"},
        {"<pre>\"x\"</pre><kbd>\"k\"</kbd><tt>\"t\"</tt> \"z\"",
         "<pre>\"x\"</pre><kbd>\"k\"</kbd><tt>\"t\"</tt> &#8220;z&#8221;"},
        {"<script>var a = \"b\" && c;</script> \"z\"", "<script>var a = \"b\" && c;</script> &#8220;z&#8221;"},
        {"<style>a:before{content:\"--\"}</style> \"z\"", "<style>a:before{content:\"--\"}</style> &#8220;z&#8221;"},
        {"<!-- \"comment\" -- --> \"z\"", "<!-- \"comment\" -- --> &#8220;z&#8221;"},
        {"<pre><code>\"a\"</pre>\"b\"</code>\"c\"</pre>\"d\"",
         "<pre><code>\"a\"</pre>\"b\"</code>\"c\"</pre>&#8220;d&#8221;"},
        {"3 < 5 and \"7\" > 4", "3 < 5 and \"7\" > 4"},
        {"<em class=\"x\"", "<em class=\"x\""},
        {"[gallery ids=\"1,2\"] \"x\" [caption id=\"c\"]\"y\"[/caption] [unknown a=\"b\"]",
         "[gallery ids=\"1,2\"] &#8220;x&#8221; [caption id=\"c\"]&#8220;y&#8221;[/caption] [unknown "
         "a=&#8221;b&#8221;]"},
        {"[[audio src=\"x\"]] \"y\"", "[[audio src=\"x\"]] &#8220;y&#8221;"},
        {"\302\240\"x\"\302\240 &nbsp;\"y\"&nbsp;", "\302\240&#8220;x&#8221;\302\240 &nbsp;&#8220;y&#8221;&nbsp;"},
        {"&lt;\"x\"&gt; 'y'&gt;", "&lt;&#8220;x&#8221;&gt; &#8216;y&#8217;&gt;"},
        {"\"\n\"", "&#8221;\n&#8220;"},
        {"caf\303\251's \"\346\227\245\346\234\254\"", "caf\303\251&#8217;s &#8220;\346\227\245\346\234\254&#8221;"},
        {"'", "&#8216;"},
        {"\"", "&#8220;"},
        {"''", "&#8221;"},
        {"- ", "&#8211; "},
        {"\"'a'\"", "&#8220;&#8216;a'&#8221;"},
        {"it's &#8220;typed&#8221; 5' &#8217;x' and 6\" \"z\"",
         "it&#8217;s &#8220;typed&#8221; 5&#8242; &#8217;x&#8217; and 6&#8243; &#8220;z&#8221;"},
        {"7\" a \"b 8\" c\" d", "7&#8243; a &#8220;b 8&#8243; c&#8221; d"},
        {"I'd've 'n' y'all", "I&#8217;d&#8217;ve &#8216;n&#8217; y&#8217;all"},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(texturize(&arena, cases[i][0], NULL), cases[i][1]);
    arena_finish(&arena);
}

static void shortcodes_are_stripped(void **state) {
    (void) state;
    static const char *const cases[][2] = {
        {"", ""},
        {"none", "none"},
        {"[gallery]", ""},
        {"a [gallery ids=\"1\"] b", "a  b"},
        {"a [caption x]<img> text[/caption] b", "a  b"},
        {"[unknown]x[/unknown]", "[unknown]x[/unknown]"},
        {"[[gallery]]", "[gallery]"},
        {"[[caption]x[/caption]]", "[caption]x[/caption]"},
        {"[audio src=\"x\"/]y", "y"},
        {"[audio]a[/audio][audio]b", "b"},
        {"[video", "[video"},
        {"[captions]", "[captions]"},
        {"x]y[", "x]y["},
        {"[embed]http://x/[/embed]", ""},
        {"[wp_caption a]b[/caption]c", "b[/caption]c"},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(shortcode_strip(&arena, cases[i][0]), cases[i][1]);
    arena_finish(&arena);
}

// Bytes that no UTF-8 has stand for marks inside; in the input they must do no harm.
static void broken_utf8_does_no_harm(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    char text[260];
    for (int i = 1; i < 256; i++) text[i - 1] = (char) i;
    memcpy(text + 255, "'\"'", 4);
    assert_non_null(strstr(texturize(&arena, text, NULL), "abc"));
    arena_finish(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signs),
        cmocka_unit_test(shortcodes_are_stripped),
        cmocka_unit_test(broken_utf8_does_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
