"""The newsroom in Debian's Chromium.

    newsroom     a Newsroom on a site of its own, with a log-in by cookie: newsroom.log_in("editor").open("articles")
    lasting_newsroom  one for all tests of a module, on the site that they share
    newsrooms    makes further ones on the same site: another person, another profile
    tools        see tests/npm_tools.py

A Newsroom ends with its test; what the console said that nobody expected fails the test. BROADSHEET_SHOTS=FOLDER has
shot() take its pictures: docs/screenshots/newsroom is made so.
"""

import contextlib
import os
import signal
import sys

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from conftest import Browser, no_browser_is_left  # noqa: E402,F401
from harness import USERS, binary, empty_site, fresh_site, new_session, site, template_site  # noqa: E402,F401
from npm_tools import tools  # noqa: E402,F401

AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
  .then(result => done(result.violations.map(v => v.id + ": " + v.help + ": " + v.nodes.map(n => n.html + (n.any[0] ? " (" + n.any[0].message + ")" : "")).slice(0, 3).join(" | "))))
  .catch(error => done(["axe: " + error]));
"""
VISIBLE = """
const wanted = arguments[0], selector = arguments[1];
const named = element => (element.getAttribute("aria-label") || element.innerText || element.value || "").replace(/\\s+/g, " ").trim();
return [...document.querySelectorAll(selector)].filter(e => e.checkVisibility() && named(e) === wanted);
"""


class Newsroom(Browser):
    """A Browser that is at home in the app."""

    DESKTOP, PHONE = (1280, 900), (360, 740)
    tools = None  # a folder with axe-core; None: axe() is not to be had

    def log_in(self, login="admin"):
        """By the API; the log-in's own test types."""
        session = new_session()
        answer = session.post(self.site.base + "/wp-json/broadsheet/v1/session", json={
            "username": login, "password": USERS[login][1], "remember": False})
        assert answer.status_code == 200, answer.text
        self.driver.get(self.site.base + "/favicon.ico")
        for cookie in session.cookies:
            self.driver.add_cookie({"name": cookie.name, "value": cookie.value, "path": "/", "httpOnly": True})
        return self

    def open(self, screen=""):
        """A screen by its address below /newsroom/; waits until it is there."""
        self.driver.get(self.site.base + "/newsroom/" + screen)
        self.settle()
        return self

    def settle(self):
        """Until nothing is being loaded any more."""
        self.wait(lambda: self.driver.execute_script(
            "return document.querySelector('#newsroom > *') !== null && !document.querySelector('.loading')"))
        return self

    def button(self, name):
        """What can be pressed and is called so: a button, a link, an entry of a menu. Waits for it."""
        found = []

        def look():
            found[:] = self.driver.execute_script(
                VISIBLE, name, "button, a[href], [role=menuitem], [role=switch], [role=tab], summary")
            return found
        self.wait(look)
        return found[0]

    def press(self, name):
        self.button(name).click()
        return self

    def field(self, label):
        """A field by the words of its label."""
        found = []

        def look():
            # In one go: lists may be drawn anew meanwhile.
            found[:] = self.driver.execute_script("""
                return [...document.querySelectorAll("label")]
                  .filter(label => label.innerText.trim() === arguments[0] && label.control?.checkVisibility()).map(label => label.control);
            """, label)
            return found
        self.wait(look)
        return found[0]

    def fill_in(self, **fields):
        """Replaces what stands in fields, by label."""
        for label, value in fields.items():
            field = self.field(label)
            field.send_keys(Keys.CONTROL, "a")
            field.send_keys(value)
        return self

    def key(self, *keys):
        """Presses keys where the focus is."""
        self.driver.switch_to.active_element.send_keys(*keys)
        return self

    def wait_for(self, words, selector="body"):
        """Until these words are seen."""
        self.wait(lambda: self.driver.execute_script(
            "return [...document.querySelectorAll(arguments[0])].some(e => e.innerText.includes(arguments[1]))",
            selector, words))
        return self

    def texts(self, selector):
        """What is seen in each of them, all at the same moment."""
        return self.driver.execute_script(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText.trim())", selector)

    def axe(self):
        """What axe-core finds wrong with what is on the screen, light and dark, and what is wider than the window."""
        with open(os.path.join(self.tools, "node_modules", "axe-core", "axe.min.js"), encoding="utf-8") as file:
            self.driver.execute_script(file.read())
        self.driver.set_script_timeout(60)
        found = []
        for scheme in ("light", "dark"):
            self.scheme(scheme)
            found += [f"{scheme}: {line}" for line in self.driver.execute_async_script(AXE)]
        self.scheme("light")
        across, wide = self.driver.execute_script("return [document.documentElement.scrollWidth, innerWidth]")
        if across > wide:
            found.append(f"{across} pixels wide in a window of {wide}")
        return found

    def kill(self):
        """Ends the browser as a crash does; a profile of the test's stays as it is."""
        browser = children_of(self.driver.service.process.pid)[0]
        os.kill(browser, signal.SIGKILL)
        self.killed = True
        # The lock of the profile goes with the process.
        self.wait(lambda: not os.path.exists(f"/proc/{browser}") or zombie(browser))

    def scheme(self, name):
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
            {"name": "prefers-color-scheme", "value": name}, {"name": "prefers-reduced-motion", "value": "reduce"}]})
        self.wait(lambda: self.driver.execute_script(
            "return matchMedia(`(prefers-color-scheme: ${arguments[0]})`).matches", name))
        # Chromium keeps colours that elements within links have inherited: they are styled from nothing.
        self.driver.execute_script(
            "document.body.style.display = 'none'; document.body.offsetHeight; document.body.style.display = ''")
        self.paint()

    def paint(self):
        """Until the page is drawn as it is now, transitions included."""
        self.driver.execute_async_script("""
            const done = arguments[arguments.length - 1];
            requestAnimationFrame(() => requestAnimationFrame(() =>
                Promise.allSettled(document.getAnimations().filter(a => a.effect.getComputedTiming().iterations !== Infinity)
                    .map(a => a.finished)).then(() => done())));
        """)

    def shot(self, name):
        """Pictures of what is on the screen: NAME.png, NAME-dark.png, NAME-phone.png in BROADSHEET_SHOTS."""
        folder = os.environ.get("BROADSHEET_SHOTS")
        if not folder:
            return
        os.makedirs(folder, exist_ok=True)
        for ending, size, scheme in (("", self.DESKTOP, "light"), ("-dark", self.DESKTOP, "dark"),
                                     ("-phone", self.PHONE, "light")):
            self.scheme(scheme)
            self.resize(*size)
            self.paint()
            self.driver.save_screenshot(os.path.join(folder, name + ending + ".png"))
        self.scheme("light")
        self.resize(*self.DESKTOP)


def children_of(process):
    """Those that any of its threads began, the oldest first."""
    found = []
    for thread in os.listdir(f"/proc/{process}/task"):
        with open(f"/proc/{process}/task/{thread}/children", encoding="ascii") as file:
            found += map(int, file.read().split())
    return sorted(found)


def zombie(process):
    with open(f"/proc/{process}/stat", encoding="ascii") as file:
        return file.read().rpartition(")")[2].split()[0] == "Z"


@contextlib.contextmanager
def opened(site, tools_folder, profile=None):
    newsroom = Newsroom(site, True, profile)
    newsroom.tools = tools_folder
    newsroom.resize(*newsroom.DESKTOP)
    try:
        yield newsroom
        assert newsroom.killed or newsroom.said() == []
    finally:
        newsroom.close()


@pytest.fixture
def newsrooms(fresh_site, request):
    """A function that opens one more; with `profile` on a folder of the test's."""
    if fresh_site.get("/newsroom/").status_code == 404:
        pytest.skip("built without the newsroom")
    with contextlib.ExitStack() as stack:
        yield lambda profile=None: stack.enter_context(
            opened(fresh_site, request.getfixturevalue("tools"), profile))


@pytest.fixture
def newsroom(newsrooms):
    return newsrooms()


@pytest.fixture(scope="module")
def lasting_newsroom(site, tools):
    """One for all tests of a module; they look at the console themselves."""
    with opened(site, tools) as newsroom:
        yield newsroom
