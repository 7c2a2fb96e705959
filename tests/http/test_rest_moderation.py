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


def test_what_is_around(site, editor, post):
    with site.with_settings(comment_previously_approved=True, moderation_keys="", comment_max_links=3):
        root = say(site, post, "What <b>others</b> said. " + "More of it. " * 40)
        held = say(site, post, "New here.", as_="contributor", parent=root["id"])
        links = " ".join(f'<a href="https://{host}.example/">{host}</a>' for host in "abc")
        linked = say(site, post, links, as_="subscriber")

    def row(id, api=editor, query="status=any"):
        (found,) = api.get(f"comments?context=edit&include={id}&{query}").json()
        return found

    assert row(held["id"])["held"] == {"rule": "comment_previously_approved", "match": ""}
    assert row(root["id"])["held"] is None
    with site.with_settings(comment_max_links=5):
        assert row(linked["id"])["held"] == {"rule": "comment_max_links", "match": "3", "limit": 4}
    around = row(held["id"])["moderation"]
    assert around["author_approved"] == 0
    assert around["parent"]["id"] == root["id"] and around["parent"]["status"] == "approved"
    assert around["parent"]["excerpt"].startswith("What others said. More of it.")
    assert around["parent"]["excerpt"].endswith("…") and len(around["parent"]["excerpt"]) < 245
    assert row(root["id"])["moderation"]["parent"] is None
    article = around["post"]
    assert (article["id"], article["type"], article["status"], article["editable"]) == (post["id"], "post", "publish", True)
    assert article["title"]["rendered"] == "Talked about" and article["link"] == post["link"]
    assert article["date_gmt"] == post["date_gmt"]
    assert article["comments"]["state"] == "open" and article["comment_status"] == "open"
    editor.post(f"posts/{post['id']}", {"comment_status": "closed"})
    article = row(held["id"])["moderation"]["post"]
    assert article["comments"]["reason"] == "article" and article["comment_status"] == "closed"
    editor.post(f"comments/{held['id']}", {"status": "approved"})
    assert row(held["id"])["moderation"]["author_approved"] >= 1
    assert row(held["id"], site.api("author"), "status=any&editable=1")["moderation"]["post"]["editable"] is True
    for context in ("view", "embed"):
        assert "moderation" not in editor.get(f"comments/{held['id']}?context={context}").json()
    only = editor.get(f"comments/{held['id']}?context=edit&_fields=id,moderation.author_approved").json()
    assert set(only["moderation"]) == {"author_approved"}


def bulk(api, expect=200, **body):
    answer = api.post("/broadsheet/v1/comments/bulk", body)
    assert answer.status_code == expect, answer.text
    return answer.json()


def states(editor, ids):
    rows = editor.get(f"comments?context=edit&status=any&per_page=100&include={','.join(map(str, ids))}").json()
    found = {row["id"]: (row["status"], row["held"]["rule"] if row["held"] else None) for row in rows}
    return [found.get(id) for id in ids]


def test_many_at_once_and_undone(site, editor, post):
    with site.with_settings(moderation_keys="casino", comment_previously_approved=False):
        held = say(site, post, "A casino.", as_="subscriber")
    ids = [held["id"], say(site, post, "Approved.")["id"], say(site, post, "Spam.", status="spam")["id"]]
    first = [("hold", "moderation_keys"), ("approved", None), ("spam", None)]
    assert states(editor, ids) == first
    for action, after in (("approve", "approved"), ("spam", "spam"), ("trash", "trash"), ("hold", "hold")):
        answer = bulk(editor, ids=ids, action=action)
        assert [row["status"] for row in answer["results"]] == [after] * 3
        assert answer["changed"] == sum(state[0] != after for state in first)
        assert answer["results"][0]["previous"] == {
            "status": "hold", "held": {"rule": "moderation_keys", "match": "casino"}}
        assert [state[0] for state in states(editor, ids)] == [after] * 3
        undone = [{"id": row["id"], **row["previous"]} for row in answer["results"]]
        assert [row["status"] for row in bulk(editor, changes=undone)["results"]] == ["hold", "approved", "spam"]
        assert states(editor, ids) == first
    bulk(editor, ids=ids, action="trash")
    assert [row["status"] for row in bulk(editor, ids=ids, action="restore")["results"]] == ["hold", "approved", "spam"]
    # From the trash to the spam and back, it is not in the trash again.
    for action in ("trash", "spam", "restore"):
        bulk(editor, ids=ids[1:2], action=action)
    assert states(editor, ids)[1] == ("approved", None)
    answer = bulk(editor, ids=ids + [99999999], action="delete")
    assert [row.get("status") for row in answer["results"]] == ["deleted"] * 3 + [None] and answer["changed"] == 3
    assert answer["results"][3]["error"]["code"] == "rest_comment_invalid_id"
    assert states(editor, ids) == [None] * 3
    assert site.get(post["link"]).text.count("Approved.") == 0


def test_many_need_rights_for_each(site, editor, post):
    other = site.make_post(as_="editor", title="Of another", comment_status="open")
    ids = [say(site, post, "Mine.")["id"], say(site, other, "Not mine.")["id"]]
    answer = bulk(site.api("author"), ids=ids, action="spam")
    assert answer["results"][0]["status"] == "spam" and answer["changed"] == 1
    assert answer["results"][1]["error"]["code"] == "rest_cannot_edit"
    assert [state[0] for state in states(editor, ids)] == ["spam", "approved"]
    assert bulk(site.api("subscriber"), 403, ids=ids, action="trash")["code"] == "rest_cannot_edit"
    assert bulk(site.api(), 401, ids=ids, action="trash")["code"] == "rest_cannot_edit"
    assert site.api("author").post("/broadsheet/v1/comments/empty", {"status": "spam"}).status_code == 403
    assert [state[0] for state in states(editor, ids)] == ["spam", "approved"]


@pytest.mark.parametrize("body", [
    {}, {"ids": [1]}, {"ids": [], "action": "spam"}, {"ids": [1], "action": "burn"}, {"ids": "x", "action": "spam"},
    {"ids": list(range(1, 502)), "action": "spam"}, {"changes": [{"id": 1}]}, {"changes": [{"id": 1, "status": "gone"}]},
    {"changes": [{"id": 1, "status": "hold", "held": {"rule": "mood"}}]}, {"changes": [7]},
    {"changes": [{"id": 1, "status": "hold", "held": {"rule": "honeypot", "match": "x" * 1025}}]},
])
def test_many_refused(site, editor, body):
    answer = editor.post("/broadsheet/v1/comments/bulk", body)
    assert answer.status_code == 400, answer.text
    assert answer.json()["code"] == "rest_invalid_param"


def test_emptied_in_steps(site, editor, post):
    ids = [say(site, post, f"Spam {number}.", status="spam")["id"] for number in range(5)]
    held = say(site, post, "Held.", status="hold")["id"]
    count = editor.get("/broadsheet/v1/counts").json()["comments"]["spam"]
    answer = editor.post("/broadsheet/v1/comments/empty", {"status": "spam", "limit": count - 2}).json()
    assert answer == {"deleted": count - 2, "remaining": 2}
    assert [state is None for state in states(editor, ids + [held])] == [True] * 3 + [False] * 3
    assert editor.post("/broadsheet/v1/comments/empty", {"status": "spam"}).json() == {"deleted": 2, "remaining": 0}
    assert editor.post("/broadsheet/v1/comments/empty", {"status": "spam"}).json() == {"deleted": 0, "remaining": 0}
    for body in ({}, {"status": "hold"}, {"status": "spam", "limit": 501}, {"status": "spam", "limit": 0}):
        assert editor.post("/broadsheet/v1/comments/empty", body).status_code == 400
    assert states(editor, [held])[0][0] == "hold"


def test_letters_tell_of_what_was_approved_not_of_what_was_undone(site, editor, post):
    held = say(site, post, "Shall I be told of?", status="hold", author_name="Ada", author_email="ada@example.org")
    admin = site.api("admin")

    def letters():
        return admin.get("/broadsheet/v1/mail").json()["waiting"]

    # Nobody listens there: what is queued, stays.
    with site.with_settings(smtp_host="192.0.2.1", comments_notify=True):
        before = letters()
        answer = bulk(editor, ids=[held["id"]], action="approve")
        assert letters() == before + 1
        bulk(editor, changes=[{"id": row["id"], **row["previous"]} for row in answer["results"]])
        answer = bulk(editor, ids=[held["id"]], action="spam")
        bulk(editor, changes=[{"id": row["id"], "status": "approved"} for row in answer["results"]])
        assert letters() == before + 1
    for letter in admin.get("/broadsheet/v1/mail").json()["letters"]:
        admin.delete(f"/broadsheet/v1/mail/{letter['id']}")
