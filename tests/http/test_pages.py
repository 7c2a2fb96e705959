"""Pages as readers get them: what stands on them, who may see them, how they are numbered, headed and cached."""

import json

import pytest

from page import Page


@pytest.fixture(scope="module")
def world(site):
    """A small newspaper: two sections with a sub-section, two tags, two pages, a few articles."""
    make = site.make
    press = make("categories", name="Press", description="What the *press* says & does.\n\nEvery day.")
    news = make("categories", name="International News", parent=press["id"])
    empty = make("categories", name="Empty Shelf")
    tag = make("tags", name="Diplomacy <3", description="Talks.")
    about = make("pages", title="About us", content="<p>We are a paper.</p>", status="publish")
    team = make("pages", title="The team", content="<p>All of us.</p>", status="publish", parent=about["id"])
    first = site.make_post(title="First & foremost", content="<p>The first text.</p>", categories=[press["id"]],
                           date="2024-02-28T08:00:00", excerpt="A standfirst.", as_="author")
    second = site.make_post(title="Second <em>thoughts</em>", content="<p>The second text.</p>",
                            categories=[news["id"]], tags=[tag["id"]], date="2024-02-29T09:30:00", as_="editor")
    third = site.make_post(title="Third time", content="<p>The third text.</p>", date="2024-03-01T10:00:00",
                           comment_status="closed")
    return {"press": press, "news": news, "empty": empty, "tag": tag, "about": about, "team": team, "first": first,
            "second": second, "third": third}


def get(site, path, status=200, **options):
    answer = site.get(path, **options)
    assert answer.status_code == status, (path, answer.status_code, answer.headers.get("Location"))
    return Page(answer)


def headlines(page):
    return [h.text() for h in page.find_all("h2") + page.find_all("h3")]


def data_of(page):
    script = page.find("script", type="application/ld+json")
    data = json.loads("".join(script.children))
    return {node["@type"]: node for node in data.get("@graph", [data])}


# Front page

def test_front(site, world):
    page = get(site, "/")
    assert page.heading == "Test Site"
    assert page.title.startswith("Test Site")
    shown = headlines(page)
    order = [shown.index(title) for title in ("Third time", "Second thoughts", "First & foremost")]
    assert order == sorted(order)
    text = page.text()
    assert "A standfirst." in text and "Comments closed" in text and "March 1, 2024" in text
    assert page.link("canonical") == site.base + "/"
    assert data_of(page)["WebSite"]["url"] == site.base + "/"
    times = [t["datetime"] for t in page.find_all("time")]
    assert "2024-03-01T10:00:00+00:00" in times


def newest_comments(site):
    """What stands in the block of that name, as text."""
    page = get(site, "/")
    heading = page.find(id="newest-comments")
    return [item.text() for item in heading.parent.find_all("li")] if heading else []


def test_newest_comments(fresh_site):
    site = fresh_site
    assert newest_comments(site) == []
    admin = site.api("admin")
    open_, secret = site.make_post(title="Open talk"), site.make_post(title="Secret talk", password="word")
    assert newest_comments(site) == []

    def comment(post, name):
        answer = admin.post("comments", {"post": post["id"], "author_name": name, "author_email": f"{name}@example.org",
                                         "content": f"said by {name}", "status": "approved"})
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    ids = [comment(open_, f"reader{n}") for n in range(6)]
    comment(secret, "insider")
    assert newest_comments(site) == [f"reader{n} on Open talk" for n in (5, 4, 3, 2, 1)]
    page = get(site, "/")
    assert f'{open_["link"]}#comment-{ids[5]}' in [link["href"] for link in page.find_all("a")]
    assert admin.post(f"comments/{ids[5]}", {"status": "hold"}).status_code == 200
    assert newest_comments(site) == [f"reader{n} on Open talk" for n in (4, 3, 2, 1, 0)]
    assert admin.post(f"posts/{open_['id']}", {"status": "draft"}).status_code == 200
    assert newest_comments(site) == []


def test_front_of_an_empty_site(fresh_site):
    page = get(fresh_site, "/")
    assert page.heading == "Test Site"
    assert data_of(page)["WebSite"]


def test_every_page_has_its_frame(site, world):
    for path in ("/", world["second"]["link"], world["about"]["link"], world["news"]["link"], "/wp-login.php?reauth=1"):
        page = get(site, path)
        html = page.find("html")
        assert (html["lang"], html.get("dir", "ltr")) == ("en-US", "ltr")
        for tag in ("header", "main", "footer"):
            assert page.find(tag) is not None, (path, tag)
        skip = page.find_all("a")[0]
        assert skip["href"].startswith("#") and page.find(id=skip["href"][1:]) is not None
        assert "Press" in page.find("nav").text() or any("Press" in nav.text() for nav in page.find_all("nav"))
        assert "Empty Shelf" not in page.text()
        assert page.link("https://api.w.org/") == site.base + "/wp-json/"
        assert page.find("meta", name="viewport") is not None
        style = page.find("link", rel="stylesheet")["href"]
        assert site.get(style).status_code == 200
        # The content security policy forbids both.
        assert not [e for e in page.elements() if "style" in e.attributes or e.tag == "style"]
        assert not [s for s in page.find_all("script") if s.get("type") != "application/ld+json" and not s.get("src")]


def test_ids_are_unique(site, world):
    for path in ("/", world["second"]["link"], world["about"]["link"], "/wp-login.php?reauth=1", "/nothing-here/"):
        ids = [e["id"] for e in Page(site.get(path)).elements() if e.get("id")]
        assert len(ids) == len(set(ids)), path


# Articles

def test_article(site, world):
    page = get(site, world["second"]["link"])
    assert page.heading == "Second thoughts"
    assert page.find("h1").find("em") is not None
    assert page.title == "Second thoughts – Test Site"
    assert page.breadcrumb() == ["Home", "Press", "International News", "Second thoughts"]
    crumbs = page.find("nav", aria_label="Breadcrumb")
    assert [a["href"] for a in crumbs.find_all("a")][:3] == [site.base + "/", world["press"]["link"],
                                                             world["news"]["link"]]
    assert crumbs.find(aria_current="page") is not None
    text = page.text()
    assert "The second text." in text and "February 29, 2024" in text and "9:30 am" in text
    hrefs = page.hrefs()
    assert world["tag"]["link"] in hrefs and world["first"]["link"] in hrefs and world["third"]["link"] in hrefs
    assert [h for h in hrefs if h and "/author/editor/" in h]
    assert page.link("canonical") == world["second"]["link"]


def test_article_data(site, world):
    data = data_of(get(site, world["second"]["link"]))
    article = data["NewsArticle"]
    assert article["headline"] == "Second thoughts"
    assert article["datePublished"] == "2024-02-29T09:30:00+00:00"
    assert article["author"]["name"] == "editor"
    assert article["articleSection"] == "International News"
    names = [item["name"] for item in data["BreadcrumbList"]["itemListElement"]]
    assert names == ["Home", "Press", "International News", "Second thoughts"]
    assert data["BreadcrumbList"]["itemListElement"][3]["item"] == world["second"]["link"]


def test_standfirst_only_where_one_was_written(site, world):
    assert get(site, world["first"]["link"]).text().count("A standfirst.") == 1
    assert get(site, world["third"]["link"]).text().count("The third text.") == 1


def test_hostile_titles_and_names(site):
    title = "</script><script>alert(1)</script> & \"quotes\""
    category = site.make("categories", name="<b>Bold</b> & co")
    post = site.make_post(title=title, categories=[category["id"]], as_="author")
    for path in (post["link"], "/", category["link"]):
        page = get(site, path)
        assert "<script>alert" not in page.source
        assert "<b>Bold" not in page.source
        data_of(page)


def test_data_cannot_end_its_script(site):
    before = site.cli("settings", "get", "blogname").stdout.rstrip("\n")
    name = "A \\ \"paper\" & </script><script>alert(1)</script> <!--"
    site.cli("settings", "set", "blogname", name)
    try:
        page = get(site, "/")
        assert data_of(page)["WebSite"]["name"] == name
        assert len(page.find_all("script")) == 1
        assert page.heading == name
    finally:
        site.cli("settings", "set", "blogname", before)


def test_updated_is_said(site):
    post = site.make_post(date="2024-01-01T00:00:00")
    assert site.api("admin").post(f"posts/{post['id']}", {"content": "Mended."}).status_code == 200
    times = [t["datetime"] for t in get(site, post["link"]).find("article").find_all("time")]
    assert times[0] == "2024-01-01T00:00:00+00:00" and len(set(times)) == 2
    fresh = site.make_post()
    times = [t["datetime"] for t in get(site, fresh["link"]).find("article").find_all("time")]
    assert len(set(times)) == 1


def test_dates_by_setting_and_zone(site, world):
    with site.with_settings(timezone="Europe/Moscow", date_format="j. F Y", time_format="H:i"):
        page = get(site, world["second"]["link"])
        assert "29. February 2024" in page.text() and "12:30" in page.text()
        assert "2024-02-29T12:30:00+03:00" in [t["datetime"] for t in page.find_all("time")]


def test_language_and_direction(site, world):
    with site.with_settings(language="fa_IR"):
        html = get(site, "/").find("html")
        assert (html["lang"], html["dir"]) == ("fa-IR", "rtl")


def test_draft_by_id(site):
    post = site.make_post(title="Not yet", status="draft", as_="author")
    path = f"/?p={post['id']}"
    assert "Not yet" not in get(site, path, 404).source
    for login, status in (("author", 200), ("editor", 200), ("contributor", 404), ("subscriber", 404)):
        browser = log_in(site, login)
        answer = browser.get(site.base + path, allow_redirects=False)
        assert answer.status_code == status, login
        if status == 200:
            page = Page(answer)
            assert page.heading == "Not yet" and "Draft" in page.text()
            assert answer.headers["Cache-Control"] == "private, no-store"
            assert page.link("canonical") is None and "noindex" in page.meta("robots")
            assert page.comment_form() is None and "closed" not in page.text().lower()


def log_in(site, login):
    browser = site.browser()
    answer = browser.post(site.base + "/wp-login.php", {"log": login, "pwd": site.users[login]["password"]},
                          allow_redirects=False)
    assert answer.status_code == 302
    return browser


def test_private_article(site):
    post = site.make_post(title="Among ourselves", as_="editor")
    path = post["link"]
    assert site.api("editor").post(f"posts/{post['id']}", {"status": "private"}).status_code == 200
    get(site, path, 404)
    assert "Among ourselves" not in get(site, "/").source
    assert log_in(site, "subscriber").get(path).status_code == 404
    answer = log_in(site, "editor").get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_trash_is_gone_for_everybody(site):
    post = site.make_post(title="Thrown away")
    site.api("admin").delete(f"posts/{post['id']}")
    browser = log_in(site, "admin")
    assert browser.get(post["link"]).status_code == 404
    assert browser.get(f"{site.base}/?p={post['id']}").status_code == 404


def test_password(site):
    post = site.make_post(title="Locked", content="<p>The secret.</p>", excerpt="A hint.", password="Open: sesame")
    page = get(site, post["link"])
    assert "The secret." not in page.source and "A hint." not in page.source
    assert "A hint." not in get(site, "/").source
    form = page.form("/wp-login.php")
    browser = site.browser()

    def give(password):
        fields = {**form.fields, "post_password": password}
        answer = browser.post(site.base + form.action, fields, allow_redirects=False)
        assert (answer.status_code, answer.headers["Location"]) == (302, post["link"])
        return browser.get(post["link"])

    answer = give("Close: sesame")
    assert "The secret." not in answer.text
    answer = give("Open: sesame")
    assert "The secret." in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "sesame" not in "".join(c.value for c in browser.cookies)
    assert "The secret." not in get(site, post["link"]).source
    # Another password closes it again for all.
    site.api("admin").post(f"posts/{post['id']}", {"password": "another"})
    assert "The secret." not in browser.get(post["link"]).text


# Pages

def test_page(site, world):
    page = get(site, world["team"]["link"])
    assert page.heading == "The team"
    assert page.breadcrumb() == ["Home", "About us", "The team"]
    assert "All of us." in page.text()
    assert any("About us" in nav.text() for nav in page.find_all("nav"))
    assert world["team"]["link"] in get(site, world["about"]["link"]).hrefs()


def test_page_as_front_page(site, world):
    with site.with_settings(show_on_front="page", page_on_front=world["about"]["id"],
                            page_for_posts=world["team"]["id"]):
        page = get(site, "/")
        assert page.heading == "About us" and page.link("canonical") == site.base + "/"
        page = get(site, world["team"]["link"])
        assert "Third time" in headlines(page)
        assert page.title.startswith("The team")


# Archives

def test_category(site, world):
    page = get(site, world["press"]["link"])
    assert page.heading == "Press"
    assert page.breadcrumb() == ["Home", "Press"]
    shown = headlines(page)
    # With what stands in its sub-sections.
    assert "First & foremost" in shown and "Second thoughts" in shown and "Third time" not in shown
    assert "What the *press* says & does." in page.text() and "Every day." in page.text()
    assert world["news"]["link"] in page.hrefs()
    assert page.link("canonical") == world["press"]["link"]
    page = get(site, world["news"]["link"])
    assert page.breadcrumb() == ["Home", "Press", "International News"]
    assert "First & foremost" not in headlines(page)
    assert page.find("a", href=world["press"]["link"], aria_current="true") is not None or \
        page.find("a", href=world["press"]["link"], aria_current="page") is not None


def test_empty_category(site, world):
    page = get(site, world["empty"]["link"])
    assert page.heading == "Empty Shelf"
    assert page.find("main").text() != "Empty Shelf"


def test_tag(site, world):
    page = get(site, world["tag"]["link"])
    assert page.heading == "Diplomacy <3"
    assert "Second thoughts" in headlines(page) and "Third time" not in headlines(page)


def test_author(site, world):
    page = get(site, "/author/editor/")
    assert page.heading == "editor"
    assert "Second thoughts" in headlines(page) and "Third time" not in headlines(page)


def test_author_without_articles_is_nobody(site, world):
    get(site, "/author/subscriber/", 404)
    get(site, "/author/nobody-at-all/", 404)


@pytest.mark.parametrize("path, heading, crumbs, titles", [
    ("/2024/", "2024", ["Home", "2024"], {"First & foremost", "Second thoughts", "Third time"}),
    ("/2024/02/", "February 2024", ["Home", "2024", "February"], {"First & foremost", "Second thoughts"}),
    ("/2024/02/29/", "February 29, 2024", ["Home", "2024", "February", "29"], {"Second thoughts"}),
])
def test_dates(site, world, path, heading, crumbs, titles):
    page = get(site, path)
    assert page.heading == heading
    assert page.breadcrumb() == crumbs
    known = {"First & foremost", "Second thoughts", "Third time"}
    assert known & set(headlines(page)) == titles


@pytest.mark.parametrize("path", ["/1999/", "/2024/02/30/", "/2024/13/", "/2024/00/", "/2023/02/29/", "/0000/",
                                  "/9999/"])
def test_dates_without_articles(site, world, path):
    get(site, path, 404)


def test_search(site, world):
    page = get(site, "/?s=second")
    assert "Second thoughts" in headlines(page) and "Third time" not in headlines(page)
    assert "noindex" in page.meta("robots")
    assert [e for e in page.find_all("input", name="s") if e.get("value") == "second"]
    page = get(site, "/?s=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in page.source
    for words in ("", "%20", "zebraunicorn", "%22", "*", "AND", "x" * 3000, "%F0%9F%A6%84", "100%25"):
        page = get(site, "/?s=" + words)
        assert page.find_all("input", name="s"), words


# Pagination

@pytest.fixture(scope="module")
def many(site):
    tag = site.make("tags", name="Many")
    for i in range(1, 24):
        site.make_post(title=f"Numbered {i}", tags=[tag["id"]], date=f"2020-01-{i:02}T00:00:00")
    return tag["link"]


def test_pagination(site, many):
    seen = []
    path = many
    for number in (1, 2, 3):
        page = get(site, path)
        seen += [t for t in headlines(page) if t.startswith("Numbered")]
        assert page.link("canonical") == many + (f"page/{number}/" if number > 1 else "")
        assert page.link("prev") == (None, many, many + "page/2/")[number - 1]
        assert page.link("next") == (many + "page/2/", many + "page/3/", None)[number - 1]
        older = [a for a in page.find_all("a") if a.text().startswith("Older")]
        newer = [a for a in page.find_all("a") if a.text().startswith("Newer")]
        assert (len(older), len(newer)) == ((1, 0), (1, 1), (0, 1))[number - 1]
        pager = older[0] if older else newer[0]
        while pager.tag != "nav":
            pager = pager.parent
        assert pager.find(aria_current="page").text().endswith(str(number))
        path = page.link("next")
    assert seen == [f"Numbered {i}" for i in range(23, 0, -1)]
    assert path is None


@pytest.mark.parametrize("page", ["4", "999", "99999999999999999999", "0", "-1", "x"])
def test_beyond_the_last_page(site, many, page):
    assert site.get(f"{many}page/{page}/").status_code in (301, 404)
    if page == "4":
        get(site, f"{many}page/{page}/", 404)


def test_front_pagination(site, many):
    page = get(site, "/page/2/")
    assert page.link("canonical") == site.base + "/page/2/"
    assert page.title.startswith("Page 2")
    get(site, "/page/99/", 404)


def test_posts_per_page(site, many):
    with site.with_settings(posts_per_page=5):
        assert len([t for t in headlines(get(site, many)) if t.startswith("Numbered")]) == 5
        get(site, many + "page/5/")
        get(site, many + "page/6/", 404)


def test_sticky_comes_first(site, many):
    post = site.make_post(title="Pinned down", date="2019-01-01T00:00:00", sticky=True)
    assert headlines(get(site, "/"))[0] == "Pinned down"
    site.api("admin").post(f"posts/{post['id']}", {"sticky": False})
    assert "Pinned down" not in headlines(get(site, "/"))


# What is not there

@pytest.mark.parametrize("path", ["/nothing/", "/a/b/c/d/e/f/", "/?p=999999", "/?page_id=99999", "/x.php",
                                  "/category/none/", "/tag/none/", "/%F0%9F%A6%84/", "/wp-admin.php"])
def test_not_found(site, world, path):
    answer = site.get(path)
    assert answer.status_code == 404
    page = Page(answer)
    assert page.heading == "Page not found"
    assert "Third time" in page.text() or headlines(page)
    assert page.find_all("input", name="s")
    assert "noindex" in page.meta("robots") and "noindex" in answer.headers["X-Robots-Tag"]
    assert page.link("canonical") is None


def test_error_pages_are_pages(site):
    answer = site.post("/favicon.ico", {})
    assert answer.status_code == 405
    assert Page(answer).heading
    answer = site.raw(b"GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"text/html" in answer.lower() and b"</h1>" in answer


def test_address_is_never_the_host_header(site, world):
    for path in ("/", world["second"]["link"], "/nothing/"):
        answer = site.get(path, headers={"Host": "evil.example"})
        assert "evil.example" not in answer.text


# Headers

def test_headers(site, world):
    for path in ("/", world["second"]["link"], "/nothing/"):
        answer = site.get(path)
        assert answer.headers["Content-Type"] == "text/html; charset=UTF-8"
        assert f'<{site.base}/wp-json/>; rel="https://api.w.org/"' in answer.headers["Link"]
    answer = site.get(world["second"]["link"])
    link = answer.headers["Link"]
    assert f"<{site.base}/wp-json/wp/v2/posts/{world['second']['id']}>; rel=\"alternate\"" in link
    assert f"<{site.base}/?p={world['second']['id']}>; rel=shortlink" in link
    assert "Set-Cookie" not in answer.headers
    assert "public" in answer.headers["Cache-Control"]
    assert "api.w.org" not in site.get("/robots.txt").headers.get("Link", "")


def test_head(site, world):
    for path in ("/", world["second"]["link"], "/nothing/"):
        head, get_ = site.head(path), site.get(path)
        assert head.status_code == get_.status_code and head.content == b""
        assert head.headers["Content-Type"] == get_.headers["Content-Type"]


def test_logged_in_pages_are_personal(site, world):
    browser = log_in(site, "subscriber")
    for path in ("/", world["second"]["link"], world["press"]["link"]):
        answer = browser.get(path if path.startswith("http") else site.base + path)
        assert answer.headers["Cache-Control"] == "private, no-store"
        page = Page(answer)
        assert [a for a in page.find_all("a") if "action=logout" in a.get("href", "")]
    # A cookie that is worth nothing changes nothing.
    name = next(c.name for c in browser.cookies)
    answer = site.get("/", headers={"Cookie": f"{name}=0123456789"})
    assert "no-store" not in answer.headers["Cache-Control"]


def test_not_public_site(site, world):
    with site.with_settings(blog_public=False):
        answer = site.get("/")
        assert "noindex" in Page(answer).meta("robots") and "noindex" in answer.headers["X-Robots-Tag"]
        assert "Disallow: /\n" in site.get("/robots.txt").text
    assert "X-Robots-Tag" not in site.get("/").headers


def test_robots_and_icon(site):
    answer = site.get("/robots.txt")
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/plain")
    assert "Disallow: /\n" not in answer.text
    answer = site.get("/favicon.ico")
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("image/")


def test_changes_are_there_at_once(site):
    post = site.make_post(title="Before")
    assert Page(site.get(post["link"])).heading == "Before"
    site.api("admin").post(f"posts/{post['id']}", {"title": "After"})
    assert Page(site.get(post["link"])).heading == "After"
    site.settings(title="Another Name")
    assert "Another Name" in Page(site.get(post["link"])).title
    site.settings(title="Test Site")


def test_sections_under_one_roof(fresh_site):
    """Where one top category holds everything, its sub-categories are the sections in the head of the page."""
    site = fresh_site
    press = site.make("categories", name="Press")
    below = [site.make("categories", name=name, parent=press["id"]) for name in ("Culture", "Economy")]
    for term in below:
        site.make_post(title=f"About {term['name']}", categories=[term["id"]])
    page = Page(site.get("/category/press/economy/"))
    links = [link for nav in page.find_all("nav") for link in nav.find_all("a")]
    sections = {link.text(): link.get("aria-current") for link in links if link.text() in ("Culture", "Economy")}
    assert set(sections) == {"Culture", "Economy"}
    assert sections["Economy"] and not sections["Culture"]


def test_accounts_without_articles_stay_hidden(site):
    for path in ("/author/subscriber/", "/author/subscriber", "/author/nobody", f"/?author={site.users['subscriber']['id']}"):
        assert site.get(path).status_code == 404, path


def test_search_tells_nothing_of_protected_articles(site):
    site.make_post(title="Behind a door", content="<p>The word is zanzibar.</p>", password="sesame")
    assert "Behind a door" not in site.get("/?s=zanzibar").text
    for path in ("posts?search=zanzibar", "search?search=zanzibar"):
        assert site.api().get(path).json() == [], path
    assert len(site.api("editor").get("posts?search=zanzibar").json()) == 1
