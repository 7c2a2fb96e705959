"""All settings, explained: found, changed, refused, taken back; what is in force; mail; what is held of a person."""

import datetime

from smtp import SmtpServer

from people import error_at, value


def opened(newsroom):
    newsroom.log_in("admin").open("settings")
    newsroom.wait_for("Settings", "h1")
    newsroom.wait(lambda: newsroom.all(".setting"))
    return newsroom


def test_save_and_undo(newsroom):
    site = newsroom.site
    opened(newsroom)
    schema = site.api("admin").options("settings").json()["schema"]["properties"]
    assert len(newsroom.all(".setting")) == len(schema)
    assert newsroom.axe() == []
    newsroom.shot("settings")
    newsroom.fill_in(**{"Site title": "The Morning Paper", "Tagline": "News every day"})
    newsroom.wait_for("Not saved", "#general")
    newsroom.press("Save: General").wait_for("“General” is saved.", ".toasts")
    # The public page has it from the very next request on.
    assert "The Morning Paper" in site.get("/").text and "News every day" in site.get("/").text
    newsroom.press("Undo").wait_for("It is as it was before.", ".toasts")
    assert "The Morning Paper" not in site.get("/").text
    newsroom.wait(lambda: value(newsroom, "Site title") == "Test Site")


def test_refusals_and_defaults(newsroom):
    site = newsroom.site
    opened(newsroom)
    newsroom.fill_in(**{"Articles on a page": "many", "Articles in a feed": "5000"}).press("Save: Reading")
    assert "integer" in error_at(newsroom, "Articles on a page")
    assert "100" in error_at(newsroom, "Articles in a feed")
    assert value(newsroom, "Articles on a page") == "many"
    assert newsroom.axe() == []
    newsroom.shot("settings-refused")
    assert len([line for line in newsroom.said() if "400" in line]) == 1
    # Nothing of it was saved, and nothing is lost by a reload.
    assert site.api("admin").get("settings").json()["posts_per_page"] == 10
    newsroom.open("settings")
    newsroom.wait(lambda: value(newsroom, "Articles on a page") == "many")
    newsroom.press("Default: 10 (Articles on a page)").press("Default: 10 (Articles in a feed)")
    newsroom.wait(lambda: "Not saved" not in newsroom.text("#reading"))
    newsroom.fill_in(**{"Articles on a page": "7"}).press("Save: Reading").wait_for("is saved.", ".toasts")
    assert site.api("admin").get("settings").json()["posts_per_page"] == 7


def test_search(newsroom):
    opened(newsroom)
    newsroom.find("#settings-search").send_keys("threads")
    newsroom.wait_for("setting", ".settings-side [role=status]")
    shown = [each.text for each in newsroom.all(".setting label, .setting legend") if each.is_displayed()]
    assert "Levels of threads" in shown and "Site title" not in shown
    assert newsroom.axe() == []
    newsroom.find("#settings-search").send_keys(" nothing is called so")
    newsroom.wait_for("No setting is called so.")
    newsroom.open().open("settings#mail")
    newsroom.wait_for("No mail server is set")


def test_what_is_in_force(newsroom):
    site = newsroom.site
    ago = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=30)
    for i in range(3):
        site.make_post(title=f"Old {i}", date_gmt=ago.strftime("%Y-%m-%dT%H:%M:%S"))
    young = site.make_post(title="Young")
    opened(newsroom)
    newsroom.wait_for("New articles are open to comments. Comments do not close by themselves.", ".notice")
    newsroom.field("Close old articles").click()
    newsroom.press("Save: Discussion").wait_for(
        "Comments close by themselves 14 days after publication. 3 articles are older than that.", ".notice")
    posts = site.api().get("posts").json()
    assert {post["title"]["rendered"]: post["comments"]["state"] for post in posts} == {
        "Old 0": "closed", "Old 1": "closed", "Old 2": "closed", "Young": "open"}
    assert young["id"] and newsroom.axe() == []


def test_examples(newsroom):
    opened(newsroom)
    newsroom.fill_in(**{"Time zone": "Asia/Tehran", "Date format": "Y-m-d \\d", "Time format": "H:i"})
    now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=3, minutes=30)))
    newsroom.wait_for(f"Now: {now:%Y-%m-%d} d", ".example")
    newsroom.fill_in(**{"Address of articles": "/%category%/%postname%/"})
    newsroom.wait_for("/news/an-article/", ".example")
    newsroom.fill_in(**{"Address of articles": "/%nothing%/"}).press("Save: Addresses")
    assert error_at(newsroom, "Address of articles")
    newsroom.said()


def test_mail(newsroom):
    site = newsroom.site
    with SmtpServer() as server:
        site.settings(smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none", mail_from="press@paper.example")
        opened(newsroom)
        assert value(newsroom, "Send a letter to") == "admin@example.org"
        newsroom.fill_in(**{"Send a letter to": "someone@example.org"}).press("Send the test")
        newsroom.wait_for("The mail server has taken the letter to someone@example.org.", ".notice")
        assert server.next_letter().recipients == ["someone@example.org"]
    # The server is gone: its way of saying so is shown.
    newsroom.press("Send the test")
    newsroom.wait(lambda: newsroom.all(".notice.error"))
    assert newsroom.axe() == []
    assert len([line for line in newsroom.said() if "502" in line]) == 1


def test_privacy(newsroom):
    site = newsroom.site
    site.settings(rest_allow_anonymous_comments=True)
    post = site.make_post()
    for i in range(2):
        answer = site.api().post("comments", {"post": post["id"], "content": f"Words {i}", "author_name": "Eve",
                                              "author_email": "eve@example.org"})
        assert answer.status_code == 201, answer.text
    opened(newsroom)
    newsroom.fill_in(**{"Email address of the person": "eve@example.org"}).press("Download what is held")
    newsroom.wait_for("2 comments are in the file.", ".notice")
    newsroom.press("Erase the person").wait_for("Erase what is held of eve@example.org?", "dialog")
    assert newsroom.axe() == []
    newsroom.press("Erase").wait_for("2 comments are anonymous now.", ".notice")
    comments = site.api("admin").get("comments?context=edit&status=hold").json()
    assert len(comments) == 2 and {comment["author_email"] for comment in comments} == {""}
