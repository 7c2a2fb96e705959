"""axe-core in Chromium finds nothing: wide and as on a phone, light and dark, and right-to-left."""

import os

import pytest
from selenium.webdriver.support.ui import WebDriverWait

from chromium import Chromium

SIZES = [(1280, "light"), (360, "dark")]
# "incomplete" is not counted: what axe could not decide.
RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
  .then(result => done(result.violations.map(v => v.id + ": " + v.help + ": " + v.nodes.map(n => n.html).slice(0, 3).join(" | "))))
  .catch(error => done(["axe: " + error]));
"""


@pytest.fixture(scope="module")
def driver(tools):
    with open(os.path.join(tools, "node_modules", "axe-core", "axe.min.js"), encoding="utf-8") as file:
        axe = file.read()
    chromium = Chromium()
    chromium.driver.set_script_timeout(60)
    chromium.driver.axe = axe
    yield chromium.driver
    chromium.quit()


def violations(driver, url, width, scheme):
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                           {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False})
    driver.get(url)
    driver.execute_script(driver.axe)
    found = [f"{url} ({width}, {scheme}): {line}" for line in driver.execute_async_script(RUN)]
    # What is wider than the window scrolls sideways (WCAG 1.4.10).
    if (across := driver.execute_script("return document.documentElement.scrollWidth")) > width:
        found.append(f"{url} ({width}): {across} pixels wide")
    return found


# What the authors of the export file wrote so: pictures without a text, headings that begin with the third level, colours.
AUTHORS = ("color-contrast", "heading-order", "link-name", "image-redundant-alt", "definition-list", "scrollable-region-focusable")


def judge(driver, press, paths, sizes=SIZES, excused=()):
    found = [line for path in paths.values() for width, scheme in sizes
             for line in violations(driver, press.site.base + path, width, scheme)
             if not any(f": {rule}: " in line for rule in excused)]
    assert not found, "\n".join(found)


def test_axe_sees_a_violation(driver):
    assert violations(driver, "data:text/html,<title>A</title><img src=''>", 1280, "light")


def test_pages(driver, press):
    judge(driver, press, press.paths)


def test_persian_pages(driver, persian_press):
    judge(driver, persian_press, persian_press.paths)


def test_every_markup_of_the_export_file(driver, press):
    if not press.markup:
        pytest.skip("the export file is not there")
    judge(driver, press, press.markup, SIZES[1:], AUTHORS)


def audit(driver):
    driver.execute_script(driver.axe)
    return driver.execute_async_script(RUN)


def send(driver, shown):
    """Presses the button of the comment form, and waits for what the next page shows."""
    driver.find_element("css selector", 'form[action*="wp-comments-post.php"] [type="submit"]').click()
    WebDriverWait(driver, 30).until(lambda page: page.find_elements("css selector", shown))


def test_the_way_of_a_comment(driver, press):
    """The form with its errors, as somebody gets it who pressed the button too early; the comment while it is held or
    shown; and its change."""
    driver.get(press.site.base + press.paths["none"])
    send(driver, "[role=alert]")
    assert audit(driver) == []
    for name, text in (("author", "Ann"), ("email", "ann@example.org"), ("comment", "I say something.")):
        driver.find_element("name", name).send_keys(text)
    send(driver, ".own a")
    assert audit(driver) == []
    driver.get(driver.find_element("css selector", ".own a").get_attribute("href"))
    assert driver.find_elements("css selector", "details.delete")
    assert audit(driver) == []
