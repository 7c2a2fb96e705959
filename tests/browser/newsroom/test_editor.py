"""The content editor alone (static/newsroom/editor), in a page of the newsroom: its style sheet and policy are in force."""

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys

from editor_bundle import editor_host  # noqa: F401


class Editor:
    """What a person does with it."""

    def __init__(self, newsroom):
        self.newsroom = newsroom
        self.driver = newsroom.driver

    def show(self, value="", **props):
        self.driver.execute_script("host.show(arguments[0])", {"value": value, **props})
        self.newsroom.wait(lambda: self.newsroom.all(".editor-text, textarea.source"))
        return self

    def value(self):
        return self.driver.execute_script("host.handle.flush(); return host.value")

    @property
    def area(self):
        return self.newsroom.find(".editor-text")

    def focus(self):
        self.driver.execute_script("host.handle.focus()")
        return self

    def key(self, *keys):
        self.newsroom.key(*keys)
        return self

    def chord(self, *keys):
        """Keys that are held together."""
        actions = ActionChains(self.driver)
        for key in keys[:-1]:
            actions.key_down(key)
        actions.send_keys(keys[-1])
        for key in reversed(keys[:-1]):
            actions.key_up(key)
        actions.perform()
        return self

    def press(self, name):
        self.newsroom.press(name)
        return self

    def end(self):
        return self.focus().chord(Keys.CONTROL, Keys.END)


@pytest.fixture(scope="module")
def lasting(editor_host, lasting_newsroom):  # noqa: F811
    lasting_newsroom.log_in("admin").open()
    lasting_newsroom.driver.execute_script(editor_host)
    return lasting_newsroom


@pytest.fixture
def editor(lasting):
    lasting.said()
    yield Editor(lasting)
    assert lasting.said() == []


def test_an_empty_article(editor):
    editor.show("")
    assert editor.newsroom.axe() == []
    editor.focus().key("One line.")
    assert editor.value() == "<p>One line.</p>"
