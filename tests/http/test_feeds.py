"""Feeds as readers of feeds see them: RSS, Atom, JSON Feed; of the site, its archives, all comments, one article's."""

import calendar
import os
import re
import sqlite3
from xml.etree import ElementTree

import pytest

from feeds import read, read_json

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
SLASH = "{http://purl.org/rss/1.0/modules/slash/}comments"
COMMENT_RSS = "{http://wellformedweb.org/CommentAPI/}commentRss"
SY = "{http://purl.org/rss/1.0/modules/syndication/}"


@pytest.fixture(scope="module")
def world(site):
    press = site.make("categories", name="Press & Radio", description="News about <b>papers</b>.")
    news = site.make("categories", name="News", parent=press["id"])
    tag = site.make("tags", name="Talks")
    old = site.make_post(title="The <em>first</em> & \"best\"", categories=[news["id"]], tags=[tag["id"]],
                         date="2024-02-29T09:30:00", as_="editor",
                         content="<p>Read <a href=\"/about/?a=1&amp;b=2\">this</a> <img src=\"harbour.jpg\" "
                                 "srcset=\"/a.jpg 1x, /b.jpg 2x\" alt=\"\"> ]]> end</p>")
    locked = site.make_post(title="Locked", password="key", content="<p>The secret is out.</p>",
                            date="2024-03-01T00:00:00", excerpt="Secret excerpt")
    page = site.make("pages", title="About", content="x", status="publish", comment_status="open")
    first = site.make("comments", as_="subscriber", post=old["id"], content="I <b>say</b> so.")
    site.api("admin").post(f"comments/{first['id']}", {"status": "approved"})
    answer = site.make("comments", post=old["id"], parent=first["id"], content="An answer <a href=\"/x\">there</a>")
    on_page = site.make("comments", post=page["id"], content="Of the page")
    hidden = site.make("comments", post=locked["id"], content="Of the locked one", password="key")
    return {"press": press, "news": news, "tag": tag, "old": old, "locked": locked, "page": page, "first": first,
            "answer": answer, "on_page": on_page, "hidden": hidden}


def test_rss(site, world):
    answer = site.get("/feed/")
    feed = read(answer, "rss")
    assert feed.feed.title == "Test Site" and feed.feed.link == site.base + "/"
    assert feed.feed.language == "en-US"
    assert feed.feed.sy_updateperiod == "hourly" and feed.feed.sy_updatefrequency == "1"
    assert {"rel": "self", "href": site.base + "/feed/", "type": "application/rss+xml"} in feed.feed.links
    assert [e.title for e in feed.entries] == ["Protected: Locked", "The first & “best”"]
    item = feed.entries[1]
    old = world["old"]
    assert (item.id, item.link, item.guidislink) == (f"{site.base}/?p={old['id']}", old["link"], False)
    assert item.author == "editor"
    assert calendar.timegm(item.published_parsed) == calendar.timegm((2024, 2, 29, 9, 30, 0))
    assert {t.term for t in item.tags} == {"News", "Talks"}
    assert item.comments == old["link"] + "#comments"
    assert item.slash_comments == "2" and item.wfw_commentrss == old["link"] + "feed/"
    raw = ElementTree.fromstring(answer.content).findall("channel/item")[1]
    assert raw.findtext(SLASH) == "2" and raw.findtext(COMMENT_RSS) == old["link"] + "feed/"
    assert raw.find("guid").get("isPermaLink") == "false"
    assert "]]> end" in raw.findtext(CONTENT) or "]]&gt; end" in raw.findtext(CONTENT)


@pytest.mark.parametrize("path, format_", [("/feed/", "rss"), ("/feed/atom/", "atom"), ("/feed/json/", "json")])
def test_addresses_inside_are_absolute(site, world, path, format_):
    answer = site.get(path)
    if format_ == "json":
        html = read_json(answer)["items"][1]["content_html"]
    else:
        html = read(answer, format_).entries[1].content[-1].value
    base = re.escape(site.base)
    assert re.search(rf'href="{base}/about/\?a=1&amp;b=2"', html)
    if format_ == "json":  # feedparser knows no srcset
        assert f'srcset="{site.base}/a.jpg 1x, {site.base}/b.jpg 2x"' in html
    assert f'src="{world["old"]["link"]}harbour.jpg"' in html


def test_atom(site, world):
    feed = read(site.get("/feed/atom/"), "atom")
    assert feed.feed.id == site.base + "/feed/atom/" and feed.feed.link == site.base + "/"
    item = feed.entries[1]
    old = world["old"]
    assert item.id == f"{site.base}/?p={old['id']}" and item.author_detail.href == f"{site.base}/author/editor/"
    replies = {link.type: link for link in item.links if link.rel == "replies"}
    assert replies["text/html"].href == old["link"] + "#comments" and replies["text/html"]["thr:count"] == "2"
    assert replies["application/atom+xml"].href == old["link"] + "feed/atom/"
    assert calendar.timegm(item.updated_parsed) >= calendar.timegm(item.published_parsed)
    assert calendar.timegm(feed.feed.updated_parsed) == max(calendar.timegm(e.updated_parsed) for e in feed.entries)


def test_json(site, world):
    feed = read_json(site.get("/feed/json/"))
    assert feed["home_page_url"] == site.base + "/" and feed["feed_url"] == site.base + "/feed/json/"
    item = feed["items"][1]
    assert item["title"] == "The first & “best”" and item["tags"] == ["News", "Talks"]
    assert item["authors"] == [{"name": "editor", "url": f"{site.base}/author/editor/"}]
    assert item["date_published"] == "2024-02-29T09:30:00+00:00"


@pytest.mark.parametrize("path", ["/feed/", "/feed/atom/", "/feed/json/", "/category/uncategorized/feed/",
                                  "/comments/feed/", "/comments/feed/json/", "/2024/03/locked/feed/", "/?s=the&feed=rss2"])
def test_what_needs_a_password_stays_inside(site, world, path):
    text = site.get(path).text
    assert "secret" not in text.lower() and "Of the locked one" not in text


@pytest.mark.parametrize("base, title, entries", [
    ("/category/press-radio/", "Press & Radio – Test Site", 1),
    ("/category/press-radio/news/", "News – Test Site", 1),
    ("/tag/talks/", "Talks – Test Site", 1),
    ("/author/editor/", "editor – Test Site", 1),
    ("/2024/", "2024 – Test Site", 2),
    ("/2024/02/", "2024-02 – Test Site", 1),
    ("/2024/02/29/", "2024-02-29 – Test Site", 1),
    ("/", "Test Site", 2),
])
def test_archives(site, world, base, title, entries):
    for ending, format_ in (("feed/", "rss"), ("feed/atom/", "atom")):
        feed = read(site.get(base + ending), format_)
        assert feed.feed.title == title and len(feed.entries) == entries
        assert feed.feed.link == site.base + base
        assert [link.href for link in feed.feed.links if link.rel == "self"] == [site.base + base + ending]
    feed = read_json(site.get(base + "feed/json/"))
    assert feed["title"] == title and len(feed["items"]) == entries
    assert feed["home_page_url"] == site.base + base


def test_description_of_an_archive(site, world):
    assert read(site.get("/category/press-radio/feed/"), "rss").feed.subtitle == "News about papers."


def test_search(site, world):
    feed = read(site.get("/?s=first&feed=rss2"), "rss")
    assert feed.feed.title == "Search: first – Test Site" and len(feed.entries) == 1
    assert feed.feed.link == site.base + "/?s=first"
    answer = site.get("/search/first/feed/")
    assert (answer.status_code, answer.headers["Location"]) == (301, site.base + "/?s=first&feed=rss2")
    assert read(site.get("/?s=&feed=atom"), "atom").entries == []
    assert read(site.get("/?s=nothingness&feed=atom"), "atom").entries == []


def test_comments_of_the_site(site, world):
    for path, format_ in (("/comments/feed/", "rss"), ("/comments/feed/atom/", "atom")):
        feed = read(site.get(path), format_)
        assert feed.feed.title == "Comments for Test Site"
        assert [e.title for e in feed.entries] == [
            "Comment on About by admin", "Comment on The first & “best” by admin",
            "Comment on The first & “best” by subscriber"]
        assert feed.entries[1].link == f"{world['old']['link']}#comment-{world['answer']['id']}"
        assert feed.entries[1].id == f"{site.base}/?p={world['old']['id']}#comment-{world['answer']['id']}"
        assert f'href="{site.base}/x"' in feed.entries[1].content[-1].value
    assert len(read_json(site.get("/comments/feed/json/"))["items"]) == 3


def test_comments_of_an_article(site, world):
    old = world["old"]
    feed = read(site.get(old["link"] + "feed/"), "rss")
    assert feed.feed.title == "Comments on: The first & “best”" and feed.feed.link == old["link"]
    assert [e.title for e in feed.entries] == ["By: admin", "By: subscriber"]
    answer = site.get(old["link"] + "feed/atom/")
    feed = read(answer, "atom")
    assert "in-reply-to" in answer.text and f"#comment-{world['first']['id']}" in answer.text
    assert len(read(site.get(world["page"]["link"] + "feed/"), "rss").entries) == 1
    # Closed: what was said stays readable there.
    site.api("admin").post(f"posts/{old['id']}", {"comment_status": "closed"})
    try:
        assert len(read(site.get(old["link"] + "feed/"), "rss").entries) == 2
        assert read(site.get("/feed/"), "rss").entries[1].wfw_commentrss
    finally:
        site.api("admin").post(f"posts/{old['id']}", {"comment_status": "open"})
    assert read(site.get(world["locked"]["link"] + "feed/"), "rss").entries == []


def test_closed_and_never_discussed(site):
    post = site.make_post(title="Never discussed", comment_status="closed", date="2023-01-01T00:00:00")
    item = read(site.get("/2023/feed/"), "rss").entries[0]
    assert "comments" not in item and "wfw_commentrss" not in item
    assert read(site.get(post["link"] + "feed/"), "rss").entries == []
    site.api("admin").delete(f"posts/{post['id']}?force=true")


def test_only_what_is_public(site):
    for status in ("draft", "private", "pending"):
        post = site.make_post(title="Hidden thing", status=status)
        assert site.get(f"/?p={post['id']}&feed=rss2").status_code == 404
        assert site.get(f"/?p={post['id']}&feed=rss2", auth=site.auth("admin")).status_code == 404
        site.api("admin").delete(f"posts/{post['id']}?force=true")
    assert site.get("/author/subscriber/feed/").status_code == 404


@pytest.mark.parametrize("path, expected", [
    ("/?feed=rss2", "/feed/"), ("/?feed=rss", "/feed/"), ("/?feed=rdf", "/feed/"), ("/?feed=feed", "/feed/"),
    ("/?feed=atom", "/feed/atom/"), ("/?feed=json", "/feed/json/"), ("/?feed=comments-rss2", "/comments/feed/"),
    ("/?feed=atom&withcomments=1", "/comments/feed/atom/"), ("/?feed=comments-atom", "/comments/feed/atom/"),
    ("/feed/rss2/", "/feed/"), ("/feed/rss/", "/feed/"), ("/feed/rdf/", "/feed/"), ("/feed", "/feed/"),
    ("/feed/atom", "/feed/atom/"), ("/rss2/", "/feed/"), ("/atom/", "/feed/atom/"), ("/FEED/", "/feed/"),
    ("/comments/feed", "/comments/feed/"), ("/wp-rss2.php", "/feed/"), ("/wp-atom.php", "/feed/atom/"),
    ("/wp-commentsrss2.php", "/comments/feed/"), ("/index.php/feed/", "/feed/"), ("/feed/?feed=atom", "/feed/"),
    ("/category/press-radio/news/feed/rss2", "/category/press-radio/news/feed/"),
    ("/category/news/feed/atom/", "/category/press-radio/news/feed/atom/"),
    ("/category/press-radio/atom/", "/category/press-radio/feed/atom/"),
    ("/tag/talks/?feed=rss2", "/tag/talks/feed/"),
    ("/?cat={news}&feed=rss2", "/category/press-radio/news/feed/"),
    ("/?tag=talks&feed=json", "/tag/talks/feed/json/"),
    ("/?m=202402&feed=rss2", "/2024/02/feed/"),
    ("/?author={editor}&feed=atom", "/author/editor/feed/atom/"),
    ("/?p={old}&feed=rss2", "/2024/02/the-first-best/feed/"),
    ("/2023/11/the-first-best/feed/", "/2024/02/the-first-best/feed/"),
    ("/the-first-best/feed/atom/", "/2024/02/the-first-best/feed/atom/"),
    ("/2024/02/the-first-best/2/feed/", "/2024/02/the-first-best/feed/"),
    ("/feed/?paged=1", "/feed/"),
])
def test_one_address_for_each_feed(site, world, path, expected):
    ids = {"news": world["news"]["id"], "old": world["old"]["id"], "editor": site.users["editor"]["id"]}
    answer = site.get(path.format(**ids))
    assert (answer.status_code, answer.headers.get("Location")) == (301, site.base + expected)
    assert site.get(expected).status_code == 200


@pytest.mark.parametrize("path", ["/nothing/feed/", "/category/nothing/feed/", "/2020/feed/", "/feed/x/", "/feed/feed/x/",
                                  "/author/nobody/feed/", "/?p=999999&feed=rss2", "/feed/?paged=99",
                                  "/comments/feed/?paged=99", "/feed/?paged=1001", "/feed/?paged=99999999999"])
def test_not_there(site, world, path):
    assert site.get(path).status_code == 404


def test_without_pretty_addresses(site, world):
    site.cli("settings", "set", "permalink_structure", "")
    try:
        for path, format_ in (("/?feed=rss2", "rss"), ("/?feed=atom", "atom"),
                              (f"/?cat={world['news']['id']}&feed=rss2", "rss"),
                              (f"/?p={world['old']['id']}&feed=rss2", "rss"), ("/?feed=comments-rss2", "rss")):
            feed = read(site.get(path), format_)
            assert [link.href for link in feed.feed.links if link.rel == "self"] == [site.base + path]
        answer = site.get("/feed/atom/")
        assert (answer.status_code, answer.headers["Location"]) == (301, site.base + "/?feed=atom")
        answer = site.get("/?feed=rss")
        assert (answer.status_code, answer.headers["Location"]) == (301, site.base + "/?feed=rss2")
    finally:
        site.cli("settings", "set", "permalink_structure", "/%year%/%monthnum%/%postname%/")
    with site.with_settings():
        site.cli("settings", "set", "permalink_structure", "/%year%/%postname%")
        try:
            assert read(site.get("/feed"), "rss") and site.get("/feed/").status_code == 301
            assert read(site.get("/2024/the-first-best/feed/atom"), "atom")
        finally:
            site.cli("settings", "set", "permalink_structure", "/%year%/%monthnum%/%postname%/")


def test_lengths(site, world):
    tag = site.make("tags", name="Many")
    ids = [site.make_post(title=f"Of many {i}", tags=[tag["id"]], date=f"2022-01-{i:02}T00:00:00")["id"]
           for i in range(1, 13)]
    feed = read(site.get("/tag/many/feed/"), "rss")
    assert len(feed.entries) == 10 and feed.entries[0].title == "Of many 12"
    site.cli("settings", "set", "posts_per_rss", "5")
    try:
        seen, path = [], "/tag/many/feed/json/"
        while path:
            feed = read_json(site.get(path))
            seen += [item["id"] for item in feed["items"]]
            path = feed.get("next_url")
        assert seen == [f"{site.base}/?p={i}" for i in reversed(ids)]
        site.cli("settings", "set", "rss_use_excerpt", "1")
        answer = site.get("/tag/many/feed/")
        assert "content:encoded>" not in answer.text and "<description>&lt;p&gt;Some text." in answer.text
        item = read_json(site.get("/tag/many/feed/json/"))["items"][0]
        assert item["content_html"] == "<p>Some text.</p>" and "summary" not in item
    finally:
        site.cli("settings", "set", "rss_use_excerpt", "0")
        site.cli("settings", "set", "posts_per_rss", "10")


def test_characters(site):
    """What XML cannot hold is left out, whatever was written."""
    post = site.make_post(title="Odd \x01\x0b\x1f￾ & < > \" ' 😀 ]]>", content="<p>a\x08\x0cb￿ &#1; &#x0b; "
                          "&nbsp;&hellip; ‏مرحبا]]></p>", date="2021-05-05T00:00:00")
    site.make("comments", post=post["id"], content="c\x07d ]]> &amp;")
    for path, format_ in (("/2021/feed/", "rss"), ("/2021/feed/atom/", "atom"), (post["link"] + "feed/", "rss"),
                          (post["link"] + "feed/atom/", "atom")):
        answer = site.get(path)
        assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf\xbe|\xef\xbf\xbf", answer.content), path
        read(answer, format_)
    read_json(site.get("/2021/feed/json/"))
    site.api("admin").delete(f"posts/{post['id']}?force=true")


def test_without_a_title(site):
    post = site.make_post(title="", content="Only text", date="2019-01-01T00:00:00")
    site.make("comments", post=post["id"], content="Hm")
    assert read(site.get("/2019/feed/"), "rss").entries[0].title == ""
    assert read(site.get("/2019/feed/atom/"), "atom").entries[0].title == ""
    assert read(site.get(post["link"] + "feed/"), "rss").feed.title == "Comments on: (no title)"
    assert read(site.get("/comments/feed/"), "rss").entries[0].title == "Comment on (no title) by admin"
    site.api("admin").delete(f"posts/{post['id']}?force=true")


def test_long_texts(fresh_site):
    """Whatever articles hold, their feed can be sent."""
    site = fresh_site
    for i in range(4):
        post = site.make_post(title=f"Long {i}", excerpt="Short.", date=f"2020-01-0{i + 1}T00:00:00")
    comment = site.make("comments", post=post["id"], content="Long too")
    site.stop()
    # Through the API so much text takes a while with sanitizers.
    with sqlite3.connect(os.path.join(site.data, "site.db")) as db:
        db.execute("UPDATE post_text SET content_html = ?", ("&amp;<br>" * 300_000,))
        db.execute("UPDATE comment SET content_html = ?", ("&amp;<br>" * 900_000,))
    db.close()
    site.start()
    for path in ("/feed/", "/feed/atom/", "/feed/json/", "/comments/feed/"):
        answer = site.get(path)
        assert answer.status_code == 200 and len(answer.content) < 40_000_000
    items = ElementTree.fromstring(site.get("/feed/").content).findall("channel/item")
    assert len(items) == 4 and all(item.findtext("link") for item in items)
    sizes = [len(item.findtext(CONTENT) or "") for item in items]
    assert sizes[:3] == [2_700_000] * 3 and sizes[3] < 1000, sizes
    item = ElementTree.fromstring(site.get("/comments/feed/").content).find("channel/item")
    assert item.findtext("link").endswith(f"#comment-{comment['id']}") and not item.findtext(CONTENT)


def test_head(site, world):
    for path in ("/feed/", "/feed/atom/", "/comments/feed/json/"):
        get, head = site.get(path), site.head(path)
        assert head.status_code == 200 and head.content == b""
        for name in ("Content-Type", "ETag", "Last-Modified", "Content-Length"):
            assert head.headers.get(name) == get.headers.get(name), (path, name)
