"""Writing in the newsroom: from the first letter to a restored revision, with others at the same article, without a
connection, after the end of a session and of the browser."""

import re
import tempfile

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from harness import new_session
from showcase import harbour

PASSWORD = "editor-password-1"


class Desk:
    """What a person does on the screen for writing."""

    def __init__(self, newsroom, screen):
        self.newsroom = newsroom
        self.driver = newsroom.driver
        newsroom.open(screen)
        self.ready()

    def ready(self):
        self.newsroom.wait(lambda: self.newsroom.all(".editor-text, .editor .source") and not self.newsroom.all(".loading"))

    def title(self, text):
        field = self.newsroom.find(".title-field")
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(text)

    def write(self, text):
        """At the end of the text."""
        area = self.newsroom.find(".editor-text")
        area.click()
        area.send_keys(Keys.CONTROL, Keys.END)
        area.send_keys(text)

    @property
    def text(self):
        return self.newsroom.find(".editor-text").get_property("innerText")

    @property
    def state(self):
        return self.newsroom.text(".saved-state")

    def saved(self):
        self.newsroom.wait(lambda: self.state.startswith("Saved"))

    def save(self):
        self.newsroom.find(".title-field").send_keys(Keys.CONTROL, "s")
        self.saved()

    def panel(self, name):
        """Opens one; the panel."""
        for panel in self.newsroom.all(".panel"):
            if panel.find_element(By.TAG_NAME, "h2").get_property("innerText") == name:
                if panel.get_attribute("open") is None:
                    self.click(panel.find_element(By.TAG_NAME, "summary"))
                return panel
        raise AssertionError(f"no panel {name}")

    def click(self, element):
        """Also what a message lies over for a moment."""
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'}); arguments[0].click()", element)

    def press(self, name):
        self.click(self.newsroom.button(name))

    def more(self, entry):
        self.click(self.newsroom.find(".writing-head .menu > button"))
        self.press(entry)

    def said(self, words):
        self.newsroom.wait_for(words, ".toast")

    def number(self):
        return int(re.search(r"/(\d+)$", self.driver.current_url).group(1))

    def tell(self, event):
        """What the browser tells when the window is looked at again: the lock is renewed."""
        self.driver.execute_script("dispatchEvent(new Event(arguments[0]))", event)


def raw(api, number, base="posts"):
    return api.get(f"{base}/{number}", params={"context": "edit"}).json()


def expected(newsroom, status):
    """Takes a refusal that the test wants out of the console."""
    said = newsroom.said()
    assert said and all(f"status of {status}" in line or "net::ERR_INTERNET_DISCONNECTED" in line for line in said), said


@pytest.fixture
def admin(fresh_site):
    return fresh_site.api("admin")


def test_an_article_from_the_first_letter(newsrooms, fresh_site, admin):
    newsroom = newsrooms().log_in("editor")
    press = admin.post("categories", {"name": "Press"}).json()["id"]
    world = admin.post("categories", {"name": "International News", "parent": press}).json()["id"]
    known = admin.post("tags", {"name": "Council & Mayor"}).json()["id"]
    desk = Desk(newsroom, "articles/new")
    assert newsroom.axe() == []
    desk.title("A night in the council, and what it decided after all about the buses that run in the night")
    newsroom.key(Keys.ENTER)
    desk.write("The first paragraph of the news.")
    desk.save()
    number = desk.number()
    assert (raw(admin, number)["status"], raw(admin, number)["title"]["raw"]) == ("draft", newsroom.find(".title-field").get_property("value"))
    # The address changed beneath it, nothing else.
    assert desk.driver.switch_to.active_element == newsroom.find(".title-field")

    # A long title stays in sight.
    assert desk.driver.execute_script(
        "const f = document.querySelector('.title-field'); return f.scrollWidth <= f.clientWidth && f.scrollHeight <= f.clientHeight + 1")

    # Where it stands
    desk.panel("Categories")
    for name in ["Press", "International News"]:
        desk.click(newsroom.field(name))
    newsroom.field("Main category").send_keys("Press » International News")
    desk.panel("Tags")
    tags = newsroom.field("Add a tag")
    tags.send_keys("coun")
    newsroom.wait_for("Council & Mayor", ".combobox-list [role=option]")
    assert newsroom.axe() == []
    tags.send_keys(Keys.ENTER)
    tags.send_keys("A new word,")
    newsroom.wait(lambda: len(newsroom.all(".tokens li")) == 2)
    desk.panel("Excerpt")
    newsroom.field("Excerpt").send_keys("In short.")
    desk.panel("Address")
    newsroom.field("Name in the address").send_keys("council night")
    desk.save()
    post = raw(admin, number)
    assert sorted(post["categories"]) == sorted([press, world, 1]) or sorted(post["categories"]) == sorted([press, world])
    assert post["primary_category"] == world
    assert known in post["tags"] and len(post["tags"]) == 2
    assert (post["excerpt"]["raw"], post["slug"]) == ("In short.", "council-night")
    assert newsroom.field("Name in the address").get_property("value") == "council-night"

    # A picture of its own
    desk.panel("Picture")
    desk.press("Choose a picture")
    newsroom.wait_for("The library is empty.", "dialog")
    assert newsroom.axe() == []
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        file.write(harbour(600, 400))
        file.flush()
        newsroom.find("dialog input[type=file]").send_keys(file.name)
        newsroom.wait(lambda: newsroom.all(".featured img"))
    assert not newsroom.all("dialog")
    desk.save()
    assert raw(admin, number)["featured_media"] > 0

    # For a colleague without an account
    desk.write(Keys.ENTER + "Not shown to readers yet.")
    desk.more("Copy a preview link for a colleague")
    newsroom.wait(lambda: newsroom.all("dialog input"))
    assert newsroom.axe() == []
    link = newsroom.field("Link to the preview").get_property("value")
    newsroom.key(Keys.ESCAPE)
    colleague = newsrooms()
    colleague.driver.get(link)
    assert "Not shown to readers yet." in colleague.text("main")
    assert new_session().get(fresh_site.base + f"/?p={number}").status_code == 404
    assert colleague.driver.get_cookies() == []

    # Before readers see it
    desk.press("Publish…")
    newsroom.wait_for("Publish this?", "dialog h2")
    assert newsroom.axe() == []
    assert "Press » International News" in newsroom.text("dialog")
    assert "/council-night/" in newsroom.text("dialog")
    newsroom.shot("writing-publish")
    desk.press("Publish now")
    desk.said("Published.")
    post = raw(admin, number)
    assert post["status"] == "publish"
    colleague.driver.get(post["link"])
    assert "The first paragraph of the news." in colleague.text("main")
    assert colleague.all("main img")

    # Revised, and back
    desk.write(" Rewritten entirely.")
    newsroom.wait(lambda: desk.state.startswith("Unsaved"))
    desk.press("Update")
    desk.saved()
    assert "Rewritten entirely." in raw(admin, number)["content"]["raw"]
    desk.more("Revisions")
    newsroom.wait(lambda: newsroom.all(".diff-row ins"))
    assert newsroom.text(".diff-row ins").strip() == "Rewritten entirely."
    assert newsroom.axe() == []
    newsroom.shot("writing-revisions")
    versions = newsroom.all(".revision-list button")
    assert len(versions) >= 2
    desk.click(versions[1])
    newsroom.wait(lambda: newsroom.all(".revision-list li:nth-child(2) [aria-current]"))
    newsroom.wait(lambda: newsroom.button("Restore this version").is_enabled())
    desk.press("Restore this version")
    desk.said("is the article’s text again.")
    assert "Rewritten" not in desk.text
    assert "Rewritten" not in raw(admin, number)["content"]["raw"]
    colleague.driver.get(post["link"])
    assert "Rewritten" not in colleague.text("main")
    desk.press("Undo")
    newsroom.wait(lambda: "Rewritten entirely." in raw(admin, number)["content"]["raw"])
    newsroom.wait(lambda: "Rewritten entirely." in desk.text)


def test_a_moment_to_come(newsroom, admin):
    desk = Desk(newsroom.log_in("editor"), "articles/new")
    desk.title("Later")
    field = newsroom.field("Publish at")
    desk.driver.execute_script(
        "arguments[0].value = '2031-12-02T08:00'; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))", field)
    newsroom.wait_for("Publishes on Tuesday, December 2, 2031 at 08:00", ".panel")
    desk.press("Schedule…")
    newsroom.wait_for("Schedule this?", "dialog h2")
    assert newsroom.axe() == []
    desk.press("Schedule")
    desk.said("Scheduled.")
    post = raw(admin, desk.number())
    assert (post["status"], post["date"]) == ("future", "2031-12-02T08:00:00")
    # And at once after all.
    desk.press("At once instead")
    desk.press("Update")
    newsroom.wait_for("Published", ".writing-head .label")
    assert raw(admin, desk.number())["status"] == "publish"


def test_two_editors(newsrooms, admin):
    number = admin.post("posts", {"title": "Shared", "content": "<p>First.</p>", "status": "publish"}).json()["id"]
    first, second = newsrooms().log_in("admin"), newsrooms().log_in("editor")
    mine = Desk(first, f"articles/{number}")
    first.wait(lambda: raw(admin, number)["edit_lock"])
    theirs = Desk(second, f"articles/{number}")
    second.wait_for("admin has this open", ".notice")
    expected(second, 409)
    assert second.axe() == []
    second.shot("writing-locked")
    assert not second.all(".writing-head .primary")
    assert second.find(".title-field").get_attribute("readonly")
    theirs.press("Take over")
    second.wait(lambda: second.all(".writing-head .primary"))

    mine.write(" Typed by the first.")
    mine.tell("focus")
    first.wait_for("editor has taken this over.", ".notice")
    expected(first, 409)
    assert first.axe() == []
    first.shot("writing-taken")
    assert "Typed by the first." in mine.text
    theirs.title("Changed by the second")
    theirs.save()

    # Different things: both are kept.
    mine.press("Take it back")
    mine.said("editor saved a newer version meanwhile. From it is now here: Title.")
    assert first.find(".title-field").get_property("value") == "Changed by the second"
    assert not first.all(".recovery"), "what is on the screen is not offered"
    assert "Typed by the first." in mine.text
    mine.press("Update")
    mine.saved()
    post = raw(admin, number)
    assert (post["title"]["raw"], "Typed by the first." in post["content"]["raw"]) == ("Changed by the second", True)
    theirs.tell("focus")
    second.wait_for("admin has taken this over.", ".notice")
    expected(second, 409)


@pytest.mark.parametrize("choice", ["Keep mine", "Take theirs"])
def test_both_changed_the_text(newsroom, fresh_site, choice):
    editor, admin = fresh_site.api("editor"), fresh_site.api("admin")
    number = admin.post("posts", {"title": "Both", "content": "<p>It was a calm day.</p>", "status": "publish"}).json()["id"]
    desk = Desk(newsroom.log_in("admin"), f"articles/{number}")
    desk.write(" Mine.")
    newsroom.wait(lambda: desk.state.startswith("Unsaved"))
    editor.post(f"posts/{number}", {"content": "<p>It was a calm day. Theirs.</p>", "excerpt": "Theirs too"})
    desk.press("Update")
    newsroom.wait_for("editor changed this meanwhile", "dialog h2")
    expected(newsroom, 412)
    assert "Theirs." in raw(admin, number)["content"]["raw"], "nothing was overwritten"
    newsroom.wait(lambda: newsroom.all("dialog ins") and newsroom.all("dialog del"))
    assert (newsroom.text("dialog del").strip(), newsroom.text("dialog ins").strip()) == ("Theirs", "Mine")
    assert newsroom.axe() == []
    newsroom.shot("writing-conflict")
    desk.press(choice)
    if choice == "Keep mine":
        desk.saved()
        post = raw(admin, number)
        assert "Mine." in post["content"]["raw"] and post["excerpt"]["raw"] == "Theirs too"
        kept = [r["content"]["raw"] for r in admin.get(f"posts/{number}/revisions", params={"context": "edit"}).json()]
        assert any("Theirs." in text for text in kept)
    else:
        newsroom.wait(lambda: "Theirs." in desk.text)
        assert "Mine." not in desk.text
        desk.press("Undo")
        newsroom.wait(lambda: "Mine." in desk.text)
        assert "Theirs." in raw(admin, number)["content"]["raw"]


def test_the_session_ends_while_typing(newsroom, admin):
    desk = Desk(newsroom.log_in("editor"), "articles/new")
    desk.title("Before")
    desk.save()
    number = desk.number()
    desk.driver.delete_all_cookies()
    desk.write("Typed when the session was over.")
    newsroom.find(".title-field").send_keys(Keys.CONTROL, "s")
    newsroom.wait_for("Please log in again", "dialog h2")
    expected(newsroom, 403)
    assert newsroom.axe() == []
    newsroom.field("Password").send_keys(PASSWORD + Keys.ENTER)
    newsroom.wait(lambda: not newsroom.all("dialog"))
    desk.saved()
    assert "Typed when the session was over." in raw(admin, number)["content"]["raw"]
    newsroom.said()


@pytest.mark.parametrize("saved", [False, True], ids=["new", "known"])
def test_the_browser_is_killed(newsrooms, admin, tmp_path, saved):
    screen = "articles/new"
    if saved:
        number = admin.post("posts", {"title": "x", "content": "<p>Known.</p>", "status": "publish"}).json()["id"]
        screen = f"articles/{number}"
    first = newsrooms(str(tmp_path)).log_in("editor")
    desk = Desk(first, screen)
    desk.title("Almost lost")
    desk.write(" Not a word of it.")
    kept = """
        const done = arguments[arguments.length - 1], open = indexedDB.open("broadsheet-newsroom", 1);
        open.onsuccess = () => open.result.transaction("manuscripts").objectStore("manuscripts").getAll().onsuccess =
            event => { done(JSON.stringify(event.target.result)); open.result.close(); };"""
    first.wait(lambda: "Not a word of it." in first.driver.execute_async_script(kept))
    first.kill()
    if saved:
        admin.post(f"posts/{number}", {"content": "<p>Known. Changed since by another.</p>"})

    again = newsrooms(str(tmp_path)).log_in("editor")
    desk = Desk(again, screen)
    again.wait_for("There is a text in this browser that was not saved", ".recovery")
    assert again.axe() == []
    again.shot("writing-recovery")
    desk.press("Show the difference")
    again.wait(lambda: again.all("dialog .difference ins"))
    assert again.axe() == []
    again.find("dialog footer .primary").click()
    if saved:
        again.wait_for("Somebody changed this meanwhile", "dialog h2")
        desk.press("Keep mine")
    again.wait(lambda: "Not a word of it." in desk.text)
    assert again.find(".title-field").get_property("value") == "Almost lost"
    desk.save()
    assert not again.all(".recovery")
    Desk(again, screen)
    assert not again.all(".recovery"), "what is saved is not offered again"


def test_without_a_connection(newsroom, admin):
    desk = Desk(newsroom.log_in("editor"), "articles/new")
    desk.title("Under the bridge")
    desk.save()
    number = desk.number()
    offline = {"offline": True, "latency": 0, "throughput": 0}
    newsroom.driver.set_network_conditions(**offline)
    newsroom.wait_for("You are offline.", ".offline")
    desk.write("Typed without a connection.")
    newsroom.find(".title-field").send_keys(Keys.CONTROL, "s")
    newsroom.wait(lambda: desk.state == "Kept in this browser until there is a connection")
    assert newsroom.axe() == []
    newsroom.shot("writing-offline")
    newsroom.driver.set_network_conditions(offline=False, latency=0, throughput=-1)
    desk.saved()
    assert "Typed without a connection." in raw(admin, number)["content"]["raw"]
    newsroom.said()


def test_what_is_typed_is_kept_apart_from_what_is_published(newsroom, admin, fresh_site):
    number = admin.post("posts", {"title": "Public", "content": "<p>Seen.</p>", "status": "publish"}).json()["id"]
    desk = Desk(newsroom.log_in("admin"), f"articles/{number}")
    desk.write(" Not yet seen.")
    newsroom.find(".title-field").click()  # the text is left
    newsroom.wait(lambda: desk.state.startswith("Unsaved changes, kept"))
    assert "Not yet seen." not in raw(admin, number)["content"]["raw"]
    kept = admin.get(f"posts/{number}/autosaves", params={"context": "edit"}).json()
    assert ["Not yet seen." in each["content"]["raw"] for each in kept] == [True]
    # Another browser has nothing of it but the server does.
    newsroom.driver.execute_script("indexedDB.deleteDatabase('broadsheet-newsroom')")
    desk = Desk(newsroom, f"articles/{number}")
    newsroom.wait(lambda: newsroom.all(".recovery"))
    desk.press("Restore")
    newsroom.wait(lambda: "Not yet seen." in desk.text)


def test_errors_stand_at_their_fields(newsroom, admin):
    number = admin.post("posts", {"title": "Pinned", "status": "publish", "sticky": True}).json()["id"]
    desk = Desk(newsroom.log_in("admin"), f"articles/{number}")
    newsroom.field("Visible").send_keys("Public, the text")
    newsroom.field("Password for readers").send_keys("secret")
    desk.press("Update")
    newsroom.wait_for("A pinned article cannot have a password", ".field.wrong .field-error")
    expected(newsroom, 400)
    assert desk.state == "Not saved"
    assert newsroom.axe() == []
    desk.click(newsroom.field("Pinned to the top of the front page"))
    # WordPress looks at what is stored: one after the other.
    newsroom.field("Visible").send_keys("Public")
    desk.press("Update")
    desk.saved()
    assert raw(admin, number)["sticky"] is False


def test_the_switch_for_comments(newsroom, admin):
    number = admin.post("posts", {"title": "Discussed", "content": "<p>x</p>", "status": "publish"}).json()["id"]
    desk = Desk(newsroom.log_in("admin"), f"articles/{number}")
    desk.write(" Unsaved.")
    desk.panel("Discussion")
    desk.press("Readers may comment")
    desk.said("Comments on “Discussed” are closed.")
    post = raw(admin, number)
    assert post["comment_status"] == "closed" and "Unsaved." not in post["content"]["raw"]
    desk.press("Undo")
    newsroom.wait(lambda: raw(admin, number)["comment_status"] == "open")
    desk.press("Update")
    desk.saved()
    assert "Unsaved." in raw(admin, number)["content"]["raw"]


def test_into_the_trash_and_back(newsroom, admin):
    number = admin.post("posts", {"title": "Gone", "content": "x", "status": "publish"}).json()["id"]
    desk = Desk(newsroom.log_in("admin"), f"articles/{number}")
    desk.more("Move to the trash")
    newsroom.wait_for("Move it to the trash?", "dialog h2")
    assert newsroom.axe() == []
    newsroom.find("dialog .danger").click()
    desk.said("“Gone” is in the trash.")
    assert raw(admin, number)["status"] == "trash"
    desk.press("Undo")
    newsroom.wait(lambda: raw(admin, number)["status"] == "publish")
    desk.ready()
    admin.delete(f"posts/{number}")
    desk = Desk(newsroom, f"articles/{number}")
    newsroom.wait_for("This is in the trash.", ".notice")
    assert newsroom.axe() == []
    desk.press("Restore as a draft")
    newsroom.wait_for("Draft", ".writing-head .label")
    assert raw(admin, number)["status"] == "draft"


def test_roles(newsrooms, fresh_site, admin):
    others = admin.post("posts", {"title": "Not theirs", "content": "x", "status": "publish"}).json()["id"]
    contributor = newsrooms().log_in("contributor")
    desk = Desk(contributor, "articles/new")
    desk.title("For review")
    desk.write("Please read.")
    assert contributor.axe() == []
    desk.press("Submit for review")
    contributor.wait_for("Waiting for review", ".writing-head .label")
    assert raw(admin, desk.number())["status"] == "pending"
    assert not contributor.all(".schedule")
    contributor.open(f"articles/{others}")
    contributor.wait_for("You may not see this.")
    expected(contributor, 403)
    contributor.open("pages/new")
    contributor.wait_for("You may not see this.")
    subscriber = newsrooms().log_in("subscriber")
    subscriber.open("articles/new")
    subscriber.wait_for("You may not see this.")


def test_a_page(newsroom, admin):
    above = admin.post("pages", {"title": "About us", "status": "publish"}).json()["id"]
    desk = Desk(newsroom.log_in("editor"), "pages/new")
    desk.title("Imprint")
    desk.panel("Place")
    field = newsroom.field("Below the page")
    newsroom.wait(lambda: "About us" in field.get_property("innerText"))
    field.send_keys("About us")
    newsroom.fill_in(**{"Order among its sisters": "7"})
    assert newsroom.axe() == []
    desk.press("Publish…")
    desk.press("Publish now")
    desk.said("Published.")
    page = raw(admin, desk.number(), "pages")
    assert (page["parent"], page["menu_order"], page["status"]) == (above, 7, "publish")
    assert "/pages/" in desk.driver.current_url


def test_on_a_phone_and_from_right_to_left(newsroom, fresh_site, admin):
    number = admin.post("posts", {"title": "یک شب در شورا", "content": "<p>سلام</p>"}).json()["id"]
    newsroom.log_in("admin")
    newsroom.resize(360, 740)
    Desk(newsroom, f"articles/{number}")
    assert newsroom.axe() == []
    fresh_site.cli("settings", "set", "WPLANG", "fa_IR")
    newsroom.resize(1280, 900)
    Desk(newsroom, f"articles/{number}")
    assert newsroom.find("html").get_attribute("dir") == "rtl"
    assert newsroom.axe() == []
    newsroom.shot("writing-rtl")
