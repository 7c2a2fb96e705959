"""The whole comment flow in Chromium, with JavaScript off and on, and by the keyboard alone."""

import pytest
from selenium.webdriver.common.keys import Keys


@pytest.fixture
def post(fresh_site):
    fresh_site.settings(comment_previously_approved=False, comment_flood_interval=0)
    return fresh_site.make_post(title="An article", content="Words.", comment_status="open")


def comment(site, post, **fields):
    return site.make("comments", **{"post": post["id"], "author_name": "Bob Speaker", "author_email": "bob@example.org",
                                    "content": "Bob's words.", **fields})["id"]


def focused(browser):
    return browser.driver.switch_to.active_element


def press(browser, key):
    before = browser.find("html")
    focused(browser).send_keys(key)
    return before


def test_answering_by_the_keyboard(browser, fresh_site, post):
    parent = comment(fresh_site, post)
    browser.open(post["link"])
    reply = browser.find(f"#comment-{parent} .reply a")
    assert reply.accessible_name == "Reply to Bob Speaker"
    browser.follow(reply)
    assert browser.text("#respond h2") == "Reply to Bob Speaker"
    # The address leads to the form: the keyboard goes on from there, in the order in which it reads.
    order = []
    for _ in range(7):
        press(browser, Keys.TAB)
        element = focused(browser)
        order.append(element.get_attribute("name") or element.text)
    assert order == ["Cancel the reply", "author", "email", "url", "comment", "wp-comment-cookies-consent",
                     "Post the comment"]
    browser.fill(author="Ann Reader", email="ann@example.org", comment="An answer.")
    browser.follow(browser.find("#respond button"))
    answers = browser.find(f"#comment-{parent}").find_element("xpath", "..").find_element("css selector", ".thread")
    assert "An answer." in answers.text and "Ann Reader" in answers.text


def test_mistakes_are_said_where_they_are(browser, fresh_site, post):
    browser.open(post["link"])
    browser.fill(author="Ann Reader", email="no address")
    browser.follow(browser.find("#respond button"))
    # What is wrong has the focus, says so, and leads to each field; each field is described by its error.
    assert "summary" in focused(browser).get_attribute("class")
    links = browser.all(".summary a")
    assert [link.get_attribute("href").split("#")[1] for link in links] == ["email", "comment"]
    for name in ("email", "comment"):
        field = browser.find(f"#{name}")
        described = browser.find("#" + field.get_attribute("aria-describedby"))
        assert described.text and field.get_attribute("aria-invalid") == "true"
    press(browser, Keys.TAB)
    press(browser, Keys.ENTER)
    press(browser, Keys.TAB)
    assert focused(browser).get_attribute("name") in ("email", "url")
    assert browser.find("#author").get_property("value") == "Ann Reader"
    # Chromium tells of the answer's status.
    assert all("422" in line for line in browser.said())


def test_own_comment_is_changed_and_deleted(browser, fresh_site, post):
    browser.open(post["link"])
    browser.fill(author="Ann Reader", email="ann@example.org", comment="A tpyo.")
    browser.follow(browser.find("#respond button"))
    browser.follow(browser.find(".own a"))
    assert browser.text("#respond h2") == "Change your comment"
    browser.fill(comment="A typo.")
    browser.follow(browser.find("#respond form button"))
    assert "A typo." in browser.text(".thread") and "edited" in browser.text(".when")
    browser.follow(browser.find(".own a"))
    delete = browser.find('button[name="delete_comment"]')
    # Asked for once more before it is done: one press opens what holds the button.
    assert not browser.find("details").get_property("open")
    browser.find("summary").send_keys(Keys.ENTER)
    browser.wait(lambda: browser.find("details").get_property("open"))
    browser.follow(delete)
    assert browser.all(".comment") == [] and "A typo." not in browser.text()


def test_pages_and_places(browser, fresh_site, post):
    top = comment(fresh_site, post, content="The first.")
    for i in range(4):
        comment(fresh_site, post, content=f"Number {i}.")
    comment(fresh_site, post, parent=top, content="An answer to the first.")
    fresh_site.api("admin").delete(f"comments/{top}?force=true")
    fresh_site.settings(page_comments=True, comments_per_page=2)
    browser.open(post["link"])
    assert "Number 3." in browser.text(".thread") and "Number 1." not in browser.text(".thread")
    browser.follow(browser.find('nav[aria-label="Pages of comments"] a[rel="prev"]'))
    browser.follow(browser.find('nav[aria-label="Pages of comments"] a[rel="prev"]'))
    assert browser.text(f"#comment-{top}") == "This comment is no longer here."
    assert "An answer to the first." in browser.text(".thread .thread")
    browser.find(".thread .when a").send_keys(Keys.ENTER)  # the page is its own already
    browser.wait(lambda: "/comment-page-1/#comment-" in browser.driver.current_url)
    for width in (360, 1200):
        browser.resize(width, 800)
        assert browser.find("html").get_property("scrollWidth") <= width
