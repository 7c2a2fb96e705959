"""Closing and opening the discussions of all that a filter matches: number before, undo after, and nobody in the way."""

import datetime
import os
import sqlite3
import sys
import threading

import pytest
from harness import Site, binary_path

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "bench"))
import bulk_site  # noqa: E402

BASE = "/broadsheet/v1/discussion"


def days_ago(days):
    moment = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def turn(api, resource="posts", **body):
    return api.post(f"{BASE}/{resource}", body)


def done(api, resource="posts", **body):
    answer = turn(api, resource, **body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def state(api, post, resource="posts"):
    return api.get(f"{resource}/{post['id']}?context=edit").json()["comment_status"]


def code(answer):
    return answer.status_code, answer.json()["code"]


def has_form(site, post):
    page = site.get(post["link"].removeprefix(site.base))
    assert page.status_code == 200
    return 'name="comment"' in page.text


@pytest.fixture
def category(site):
    return site.make("categories", name=f"Section {os.urandom(4).hex()}")["id"]


def test_close_and_undo(site, category):
    editor = site.api("editor")
    posts = [site.make_post(title=f"Bulk {i}", status="publish", categories=[category]) for i in range(5)]
    other = site.make_post(title="Other", status="publish")
    closed = site.make_post(title="Closed before", status="publish", categories=[category], comment_status="closed")
    for _ in range(2):  # the second is from the page cache
        assert all(has_form(site, post) for post in posts)

    assert done(editor, action="close", categories=[category], dry_run=True) == {
        "dry_run": True, "matched": 6, "count": 5}
    assert all(has_form(site, post) for post in posts)
    answer = done(editor, action="close", categories=[category], expect=5)
    assert answer["changed"] == 5 and answer["count"] == 5 and answer["undo"]
    assert not any(has_form(site, post) for post in posts)
    assert has_form(site, other) and state(editor, other) == "open"
    refused = site.api("subscriber").post("comments", {"post": posts[0]["id"], "content": "Too late"})
    assert code(refused) == (403, "rest_comment_closed")

    # Somebody turns two since: one to and fro, which is a choice of his own.
    admin = site.api("admin")
    admin.post(f"posts/{posts[0]['id']}", {"comment_status": "open"})
    admin.post(f"posts/{posts[1]['id']}", {"comment_status": "open"})
    admin.post(f"posts/{posts[1]['id']}", {"comment_status": "closed"})
    # What is saved without turning the switch is no choice.
    admin.post(f"posts/{posts[2]['id']}", {"title": "Bulk two", "comment_status": "closed"})
    listed = editor.get(BASE).json()
    assert listed[0]["undo"] == answer["undo"] and listed[0]["intact"] == 3 and listed[0]["changed"] == 5
    assert listed[0]["action"] == "close" and listed[0]["type"] == "post"

    assert editor.post(f"{BASE}/undo", {"undo": answer["undo"]}).json() == {"restored": 3, "left": 2}
    assert [state(editor, post) for post in posts] == ["open", "closed", "open", "open", "open"]
    assert state(editor, closed) == "closed"
    assert has_form(site, posts[4])
    assert code(editor.post(f"{BASE}/undo", {"undo": answer["undo"]})) == (404, "broadsheet_no_change")


def test_expect(site, category):
    editor = site.api("editor")
    posts = [site.make_post(status="publish", categories=[category]) for _ in range(3)]
    refused = turn(editor, action="close", categories=[category], expect=2)
    assert code(refused) == (409, "broadsheet_count_changed")
    assert refused.json()["data"] == {"status": 409, "count": 3}
    assert [state(editor, post) for post in posts] == ["open"] * 3
    assert done(editor, action="close", categories=[category], expect=3)["changed"] == 3


def test_nothing_to_do(site, category):
    answer = done(site.api("editor"), action="close", categories=[category])
    assert answer == {"dry_run": False, "matched": 0, "count": 0, "changed": 0, "undo": None}
    assert done(site.api("editor"), action="close", comments_reason="not_supported")["matched"] == 0


def test_open_tells_what_stays_closed(site, category):
    editor = site.api("editor")
    old = site.make_post(status="publish", categories=[category], date_gmt=days_ago(30), comment_status="closed")
    new = site.make_post(status="publish", categories=[category], comment_status="closed")
    site.make_post(status="publish", categories=[category], date_gmt=days_ago(20), comment_status="open")
    draft = site.make_post(status="draft", categories=[category], comment_status="closed")
    with site.with_settings(close_comments_for_old_posts=True, close_comments_days_old=14):
        counted = done(editor, action="open", categories=[category], status="any", dry_run=True)
        assert counted == {"dry_run": True, "matched": 4, "count": 3, "still_closed": {"age": 2, "not_public": 1}}
        # A filter for the state counts within it.
        aged = done(editor, action="open", categories=[category], comments_reason="age", dry_run=True)
        assert aged == {"dry_run": True, "matched": 1, "count": 0, "still_closed": {"age": 1, "not_public": 0}}
        answer = done(editor, action="open", categories=[category], status="any")
        assert answer["changed"] == 3 and answer["still_closed"] == {"age": 2, "not_public": 1}
        assert has_form(site, new) and not has_form(site, old)
        assert state(editor, old) == state(editor, draft) == "open"
    assert has_form(site, old)


def test_filters_of_the_list(site):
    """The number is that of the list, and the articles are those of the list."""
    editor, admin = site.api("editor"), site.api("admin")
    tag = site.make("tags", name="Filtered")["id"]
    for i in range(6):
        site.make_post(title=f"River {i}" if i % 2 else f"Lake {i}", status="publish", tags=[tag], date_gmt=days_ago(i),
                       author=site.users["author"]["id"] if i < 2 else site.users["editor"]["id"])
    filters = [
        {"search": "river"},
        {"author": [site.users["author"]["id"]]},
        {"after": days_ago(3.5)},
        {"before": days_ago(3.5)},
        {"status": "publish,draft"},
        {"comments": "open"},
        {"include": [post["id"] for post in admin.get(f"posts?tags={tag}").json()[:2]]},
    ]
    for number in filters:
        params = {"tags": [tag], **number}
        listed = editor.get("posts", params={"per_page": 100, "tags": tag,
                                             **{k: ",".join(map(str, v)) if isinstance(v, list) else v
                                                for k, v in number.items()}}).json()
        answer = done(editor, action="close", **params)
        assert answer["count"] == answer["changed"] == len(listed) > 0, number
        assert all(state(editor, post) == "closed" for post in listed), number
        assert editor.post(f"{BASE}/undo", {"undo": answer["undo"]}).json() == {"restored": len(listed), "left": 0}
    # In the query of the address too.
    assert editor.post(f"{BASE}/posts?tags={tag}&search=lake", {"action": "close", "dry_run": True}).json()["count"] == 3


def test_pages(site):
    editor = site.api("editor")
    top = site.make("pages", title="Top", status="publish", comment_status="open")
    below = site.make("pages", title="Below", status="publish", comment_status="open", parent=top["id"])
    answer = done(editor, "pages", action="close", parent=[top["id"]])
    assert answer["changed"] == 1
    assert state(editor, below, "pages") == "closed" and state(editor, top, "pages") == "open"
    assert editor.get(BASE).json()[0]["type"] == "page"
    assert editor.post(f"{BASE}/undo", {"undo": answer["undo"]}).json() == {"restored": 1, "left": 0}


@pytest.mark.parametrize("who, own", [("author", ["publish", "draft", "trash"]), ("contributor", ["draft"])])
def test_only_what_one_may_edit(site, category, who, own):
    admin, api = site.api("admin"), site.api(who)
    me = site.users[who]["id"]
    mine = {}
    for status in ("publish", "draft"):
        mine[status] = site.make_post(title="Mine", status=status, categories=[category], author=me)
        site.make_post(title="Not mine", status=status, categories=[category])
    mine["trash"] = site.make_post(title="Gone", status="publish", categories=[category], author=me)
    admin.delete(f"posts/{mine['trash']['id']}")
    answer = done(api, action="close", status="publish,draft,trash", categories=[category])
    assert answer["matched"] == answer["count"] == answer["changed"] == len(own)
    everything = admin.get("posts", params={"categories": category, "status": "publish,draft,trash", "context": "edit"})
    closed = {post["id"] for post in everything.json() if post["comment_status"] == "closed"}
    assert closed == {mine[status]["id"] for status in own}
    # It is nobody else's to undo.
    assert code(admin.post(f"{BASE}/undo", {"undo": answer["undo"]})) == (404, "broadsheet_no_change")
    assert answer["undo"] not in [change["undo"] for change in admin.get(BASE).json()]
    assert api.post(f"{BASE}/undo", {"undo": answer["undo"]}).json() == {"restored": len(own), "left": 0}


def test_rights(site):
    for path in ("posts", "pages"):
        assert code(turn(site.api("subscriber"), path, action="close")) == (403, "rest_forbidden")
        assert code(turn(site.api(), path, action="close")) == (401, "rest_forbidden")
    assert code(turn(site.api("author"), "pages", action="close")) == (403, "rest_forbidden")
    assert code(site.api().post(f"{BASE}/undo", {"undo": 1})) == (401, "rest_forbidden")
    assert code(site.api("subscriber").get(BASE)) == (403, "rest_forbidden")


@pytest.mark.parametrize("body, wrong", [
    ({}, "rest_missing_callback_param"),
    ({"action": "slam"}, "rest_invalid_param"),
    ({"action": "close", "expect": -1}, "rest_invalid_param"),
    ({"action": "close", "expect": "many"}, "rest_invalid_param"),
    ({"action": "close", "after": "yesterday"}, "rest_invalid_param"),
    ({"action": "close", "status": "sleeping"}, "rest_invalid_param"),
    ({"action": "close", "author": list(range(1, 200))}, "rest_invalid_param"),
    ({"action": "close", "comments": 7}, "rest_invalid_param"),
    ({"action": "close", "orderby": "relevance"}, "rest_no_search_term_defined"),
])
def test_bad_input(site, body, wrong):
    editor = site.api("editor")
    post = site.make_post(status="publish")
    assert code(turn(editor, **body)) == (400, wrong)
    assert state(editor, post) == "open"
    assert editor.post(f"{BASE}/undo", {"undo": "all"}).status_code == 400
    assert editor.post(f"{BASE}/undo", {"undo": 10**12}).status_code == 404


def test_it_expires(fresh_site):
    site, editor = fresh_site, fresh_site.api("editor")
    post = site.make_post(status="publish")
    answer = done(editor, action="close", include=[post["id"]])
    site.stop()
    db = sqlite3.connect(os.path.join(site.data, "site.db"))
    db.execute("UPDATE discussion_change SET created = created - 86401")
    db.commit()
    db.close()
    site.start()
    assert code(site.api("editor").post(f"{BASE}/undo", {"undo": answer["undo"]})) == (404, "broadsheet_no_change")
    assert site.api("editor").get(BASE).json() == []
    assert state(site.api("editor"), post) == "closed"


def test_kept_over_a_crash(fresh_site):
    site = fresh_site
    posts = [site.make_post(status="publish") for _ in range(3)]
    answer = done(site.api("editor"), action="close", include=[post["id"] for post in posts])
    site.kill9()
    site.start()
    editor = site.api("editor")
    assert [state(editor, post) for post in posts] == ["closed"] * 3
    assert editor.post(f"{BASE}/undo", {"undo": answer["undo"]}).json() == {"restored": 3, "left": 0}


ARTICLES = 10_000


def test_ten_thousand(tmp_path):
    """All close with one request; the public pages show it at once, and other writes get in between."""
    site = Site(str(tmp_path))
    bulk_site.make(binary_path(), site.data, ARTICLES, comments=0)
    password = site.cli("app-password", "create", "--user", "admin", "--name", "bulk").stdout.strip()
    site.users = {"admin": {"app_password": password}}
    site.start()
    try:
        admin = site.api("admin")
        some = [admin.get(f"posts/{1001 + i}").json() for i in (0, ARTICLES // 2, ARTICLES - 1)]
        for _ in range(2):
            assert all(has_form(site, post) for post in some)
        counted = done(admin, action="close", dry_run=True)
        assert counted["count"] == ARTICLES

        finished, writes = threading.Event(), []

        def write():
            while not finished.is_set():
                created = admin.post("posts", {"title": "Meanwhile", "content": "Words"})
                writes.append(created.status_code)

        writer = threading.Thread(target=write)
        writer.start()
        answer = done(admin, action="close", expect=ARTICLES)
        finished.set()
        writer.join()
        assert answer["changed"] == ARTICLES
        assert len(writes) > 1 and set(writes) == {201}
        assert not any(has_form(site, post) for post in some)
        assert admin.get("posts?comments=open").headers["X-WP-Total"] == "0"
        assert admin.get("posts?comments_reason=article").headers["X-WP-Total"] == str(ARTICLES)

        admin.post(f"posts/{some[0]['id']}", {"comment_status": "open"})
        undone = admin.post(f"{BASE}/undo", {"undo": answer["undo"]})
        assert undone.json() == {"restored": ARTICLES - 1, "left": 1}
        assert all(has_form(site, post) for post in some)
        assert admin.get("posts?comments=open").headers["X-WP-Total"] == str(ARTICLES)
        site.stop()
        site.check_sanitizers()
    finally:
        if site.process is not None:
            site.kill9()
