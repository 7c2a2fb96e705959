"""What moderators and authors get of comments: by address, by discussion, and those they may edit."""

import pytest


@pytest.fixture(scope="module")
def editor(site):
    return site.api("editor")


@pytest.fixture
def post(site):
    return site.make_post(as_="author", title="Talked about", comment_status="open")


def say(site, post, content, as_="admin", **fields):
    answer = site.api(as_).post("comments", {"post": post["id"], "content": content, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()


def listed(api, query):
    answer = api.get(f"comments?order=asc&orderby=id&per_page=100&{query}")
    assert answer.status_code == 200, answer.text
    assert int(answer.headers["X-WP-Total"]) == len(answer.json())
    return [row["id"] for row in answer.json()]


def test_by_address(site, editor, post):
    first = say(site, post, "One.", author_ip="192.0.2.7")
    say(site, post, "Two.", author_ip="192.0.2.8")
    third = say(site, post, "Three.", author_ip="192.0.2.7", status="hold")
    assert listed(editor, "author_ip=192.0.2.7") == [first["id"]]
    assert listed(editor, "author_ip=192.0.2.7&status=any&type=all") == [first["id"], third["id"]]
    assert listed(editor, f"author_ip=192.0.2.8&post={post['id']}&status=hold") == []
    assert listed(editor, "author_ip=nothing") == []
    for login in (None, "subscriber"):
        assert site.api(login).get("comments?author_ip=192.0.2.7").json()["code"] == "rest_forbidden_param"


def test_by_discussion(site, editor, post):
    root = say(site, post, "Root.")
    answer = say(site, post, "Answer.", parent=root["id"])
    deep = say(site, post, "Deep.", parent=answer["id"])
    say(site, post, "Beside.")
    for id in (root["id"], answer["id"], deep["id"]):
        assert listed(editor, f"thread={id}") == [root["id"], answer["id"], deep["id"]]
    editor.post(f"comments/{answer['id']}", {"status": "spam"})
    assert listed(editor, f"thread={deep['id']}") == [root["id"], deep["id"]]
    assert listed(editor, f"thread={deep['id']}&status=any") == [root["id"], answer["id"], deep["id"]]
    assert listed(editor, "thread=99999999&status=any") == []
    assert editor.get("comments?thread=x").status_code == 400


def test_those_one_may_edit(site, editor, post):
    other = site.make_post(as_="editor", title="Of another", comment_status="open")
    page = site.make("pages", as_="admin", title="Page", comment_status="open", status="publish")
    mine = [say(site, post, "Approved.", author_ip="192.0.2.9"), say(site, post, "Held.", status="hold")]
    say(site, other, "Elsewhere."), say(site, page, "On a page.")
    ids = [row["id"] for row in mine]
    author = site.api("author")
    assert author.get("comments?context=edit").json()["code"] == "rest_forbidden_context"
    rows = author.get(f"comments?context=edit&editable=1&status=any&type=all&post={post['id']}&order=asc").json()
    assert [row["id"] for row in rows] == ids and rows[0]["author_ip"] == "192.0.2.9"
    every = author.get("comments?context=edit&editable=true&status=any&type=all&per_page=100").json()
    assert {row["post"] for row in every} & {other["id"], page["id"]} == set() and set(ids) < {row["id"] for row in every}
    assert listed(author, f"editable=1&status=hold&post={post['id']}") == [ids[1]]
    assert ids[1] in listed(author, "editable=1&status=hold")
    assert listed(author, f"editable=1&status=any&post={other['id']}") == []
    assert listed(author, "editable=1&status=any&author_ip=192.0.2.9") == [ids[0]]
    # What is published by a contributor is no longer his to edit.
    draft = site.make_post(as_="contributor", title="By a contributor", status="draft")
    editor.post(f"posts/{draft['id']}", {"status": "publish", "comment_status": "open"})
    say(site, draft, "Below the contributor's.")
    assert listed(site.api("contributor"), "editable=1&status=any&context=edit") == []
    assert len(listed(editor, f"editable=1&status=any&post={draft['id']}")) == 1
    assert site.api("subscriber").get("comments?editable=1").json()["code"] == "rest_forbidden_param"
    assert site.api().get("comments?editable=0").status_code == 200
