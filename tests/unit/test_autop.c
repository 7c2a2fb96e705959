// Paragraphs from blank lines: input and what WordPress 6.1 makes of it.
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
// After the headers it needs:
#include <cmocka.h>

#include "base/arena.h"
#include "server/text/autop.h"

static void paragraphs(void **state) {
    (void) state;
    static const char *const cases[][2] = {
        {"", ""},
        {" \n\t ", ""},
        {"one", "<p>one</p>\n"},
        {"one\ntwo", "<p>one<br />\ntwo</p>\n"},
        {"one\n\ntwo", "<p>one</p>\n<p>two</p>\n"},
        {"one\n\n\n\ntwo\n", "<p>one</p>\n<p>two</p>\n"},
        {"one\r\n\r\ntwo\rthree", "<p>one</p>\n<p>two<br />\nthree</p>\n"},
        {"one  \n  two", "<p>one<br />\n  two</p>\n"},
        {"a<br>b<br/>c<br />d", "<p>a<br />b<br />c<br />d</p>\n"},
        {"a<br><br>b", "<p>a</p>\n<p>b</p>\n"},
        {"a<br />\nb<br /> \nc", "<p>a<br />\nb<br /> <br />\nc</p>\n"},
        {"<p>one</p>\n<p>two</p>", "<p>one</p>\n<p>two</p>\n"},
        {"<p>one\n\ntwo", "<p>one</p>\n<p>two</p>\n"},
        {"one</p>\n\n<p>two", "<p>one</p>\n<p>two</p>\n"},
        {"text <div>block</div> text", "<p>text </p>\n<div>block</div>\n<p> text</p>\n"},
        {"<div>\n\ninside\n\n</div>", "<div>\n<p>inside</p>\n</div>\n"},
        {"<div>one\ntwo</div>", "<div>one<br />\ntwo</div>\n"},
        {"<ul>\n<li>a</li>\n<li>b\nc</li>\n</ul>", "<ul>\n<li>a</li>\n<li>b<br />\nc</li>\n</ul>\n"},
        {"<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n"},
        {"<blockquote>q</blockquote>", "<blockquote><p>q</p></blockquote>\n"},
        {"<blockquote cite=\"x\">\n\na\n\nb\n\n</blockquote>",
         "<blockquote cite=\"x\">\n<p>a</p>\n<p>b</p>\n</blockquote>\n"},
        {"<BLOCKQUOTE>q</BLOCKQUOTE>", "<blockquote><p>q</BLOCKQUOTE></p>\n"},
        {"a <blockquote>b</blockquote> c", "<p>a </p>\n<blockquote><p>b</p></blockquote>\n<p> c</p>\n"},
        {"x\n\n<pre>a\n\nb  c\n</pre>\n\ny", "<p>x</p>\n<pre>a\n\nb  c\n</pre>\n<p>y</p>\n"},
        {"<pre class=\"x\"><code>a\n\n\"b\"</code></pre>", "<pre class=\"x\"><code>a\n\n\"b\"</code></pre>\n"},
        {"a <pre>b</pre> c <pre>d", "<p>a </p>\n<pre>b</pre>\n<p> c </p>\n<pre>d</p>\n"},
        {"a</pre>b", "<p>a</pre>\n<p>b</p>\n"},
        {"a<hr>b<hr />c<hr class=\"x\">d", "<p>a</p>\n<hr>\n<p>b</p>\n<hr />\n<p>c</p>\n<hr class=\"x\">d</p>\n"},
        {"<h2>t</h2>text", "<h2>t</h2>\n<p>text</p>\n"},
        {"text\n<h3>t</h3>\ntext", "<p>text</p>\n<h3>t</h3>\n<p>text</p>\n"},
        {"<table>\n<tr>\n<td>a\nb</td>\n<th>c</th>\n</tr>\n</table>",
         "<table>\n<tr>\n<td>a<br />\nb</td>\n<th>c</th>\n</tr>\n</table>\n"},
        {"<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>\n"},
        {"<form>a\n<input>\n</form>", "<form>a<br />\n<input><br />\n</form>\n"},
        {"<select>\n<option>a</option>\n<option>b</option>\n</select>",
         "<p><select><option>a</option><option>b</option></select></p>\n"},
        {"<object data=\"x\">\n\n<param name=\"a\">\n<embed src=\"x\">\n\n</object>",
         "<p><object data=\"x\"><param name=\"a\"><embed src=\"x\"></object></p>\n"},
        {"<audio controls>\n\n<source src=\"a\">\n<source src=\"b\">\n</audio>",
         "<p><audio controls><source src=\"a\"><source src=\"b\"></audio></p>\n"},
        {"<video>\n<track src=\"x\">\n</video> [video]\n<source>\n[/video]",
         "<p><video><track src=\"x\"></video> [video]<source>[/video]</p>\n"},
        {"<figure>\n<img src=\"a\">\n\n<figcaption>c</figcaption>\n</figure>",
         "<figure>\n<img src=\"a\"><figcaption>c</figcaption></figure>\n"},
        {"<script>\nvar a;\n\nvar b;\n</script>", "<p><script>\nvar a;\n\nvar b;\n</script></p>\n"},
        {"a <script>var a;\nvar b;</script> b\nc", "<p>a <script>var a;\nvar b;</script> b<br />\nc</p>\n"},
        {"a\n\n<textarea rows=2>x\n\ny\nz</textarea> b\nc",
         "<p>a</p>\n<p><textarea rows=2>x\n\ny\nz</textarea> b<br />\nc</p>\n"},
        {"<STYLE>a{}\n\nb{}</STYLE><script>\"<pre>\"\n\nx</script>\n\n<pre>y\n\n<script>z</script></pre>",
         "<p><STYLE>a{}\n\nb{}</STYLE><script>\"<pre>\"\n\nx</script></p>\n<pre>y\n\n<script>z</script></pre>\n"},
        {"<script wp-raw-tag-0>\n\n</script>wp-raw-tag-0> <script>x",
         "<p><script wp-raw-tag-0>\n\n</script>wp-raw-tag-0> <script>x</p>\n"},
        {"<style>\na{}\n</style>", "<style>\na{}\n</style>\n"},
        {"<svg>\n<path/>\n</svg>\nx\ny", "<p><svg>\n<path/>\n</svg><br />\nx<br />\ny</p>\n"},
        {"<img\nsrc=\"x\"\nalt=\"y\">\ntext", "<p><img\nsrc=\"x\"\nalt=\"y\"><br />\ntext</p>\n"},
        {"<div\nclass=\"x\">\ntext</div>", "<div\nclass=\"x\"><br />\ntext</div>\n"},
        {"<!-- a\n\nb -->\n\ntext", "<p><!-- a\n\nb --></p>\n<p>text</p>\n"},
        {"a <!--more--> b", "<p>a <!--more--> b</p>\n"},
        {"a\n\n<!--more-->\n\nb", "<p>a</p>\n<p><!--more--></p>\n<p>b</p>\n"},
        {"<![CDATA[a\n\nb]]>", "<p><![CDATA[a\n\nb]]></p>\n"},
        {"<a href=\"x\">\ntext\n</a>", "<p><a href=\"x\"><br />\ntext<br />\n</a></p>\n"},
        {"<address>a</address><section>b</section><details><summary>s</summary>t</details>",
         "<address>a</address>\n<section>b</section>\n<details>\n<summary>s</summary>\n<p>t</details>\n"},
        {"<p>\n\n</p>", "</p>\n"},
        {"<p> </p>x", "</p>\n<p>x</p>\n"},
        {"<link rel=\"x\">\ny", "<link rel=\"x\">\ny</p>\n"},
        {"< not a tag\n\nx > y", "<p>< not a tag\n\nx > y</p>\n"},
        {"text<li>x</li>", "<p>text</p>\n<li>x</li>\n"},
        {"<em>a\n\nb</em>", "<p><em>a</p>\n<p>b</em></p>\n"},
        {"<math>\nx\n</math>", "<math>\nx<br />\n</math>\n"},
        {"a\n<br />\nb", "<p>a<br />\n<br />\nb</p>\n"},
        {"<div><p>x</p></div>", "<div>\n<p>x</p>\n</div>\n"},
        {"<span>\n\n</span>", "<p><span></p>\n<p></span></p>\n"},
        {"x\n\n ", "<p>x</p>\n"},
        {"a</li></p>\n", "<p>a</li></p>\n"},
        {"<summary>\n<br>", "<summary></p>\n"},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(autop(&arena, cases[i][0]), cases[i][1]);
    arena_finish(&arena);
}

// Much of what makes searching patterns slow; the test's time-out is the assertion.
static void long_texts_take_linear_time(void **state) {
    (void) state;
    static const char *const units[] = {"<p",   "<p><li",   "<script>",   "<pre>",           "<!--",
                                        "\n ",  "<br>\n",   "<object ",   "</object><embed", "[audio ",
                                        "<p> ", "<source ", "<blockquote"};
    static char text[128 * 1024];
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t size = strlen(units[i]), length = 0;
        for (; length + size < sizeof text; length += size) memcpy(text + length, units[i], size);
        text[length] = '\0';
        struct arena arena;
        arena_init(&arena);
        assert_non_null(autop(&arena, text));
        arena_finish(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs),
        cmocka_unit_test(long_texts_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
