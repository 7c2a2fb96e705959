"""What the editor does with sources that it did not write, in Chromium: opened and saved they are the same bytes, and an
edit of one paragraph changes that one (static/newsroom/test/properties.ts)."""

import os
import xml.etree.ElementTree as tree

import pytest

import editor_sources
from editor_bundle import editor_host  # noqa: F401
from showcase import WXR

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


@pytest.fixture(scope="module")
def check(editor_host, lasting_newsroom):  # noqa: F811
    """Checks texts; answers how many blocks there were, how many stay closed, and how many were edited."""
    lasting_newsroom.open()
    lasting_newsroom.driver.execute_script(editor_host)
    lasting_newsroom.driver.set_script_timeout(180)

    def run(texts, form="html"):
        faults, totals = [], {"blocks": 0, "kept": 0, "edits": 0}
        for name, text in texts:
            report = lasting_newsroom.driver.execute_script("return host.checkText(arguments[0], arguments[1])", text, form)
            faults += [f"{name}: {fault}" for fault in report["faults"]]
            for key in totals:
                totals[key] += report[key]
        assert faults == [], "\n".join(faults[:20])
        return totals
    yield run
    assert lasting_newsroom.said() == []


def test_every_post_of_the_theme_unit_test(check):
    if not os.path.exists(WXR):
        pytest.skip("shared/wxr is not here")
    texts = [(item.findtext("title") or "", item.findtext(CONTENT) or "") for item in tree.parse(WXR).iter("item")]
    totals = check(texts)
    assert len(texts) > 100
    # Most of it is rich text; what stays closed has no words for a person to edit.
    assert totals["edits"] > 1000 and totals["kept"] < totals["blocks"] / 10, totals


def test_the_demo_articles(check):
    check(editor_sources.demo_articles())


@pytest.mark.parametrize("name", sorted(editor_sources.HTML))
def test_nasty_html(check, name):
    check([(name, editor_sources.HTML[name])])


@pytest.mark.parametrize("name", sorted(editor_sources.MARKDOWN))
def test_nasty_markdown(check, name):
    check([(name, editor_sources.MARKDOWN[name])], "markdown")


def test_random_pieces_of_mark_up(check):
    check(editor_sources.random_html(150))
    check(editor_sources.random_markdown(100), "markdown")
