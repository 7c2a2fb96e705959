"""Content as readers see it: pages within an article, the mark for more, shortcodes, media, and Markdown."""

import base64
import re

import pytest

from page import Page

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAoAAAAUCAIAAAA7jDsBAAAAFklEQVR42mP8z8AARLgB46jUqNTwlAIAg/YIA/Y6NvUAAAAA"
                       "SUVORK5CYII=")


def content_of(site, path):
    """What stands in the content of the page."""
    html = site.get(path.removeprefix(site.base)).text
    return re.search(r'<div class="content">\n(.*?)\n</div>\n(?:<nav class="pager"|<footer|</div>)', html, re.S).group(1)


def make(site, content, as_="editor", **fields):
    return site.make_post(as_, content=content, **fields)


def upload(site, name="picture.png", **fields):
    answer = site.api("editor").request(
        "POST", "media", data=PNG,
        headers={"Content-Type": "image/png", "Content-Disposition": f'attachment; filename="{name}"'})
    assert answer.status_code == 201, answer.text
    media = answer.json()
    if fields:
        media = site.api("editor").post(f"media/{media['id']}", fields).json()
    return media


# Pages

@pytest.fixture(scope="module")
def divided(site):
    return make(site, "First page.\n\n<!--more Go on-->\n\nRest of it.\n<!--nextpage-->\nSecond page.\n<!--nextpage-->"
                      "\nThird.", title="Divided", date="2024-05-01T00:00:00")


def test_each_page_has_its_part(site, divided):
    path = divided["link"].removeprefix(site.base)
    one, two, three = content_of(site, path), content_of(site, path + "2/"), content_of(site, path + "3/")
    assert one == (f'<p>First page.</p>\n<p><span id="more-{divided["id"]}"></span></p>\n<p>Rest of it.</p>\n')
    assert (two, three) == ("<p>Second page.</p>\n", "<p>Third.</p>\n")
    # REST has the whole, as WordPress does.
    assert "<!--nextpage-->" in divided["content"]["rendered"] and "Third." in divided["content"]["rendered"]


def test_pages_name_their_neighbours(site, divided):
    path = divided["link"].removeprefix(site.base)
    html = site.get(path + "2/").text
    assert f'<link rel="canonical" href="{divided["link"]}2/">' in html
    assert f'<link rel="prev" href="{divided["link"]}">' in html
    assert f'<link rel="next" href="{divided["link"]}3/">' in html
    assert f'<a class="newer" href="{divided["link"]}" rel="prev">Previous page</a>' in html
    assert "<title>Divided, page 2" in html
    first = site.get(path).text
    assert 'rel="prev"' not in first.split("</head>")[0] and f'href="{divided["link"]}2/"' in first


def test_a_list_leads_to_what_follows(site, divided):
    html = site.get("/2024/05/").text
    assert f'<a href="{divided["link"]}#more-{divided["id"]}">Go on<span class="unseen">' in html
    assert "First page." in html and "Rest of it" not in html


def test_a_written_excerpt_takes_the_teasers_place(site):
    post = make(site, "Teaser<!--more-->rest", title="Own words", excerpt="Written", date="2024-06-01T00:00:00")
    assert f"#more-{post['id']}" not in site.get("/2024/06/").text


def test_no_teaser(site):
    post = make(site, "Teaser.\n\n<!--more--><!--noteaser-->\n\nRest.", title="No teaser")
    assert "Teaser" not in content_of(site, post["link"]) and "Rest." in content_of(site, post["link"])


def test_pages_follow_changes(site):
    post = make(site, "a<!--nextpage-->b", title="Shrinking", date="2024-05-02T00:00:00")
    path = post["link"].removeprefix(site.base)
    assert site.get(path + "2/").status_code == 200
    site.api("editor").post(f"posts/{post['id']}", {"content": "all of it"})
    assert site.get(path + "2/").headers["Location"] == post["link"]
    assert content_of(site, path) == "<p>all of it</p>\n"


def test_pages_of_drafts_and_of_static_pages(site):
    draft = make(site, "a<!--nextpage-->b", title="Draft", status="draft")
    browser = site.browser()
    browser.post(site.base + "/wp-login.php", {"log": "editor", "pwd": site.users["editor"]["password"]})
    assert "<p>b</p>" in browser.get(f"{site.base}/?p={draft['id']}&preview=true&page=2").text
    page = site.make("pages", "editor", title="Split page", content="a<!--nextpage-->b", status="publish")
    assert content_of(site, page["link"].removeprefix(site.base) + "2/") == "<p>b</p>\n"
    with site.with_settings(show_on_front="page", page_on_front=page["id"]):
        assert content_of(site, "/page/2/") == "<p>b</p>\n"
        assert site.get("/page/3/").headers["Location"] == site.base + "/"
        assert f'href="{site.base}/page/2/"' in site.get("/").text


def test_a_password_hides_all_pages(site):
    post = make(site, "secret one<!--nextpage-->secret two", title="Closed", password="x", date="2024-05-03T00:00:00")
    path = post["link"].removeprefix(site.base)
    assert "secret" not in site.get(path).text + site.get(path + "2/").text


# Shortcodes

def test_captions(site):
    post = make(site, '[caption id="attachment_6" align="alignleft" width="300"]<a href="/x"><img src="/a.png" alt="A" />'
                      '</a> The "words"[/caption]\n\nText [unknown a="b"] and [[gallery]].', title="Caption")
    assert content_of(site, post["link"]) == (
        '<figure id="attachment_6" aria-describedby="caption-attachment_6" class="wp-caption alignleft">'
        '<a href="/x"><img src="/a.png" alt="A" /></a><figcaption id="caption-attachment_6" class="wp-caption-text">'
        'The &#8220;words&#8221;</figcaption></figure>\n<p>Text [unknown a=&#8221;b&#8221;] and [gallery].</p>\n')


def test_a_gallery_shows_its_media(site):
    one, two = upload(site, alt_text="First"), upload(site, caption="The second")
    post = make(site, f'Before\n\n[gallery ids="{two["id"]},{one["id"]},99999999" columns="2" link="none"]\n\nAfter',
                title="Gallery")
    html = content_of(site, post["link"])
    assert html.startswith("<p>Before</p>\n<div id=\"gallery-1\" class=\"gallery gallery-columns-2 gallery-size-thumbnail\">")
    assert html.index(two["source_url"]) < html.index(one["source_url"]) and html.endswith("</div>\n\n<p>After</p>\n")
    assert 'alt="First"' in html and "The second</figcaption>" in html and "<a " not in html
    assert 'width="10" height="20"' in html and "portrait" in html
    assert html.rstrip() == post["content"]["rendered"].rstrip()


def test_a_gallery_follows_its_media(site):
    media, other = upload(site, "moving.png"), upload(site, "staying.png")
    post = make(site, f'[gallery ids="{media["id"]},{other["id"]}"]', title="Changing gallery")
    site.api("editor").post(f"media/{media['id']}", {"alt_text": "Now with words", "caption": "And a caption"})
    html = content_of(site, post["link"])
    assert 'alt="Now with words"' in html and "And a caption" in html
    site.api("editor").delete(f"media/{media['id']}?force=true")
    html = content_of(site, post["link"])
    assert media["source_url"] not in html and other["source_url"] in html
    assert media["source_url"] not in site.api().get(f"posts/{post['id']}").json()["content"]["rendered"]


def test_a_gallery_outlives_its_photographer(site):
    """With a user go the media, and galleries of others show them no more."""
    user = site.make("users", "admin", username="leaving", email="leaving@example.org", password="leaving-password-1",
                     roles=["author"])
    media = upload(site, "leaving.png")
    site.api("admin").post(f"media/{media['id']}", {"author": user["id"]})
    post = make(site, f'[gallery ids="{media["id"]}"]', title="Of somebody else")
    assert media["source_url"] in content_of(site, post["link"])
    assert site.api("admin").delete(f"users/{user['id']}?force=true&reassign=").status_code == 200
    assert "gallery" not in site.api().get(f"posts/{post['id']}").json()["content"]["rendered"]
    assert media["source_url"] not in site.get(post["link"]).text


def test_a_gallery_of_what_is_attached(site):
    post = make(site, "[gallery]", title="Attached gallery")
    assert "gallery" not in post["content"]["rendered"]
    media = upload(site, "attached.png", post=post["id"])
    assert media["source_url"] in content_of(site, post["link"])
    site.api("editor").post(f"media/{media['id']}", {"post": 0})
    assert media["source_url"] not in content_of(site, post["link"])


def test_a_gallery_on_a_second_page(site):
    media = upload(site, "second.png")
    post = make(site, f'a<!--nextpage-->[gallery ids="{media["id"]}"]', title="Gallery behind")
    path = post["link"].removeprefix(site.base) + "2/"
    assert media["source_url"] in content_of(site, path)
    site.api("editor").delete(f"media/{media['id']}?force=true")
    assert media["source_url"] not in site.get(path).text and "gallery-1" not in site.get(path).text


def test_players_and_addresses(site):
    post = make(site, '[audio src="https://example.org/a.mp3"]\n\n[video mp4="/v.mp4" width="320" height="180" poster='
                      '"javascript:x"]\n\n[video src="https://youtube.com/watch?v=1"]\n\nhttps://example.org/a--b\n\n'
                      '[embed]https://example.org/[/embed]\n\nSee https://example.org/ too', title="Players")
    assert content_of(site, post["link"]) == (
        '<audio class="wp-audio-shortcode" preload="none" controls="controls"><source type="audio/mpeg" '
        'src="https://example.org/a.mp3" /><a href="https://example.org/a.mp3">https://example.org/a.mp3</a></audio>\n\n'
        '<div class="wp-video"><video class="wp-video-shortcode" width="320" height="180" preload="metadata" '
        'controls="controls"><source type="video/mp4" src="/v.mp4" /><a href="/v.mp4">/v.mp4</a></video></div>\n\n'
        '<p><a href="https://youtube.com/watch?v=1">https://youtube.com/watch?v=1</a></p>\n\n'
        '<p><a href="https://example.org/a--b">https://example.org/a&#45;&#45;b</a></p>\n'
        '<p><a href="https://example.org/">https://example.org/</a></p>\n<p>See https://example.org/ too</p>\n')


def test_smilies_where_the_site_has_them(site):
    with site.with_settings(use_smilies=True):
        assert "\U0001f642" in make(site, "Well :-) then", title="S")["content"]["rendered"]
    with site.with_settings(use_smilies=False):
        assert "Well :-) then" in make(site, "Well :-) then", title="S")["content"]["rendered"]


def test_quotes_of_the_sites_language(site):
    with site.with_settings(language="de_DE"):
        post = make(site, 'Er sagte "ja" und \'nein\'.', title='Ein "Wort"')
    assert post["content"]["rendered"] == "<p>Er sagte &#8222;ja&#8220; und &#8218;nein&#8216;.</p>\n"
    assert post["title"]["rendered"] == "Ein &#8222;Wort&#8220;"


# Markdown

MARKDOWN = """# Head

Some *words* with "quotes" and ~~errors~~.

| a | b |
|---|---|
| 1 | 2 |

- [ ] open
- [x] done

```c
if (a < "b") return;
```

<!--more-->

https://example.org/ <script>alert(1)</script><b onclick="x()">bold</b>
"""


def test_markdown(site):
    post = make(site, MARKDOWN, as_="author", title="Marked", content_format="markdown")
    assert post["content_format"] == "markdown" and post["content"]["raw"] == MARKDOWN
    html = content_of(site, post["link"])
    for part in ("<h1>Head</h1>", "<em>words</em> with &#8220;quotes&#8221; and <del>errors</del>.", "<th>a</th>",
                 "\u2610 open", "\u2611 done", '<pre><code class="language-c">if (a &lt; "b") return;\n</code></pre>',
                 f'<span id="more-{post["id"]}"></span>', '<a href="https://example.org/">', "<b>bold</b>"):
        assert part in html, part
    assert "<script" not in html and "onclick" not in html
    assert post["excerpt"]["rendered"] == (
        "<p>Head Some words with &#8220;quotes&#8221; and errors. a b 1 2 \u2610 open \u2611 done if (a &lt; &#8220;b&#8221;) "
        "return;</p>\n")


def test_markdown_of_an_administrator_is_sanitised_too(site):
    """Raw Markdown is stored as it was written, by whomever: it is never trusted."""
    post = make(site, "<script>alert(1)</script>", as_="author", title="Planted", content_format="markdown")
    admin = site.api("admin")
    assert "<script" not in admin.post(f"posts/{post['id']}", {"title": "Seen"}).json()["content"]["rendered"]
    changed = admin.post(f"posts/{post['id']}", {"content_format": "html"}).json()
    assert "<script" not in changed["content"]["rendered"] + changed["content"]["raw"]
    # What an administrator writes as HTML is his own.
    changed = admin.post(f"posts/{post['id']}", {"content": "<script>x</script>"}).json()
    assert "<script>x</script>" in changed["content"]["rendered"]


def test_the_format_is_kept_changed_and_checked(site):
    api = site.api("editor")
    post = make(site, "*a*", title="Format", content_format="markdown")
    assert api.post(f"posts/{post['id']}", {"title": "Other"}).json()["content_format"] == "markdown"
    as_html = api.post(f"posts/{post['id']}", {"content_format": "html"}).json()
    assert as_html["content"]["rendered"] == "<p>*a*</p>\n"
    revisions = api.get(f"posts/{post['id']}/revisions?context=edit").json()
    assert [r["content_format"] for r in revisions] == ["html", "markdown"]
    assert revisions[1]["content"]["rendered"] == "<p><em>a</em></p>\n"
    refused = api.post(f"posts/{post['id']}", {"content_format": "word"})
    assert refused.status_code == 400 and refused.json()["code"] == "rest_invalid_param"
    assert "content_format" not in site.api().get(f"posts/{post['id']}").json()
    schema = site.api().options("posts").json()
    assert schema["schema"]["properties"]["content_format"]["enum"] == ["html", "markdown"]
    assert any("content_format" in e["args"] for e in schema["endpoints"] if "POST" in e["methods"])


def test_the_sites_own_format(site):
    with site.with_settings(default_content_format="markdown"):
        assert make(site, "*a*", title="By default")["content"]["rendered"] == "<p><em>a</em></p>\n"
        assert make(site, "*a*", title="Not", content_format="html")["content"]["rendered"] == "<p>*a*</p>\n"


def test_pages_and_media_in_markdown(site):
    media = upload(site, "marked.png")
    post = make(site, f'One *a*\n\n[gallery ids="{media["id"]}"]\n\n<!--nextpage-->\n\n- two\n\n  <!--nextpage-->\n\n  three'
                      "\n\n`<!--nextpage-->`", title="Marked pages", content_format="markdown")
    path = post["link"].removeprefix(site.base)
    assert media["source_url"] in content_of(site, path)
    assert "two" in content_of(site, path + "2/") and "three" in content_of(site, path + "3/")
    assert site.get(path + "4/").status_code == 301


def test_markdown_that_would_grow_is_shown_as_written(site):
    bomb = "[a]: <" + "x" * 60000 + ">\n\n" + "[a] " * 20000
    post = make(site, bomb, title="Bomb", content_format="markdown")
    assert len(post["content"]["rendered"]) < 3_000_000
