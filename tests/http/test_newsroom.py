"""The page that the newsroom's app lives in, its files, and the ways to it."""

import gzip
import re
from urllib.parse import urljoin

import pytest

from page import Page


@pytest.fixture(autouse=True)
def built(site):
    if site.get("/newsroom/").status_code == 404:
        pytest.skip("built without the newsroom")


def shell(site, browser=None, path="/newsroom/"):
    answer = (browser or site.browser()).get(site.base + path)
    assert answer.status_code == 200
    return answer


def assets(answer):
    return re.findall(r'(?:src|href)="(/newsroom/assets/[^"]+)"', answer.text)


@pytest.mark.parametrize("path", ["/newsroom/", "/newsroom/articles", "/newsroom/articles/17", "/newsroom/a/b/c?d=e"])
def test_one_page_for_all_addresses(site, path):
    answer = shell(site, path=path)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self';" in policy and "style-src 'self';" in policy
    assert "unsafe" not in policy and "http" not in policy
    page = Page(answer)
    assert not [e for e in page.elements() if "style" in e.attributes or e.tag == "style"]
    assert not [s for s in page.find_all("script") if not s.get("src")]
    assert page.form("/wp-login.php").fields["redirect_to"] == path


def test_files_are_kept_for_ever(site):
    names = assets(shell(site))
    assert len(names) == 2
    for name in names:
        plain = site.get(name, headers={"Accept-Encoding": "identity"})
        assert plain.status_code == 200 and "Content-Encoding" not in plain.headers
        assert plain.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        packed = site.get(name, headers={"Accept-Encoding": "gzip"}, stream=True)
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.raw.read(decode_content=False)) == plain.content
        assert packed.headers["ETag"] != plain.headers["ETag"]
        again = site.get(name, headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})
        assert again.status_code == 304
    assert site.get("/newsroom/assets/main.js").status_code == 404
    assert site.get("/newsroom/assets/../../etc/passwd").status_code in (400, 404)


def test_no_address_of_another_host(site):
    seen, wait = set(), set(assets(shell(site)))
    while wait:
        name = wait.pop()
        seen.add(name)
        text = site.get(name).text
        wait |= {"/newsroom/assets/" + chunk for chunk in re.findall(r'"\./((?:chunk|main)-[A-Z0-9]+\.js)"', text)} - seen
        # Where names of schemas and of documentation stand, nothing is fetched.
        assert not re.findall(r'(?:fetch|import|src=|url)\(?["\']?https?://', text), name
    assert len(seen) > 3


FIRST_LOAD = 250 * 1000  # bytes, compressed


def test_the_first_load_is_small(site):
    """The frame, its style, any one screen and the words of a language; the editor comes when it is wanted."""
    answer = shell(site)

    def size(name):
        return int(site.head(name, headers={"Accept-Encoding": "gzip"}).headers["Content-Length"])

    def closure(name, seen):
        if name not in seen:
            seen.add(name)
            for chunk in re.findall(r'(?:from|import) ?"\./([\w-]+\.js)"', site.get(name).text):
                closure("/newsroom/assets/" + chunk, seen)
        return seen

    entry = next(name for name in assets(answer) if name.endswith(".js"))
    scripts = closure(entry, set())
    first = scripts | set(assets(answer))
    later = {"/newsroom/assets/" + chunk for name in scripts
             for chunk in re.findall(r'import\("\./([\w-]+\.js)"\)', site.get(name).text)}
    assert len(scripts) > 1 and len(later) > 10
    frame = sum(map(size, first))
    on_demand = sorted((sum(map(size, closure(name, set()) - first)) for name in later), reverse=True)
    # Two of what is fetched on demand: a screen and a catalogue. The editor is the largest by far.
    assert frame + sum(on_demand[1:3]) < FIRST_LOAD, (frame, on_demand)


def test_the_session_is_on_the_page(site):
    browser = site.browser()
    assert "data-nonce" not in shell(site, browser).text
    browser.post(site.base + "/wp-login.php", {"log": "editor", "pwd": site.users["editor"]["password"]})
    root = Page(shell(site, browser)).find(id="newsroom")
    assert root["data-user"] == str(site.users["editor"]["id"])
    answer = browser.get(site.base + "/wp-json/wp/v2/users/me", headers={"X-WP-Nonce": root["data-nonce"]})
    assert answer.json()["id"] == site.users["editor"]["id"]


@pytest.mark.parametrize("path", ["/newsroom", "/wp-admin", "/wp-admin/", "/wp-admin/index.php", "/wp-login.php"])
def test_ways_to_it(site, path):
    answer = site.browser().get(site.base + path, allow_redirects=False)
    assert (answer.status_code, urljoin(site.base, answer.headers["Location"])) == (302, site.base + "/newsroom/")


def test_language_and_direction(site):
    with site.with_settings(language="fa_IR", title="روزنامه"):
        page = Page(shell(site))
        assert (page.find("html")["lang"], page.find("html")["dir"]) == ("fa-IR", "rtl")
        assert page.find(id="newsroom")["data-title"] == "روزنامه"
        # What programs read is in programs' digits, not in its digits.
        browser = site.browser()
        browser.post(site.base + "/wp-login.php", {"log": "editor", "pwd": site.users["editor"]["password"]})
        root = Page(shell(site, browser)).find(id="newsroom")
        assert root["data-user"] == str(site.users["editor"]["id"]) and root["data-week"] in "0123456"
