"""Categories and tags through REST: WordPress's rules for names, slugs, trees and rights."""

import pytest


@pytest.fixture(scope="module")
def admin(site):
    return site.api("admin")


def test_tree_and_links(site, admin):
    press = site.make("categories", name="Press")
    news = site.make("categories", name="International News", parent=press["id"])
    assert press["link"] == site.base + "/category/press/"
    assert news["link"] == site.base + "/category/press/international-news/"
    assert news["_links"]["up"][0]["href"].endswith(f"/wp/v2/categories/{press['id']}")
    listed = admin.get(f"categories?parent={press['id']}").json()
    assert [term["id"] for term in listed] == [news["id"]]


def test_created_with_location(site, admin):
    answer = admin.post("tags", {"name": "Location"})
    assert answer.status_code == 201
    assert answer.headers["Location"].endswith(f"/wp/v2/tags/{answer.json()['id']}")


def test_names_are_plain_text(site, admin):
    term = site.make("categories", name="Arts & <b>Letters</b>")
    assert term["name"] == "Arts &amp; Letters"
    assert term["slug"] == "arts-letters"
    again = admin.post(f"categories/{term['id']}", {"name": term["name"]}).json()
    assert again["name"] == "Arts &amp; Letters"  # what was read can be sent back


def test_unicode_slug(site, admin):
    term = site.make("tags", name="خبر")
    assert term["slug"] == "%d8%ae%d8%a8%d8%b1"
    assert admin.get(f"tags?slug={term['slug']}").json()[0]["id"] == term["id"]


@pytest.mark.parametrize("fields,code", [
    ({"description": "x"}, "rest_missing_callback_param"),
    ({"name": "   "}, "empty_term_name"),
    ({"name": "<b></b>"}, "empty_term_name"),
    ({"name": "x" * 201}, "invalid_term_name"),
    ({"name": "Child", "parent": 99999999}, "rest_term_invalid"),
    ({"name": 5.5, "parent": "x"}, "rest_invalid_param"),
])
def test_bad_categories(admin, fields, code):
    answer = admin.post("categories", fields)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_tags_have_no_parent(site, admin):
    tag = site.make("tags", name="Parentless")
    assert "parent" not in tag


def test_same_name(site, admin):
    first = site.make("categories", name="Twice")
    answer = admin.post("categories", {"name": "Twice"})
    assert answer.status_code == 400
    assert answer.json()["code"] == "term_exists"
    assert answer.json()["data"]["term_id"] == first["id"]
    # elsewhere in the tree the same name is welcome, and gets a slug of its own
    other = site.make("categories", name="Elsewhere")
    below = site.make("categories", name="Twice", parent=other["id"])
    assert below["slug"] == "twice-elsewhere"


def test_slug_that_is_taken(site, admin):
    site.make("categories", name="Taken", slug="taken")
    assert site.make("categories", name="Other name", slug="taken")["slug"] == "taken-2"
    third = site.make("categories", name="Third")
    answer = admin.post(f"categories/{third['id']}", {"slug": "taken"})
    assert (answer.status_code, answer.json()["code"]) == (400, "duplicate_term_slug")


def test_ring_in_the_tree(site, admin):
    top = site.make("categories", name="Ring top")
    below = site.make("categories", name="Ring below", parent=top["id"])
    answer = admin.post(f"categories/{top['id']}", {"parent": below["id"]})
    assert answer.status_code == 200
    assert answer.json()["parent"] == 0
    assert admin.get(f"categories/{below['id']}").json()["parent"] == top["id"]


def test_counts_follow_posts(site, admin):
    term = site.make("categories", name="Counted")
    count = lambda: admin.get(f"categories/{term['id']}").json()["count"]  # noqa: E731
    post = site.make_post(categories=[term["id"]])
    assert count() == 1
    admin.post(f"posts/{post['id']}", {"status": "draft"})
    assert count() == 0
    admin.post(f"posts/{post['id']}", {"status": "publish"})
    assert count() == 1
    admin.delete(f"posts/{post['id']}?force=true")
    assert count() == 0


def test_deleting(site, admin):
    term = site.make("categories", name="Doomed")
    child = site.make("categories", name="Orphan", parent=term["id"])
    post = site.make_post(categories=[term["id"]])
    assert admin.delete(f"categories/{term['id']}").status_code == 501
    answer = admin.delete(f"categories/{term['id']}?force=true")
    assert answer.json()["deleted"] is True
    assert answer.json()["previous"]["name"] == "Doomed"
    assert admin.get(f"categories/{term['id']}").status_code == 404
    assert admin.get(f"categories/{child['id']}").json()["parent"] == 0
    default = admin.get("settings").json()["default_category"]
    assert admin.get(f"posts/{post['id']}").json()["categories"] == [default]
    refused = admin.delete(f"categories/{default}?force=true")
    assert (refused.status_code, refused.json()["code"]) == (403, "rest_cannot_delete")


@pytest.mark.parametrize("login,resource,status", [
    (None, "categories", 401), ("subscriber", "categories", 403), ("author", "categories", 403),
    ("editor", "categories", 201), (None, "tags", 401), ("subscriber", "tags", 403), ("contributor", "tags", 201),
])
def test_who_may_create(site, login, resource, status):
    answer = site.api(login).post(resource, {"name": f"By {login} in {resource}"})
    assert answer.status_code == status
    if status != 201:
        assert answer.json()["code"] == "rest_cannot_create"


def test_list_parameters(site, admin):
    made = [site.make("tags", name=f"Listed {letter}") for letter in "cab"]
    ids = [term["id"] for term in made]
    get = lambda query: [t["id"] for t in admin.get("tags?search=Listed" + query).json()]  # noqa: E731
    assert get("") == [ids[1], ids[2], ids[0]]
    assert get("&order=desc") == [ids[0], ids[2], ids[1]]
    assert get("&orderby=id") == ids
    assert get(f"&include={ids[2]},{ids[0]}&orderby=include") == [ids[2], ids[0]]
    assert get(f"&exclude[]={ids[2]}&exclude[]={ids[0]}") == [ids[1]]
    assert get("&per_page=1&offset=1") == [ids[2]]
    page = admin.get("tags?search=Listed&per_page=2&page=2")
    assert page.headers["X-WP-Total"] == "3" and page.headers["X-WP-TotalPages"] == "2"
    assert 'rel="prev"' in page.headers["Link"]
    assert get("&hide_empty=true") == []
    for query in ("per_page=0", "per_page=101", "orderby=colour", "order=up", "page=0"):
        answer = admin.get("tags?" + query)
        assert (answer.status_code, answer.json()["code"]) == (400, "rest_invalid_param"), query
