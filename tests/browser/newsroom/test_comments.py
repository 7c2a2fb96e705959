"""Moderation: by keyboard alone, with the reason, the discussion and the article beside each comment."""

import pytest
from selenium.webdriver.common.keys import Keys


@pytest.fixture
def post(fresh_site):
    return fresh_site.make_post(as_="author", title="The old bridge", comment_status="open")


def say(site, post, content, as_="admin", **fields):
    answer = site.api(as_).post("comments", {"post": post["id"], "content": content, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()


def hold(site, post, number, **fields):
    return say(site, post, f"Words of reader {number}.", author_name=f"Reader {number}",
               author_email=f"reader{number}@example.org", author_ip=f"192.0.2.{number}", status="hold", **fields)


def status_of(site, comment):
    answer = site.api("admin").get(f"comments/{comment['id']}?context=edit")
    return answer.json()["status"] if answer.status_code == 200 else None


def rows(newsroom):
    return newsroom.texts(".comment-row b")


def focused(newsroom):
    """The id of what has the focus."""
    return newsroom.driver.switch_to.active_element.get_attribute("id")


def on_row(newsroom, comment):
    newsroom.wait(lambda: focused(newsroom) == f"comment-row-{comment['id']}")


def said(newsroom, words):
    newsroom.wait_for(words, ".toast")


def test_ten_by_keyboard_alone(newsroom, post):
    site = newsroom.site
    # The newest stands first.
    held = [hold(site, post, number) for number in range(12, 0, -1)][::-1]
    newsroom.log_in("editor").open("comments")
    newsroom.wait(lambda: len(rows(newsroom)) == 12)
    assert rows(newsroom) == [f"Reader {number}" for number in range(1, 13)]
    newsroom.key("j")
    on_row(newsroom, held[1])
    newsroom.key("k")
    on_row(newsroom, held[0])
    for comment, key, status in zip(held, ["a", "s", "d", "a", Keys.DELETE, "s"],
                                    ["approved", "spam", "trash", "approved", "trash", "spam"]):
        on_row(newsroom, comment)
        newsroom.key(key)
        newsroom.wait(lambda: status_of(site, comment) == status)
    on_row(newsroom, held[6])
    # Back, the last one first; then once more, otherwise.
    newsroom.key("u")
    on_row(newsroom, held[5])
    newsroom.wait(lambda: status_of(site, held[5]) == "hold")
    newsroom.key("u")
    on_row(newsroom, held[4])
    newsroom.wait(lambda: status_of(site, held[4]) == "hold")
    newsroom.key("a")
    newsroom.wait(lambda: status_of(site, held[4]) == "approved")
    on_row(newsroom, held[5])
    newsroom.key("a")
    newsroom.wait(lambda: status_of(site, held[5]) == "approved")
    # A reply approves what it answers.
    on_row(newsroom, held[6])
    newsroom.key("r")
    newsroom.wait(lambda: newsroom.driver.switch_to.active_element.tag_name == "textarea")
    newsroom.key("Thank you, ask at the desk.")
    newsroom.key(Keys.CONTROL, Keys.ENTER)
    newsroom.wait(lambda: status_of(site, held[6]) == "approved")
    said(newsroom, "Your reply is published, and the comment by Reader 7 is approved.")
    answers = site.api("admin").get(f"comments?parent={held[6]['id']}").json()
    assert [answer["content"]["rendered"] for answer in answers] == ["<p>Thank you, ask at the desk.</p>\n"]
    # Two selected, and done with at once.
    on_row(newsroom, held[7])
    newsroom.key("x").key("j")
    on_row(newsroom, held[8])
    newsroom.key("x")
    newsroom.wait_for("2 selected", ".comment-bulk")
    newsroom.key("e")
    newsroom.wait(lambda: newsroom.driver.switch_to.active_element.tag_name == "textarea")
    newsroom.key(Keys.CONTROL, "a").key("Better words.")
    newsroom.key(Keys.CONTROL, Keys.ENTER)
    said(newsroom, "The comment is saved.")
    assert site.api("admin").get(f"comments/{held[8]['id']}?context=edit").json()["content"]["raw"] == "Better words."
    on_row(newsroom, held[8])
    newsroom.key("a")
    newsroom.wait(lambda: [status_of(site, comment) for comment in held[7:9]] == ["approved"] * 2)
    on_row(newsroom, held[9])
    newsroom.key("a")
    newsroom.wait(lambda: status_of(site, held[9]) == "approved")
    page = site.get(post["link"]).text
    assert "Words of reader 1." in page and "Better words." in page and "Words of reader 2." not in page


def test_why_and_what_is_around(newsroom, post):
    site = newsroom.site
    root = say(site, post, "Who remembers the old bridge?", author_name="Ada", author_email="ada@example.org",
               status="approve")
    with site.with_settings(moderation_keys="casino", comment_previously_approved=True, comment_max_links=3):
        say(site, post, "Visit my casino.", as_="subscriber")
        links = " ".join(f'<a href="https://{host}.example/">{host}</a>' for host in "abc")
        say(site, post, links, as_="contributor")
        say(site, post, "I do.", as_="subscriber", parent=root["id"])
        newsroom.log_in("admin").open("comments")
        newsroom.wait(lambda: len(rows(newsroom)) == 3)
        newsroom.wait_for("Held: no comment of this person has been approved yet.", ".comment-reason")
        newsroom.wait_for("Who remembers the old bridge?", ".thread")
        assert "I do." in newsroom.text(".thread-item.current")
        assert newsroom.axe() == []
        newsroom.shot("comments")
        newsroom.key("j")
        newsroom.wait_for("Held: it contains 3 links; 2 are allowed.", ".comment-reason")
        newsroom.key("j")
        newsroom.wait_for("Held: it matches the moderation word “casino”.", ".comment-reason")
        newsroom.wait_for("1 other comment of this person", ".comment-part")
    newsroom.open("comments?held=moderation_keys")
    newsroom.wait(lambda: rows(newsroom) == ["subscriber"])
    newsroom.wait_for("Reason: A word to be moderated", ".comment-chips")
    # All of the discussion, from an address alone.
    for number in range(5):
        say(site, post, f"Answer {number}.", parent=root["id"])
    newsroom.open(f"comments?status=any&comment={root['id']}")
    newsroom.wait_for("The whole discussion: 7 comments", ".comment-part")
    shown = len(newsroom.all(".thread-item"))
    newsroom.key("o")
    newsroom.wait(lambda: len(newsroom.all(".thread-item")) == 7 > shown)


def test_closing_the_article_from_a_comment(newsroom, post):
    site = newsroom.site
    comment = hold(site, post, 1)
    newsroom.log_in("editor").open("comments")
    newsroom.wait(lambda: len(rows(newsroom)) == 1)
    switch = newsroom.find(".comment-reading [role=switch]")
    assert switch.get_attribute("aria-checked") == "true"
    switch.click()
    newsroom.wait(lambda: newsroom.find(".comment-reading [role=switch]").get_attribute("aria-checked") == "false")
    newsroom.wait(lambda: site.api().get(f"posts/{post['id']}").json()["comments"]["state"] == "closed")
    assert "wp-comments-post.php" not in site.get(post["link"]).text
    # Who cannot be answered is told so before anything is typed.
    newsroom.wait(lambda: not newsroom.all(".switch[aria-busy]"))
    newsroom.key("r")
    newsroom.wait_for("Comments on this article are closed", ".comment-form")
    newsroom.key("Too late")
    newsroom.find(".comment-form [type=submit]").click()
    newsroom.wait_for("Comments are closed: open them, then reply.", ".field-error")
    assert status_of(site, comment) == "hold"
    assert newsroom.find(".comment-form textarea").get_attribute("value") == "Too late"
    # Typed words outlive the window.
    newsroom.open(f"comments?status=any&comment={comment['id']}")
    newsroom.press("Go on with the reply r")
    assert newsroom.find(".comment-form textarea").get_attribute("value") == "Too late"
    newsroom.find(".comment-reading [role=switch]").click()
    newsroom.wait(lambda: "wp-comments-post.php" in site.get(post["link"]).text)


def test_new_ones_make_themselves_known(newsroom, post):
    site = newsroom.site
    hold(site, post, 1)
    newsroom.log_in("editor").open("comments")
    newsroom.wait(lambda: rows(newsroom) == ["Reader 1"])
    newsroom.wait(lambda: newsroom.driver.title.startswith("(1) "))
    newsroom.wait_for("1", ".navigation .badge")
    hold(site, post, 2), hold(site, post, 3)
    # Looking at the window again asks at once.
    newsroom.driver.execute_script("document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))")
    newsroom.wait(lambda: newsroom.driver.title.startswith("(3) "))
    newsroom.wait_for("3", ".navigation .badge")
    newsroom.wait(lambda: rows(newsroom) == ["Reader 3", "Reader 2", "Reader 1"] or newsroom.all(".comment-fresh"))
    if newsroom.all(".comment-fresh"):
        newsroom.press("2 new comments")
    newsroom.wait(lambda: rows(newsroom) == ["Reader 3", "Reader 2", "Reader 1"])


def test_many_at_once_and_back(newsroom, post):
    site = newsroom.site
    held = [hold(site, post, number) for number in range(5, 0, -1)][::-1]
    newsroom.log_in("editor").open("comments")
    newsroom.wait(lambda: len(rows(newsroom)) == 5)
    newsroom.find(".comment-all input").click()
    newsroom.wait_for("5 selected", ".comment-bulk")
    assert newsroom.axe() == []
    newsroom.all(".comment-select input")[0].click()
    newsroom.wait_for("4 selected", ".comment-bulk")
    newsroom.shot("comments-selected")
    [button] = [each for each in newsroom.all(".comment-bulk .button") if each.text == "Spam"]
    button.click()
    said(newsroom, "4 comments marked as spam.")
    newsroom.wait(lambda: rows(newsroom) == ["Reader 1"])
    assert [status_of(site, comment) for comment in held] == ["hold"] + ["spam"] * 4
    newsroom.press("Undo")
    newsroom.wait(lambda: len(rows(newsroom)) == 5)
    newsroom.wait(lambda: [status_of(site, comment) for comment in held] == ["hold"] * 5)
    # For good, with the number before.
    for comment in held[:3]:
        site.api("editor").post(f"comments/{comment['id']}", {"status": "spam"})
    newsroom.open("comments?status=spam")
    newsroom.press("Empty the spam")
    newsroom.wait_for("3 comments are deleted for good.", "dialog")
    assert newsroom.axe() == []
    newsroom.press("Delete 3 comments")
    newsroom.wait_for("There is no spam.")
    assert [status_of(site, comment) for comment in held] == [None] * 3 + ["hold"] * 2
    assert newsroom.axe() == []


def test_what_is_refused_changes_nothing(newsroom, post):
    site = newsroom.site
    first, second = hold(site, post, 1), hold(site, post, 2)
    newsroom.log_in("editor").open("comments")
    newsroom.wait(lambda: len(rows(newsroom)) == 2)
    site.api("admin").delete(f"comments/{second['id']}?force=true")
    newsroom.key("a")
    said(newsroom, "Invalid comment ID.")
    newsroom.wait(lambda: rows(newsroom) == ["Reader 1"])
    newsroom.driver.set_network_conditions(offline=True, latency=0, throughput=0)
    newsroom.key("a")
    said(newsroom, "Nothing was changed: There is no connection to the server.")
    newsroom.wait(lambda: rows(newsroom) == ["Reader 1"])
    newsroom.driver.set_network_conditions(offline=False, latency=0, throughput=-1)
    assert status_of(site, first) == "hold"
    # Errors stand at the fields they belong to.
    newsroom.key("e")
    newsroom.wait(lambda: newsroom.driver.switch_to.active_element.tag_name == "textarea")
    newsroom.fill_in(Email="nobody")
    newsroom.press("Save")
    newsroom.wait_for("Invalid email address.", ".field.wrong .field-error")
    assert newsroom.axe() == []
    newsroom.shot("comments-edit")
    newsroom.fill_in(Email="somebody@example.org").press("Save")
    said(newsroom, "The comment is saved.")
    assert site.api("admin").get(f"comments/{first['id']}?context=edit").json()["author_email"] == "somebody@example.org"
    newsroom.said()


def test_by_person_and_disallowed(newsroom, post):
    site = newsroom.site
    say(site, post, "An older one.", author_name="Max", author_email="max@example.org", author_ip="192.0.2.77")
    say(site, post, "A newer one.", author_name="Max", author_email="max@example.org", author_ip="192.0.2.78",
        status="hold")
    hold(site, post, 1)
    newsroom.log_in("admin").open("comments?search=newer")
    newsroom.wait(lambda: rows(newsroom) == ["Max"])
    newsroom.press("All with this email address")
    newsroom.wait(lambda: rows(newsroom) == ["Max", "Max"])
    newsroom.wait_for("Email: max@example.org", ".comment-chips")
    newsroom.press("All from this IP address")
    newsroom.wait(lambda: rows(newsroom) == ["Max"])
    newsroom.press("Disallow this IP address")
    newsroom.press("Disallow")
    said(newsroom, "Comments with “192.0.2.78” go to the trash from now on.")
    assert site.api("admin").get("settings").json()["disallowed_keys"].split("\n") == ["192.0.2.78"]
    newsroom.press("Undo")
    said(newsroom, "“192.0.2.78” is allowed again.")
    assert site.api("admin").get("settings").json()["disallowed_keys"] == ""


def test_an_author_moderates_below_the_own_articles(newsroom, post):
    site = newsroom.site
    other = site.make_post(as_="editor", title="Of another", comment_status="open")
    own = hold(site, post, 1)
    hold(site, other, 2)
    newsroom.log_in("author").open("comments")
    newsroom.wait(lambda: rows(newsroom) == ["Reader 1"])
    newsroom.wait_for("1", ".navigation .badge")
    assert not [each for each in newsroom.all(".button") if "Disallow" in each.text]
    newsroom.key("a")
    newsroom.wait(lambda: status_of(site, own) == "approved")
    newsroom.wait_for("Nothing waits.")
    assert newsroom.axe() == []
    newsroom.shot("comments-empty")


@pytest.mark.parametrize("login", ["contributor", "subscriber"])
def test_who_moderates_nothing_has_no_such_screen(newsroom, login):
    newsroom.log_in(login).open("comments")
    newsroom.wait_for("You may not see this.")
    assert "Comments" not in newsroom.text(".navigation")


def test_on_a_phone(newsroom, post):
    site = newsroom.site
    first, second = hold(site, post, 1), hold(site, post, 2)
    newsroom.resize(360, 740)
    newsroom.log_in("editor").open("comments")
    newsroom.wait(lambda: rows(newsroom) == ["Reader 2", "Reader 1"])
    assert not newsroom.all(".comment-reading")
    assert newsroom.axe() == []
    newsroom.find(f"#comment-row-{second['id']}").click()
    newsroom.wait(lambda: focused(newsroom) == "comment-reading")
    assert not newsroom.find(".comment-queue").is_displayed()
    assert newsroom.axe() == []
    newsroom.all(".comment-acts .button")[0].click()
    newsroom.wait(lambda: status_of(site, second) == "approved")
    newsroom.wait_for("Reader 1", "#comment-reading")
    newsroom.press("To the list")
    newsroom.wait(lambda: rows(newsroom) == ["Reader 1"] and newsroom.find(".comment-queue").is_displayed())
    assert status_of(site, first) == "hold"


def test_from_right_to_left(newsroom, post):
    site = newsroom.site
    site.settings(language="fa_IR")
    root = say(site, post, "مرحبا بكم في النقاش.", author_name="ليلى", author_email="layla@example.org", status="approve")
    hold(site, post, 1, parent=root["id"])
    newsroom.log_in("admin").open("comments")
    newsroom.wait(lambda: rows(newsroom) == ["Reader 1"])
    newsroom.wait(lambda: newsroom.all(".thread"))
    # What is written from left to right begins where the list does, all the same.
    assert newsroom.find(".comment-begin").value_of_css_property("text-align") == "right"
    queue, reading = newsroom.find(".comment-queue").rect, newsroom.find(".comment-reading").rect
    assert queue["x"] > reading["x"]
    assert newsroom.axe() == []
    newsroom.shot("comments-rtl")
    newsroom.open()
    newsroom.settle()
    assert newsroom.axe() == []
    newsroom.shot("overview-rtl")
