"""The newsroom in Chromium on a big site: until the first row of the list is seen, and what the switch takes."""

import json
import os
import shutil
import statistics
import sys
import tempfile
import urllib.request

import bulk_site
from servers import Broadsheet, ROOT

sys.path.insert(0, os.path.join(ROOT, "tests"))
sys.path.insert(0, os.path.join(ROOT, "tests", "browser"))

ROUNDS = 9
SCREENS = {
    "list of articles, first visit of a browser": ("articles", True),
    "list of articles": ("articles", False),
    "page 2,000 of the list": ("articles?page=2000", False),
    "sorted by title": ("articles?orderby=title", False),
    "sorted by number of comments": ("articles?orderby=comment_count", False),
    "closed ones alone": ("articles?comments=closed", False),
    "open ones alone": ("articles?comments=open", False),
    "a word that is in every article": ("articles?search={common}", False),
}
# In the page: the moment after the frame in which a thing is first there has been drawn. One watch at a time.
WATCH = """
window.watchFor = (name, look) => {
  window.seen = window.seen || {};
  const drawn = () => requestAnimationFrame(() => setTimeout(() => (window.seen[name] = performance.now())));
  const observer = new MutationObserver(() => look() && (observer.disconnect(), drawn()));
  observer.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
};
"""
FIRST_ROW = WATCH + "watchFor('row', () => document.querySelector('tbody tr'));"
TURN = WATCH + """
const button = document.querySelector('tbody tr [role=switch]');
const before = button.getAttribute('aria-checked');
window.seen = {};
document.querySelectorAll('.toasts li button:last-child').forEach(each => each.click());
setTimeout(() => {
  watchFor('shown', () => document.querySelector('tbody tr [role=switch]').getAttribute('aria-checked') !== before);
  watchFor('confirmed', () => document.querySelector('.toasts li'));
  window.pressed = performance.now();
  button.click();
}, 300);
"""


def log_in(server, driver):
    """The session's cookie, got by the API."""
    request = urllib.request.Request(
        server.url("/wp-json/broadsheet/v1/session"), method="POST", headers={"Content-Type": "application/json"},
        data=json.dumps({"username": "admin", "password": "correct horse battery staple", "remember": False}).encode())
    with urllib.request.urlopen(request, timeout=60) as answer:
        cookies = [each.split(";")[0].split("=", 1) for each in answer.headers.get_all("Set-Cookie")]
    driver.get(server.url("/favicon.ico"))
    for name, value in cookies:
        driver.add_cookie({"name": name, "value": value, "path": "/", "httpOnly": True})


class Chromium:
    """A browser with a profile of its own, so with nothing kept."""

    def __init__(self, server):
        from conftest import ARGUMENTS
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service

        self.profile = tempfile.mkdtemp(prefix="broadsheet-bench-chromium-")
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in [*ARGUMENTS, f"--user-data-dir={self.profile}"]:
            options.add_argument(argument)
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.server = server
        log_in(server, self.driver)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()
        shutil.rmtree(self.profile, ignore_errors=True)

    def wait(self, name):
        from selenium.webdriver.support.ui import WebDriverWait

        return WebDriverWait(self.driver, 60, 0.02).until(
            lambda driver: driver.execute_script("return (window.seen || {})[arguments[0]]", name))

    def first_row(self, screen):
        """Milliseconds from the navigation until the first row has been drawn."""
        script = self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": FIRST_ROW})
        self.driver.get(self.server.url("/newsroom/" + screen))
        took = self.wait("row")
        self.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)
        return took

    def turn(self):
        """Milliseconds from the press until the switch shows it, and until the server has confirmed it."""
        self.driver.execute_script(TURN)
        confirmed, shown = self.wait("confirmed"), self.wait("shown")
        pressed = self.driver.execute_script("return window.pressed")
        return shown - pressed, confirmed - pressed


def first_visits(server, screen):
    for _ in range(ROUNDS):
        with Chromium(server) as browser:
            yield browser.first_row(screen)


def milliseconds(times):
    return f"{statistics.median(times):.0f}", f"{max(times):.0f}"


def run(directory, table, articles, say=lambda line: None):
    kept = os.environ.get("BROADSHEET_BENCH_SITES")
    data = os.path.join(kept or directory, f"site-{articles}")
    prose = bulk_site.Prose()
    if not os.path.exists(os.path.join(data, "site.db")):
        bulk_site.make(Broadsheet(data).command[0], data, articles, say=say)
    server = Broadsheet(data)
    server.command += ["--url", server.url("")]  # what the pages link to is this server
    with server:
        server.cli("settings", "set", "close_comments_for_old_posts", "1")  # most are closed then, being 14 days old
        table.head(f"The newsroom, {articles:,} articles, Chromium", "until the first row is drawn", "median ms", "most ms")
        with Chromium(server) as browser:
            browser.first_row("articles")  # the scripts are kept from now on
            for name, (screen, is_first) in SCREENS.items():
                screen = screen.format(common=prose.common)
                times = list(first_visits(server, screen)) if is_first else [browser.first_row(screen)
                                                                            for _ in range(ROUNDS)]
                table.row(name, *milliseconds(times))
            browser.first_row("articles")
            turns = [browser.turn() for _ in range(2 * ROUNDS)]
        table.head("The switch in the list", "from the press", "median ms", "most ms")
        table.row("until it is shown", *milliseconds([shown for shown, _ in turns]))
        table.row("until it is confirmed: on disk, and closed everywhere", *milliseconds([done for _, done in turns]))
