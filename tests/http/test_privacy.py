"""What is held of a person: shown and erased, with a server and without one; addresses that are cut and forgotten."""

import contextlib
import json
import sqlite3

import pytest

from page import Page
from test_mail import eventually
from test_rest_media import png, upload

EVE = "eve@example.org"


@pytest.fixture(params=["with a server", "without a server"])
def place(request, fresh_site):
    """Called, it gives the site as the commands shall find it: with its server, or after that has ended."""
    def settle():
        if request.param == "without a server":
            fresh_site.stop()
        return fresh_site

    return settle


def rows(site, query, *values):
    with contextlib.closing(sqlite3.connect(f"file:{site.data}/site.db?mode=ro", uri=True)) as database:
        return database.execute(query, values).fetchall()


def comment(site, post, text, name="Eve", email=EVE, **fields):
    form = Page(site.get(post["link"])).comment_form()
    answer = site.post("/wp-comments-post.php", {**form.fields, "author": name, "email": email,
                                                 "url": f"https://{name.lower()}.example/", "comment": text, **fields},
                       headers={"User-Agent": "Eve's browser/1"}, allow_redirects=False)
    assert answer.status_code in (302, 303), answer.text


def export(site, email=EVE):
    return json.loads(site.cli("privacy", "export", "--email", email).stdout)


def person_with_account(site):
    """Nina: an author with an article, a file, a comment as guest and one as user, a session, an app password."""
    admin = site.api("admin")
    user = admin.post("users", {"username": "nina", "email": "nina@example.org", "password": "one two",
                                "roles": ["author"], "name": "Nina N."}).json()
    post = site.make_post("admin", title="Talk", status="publish")
    admin.post("posts", {"title": "By Nina", "content": "Words", "status": "publish", "author": user["id"]})
    admin.post("comments", {"post": post["id"], "content": "As user", "author": user["id"],
                            "author_email": "other@example.org"})
    comment(site, post, "As guest", "Nina", "NINA@example.org")
    browser = site.browser()
    browser.post(site.base + "/wp-login.php", {"log": "nina", "pwd": "one two"}, headers={"User-Agent": "N/1"})
    password = admin.post(f"users/{user['id']}/application-passwords", {"name": "phone"}).json()["password"]
    own = site.api("admin")
    own.auth = ("nina", password)
    assert upload(own, "nina.png", png(400, 300)).status_code == 201
    return user, post


def test_export(place, fresh_site):
    user, post = person_with_account(fresh_site)
    site = place()
    whole = export(site, "nina@example.org")
    assert whole["account"]["username"] == "nina" and whole["account"]["roles"] == ["author"]
    assert whole["account"]["published_articles"] == 1
    assert [password["name"] for password in whole["application_passwords"]] == ["phone"]
    assert [session["user_agent"] for session in whole["sessions"]] == ["N/1"]
    assert any(file.endswith("/nina.png") for file in whole["files"]) and len(whole["files"]) > 1
    assert sorted(comment["content"] for comment in whole["comments"]) == ["As guest", "As user"]
    guest = next(comment for comment in whole["comments"] if comment["content"] == "As guest")
    assert guest["author_user_agent"] == "Eve's browser/1" and guest["author_ip"] == "127.0.0.0"
    assert guest["post"] == post["id"] and guest["link"].startswith(fresh_site.base)
    assert "next" not in whole and "password" not in json.dumps(whole["account"])
    assert user["id"] == whole["account"]["id"]


def test_export_of_nobody(place):
    site = place()
    assert export(site, "nobody@example.org") == {"email": "nobody@example.org", "account": None, "letters": [],
                                                  "comments": []}


def test_many_comments_come_in_parts(fresh_site):
    post = fresh_site.make_post(title="T", status="publish")
    comment(fresh_site, post, "The first")
    fresh_site.stop()
    with contextlib.closing(sqlite3.connect(fresh_site.data + "/site.db")) as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(comment)") if row[1] != "id"]
        names = ", ".join(columns)
        # All in the same second: the place within is by number.
        database.execute(f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) "
                         f"INSERT INTO comment ({names}) SELECT {names} FROM comment, n")
        database.execute("UPDATE comment_counter SET number = 1201 WHERE status = 2")
        database.commit()
    whole = export(fresh_site)
    assert len({comment["id"] for comment in whole["comments"]}) == len(whole["comments"]) == 1201
    assert fresh_site.cli("privacy", "erase", "--email", EVE).stdout.startswith("comments: 1201\n")
    assert export(fresh_site)["comments"] == []
    assert rows(fresh_site, "SELECT count(*) FROM comment WHERE author_name = 'Anonymous'") == [(1201,)]


def test_erase_a_guest(place, fresh_site):
    admin = fresh_site.api("admin")
    fresh_site.settings(comment_previously_approved=False, moderation_keys="eve@example.org")
    post = fresh_site.make_post(title="T", status="publish")
    comment(fresh_site, post, "Held for the word")
    fresh_site.settings(moderation_keys="")
    comment(fresh_site, post, "Shown")
    comment(fresh_site, post, "Of someone else", "Bob", "bob@example.org")
    shown = next(c["id"] for c in admin.get("comments").json() if "Shown" in c["content"]["rendered"])
    fresh_site.make("comments", post=post["id"], parent=shown, content="An answer")
    count = admin.get(f"posts/{post['id']}").json()
    site = place()
    if not site.running():
        with contextlib.closing(sqlite3.connect(site.data + "/site.db")) as database:
            database.execute("INSERT INTO custom_field (comment_id, name, value) VALUES (?, 'akismet', 'eve''s')", (shown,))
            database.commit()
        fields = [comment.get("custom_fields") for comment in export(site)["comments"] if comment["id"] == shown]
        assert fields == [[{"name": "akismet", "value": "eve's"}]]
    assert site.cli("privacy", "erase", "--email", EVE.upper()).stdout == "comments: 2\nletters: 0\naccount: none\n"
    assert export(site)["comments"] == []
    assert not rows(site, "SELECT 1 FROM comment WHERE email_key LIKE 'eve%' OR author_name = 'Eve' OR held_match LIKE "
                          "'%eve%' OR author_url LIKE '%eve%' OR user_agent LIKE '%' AND author_name = 'Anonymous' AND "
                          "(user_agent <> '' OR author_address <> '')")
    assert rows(site, "SELECT count(*) FROM custom_field WHERE comment_id IS NOT NULL") == [(0,)]
    if not site.running():
        site.start()
    # The words stay where they were, and so does what hangs below them.
    comments = {c["id"]: c for c in site.api("admin").get("comments?per_page=100").json()}
    assert comments[shown]["author_name"] == "Anonymous" and "Shown" in comments[shown]["content"]["rendered"]
    assert any(c["parent"] == shown for c in comments.values())
    assert any(c["author_name"] == "Bob" for c in comments.values())
    page = site.get(post["link"]).text
    assert "Eve" not in page and "eve.example" not in page and "Anonymous" in page and "Bob" in page
    assert count["comment_status"] == "open"
    # Once more finds nothing.
    assert site.cli("privacy", "erase", "--email", EVE).stdout == "comments: 0\nletters: 0\naccount: none\n"


def test_an_account_with_articles_is_never_erased_silently(place, fresh_site):
    user, _ = person_with_account(fresh_site)
    site = place()
    result = site.cli("privacy", "erase", "--email", "nina@example.org", check=False)
    assert result.returncode == 1 and "articles or files" in result.stderr and result.stdout == ""
    # Nothing was done.
    assert len(export(site, "nina@example.org")["comments"]) == 2
    for heir, words in (("nina", "nobody else"), ("nobody", "no user")):
        result = site.cli("privacy", "erase", "--email", "nina@example.org", "--reassign", heir, check=False)
        assert result.returncode == 1 and words in result.stderr
    assert len(export(site, "nina@example.org")["comments"]) == 2

    assert site.cli("privacy", "erase", "--email", "nina@example.org", "--keep-account").stdout == \
        "comments: 2\nletters: 0\naccount: kept\n"
    assert export(site, "nina@example.org")["account"]["id"] == user["id"]
    assert site.cli("privacy", "erase", "--email", "nina@example.org", "--reassign", "editor").stdout == \
        "comments: 0\nletters: 0\naccount: deleted\n"
    assert export(site, "nina@example.org")["account"] is None
    for table in ("session", "app_password", "post", "revision"):
        column = "author_id" if table in ("post", "revision") else "account_id"
        assert rows(site, f"SELECT count(*) FROM {table} WHERE {column} = ?", user["id"]) == [(0,)], table
    if not site.running():
        site.start()
    admin = site.api("admin")
    assert admin.get(f"users/{user['id']}").status_code == 404
    editor = admin.get("users?search=editor").json()[0]["id"]
    assert any(post["title"]["rendered"] == "By Nina" for post in admin.get(f"posts?author={editor}").json())


def test_the_last_administrator_stays(fresh_site):
    email = fresh_site.api("admin").get("users/me?context=edit").json()["email"]
    result = fresh_site.cli("privacy", "erase", "--email", email, "--reassign", "editor", check=False)
    assert result.returncode == 1 and "only administrator" in result.stderr
    assert fresh_site.api("admin").get("users/me").status_code == 200


def test_letters_go_too(fresh_site):
    fresh_site.settings(smtp_host="127.0.0.1", smtp_port=9, smtp_security="none", mail_retry_seconds=3600)
    fresh_site.post("/wp-login.php?action=lostpassword", {"user_login": EVE}, allow_redirects=False)
    post = fresh_site.make_post("author", title="T", status="publish")
    comment(fresh_site, post, "Held")
    admin = fresh_site.api("admin")
    waiting = admin.get("/broadsheet/v1/mail").json()["waiting"]
    author = admin.get("users?context=edit&search=author").json()[0]["email"]
    letters = export(fresh_site, author)["letters"]
    assert [letter["kind"] for letter in letters] == ["moderation"]
    result = fresh_site.cli("privacy", "erase", "--email", author, "--keep-account").stdout
    assert result == "comments: 0\nletters: 1\naccount: kept\n"
    assert eventually(lambda: admin.get("/broadsheet/v1/mail").json()["waiting"] < waiting)


@pytest.mark.parametrize("login, expected", [("editor", 403), (None, 401)])
def test_administrators_alone(fresh_site, login, expected):
    api = fresh_site.api(login)
    for answer in (api.get("/broadsheet/v1/privacy?email=" + EVE),
                   api.post("/broadsheet/v1/privacy/erase", {"email": EVE})):
        assert (answer.status_code, answer.json()["code"]) == (expected, "rest_forbidden")


@pytest.mark.parametrize("query", ["", "email=", "email=a@b.example&from=x", "email=a@b.example&from=e.1",
                                   "email=a@b.example&from=e.1.2.3", "email=a@b.example&from=z.1.2"])
def test_wrong_parameters(site, query):
    answer = site.api("admin").get("/broadsheet/v1/privacy?" + query)
    assert answer.status_code == 400, answer.text


def test_old_addresses_are_forgotten(fresh_site):
    fresh_site.settings(comment_address_days=1)
    post = fresh_site.make_post(title="T", status="publish")
    comment(fresh_site, post, "Words")
    assert rows(fresh_site, "SELECT author_address, user_agent FROM comment") == [("127.0.0.0", "Eve's browser/1")]
    fresh_site.stop()
    with contextlib.closing(sqlite3.connect(fresh_site.data + "/site.db")) as database:
        database.execute("UPDATE comment SET created = created - 86401")
        database.commit()
    fresh_site.start()
    forgotten = [("", "Eve's browser/1")]
    assert eventually(lambda: rows(fresh_site, "SELECT author_address, user_agent FROM comment") == forgotten)


@pytest.mark.parametrize("kept, address", [("full", "127.0.0.1"), ("none", ""), ("truncated", "127.0.0.0")])
def test_stored_addresses(site, kept, address):
    with site.with_settings(store_address=kept):
        post = site.make_post(title="T", status="publish")
        comment(site, post, "Kept " + kept)
    assert rows(site, "SELECT author_address FROM comment WHERE content = ?", "Kept " + kept) == [(address,)]
