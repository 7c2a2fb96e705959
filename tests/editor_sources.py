"""Sources for the editor: the demo's articles, nasty ones by name, and random ones (always the same)."""

import os
import random

from showcase import demo_module


def demo_articles():
    demo = demo_module()
    names = sorted(name for name in os.listdir(demo.HERE) if name.endswith(".txt"))
    return [(name, demo.read_article(os.path.join(demo.HERE, name))["content"]) for name in names]


HTML = {
    "nothing": "",
    "white space alone": " \n\n\t\n",
    "white space around": "\n\n  <p>One.</p>\n\n\n<p>Two.</p>\n \n",
    "windows newlines": "One.\r\n\r\nTwo\r\nwith a break.\r\n\r\n<h2>Head</h2>\r\n",
    "classic": "One line\nand a break.\n\n<strong>Bold</strong> <!--more--> inside.\n\n<!--more-->\n\nTwo.\n<!--nextpage-->\nThree.",
    "more with words": "One.\n\n<!--more Read the rest & enjoy-->\n\nTwo.\n\n<!--nextpage-->\n\nThree.",
    "breaks that part": "One<br><br>Two<br />\n<br />Three<br>\nFour",
    "shortcodes": 'Text with [b]inside[/b] and [1].\n\n[gallery ids="1,2,3" columns="2"]\n\n[foo]\n\nKept\n\n[/foo]\n\n[sic] is text.\n\n'
                  '[caption id="attachment_5" align="alignleft" width="300"]<a href="/x"><img src="/x.jpg" alt="A &quot;b&quot;" '
                  'width="300" height="200" class="size-medium wp-image-5" /></a> Words with <em>marks</em>[/caption]\n\nEnd.',
    "shortcode over blocks": "[box]\n\n<h2>Head</h2>\n\nText.\n\n[/box]",
    "unclosed": "<p>One <b>two</p>\n\n<div>three\n\n<p>four",
    "stray ends": "One</div> two</p>\n\n</blockquote>\n\nThree.",
    "crossing": "<p><b>One <i>two</b> three</i></p>\n<p>Four.</p>",
    "nested marks": "<p><a href=\"/\"><strong>a</strong> b</a><em><a href='/x'>c</a> d</em><strong>e <strong>f</strong></strong></p>",
    "attributes": "<p id=x CLASS='a  b' data-x='\"' style=\"color:red\">T</p>\n<H2 TITLE=a>U</H2>\n<p hidden>V</p>",
    "entities": "<p>&nbsp;a &amp; b &lt; c &mdash; &#8212; &copy; &notanentity; &amp;amp; & d</p>",
    "pre": "<pre>\n\n  a\n    b &lt;c&gt;\n</pre>\n<pre><code>x\n\ny\n</code></pre>\n<pre>a <b>b</b>\n\n c</pre>",
    "raw elements": "<script>if (a < b) { document.write('<p>x</p>'); }\n\n</script>\n\nText.\n\n<style>\n\np > a {}\n</style>\n"
                    "<textarea>\n\n<p>x</p></textarea>\n\n<iframe src=\"https://example.org/\" width=1></iframe>\n\nEnd.",
    "tables": "<table class=\"x\"><caption>C</caption><tr><td>1</td></tr></table>\n<table>\n<thead>\n<tr><th scope=\"col\">a</th><th>b</th></tr>"
              "\n</thead>\n<tbody>\n<tr><td colspan=\"2\">c<br>d</td></tr>\n<tr><td></td><td><p>e</p><p>f</p></td></tr></tbody></table>\n"
              "<table><tr><td>1</td></tr><tr><td>2</td><td>3</td></tr></table>",
    "lists": "<ul><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li><li></li></ul>\n<ol start=\"3\" reversed>\n\t<li>x\n<ol>\n<li>y</li>\n</ol>\n</li>\n</ol>\n"
             "<dl><dt>t</dt><dd>d</dd></dl>",
    "figures": "<figure class=\"wp-block-image size-large\"><img src=\"/a.jpg\" alt=\"\" class=\"wp-image-7\"/></figure>\n\n"
               "<figure><a href=\"/b\"><img src=/b.jpg></a><figcaption>C <a href=\"#\">l</a></figcaption></figure>\n\n"
               "<p><img class=\"alignleft\" src=\"/c.jpg\"> text</p>\n\n<img src=\"https://elsewhere.example/d.jpg\" onerror=\"x\">",
    "details": "<details open><summary>S <b>b</b></summary><p>Text</p>\n\nBare.</details>\n\n<my-widget a=b><p>x</p></my-widget>\n\nEnd.",
    "comments": "<!-- one -->\n\nText <!-- two --> text.\n\n<!-- three\n\nlines -->\n<p>x</p><!-- four -->\n<!-- open\n\nEnd.",
    "angle brackets": "a < b and c > d\n\n<3 this\n\n<>\n\n< p>no tag</ p>\n\n<p>x</p",
    "right to left": "<p dir=\"rtl\" lang=\"fa\">سلام <strong>دنیا</strong>\u200cها</p>\n\nمتن ساده\nبا خط دوم",
    "block comments": '<!-- wp:paragraph {"align":"center","style":{"color":{"text":"#f00"}}} -->\n<p class="has-text-align-center" style="color:#f00">a</p>\n'
                      '<!-- /wp:paragraph -->\n\n<!-- wp:heading {"level":3} -->\n<h3 class="wp-block-heading">b</h3>\n<!-- /wp:heading -->\n\n'
                      '<!-- wp:list -->\n<ul class="wp-block-list"><!-- wp:list-item -->\n<li>c</li>\n<!-- /wp:list-item -->\n\n<!-- wp:list-item -->\n'
                      '<li>d<!-- wp:list {"ordered":true} -->\n<ol class="wp-block-list"><!-- wp:list-item -->\n<li>e</li>\n<!-- /wp:list-item --></ol>\n'
                      '<!-- /wp:list --></li>\n<!-- /wp:list-item --></ul>\n<!-- /wp:list -->\n\n<!-- wp:latest-posts {"a":"--\\u003e"} /-->\n\n'
                      '<!-- wp:group {"layout":{"type":"constrained"}} -->\n<div class="wp-block-group"><!-- wp:quote -->\n<blockquote class="wp-block-quote">'
                      '<!-- wp:paragraph -->\n<p>f</p>\n<!-- /wp:paragraph --><cite>g</cite></blockquote>\n<!-- /wp:quote -->\n\n<!-- wp:my/thing {"x":1} -->\n'
                      '<div class="thing"></div>\n<!-- /wp:my/thing --></div>\n<!-- /wp:group -->\n\n<!-- wp:html -->\n<b>raw</b>\n\n<p>x</p>\n<!-- /wp:html -->\n\n'
                      '<!-- wp:more {"customText":"On"} -->\n<!--more On-->\n<!-- /wp:more -->\n\n<!-- wp:footnotes /-->',
    "freeform between blocks": 'Text without a block\n\nand more.\n\n<!-- wp:paragraph -->\n<p>a</p>\n<!-- /wp:paragraph -->\n<p>b</p>\n<h2>c</h2>tail',
    "broken delimiters": '<!-- wp:paragraph -->\n<p>a</p>\n\n<!-- wp:heading -->\n<h2>b</h2>\n<!-- /wp:paragraph -->\n<!-- /wp:list -->\n<!-- wp: -->\n<p>c</p>',
    "footnotes": '<!-- wp:paragraph -->\n<p>a<sup data-fn="1f" class="fn"><a href="#1f" id="1f-link">1</a></sup></p>\n<!-- /wp:paragraph -->\n\n<!-- wp:footnotes /-->',
    "gallery": '<!-- wp:gallery {"columns":2,"linkTo":"none"} -->\n<figure class="wp-block-gallery has-nested-images columns-2"><!-- wp:image {"id":7} -->\n'
               '<figure class="wp-block-image"><img src="/a.jpg" alt="" class="wp-image-7"/><figcaption class="wp-element-caption">A</figcaption></figure>\n'
               '<!-- /wp:image -->\n\n<!-- wp:image {"id":8} -->\n<figure class="wp-block-image"><img src="/b.jpg" alt="" class="wp-image-8"/></figure>\n'
               '<!-- /wp:image --><figcaption class="blocks-gallery-caption">All</figcaption></figure>\n<!-- /wp:gallery -->',
    "embeds": '<!-- wp:embed {"url":"https://www.youtube.com/watch?v=x","type":"video"} -->\n<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\n'
              'https://www.youtube.com/watch?v=x\n</div><figcaption>Cap</figcaption></figure>\n<!-- /wp:embed -->\n\n<!-- wp:paragraph -->\n<p>x</p>\n<!-- /wp:paragraph -->',
    "an address alone": "https://www.youtube.com/watch?v=x\n\nText https://example.org/ text.\n\nhttps://example.org/a?b=c&d=e",
}

MARKDOWN = {
    "nothing": "",
    "white space": "\n\n \nOne.\n\n\n\nTwo.\n \n",
    "windows newlines": "# Head\r\n\r\nOne  \r\ntwo.\r\n\r\n- a\r\n- b\r\n",
    "all of it": "# Title #\n\nSet\n===\n\nA *b* **c** `d` [e](/f \"g\") ~~h~~ <https://i.example/> j\\\nk  \nl\nm\n\n* n\n* o\n  * p\n\n1) q\n2) r\n\n> s\n> t\n>\n> u\n\n"
                 "```js\nv\n\nw\n```\n\n    x\n\n| y | z |\n|--|:-:|\n| 1 | 2 \\| 3 |\n\n***\n\n![a](/b.png \"c\")\n",
    "html": "<div class=\"x\">\n<b>a</b>\n</div>\n\n<u>b</u> <span class=\"c\">d</span>\n\n<!-- e -->\n\n<!--more-->\n\n<script>\n\nx\n</script>\n\nf\n",
    "references": "A [b][c] and [c].\n\n[c]: https://example.org/ \"t\"\n[d]: <x y>\n\n[^1]: Note.\n\nE[^1].\n",
    "tasks": "- [ ] a\n- [x] b *c*\n\n1. [ ] d\n",
    "loose": "- a\n\n  b\n\n- c\n\n\n- d\n+ e\n",
    "without blank lines": "Text\n# Head\nMore\n- a\n- b\n> c\nlazy\n***\n```\nd\n```\n",
    "signs": "2 * 3 * 4, snake_case, a < b, &amp; &copy; & \\* \\_ 1986\\. *a*b **c**d _e_f\n\n\\# no head\n\n1986\\. no list\n",
    "unclosed": "**a *b\n\n```\ncode without an end\n\n# still code",
    "right to left": "# سلام\n\nمتن *کج* و **پررنگ**\n\n- یک\n- دو\n",
}

_INLINE = ["word", " ", "\n", "<b>", "</b>", "<em class=\"x\">", "</em>", "<a href=\"/a?b=c&amp;d\">", "</a>", "<br>", "<br />\n", "&amp;", "&", "<", "\u00a0",
           "<img src=\"/x.png\">", "[x]", "[/x]", "[gallery]", "<code>", "</code>", "<!--more-->", "<!-- c -->", "سلام", "  ", "<span style='a'>", "</span>"]
_BLOCKS = ["\n\n", "\n", "<p>", "</p>", "<div class=\"d\">", "</div>", "<h2>", "</h2>", "<ul>", "<li>", "</li>", "</ul>", "<blockquote>", "</blockquote>", "<hr>",
           "<pre>", "</pre>", "<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<!-- wp:paragraph -->", "<!-- /wp:paragraph -->", "<figure>", "</figure>",
           "<script>", "</script>", "<!--nextpage-->"]
_MARKDOWN = ["word", " ", "\n", "\n\n", "*", "**", "_", "`", "~~", "[", "](", ")", "![", "# ", "- ", "1. ", "> ", "    ", "```\n", "|", "|--|\n", "\\", "<b>", "</b>",
             "&amp;", "<", "---\n", "===\n", "https://example.org/a_b", "www.example.org", "[^1]", "\t", "سلام", "<!-- c -->", "  \n"]


def _random(seed, count, pieces, most):
    source = random.Random(seed)
    return [(f"random {i}", "".join(source.choice(pieces) for _ in range(source.randint(1, most)))) for i in range(count)]


def random_html(count):
    return _random(1, count, _INLINE + _BLOCKS, 25)


def random_markdown(count):
    return _random(2, count, _MARKDOWN, 20)
