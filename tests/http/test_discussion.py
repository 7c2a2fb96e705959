"""What an article's page shows of its discussion: pages of comments, places kept, and the reader's own comment."""

import contextlib
import itertools
import re
import sqlite3
import time

import pytest

from page import Page

READER = {"author": "Ann Reader", "email": "ann@example.org", "url": ""}
POST = "/wp-comments-post.php"
number = itertools.count(1)


@pytest.fixture(scope="module", autouse=True)
def open_site(site):
    site.settings(comment_previously_approved=False, comment_flood_interval=0)


@pytest.fixture
def post(site):
    return site.make_post(title="An article", comment_status="open")


def comment(site, post, **fields):
    fields.setdefault("content", f"Words {next(number)}.")
    fields = {"author_name": "Bob", "author_email": "bob@example.org", **fields}
    return site.make("comments", post=post["id"], **fields)["id"]


def shown(page):
    return [int(e["id"].split("-")[1]) for e in page.elements() if re.fullmatch(r"comment-\d+", e.get("id") or "")]


def at(site, post, path=""):
    answer = site.get(post["link"] + path)
    assert answer.status_code == 200, answer.headers
    return Page(answer)


def send(site, post, **fields):
    """A comment by the form; the address that its sender is led to."""
    form = Page(site.get(post["link"])).comment_form()
    answer = site.post(POST, {**form.fields, **READER, "comment": f"Words {next(number)}.", **fields})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


# Pages of comments

@pytest.fixture
def long(site, post):
    """Five threads, the second with an answer that came last."""
    ids = [comment(site, post) for _ in range(5)]
    return ids + [comment(site, post, parent=ids[1])]


def test_one_page_unless_wanted(site, post, long):
    page = at(site, post)
    assert shown(page) == [long[0], long[1], long[5], *long[2:5]]
    assert page.find("nav", aria_label="Pages of comments") is None
    assert site.get(post["link"] + "comment-page-2/").headers["Location"] == post["link"]
    assert site.get(post["link"] + "?cpage=2").headers["Location"] == post["link"]


def test_newest_first_shown(site, post, long):
    with site.with_settings(page_comments=True, comments_per_page=2):
        page = at(site, post)
        assert shown(page) == [long[4]]
        assert page.link("canonical") == post["link"] and page.link("next") is None
        assert page.link("prev") == post["link"] + "comment-page-2/"
        page = at(site, post, "comment-page-1/")
        assert shown(page) == [long[0], long[1], long[5]]
        assert page.link("canonical") == post["link"] + "comment-page-1/" and page.link("prev") is None
        assert page.link("next") == post["link"] + "comment-page-2/"
        assert "6 comments" in page.text()
        pages = page.find("nav", aria_label="Pages of comments")
        assert [a["href"] for a in pages.find_all("a")] == [
            post["link"] + "comment-page-2/#comments", post["link"] + "#comments", post["link"] + "comment-page-2/#comments"]
        # What is linked to stays there when newer ones come.
        permalinks = [site.api().get(f"comments/{id_}").json()["link"] for id_ in (long[0], long[5], long[4])]
        assert permalinks == [f"{post['link']}comment-page-{n}/#comment-{id_}"
                              for n, id_ in ((1, long[0]), (1, long[5]), (3, long[4]))]
        assert permalinks[1] in page.hrefs()
        assert at(site, post, "comment-page-3/").link("canonical") == post["link"]


def test_oldest_first_shown(site, post, long):
    with site.with_settings(page_comments=True, comments_per_page=2, default_comments_page="oldest"):
        assert shown(at(site, post)) == [long[0], long[1], long[5]]
        assert shown(at(site, post, "comment-page-3/")) == [long[4]]
        assert site.api().get(f"comments/{long[5]}").json()["link"] == f"{post['link']}#comment-{long[5]}"
        assert site.get(post["link"] + "comment-page-1/").headers["Location"] == post["link"]


def test_order_within_a_page(site, post, long):
    other = comment(site, post, parent=long[1])
    with site.with_settings(comment_order="desc"):
        assert shown(at(site, post)) == [long[4], long[3], long[2], long[1], long[5], other, long[0]]


def test_flat(site, post, long):
    with site.with_settings(thread_comments=False, page_comments=True, comments_per_page=4):
        assert shown(at(site, post)) == long[4:]
        page = at(site, post, "comment-page-1/")
        assert shown(page) == long[:4]
        assert not [h for h in page.hrefs() if h and "replytocom" in h]
        assert site.api().get(f"comments/{long[5]}").json()["link"].endswith(f"comment-page-2/#comment-{long[5]}")


@pytest.mark.parametrize("path, status, location", [
    ("comment-page-2", 301, "comment-page-2/"),
    ("?cpage=2", 301, "comment-page-2/"),
    ("?cpage=2&replytocom=1", 301, "comment-page-2/?replytocom=1"),
    ("comment-page-99/", 302, ""),
    ("comment-page-0/", 301, ""),
    ("comment-page-99999999999999999999/", 404, None),
    ("?cpage=abc", 301, ""),
    ("?cpage=-1", 301, ""),
])
def test_addresses(site, post, long, path, status, location):
    with site.with_settings(page_comments=True, comments_per_page=2):
        answer = site.get(post["link"] + path)
        assert (answer.status_code, answer.headers.get("Location")) == (
            status, None if location is None else post["link"] + location)


def test_addresses_without_structure(site, post, long):
    with site.with_settings(page_comments=True, comments_per_page=2, permalink_structure=""):
        link = f"{site.base}/?p={post['id']}"
        page = Page(site.get(link + "&cpage=1"))
        assert shown(page) == [long[0], long[1], long[5]]
        assert page.link("canonical") == link + "&cpage=1" and page.link("next") == link + "&cpage=2"
        assert site.api().get(f"comments/{long[5]}").json()["link"] == f"{link}&cpage=1#comment-{long[5]}"


def test_page_that_is_the_front_page(site):
    front = site.make("pages", title="Start", status="publish", comment_status="open")
    ids = [comment(site, front) for _ in range(3)]
    with site.with_settings(show_on_front="page", page_on_front=front["id"], page_comments=True, comments_per_page=2):
        assert shown(Page(site.get("/"))) == ids[2:]
        page = Page(site.get("/comment-page-1/"))
        assert shown(page) == ids[:2] and page.link("canonical") == site.base + "/comment-page-1/"
        assert site.get("/comment-page-9/").headers["Location"] == site.base + "/"


def test_reply_to_what_is_on_another_page(site, post, long):
    with site.with_settings(page_comments=True, comments_per_page=2):
        page = at(site, post, f"?replytocom={long[0]}")
        assert page.comment_form().fields["comment_parent"] == str(long[0])
        assert "Reply to Bob" in page.find(id="respond").text() and "noindex" in page.meta("robots")
        form = page.comment_form()
        location = site.post(POST, {**form.fields, **READER, "comment": "To page one."}).headers["Location"]
        assert location.startswith(post["link"] + "comment-page-1/?")
        assert "To page one." in site.get(location).text


def test_a_held_answer_is_shown_beside_what_it_answers(site, post, long):
    with site.with_settings(page_comments=True, comments_per_page=2):
        with site.with_settings(comment_moderation=True):
            location = send(site, post, comment="Held below.", comment_parent=str(long[0]))
        assert location.startswith(post["link"] + "comment-page-1/?unapproved=")
        page = Page(site.get(location))
        assert "Held below." in page.find(id=f"comment-{long[0]}").parent.text()


# Places

def test_places_are_kept(site, post):
    admin = site.api("admin")
    top = comment(site, post, content="I am the first.", author_name="Zoe Removed")
    middle = comment(site, post, parent=top, content="In between.")
    low = comment(site, post, parent=middle)
    other = comment(site, post)
    for change in (lambda id_: admin.delete(f"comments/{id_}"), lambda id_: admin.delete(f"comments/{id_}?force=true")):
        assert change(top).status_code == 200 and change(middle).status_code == 200
        page = at(site, post)
        assert shown(page) == [top, middle, low, other]
        for id_ in (top, middle):
            place = page.find(id=f"comment-{id_}")
            assert place.text() == "This comment is no longer here."
        assert "Zoe Removed" not in page.source and "In between." not in page.source
        assert page.find(id=f"comment-{low}").parent.parent.parent.find(id=f"comment-{middle}")
        assert "2 comments" in page.text()
    # One level each: the answer to what is gone moved up in the API, as in WordPress.
    assert admin.get(f"comments/{low}").json()["parent"] == 0
    # With the last answer its places go too.
    assert admin.delete(f"comments/{low}?force=true").status_code == 200
    assert shown(at(site, post)) == [other]


def test_no_place_without_an_answer_that_is_shown(site, post):
    admin = site.api("admin")
    top = comment(site, post)
    low = comment(site, post, parent=top)
    admin.post(f"comments/{low}", {"status": "hold"})
    admin.delete(f"comments/{top}")
    page = at(site, post)
    assert shown(page) == [] and "Nobody has commented yet." in page.text()
    admin.post(f"comments/{low}", {"status": "approved"})
    assert shown(at(site, post)) == [top, low]


def test_places_on_pages(site, post, long):
    site.api("admin").delete(f"comments/{long[1]}")
    with site.with_settings(page_comments=True, comments_per_page=2):
        assert shown(at(site, post, "comment-page-1/")) == [long[0], long[1], long[5]]
        assert site.api().get(f"comments/{long[5]}").json()["link"].startswith(post["link"] + "comment-page-1/")


# Marks and times

def test_days_ago(site, post):
    day = 86400
    made = {}
    for days, words in ((0, "(today)"), (1, "(yesterday)"), (5, "(5 days ago)"), (40, None)):
        date = time.strftime("%Y-%m-%dT00:00:01", time.gmtime(time.time() - days * day))
        made[comment(site, post, date_gmt=date)] = words
    page = at(site, post)
    for id_, words in made.items():
        place = page.find(id=f"comment-{id_}")
        assert (place.find("span", class_="ago").text() if words else place.find("span", class_="ago")) == words
        assert place.find("time")["datetime"].endswith("T00:00:01+00:00")


def test_avatars(site, post):
    comment(site, post, author_name="Ann Bee")
    circle = at(site, post).find("span", class_="initials")
    assert circle["data-initials"] == "AB" and circle["aria-hidden"] == "true"
    assert "gravatar" not in site.get(post["link"]).text
    with site.with_settings(avatar_default="blank"):
        assert at(site, post).find("span", class_="initials")["data-initials"] == " "
    with site.with_settings(show_avatars=False):
        assert at(site, post).find("span", class_="initials") is None


# The reader's own comment

def own_link(page, text="change or delete it"):
    return next((a["href"] for a in page.find_all("a") if a.text() == text), None)


def edit_form(site, location):
    return Page(site.get(own_link(Page(site.get(location))))).comment_form()


def test_own_comment_is_changed(site, post):
    location = send(site, post, comment="A tpyo & <em>more</em> &lt;b> &amp;lt; 1 < 2.")
    answer = site.get(location)
    assert answer.headers["Cache-Control"] == "private, no-store" and "noindex" in answer.headers["X-Robots-Tag"]
    link = own_link(Page(answer))
    answer = site.get(link)
    assert answer.headers["Cache-Control"] == "private, no-store" and "noindex" in answer.headers["X-Robots-Tag"]
    page = Page(answer)
    assert page.find(id="respond").find("h2").text() == "Change your comment"
    form = page.comment_form()
    assert form.fields["comment"] == "A tpyo & <em>more</em> &lt;b&gt; &amp;lt; 1 &lt; 2."
    answer = site.post(POST, {**form.fields, "comment": "A typo & <em>less</em>."})
    assert answer.status_code == 303
    page = Page(site.get(answer.headers["Location"]))
    assert "A typo & less." in page.text() and "tpyo" not in page.text() and own_link(page)
    page = at(site, post)
    assert "A typo & less." in page.text() and "edited" in page.find("p", class_="when").text() and not own_link(page)


def test_nobody_else_changes_it(site, post):
    location = send(site, post, comment="Mine alone.")
    form = edit_form(site, location)
    other = edit_form(site, send(site, post, comment="Another one."))
    token = form.fields["broadsheet_token"]
    for bad in ("", "x", token[:-1] + ("A" if token[-1] != "A" else "B"), re.sub(r"^\d+", "99999999999", token),
                other.fields["broadsheet_token"]):
        answer = site.post(POST, {**form.fields, "broadsheet_token": bad, "comment": "Not by me."})
        assert answer.status_code == 403 and "Not by me." in answer.text
    for bad in ("999999", "abc", "-5"):
        answer = site.post(POST, {**form.fields, "comment_ID": bad, "comment": "Not by me."})
        assert answer.status_code == 403
    assert "Not by me." not in site.get(post["link"]).text and "Mine alone." in site.get(post["link"]).text
    bare = re.sub(r"moderation-hash=[^#]*", "moderation-hash=x", location)
    assert own_link(Page(site.get(bare))) is None
    assert site.get(bare.replace("unapproved", "editcomment")).text.count("Change your comment") == 0


def test_window(site, post):
    location = send(site, post)
    form = edit_form(site, location)
    id_ = int(form.fields["comment_ID"])
    early = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(time.time() - 16 * 60))
    site.api("admin").post(f"comments/{id_}", {"date_gmt": early})
    assert own_link(Page(site.get(location))) is None
    answer = site.post(POST, {**form.fields, "comment": "Too late."})
    assert answer.status_code == 403 and "Too late." in answer.text and "Too late." not in site.get(post["link"]).text
    with site.with_settings(comment_edit_window=0):
        assert re.fullmatch(re.escape(post["link"]) + r"#comment-\d+", send(site, post))
        assert site.post(POST, {**form.fields, "comment": "Off."}).status_code == 403


def test_closed_takes_no_new_words_but_gives_back(site, post):
    location = send(site, post, comment="Before it closed.")
    form = edit_form(site, location)
    site.api("admin").post(f"posts/{post['id']}", {"comment_status": "closed"})
    answer = site.post(POST, {**form.fields, "comment": "After it closed."})
    assert answer.status_code == 403 and "After it closed." in answer.text and "Comments are closed" in answer.text
    assert "After it closed." not in site.get(post["link"]).text
    page = Page(site.get(own_link(Page(site.get(location)))))
    assert page.find("textarea") is None
    form = page.comment_form()
    answer = site.post(POST, {**form.fields, "delete_comment": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, post["link"])
    assert "Before it closed." not in site.get(post["link"]).text


def test_own_comment_is_deleted(site, post):
    location = send(site, post, comment="Said too much.")
    page = Page(site.get(own_link(Page(site.get(location)))))
    button = page.find("details").find("button")
    form = edit_form(site, location)
    answer = site.post(POST, {**form.fields, button["name"]: button["value"]})
    assert answer.status_code == 303 and answer.headers["Location"] == post["link"]
    assert "Said too much." not in site.get(location).text
    made = site.api("admin").get(f"comments/{form.fields['comment_ID']}?context=edit").json()
    assert made["status"] == "trash" and made["held"] == {"rule": "deleted_by_author", "match": ""}
    # Once more, or changing what is deleted, does nothing.
    assert site.post(POST, {**form.fields, button["name"]: "1"}).status_code == 403
    assert site.post(POST, {**form.fields, "comment": "Back?"}).status_code == 403


@pytest.mark.parametrize("text, verdict", [("", "Please write a comment."), (" <script>1</script> ", "Please write a comment."),
                                           ("x" * 65526, "The comment is too long.")])
def test_bad_change(site, post, text, verdict):
    form = edit_form(site, send(site, post, comment="Good enough."))
    answer = site.post(POST, {**form.fields, "comment": text})
    page = Page(answer)
    assert answer.status_code == 422 and verdict in page.find(id="comment-error").text()
    area = page.find("textarea")
    assert area["aria-describedby"] == "comment-error" and area["aria-invalid"] == "true"
    again = page.comment_form()
    assert site.post(POST, {**again.fields, "comment": "Better."}).status_code == 303
    assert "Better." in site.get(post["link"]).text


def test_a_change_is_moderated(site, post):
    admin = site.api("admin")
    form = edit_form(site, send(site, post, comment="Harmless."))
    id_ = form.fields["comment_ID"]
    with site.with_settings(moderation_keys="casino"):
        answer = site.post(POST, {**form.fields, "comment": "Now with casino."})
        assert "awaiting moderation" in site.get(answer.headers["Location"]).text
        assert "casino" not in site.get(post["link"]).text
        made = admin.get(f"comments/{id_}?context=edit").json()
        assert made["status"] == "hold" and made["held"] == {"rule": "moderation_keys", "match": "casino"}
        site.post(POST, {**form.fields, "comment": "Harmless again."})
        assert admin.get(f"comments/{id_}?context=edit").json()["status"] == "approved"
    with site.with_settings(disallowed_keys="casino"):
        answer = site.post(POST, {**form.fields, "comment": "Now with casino."})
        assert answer.headers["Location"] == post["link"]
        assert admin.get(f"comments/{id_}?context=edit").json()["status"] == "trash"


def test_what_a_moderator_holds_stays_held(site, post):
    admin = site.api("admin")
    form = edit_form(site, send(site, post, comment="Doubtful."))
    admin.post(f"comments/{form.fields['comment_ID']}", {"status": "hold"})
    assert site.post(POST, {**form.fields, "comment": "Less so."}).status_code == 303
    assert admin.get(f"comments/{form.fields['comment_ID']}?context=edit").json()["status"] == "hold"


def test_approved_once_is_not_approved_for_other_words(site, post):
    """The comment that a moderator let pass does not vouch for itself."""
    admin = site.api("admin")
    with site.with_settings(comment_previously_approved=True):
        form = edit_form(site, send(site, post, author="New Here", email="new@example.org"))
        id_ = form.fields["comment_ID"]
        admin.post(f"comments/{id_}", {"status": "approved"})
        site.post(POST, {**form.fields, "comment": "Something else."})
        held = admin.get(f"comments/{id_}?context=edit").json()
        assert held["status"] == "hold" and held["held"]["rule"] == "comment_previously_approved"


def test_members_change_theirs(site, post):
    browser = site.browser()
    browser.post(site.base + "/wp-login.php", {"log": "subscriber", "pwd": site.users["subscriber"]["password"]},
                 allow_redirects=False)
    form = Page(browser.get(post["link"])).comment_form()
    answer = browser.post(site.base + POST, {**form.fields, "comment": "As member."}, allow_redirects=False)
    link = own_link(Page(browser.get(answer.headers["Location"])))
    form = Page(browser.get(link)).comment_form()
    answer = browser.post(site.base + POST, {**form.fields, "comment": "As a member."}, allow_redirects=False)
    assert answer.status_code == 303 and "As a member." in site.get(post["link"]).text


def test_protected_article(site):
    post = site.make_post(title="For members", password="open sesame", comment_status="open")
    browser = site.browser()
    form = Page(browser.get(post["link"])).form("/wp-login.php")
    browser.post(site.base + "/wp-login.php?action=postpass", {**form.fields, "post_password": "open sesame"})
    form = Page(browser.get(post["link"])).comment_form()
    answer = browser.post(site.base + POST, {**form.fields, **READER, "comment": "Inside."}, allow_redirects=False)
    form = Page(browser.get(own_link(Page(browser.get(answer.headers["Location"]))))).comment_form()
    assert site.post(POST, {**form.fields, "comment": "From outside."}).status_code == 403
    assert browser.post(site.base + POST, {**form.fields, "comment": "Within."}, allow_redirects=False).status_code == 303


# Links from other sites

def test_pings(fresh_site):
    """They come with an import: a line with a link, nothing to answer, and no circle."""
    site = fresh_site
    site.settings(comment_previously_approved=False)
    post = site.make_post(title="Linked to", comment_status="open")
    ids = [comment(site, post, author_name=f"Other paper {i}", author_url="https://other.example/a", content=f"[...] {i}")
           for i in range(2)]
    site.stop()
    with contextlib.closing(sqlite3.connect(site.data + "/site.db")) as db:
        for id_, kind in zip(ids, ("pingback", "trackback")):
            db.execute("UPDATE comment SET type = ? WHERE id = ?", (kind, id_))
        db.commit()
    site.start()
    page = Page(site.get(post["link"]))
    for i, (id_, word) in enumerate(zip(ids, ("Pingback", "Trackback"))):
        ping = page.find(id=f"comment-{id_}")
        assert ping.text().startswith(f"{word}: Other paper {i}") and "[...]" not in ping.text()
        assert ping.find("a")["rel"] == "nofollow ugc noopener external"
        assert ping.find("span", class_="initials") is None and ping.find("p", class_="reply") is None
    assert Page(site.get(f"{post['link']}?replytocom={ids[0]}")).comment_form().fields["comment_parent"] == "0"
    assert "2 comments" in page.text()
