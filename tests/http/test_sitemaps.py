"""What search engines are told: the sitemap and its files, news, robots.txt, and the services for programs."""

import datetime
import os
import re
import sqlite3
from xml.etree import ElementTree

import pytest

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
W3C = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$")


def parse(answer, root):
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/xml; charset=UTF-8"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "xml-stylesheet" not in answer.text
    tree = ElementTree.fromstring(answer.content)
    assert tree.tag == SITEMAP + root
    return tree


def urls(site, name):
    found = {}
    for url in parse(site.get(f"/wp-sitemap-{name}.xml"), "urlset"):
        lastmod = url.findtext(SITEMAP + "lastmod")
        assert lastmod is None or W3C.match(lastmod)
        found[url.findtext(SITEMAP + "loc").removeprefix(site.base)] = lastmod
    return found


def files(site):
    tree = parse(site.get("/wp-sitemap.xml"), "sitemapindex")
    return [loc.text.removeprefix(site.base + "/wp-sitemap-").removesuffix(".xml") for loc in tree.iter(SITEMAP + "loc")]


@pytest.fixture(scope="module")
def world(site):
    press = site.make("categories", name="Press")
    news = site.make("categories", name="News", parent=press["id"])
    site.make("categories", name="Empty")
    tag = site.make("tags", name="Talks")
    site.make("tags", name="Silence")
    post = site.make_post(title="An article", categories=[news["id"]], tags=[tag["id"]], as_="editor",
                          date="2024-02-29T09:30:00")
    site.make_post(title="A draft", status="draft")
    site.make_post(title="Private", status="private")
    site.make_post(title="Locked", password="x", date="2024-03-01T00:00:00")
    parent = site.make("pages", title="About", content="x", status="publish")
    site.make("pages", title="Team", content="x", status="publish", parent=parent["id"])
    return {"post": post, "news": news, "press": press}


def test_files(site, world):
    assert files(site) == ["posts-post-1", "posts-page-1", "taxonomies-category-1", "taxonomies-post_tag-1", "users-1"]
    assert set(urls(site, "posts-post-1")) == {"/2024/02/an-article/", "/2024/03/locked/"}
    assert set(urls(site, "posts-page-1")) == {"/", "/about/", "/about/team/"}
    assert set(urls(site, "taxonomies-category-1")) == {"/category/press/", "/category/press/news/",
                                                        "/category/uncategorized/"}
    assert set(urls(site, "taxonomies-post_tag-1")) == {"/tag/talks/"}
    assert set(urls(site, "users-1")) == {"/author/admin/", "/author/editor/"}
    for name in files(site):
        for path in urls(site, name):
            assert site.get(path).status_code == 200, path


def test_lastmod(site, world):
    modified = urls(site, "posts-post-1")["/2024/02/an-article/"]
    assert modified == world["post"]["modified_gmt"] + "+00:00"
    assert urls(site, "taxonomies-category-1")["/category/press/"] == "2024-02-29T09:30:00+00:00"
    assert urls(site, "users-1")["/author/editor/"] == "2024-02-29T09:30:00+00:00"
    assert max(urls(site, "posts-post-1").values()) == urls(site, "posts-page-1")["/"]


@pytest.mark.parametrize("name", ["posts-post-2", "posts-post-0", "posts-post-01", "posts-post-x", "posts-post",
                                  "posts-attachment-1", "posts-draft-1", "users-2", "users-", "taxonomies-post_tag-9",
                                  "posts-post-99999999999999999999", "", "posts-post-1.xml", "posts-page--1"])
def test_no_such_file(site, world, name):
    assert site.get(f"/wp-sitemap-{name}.xml").status_code == 404
    assert site.get("/wp-sitemap-posts-post-1").status_code == 404


def test_a_page_as_front_page(site, world):
    page = site.make("pages", title="Welcome", content="x", status="publish")
    with site.with_settings(show_on_front="page", page_on_front=page["id"]):
        assert "/" in urls(site, "posts-page-1") and "/welcome/" not in urls(site, "posts-page-1")
    assert "/welcome/" in urls(site, "posts-page-1")


def test_moved(site, world):
    answer = site.get("/sitemap.xml")
    assert (answer.status_code, answer.headers["Location"]) == (301, site.base + "/wp-sitemap.xml")


def test_news(site, world):
    now = datetime.datetime.now(datetime.timezone.utc)
    for hours, title in ((1, "Fresh & \"new\""), (47, "Yesterday's"), (49, "Too old")):
        site.make_post(title=title, date_gmt=(now - datetime.timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%S"))
    site.make_post(title="Fresh but locked", password="x")
    tree = parse(site.get("/news-sitemap.xml"), "urlset")
    found = [(url.findtext(f"{NEWS}news/{NEWS}title"), url) for url in tree]
    assert [title for title, _ in found] == ["Fresh & “new”", "Yesterday’s"]
    url = found[0][1]
    assert url.findtext(f"{NEWS}news/{NEWS}publication/{NEWS}name") == "Test Site"
    assert url.findtext(f"{NEWS}news/{NEWS}publication/{NEWS}language") == "en"
    assert W3C.match(url.findtext(f"{NEWS}news/{NEWS}publication_date"))
    assert site.get(url.findtext(SITEMAP + "loc")).status_code == 200
    with site.with_settings(language="zh_TW"):
        text = site.get("/news-sitemap.xml").text
        assert "<news:language>zh-tw</news:language>" in text


def test_robots(site):
    answer = site.get("/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=UTF-8"
    lines = answer.text.splitlines()
    assert lines[:3] == ["User-agent: *", "Disallow: /wp-admin/", "Allow: /wp-admin/admin-ajax.php"]
    assert lines[-2:] == [f"Sitemap: {site.base}/wp-sitemap.xml", f"Sitemap: {site.base}/news-sitemap.xml"]


def test_not_public(site, world):
    site.cli("settings", "set", "blog_public", "0")
    try:
        for path in ("/wp-sitemap.xml", "/wp-sitemap-posts-post-1.xml", "/news-sitemap.xml", "/sitemap.xml"):
            assert site.get(path).status_code == 404, path
        assert site.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
        answer = site.get("/feed/")
        assert answer.status_code == 200 and answer.headers["X-Robots-Tag"] == "noindex"
    finally:
        site.cli("settings", "set", "blog_public", "1")
    assert site.get("/wp-sitemap.xml").status_code == 200


def test_conditional(site, world):
    for path in ("/wp-sitemap.xml", "/wp-sitemap-posts-post-1.xml", "/news-sitemap.xml", "/robots.txt",
                 "/xmlrpc.php?rsd"):
        answer = site.get(path)
        assert answer.headers["Cache-Control"] == "public, no-cache"
        assert site.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304, path
        assert site.head(path).status_code == 200 and site.head(path).content == b""


def test_2000_addresses_a_file(fresh_site):
    """Rows are put in beside the server, since 4,001 articles through the API take minutes."""
    site = fresh_site
    first = site.make_post(title="Model")["id"]
    last = site.make_post(title="Last", date="2001-01-01T00:00:00")["id"]
    site.stop()
    with sqlite3.connect(os.path.join(site.data, "site.db")) as db:
        columns = [row[1] for row in db.execute("PRAGMA table_info(post)")]
        kept = [name for name in columns if name not in ("id", "slug", "status")]
        for number in range(4100):
            # Every 41st is a draft: 4,000 published ones and the two that are there.
            values = ", ".join(kept)
            db.execute(f"INSERT INTO post (id, slug, status, {values}) SELECT ?, ?, ?, {values} FROM post WHERE id = ?",
                       (10 + number * 3, f"n-{number}", 1 if number % 41 == 40 else 3, first))
        db.execute("DELETE FROM post_block")
        db.execute("INSERT INTO post_block SELECT type, id / 2048, count(*) FROM post WHERE status = 3 "
                   "GROUP BY type, id / 2048")
        db.execute("UPDATE post_counter SET number = 4002 WHERE type = 1 AND status = 3")
    db.close()
    site.start()
    assert [name for name in files(site) if name.startswith("posts-post")] == [
        "posts-post-1", "posts-post-2", "posts-post-3"]
    pages = [list(urls(site, f"posts-post-{number}")) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [2000, 2000, 2]
    everything = [path for page in pages for path in page]
    assert len(set(everything)) == 4002
    assert everything[0].endswith("/model/") and everything[1] == "/2001/01/last/"
    assert everything[-1].endswith("/n-4098/") and last


def test_rsd(site):
    answer = site.get("/xmlrpc.php?rsd")
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "text/xml; charset=UTF-8"
    tree = ElementTree.fromstring(answer.content)
    apis = tree.findall(".//{*}api")
    assert [(api.get("name"), api.get("apiLink")) for api in apis] == [("WP-API", site.base + "/wp-json/")]
    assert site.get(apis[0].get("apiLink")).status_code == 200


def test_no_xmlrpc(site):
    answer = site.get("/xmlrpc.php")
    assert answer.status_code == 405 and "REST API" in answer.text
    for body in ("<?xml version='1.0'?><methodCall><methodName>demo.sayHello</methodName></methodCall>", "", "x" * 60000):
        answer = site.post("/xmlrpc.php", data=body, headers={"Content-Type": "text/xml"})
        assert answer.status_code == 405 and answer.headers["Content-Type"] == "text/xml; charset=UTF-8"
        assert "XML-RPC services are not offered" in ElementTree.fromstring(answer.content).findtext(".//string")
    assert site.post("/xmlrpc.php", data="x" * 100000).status_code == 413
