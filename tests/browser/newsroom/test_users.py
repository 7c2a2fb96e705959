"""Users and their roles, as an administrator keeps them."""

from selenium.webdriver.common.keys import Keys

from people import error_at, is_in, logged_in_elsewhere

PHRASE = "A long pass phrase"


def make(site, login, role="author", **fields):
    return site.make("users", username=login, email=f"{login}@example.org", password=PHRASE, roles=[role], **fields)


def rows(newsroom):
    return newsroom.driver.execute_script(
        "return [...document.querySelectorAll('.user-table td strong')].map(each => each.innerText)")


def choose_role(newsroom, role):
    newsroom.find(f".roles input[value={role}]").click()


def test_list(newsroom):
    site = newsroom.site
    writer = make(site, "wanda", name="Wanda Writer")
    for i in range(30):
        make(site, f"reader{i:02}", "subscriber")
    for i in range(2):
        site.make_post(author=writer["id"], title=f"Wanda's {i}")
    newsroom.log_in("admin").open("users")
    newsroom.wait_for("Users", "h1")
    newsroom.wait(lambda: len(rows(newsroom)) == 25)
    assert newsroom.axe() == []
    newsroom.shot("users")
    tabs = newsroom.text(".tabs").split("\n")
    assert tabs == ["All", "36", "Administrator", "1", "Editor", "1", "Author", "2", "Contributor", "1", "Subscriber",
                    "31"]
    newsroom.press("Author 2")
    newsroom.wait(lambda: rows(newsroom) == ["author", "Wanda Writer"])
    assert "Never" in newsroom.text(".user-table") and newsroom.button("2 articles")
    # By name or address, and the address of the screen tells it.
    newsroom.find("input[type=search]").send_keys("wanda@exam")
    newsroom.wait(lambda: rows(newsroom) == ["Wanda Writer"])
    newsroom.wait_for("1 user found", "[role=status]")
    assert "search=wanda" in newsroom.driver.current_url and "role=author" in newsroom.driver.current_url
    newsroom.driver.refresh()
    newsroom.settle()
    newsroom.wait(lambda: rows(newsroom) == ["Wanda Writer"])
    newsroom.find("input[type=search]").send_keys("xyz")
    newsroom.wait_for("Nobody is found.")
    assert newsroom.axe() == []
    newsroom.open("users?page=2")
    newsroom.wait(lambda: len(rows(newsroom)) == 11)
    newsroom.resize(360, 740)
    assert newsroom.axe() == []


def test_new(newsroom):
    site = newsroom.site
    newsroom.log_in("admin").open("users").press("New user").wait_for("New user", "h1")
    newsroom.settle()
    newsroom.fill_in(**{"User name": "editor", "Email address": "nobody", "Password": PHRASE})
    choose_role(newsroom, "contributor")
    assert newsroom.axe() == []
    newsroom.shot("user-new")
    newsroom.press("Add the user")
    assert "email" in error_at(newsroom, "Email address").lower()
    newsroom.fill_in(**{"Email address": "neil@example.org"}).press("Add the user")
    assert error_at(newsroom, "User name") == "Sorry, that username already exists!"
    assert newsroom.axe() == []
    newsroom.fill_in(**{"User name": "neil"})
    newsroom.press("Make one")
    password = newsroom.field("Password").get_property("value")
    assert len(password) == 23 and "Strong." in newsroom.text("form")
    newsroom.press("Add the user").wait_for("neil has an account.", ".toasts")
    newsroom.said()
    assert is_in(site, logged_in_elsewhere(site, "neil", password))
    user = site.api("admin").get("users?search=neil&context=edit").json()[0]
    assert (user["roles"], user["name"]) == (["contributor"], "neil")


def test_edit(newsroom):
    site = newsroom.site
    user = make(site, "wanda", name="Wanda Writer")
    session = logged_in_elsewhere(site, "wanda", PHRASE)
    newsroom.log_in("admin").open(f"users/{user['id']}")
    newsroom.wait_for("Firefox on Linux", ".sessions")
    assert newsroom.axe() == []
    newsroom.shot("user")
    choose_role(newsroom, "editor")
    newsroom.fill_in(**{"Name that readers see": "Wanda W."}).press("Save the user")
    newsroom.wait_for("Wanda W. is saved.", ".toasts")
    newsroom.wait_for("Wanda W.", "h1")
    changed = site.api("admin").get(f"users/{user['id']}?context=edit").json()
    assert (changed["roles"], changed["name"]) == (["editor"], "Wanda W.")
    newsroom.press("Log out everywhere").wait_for("Nowhere at the moment.")
    assert not is_in(site, session)
    newsroom.fill_in(**{"New password": "another pass phrase"}).press("Set the password")
    newsroom.wait_for("has a new password", ".toasts")
    assert is_in(site, logged_in_elsewhere(site, "wanda", "another pass phrase"))


def test_the_only_administrator_stays_one(newsroom):
    admin = newsroom.site.users["admin"]["id"]
    newsroom.log_in("admin").open(f"users/{admin}")
    choose_role(newsroom, "editor")
    newsroom.press("Save the user")
    newsroom.wait_for("not allowed to give users that role", ".roles")
    assert newsroom.axe() == []
    newsroom.said()
    newsroom.press("Delete admin").wait_for("Delete the account of admin?", "dialog")
    newsroom.press("Delete the account").wait_for("This is the only administrator; there must be one.", "dialog")
    newsroom.said()


def test_delete(newsroom):
    site = newsroom.site
    user = make(site, "wanda", name="Wanda Writer")
    site.make_post(author=user["id"], title="One")
    site.make_post(author=user["id"], title="Two", status="draft")
    site.make("pages", author=user["id"], title="A page", status="publish")
    newsroom.log_in("admin").open(f"users/{user['id']}").press("Delete Wanda Writer")
    newsroom.wait_for("2 articles", "dialog")
    assert newsroom.text(".owned") == "2 articles\n1 page"
    assert newsroom.axe() == []
    newsroom.shot("user-delete")
    newsroom.field("To somebody else").send_keys("edit")
    newsroom.wait_for("editor", "[role=option]")
    newsroom.key(Keys.ARROW_DOWN, Keys.ENTER)
    newsroom.wait_for("They go to editor.", "dialog")
    newsroom.press("Delete the account").wait_for("The account of Wanda Writer is deleted.", ".toasts")
    newsroom.wait_for("Users", "h1")
    newsroom.wait(lambda: "Wanda Writer" not in rows(newsroom))
    editor = site.users["editor"]["id"]
    posts = site.api("admin").get(f"posts?author={editor}&status=any&context=edit").json()
    assert sorted(post["title"]["raw"] for post in posts) == ["One", "Two"]
