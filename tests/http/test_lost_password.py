"""A lost password: the letter with its link, the form, and what must not be found out or used twice."""

import re
import time
from urllib.parse import urlsplit

import pytest

from page import Page
from smtp import SmtpServer

LOGIN = "/wp-login.php"
ASK = LOGIN + "?action=lostpassword"


@pytest.fixture
def server():
    with SmtpServer() as server:
        yield server


@pytest.fixture
def mail_site(fresh_site, server):
    fresh_site.settings(smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none",
                        mail_from="press@paper.example")
    return fresh_site


def ask(site, name, **options):
    return site.post(ASK, {"user_login": name}, allow_redirects=False, **options)


def link_of(letter):
    return re.search(r"https?://\S+action=rp\S+", letter.text).group()


def get_link(site, server, name="author"):
    answer = ask(site, name)
    assert (answer.status_code, answer.headers["Location"]) == (302, site.base + LOGIN + "?checkemail=confirm")
    return link_of(server.next_letter())


def open_link(site, link):
    """A browser that shows the form behind the link, and the form."""
    browser = site.browser()
    answer = browser.get(link)
    assert answer.status_code == 200, answer.text
    return browser, Page(answer).form(LOGIN)


def can_log_in(site, login, password):
    return site.post(LOGIN, {"log": login, "pwd": password}, allow_redirects=False).status_code == 302


def nothing_waits(site):
    end = time.monotonic() + 20
    while site.api("admin").get("/broadsheet/v1/mail").json()["waiting"]:
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("name", ["author", "AUTHOR", "by e-mail"])
def test_the_whole_way(mail_site, server, name):
    site = mail_site
    email = site.api("admin").get("users?context=edit&search=author").json()[0]["email"]
    page = Page(site.get(LOGIN + "?reauth=1"))
    assert any(a.get("href", "").endswith("action=lostpassword") for a in page.find_all("a"))
    assert Page(site.get(ASK)).form(LOGIN).input("user_login")["autocomplete"] == "username"
    ask(site, email if name == "by e-mail" else name)
    letter = server.next_letter()
    assert letter.recipients == [email] and letter.subject == "[Test Site] Password reset"
    assert "on its way" in site.get(LOGIN + "?checkemail=confirm").text

    logged_in = site.browser()
    old = site.users["author"]["password"]
    assert logged_in.post(site.base + LOGIN, {"log": "author", "pwd": old}, allow_redirects=False).status_code == 302
    browser, form = open_link(site, link_of(letter))
    # The key has left the address, and nobody keeps the page.
    answer = browser.get(site.base + LOGIN + "?action=rp")
    assert answer.headers["Cache-Control"] == "private, no-store"
    cookie = next(cookie for cookie in browser.cookies if cookie.name.startswith("wp-resetpass-"))
    assert cookie.path == LOGIN and cookie.has_nonstandard_attr("HttpOnly")
    answer = browser.post(site.base + LOGIN + "?action=resetpass", {**form.fields, "pass1": "Neues Wort: ü"})
    assert answer.status_code == 200 and "has been changed" in answer.text
    assert can_log_in(site, "author", "Neues Wort: ü") and not can_log_in(site, "author", old)
    # Sessions of before are over.
    assert "action=logout" not in logged_in.get(site.base + "/").text
    assert server.next_letter().subject == "[Test Site] Password changed"
    # Once only.
    answer = site.browser().get(link_of(letter))
    assert "is no longer valid" in answer.text and "pass1" not in answer.text


def test_nobody_can_tell_who_has_an_account(mail_site, server):
    known, unknown = ask(mail_site, "author"), ask(mail_site, "nobody at all")
    for answer in (known, unknown):
        assert (answer.status_code, answer.headers["Location"]) == (302, mail_site.base + LOGIN + "?checkemail=confirm")
    assert known.text == unknown.text
    assert server.next_letter()
    nothing_waits(mail_site)
    assert server.letters.empty()


def test_links_end(mail_site, server):
    site = mail_site
    first, second = get_link(site, server), get_link(site, server)
    browser, form = open_link(site, first)
    assert browser.post(site.base + LOGIN + "?action=resetpass", {**form.fields, "pass1": "one"}).status_code == 200
    assert can_log_in(site, "author", "one")
    # The other one fell with it, also for who had the form open.
    assert "is no longer valid" in site.browser().get(second).text
    assert server.next_letter().subject == "[Test Site] Password changed"
    # A new address ends a link as well.
    third = get_link(site, server, "editor")
    admin = site.api("admin")
    editor = admin.get("users?search=editor").json()[0]["id"]
    admin.post(f"users/{editor}", {"email": "other@example.org"})
    assert "is no longer valid" in site.browser().get(third).text


def test_the_last_check_is_in_the_write(mail_site, server):
    site = mail_site
    one, two = get_link(site, server), get_link(site, server)
    first, second = open_link(site, one), open_link(site, two)
    for (browser, form), password in ((first, "one"), (second, "two")):
        browser.post(site.base + LOGIN + "?action=resetpass", {**form.fields, "pass1": password})
    assert can_log_in(site, "author", "one") and not can_log_in(site, "author", "two")


@pytest.mark.parametrize("change", [
    lambda link: link[:-1] + "x",
    lambda link: link.replace("login=author", "login=admin"),
    lambda link: re.sub(r"key=\d", "key=9", link),
    lambda link: re.sub("key=[^&]*", "key=", link),
    lambda link: re.sub("key=[^&]*", "key=" + "9" * 50 + ".x", link),
    lambda link: re.sub("key=[^&]*", "key=%00", link),
    lambda link: re.sub("login=.*", "login[]=author", link),
    lambda link: link.split("&")[0],
])
def test_forged_links(mail_site, server, change):
    link = change(get_link(mail_site, server))
    answer = mail_site.browser().get(link)
    assert answer.status_code in (200, 400) and "pass1" not in answer.text
    assert can_log_in(mail_site, "author", mail_site.users["author"]["password"])


@pytest.mark.parametrize("fields, said", [
    ({"pass1": ""}, "enter a password"),
    ({}, "enter a password"),
    ({"pass1": "a", "pass2": "b"}, "differ"),
    ({"pass1": "x" * 5000}, "too long"),
])
def test_refused_passwords(mail_site, server, fields, said):
    browser, form = open_link(mail_site, get_link(mail_site, server))
    answer = browser.post(mail_site.base + LOGIN + "?action=resetpass", {"rp_key": form.fields["rp_key"], **fields})
    assert answer.status_code == 422 and said in answer.text
    # The form is there again, and works.
    answer = browser.post(mail_site.base + LOGIN + "?action=resetpass", {**form.fields, "pass1": "good"})
    assert answer.status_code == 200 and can_log_in(mail_site, "author", "good")


def test_a_form_without_its_cookie_does_nothing(mail_site, server):
    _, form = open_link(mail_site, get_link(mail_site, server))
    answer = mail_site.post(LOGIN + "?action=resetpass", {**form.fields, "pass1": "stolen"}, allow_redirects=False)
    assert answer.status_code == 302 and "invalidkey" in answer.headers["Location"]
    assert not can_log_in(mail_site, "author", "stolen")
    assert mail_site.get(LOGIN + "?action=rp", allow_redirects=False).status_code == 302


@pytest.mark.parametrize("name", ["", " ", "x" * 300])
def test_no_name(mail_site, name):
    answer = ask(mail_site, name)
    assert answer.status_code == 422 and Page(answer).find(role="alert") is not None


def test_limits(mail_site, server):
    for _ in range(3):
        assert ask(mail_site, "nobody").status_code == 302
    answer = ask(mail_site, "Nobody")
    assert answer.status_code == 429 and 0 < int(answer.headers["Retry-After"]) <= 3600
    for number in range(7):
        assert ask(mail_site, f"name {number}").status_code == 302
    assert ask(mail_site, "author").status_code == 429
    nothing_waits(mail_site)
    assert server.letters.empty()


def test_another_site_cannot_ask(mail_site, server):
    answer = ask(mail_site, "author", headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"})
    assert answer.status_code == 403
    nothing_waits(mail_site)
    assert server.letters.empty()


def test_without_a_mail_server(fresh_site):
    assert "lostpassword" not in fresh_site.get(LOGIN).text
    answer = fresh_site.get(ASK)
    assert answer.status_code == 200 and "cannot send mail" in answer.text and "user_login" not in answer.text
    assert urlsplit(ask(fresh_site, "author").headers["Location"]).query == "action=lostpassword"
    assert fresh_site.api("admin").get("/broadsheet/v1/mail").json()["waiting"] == 0


def link_path(site, login):
    return f"/wp-json/broadsheet/v1/users/{site.users[login]['id']}/password-link"


def test_an_administrator_sends_the_link(mail_site, server):
    answer = mail_site.post(link_path(mail_site, "author"), auth=mail_site.auth("admin"))
    assert (answer.status_code, answer.json()) == (200, {"queued": True})
    letter = server.next_letter()
    assert letter.recipients == ["author@example.org"]
    browser, form = open_link(mail_site, link_of(letter))
    fields = {**form.fields, "pass1": "A new pass phrase", "pass2": "A new pass phrase"}
    answer = browser.post(mail_site.base + LOGIN + "?action=resetpass", fields)
    assert answer.status_code == 200
    assert can_log_in(mail_site, "author", "A new pass phrase")


def test_who_may_send_the_link(mail_site):
    for login, status in (("editor", 403), (None, 401)):
        auth = mail_site.auth(login) if login else None
        answer = mail_site.post(link_path(mail_site, "author"), auth=auth)
        assert (answer.status_code, answer.json()["code"]) == (status, "rest_cannot_edit")
    answer = mail_site.post("/wp-json/broadsheet/v1/users/99999/password-link", auth=mail_site.auth("admin"))
    assert (answer.status_code, answer.json()["code"]) == (404, "rest_user_invalid_id")
    nothing_waits(mail_site)


def test_no_link_without_a_mail_server(fresh_site):
    answer = fresh_site.post(link_path(fresh_site, "author"), auth=fresh_site.auth("admin"))
    assert (answer.status_code, answer.json()["code"]) == (409, "broadsheet_mail_off")
