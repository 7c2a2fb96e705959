"""The search page: what is found, marked, narrowed and leafed through, without JavaScript."""

import pytest

from page import Page

ARTICLES = {
    "Harbour": "<p>Ships lie in the <b>port</b> of Gdańsk.</p>",
    "Port news": "<p>The harbour & the 'port' are <em>closed</em> &lt;script&gt;alert(1)&lt;/script&gt; today.</p>",
    "Weather": "<p>Rain over the harbour, and over other harbours.</p>",
    "کتاب‌های تازه": "<p>او مي‌رود به كتابخانه در ۱۴۰۳</p>",
    "Ёлка": "<p>Москва и мой дом</p>",
    "Straße": "<p>Müller und Söhne in Köln</p>",
}


@pytest.fixture(scope="module")
def press(site):
    section = site.make("categories", name="Coast")
    below = site.make("categories", name="Ports", parent=section["id"])
    for hour, (title, content) in enumerate(ARTICLES.items()):
        extra = {"Weather": {"categories": [below["id"]]}, "Harbour": {"categories": [section["id"]]}}.get(title, {})
        site.make_post(title=title, content=content, date=f"2024-05-01T{hour:02}:00:00", **extra)
    site.make_post(title="Draft of the harbour", content="harbour", status="draft")
    site.make_post(title="Secret", content="harbour of secrets", password="x")
    site.make("pages", title="About the harbour", content="We are its newspaper.", status="publish")
    return {"section": section["id"], "below": below["id"]}


def search(site, query):
    answer = site.get("/?" + query)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def titles(page):
    return [h.text() for h in page.find_all("h2", class_="headline")]


@pytest.mark.parametrize("query, expected", [
    ("s=harbour", {"Harbour", "Port news", "Weather", "About the harbour"}),
    ("s=harb", {"Harbour", "Port news", "Weather", "About the harbour"}),
    ("s=HARBOUR+port", {"Harbour", "Port news"}),
    ("s=harbour+-port", {"Weather", "About the harbour"}),
    ("s=%22over+the+harbour%22", {"Weather"}),
    ("s=gdansk", {"Harbour"}),
    ("s=strasse+koln", {"Straße"}),
    ("s=%D0%B5%D0%BB%D0%BA%D0%B0", {"Ёлка"}),
    ("s=%D9%83%D8%AA%D8%A7%D8%A8", {"کتاب‌های تازه"}),
    ("s=1403", {"کتاب‌های تازه"}),
    ("s=title:harbour", set()),
    ("s=harbour+OR+moscow", set()),
])
def test_found(site, press, query, expected):
    assert set(titles(search(site, query))) == expected


def test_order(site, press):
    assert titles(search(site, "s=port&cat=0&orderby=relevance"))[0] == "Port news"
    assert titles(search(site, "s=harbour&orderby=date")) == ["About the harbour", "Weather", "Port news", "Harbour"]


def test_narrowed_to_a_section(site, press):
    page = search(site, f"s=harbour&cat={press['section']}")
    assert set(titles(page)) == {"Harbour", "Weather"}  # what stands below it too
    assert [o.get("value") for o in page.find_all("option") if "selected" in o.attributes and o.get("value").isdigit()] == [str(press["section"])]
    assert titles(search(site, f"s=harbour&cat={press['below']}")) == ["Weather"]
    for cat in ("0", "-1", "999999", "x", "99999999999999999999"):
        assert len(titles(search(site, f"s=harbour&cat={cat}"))) == 4, cat
    # Nothing in the section: the way to all of them.
    page = search(site, f"s=strasse&cat={press['section']}")
    assert titles(page) == []
    assert [a for a in page.find_all("a") if a.get("href", "").endswith("/?s=strasse")]


def test_marks(site, press):
    answer = site.get("/?s=harbour+port+closed")
    assert "<mark>harbour</mark> &amp; the" in answer.text
    assert "<mark>port</mark>" in answer.text and "<mark>closed</mark>" in answer.text
    assert "<script>alert" not in answer.text
    assert "over other <mark>harbours</mark>" in site.get("/?s=harb").text
    assert "<mark>مي‌رود</mark>" in site.get("/?s=%D9%85%DB%8C%E2%80%8C%D8%B1%D9%88%D8%AF").text


def test_noindex_and_form(site, press):
    page = search(site, "s=harbour")
    assert "noindex" in page.meta("robots")
    assert page.find("form", class_="narrowing") is not None
    for words in ("", "%20", "%22", "*", "(", "AND", "x" * 3000, "%00"[:0], "a" * 200, "%F0%9F%A6%84"):
        assert search(site, "s=" + words).find_all("input", name="s")


def test_words_in_the_path(site, press):
    answer = site.get("/search/harbour/")
    assert answer.status_code == 301 and answer.headers["Location"].endswith("/?s=harbour")


def test_pages_of_results(site, press):
    for n in range(25):
        site.make_post(title=f"Tide {n}", content="<p>The tide tables.</p>")
    seen = []
    for number in (1, 2, 3):
        seen += titles(search(site, f"s=tables&paged={number}"))
    assert sorted(seen) == sorted(f"Tide {n}" for n in range(25))
    assert site.get("/?s=tables&paged=4").status_code == 404
    found = site.api().get("posts?search=tables&per_page=100")
    assert found.headers["X-WP-Total"] == "25" and len(found.json()) == 25


def test_writes_are_found_at_once(site, press):
    post = site.make_post(title="Quicksilver", content="<p>mercurial</p>")
    admin = site.api("admin")
    assert titles(search(site, "s=mercurial")) == ["Quicksilver"]
    admin.post(f"posts/{post['id']}", {"content": "<p>metallic</p>"})
    assert titles(search(site, "s=mercurial")) == [] and titles(search(site, "s=metallic")) == ["Quicksilver"]
    admin.post(f"posts/{post['id']}", {"status": "draft"})
    assert titles(search(site, "s=metallic")) == []
    assert [p["id"] for p in admin.get("posts?search=metallic&status=draft&context=edit").json()] == [post["id"]]
    admin.post(f"posts/{post['id']}", {"status": "publish", "password": "x"})
    assert titles(search(site, "s=metallic")) == [] and site.api().get("posts?search=metallic").json() == []
    admin.delete(f"posts/{post['id']}?force=true")
    assert admin.get("posts?search=metallic&status=any&context=edit").json() == []


def test_reindex(site, press):
    site.stop()
    try:
        result = site.cli("reindex")
        assert result.returncode == 0, result.stderr
    finally:
        site.start()
    assert len(titles(search(site, "s=harbour"))) == 4
    # Not beside a running server.
    result = site.cli("reindex", check=False)
    assert result.returncode == 1 and "in use" in result.stderr


def test_related(site):
    rare, common = (site.make("tags", name=name)["id"] for name in ("Rarely", "Often"))
    for n in range(6):
        site.make_post(title=f"Often {n}", tags=[common], date=f"2021-01-0{n + 1}T00:00:00")
    site.make_post(title="Both", tags=[rare, common], date="2019-01-01T00:00:00")
    site.make_post(title="Rare", tags=[rare], date="2018-01-01T00:00:00")
    post = site.make_post(title="Subject", tags=[rare, common], date="2022-01-01T00:00:00")
    page = Page(site.get(post["link"]).text)
    related = page.find("nav", aria_labelledby="related")
    assert [a.text() for a in related.find_all("a")] == ["Both", "Rare", "Often 5", "Often 4"]
    alone = site.make_post(title="Alone", categories=[site.make("categories", name="Nobody else")["id"]])
    assert Page(site.get(alone["link"]).text).find("nav", aria_labelledby="related") is None
