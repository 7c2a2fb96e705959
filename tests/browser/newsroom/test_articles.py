"""The lists of articles and pages: the switch in the list, many at once, filters in the address, keys."""

import datetime
import re

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select



def days_ago(days):
    moment = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def row(newsroom, title):
    """The row of an article; waits for it."""
    found = []

    def look():
        found[:] = [each for each in newsroom.all("tbody tr") if each.get_attribute("aria-label") == title]
        return found
    newsroom.wait(look)
    return found[0]


def switch_of(newsroom, title):
    return row(newsroom, title).find_element(By.CSS_SELECTOR, "[role=switch]")


def choose(newsroom, label, option):
    Select(newsroom.field(label)).select_by_visible_text(option)


def undo(newsroom):
    """The way back that the latest message offers."""
    newsroom.all(".toasts li")[-1].find_element(By.XPATH, ".//button[normalize-space()='Undo']").click()
    return newsroom


def titles(newsroom):
    return newsroom.driver.execute_script(
        "return [...document.querySelectorAll('tbody tr')].map(row => row.getAttribute('aria-label'))")


def wait_for_titles(newsroom, wanted):
    newsroom.wait(lambda: titles(newsroom) == wanted)


def has_form(site, post):
    page = site.get(post["link"].removeprefix(site.base))
    assert page.status_code == 200
    return 'name="comment"' in page.text


def stored(site, post, resource="posts"):
    return site.api("admin").get(f"{resource}/{post['id']}?context=edit").json()["comment_status"]


def address(newsroom):
    return newsroom.driver.current_url.removeprefix(newsroom.site.base + "/newsroom")


@pytest.fixture
def press(fresh_site):
    """A small paper: published ones of several ages, a draft, a scheduled one, one in the trash."""
    site = fresh_site
    city = site.make("categories", name="City")["id"]
    world = site.make("categories", name="World")["id"]
    below = site.make("categories", name="Europe", parent=world)["id"]
    author, editor = site.users["author"]["id"], site.users["editor"]["id"]
    made = {}
    for title, fields in {
        "Bridge reopens after two years": {"categories": [city], "date_gmt": days_ago(0.1), "author": author},
        "Council votes on the tram": {"categories": [city], "date_gmt": days_ago(1), "author": editor},
        "River rises again": {"categories": [below], "date_gmt": days_ago(3), "author": author,
                              "comment_status": "closed"},
        "A harvest to remember": {"categories": [world], "date_gmt": days_ago(20), "author": editor},
    }.items():
        made[title] = site.make_post(title=title, status="publish", **fields)
    made["Notes for a portrait"] = site.make_post(title="Notes for a portrait", status="draft", author=author)
    made["The week ahead"] = site.make_post(title="The week ahead", status="future", date_gmt=days_ago(-2))
    return made


ALL = ["The week ahead", "Notes for a portrait", "Bridge reopens after two years", "Council votes on the tram",
       "River rises again", "A harvest to remember"]


def test_switch(newsroom, fresh_site, press):
    """One click closes the public page from its next load on; undo opens it; the same by keys."""
    site, bridge = fresh_site, press["Bridge reopens after two years"]
    for _ in range(2):
        assert has_form(site, bridge)
    newsroom.log_in("editor").open("articles")
    wait_for_titles(newsroom, ALL)
    assert newsroom.axe() == []
    newsroom.shot("articles")

    switch = switch_of(newsroom, bridge["title"]["raw"])
    assert switch.get_attribute("aria-checked") == "true" and switch.text == "Open"
    switch.click()
    newsroom.wait_for("are closed.", ".toasts")
    assert not has_form(site, bridge)
    switch = switch_of(newsroom, bridge["title"]["raw"])
    assert switch.get_attribute("aria-checked") == "false" and switch.text == "Closed: by hand"
    assert "Comments on “Bridge reopens after two years” are closed." in newsroom.find(".toasts [role=status]").get_property(
        "textContent")
    undo(newsroom).wait_for("are open.", ".toasts")
    assert has_form(site, bridge)

    # By keys alone: j to the row, c; then Space on the switch itself.
    newsroom.open("articles")
    wait_for_titles(newsroom, ALL)
    newsroom.find("main").send_keys("jjj")
    assert newsroom.driver.switch_to.active_element.get_attribute("aria-label") == bridge["title"]["raw"]
    newsroom.key("c")
    newsroom.wait(lambda: not has_form(site, bridge))
    newsroom.driver.execute_script("arguments[0].focus()", switch_of(newsroom, bridge["title"]["raw"]))
    newsroom.wait_for("are closed.", ".toasts")
    newsroom.key(Keys.SPACE)
    newsroom.wait(lambda: has_form(site, bridge))


def test_not_in_force_yet(newsroom, fresh_site, press):
    """The switch of a draft says what will be, one that is too old why it cannot be opened."""
    site = fresh_site
    newsroom.log_in("editor")
    with site.with_settings(close_comments_for_old_posts=True, close_comments_days_old=14):
        newsroom.open("articles")
        wait_for_titles(newsroom, ALL)
        draft = switch_of(newsroom, "Notes for a portrait")
        assert draft.text == "Closed: not published. Opens with publication"
        draft.click()
        newsroom.wait_for("stay closed when it is published", ".toasts")
        newsroom.wait(lambda: stored(site, press["Notes for a portrait"]) == "closed")
        assert switch_of(newsroom, "Notes for a portrait").text == "Closed: not published. Stays closed"

        old = switch_of(newsroom, "A harvest to remember")
        assert old.text == "Closed: 14 days old" and old.get_attribute("aria-checked") == "false"
        old.click()
        newsroom.wait_for("comments end 14 days after publication", ".toasts")
        assert switch_of(newsroom, "A harvest to remember").get_attribute("aria-checked") == "false"
        assert newsroom.axe() == []
        newsroom.shot("articles-too-old")
        # One that was closed by hand before it grew too old: it is opened, and stays closed.
        harvest = press["A harvest to remember"]
        site.api("admin").post(f"posts/{harvest['id']}", {"comment_status": "closed"})
        newsroom.open("articles?comments=article")
        switch_of(newsroom, "A harvest to remember").click()
        newsroom.wait_for("comments end 14 days after publication", ".toasts")
        newsroom.wait(lambda: stored(site, harvest) == "open")
        assert switch_of(newsroom, "A harvest to remember").text == "Closed: 14 days old"


def test_filters_in_the_address(newsroom, fresh_site, press):
    site = fresh_site
    newsroom.log_in("editor").open("articles")
    wait_for_titles(newsroom, ALL)
    newsroom.field("Search").send_keys("river")
    wait_for_titles(newsroom, ["River rises again"])
    assert address(newsroom) == "/articles?search=river"
    newsroom.press("Show all")
    wait_for_titles(newsroom, ALL)
    assert newsroom.field("Search").get_property("value") == ""

    choose(newsroom, "Comments", "Closed by hand")
    wait_for_titles(newsroom, ["River rises again"])
    choose(newsroom, "Comments", "Closed")
    choose(newsroom, "Category", "World")
    choose(newsroom, "Comments", "All")
    wait_for_titles(newsroom, ["A harvest to remember"])
    choose(newsroom, "Category", "All categories")
    choose(newsroom, "Author", "author")
    wait_for_titles(newsroom, ["Notes for a portrait", "Bridge reopens after two years", "River rises again"])
    newsroom.press("Title")
    wait_for_titles(newsroom, ["Bridge reopens after two years", "Notes for a portrait", "River rises again"])
    newsroom.press("Title")
    wanted = ["River rises again", "Notes for a portrait", "Bridge reopens after two years"]
    wait_for_titles(newsroom, wanted)
    # A reload and a bookmark show the same.
    newsroom.driver.refresh()
    newsroom.settle()
    wait_for_titles(newsroom, wanted)
    head = next(each for each in newsroom.all("th") if each.text == "Title")
    assert head.get_attribute("aria-sort") == "descending"
    newsroom.driver.back()
    wait_for_titles(newsroom, ["Bridge reopens after two years", "Notes for a portrait", "River rises again"])

    newsroom.open("articles?from=%s&to=%s" % (days_ago(4)[:10], days_ago(2)[:10]))
    wait_for_titles(newsroom, ["River rises again"])
    newsroom.open("articles?search=zebra")
    newsroom.wait_for("Nothing matches.")
    assert newsroom.axe() == []
    newsroom.shot("articles-nothing")
    newsroom.open("articles?status=trash")
    newsroom.wait_for("The trash is empty.")
    # What nobody would type changes nothing.
    newsroom.open("articles?status=asleep&page=-3&orderby=mood&author=x&from=yesterday")
    wait_for_titles(newsroom, ALL)


def test_pages_of_the_list(newsroom, fresh_site):
    site = fresh_site
    for i in range(60):
        site.make_post(title=f"Number {i:02}", status="publish", date_gmt=days_ago(i + 1))
    newsroom.log_in("editor").open("articles")
    wait_for_titles(newsroom, [f"Number {i:02}" for i in range(25)])
    newsroom.press("Next")
    wait_for_titles(newsroom, [f"Number {i:02}" for i in range(25, 50)])
    assert address(newsroom) == "/articles?page=2"
    newsroom.driver.refresh()
    wait_for_titles(newsroom, [f"Number {i:02}" for i in range(25, 50)])
    # All of this page, then all that match: the number before, undo after.
    newsroom.find("[aria-label='Select all on this page']").click()
    newsroom.wait_for("60 match in all", ".bulk-bar")
    assert newsroom.axe() == []
    newsroom.shot("articles-selected")
    newsroom.find(".bulk-all button").click()
    newsroom.wait_for("The comments of 60 will be closed.", "dialog")
    assert newsroom.axe() == []
    newsroom.shot("articles-close-all")
    newsroom.press("Close the comments of 60").wait_for("Comments on 60 are closed.", ".toasts")
    newsroom.wait(lambda: site.api("admin").get("posts?comments=open").headers["X-WP-Total"] == "0")
    newsroom.wait(lambda: switch_of(newsroom, "Number 30").get_attribute("aria-checked") == "false")
    undo(newsroom).wait_for("60 discussions are as they were.", ".toasts")
    assert site.api("admin").get("posts?comments=open").headers["X-WP-Total"] == "60"
    newsroom.wait(lambda: switch_of(newsroom, "Number 30").get_attribute("aria-checked") == "true")


def test_close_all_that_match_and_undo_later(newsroom, fresh_site, press):
    """What a filter matches; the number is looked at again, and the undo is there after a reload too."""
    site = fresh_site
    newsroom.log_in("editor").open("articles?status=publish&author=%d" % site.users["editor"]["id"])
    wait_for_titles(newsroom, ["Council votes on the tram", "A harvest to remember"])
    newsroom.press("All that match…").press("Close the comments of all…")
    newsroom.wait_for("2 articles match.", "dialog")
    # Meanwhile somebody publishes one more.
    more = site.make_post(title="One more", status="publish", author=site.users["editor"]["id"])
    newsroom.press("Close the comments of 2").wait_for("the number has changed", "dialog")
    assert has_form(site, more) and has_form(site, press["Council votes on the tram"])
    assert len([line for line in newsroom.said() if "409" in line]) == 1
    newsroom.press("Close the comments of 3").wait_for("Comments on 3 are closed.", ".toasts")
    assert not has_form(site, more) and not has_form(site, press["A harvest to remember"])
    assert has_form(site, press["Bridge reopens after two years"])
    # Somebody else opens one of them: that stays.
    site.api("admin").post(f"posts/{more['id']}", {"comment_status": "open"})
    site.api("admin").post(f"posts/{more['id']}", {"comment_status": "closed"})
    newsroom.open("articles").press("All that match…").press("Open the comments of all…")
    newsroom.wait_for("2 closed", ".past-changes")
    newsroom.press("Undo: " + newsroom.find(".past-changes li span").text)
    newsroom.wait_for("1 stays, because somebody has changed it since.", ".toasts")
    assert has_form(site, press["Council votes on the tram"]) and not has_form(site, more)


def test_many_at_once(newsroom, fresh_site, press):
    site = fresh_site
    newsroom.log_in("editor").open("articles")
    wait_for_titles(newsroom, ALL)
    # By keys: two rows, then the bar.
    newsroom.find("main").send_keys("jjjxjx")
    newsroom.wait_for("2 selected", ".bulk-bar")
    newsroom.press("Close comments").wait_for("Comments on 2 are closed.", ".toasts")
    assert stored(site, press["Bridge reopens after two years"]) == stored(site, press["Council votes on the tram"]) == "closed"
    undo(newsroom).wait_for("2 discussions are as they were.", ".toasts")
    assert stored(site, press["Bridge reopens after two years"]) == "open"

    def select(*names):
        for name in names:
            row(newsroom, name).find_element(By.CSS_SELECTOR, "input[type=checkbox]").click()

    select("Bridge reopens after two years", "Notes for a portrait")
    newsroom.press("More actions").press("Add a category…")
    newsroom.field("One more category").send_keys("world")
    newsroom.wait(lambda: newsroom.all(".combobox-list li"))
    newsroom.field("One more category").send_keys(Keys.ENTER)
    newsroom.wait_for("2 stand in “World” now.", ".toasts")
    newsroom.wait(lambda: "World" in row(newsroom, "Notes for a portrait").text)
    select("Bridge reopens after two years", "Council votes on the tram")
    newsroom.press("More actions").press("Move to the trash")
    newsroom.wait_for("2 are in the trash.", ".toasts")
    newsroom.wait(lambda: len(titles(newsroom)) == 4)
    assert site.get(press["Council votes on the tram"]["link"].removeprefix(site.base)).status_code == 404
    undo(newsroom).wait_for("2 are out of the trash.", ".toasts")
    wait_for_titles(newsroom, ALL)
    assert site.api("admin").get(f"posts/{press['Council votes on the tram']['id']}").json()["status"] == "publish"

    row(newsroom, "Notes for a portrait").find_element(By.CSS_SELECTOR, "[aria-haspopup=menu]").click()
    newsroom.press("Publish").wait_for("1 is published.", ".toasts")
    newsroom.wait(lambda: "Draft" not in row(newsroom, "Notes for a portrait").text)
    row(newsroom, "The week ahead").find_element(By.CSS_SELECTOR, "[aria-haspopup=menu]").click()
    newsroom.press("Move to the trash").wait_for("“The week ahead” is in the trash.", ".toasts")
    newsroom.open("articles?status=trash")
    row(newsroom, "The week ahead").find_element(By.CSS_SELECTOR, "[aria-haspopup=menu]").click()
    newsroom.press("Delete for good…").wait_for("Delete “The week ahead” for good?", "dialog")
    assert newsroom.axe() == []
    newsroom.press("Delete").wait_for("1 is deleted.", ".toasts")
    newsroom.wait_for("The trash is empty.")
    assert site.api("admin").get(f"posts/{press['The week ahead']['id']}").status_code == 404


def test_refused(newsroom, fresh_site, press):
    """What the server refuses goes back to where it was, with the reason."""
    site, council = fresh_site, press["Council votes on the tram"]
    newsroom.log_in("editor").open("articles")
    wait_for_titles(newsroom, ALL)
    assert site.api("admin").delete(f"posts/{council['id']}?force=true").status_code == 200
    switch_of(newsroom, "Council votes on the tram").click()
    newsroom.wait_for("stay as they were. Invalid post ID.", ".toasts")
    assert switch_of(newsroom, "Council votes on the tram").get_attribute("aria-checked") == "true"
    assert len([line for line in newsroom.said() if "404" in line]) == 1


def test_roles(newsroom, fresh_site, press):
    """Who may edit his own alone sees his own alone."""
    newsroom.log_in("author").open("articles")
    wait_for_titles(newsroom, ["Notes for a portrait", "Bridge reopens after two years", "River rises again"])
    assert not [each for each in newsroom.all("label") if each.text == "Author"]
    tabs = newsroom.find(".tabs").text
    assert "Mine" not in tabs and re.search(r"All\s+3", tabs)
    assert newsroom.axe() == []
    newsroom.open("pages").wait_for("You may not see this.")


def test_on_a_phone(newsroom, press):
    newsroom.log_in("editor")
    newsroom.resize(*newsroom.PHONE)
    newsroom.open("articles")
    wait_for_titles(newsroom, ALL)
    assert newsroom.axe() == []
    switch = switch_of(newsroom, "Bridge reopens after two years")
    switch.click()
    newsroom.wait_for("are closed.", ".toasts")
    newsroom.press("Filters")
    choose(newsroom, "Comments", "Closed by hand")
    newsroom.wait(lambda: "Bridge reopens after two years" in titles(newsroom) and len(titles(newsroom)) == 2)
    assert newsroom.axe() == []
    newsroom.resize(*newsroom.DESKTOP)


@pytest.fixture
def tree(fresh_site):
    made = {}
    for order, (title, parent) in enumerate((("About", None), ("Imprint", "About"), ("Staff", "About"), ("Contact", None))):
        made[title] = fresh_site.make("pages", title=title, status="publish", menu_order=order + 1, comment_status="open",
                                      **({"parent": made[parent]["id"]} if parent else {}))
    return made


def rows_of_tree(newsroom):
    return newsroom.driver.execute_script(
        "return [...document.querySelectorAll('[role=treegrid] [data-id]')].map("
        "row => row.getAttribute('aria-level') + row.querySelector('.title').innerText)")


def test_pages(newsroom, fresh_site, tree):
    site = fresh_site
    newsroom.log_in("editor").open("pages")
    newsroom.wait(lambda: rows_of_tree(newsroom) == ["1About", "2Imprint", "2Staff", "1Contact"])
    assert newsroom.axe() == []
    newsroom.shot("pages")
    # The same switch.
    imprint = newsroom.find("[role=switch][aria-label*='Imprint']")
    assert imprint.get_attribute("aria-checked") == "true"
    imprint.click()
    newsroom.wait_for("Comments on “Imprint” are closed.", ".toasts")
    assert stored(site, tree["Imprint"], "pages") == "closed"
    # By keys: Contact goes before Staff, below About.
    newsroom.driver.execute_script("arguments[0].focus()", newsroom.find(f"[data-id='{tree['Contact']['id']}']"))
    newsroom.key("m")
    newsroom.wait_for("Enter drops it", ".tree-hint")
    newsroom.key(Keys.ARROW_UP * 3)
    newsroom.key(Keys.ENTER)
    newsroom.wait_for("“Contact” has its new place.", ".toasts")
    newsroom.wait(lambda: rows_of_tree(newsroom) == ["1About", "2Imprint", "2Contact", "2Staff"])
    pages = {page["title"]["raw"]: page for page in site.api("admin").get("pages?context=edit&per_page=50").json()}
    assert pages["Contact"]["parent"] == tree["About"]["id"]
    assert pages["Imprint"]["menu_order"] < pages["Contact"]["menu_order"] < pages["Staff"]["menu_order"]
    newsroom.key("?")  # nothing of it is lost when something lies over it
    newsroom.wait_for("Keyboard shortcuts", "dialog")
    newsroom.key(Keys.ESCAPE)
    undo(newsroom)
    newsroom.wait(lambda: rows_of_tree(newsroom) == ["1About", "2Imprint", "2Staff", "1Contact"])
    # Searched, they are a list.
    newsroom.field("Search").send_keys("staff")
    wait_for_titles(newsroom, ["Staff"])
    assert address(newsroom) == "/pages?search=staff"
