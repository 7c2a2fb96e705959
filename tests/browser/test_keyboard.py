"""The whole way from a page's top to a comment with nothing but a keyboard, with and without JavaScript."""

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

import pytest

MOST_STOPS = 60


@pytest.fixture
def article(fresh_site):
    fresh_site.cli("settings", "set", "comment_previously_approved", "0")
    return fresh_site.make_post(title="Keys", content="<p>Some text with <a href='/'>a link</a>.</p>")


def press_key(browser, *keys):
    ActionChains(browser.driver).send_keys(*keys).perform()


def focused(browser):
    return browser.driver.switch_to.active_element


def is_seen(element):
    """In the window's page, and with a ring around it."""
    width = element.value_of_css_property("outline-width")
    return element.is_displayed() and element.value_of_css_property("outline-style") != "none" and width != "0px"


def walk_to(browser, name):
    """Presses Tab until the field of that name has the focus; every stop on the way can be seen."""
    for _ in range(MOST_STOPS):
        press_key(browser, Keys.TAB)
        element = focused(browser)
        assert element.tag_name != "body", f"the page ends before {name}"
        assert element.get_dom_attribute("name") != "comment_topic", "the trap can be reached"
        assert is_seen(element), element.get_attribute("outerHTML")
        if element.get_dom_attribute("name") == name:
            return element
    raise AssertionError(f"{name} is not reached")


def send_form(browser):
    while focused(browser).tag_name != "button":
        press_key(browser, Keys.TAB)
    browser.leave(lambda: press_key(browser, Keys.ENTER))


def test_the_skip_link_leads_to_the_content(browser, article):
    browser.open(article["link"])
    press_key(browser, Keys.TAB)
    skip = focused(browser)
    assert skip.text == "Skip to the content" and is_seen(skip)
    press_key(browser, Keys.ENTER)
    # The next stop lies in the content, beyond the navigation.
    press_key(browser, Keys.TAB)
    assert browser.driver.find_elements("css selector", "main :focus")


def test_a_comment_from_the_keyboard(browser, fresh_site, article):
    browser.open(article["link"])
    for name, text in (("author", "Ann Keys"), ("email", "ann@example.org"), ("comment", "Written without a mouse.")):
        walk_to(browser, name)
        press_key(browser, text)
    send_form(browser)
    assert "Written without a mouse." in browser.text("#comments")


def test_mistakes_are_heard_and_reached(browser, article):
    browser.open(article["link"])
    walk_to(browser, "email")
    press_key(browser, "no address")
    walk_to(browser, "comment")
    send_form(browser)
    assert all("422" in line for line in browser.said())
    summary = browser.find("[role=alert]")
    assert "Please correct this first" in summary.text
    # Each error of the summary leads to its field, which names it.
    links = summary.find_elements("css selector", "a")
    assert [link.get_dom_attribute("href") for link in links] == ["#author", "#email", "#comment"]
    links[1].send_keys(Keys.ENTER)
    field = browser.find("#email")
    assert field.get_property("value") == "no address" and field.get_dom_attribute("aria-invalid") == "true"
    described = browser.find("#" + field.get_dom_attribute("aria-describedby"))
    assert described.text and described.text == links[1].text


def test_targets_are_large_enough(browser, article):
    """WCAG 2.5.8: 24 pixels, or a link within a line of text."""
    browser.open(article["link"])
    small = []
    for element in browser.all("a, button, input:not([type=hidden]), textarea, summary"):
        size = element.size
        if not element.is_displayed() or element.find_elements("xpath", "ancestor::*[@class='trap']"):
            continue
        inline = element.value_of_css_property("display") == "inline" or "skip" in (element.get_dom_attribute("class") or "")
        if not inline and (size["height"] < 24 or size["width"] < 24):
            small.append((element.get_attribute("outerHTML")[:80], size))
    assert not small, small
