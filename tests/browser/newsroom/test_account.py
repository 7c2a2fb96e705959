"""One's own account: profile, password, passwords of programs, sessions."""

import os
import shlex
import sqlite3
import subprocess

from selenium.webdriver.common.by import By

from people import PASSWORD, error_at, is_in, logged_in_elsewhere, value


def test_profile(newsroom):
    newsroom.log_in("author").open("account")
    newsroom.wait_for("Your account", "h1")
    newsroom.wait_for("This one", ".sessions")
    assert newsroom.axe() == []
    newsroom.shot("account")
    newsroom.fill_in(**{"Name that readers see": "Anna Author", "Website": "https://anna.example/"})
    # Neither a look elsewhere nor a reload loses what was typed.
    newsroom.press("Overview").wait_for("They are kept here.", ".toasts")
    newsroom.open("account")
    assert value(newsroom, "Name that readers see") == "Anna Author"
    newsroom.press("Save the profile").wait_for("Your profile is saved.", ".toasts")
    newsroom.wait_for("Anna Author", ".me")
    me = newsroom.site.api("author").get("users/me?context=edit").json()
    assert (me["name"], me["url"]) == ("Anna Author", "https://anna.example/")
    # What is refused says so where it was typed, and stays there.
    newsroom.fill_in(**{"Email address": "editor@example.org"}).press("Save the profile")
    assert "Invalid email address" in error_at(newsroom, "Email address")
    assert value(newsroom, "Email address") == "editor@example.org"
    assert newsroom.axe() == []
    assert len([line for line in newsroom.said() if "400" in line]) == 1
    newsroom.press("Discard the changes")
    assert value(newsroom, "Email address") == "author@example.org"


def test_an_old_session_is_asked_for_the_password(newsroom):
    site = newsroom.site
    newsroom.log_in("author").open("account")
    newsroom.wait_for("This one", ".sessions")
    site.stop()
    with sqlite3.connect(os.path.join(site.data, "site.db")) as file:
        file.execute("UPDATE session SET created = created - 1000")
    file.close()
    site.start()
    newsroom.fill_in(**{"Email address": "anna@example.org"}).press("Save the profile")
    label = "Your present password, for the new address"
    assert "present password" in error_at(newsroom, label)
    newsroom.fill_in(**{label: "wrong"}).press("Save the profile")
    newsroom.wait(lambda: "not your present" in error_at(newsroom, label))
    newsroom.fill_in(**{label: PASSWORD}).press("Save the profile").wait_for("Your profile is saved.", ".toasts")
    assert site.api("author").get("users/me?context=edit").json()["email"] == "anna@example.org"
    newsroom.said()


def test_password(newsroom):
    site = newsroom.site
    other = logged_in_elsewhere(site)
    newsroom.log_in("author").open("account")
    newsroom.wait_for("Firefox on Linux", ".sessions")
    field = newsroom.field("New password")
    field.send_keys("aaaaaaaaaaaaaaaaaaaa")
    newsroom.wait_for("Too easy to guess.", "form")
    newsroom.fill_in(**{"New password": "four words are long"})
    newsroom.wait_for("Strong.", "form")
    assert field.get_attribute("type") == "password"
    newsroom.driver.execute_script("arguments[0].closest('.password').querySelector('button').click()", field)
    newsroom.wait(lambda: field.get_attribute("type") == "text")
    assert newsroom.axe() == []
    newsroom.fill_in(**{"Present password": "wrong"}).press("Change the password")
    assert error_at(newsroom, "Present password") == "This is not your present password."
    assert newsroom.driver.switch_to.active_element == newsroom.field("Present password")
    assert value(newsroom, "New password") == "four words are long"
    assert is_in(site, other)
    newsroom.said()
    newsroom.fill_in(**{"Present password": PASSWORD}).press("Change the password")
    newsroom.wait_for("Your password is changed.", ".toasts")
    # This browser goes on, the others do not.
    newsroom.wait(lambda: "Firefox on Linux" not in newsroom.text(".sessions"))
    assert not is_in(site, other)
    newsroom.open("account")
    newsroom.wait_for("This one", ".sessions")
    logged_in_elsewhere(site, password="four words are long")


def test_application_passwords(newsroom):
    site = newsroom.site
    newsroom.log_in("author").open("account")
    newsroom.wait_for("tests", "#app-passwords ~ .things")
    newsroom.fill_in(**{"Name of the program": "tests"}).press("Make a password")
    assert "unique" in error_at(newsroom, "Name of the program")
    newsroom.said()
    newsroom.fill_in(**{"Name of the program": "My script"}).press("Make a password")
    newsroom.wait_for("shown this once", ".made")
    assert "My script" in newsroom.driver.switch_to.active_element.text
    assert newsroom.axe() == []
    newsroom.shot("account-password-made")
    password, line = [each.text for each in newsroom.all(".made code")]
    # The line works as it stands.
    ran = subprocess.run(shlex.split(line) + ["--silent"], capture_output=True, text=True, timeout=30)
    assert '"slug":"author"' in ran.stdout, ran
    assert site.get("/wp-json/wp/v2/users/me", auth=("author", password)).status_code == 200
    newsroom.press("I have it")
    newsroom.open("account")
    newsroom.wait_for("Used", "#app-passwords ~ .things")
    assert not newsroom.all(".made") and password not in newsroom.driver.page_source
    newsroom.press("Revoke My script").wait_for("Revoke “My script”?", "dialog")
    assert newsroom.axe() == []
    newsroom.driver.find_element(By.CSS_SELECTOR, "dialog .danger").click()
    newsroom.wait_for("is revoked", ".toasts")
    newsroom.wait(lambda: "My script" not in newsroom.text("#app-passwords ~ .things"))
    assert site.get("/wp-json/wp/v2/users/me", auth=("author", password)).status_code == 401


def test_sessions(newsroom):
    site = newsroom.site
    others = [logged_in_elsewhere(site) for _ in range(3)]
    newsroom.log_in("author").open("account")
    newsroom.wait(lambda: len(newsroom.all(".sessions li")) == 4)
    newsroom.press("Log out: Firefox on Linux")
    newsroom.wait(lambda: len(newsroom.all(".sessions li")) == 3)
    assert sorted(is_in(site, one) for one in others) == [False, True, True]
    newsroom.press("Dismiss").press("Log out everywhere else").wait_for("2 sessions ended.", ".toasts")
    newsroom.wait(lambda: len(newsroom.all(".sessions li")) == 1)
    assert not any(is_in(site, one) for one in others)
    other = logged_in_elsewhere(site)
    newsroom.press("Dismiss").press("Log out everywhere").wait_for("Log in", "h1")
    assert not is_in(site, other)


def test_throttled(newsroom):
    newsroom.site.settings(login_attempts_per_login=1)
    newsroom.open()
    newsroom.fill_in(**{"Name or email address": "author", "Password": "wrong"}).press("Log in")
    newsroom.wait_for("not right", "[role=alert].notice")
    newsroom.fill_in(Password=PASSWORD).press("Log in")
    newsroom.wait_for("Too many failed attempts", "[role=alert].notice")
    assert newsroom.axe() == []
    assert len(newsroom.said()) == 2
