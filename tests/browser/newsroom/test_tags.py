"""Tags: found, sorted, renamed in their place, merged with the number shown, deleted."""

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


def names(newsroom):
    return newsroom.driver.execute_script(
        "return [...document.querySelectorAll('.tag-list .term-name')].map(e => e.innerText)")


def test_pages_search_and_order(newsroom, fresh_site):
    for n in range(55):
        fresh_site.make("tags", name=f"Tag {n:02}")
    often = fresh_site.make("tags", name="Often")["id"]
    for n in range(2):
        fresh_site.make_post(title=f"N{n}", tags=[often])
    newsroom.log_in("editor").open("tags")
    newsroom.wait(lambda: len(names(newsroom)) == 50)
    assert names(newsroom)[0] == "Often"
    newsroom.wait_for("56 tags", ".count")
    assert newsroom.axe() == []
    newsroom.shot("tags")
    newsroom.press("Page 2")
    newsroom.wait(lambda: names(newsroom) == [f"Tag {n}" for n in range(49, 55)])
    newsroom.driver.back()
    newsroom.wait(lambda: len(names(newsroom)) == 50)
    newsroom.find(".tag-list th.figure a").click()
    newsroom.wait(lambda: names(newsroom)[:1] == ["Often"] and "sort=count" in newsroom.driver.current_url)
    newsroom.field("Find a tag").send_keys("tag 5")
    newsroom.wait(lambda: sorted(names(newsroom)) == [f"Tag {n}" for n in range(50, 55)])
    newsroom.field("Find a tag").send_keys(" nothing")
    newsroom.wait_for("No tag is called so.")
    assert newsroom.axe() == []


def test_renamed_in_place(newsroom, fresh_site):
    colour, other = (fresh_site.make("tags", name=name)["id"] for name in ("Colour", "Other"))
    newsroom.log_in("editor").open("tags")
    newsroom.wait(lambda: names(newsroom) == ["Colour", "Other"])
    newsroom.find(".term-name").click()
    newsroom.wait(lambda: newsroom.all(".tag-form"))
    assert newsroom.axe() == []
    # Another one's address is refused at the field.
    newsroom.find(".tag-form .field:nth-child(2) input").send_keys(Keys.CONTROL, "a")
    newsroom.key("other", Keys.ENTER)
    newsroom.wait_for("already in use", ".field-error")
    assert all("400" in line for line in newsroom.said())
    newsroom.find(".tag-form .field:nth-child(2) input").send_keys(Keys.CONTROL, "a")
    newsroom.key("color")
    newsroom.find(".tag-form input").send_keys(Keys.CONTROL, "a")
    newsroom.key("Color", Keys.ENTER)
    newsroom.wait_for("Color was saved.", ".toast")
    newsroom.wait(lambda: names(newsroom) == ["Color", "Other"])
    saved = fresh_site.api().get(f"tags/{colour}").json()
    assert (saved["name"], saved["slug"]) == ("Color", "color")
    newsroom.press("Undo")
    newsroom.wait(lambda: names(newsroom) == ["Colour", "Other"])
    newsroom.find(".term-name").click()
    newsroom.find(".tag-form input").send_keys("x", Keys.ESCAPE)
    newsroom.wait(lambda: names(newsroom) == ["Colour", "Other"])
    assert other != colour


def test_merged_with_the_number_shown(newsroom, fresh_site):
    tags = {name: fresh_site.make("tags", name=name) for name in ("Colour", "Colours", "Color", "Apart")}
    for n in range(3):
        fresh_site.make_post(title=f"A{n}", tags=[tags["Color"]["id"]])
    fresh_site.make_post(title="B", tags=[tags["Colour"]["id"], tags["Colours"]["id"]])
    fresh_site.make_post(title="C", tags=[tags["Colours"]["id"]])
    newsroom.log_in("editor").open("tags")
    newsroom.wait(lambda: len(names(newsroom)) == 4)
    for name in ("Colour", "Colours", "Color"):
        newsroom.find(f"input[aria-label='Choose {name}']").click()
    newsroom.wait_for("3 chosen", ".media-tools")
    newsroom.shot("tags-chosen")
    newsroom.press("Merge…")
    # The one with the most articles is chosen.
    newsroom.wait_for("2 articles get Color instead.", ".merge-told")
    newsroom.wait_for("This cannot be undone.", "dialog")
    assert newsroom.axe() == []
    newsroom.shot("tags-merge")
    newsroom.press("Merge")
    newsroom.wait_for("2 articles have Color now.", ".toast")
    newsroom.wait(lambda: sorted(names(newsroom)) == ["Apart", "Color"])
    for old in ("Colour", "Colours"):
        moved = fresh_site.get(tags[old]["link"].removeprefix(fresh_site.base))
        assert (moved.status_code, moved.headers["Location"]) == (301, tags["Color"]["link"])
    newsroom.driver.get(tags["Colours"]["link"])
    assert newsroom.driver.current_url == tags["Color"]["link"]
    # One into another that is looked for.
    newsroom.open("tags")
    newsroom.press("Actions for Apart").press("Merge into another…")
    newsroom.wait(lambda: newsroom.all("dialog [role=combobox]"))
    newsroom.find("dialog [role=combobox]").send_keys("colo")
    newsroom.wait(lambda: [each for each in newsroom.all("dialog [role=option]") if each.is_displayed()])
    newsroom.key(Keys.ENTER)
    newsroom.wait_for("0 articles get Color instead.", ".merge-told")
    assert newsroom.axe() == []
    newsroom.press("Merge")
    newsroom.wait(lambda: names(newsroom) == ["Color"])


def test_made_and_deleted(newsroom, fresh_site):
    newsroom.log_in("editor").open("tags")
    newsroom.wait_for("There are no tags.")
    assert newsroom.axe() == []
    for name in ("One", "Two"):
        newsroom.press("New tag")
        newsroom.fill_in(Name=name, Description="About it")
        newsroom.press("Save")
        newsroom.wait_for(f"{name} was made.", ".toast")
        newsroom.wait(lambda: not newsroom.all("dialog"))
    newsroom.wait(lambda: names(newsroom) == ["One", "Two"])
    newsroom.find("input[aria-label='Choose all on this page']").click()
    newsroom.press("Delete…")
    newsroom.wait_for("Delete 2 tags?", "dialog h2")
    assert newsroom.axe() == []
    newsroom.press("Delete")
    newsroom.wait_for("2 tags were deleted.", ".toast")
    newsroom.wait_for("There are no tags.")
    assert not fresh_site.api().get("tags").json()
    assert not newsroom.driver.find_elements(By.CSS_SELECTOR, ".media-tools button")
