"""The numbers of the newsroom: how much there is of each status, of what one may edit."""

import pytest


@pytest.fixture(scope="module")
def editor(site):
    return site.api("editor")


def counts(site, login):
    answer = site.api(login).get("/broadsheet/v1/counts")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_who_may(site):
    assert site.api().get("/broadsheet/v1/counts").status_code == 401
    assert site.api("subscriber").get("/broadsheet/v1/counts").status_code == 403
    assert set(counts(site, "editor")) == {"posts", "own_posts", "pages", "comments"}
    assert set(counts(site, "author")) == {"posts", "own_posts", "comments"}
    assert set(counts(site, "contributor")) == {"posts", "own_posts"}


def test_exact(site, editor):
    before, own = counts(site, "editor"), counts(site, "author")
    post = site.make_post(as_="author", title="Counted", comment_status="open")
    site.make_post(as_="author", title="Draft", status="draft")
    site.make_post(as_="editor", title="Later", status="future", date="2030-01-01T00:00:00")
    other = site.make_post(as_="editor", title="Of another", comment_status="open")
    ids = []
    for number in range(4):
        answer = site.api("admin").post("comments", {"post": post["id"], "content": f"Words {number}"})
        ids.append(answer.json()["id"])
    for id, status in zip(ids, ("hold", "spam", "trash")):
        editor.post(f"comments/{id}", {"status": status})
    site.api("admin").post("comments", {"post": other["id"], "content": "Not below the author's."})

    after = counts(site, "editor")
    assert after["posts"]["publish"] == before["posts"]["publish"] + 2
    assert after["posts"]["draft"] == before["posts"]["draft"] + 1
    assert after["posts"]["future"] == before["posts"]["future"] + 1
    assert after["own_posts"]["future"] == before["own_posts"]["future"] + 1
    grown = {status: after["comments"][status] - before["comments"][status] for status in after["comments"]}
    assert grown == {"hold": 1, "approve": 2, "spam": 1, "trash": 1}
    mine = counts(site, "author")
    grown = {status: mine["comments"][status] - own["comments"][status] for status in mine["comments"]}
    assert grown == {"hold": 1, "approve": 1, "spam": 1, "trash": 1}
    assert mine["posts"] == mine["own_posts"] and mine["posts"]["future"] == 0

    editor.delete(f"comments/{ids[2]}?force=true")
    assert counts(site, "editor")["comments"]["trash"] == before["comments"]["trash"]


def test_asked_again(site):
    first = site.api("editor").get("/broadsheet/v1/counts")
    again = site.api("editor").get("/broadsheet/v1/counts", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    site.make_post(title="One more")
    again = site.api("editor").get("/broadsheet/v1/counts", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
