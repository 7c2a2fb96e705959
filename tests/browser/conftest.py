"""Debian's Chromium on a real site.

    browser      a Browser with JavaScript off and, in a second run of the test, on
    lasting_browser  one with JavaScript for all tests of a module; its console is not looked at
    script       whether JavaScript is on in this run

A Browser ends with its test; what the console said that nobody expected fails the test.
"""

import time

import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By

from chromium import Chromium
from harness import binary, empty_site, fresh_site, site, template_site  # noqa: F401


class Browser:
    killed = False

    def __init__(self, site, script, profile=None):
        self.site = site
        self.script = script
        self.chromium = Chromium(profile) if profile else Chromium.take()
        self.driver = self.chromium.driver
        if not script:
            self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        self.console = []

    def close(self):
        if self.killed:
            self.chromium.quit()
        else:
            self.chromium.give_back(self.site.base)

    def open(self, path):
        self.driver.get(path if ":" in path.split("/")[0] else self.site.base + path)
        return self

    def resize(self, width, height):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector="body"):
        """innerText: what a person sees, without what is hidden."""
        return self.find(selector).get_property("innerText")

    def shows_form(self):
        return any(form.is_displayed() for form in self.all('form[action*="wp-comments-post.php"]'))

    def fill(self, **fields):
        for name, value in fields.items():
            field = self.find(f'form[action*="wp-comments-post.php"] [name="{name}"]')
            field.clear()
            field.send_keys(value)

    def submit(self):
        """Presses the comment form's button and waits for the next page."""
        self.leave(self.find('form[action*="wp-comments-post.php"] [type="submit"]').click)

    def leave(self, action):
        """Does what leads to another page, and waits for it."""
        before = self.find("html")
        action()
        self.wait(lambda: gone(before))

    def follow(self, element):
        """Presses Enter on a link or a button and waits for the page it leads to."""
        before = self.find("html")
        element.send_keys("\ue007")
        self.wait(lambda: gone(before))

    def wait(self, true, seconds=30):
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, "waited too long"
            time.sleep(0.05)

    def said(self):
        """Errors and warnings of the console since the last call: scripts, policies, files that do not load."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]


def gone(element):
    try:
        element.is_enabled()
        return False
    except WebDriverException:
        return True


@pytest.fixture(scope="session", autouse=True)
def no_browser_is_left():
    yield
    Chromium.quit_all()


@pytest.fixture(params=[False, True], ids=["without-script", "with-script"])
def script(request):
    return request.param


@pytest.fixture
def browser(fresh_site, script):
    browser = Browser(fresh_site, script)
    try:
        yield browser
        assert browser.said() == []
    finally:
        browser.close()


@pytest.fixture(scope="module")
def lasting_browser(site):
    browser = Browser(site, True)
    try:
        yield browser
    finally:
        browser.close()
