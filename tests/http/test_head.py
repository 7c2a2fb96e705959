"""What programs find in the heads of pages: feeds, canonical addresses, Open Graph, Twitter cards, schema.org."""

import json

import pytest

from page import Page
from test_rest_media import png, upload

HOSTILE = "</script><script>alert(1)</script> \" ' & <!-- \u2028 Ende"


@pytest.fixture(scope="module")
def world(site):
    site.settings(description="News from the harbour")
    admin = site.api("admin")
    picture = upload(admin, "harbour.png", png(1600, 1200), query="?alt_text=The%20%22harbour%22").json()
    small = upload(admin, "stamp.png", png(100, 80)).json()
    press = site.make("categories", name="Press & Co", description="About the <b>press</b>.")
    news = site.make("categories", name="News", parent=press["id"])
    tags = [site.make("tags", name=name) for name in ("Talks", "Corn & grain")]
    post = site.make_post(as_="editor", title="A <em>deal</em> & its \"price\"", excerpt="What it costs.",
                          categories=[news["id"]], tags=[tag["id"] for tag in tags], featured_media=picture["id"],
                          date="2024-02-29T09:30:00")
    stamp = site.make_post(title="A stamp", featured_media=small["id"], date="2024-01-01T00:00:00")
    bare = site.make_post(title="Bare", content="", date="2024-01-02T00:00:00")
    page = site.make("pages", title="About", content="<p>Who we are.</p>", status="publish")
    for i in range(12):
        site.make_post(title=f"Filler {i}", categories=[news["id"]], date=f"2023-01-{i + 1:02}T00:00:00")
    return {"press": press, "news": news, "post": post, "stamp": stamp, "bare": bare, "page": page, "picture": picture}


def head(site, path):
    answer = site.get(path)
    assert answer.status_code == 200, path
    return Page(answer)


def feeds(page):
    return [(link["title"], link["href"], link["type"]) for link in page.find_all("link", rel="alternate")
            if "feed" in link["href"] and "oembed" not in link["type"] and link["type"] != "application/json"]


def properties(page):
    found = {}
    for meta in page.find_all("meta"):
        name = meta.get("property") or meta.get("name")
        if name and (":" in name):
            found.setdefault(name, []).append(meta["content"])
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def data(page):
    scripts = page.find_all("script", type="application/ld+json")
    assert len(scripts) <= 1
    if not scripts:
        return {}
    parsed = json.loads("".join(scripts[0].children))
    assert parsed["@context"] == "https://schema.org"
    return {item["@type"]: item for item in parsed.get("@graph", [parsed])}


def test_feeds_are_found(site, world):
    own = {
        "/": [],
        "/page/2/": [],
        world["post"]["link"]: [("Comments on: A deal & its “price”", world["post"]["link"] + "feed/")],
        world["page"]["link"]: [("Comments on: About", world["page"]["link"] + "feed/")],
        world["news"]["link"]: [("News – Test Site", world["news"]["link"] + "feed/")],
        world["news"]["link"] + "page/2/": [("News – Test Site", world["news"]["link"] + "feed/")],
        "/tag/talks/": [("Talks – Test Site", site.base + "/tag/talks/feed/")],
        "/author/editor/": [("editor – Test Site", site.base + "/author/editor/feed/")],
        "/2024/02/": [("February 2024 – Test Site", site.base + "/2024/02/feed/")],
        "/?s=deal": [("Search: deal – Test Site", site.base + "/?s=deal&feed=rss2")],
    }
    for path, expected in own.items():
        page = head(site, path)
        found = feeds(page)
        assert found[:4] == [
            ("Test Site", site.base + "/feed/", "application/rss+xml"),
            ("Test Site", site.base + "/feed/atom/", "application/atom+xml"),
            ("Test Site", site.base + "/feed/json/", "application/feed+json"),
            ("Comments for Test Site", site.base + "/comments/feed/", "application/rss+xml")]
        assert [(title, url) for title, url, _ in found[4:]] == expected, path
        for _, url, type_ in found:
            answer = site.get(url)
            assert answer.status_code == 200 and answer.headers["Content-Type"].startswith(type_), url
        rsd = page.find("link", rel="EditURI")
        assert rsd["type"] == "application/rsd+xml" and site.get(rsd["href"]).status_code == 200


def test_open_graph_of_an_article(site, world):
    page = head(site, world["post"]["link"])
    post = world["post"]
    large = world["picture"]["source_url"]
    assert properties(page) == {
        "og:type": "article", "og:title": "A deal & its “price”", "og:url": post["link"], "og:site_name": "Test Site",
        "og:locale": "en_US", "og:description": "What it costs.", "og:image": large, "og:image:width": "1600",
        "og:image:height": "1200", "og:image:alt": 'The "harbour"', "twitter:image:alt": 'The "harbour"',
        "article:published_time": "2024-02-29T09:30:00+00:00",
        "article:modified_time": post["modified_gmt"] + "+00:00", "article:section": "News",
        "article:author": site.base + "/author/editor/", "article:tag": ["Corn & grain", "Talks"],
        "twitter:card": "summary_large_image"}
    assert site.get(large).status_code == 200


def test_open_graph_of_others(site, world):
    assert properties(head(site, world["stamp"]["link"]))["twitter:card"] == "summary"
    for path, title in (("/", "Test Site"), (world["news"]["link"], "News"), (world["page"]["link"], "About"),
                        (world["news"]["link"] + "page/2/", "News, page 2")):
        found = properties(head(site, path))
        assert found["og:type"] == "website" and found["og:title"] == title
        assert found["twitter:card"] == "summary" and "article:published_time" not in found
    site.cli("settings", "set", "WPLANG", "fa_IR")
    try:
        assert properties(head(site, "/"))["og:locale"] == "fa_IR"
    finally:
        site.cli("settings", "set", "WPLANG", "")


def test_news_article(site, world):
    found = data(head(site, world["post"]["link"]))
    article = found["NewsArticle"]
    assert article["headline"] == "A deal & its “price”" and article["articleSection"] == "News"
    assert article["mainEntityOfPage"] == world["post"]["link"]
    assert article["datePublished"] == "2024-02-29T09:30:00+00:00" and article["dateModified"]
    assert article["author"] == {"@type": "Person", "name": "editor", "url": site.base + "/author/editor/"}
    assert article["publisher"]["name"] == "Test Site"
    picture = {"@type": "ImageObject", "url": world["picture"]["source_url"], "width": 1600, "height": 1200,
               "caption": 'The "harbour"'}
    assert article["image"] == picture and "logo" not in article["publisher"]
    assert article["keywords"] == ["Corn & grain", "Talks"] and article["commentCount"] == 0
    assert article["inLanguage"] == "en-US" and article["description"] == "What it costs."
    crumbs = found["BreadcrumbList"]["itemListElement"]
    assert [c["name"] for c in crumbs] == ["Home", "Press & Co", "News", "A deal & its “price”"]
    assert [c["position"] for c in crumbs] == [1, 2, 3, 4]
    with site.with_settings(site_logo=world["picture"]["id"]):
        assert data(head(site, world["post"]["link"]))["NewsArticle"]["publisher"]["logo"] == picture
    for crumb in crumbs:
        assert site.get(crumb["item"]).status_code == 200


def test_web_site(site, world):
    found = data(head(site, "/"))["WebSite"]
    action = found["potentialAction"]
    assert action["@type"] == "SearchAction" and action["query-input"] == "required name=search_term_string"
    assert site.get(action["target"].replace("{search_term_string}", "deal")).status_code == 200


def test_hostile_words(site):
    category = site.make("categories", name="Cat " + HOSTILE)
    tag = site.make("tags", name="Tag " + HOSTILE)
    # Administrators may write scripts; others may not.
    post = site.make_post(as_="author", title="Title " + HOSTILE, excerpt=HOSTILE, categories=[category["id"]], tags=[tag["id"]])
    for path in (post["link"], category["link"], tag["link"], "/?s=" + "%3C/script%3E%3Cscript%3Ealert(1)%3C/script%3E"):
        page = head(site, path)
        assert all("alert" not in "".join(s.children) for s in page.find_all("script")
                   if s.get("type") != "application/ld+json")
        source = site.get(path).text
        inside = source.split('<script type="application/ld+json">')
        assert len(inside) == 2 and "<" not in inside[1].split("</script>")[0]
        assert "BreadcrumbList" in data(page)
        assert "<script>alert" not in source
    site.api("admin").delete(f"posts/{post['id']}?force=true")


@pytest.mark.parametrize("path, canonical, prev, next_", [
    ("/", "/", None, "/page/2/"), ("/page/2/", "/page/2/", "/", None),
    ("/category/press-co/news/", "/category/press-co/news/", None, "/category/press-co/news/page/2/"),
    ("/category/press-co/news/page/2/", "/category/press-co/news/page/2/", "/category/press-co/news/", None),
    ("/?utm_source=x", "/", None, "/page/2/"), ("/2024/02/", "/2024/02/", None, None),
])
def test_canonical_and_neighbours(site, world, path, canonical, prev, next_):
    page = head(site, path)
    whole = {name: site.base + value if value else None for name, value in
             (("canonical", canonical), ("prev", prev), ("next", next_))}
    assert {name: page.link(name) for name in whole} == whole


def test_titles_and_descriptions(site, world):
    """Each page has both, and no two pages the same."""
    paths = ["/", "/page/2/", world["post"]["link"], world["bare"]["link"], world["page"]["link"], world["press"]["link"],
             world["news"]["link"], world["news"]["link"] + "page/2/", "/tag/talks/", "/author/editor/", "/2024/", "/2023/",
             "/2024/02/", "/2024/02/29/"]
    titles, descriptions = {}, {}
    for path in paths:
        page = head(site, path)
        description = page.meta("description")
        assert page.title.endswith("Test Site") or path == "/", path
        assert description and len(description) <= 310 and "<" not in description, path
        titles.setdefault(page.title, []).append(path)
        descriptions.setdefault(description, []).append(path)
    assert head(site, "/").title == "Test Site – News from the harbour"
    assert head(site, "/").meta("description") == "News from the harbour"
    assert head(site, world["press"]["link"]).meta("description") == "About the press."
    assert head(site, world["bare"]["link"]).meta("description") == "Bare"
    assert [same for same in titles.values() if len(same) > 1] == []
