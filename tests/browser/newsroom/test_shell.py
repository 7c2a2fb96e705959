"""The way in, the frame, and what is the same on every screen."""

from selenium.webdriver.common.by import By


def test_log_in(newsroom):
    newsroom.open()
    assert newsroom.text("h1") == "Log in"
    assert newsroom.axe() == []
    newsroom.shot("log-in")
    newsroom.fill_in(**{"Name or email address": "editor", "Password": "wrong"}).press("Log in")
    newsroom.wait(lambda: newsroom.all("[role=alert].notice"))
    assert newsroom.driver.switch_to.active_element.get_attribute("name") == "pwd"
    # The refusal is the test's own.
    assert len([line for line in newsroom.said() if "401" in line]) == 1
    newsroom.fill_in(Password="editor-password-1").press("Log in")
    newsroom.wait_for("Overview", "h1")
    newsroom.wait_for("editor", ".me")
    newsroom.press("Log out")
    newsroom.wait_for("Log in", "h1")


def test_the_frame(newsroom):
    newsroom.log_in("admin").open()
    newsroom.wait_for("Overview", "h1")
    assert newsroom.axe() == []
    newsroom.key("?")
    newsroom.wait_for("Keyboard shortcuts", "dialog h2")
    assert newsroom.axe() == []
    newsroom.shot("keys")
    newsroom.key("\ue00c")
    newsroom.wait(lambda: not newsroom.all("dialog"))
    newsroom.resize(360, 740)
    assert not newsroom.find(".side").is_displayed()
    newsroom.press("Open the navigation")
    assert newsroom.find(".side").is_displayed()
    assert newsroom.axe() == []


def test_an_address_that_is_none(newsroom):
    newsroom.log_in("admin").open("nothing/here")
    newsroom.wait_for("There is no such place in the newsroom.")
    assert newsroom.axe() == []


def test_offline_is_said(newsroom):
    newsroom.log_in("admin").open()
    newsroom.wait_for("Overview", "h1")
    newsroom.driver.set_network_conditions(offline=True, latency=0, throughput=0)
    newsroom.wait_for("You are offline.", ".offline")
    assert newsroom.axe() == []
    newsroom.driver.set_network_conditions(offline=False, latency=0, throughput=-1)
    newsroom.wait(lambda: not newsroom.all(".offline"))


def test_a_session_that_ends(newsroom):
    newsroom.log_in("editor").open()
    newsroom.wait_for("editor", ".me")
    newsroom.driver.delete_all_cookies()
    # Whatever is asked next notices.
    def noticed():
        newsroom.driver.execute_script("document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))")
        return newsroom.all("dialog h2")
    newsroom.wait(noticed)
    assert newsroom.text("dialog h2") == "Please log in again"
    assert newsroom.axe() == []
    newsroom.shot("log-in-again")
    assert newsroom.field("Name or email address").get_attribute("value") == "editor"
    newsroom.fill_in(Password="editor-password-1")
    newsroom.find("dialog [type=submit]").click()
    newsroom.wait(lambda: not newsroom.all("dialog"))
    newsroom.said()


def test_without_script(newsroom):
    newsroom.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    newsroom.driver.get(newsroom.site.base + "/wp-admin/")
    assert newsroom.driver.current_url == newsroom.site.base + "/newsroom/"
    newsroom.find("#log").send_keys("editor")
    newsroom.find("#pwd").send_keys("editor-password-1")
    newsroom.leave(newsroom.driver.find_element(By.CSS_SELECTOR, "[type=submit]").click)
    assert newsroom.driver.current_url == newsroom.site.base + "/newsroom/"
    assert "needs JavaScript" in newsroom.text()
