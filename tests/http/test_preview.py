"""Previews: autosaves for who is logged in, and signed links for colleagues without an account."""

import re
import time

import pytest

from page import Page


def logged_in(site, login):
    browser = site.browser()
    browser.post(site.base + "/wp-login.php", {"log": login, "pwd": site.users[login]["password"]},
                 allow_redirects=False)
    return browser


def nonce_of(site, browser):
    return browser.get(site.base + "/wp-admin/admin-ajax.php?action=rest-nonce").text


def autosave(site, browser, post, **fields):
    answer = browser.post(f"{site.base}/wp-json/wp/v2/posts/{post['id']}/autosaves", json=fields,
                          headers={"X-WP-Nonce": nonce_of(site, browser)})
    assert answer.status_code == 200, answer.text
    return answer.json()


def link_of(site, post, login="editor"):
    return site.api(login).get(f"posts/{post['id']}?context=edit").json()["preview_link"]


@pytest.fixture(scope="module")
def editor(site):
    return logged_in(site, "editor")


def test_autosave_of_a_public_article(site, editor):
    post = site.make_post(title="As published", content="Old words.", excerpt="Old summary.", comment_status="open")
    site.make("comments", post=post["id"], content="Talked about.", author_name="A", author_email="a@example.org")
    saved = autosave(site, editor, post, title="As <em>planned</em>", content="New words.\n\nIn two paragraphs.",
                     excerpt="")
    assert re.fullmatch(re.escape(post["link"]) + rf"\?preview_id={post['id']}&preview_nonce=[0-9a-f]{{10}}&preview=true",
                        saved["preview_link"])
    answer = editor.get(saved["preview_link"])
    page = Page(answer)
    assert page.heading == "As planned" and "<p>New words.</p>" in answer.text and "Old words." not in answer.text
    assert "Unsaved changes." in page.find("p", class_="notice").text()
    assert answer.headers["Cache-Control"] == "private, no-store" and "noindex" in answer.headers["X-Robots-Tag"]
    assert "noindex" in page.meta("robots") and page.link("canonical") is None
    assert page.find(id="comments") is None
    # The article itself stays as it is, for everybody.
    for browser in (site, editor):
        answer = browser.get(post["link"])
        assert "Old words." in answer.text and "New words." not in answer.text


def test_nonce(site, editor):
    post = site.make_post(title="Guarded")
    link = autosave(site, editor, post, content="Guarded words.")["preview_link"]
    wrong = re.sub("preview_nonce=[^&]*", "preview_nonce=0123456789", link)
    other = site.make_post(title="Another")
    swapped = link.replace(post["link"], other["link"]).replace(f"preview_id={post['id']}", f"preview_id={other['id']}")
    for browser, address in ((site, link), (editor, wrong), (logged_in(site, "editor"), link),
                             (logged_in(site, "subscriber"), link), (editor, swapped)):
        answer = browser.get(address)
        assert answer.status_code == 403 and "not allowed to preview drafts" in answer.text, address
        assert "Guarded words." not in answer.text
    # A number that is not the article's says nothing about it.
    assert "Guarded words." not in editor.get(link.replace(f"preview_id={post['id']}", "preview_id=1")).text
    assert site.get(post["link"] + "?preview=true").status_code == 200


@pytest.mark.parametrize("status", ["draft", "pending", "private", "future"])
def test_signed_link(site, status):
    post = site.make_post(title="Not yet", content="Secret plans.", status=status, date="2031-01-01T10:00:00")
    assert site.get(f"/?p={post['id']}").status_code == 404
    link = link_of(site, post)
    answer = site.get(link)
    page = Page(answer)
    assert answer.status_code == 200 and "Secret plans." in answer.text and page.heading == "Not yet"
    assert answer.headers["Cache-Control"] == "private, no-store" and "noindex" in answer.headers["X-Robots-Tag"]
    assert page.link("canonical") is None and page.comment_form() is None
    assert "A link leads you here that works before" in page.find("p", class_="notice").text()
    # It is the same all day, ends after a week, and is nobody's but this article's.
    assert link_of(site, post) == link
    until = int(re.search(r"preview_token=(\d+)\.", link).group(1))
    assert 7 * 86400 <= until - time.time() <= 8 * 86400
    later = re.sub(r"preview_token=\d+", f"preview_token={until + 86400}", link)
    other = site.make_post(title="Other", status="draft")
    for bad in (later, link[:-1] + ("A" if link[-1] != "A" else "B"), re.sub("preview_token=.*", "preview_token=x", link),
                re.sub("preview_token=.*", "preview_token=", link),
                f"/?p={other['id']}&preview=true&" + re.search("preview_token=.*", link).group()):
        assert site.get(bad).status_code == 404, bad
    assert site.api().get(f"posts/{post['id']}").status_code == 401


def test_signed_link_shows_the_newest_words(site, editor):
    post = site.make_post(title="Planned", content="First words.", status="draft", as_="author")
    link = link_of(site, post)
    autosave(site, editor, post, content="Second words.")
    assert "Second words." in site.get(link).text and "First words." not in site.get(link).text


def test_signed_link_to_changes_of_a_public_article(site, editor):
    post = site.make_post(title="Public", content="Public words.")
    link = link_of(site, post)
    # Nothing is different so far: the article itself is what there is to see.
    answer = site.get(link)
    assert (answer.status_code, answer.headers["Location"]) == (302, post["link"])
    autosave(site, editor, post, content="Words to come.")
    answer = site.get(link)
    assert answer.status_code == 200 and "Words to come." in answer.text
    assert "Unsaved changes." in Page(answer).find("p", class_="notice").text()


def test_signed_link_ends_with_publication_and_trash(site, editor):
    post = site.make_post(title="Soon", content="Soon words.", status="draft")
    link = link_of(site, post)
    admin = site.api("admin")
    post = admin.post(f"posts/{post['id']}", {"status": "publish"}).json()
    autosave(site, editor, post, content="Changes nobody should see.")
    answer = site.get(link)
    while answer.status_code in (301, 302):
        assert "Changes nobody" not in answer.text
        answer = site.get(answer.headers["Location"])
    assert "Soon words." in answer.text and "Changes nobody" not in answer.text
    admin.delete(f"posts/{post['id']}")
    assert site.get(link).status_code == 404
    assert link_of(site, post, "admin") is None


def test_pages_have_previews(site):
    made = site.make("pages", title="About us", content="Page words.", status="draft")
    link = site.api("editor").get(f"pages/{made['id']}?context=edit").json()["preview_link"]
    assert "Page words." in site.get(link).text


def test_programs_get_a_signed_link(site):
    post = site.make_post(title="By a program", content="Words.", as_="author")
    saved = site.api("editor").post(f"posts/{post['id']}/autosaves", {"content": "Words by a program."}).json()
    assert "preview_token=" in saved["preview_link"]
    assert "Words by a program." in site.get(saved["preview_link"]).text


def test_who_gets_it(site):
    post = site.make_post(title="Whose", status="draft", as_="author")
    assert site.api("contributor").get(f"posts/{post['id']}?context=edit").status_code == 403
    public = site.make_post(title="Seen", as_="author")
    assert "preview_link" not in site.api().get(f"posts/{public['id']}").json()
    assert site.api("contributor").get(f"posts/{public['id']}?context=edit").status_code == 403
