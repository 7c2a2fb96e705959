"""What other sites show where they link to an article: /oembed/1.0/embed, and how they find it."""

from xml.etree import ElementTree

import pytest

from page import Page

EMBED = "/oembed/1.0/embed"


@pytest.fixture(scope="module")
def post(site):
    return site.make_post(as_="author", title="Bread & \"butter\" <em>now</em>", slug="bread")


def embed(site, url, **parameters):
    return site.api().get(EMBED, params={"url": url, **parameters})


def found(site, url):
    answer = embed(site, url)
    if answer.status_code != 200:
        assert (answer.status_code, answer.json()["code"]) == (404, "oembed_invalid_url"), answer.text
        assert answer.json()["message"] == "Not Found" and answer.json()["data"] == {"status": 404}
        return None
    return answer.json()


def test_json(site, post):
    answer = embed(site, post["link"])
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json; charset=UTF-8"
    data = answer.json()
    author = site.api().get(f"users/{post['author']}").json()
    assert data == {
        "version": "1.0", "provider_name": "Test Site", "provider_url": site.base, "author_name": author["name"],
        "author_url": author["link"], "title": post["title"]["rendered"], "type": "rich", "width": 600, "height": 338,
        "html": data["html"]}
    page = Page(data["html"])
    link = page.find("blockquote").find("a")
    assert link["href"] == post["link"]
    assert link.text() == Page(post["title"]["rendered"]).text()
    assert not page.find("script") and not page.find("iframe")


def test_xml(site, post):
    answer = embed(site, post["link"], format="xml")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/xml; charset=UTF-8"
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "oembed"
    assert {child.tag: child.text for child in root} == {
        name: str(value) for name, value in embed(site, post["link"]).json().items()}


@pytest.mark.parametrize("query, status, code, params", [
    ("url=http%3A%2F%2Fother.example%2F", 404, "oembed_invalid_url", None),
    ("", 400, "rest_missing_callback_param", ["url"]),
])
def test_xml_errors(site, query, status, code, params):
    answer = site.api().get(f"{EMBED}?format=xml&{query}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "text/xml; charset=UTF-8")
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "oembed" and root.findtext("code") == code and root.findtext("message")
    assert root.findtext("data/status") == str(status)
    if params:
        assert [e.text for e in root.findall("data/params/oembed")] == params
    # Other routes know no XML.
    assert site.api().get("posts/0?format=xml").json()["code"] == "rest_post_invalid_id"


def test_xml_has_no_control_characters(site):
    post = site.make_post(title="a\x0b\x1fb\ufffe", slug="controls")
    answer = embed(site, post["link"], format="xml")
    assert answer.status_code == 200
    assert not any(byte < 0x20 and byte not in b"\t\n\r" for byte in answer.content)


@pytest.mark.parametrize("format", ["json", "other", "XML", ""])
def test_other_formats_are_json(site, post, format):
    assert embed(site, post["link"], format=format).json()["type"] == "rich"


@pytest.mark.parametrize("maxwidth, width, height", [
    ("600", 600, 338), ("400", 400, 225), ("320", 320, 200), ("10", 200, 200), ("-400", 400, 225), ("9999", 600, 338),
    ("0", 200, 200), ("x", 200, 200), ("99999999999999999999", 200, 200), ("-9223372036854775808", 200, 200)])
def test_maxwidth(site, post, maxwidth, width, height):
    data = embed(site, post["link"], maxwidth=maxwidth).json()
    assert (data["width"], data["height"]) == (width, height)


def test_addresses(site, post):
    for url in (post["link"], post["link"].rstrip("/"), post["link"] + "#comments", post["link"] + "?utm=1",
                f"{site.base}/?p={post['id']}", post["link"].replace("http:", "https:")):
        assert found(site, url), url
    # An address that the article had before.
    site.api("author").post(f"posts/{post['id']}", {"slug": "bread-2"})
    assert found(site, post["link"])["html"].find("bread-2") > 0


@pytest.mark.parametrize("url", [
    "{base}", "{base}/", "{base}/nothing/", "{base}/?p=999999", "{base}/category/uncategorized/", "{base}/wp-login.php",
    "{base}.evil.example/", "https://evil.example/bread/", "//evil.example/", "{base}/%", "{base}/%00", "{base}/%ff",
    "x", "/bread/", "javascript:alert(1)", "{base}/" + "x/" * 300, "{base}/?p=1&p=%zz"])
def test_not_found(site, url):
    assert found(site, url.replace("{base}", site.base)) is None


def test_only_what_is_public(site):
    for fields in ({"status": "draft"}, {"status": "private"}, {"status": "pending"},
                   {"status": "future", "date": "2099-01-01T00:00:00"}):
        hidden = site.make_post(title="Secret", slug="secret", **fields)
        assert found(site, f"{site.base}/?p={hidden['id']}") is None
        assert site.api("admin").get(EMBED, params={"url": hidden["link"]}).status_code == 404
    page = site.make("pages", title="About", status="publish")
    assert found(site, page["link"])["title"] == "About"
    protected = site.make_post(title="Locked", password="x")
    assert found(site, protected["link"])["title"] == "Protected: Locked"
    site.api("admin").delete(f"posts/{protected['id']}")
    assert found(site, protected["link"]) is None


def test_parameters(site):
    answer = site.api().get(EMBED)
    assert (answer.status_code, answer.json()["code"]) == (400, "rest_missing_callback_param")
    assert answer.json()["data"]["params"] == ["url"]
    assert site.api().get(EMBED + "?url[]=x").json()["code"] == "rest_invalid_param"
    assert site.api().post(EMBED, {"url": site.base}).json()["code"] == "rest_no_route"


def test_fields(site, post):
    assert set(embed(site, post["link"], _fields="title,type").json()) == {"title", "type"}


def test_index(site):
    index = site.api().get("/").json()
    assert "oembed/1.0" in index["namespaces"]
    arguments = index["routes"]["/oembed/1.0/embed"]["endpoints"][0]["args"]
    assert arguments["url"]["required"] is True and arguments["url"]["format"] == "uri"
    assert arguments["maxwidth"]["default"] == 600 and arguments["format"]["default"] == "json"
    assert set(site.api().get("/oembed/1.0").json()["routes"]) == {"/oembed/1.0", "/oembed/1.0/embed"}


def test_discovery(site):
    post = site.make_post(title="Found", slug="brot-größe")
    page = Page(site.get(post["link"]))
    for type_, form in (("application/json+oembed", "json"), ("text/xml+oembed", "xml")):
        href = page.find("link", rel="alternate", type=type_)["href"]
        assert href.startswith(site.base + "/wp-json/oembed/1.0/embed?url=http%3A%2F%2F")
        answer = site.get(href)
        assert answer.status_code == 200 and form in answer.headers["Content-Type"]
        assert "Found" in answer.text
    for path in ("/", "/?s=x", "/wp-login.php"):
        assert not Page(site.get(path)).find("link", type="application/json+oembed"), path
