"""Pages through REST: what they have beside posts: a tree, an order, other rights."""

import pytest


@pytest.fixture(scope="module")
def admin(site):
    return site.api("admin")


@pytest.fixture(scope="module")
def tree(site):
    about = site.make("pages", title="About", slug="about", status="publish", menu_order=5)
    team = site.make("pages", title="Team", slug="team", status="publish", parent=about["id"], menu_order=2)
    jobs = site.make("pages", title="Jobs", slug="jobs", status="publish", parent=about["id"], menu_order=1)
    return about, team, jobs


def test_addresses(site, tree):
    about, team, _ = tree
    assert about["link"] == site.base + "/about/"
    assert team["link"] == site.base + "/about/team/"
    assert team["guid"]["raw"] == f"{site.base}/?page_id={team['id']}"
    assert team["_links"]["up"][0]["href"].endswith(f"/wp/v2/pages/{about['id']}")
    assert "wp:term" not in team["_links"]


def test_shape(site, tree):
    page = tree[0]
    assert page["type"] == "page" and page["menu_order"] == 5 and page["parent"] == 0
    for name in ("categories", "tags", "sticky", "format", "primary_category"):
        assert name not in page
    # A page takes no comments unless it is told to.
    assert page["comment_status"] == "closed"
    assert page["comments"]["state"] == "closed" and page["comments"]["reason"] == "article"


def ids(answer):
    assert answer.status_code == 200, answer.text
    return [page["id"] for page in answer.json()]


def test_lists(site, tree):
    about, team, jobs = (page["id"] for page in tree)
    get = site.api().get
    assert ids(get(f"pages?parent={about}&orderby=menu_order&order=asc")) == [jobs, team]
    assert ids(get(f"pages?parent={about}&menu_order=2")) == [team]
    assert ids(get(f"pages?include={about},{team},{jobs}&parent_exclude={about}")) == [about]
    assert ids(get(f"pages?include={about},{team}&parent=0")) == [about]
    assert ids(get("pages?slug=team")) == [team]
    assert ids(get("posts?slug=team")) == []


def test_a_page_is_no_post(site, tree):
    assert site.api().get(f"posts/{tree[0]['id']}").json()["code"] == "rest_post_invalid_id"
    post = site.make_post(title="A post")
    assert site.api().get(f"pages/{post['id']}").json()["code"] == "rest_post_invalid_id"


def test_same_slug_under_another_parent(site, tree):
    other = site.make("pages", title="Team", slug="team", status="publish")
    assert other["slug"] == "team" and other["link"] == site.base + "/team/"
    again = site.make("pages", title="Team", slug="team", status="publish")
    assert again["slug"] == "team-2"


def test_unknown_parent(admin):
    answer = admin.post("pages", {"title": "x", "parent": 99999999})
    assert (answer.status_code, answer.json()["code"]) == (400, "rest_post_invalid_id")


def test_no_loops(site, admin, tree):
    about, team, _ = tree
    changed = admin.post(f"pages/{about['id']}", {"parent": team["id"]}).json()
    assert changed["parent"] == 0


@pytest.mark.parametrize("who,status", [(None, 401), ("subscriber", 403), ("contributor", 403), ("author", 403),
                                        ("editor", 201), ("admin", 201)])
def test_who_may_create(site, who, status):
    answer = site.api(who).post("pages", {"title": "A page"})
    assert answer.status_code == status
    if status != 201:
        assert answer.json()["code"] == "rest_cannot_create"


def test_author_may_not_change(site, tree):
    answer = site.api("author").post(f"pages/{tree[0]['id']}", {"title": "Mine"})
    assert (answer.status_code, answer.json()["code"]) == (403, "rest_cannot_edit")
    answer = site.api("author").get("pages?context=edit")
    assert (answer.status_code, answer.json()["code"]) == (403, "rest_forbidden_context")


def test_trash(site):
    page = site.make("pages", title="Away", slug="away", status="publish")
    trashed = site.api("editor").delete(f"pages/{page['id']}").json()
    assert trashed["status"] == "trash" and trashed["slug"] == "away__trashed"
    assert trashed["link"] == f"{site.base}/?page_id={page['id']}"


def test_children_move_up(site, admin):
    top = site.make("pages", title="Top", status="publish")
    middle = site.make("pages", title="Middle", status="publish", parent=top["id"])
    low = site.make("pages", title="Low", status="publish", parent=middle["id"])
    assert admin.delete(f"pages/{middle['id']}?force=true").json()["deleted"] is True
    assert admin.get(f"pages/{low['id']}").json()["parent"] == top["id"]


def test_menu_order_has_limits(admin):
    for number in (2**31, -(2**31) - 1, "x"):
        answer = admin.post("pages", {"title": "x", "menu_order": number})
        assert answer.json()["code"] == "rest_invalid_param"
