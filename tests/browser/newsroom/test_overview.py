"""Where one begins: what waits, for each role."""

import pytest


@pytest.fixture
def filled(fresh_site):
    site = fresh_site
    article = site.make_post(as_="author", title="The old bridge", comment_status="open")
    site.make_post(as_="editor", title="Closed talk", comment_status="closed")
    site.make_post(as_="author", title="Half written", status="draft")
    site.make_post(as_="editor", title="The editor's notes", status="draft")
    site.make_post(as_="contributor", title="Handed in", status="pending")
    site.make_post(as_="author", title="Tomorrow's news", status="future", date="2030-03-01T08:00:00")
    for content, status in (("Well said.", "approve"), ("Who are you?", "hold")):
        answer = site.api("admin").post("comments", {
            "post": article["id"], "content": content, "status": status, "author_name": "Ada",
            "author_email": "ada@example.org"})
        assert answer.status_code == 201
    return site


def parts(newsroom):
    return newsroom.texts(".overview-part h2")


EDITOR = ["Comments that wait 1", "To be reviewed 1", "Your drafts 1", "Scheduled 1", "Published last",
          "Newest comments"]


def test_an_editor_sees_all_that_waits(newsroom, filled):
    newsroom.log_in("editor").open()
    newsroom.wait(lambda: parts(newsroom) == EDITOR)
    newsroom.settle()
    text = newsroom.text("main")
    for words in ("Who are you?", "Handed in", "The editor’s notes", "1 draft of others", "Tomorrow’s news",
                  "comments closed", "1 comment · comments open", "Well said."):
        assert words in text, words
    assert "Half written" not in text
    assert newsroom.axe() == []
    newsroom.shot("overview")
    newsroom.press("Ada Who are you?")
    newsroom.wait_for("Waiting", ".comment-reading")
    newsroom.wait_for("Who are you?", ".comment-text")
    newsroom.driver.back()
    newsroom.wait(lambda: parts(newsroom) == EDITOR)
    newsroom.resize(360, 740)
    assert newsroom.axe() == []


@pytest.mark.parametrize("login,expected,absent", [
    ("author", ["Comments that wait 1", "Your drafts 1", "Scheduled 1", "You published last", "Newest comments"],
     ["Closed talk", "Handed in", "The editor’s notes", "of others"]),
    ("contributor", ["Handed in for review 1"], ["Ada", "Half written", "The old bridge"]),
    ("subscriber", [], ["Ada", "Half written", "New article", "Newest comments"]),
])
def test_others_see_their_own(newsroom, filled, login, expected, absent):
    newsroom.log_in(login).open()
    newsroom.wait_for("Overview", "h1")
    newsroom.wait(lambda: parts(newsroom) == expected)
    newsroom.settle()
    text = newsroom.text("main")
    assert [words for words in absent if words in text] == []
    assert newsroom.axe() == []


def test_nothing_waits(newsroom):
    newsroom.log_in("author").open()
    newsroom.wait_for("Nothing has been written yet.")
    assert parts(newsroom) == []
    assert newsroom.axe() == []
    newsroom.shot("overview-empty")
