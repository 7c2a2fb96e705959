"""The comment form: every row of the table of entrances and answers, and that no text of a reader is ever lost."""

import itertools
import re
import time

import pytest

from page import Page

READER = {"author": "Ann Reader", "email": "ann@example.org", "url": ""}
POST = "/wp-comments-post.php"
number = itertools.count(1)


@pytest.fixture(scope="module", autouse=True)
def open_site(site):
    site.settings(comment_previously_approved=False)


@pytest.fixture
def post(site):
    return site.make_post(title="An article", comment_status="open")


def get_form(site, link, browser=None):
    answer = (browser or site).get(link)
    assert answer.status_code == 200, answer.text
    return Page(answer).comment_form()


def words():
    return f"Some words, number {next(number)}."


def send(site, post, browser=None, form=None, **fields):
    """Fills the form of the article's page and sends it."""
    form = form or get_form(site, post["link"], browser)
    sent = {**form.fields, **READER, "comment": words(), **fields}
    return (browser or site).post(site.base + POST, {k: v for k, v in sent.items() if v is not None},
                                  allow_redirects=False)


def comments_of(site, post, **query):
    query = "&".join(f"{k}={v}" for k, v in {"post": post["id"], "per_page": 100, "context": "edit", **query}.items())
    return site.api("admin").get("comments?" + query).json()


def in_thread(page, comment):
    """The list item of a comment: itself and what answers it."""
    return page.find(id=f"comment-{comment}").parent


def shown_in(element):
    return [e["id"] for e in element.elements() if re.fullmatch(r"comment-\d+", e.get("id") or "")]


def comment(site, post, **fields):
    return site.make("comments", post=post["id"], content=words(), **fields)


# The form itself

def test_form(site, post):
    answer = site.get(post["link"])
    form = Page(answer).comment_form()
    assert form.element["method"].lower() == "post"
    assert {"author", "email", "url", "comment", "comment_post_ID", "comment_parent"} <= set(form.fields)
    assert form.fields["comment_post_ID"] == str(post["id"]) and form.fields["comment_parent"] == "0"
    page = Page(answer)
    for name in ("author", "email", "url", "comment"):
        field = form.input(name)
        assert page.find("label", for_=field["id"]) is not None, name
        assert ("required" in field.attributes) == (name != "url"), name
    assert "no-store" not in answer.headers["Cache-Control"]


def test_page_is_the_same_for_all_readers(site, post):
    """A shared page: no two readers may find anything of their own in it."""
    assert site.browser().get(post["link"]).text == site.browser().get(post["link"]).text


# Method, article

@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_method(site, method):
    answer = site.request(method, POST)
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize("value", ["999999", "0", "-1", "abc", "", "1e3", "99999999999999999999", None])
def test_no_article(site, post, value):
    answer = send(site, post, comment_post_ID=value, comment="Kept, whatever happens")
    assert answer.status_code == 404
    assert "Kept, whatever happens" in answer.text


@pytest.mark.parametrize("status", ["draft", "private", "pending", "trash"])
def test_article_not_public(site, post, status):
    form = get_form(site, post["link"])
    if status == "trash":
        site.api("admin").delete(f"posts/{post['id']}")
    else:
        assert site.api("admin").post(f"posts/{post['id']}", {"status": status}).status_code == 200
    answer = send(site, post, form=form, comment="Kept, whatever happens")
    assert answer.status_code == 404
    assert "Kept, whatever happens" in answer.text
    assert comments_of(site, post, status="all") == []


# Parent

def test_parent(site, post):
    parent = comment(site, post)
    answer = send(site, post, comment_parent=str(parent["id"]))
    assert answer.status_code == 303
    made = comments_of(site, post)[0]
    assert made["parent"] == parent["id"]


def parent_missing(site, post):
    return 999999


def parent_elsewhere(site, post):
    return comment(site, site.make_post(comment_status="open"))["id"]


def parent_held(site, post):
    return comment(site, post, status="hold")["id"]


def parent_wrong(site, post):
    return "abc"


@pytest.mark.parametrize("make", [parent_missing, parent_elsewhere, parent_held, parent_wrong])
def test_bad_parent(site, post, make):
    answer = send(site, post, comment_parent=str(make(site, post)), comment="An answer to nobody")
    assert answer.status_code == 403
    # The text can be sent as a comment of its own.
    form = Page(answer).comment_form()
    assert form.fields["comment"] == "An answer to nobody" and form.fields["comment_parent"] == "0"
    assert send(site, post, form=form, comment=form.fields["comment"]).status_code == 303


@pytest.mark.parametrize("token", ["good", "missing"])
def test_bad_parent_comes_before_closed(site, post, token):
    form = get_form(site, post["link"])
    site.api("admin").post(f"posts/{post['id']}", {"comment_status": "closed"})
    fields = {"broadsheet_token": None} if token == "missing" else {}
    answer = send(site, post, form=form, comment_parent="999999", **fields)
    assert answer.status_code == 403
    assert "answered" in Page(answer).heading


# Closed

@pytest.mark.parametrize("token", ["good", "missing"])
def test_closed(site, post, token):
    form = get_form(site, post["link"])
    assert site.api("admin").post(f"posts/{post['id']}", {"comment_status": "closed"}).status_code == 200
    text = "Written with care:\n\n1 < 2 & <b>\"so\"</b> on </textarea>"
    fields = {"broadsheet_token": None} if token == "missing" else {}
    answer = send(site, post, form=form, comment=text, **fields)
    assert answer.status_code == 403
    page = Page(answer)
    assert page.heading == "Comments are closed"
    assert page.comment_form() is None
    assert "</textarea> on" not in answer.text and "<b>\"so\"</b>" not in answer.text
    kept = [e for e in page.elements() if "1 < 2 & <b>\"so\"</b> on </textarea>" in "".join(
        c for c in e.children if isinstance(c, str))]
    assert kept
    assert post["link"] in page.hrefs()
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert comments_of(site, post, status="all") == []


def test_closed_by_age(site):
    old = site.make_post(title="Old", date="2020-01-01T00:00:00", comment_status="open")
    form = get_form(site, old["link"])
    with site.with_settings(close_comments_for_old_posts=True, close_comments_days_old=14):
        page = Page(site.get(old["link"]))
        assert page.comment_form() is None
        assert "Comments are closed. The discussion ended 14 days after publication." in page.text()
        answer = send(site, old, form=form, comment="Late")
        assert answer.status_code == 403
        assert "14 days after publication" in Page(answer).text() and "Late" in answer.text
    assert get_form(site, old["link"]) is not None


def test_closed_text_of_the_site(site, post):
    with site.with_settings(comments_closed_text="The letters page is full & shut."):
        site.api("admin").post(f"posts/{post['id']}", {"comment_status": "closed"})
        text = Page(site.get(post["link"])).text()
        assert "The letters page is full & shut." in text and "Comments are closed." not in text


def test_page_that_never_took_comments_is_silent(site):
    page = site.make("pages", title="About", content="Us.", status="publish")
    text = Page(site.get(page["link"])).text()
    assert "closed" not in text.lower()


# Log-in required

def test_login_required(site, post):
    form = get_form(site, post["link"])
    with site.with_settings(comment_registration=True):
        page = Page(site.get(post["link"]))
        assert page.comment_form() is None
        assert [h for h in page.hrefs() if h and "/wp-login.php?redirect_to=" in h]
        answer = send(site, post, form=form, comment="Not a member")
        assert answer.status_code == 403
        assert "Not a member" in answer.text and Page(answer).heading == "Please log in"


# Fields


@pytest.mark.parametrize("field, value", [
    ("author", ""),
    ("author", "   "),
    ("author", None),
    ("author", "n" * 246),
    ("email", ""),
    ("email", None),
    ("email", "not an address"),
    ("email", "ann@"),
    ("email", "e" * 95 + "@x.org"),
    ("url", "https://example.org/" + "u" * 200),
    ("comment", ""),
    ("comment", None),
    ("comment", " \n\t "),
    ("comment", "<script>nothing else</script>"),
    ("comment", "é" * 40000),
])
def test_bad_field(site, post, field, value):
    answer = send(site, post, **{"comment": "Kept words", field: value})
    assert answer.status_code == 422
    page = Page(answer)
    form = page.comment_form()
    for name in ("author", "email", "url", "comment"):
        expected = {**READER, "comment": "Kept words", field: value or ""}[name]
        assert form.fields[name] == expected, name
        invalid = form.input(name).get("aria-invalid") == "true"
        assert invalid == (name == field), name
    # The error stands at its field, and in a summary that leads to it.
    wrong = form.input(field)
    message = [e for e in page.elements() if e.get("id") and e["id"] in wrong["aria-describedby"].split()]
    assert message and message[0].text()
    assert page.find("a", href="#" + wrong["id"]) is not None
    assert page.find(role="alert") is not None
    assert comments_of(site, post, status="all") == []


def test_several_bad_fields_at_once(site, post):
    answer = send(site, post, author="", email="nobody", comment="")
    assert answer.status_code == 422
    alert = Page(answer).find(role="alert")
    assert [a["href"] for a in alert.find_all("a")] == ["#author", "#email", "#comment"]


def test_mended_form_is_accepted(site, post):
    answer = send(site, post, email="", comment="Second try")
    form = Page(answer).comment_form()
    answer = send(site, post, form=form, comment=form.fields["comment"])
    assert answer.status_code == 303


def test_name_and_email_not_required(site, post):
    with site.with_settings(require_name_email=False):
        form = get_form(site, post["link"])
        assert "required" not in form.input("author").attributes
        answer = send(site, post, form=form, author="", email="")
        assert answer.status_code == 303
        assert "Anonymous" in Page(site.get(post["link"])).text()


def test_longest_values_are_accepted(site, post):
    answer = send(site, post, author="n" * 245, email="e" * 60 + "@" + "d" * 35 + ".org",
                  url="https://example.org/" + "u" * 180, comment="w " * 32762 + "e")
    assert answer.status_code == 303, Page(answer).text()[:500]


def test_body_that_is_too_large(site):
    answer = site.post(POST, {"comment": "x" * 2_000_000})
    assert answer.status_code == 413


@pytest.mark.parametrize("content_type, body, status", [
    ("application/json", '{"comment": "x"}', 415),
    ("text/plain", "comment=x", 415),
    ("application/x-www-form-urlencoded", "comment=%zz", 400),
    ("application/x-www-form-urlencoded", "comment=%00", 400),
    ("application/x-www-form-urlencoded", "comment=%ff%fe", 400),
    ("application/x-www-form-urlencoded", "", 404),
])
def test_body_that_is_no_form(site, content_type, body, status):
    answer = site.post(POST, body, headers={"Content-Type": content_type})
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("text/html")


def test_multipart(site, post):
    form = get_form(site, post["link"])
    fields = {**form.fields, **READER, "comment": "As multipart — “é”"}
    answer = site.post(POST, files={name: (None, value) for name, value in fields.items()})
    assert answer.status_code == 303
    assert "As multipart — “é”" in Page(site.get(post["link"])).text()


# Token

def test_token_missing(site, post):
    answer = send(site, post, broadsheet_token=None, comment="Sent by a tool")
    assert answer.status_code == 422
    form = Page(answer).comment_form()
    assert form.fields["comment"] == "Sent by a tool" and form.fields["author"] == READER["author"]
    assert send(site, post, form=form, comment="Sent by a tool").status_code == 303


@pytest.mark.parametrize("change", [
    lambda token: "",
    lambda token: token[:-1] + ("0" if token[-1] != "0" else "1"),
    lambda token: re.sub(r"^\d+", "1", token),
    lambda token: re.sub(r"^\d+", lambda m: str(int(m.group()) + 86400), token),  # never given out
    lambda token: "x" * 5000,
])
def test_token_not_ours(site, post, change):
    form = get_form(site, post["link"])
    token = change(form.fields["broadsheet_token"])
    answer = send(site, post, form=form, broadsheet_token=token, comment="Kept")
    assert answer.status_code == 422
    assert Page(answer).comment_form().fields["comment"] == "Kept"
    assert comments_of(site, post, status="all") == []


def test_token_never_grows_old(site, post):
    """A page may lie open, or in a cache, for as long as it likes."""
    token = get_form(site, post["link"]).fields["broadsheet_token"]
    assert int(token.split(".")[0]) > time.time() + 1000 * 365 * 86400
    site.restart()
    assert get_form(site, post["link"]).fields["broadsheet_token"] == token
    assert send(site, post).status_code == 303


def test_token_of_another_article(site, post):
    other = get_form(site, site.make_post(comment_status="open")["link"])
    answer = send(site, post, broadsheet_token=other.fields["broadsheet_token"])
    assert answer.status_code == 422


def test_from_another_site(site, post):
    """With a good token the form counts wherever it was opened (another name of this host); without one not."""
    form = get_form(site, post["link"])
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    fields = {**form.fields, **READER, "comment": words()}
    assert site.post(POST, fields, headers=headers).status_code == 303
    del fields["broadsheet_token"]
    assert site.post(POST, fields, headers=headers).status_code == 422


# Honeypot

def test_honeypot(site, post):
    form = get_form(site, post["link"])
    trap = [name for name in form.fields if name not in {
        "author", "email", "url", "comment", "comment_post_ID", "comment_parent", "broadsheet_token"}]
    assert trap == ["comment_topic"]
    answer = send(site, post, form=form, comment="Buy now", comment_topic="Buy now")
    assert answer.status_code == 303
    assert "Buy now" not in site.get(post["link"]).text
    spam = comments_of(site, post, status="spam")
    assert [c["content"]["raw"] for c in spam] == ["Buy now"]


# Duplicate, flood

def test_duplicate(site, post):
    assert send(site, post, comment="The same again").status_code == 303
    answer = send(site, post, comment="The same again")
    assert answer.status_code == 409
    assert Page(answer).comment_form().fields["comment"] == "The same again"
    assert len(comments_of(site, post)) == 1


def test_flood(site, post):
    assert send(site, post, email="fast@example.org").status_code == 303
    with site.with_settings(comment_flood_interval=15):
        answer = send(site, post, email="fast@example.org", comment="Too fast")
        assert answer.status_code == 429
        assert 1 <= int(answer.headers["Retry-After"]) <= 15
        assert Page(answer).comment_form().fields["comment"] == "Too fast"
    assert send(site, post, email="fast@example.org").status_code == 303


# Accepted

def test_approved(site, post):
    answer = send(site, post, comment="Fine words.\n\nIn two paragraphs with <script>alert(1)</script><em>em</em>.")
    assert answer.status_code == 303
    made = comments_of(site, post)[0]
    # With what shows that it is the reader's own, for a while (test_discussion.py).
    assert re.fullmatch(re.escape(post["link"]) + rf"\?unapproved={made['id']}&moderation-hash=[\w.-]+"
                        rf"#comment-{made['id']}", answer.headers["Location"])
    page = Page(site.get(post["link"]))
    shown = page.find(id=f"comment-{made['id']}")
    assert "Fine words." in shown.text() and "Ann Reader" in shown.text()
    assert shown.find("em") is not None and shown.find("script") is None
    assert "1 comment" in page.text()


def test_held_is_shown_to_its_author_alone(site, post):
    with site.with_settings(comment_moderation=True):
        answer = send(site, post, comment="Waiting for you")
    assert answer.status_code == 303
    location = answer.headers["Location"]
    assert location.startswith(post["link"] + "?unapproved=")
    shown = site.get(location)
    assert "Waiting for you" in shown.text and "moderation" in Page(shown).text().lower()
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in shown.headers.get("X-Robots-Tag", "")
    assert "Waiting for you" not in site.get(post["link"]).text
    # Neither without the signature nor with another comment's.
    bare = re.sub(r"&moderation-hash=[^#]*", "", location)
    assert "Waiting for you" not in site.get(bare).text
    forged = re.sub(r"unapproved=\d+", "unapproved=1", location)
    assert "Waiting for you" not in site.get(forged).text
    spoiled = re.sub(r"(moderation-hash=[^#]*)[^#](?=#)", r"\1_", location)
    assert "Waiting for you" not in site.get(spoiled).text
    # On another article's page it is not shown either.
    other = site.make_post(comment_status="open")
    assert "Waiting for you" not in site.get(other["link"] + "?" + location.split("?")[1]).text


def test_held_link_ends_with_approval_and_deletion(site, post):
    with site.with_settings(comment_moderation=True):
        location = send(site, post, comment="Held for a while").headers["Location"]
    held = comments_of(site, post, status="hold")[0]
    assert site.api("admin").post(f"comments/{held['id']}", {"status": "approved"}).status_code == 200
    answer = site.get(location)
    assert answer.text.count("Held for a while") == 1 and "moderation" not in Page(answer).text().lower()
    assert site.api("admin").post(f"comments/{held['id']}", {"status": "spam"}).status_code == 200
    assert "Held for a while" not in site.get(location).text
    assert site.api("admin").delete(f"comments/{held['id']}?force=true").status_code == 200
    answer = site.get(location)
    assert answer.status_code == 200 and "Held for a while" not in answer.text


def test_disallowed_words_teach_nothing(site, post):
    with site.with_settings(disallowed_keys="forbiddenword"):
        answer = send(site, post, comment="A forbiddenword here")
    assert (answer.status_code, answer.headers["Location"]) == (303, post["link"])
    assert "forbiddenword" not in site.get(post["link"]).text


# Replies

def test_reply_without_script(site, post):
    parent = comment(site, post, author_name="Bob Speaker", author_email="bob@example.org")
    page = Page(site.get(post["link"]))
    reply = page.find(id=f"comment-{parent['id']}").find("a", href=f"{post['link']}?replytocom={parent['id']}#respond")
    assert reply is not None
    answer = site.get(reply["href"])
    page = Page(answer)
    assert "noindex" in answer.headers["X-Robots-Tag"] and "noindex" in page.meta("robots")
    assert page.link("canonical") == post["link"]
    form = page.comment_form()
    assert form.fields["comment_parent"] == str(parent["id"])
    assert "Bob Speaker" in page.find(id="respond").text()
    assert f"{post['link']}#respond" in page.hrefs()
    assert send(site, post, form=form).status_code == 303
    assert len(shown_in(in_thread(Page(site.get(post["link"])), parent["id"]))) == 2


@pytest.mark.parametrize("value", ["999999", "abc", "-1", "", "0"])
def test_reply_to_nothing_is_a_new_comment(site, post, value):
    assert get_form(site, f"{post['link']}?replytocom={value}").fields["comment_parent"] == "0"


def test_depth(site, post):
    ids = [0]
    for _ in range(4):
        ids.append(comment(site, post, parent=ids[-1])["id"])
    with site.with_settings(thread_comments_depth=3):
        page = Page(site.get(post["link"]))
        # As deep as the setting says; what is deeper stands beside what it answers and says so.
        assert shown_in(in_thread(page, ids[2])) == [f"comment-{i}" for i in ids[2:]]
        assert shown_in(in_thread(page, ids[3])) == [f"comment-{ids[3]}"]
        assert page.find(id=f"comment-{ids[4]}").find("a", href=f"#comment-{ids[3]}") is not None
        replies = [h for h in page.hrefs() if h and "replytocom" in h]
        assert len(replies) == 2
    with site.with_settings(thread_comments=False):
        assert not [h for h in Page(site.get(post["link"])).hrefs() if h and "replytocom" in h]


def test_staff_and_author_are_marked(site):
    post = site.make_post(as_="author", comment_status="open")
    for login in ("author", "editor", "subscriber"):
        made = site.api(login).post("comments", {"post": post["id"], "content": words()})
        assert made.status_code == 201, made.text
    page = Page(site.get(post["link"]))
    texts = {c["author_name"]: page.find(id=f"comment-{c['id']}").text().lower() for c in comments_of(site, post)}
    assert "author" in texts["author"].replace("author", "", 1)
    assert "staff" in texts["editor"] and "staff" not in texts["author"]
    assert "staff" not in texts["subscriber"]


# Cookies

def test_cookies_only_with_consent(site, post):
    browser = site.browser()
    assert send(site, post, browser).status_code == 303
    assert not browser.cookies
    assert get_form(site, post["link"], browser).fields["author"] == ""

    form = get_form(site, post["link"], browser)
    answer = send(site, post, browser, form=form, author="Zoë; Æ", **{"wp-comment-cookies-consent": "yes"})
    assert answer.status_code == 303
    names = {c.name for c in browser.cookies}
    assert {re.sub(r"_[0-9a-f]+$", "", name) for name in names} == {"comment_author", "comment_author_email"}
    for header in answer.raw.headers.getlist("Set-Cookie"):
        assert "HttpOnly" in header and "SameSite=Lax" in header
    answer = browser.get(post["link"])
    form = Page(answer).comment_form()
    assert form.fields["author"] == "Zoë; Æ" and form.fields["email"] == READER["email"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    # Nobody else sees it; and without consent it is forgotten.
    assert get_form(site, post["link"]).fields["author"] == ""
    assert send(site, post, browser, form=form, **{"wp-comment-cookies-consent": None}).status_code == 303
    assert not browser.cookies


def test_cookies_are_not_needed_where_closed(site, post):
    """A page without a form is shared, whatever cookies come along."""
    browser = site.browser()
    form = get_form(site, post["link"], browser)
    send(site, post, browser, form=form, **{"wp-comment-cookies-consent": "yes"})
    site.api("admin").post(f"posts/{post['id']}", {"comment_status": "closed"})
    answer = browser.get(post["link"])
    assert "no-store" not in answer.headers["Cache-Control"]
    assert READER["email"] not in answer.text


@pytest.mark.parametrize("value", ["%zz", "%00", "%3Cscript%3E", "x" * 3000, "\"><b>"])
def test_hostile_cookies(site, post, value):
    browser = site.browser()
    form = get_form(site, post["link"], browser)
    send(site, post, browser, form=form, **{"wp-comment-cookies-consent": "yes"})
    others = ("comment_author_email", "comment_author_url")
    name = next(c.name for c in browser.cookies if not c.name.startswith(others))
    answer = site.get(post["link"], headers={"Cookie": f"{name}={value}"})
    assert answer.status_code == 200
    assert "<script>" not in answer.text and "\"><b>" not in answer.text


# Logged in

def test_logged_in(site, post):
    browser = site.browser()
    assert browser.post(site.base + "/wp-login.php", {"log": "subscriber", "pwd": site.users["subscriber"]["password"]},
                        allow_redirects=False).status_code == 302
    answer = browser.get(post["link"])
    assert answer.headers["Cache-Control"] == "private, no-store"
    form = Page(answer).comment_form()
    assert "author" not in form.fields and "email" not in form.fields
    assert "subscriber" in Page(answer).find(id="respond").text()
    answer = browser.post(site.base + POST, {**form.fields, "comment": "As a member"}, allow_redirects=False)
    assert answer.status_code == 303
    made = comments_of(site, post)[0]
    assert made["author"] == site.users["subscriber"]["id"]
    assert made["author_email"] == "subscriber@example.org"
    # A form that was opened by nobody does not speak for a member, who is told, and has to press the button again.
    anonymous = get_form(site, post["link"])
    answer = browser.post(site.base + POST, {**anonymous.fields, "comment": "Whose?"}, allow_redirects=False)
    assert answer.status_code == 422 and "subscriber" in Page(answer).find(id="respond").text()
    again = Page(answer).comment_form()
    assert again.fields["comment"] == "Whose?"
    assert browser.post(site.base + POST, again.fields, allow_redirects=False).status_code == 303
    # A session is used from pages of this site alone.
    fields = {**form.fields, "comment": "Tricked"}
    answer = browser.post(site.base + POST, fields, allow_redirects=False,
                          headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"})
    assert answer.status_code == 422 and "Tricked" not in site.get(post["link"]).text


def test_logged_in_where_required(site, post):
    browser = site.browser()
    browser.post(site.base + "/wp-login.php", {"log": "subscriber", "pwd": site.users["subscriber"]["password"]},
                 allow_redirects=False)
    with site.with_settings(comment_registration=True):
        form = get_form(site, post["link"], browser)
        answer = browser.post(site.base + POST, {**form.fields, "comment": words()}, allow_redirects=False)
        assert answer.status_code == 303


# Protected articles

def test_protected_article(site):
    post = site.make_post(title="For members", password="open sesame", comment_status="open", content="The secret.")
    page = Page(site.get(post["link"]))
    assert page.comment_form() is None and "The secret." not in page.source
    other = get_form(site, site.make_post(comment_status="open")["link"])
    fields = {**other.fields, **READER, "comment": "Guessed", "comment_post_ID": str(post["id"])}
    answer = site.post(POST, fields)
    assert answer.status_code == 403 and "Guessed" in answer.text and "The secret." not in answer.text


# Many

def test_many_comments(fresh_site):
    """A thread of a thousand is one page, in time, and HEAD costs nothing more."""
    site = fresh_site
    site.settings(comment_previously_approved=False)
    post = site.make_post(comment_status="open")
    parent = 0
    for i in range(0, 300):
        made = site.make("comments", post=post["id"], content=f"Number {i}.", parent=parent)
        if i % 3 == 0:
            parent = made["id"]
    start = time.monotonic()
    page = Page(site.get(post["link"]))
    assert time.monotonic() - start < 10
    assert "300 comments" in page.text()
    assert len(shown_in(page)) == 300
