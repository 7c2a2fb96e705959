"""Categories: the tree, moved by keys and by mouse, with what readers then see; made, named, refused, merged, deleted."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


@pytest.fixture
def tree(fresh_site):
    """Politics (Abroad (Europe), Home), Culture, and an article in Europe."""
    make = lambda name, parent=0: fresh_site.make("categories", name=name, parent=parent)
    politics, culture = make("Politics"), make("Culture")
    abroad = make("Abroad", politics["id"])
    make("Home affairs", politics["id"])
    europe = make("Europe", abroad["id"])
    fresh_site.make_post(title="A treaty", categories=[europe["id"]])
    return {"politics": politics["id"], "culture": culture["id"], "abroad": abroad["id"], "europe": europe["id"]}


def rows(newsroom):
    """"  name" for each row, indented by its level."""
    return newsroom.driver.execute_script(
        "return [...document.querySelectorAll('.tree-row')].map(row => "
        "'  '.repeat(row.getAttribute('aria-level') - 1) + row.querySelector('.term-name').innerText)")


def row(newsroom, number):
    return newsroom.find(f".tree-row[data-id='{number}']")


def crumbs(site, number):
    post = site.api().get(f"posts?categories={number}").json()[0]
    page = site.get(post["link"].removeprefix(site.base)).text
    start = page.index("breadcrumb")
    return page[start:page.index("</nav>", start)]


START = ["Culture", "Politics", "  Abroad", "    Europe", "  Home affairs", "Uncategorized"]


def test_moved_by_keys(newsroom, fresh_site, tree):
    assert "Politics" in crumbs(fresh_site, tree["europe"])
    newsroom.log_in("editor").open("categories")
    newsroom.wait(lambda: rows(newsroom) == START)
    assert newsroom.axe() == []
    newsroom.shot("categories")
    # To the row, its branch closed and opened again.
    row(newsroom, tree["culture"]).send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    assert newsroom.driver.switch_to.active_element.get_attribute("data-id") == str(tree["abroad"])
    newsroom.key(Keys.ARROW_LEFT)
    newsroom.wait(lambda: rows(newsroom) == [line for line in START if "Europe" not in line])
    newsroom.key(Keys.ARROW_RIGHT)
    newsroom.wait(lambda: rows(newsroom) == START)
    # Picked up, and left where it was.
    newsroom.key("m")
    newsroom.wait_for("Abroad: In Politics.", ".tree-hint")
    assert newsroom.axe() == []
    newsroom.shot("categories-moving")
    newsroom.key(Keys.ESCAPE)
    newsroom.wait_for("Drag a row", ".tree-hint")
    assert fresh_site.api().get(f"categories/{tree['abroad']}").json()["parent"] == tree["politics"]
    # Its own branch is not among the places: one up is Culture.
    newsroom.key("m", Keys.ARROW_UP)
    newsroom.wait_for("Abroad: In Culture.", ".tree-hint")
    newsroom.key(Keys.ENTER)
    newsroom.wait_for("Abroad is in Culture now.", ".toast")
    newsroom.wait(lambda: rows(newsroom) == ["Culture", "  Abroad", "    Europe", "Politics", "  Home affairs", "Uncategorized"])
    assert newsroom.driver.switch_to.active_element.get_attribute("data-id") == str(tree["abroad"])
    assert fresh_site.api().get(f"categories/{tree['abroad']}").json()["parent"] == tree["culture"]
    trail = crumbs(fresh_site, tree["europe"])
    assert "Culture" in trail and "Politics" not in trail
    newsroom.press("Undo")
    newsroom.wait_for("Abroad is in Politics now.", ".toast")
    newsroom.wait(lambda: rows(newsroom) == START)
    assert "Politics" in crumbs(fresh_site, tree["europe"])


def test_moved_by_mouse(newsroom, fresh_site, tree):
    newsroom.log_in("editor").open("categories")
    newsroom.wait(lambda: rows(newsroom) == START)

    def drag(number, onto):
        actions = ActionChains(newsroom.driver)
        actions.click_and_hold(row(newsroom, number).find_element(By.CSS_SELECTOR, ".tree-grip"))
        actions.move_by_offset(0, 8).move_to_element(onto()).perform()
        return actions

    drag(tree["europe"], lambda: row(newsroom, tree["culture"]))
    newsroom.wait_for("Europe: In Culture.", ".tree-hint")
    newsroom.shot("categories-dragged")
    ActionChains(newsroom.driver).release().perform()
    newsroom.wait_for("Europe is in Culture now.", ".toast")
    newsroom.wait(lambda: rows(newsroom)[:2] == ["Culture", "  Europe"])
    trail = crumbs(fresh_site, tree["europe"])
    assert "Culture" in trail and "Abroad" not in trail
    # A branch does not go into itself; let go of there it stays.
    drag(tree["politics"], lambda: row(newsroom, tree["abroad"]))
    ActionChains(newsroom.driver).release().perform()
    newsroom.wait_for("Drag a row", ".tree-hint")
    assert fresh_site.api().get(f"categories/{tree['politics']}").json()["parent"] == 0
    # To the top level.
    ActionChains(newsroom.driver).click_and_hold(
        row(newsroom, tree["abroad"]).find_element(By.CSS_SELECTOR, ".tree-grip")).move_by_offset(0, 8).perform()
    newsroom.wait(lambda: newsroom.all(".tree-top"))
    ActionChains(newsroom.driver).move_to_element(newsroom.find(".tree-top")).release().perform()
    newsroom.wait_for("Abroad is at the top level now.", ".toast")
    assert fresh_site.api().get(f"categories/{tree['abroad']}").json()["parent"] == 0


def test_made_and_refused_at_the_field(newsroom, fresh_site, tree):
    newsroom.log_in("editor").open("categories")
    newsroom.wait(lambda: rows(newsroom) == START)
    newsroom.key("n")
    newsroom.wait_for("New category", "dialog h2")
    assert newsroom.axe() == []
    newsroom.fill_in(Name="Culture")
    newsroom.key(Keys.ENTER)
    newsroom.wait_for("already exists", "dialog .field-error")
    assert newsroom.field("Name").get_attribute("aria-invalid") == "true"
    newsroom.shot("category-refused")
    newsroom.fill_in(Name="Music", **{"Name in addresses": "Sound & Music"})
    newsroom.field("Stands in").send_keys("Culture")
    newsroom.press("Save")
    newsroom.wait_for("Music was made.", ".toast")
    newsroom.wait(lambda: "  Music" in rows(newsroom))
    made = fresh_site.api().get("categories?slug=sound-music").json()[0]
    assert made["parent"] == tree["culture"]
    assert all("400" in line for line in newsroom.said())
    # Found again, with what it stands in.
    newsroom.field("Find a category").send_keys("europe")
    newsroom.wait(lambda: rows(newsroom) == ["Politics", "  Abroad", "    Europe"])
    newsroom.find(".tree-row .term-name").click()
    newsroom.wait_for("Edit the category", "dialog h2")
    newsroom.fill_in(Name="Parliament").press("Save")
    newsroom.wait_for("Parliament was saved.", ".toast")
    assert fresh_site.api().get(f"categories/{tree['politics']}").json()["name"] == "Parliament"


def test_merged_and_deleted(newsroom, fresh_site, tree):
    link = fresh_site.api().get(f"categories/{tree['abroad']}").json()["link"].removeprefix(fresh_site.base)
    fresh_site.make_post(title="In Abroad", categories=[tree["abroad"]])
    newsroom.log_in("editor").open("categories")
    newsroom.wait(lambda: rows(newsroom) == START)
    newsroom.press("Actions for Abroad").press("Merge into another…")
    newsroom.wait_for("Merge Abroad into another", "dialog h2")
    newsroom.field("Into").send_keys("Culture")
    newsroom.wait_for("1 article gets Culture instead. 1 category below it moves up.", ".merge-told")
    assert newsroom.axe() == []
    newsroom.shot("category-merge")
    newsroom.press("Merge")
    newsroom.wait_for("1 article has Culture now.", ".toast")
    newsroom.wait(lambda: rows(newsroom) == ["Culture", "Politics", "  Europe", "  Home affairs", "Uncategorized"])
    moved = fresh_site.get(link)
    assert (moved.status_code, moved.headers["Location"]) == (301, fresh_site.base + "/category/culture/")
    newsroom.press("Actions for Europe").press("Delete…")
    newsroom.wait_for("1 published article is in it.", "dialog")
    assert newsroom.axe() == []
    newsroom.shot("category-delete")
    newsroom.press("Delete")
    newsroom.wait_for("Europe was deleted.", ".toast")
    newsroom.wait(lambda: "  Europe" not in rows(newsroom))
    # What may not be deleted says so.
    newsroom.press("Actions for Uncategorized").press("Delete…").press("Delete")
    newsroom.wait_for("Uncategorized could not be deleted", ".toast")
    assert all("403" in line for line in newsroom.said())


@pytest.mark.parametrize("role", ["author", "contributor"])
def test_roles_without(newsroom, role):
    for screen in ("categories", "tags"):
        newsroom.log_in(role).open(screen)
        newsroom.wait_for("You may not see this.", "h1")


def test_right_to_left_and_on_a_phone(newsroom, fresh_site, tree):
    """The arrow that leads inwards is the left one; nothing is wider than the window."""
    fresh_site.settings(language="fa_IR")
    fresh_site.make("tags", name="خبر")
    newsroom.log_in("editor").open("categories")
    newsroom.wait(lambda: len(rows(newsroom)) == 6)
    row(newsroom, tree["politics"]).send_keys(Keys.ARROW_RIGHT)
    newsroom.wait(lambda: len(rows(newsroom)) == 3)
    newsroom.key(Keys.ARROW_LEFT)
    newsroom.wait(lambda: len(rows(newsroom)) == 6)
    newsroom.shot("categories-rtl")
    for screen in ("categories", "tags", "media"):
        newsroom.open(screen)
        newsroom.wait(lambda: newsroom.all("main h1") and not newsroom.all(".loading"))
        for size in ((1280, 900), (360, 740)):
            newsroom.resize(*size)
            assert newsroom.axe() == [], screen
        newsroom.resize(1280, 900)
