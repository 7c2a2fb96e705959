"""One address per thing: every other one that is known leads there with one 301, and never to another host."""

import pytest

from page import Page


@pytest.fixture(scope="module")
def world(site):
    press = site.make("categories", name="Press")
    news = site.make("categories", name="News", parent=press["id"])
    tag = site.make("tags", name="Talks")
    parent = site.make("pages", title="About", content="x", status="publish")
    child = site.make("pages", title="Team", content="x", status="publish", parent=parent["id"])
    post = site.make_post(title="An article", categories=[news["id"]], tags=[tag["id"]], date="2024-02-29T09:30:00")
    return {"press": press, "news": news, "tag": tag, "parent": parent, "child": child, "post": post}


def redirect(site, path):
    answer = site.get(path)
    assert answer.status_code == 301, (path, answer.status_code)
    location = answer.headers["Location"]
    assert location.startswith(site.base + "/"), location
    # One hop: what it leads to is there.
    assert site.get(location).status_code == 200, location
    return location.removeprefix(site.base)


def test_canonical_addresses(site, world):
    paths = {name: thing["link"].removeprefix(site.base) for name, thing in world.items()}
    assert paths == {
        "press": "/category/press/", "news": "/category/press/news/", "tag": "/tag/talks/", "parent": "/about/",
        "child": "/about/team/", "post": "/2024/02/an-article/",
    }
    for path in paths.values():
        assert site.get(path).status_code == 200


@pytest.mark.parametrize("path, expected", [
    # By id and other query variables.
    ("/?p={post}", "/2024/02/an-article/"),
    ("/?page_id={child}", "/about/team/"),
    ("/?p={child}", "/about/team/"),
    ("/?cat={news}", "/category/press/news/"),
    ("/?tag=talks", "/tag/talks/"),
    ("/?author={admin}", "/author/admin/"),
    ("/?m=202402", "/2024/02/"),
    ("/?paged=1", "/"),
    # Slashes and case of the structure.
    ("/2024/02/an-article", "/2024/02/an-article/"),
    ("/category/press/news", "/category/press/news/"),
    ("/about/team", "/about/team/"),
    ("/2024", "/2024/"),
    ("/author/admin", "/author/admin/"),
    # The wrong date, the wrong branch, the wrong parent.
    ("/2023/11/an-article/", "/2024/02/an-article/"),
    ("/category/news/", "/category/press/news/"),
    # Needless numbers.
    ("/page/1/", "/"),
    ("/category/press/page/1/", "/category/press/"),
    ("/2024/02/an-article/2/", "/2024/02/an-article/"),
])
def test_redirects(site, world, path, expected):
    ids = {name: thing["id"] for name, thing in world.items()}
    assert redirect(site, path.format(**ids, admin=site.users["admin"]["id"])) == expected


def test_old_slug(site):
    post = site.make_post(title="The old name", date="2024-03-03T00:00:00")
    old = post["link"]
    changed = site.api("admin").post(f"posts/{post['id']}", {"slug": "the-new-name"}).json()
    assert redirect(site, old) == changed["link"].removeprefix(site.base) == "/2024/03/the-new-name/"
    # A second change: still one hop, from both.
    changed = site.api("admin").post(f"posts/{post['id']}", {"slug": "the-newest-name"}).json()
    assert redirect(site, old) == redirect(site, "/2024/03/the-new-name/") == "/2024/03/the-newest-name/"
    # Who takes the old name, has it.
    other = site.make_post(title="The old name", date="2024-03-03T00:00:00")
    assert other["link"] == old
    assert Page(site.get(old)).heading == "The old name" and site.get(old).status_code == 200


def test_pages_within_an_article(site):
    """The pages of an article have addresses of their own; what is none of them leads back to its first."""
    post = site.make_post(title="Two halves", content="<p>One.</p><!--nextpage--><p>Two.</p>",
                          date="2024-03-05T00:00:00")
    first = "/2024/03/two-halves/"
    assert site.get(first + "2/").status_code == 200
    assert redirect(site, first + "2") == first + "2/"
    assert redirect(site, first + "?page=2") == redirect(site, f"/?p={post['id']}&page=2") == first + "2/"
    for wrong in ("1/", "3/", "999999999/", "0/", "?page=3", "?page=1", "?page=x"):
        assert redirect(site, first + wrong) == first, wrong
    assert redirect(site, first + "?page=2&utm_source=a") == first + "2/?utm_source=a"


def test_other_parameters_are_kept(site, world):
    assert redirect(site, f"/?p={world['post']['id']}&utm_source=a%26b") == "/2024/02/an-article/?utm_source=a%26b"
    assert redirect(site, "/2024/02/an-article?replytocom=3") == "/2024/02/an-article/?replytocom=3"
    # On the canonical address they change nothing.
    assert site.get("/2024/02/an-article/?utm_source=x").status_code == 200


def test_unicode_slugs(site):
    post = site.make_post(title="Дипломат передал послание", date="2024-03-04T00:00:00")
    path = post["link"].removeprefix(site.base)
    assert "%d0" in path and site.get(path).status_code == 200
    assert redirect(site, path.rstrip("/")) == path
    answer = site.raw(f"GET {path.upper().replace('%2F', '/')} HTTP/1.0\r\nHost: x\r\n\r\n".encode())
    assert b" 200 " in answer.split(b"\r\n")[0]


@pytest.mark.parametrize("path", [
    "//evil.example/", "//evil.example", "/\\evil.example", "/%5cevil.example/", "/%2f%2fevil.example",
    "/?p={post}&x=//evil.example", "/2024/02/an-article//evil.example",
])
def test_never_to_another_host(site, world, path):
    answer = site.get(path.format(post=world["post"]["id"]) if not path.startswith("//") else site.base + path)
    location = answer.headers.get("Location")
    if location is None:
        assert answer.status_code in (400, 404)
    else:
        assert location.startswith(site.base + "/") and not location.startswith(site.base + "//")


def test_host_header_is_not_believed(site, world):
    answer = site.get(f"/?p={world['post']['id']}", headers={"Host": "evil.example"})
    assert answer.status_code == 301
    assert answer.headers["Location"] == world["post"]["link"]


def test_post_of_a_page_name(site, world):
    """What looks like a date archive's or page's address but is none is not there."""
    for path in ("/2024/02/nothing/", "/about/nothing/", "/team-of-nobody/", "/category/press/none/", "/author/",
                 "/tag/", "/category/", "/page/", "/page/x/"):
        assert site.get(path).status_code == 404, path


@pytest.mark.parametrize("structure, path", [
    ("/%postname%/", "/an-article/"),
    ("/%year%/%monthnum%/%day%/%postname%", "/2024/02/29/an-article"),
    ("/archives/%post_id%", "/archives/{post}"),
    ("/%category%/%postname%/", "/press/news/an-article/"),
    ("/%author%/%postname%/", "/admin/an-article/"),
    ("", "/?p={post}"),
])
def test_other_structures(site, world, structure, path):
    path = path.format(post=world["post"]["id"])
    site.cli("settings", "set", "permalink_structure", structure)
    try:
        answer = site.get(path)
        assert answer.status_code == 200, (path, answer.headers.get("Location"))
        page = Page(answer)
        assert page.heading == "An article"
        assert page.link("canonical") == site.base + path
        form = page.comment_form()
        answer = site.post("/wp-comments-post.php", {**form.fields, "author": "Ann", "email": "ann@example.org",
                                                     "comment": f"Under {structure}"})
        assert answer.status_code == 303
        assert site.get(answer.headers["Location"]).status_code == 200
        if structure:
            assert redirect(site, f"/?p={world['post']['id']}") == path
    finally:
        site.cli("settings", "set", "permalink_structure", "/%year%/%monthnum%/%postname%/")
