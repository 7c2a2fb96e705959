"""Comments through REST: the gate, the order of WordPress's checks, moderation and rights."""

import pytest


@pytest.fixture(scope="module")
def admin(site):
    return site.api("admin")


@pytest.fixture
def post(site):
    return site.make_post(as_="author", title="Talked about", comment_status="open")


def comment(site, login, **fields):
    return site.api(login).post("comments", fields)


def refused(answer):
    return answer.status_code, answer.json()["code"]


def test_accepted_and_shown(site, post):
    answer = comment(site, "admin", post=post["id"], content="First <b>words</b>.\n\nMore.")
    assert answer.status_code == 201
    made = answer.json()
    assert answer.headers["Location"].endswith(f"/comments/{made['id']}")
    assert made["status"] == "approved"
    assert made["content"]["rendered"] == "<p>First <b>words</b>.</p>\n<p>More.</p>\n"
    assert made["link"] == f"{post['link']}#comment-{made['id']}"
    assert made["held"] is None
    listed = site.api().get(f"comments?post={post['id']}").json()
    assert [c["id"] for c in listed] == [made["id"]]
    assert "author_email" not in listed[0] and "author_ip" not in listed[0] and "raw" not in listed[0]["content"]


def test_markup_is_sanitised(site, post):
    made = comment(site, "subscriber", post=post["id"],
                   content='<script>alert(1)</script><b onclick="x()">bold</b> <a href="javascript:x()">link</a>').json()
    assert "script" not in made["content"]["rendered"].lower()
    assert "onclick" not in made["content"]["rendered"]
    assert "<b>bold</b>" in made["content"]["rendered"]


def test_gate(site, admin, post):
    admin.post(f"posts/{post['id']}", {"comment_status": "closed"})
    for login in ("subscriber", "admin"):
        assert refused(comment(site, login, post=post["id"], content="late")) == (403, "rest_comment_closed")
    state = admin.get(f"posts/{post['id']}").json()
    assert state["comment_status"] == "closed"
    assert state["comments"]["state"] == "closed" and state["comments"]["reason"] == "article"
    admin.post(f"posts/{post['id']}", {"comment_status": "open"})
    assert comment(site, "admin", post=post["id"], content="in time").status_code == 201


def test_age_rule(site, admin):
    old = site.make_post(title="Old", date="2020-01-01T00:00:00", comment_status="open")
    with site.with_settings(close_comments_for_old_posts=True, close_comments_days_old=14):
        assert refused(comment(site, "admin", post=old["id"], content="late")) == (403, "rest_comment_closed")
        state = admin.get(f"posts/{old['id']}").json()
        assert state["comment_status"] == "open"  # what an editor set stays as it is
        assert state["comments"] == {"state": "closed", "reason": "age", "since": "2020-01-15T00:00:01+00:00", "until": None}
    assert comment(site, "admin", post=old["id"], content="not late").status_code == 201


@pytest.mark.parametrize("login,fields,status,code", [
    (None, {"content": "x"}, 401, "rest_comment_login_required"),
    ("subscriber", {"content": "x", "author": 1}, 403, "rest_comment_invalid_author"),
    ("subscriber", {"content": "x", "status": "approve"}, 403, "rest_comment_invalid_status"),
    ("subscriber", {"content": "x", "author_ip": "10.0.0.1"}, 403, "rest_comment_invalid_author_ip"),
    ("admin", {"content": ""}, 400, "rest_comment_content_invalid"),
    ("admin", {"content": " \n\t "}, 400, "rest_comment_content_invalid"),
    ("admin", {}, 400, "rest_comment_content_invalid"),
    ("admin", {"content": "x" * 65526}, 400, "comment_content_column_length"),
    ("admin", {"content": "x", "author_name": "n" * 246, "author_email": "n@example.org"}, 400,
     "comment_author_column_length"),
    ("admin", {"content": "x", "author_email": "nothing"}, 400, "rest_invalid_param"),
    ("admin", {"content": "x", "parent": 99999999}, 400, "rest_comment_invalid_parent"),
    ("admin", {"content": "x", "type": "pingback"}, 400, "rest_invalid_comment_type"),
    ("admin", {"content": "x", "id": 3}, 400, "rest_comment_exists"),
])
def test_refused(site, post, login, fields, status, code):
    assert refused(comment(site, login, post=post["id"], **fields)) == (status, code)
    assert site.api("admin").get(f"comments?post={post['id']}&status=any").json() == []


def test_posts_that_take_no_comments(site, admin):
    draft = site.make_post(status="draft")
    trash = site.make_post(title="Trashed")
    admin.delete(f"posts/{trash['id']}")
    assert refused(comment(site, "admin", post=draft["id"], content="x")) == (403, "rest_comment_draft_post")
    assert refused(comment(site, "admin", post=trash["id"], content="x")) == (403, "rest_comment_trash_post")
    assert refused(comment(site, "admin", post=99999999, content="x")) == (403, "rest_comment_invalid_post_id")
    assert refused(comment(site, "admin", content="x")) == (403, "rest_comment_invalid_post_id")


def test_duplicate(site, post):
    assert comment(site, "admin", post=post["id"], content="Said.").status_code == 201
    assert refused(comment(site, "admin", post=post["id"], content="Said.")) == (409, "comment_duplicate")


def test_flood(site, post):
    with site.with_settings(comment_flood_interval=600):
        assert comment(site, "author", post=post["id"], content="one").status_code == 201
        answer = comment(site, "author", post=post["id"], content="two")
        assert refused(answer) == (400, "comment_flood")
        assert comment(site, "admin", post=post["id"], content="three").status_code == 201
        assert comment(site, "admin", post=post["id"], content="four").status_code == 201


def test_moderation_and_why(site, admin, post):
    held = comment(site, "contributor", post=post["id"], content="My first.").json()
    assert held["status"] == "hold"
    assert admin.get(f"comments/{held['id']}?context=edit").json()["held"]["rule"] == "comment_previously_approved"
    assert site.api().get(f"comments/{held['id']}").status_code == 401
    assert site.api("contributor").get(f"comments/{held['id']}").status_code == 200
    approved = admin.post(f"comments/{held['id']}", {"status": "approved"}).json()
    assert approved["status"] == "approved"
    assert comment(site, "contributor", post=post["id"], content="My second.").json()["status"] == "approved"
    links = 'See <a href="https://a.example/">a</a> and <a href="https://b.example/">b</a>.'
    assert comment(site, "contributor", post=post["id"], content=links).json()["status"] == "hold"
    with site.with_settings(disallowed_keys="forbidden word\n"):
        trashed = comment(site, "contributor", post=post["id"], content="A Forbidden Word here.").json()
        assert trashed["status"] == "trash"
        reason = admin.get(f"comments/{trashed['id']}?context=edit").json()["held"]
        assert reason == {"rule": "disallowed_keys", "match": "forbidden word"}


def test_list_by_rule(site, admin, post):
    with site.with_settings(moderation_keys="casino", disallowed_keys="lottery", comment_previously_approved=False):
        ids = []
        for text in ("one casino", "two lottery", "three fine", "four casino"):
            answer = site.api("subscriber").post("comments", {"post": post["id"], "content": text})
            assert answer.status_code == 201, answer.text
            ids.append(answer.json()["id"])

    def listed(query):
        answer = admin.get(f"comments?post={post['id']}&context=edit&order=asc&orderby=id&{query}")
        assert int(answer.headers["X-WP-Total"]) == len(answer.json())
        return [row["id"] for row in answer.json()]

    assert listed("held=moderation_keys") == [ids[0], ids[3]]
    assert listed("held=disallowed_keys") == [ids[1]]
    assert listed("held=disallowed_keys&status=hold") == []
    assert listed("held=moderation_keys&status=hold&per_page=100") == [ids[0], ids[3]]
    assert listed("held=nothing") == []
    # What was let pass, is held by nothing any more.
    admin.post(f"comments/{ids[0]}", {"status": "approved"})
    assert listed("held=moderation_keys") == [ids[3]]
    assert refused(site.api("subscriber").get("comments?held=moderation_keys")) == (403, "rest_forbidden_param")
    assert refused(site.api().get("comments?held=moderation_keys")) == (401, "rest_forbidden_param")


def test_statuses(site, admin, post):
    made = comment(site, "admin", post=post["id"], content="Moved about.").json()
    path = f"comments/{made['id']}"
    for sent, status in (("hold", "hold"), ("approve", "approved"), ("spam", "spam"), ("unspam", "approved"),
                         ("trash", "trash"), ("untrash", "approved"), ("nonsense", "approved")):
        assert admin.post(path, {"status": sent}).json()["status"] == status, sent
    # moderating is never refused for being closed
    admin.post(f"posts/{post['id']}", {"comment_status": "closed"})
    assert admin.post(path, {"status": "hold", "content": "Edited."}).json()["status"] == "hold"
    assert admin.delete(path).json()["status"] == "trash"
    assert refused(admin.delete(path)) == (410, "rest_already_trashed")
    assert admin.delete(path + "?force=true").json()["deleted"] is True
    assert refused(admin.get(path)) == (404, "rest_comment_invalid_id")


def test_threads(site, admin, post):
    top = comment(site, "admin", post=post["id"], content="top").json()
    middle = comment(site, "admin", post=post["id"], content="middle", parent=top["id"]).json()
    low = comment(site, "admin", post=post["id"], content="low", parent=middle["id"]).json()
    assert site.api().get(f"comments/{top['id']}").json()["_links"]["children"]
    assert refused(admin.post(f"comments/{top['id']}", {"parent": low["id"]})) == (400, "rest_comment_invalid_parent")
    other = site.make_post(title="Another")
    assert refused(comment(site, "admin", post=other["id"], content="x", parent=top["id"])) == (
        400, "rest_comment_invalid_parent")
    admin.delete(f"comments/{middle['id']}?force=true")
    assert admin.get(f"comments/{low['id']}").json()["parent"] == top["id"]
    assert [row["id"] for row in admin.get(f"comments?parent={top['id']}").json()] == [low["id"]]
    assert refused(admin.get(f"comments/{middle['id']}")) == (404, "rest_comment_invalid_id")
    assert refused(admin.delete(f"comments/{middle['id']}?force=true")) == (404, "rest_comment_invalid_id")
    assert refused(comment(site, "admin", post=post["id"], content="x", parent=middle["id"])) == (
        400, "rest_comment_invalid_parent")


def test_who_may_edit(site, post):
    made = comment(site, "admin", post=post["id"], content="Guarded.").json()
    path = f"comments/{made['id']}"
    assert refused(site.api().put(path, {"content": "x"})) == (401, "rest_cannot_edit")
    assert refused(site.api("subscriber").put(path, {"content": "x"})) == (403, "rest_cannot_edit")
    assert site.api("author").put(path, {"content": "By the article's author."}).status_code == 200
    assert refused(site.api("contributor").delete(path)) == (403, "rest_cannot_delete")


def test_private_filters(site, post):
    for query in ("status=hold", "author=1", "author_email=a@example.org", "type=pingback"):
        assert refused(site.api().get("comments?" + query)) == (401, "rest_forbidden_param"), query
        assert refused(site.api("subscriber").get("comments?" + query)) == (403, "rest_forbidden_param"), query
    assert refused(site.api().get("comments?context=edit")) == (401, "rest_forbidden_context")


def test_password_protected_post(site):
    secret = site.make_post(title="Secret", password="sesame")
    comment(site, "admin", post=secret["id"], content="behind the door")
    assert refused(site.api().get(f"comments?post={secret['id']}")) == (401, "rest_cannot_read_post")
    assert len(site.api().get(f"comments?post={secret['id']}&password=sesame").json()) == 1
