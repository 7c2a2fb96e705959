"""Letters: who is told of what, how they look, and that none is lost whatever the mail server does."""

import contextlib
import re
import sqlite3
import threading
import time

import pytest

from page import Page
from smtp import SmtpServer, make_certificate


def eventually(check, seconds=20):
    """What check() gives as soon as it is true."""
    end = time.monotonic() + seconds
    while not (result := check()):
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)
    return result


def configure(site, server, **more):
    site.settings(smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none", mail_from="press@paper.example",
                  mail_from_name="Zeitung Köln", mail_retry_seconds=1, **more)


@pytest.fixture
def server():
    with SmtpServer() as server:
        yield server


@pytest.fixture
def mail_site(fresh_site, server):
    """A site that sends to `server`; comments of strangers are held."""
    configure(fresh_site, server)
    return fresh_site


def comment(site, post, text, name="Eve", address="eve@example.org"):
    form = Page(site.get(post["link"])).comment_form()
    answer = site.post("/wp-comments-post.php", {**form.fields, "author": name, "email": address, "comment": text},
                       allow_redirects=False)
    assert answer.status_code in (302, 303), answer.text
    return answer


def status(site):
    return site.api("admin").get("/broadsheet/v1/mail").json()


def nothing_more(site, server):
    eventually(lambda: status(site)["waiting"] == 0)
    assert server.letters.empty()


def email_of(site, login):
    return site.api("admin").get(f"users?context=edit&search={login}").json()[0]["email"]


# Who is told


def test_held_and_approved(mail_site, server):
    site = mail_site
    post = site.make_post("author", title="Über <em>Äpfel</em>", status="publish")
    comment(site, post, "First line\n\nGrüße & <b>more</b>")
    letters = [server.next_letter(), server.next_letter()]
    moderated = {letter.recipients[0]: letter for letter in letters}
    admin, author = email_of(site, "admin"), email_of(site, "author")
    assert set(moderated) == {site.api("admin").get("settings").json()["email"], author}
    letter = moderated[author]
    assert letter.sender == "press@paper.example"
    assert letter.subject == '[Test Site] Please moderate: "Über Äpfel"'
    assert letter.message["From"] == "Zeitung Köln <press@paper.example>"
    assert letter.message["Reply-To"] == "eve@example.org"
    assert letter.message["Auto-Submitted"] == "auto-generated"
    assert "Author: Eve\nEmail: eve@example.org\n" in letter.text
    assert "First line\n\nGrüße & more" in letter.text
    assert "comment_previously_approved" in letter.text
    assert admin

    held = site.api("admin").get("comments?status=hold").json()[0]["id"]
    site.api("editor").post(f"comments/{held}", {"status": "approved"})
    letter = server.next_letter()
    assert letter.recipients == [author] and letter.subject == '[Test Site] Comment: "Über Äpfel"'
    assert f"#comment-{held}" in letter.text
    # Approving once more tells nobody.
    site.api("editor").post(f"comments/{held}", {"status": "approved"})
    nothing_more(site, server)


def log_in(site, login):
    browser = site.browser()
    browser.post(site.base + "/wp-login.php", {"log": login, "pwd": site.users[login]["password"]})
    return browser


def test_the_letter_leads_to_a_page_that_decides(mail_site, server):
    site = mail_site
    post = site.make_post("author", title="T & T", status="publish")
    comment(site, post, "Held <em>words</em>")
    link = re.search(r"https?://\S+/wp-admin/comment.php\S+", server.next_letter().text).group()
    server.next_letter()
    held = site.api("admin").get("comments?status=hold").json()[0]["id"]
    # To the log-in first, and back.
    answer = site.get(link.removeprefix(site.base), allow_redirects=False)
    assert answer.status_code == 302 and "redirect_to=" in answer.headers["Location"]
    browser = log_in(site, "author")
    answer = browser.get(link)
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "private, no-store"
    for words in ("T &amp; T", "Held <em>words</em>", "eve@example.org", "comment_previously_approved", "waits"):
        assert words in answer.text, words
    form = Page(answer).form("/wp-admin/comment.php")
    hidden = {name: form.fields[name] for name in ("c", "_wpnonce")}
    url = site.base + "/wp-admin/comment.php"

    def state():
        return site.api("admin").get(f"comments/{held}?context=edit").json()["status"]

    # Opening it changed nothing; nor does a form without its nonce, or of somebody who may not.
    for wrong in ({**hidden, "_wpnonce": "0123456789", "spam": "1"}, {"c": hidden["c"], "spam": "1"}):
        assert browser.post(url, wrong, allow_redirects=False).status_code == 403
    stranger = log_in(site, "subscriber")
    assert stranger.get(link).status_code == 404
    assert browser.post(url, {**hidden, "c": "999999", "spam": "1"}).status_code == 404
    assert browser.post(url, hidden, allow_redirects=False).status_code == 303
    assert state() == "hold"

    answer = browser.post(url, {**hidden, "spam": "1"})
    assert answer.status_code == 200 and "marked as spam" in answer.text and state() == "spam"
    browser.post(url, {**hidden, "trash": "1"})
    assert state() == "trash"
    # Approved by a colleague: now the author is told.
    editor = log_in(site, "editor")
    form = Page(editor.get(link)).form("/wp-admin/comment.php")
    answer = editor.post(url, {"c": held, "_wpnonce": form.fields["_wpnonce"], "approve": "1"})
    assert "is shown" in answer.text and state() == "approved"
    assert server.next_letter().subject.endswith('Comment: "T & T"')
    nothing_more(site, server)
    for query in ("", "?c=", "?c=x", "?c=0", "?c=99999999999999999999"):
        assert editor.get(url + query).status_code == 404


def test_nobody_is_told_of_the_own_words(mail_site, server):
    site = mail_site
    post = site.make_post("author", title="T", status="publish")
    assert site.api("author").post("comments", {"post": post["id"], "content": "My own"}).status_code == 201
    comment(site, post, "Held for the author to approve")
    assert len({server.next_letter().recipients[0] for _ in range(2)}) == 2
    held = site.api("admin").get("comments?status=hold").json()[0]["id"]
    assert site.api("author").post(f"comments/{held}", {"status": "approved"}).status_code == 200
    nothing_more(site, server)


def test_switches(mail_site, server):
    site = mail_site
    site.settings(comments_notify=False, moderation_notify=False)
    post = site.make_post("author", title="T", status="publish")
    comment(site, post, "Held")
    site.settings(comment_previously_approved=False)
    comment(site, post, "Approved")
    site.settings(comments_notify=True, disallowed_keys="pills")
    comment(site, post, "Buy pills")
    nothing_more(site, server)
    comment(site, post, "Approved and told")
    assert "Approved and told" in server.next_letter().text
    # What a moderator files under an old date is no news.
    site.api("editor").post("comments", {"post": post["id"], "content": "Old", "date": "2020-01-01T00:00:00"})
    nothing_more(site, server)


def test_off_until_a_server_is_set(fresh_site):
    post = fresh_site.make_post("author", title="T", status="publish")
    comment(fresh_site, post, "Held")
    state = status(fresh_site)
    assert (state["configured"], state["waiting"]) == (False, 0)
    assert fresh_site.cli("mail", "status").stdout == "mail server: none set\nwaiting: 0, given up: 0\n"


def test_accounts(mail_site, server):
    site = mail_site
    admin = site.api("admin")
    user = admin.post("users", {"username": "nina", "email": "nina@example.org", "password": "one two three"}).json()
    admin.post(f"users/{user['id']}", {"first_name": "Nina"})
    admin.post(f"users/{user['id']}", {"email": "new@example.org"})
    letter = server.next_letter()
    assert letter.recipients == ["nina@example.org"] and letter.subject == "[Test Site] Email address changed"
    assert "changed to new@example.org" in letter.text
    admin.post(f"users/{user['id']}", {"password": "another one"})
    letter = server.next_letter()
    assert letter.recipients == ["new@example.org"] and letter.subject == "[Test Site] Password changed"
    nothing_more(site, server)


# How they look


def test_headers_cannot_be_forged(mail_site, server):
    site = mail_site
    site.settings(title="Paper =?UTF-8?B?eA==?=", comment_previously_approved=False)
    title = "One Bcc: evil@example.org \u2028" + "ж" * 200
    post = site.make_post("author", title=title, status="publish")
    comment(site, post, ".\r\n.\r\nRCPT TO: evil@example.org\r\n" + "x" * 2000, name="Eve\r\nBcc: evil@example.org")
    letter = server.next_letter()
    assert len(letter.recipients) == 1 and "Bcc" not in letter.message
    assert letter.message.defects == []
    assert letter.subject.startswith('[Paper =?UTF-8?B?eA==?=] Comment: "One Bcc: evil@example.org')
    assert ".\n.\nRCPT TO: evil@example.org\n" in letter.text and "x" * 2000 in letter.text
    head, _, body = letter.raw.partition(b"\r\n\r\n")
    assert letter.raw.isascii() and b"\n" not in letter.raw.replace(b"\r\n", b"")
    assert max(len(line) for line in head.split(b"\r\n")) <= 76
    assert max(len(line) for line in body.split(b"\r\n")) <= 76
    assert re.search(rb"\r\nDate: \w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000\r\n", b"\r\n" + head)
    assert re.search(rb"\r\nMessage-ID: <[\w.-]+@127\.0\.0\.1>\r\n", head)


def test_language(mail_site, server):
    site = mail_site
    site.settings(language="ru_RU", comment_previously_approved=False)
    post = site.make_post("author", title="T", status="publish")
    comment(site, post, "Words")
    letter = server.next_letter()
    assert letter.subject == "[Test Site] Комментарий: «T»" and "Автор: Eve\n" in letter.text
    # Who has a language of his own is written to in that one.
    author = site.api("admin").get("users?search=author").json()[0]["id"]
    site.api("admin").post(f"users/{author}", {"locale": "de_DE"})
    comment(site, post, "More words")
    assert server.next_letter().subject == "[Test Site] Kommentar: „T“"


# What the mail server does


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return make_certificate(str(tmp_path_factory.mktemp("certificate")))


@pytest.mark.parametrize("kind", ["starttls", "tls"])
def test_encrypted_with_log_in(fresh_site, certificate, kind):
    site = fresh_site
    with SmtpServer(tls=kind, certificate=certificate, users={"press": "s3cret: ü"}) as server:
        site.settings(smtp_host="localhost", smtp_port=server.port, smtp_security=kind, smtp_user="press",
                      smtp_password="wrong", mail_from="press@paper.example")
        # Signed by nobody we know.
        result = site.cli("mail", "test", "ann@example.org", check=False)
        assert result.returncode == 1 and "certificate" in result.stderr, result.stderr
        site.settings(smtp_ca_file=certificate[0])
        result = site.cli("mail", "test", "ann@example.org", check=False)
        assert result.returncode == 1 and result.stderr.startswith("broadsheet: ")
        site.settings(smtp_password="s3cret: ü")
        assert site.cli("mail", "test", "ann@example.org").stdout == ""
        letter = server.next_letter()
        assert (letter.tls, letter.user, letter.recipients) == (True, "press", ["ann@example.org"])
        # Without a server of ours: the same in this process.
        site.stop()
        site.cli("mail", "test", "bob@example.org")
        assert server.next_letter().recipients == ["bob@example.org"]


def test_no_encryption_is_no_fallback(fresh_site, server):
    site = fresh_site
    site.settings(smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="starttls", mail_from="a@paper.example")
    assert site.cli("mail", "test", "ann@example.org", check=False).returncode == 1
    site.settings(smtp_host="mail.example.org", smtp_security="none")
    assert "this machine only" in site.cli("mail", "test", "ann@example.org", check=False).stderr
    assert server.letters.empty()


@pytest.mark.parametrize("bad", ["", "no address", "a@b@c", "ann@example.org\nBcc: x@y", "<a@b>", "a,b@c"])
def test_test_wants_an_address(mail_site, bad):
    answer = mail_site.api("admin").post("/broadsheet/v1/mail/test", {"to": bad})
    assert answer.status_code == 400 and answer.json()["code"] == "rest_invalid_param"


def send_one(site):
    post = site.make_post("author", title="T", status="publish")
    site.settings(comment_previously_approved=False)
    comment(site, post, "Words")


@pytest.mark.parametrize("verb, answer", [
    ("CONNECT", "421 later"), ("EHLO", "500 what"), ("MAIL", "451 later"), ("RCPT", "450 later"), ("DATA", "452 full"),
    ("AFTER DATA", "451 later"), ("AFTER DATA", "554 no"), ("CONNECT", "hang up"), ("RCPT", "hang up"),
    ("AFTER DATA", "hang up"),
])
def test_tried_again(mail_site, server, verb, answer):
    server.behaviour[verb] = answer
    send_one(mail_site)
    letter = eventually(lambda: [letter for letter in status(mail_site)["letters"] if letter["attempts"]])[0]
    assert letter["status"] == "waiting" and letter["problem"], letter
    del server.behaviour[verb]
    assert server.next_letter().text.count("Words") == 1
    nothing_more(mail_site, server)


def test_refused_recipient_is_given_up(mail_site, server):
    server.behaviour["RCPT"] = "550 nobody here"
    send_one(mail_site)
    state = eventually(lambda: status(mail_site)["given_up"] and status(mail_site))
    assert state["waiting"] == 0 and "550" in state["letters"][0]["problem"]
    assert "is given up" in mail_site.stderr()
    listed = mail_site.cli("mail", "status").stdout.splitlines()
    assert listed[1] == "waiting: 0, given up: 1"
    number, *rest = listed[2].split("\t")
    assert rest[:3] == ["given_up", "-", "comment"]
    # By hand it is tried again.
    server.behaviour.clear()
    assert mail_site.cli("mail", "retry", number).stdout == "1\n"
    assert server.next_letter().subject.endswith('Comment: "T"')
    nothing_more(mail_site, server)
    assert mail_site.cli("mail", "retry", number).stdout == "0\n"


def test_given_up_after_days(mail_site, server):
    server.behaviour["CONNECT"] = "hang up"
    send_one(mail_site)
    eventually(lambda: status(mail_site)["letters"][0]["attempts"])
    mail_site.stop()
    with contextlib.closing(sqlite3.connect(mail_site.data + "/site.db")) as database:
        database.execute("UPDATE mail SET created = created - 4 * 86400, due = 0")
        database.commit()
    mail_site.start()
    state = eventually(lambda: status(mail_site)["given_up"] and status(mail_site))
    assert state["letters"][0]["status"] == "given_up" and state["letters"][0]["due_gmt"] is None
    assert mail_site.cli("mail", "drop", str(state["letters"][0]["id"])).stdout == ""
    assert mail_site.cli("mail", "drop", str(state["letters"][0]["id"]), check=False).returncode == 1
    assert status(mail_site)["letters"] == []


def test_no_request_waits_for_a_dead_server_and_the_end_neither(mail_site, server):
    server.behaviour["CONNECT"] = "hang"
    send_one(mail_site)
    assert server.hanging.get(timeout=20) == "CONNECT"
    begin = time.monotonic()
    send_one(mail_site)
    assert mail_site.get("/").status_code == 200
    assert time.monotonic() - begin < 5
    begin = time.monotonic()
    mail_site.stop()
    assert time.monotonic() - begin < 8
    # Nothing is lost.
    server.behaviour.clear()
    mail_site.start()
    assert {server.next_letter().subject, server.next_letter().subject} == {'[Test Site] Comment: "T"'}
    nothing_more(mail_site, server)


def test_the_end_does_not_wait_for_a_test(mail_site, server):
    server.behaviour["EHLO"] = "hang"
    api = mail_site.api("admin")

    def ask():
        with contextlib.suppress(OSError):  # the connection may end before the answer
            api.post("/broadsheet/v1/mail/test", {"to": "ann@example.org"})

    test = threading.Thread(target=ask)
    test.start()
    assert server.hanging.get(timeout=20) == "EHLO"
    begin = time.monotonic()
    mail_site.stop()
    assert time.monotonic() - begin < 8
    test.join(20)


def test_survives_kill(mail_site, server):
    # The mail server has the letter, but cannot say so: it comes again, and can be told by its Message-ID.
    server.behaviour["TAKEN"] = "hang"
    send_one(mail_site)
    first = server.next_letter()
    assert server.hanging.get(timeout=20) == "TAKEN"
    mail_site.kill9()
    server.behaviour.clear()
    mail_site.start()
    second = server.next_letter()
    assert second.message["Message-ID"] == first.message["Message-ID"]
    assert second.raw == first.raw
    nothing_more(mail_site, server)


def test_without_a_sender_letters_wait(mail_site, server):
    mail_site.settings(mail_from="", email="")
    send_one(mail_site)
    letter = eventually(lambda: [letter for letter in status(mail_site)["letters"] if letter["attempts"]])[0]
    assert letter["status"] == "waiting" and "mail_from" in letter["problem"]
    mail_site.settings(mail_from="press@paper.example")
    mail_site.cli("mail", "retry")
    assert server.next_letter().sender == "press@paper.example"


def test_pointless_letters_are_dropped(mail_site, server):
    server.behaviour["CONNECT"] = "hang up"
    post = mail_site.make_post("author", title="T", status="publish")
    comment(mail_site, post, "Held")
    eventually(lambda: any(letter["attempts"] for letter in status(mail_site)["letters"]))
    held = mail_site.api("admin").get("comments?status=hold").json()[0]["id"]
    mail_site.api("admin").delete(f"comments/{held}?force=true")
    server.behaviour.clear()
    mail_site.cli("mail", "retry")
    nothing_more(mail_site, server)


def test_a_refused_comment_queues_nothing(mail_site, server):
    post = mail_site.make_post("author", title="T", status="publish", comment_status="closed")
    answer = mail_site.post("/wp-comments-post.php", {"comment_post_ID": post["id"], "author": "Eve",
                                                      "email": "eve@example.org", "comment": "Words"})
    assert answer.status_code == 403
    nothing_more(mail_site, server)


@pytest.mark.parametrize("login, expected", [("editor", 403), (None, 401)])
def test_administrators_alone(mail_site, login, expected):
    api = mail_site.api(login)
    for method, path in [("GET", "mail"), ("POST", "mail/retry"), ("POST", "mail/test"), ("DELETE", "mail/1")]:
        body = {"to": "ann@example.org"} if method == "POST" else None
        answer = api.request(method, "/broadsheet/v1/" + path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (expected, "rest_forbidden"), (method, path)
