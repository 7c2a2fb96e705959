"""The main job, end to end, over HTTP: a press article goes in through the API and is read; its comments are opened and
closed, and closed is closed."""

import re

import pytest

import press
from page import Page

READER = {"author": "A Reader", "email": "reader@example.org"}


@pytest.fixture(scope="module")
def article():
    return press.read()


@pytest.mark.skipif(not press.real_is_here(), reason="the real article is not here: a stand-in is taken")
def test_the_real_article_is_taken(article):
    assert "Rouhani’s message to Putin" in article.title and len(article.paragraphs) == 6


@pytest.fixture(scope="module")
def posted(site, article):
    parent = 0
    for name in article.categories:
        parent = site.make("categories", "editor", name=name, parent=parent)["id"]
    return site.make_post("editor", title=article.title, content=article.content, categories=[parent],
                          comment_status="closed")


@pytest.fixture(scope="module")
def path(site, posted):
    return posted["link"].removeprefix(site.base)


def test_the_api_echoes_it(site, article, posted):
    assert posted["comment_status"] == "closed"
    assert posted["comments"]["state"] == "closed" and posted["comments"]["reason"] == "article"
    assert re.fullmatch(re.escape(site.base) + r"/\d{4}/\d\d/[a-z0-9-]+/", posted["link"])


def test_the_page_reads_as_the_article(site, article, posted, path):
    answer = site.get(path)
    assert answer.status_code == 200
    page = Page(answer)
    assert page.heading == article.title
    crumbs = page.find("nav", aria_label="Breadcrumb").text()
    assert re.sub(r"\s*»\s*", " » ", crumbs) == article.breadcrumb
    lines = page.lines()
    positions = [lines.index(paragraph) for paragraph in article.paragraphs]
    assert positions == list(range(positions[0], positions[0] + len(positions)))
    assert lines.index(article.title, positions[0] - 6) < positions[0]
    after = [line.rstrip(".") for line in lines[positions[-1] + 1:]]
    assert article.closed in after
    assert page.comment_form() is None


def test_its_archives_have_it(site, article, posted, path):
    slugs = [re.sub(r"[^a-z]+", "-", name.lower()) for name in article.categories]
    for depth in range(1, len(slugs) + 1):
        answer = site.get("/category/" + "/".join(slugs[:depth]) + "/")
        assert answer.status_code == 200, answer.url
        assert path in answer.text
    assert path in site.get("/").text


def test_opened_commented_and_closed(site, article, posted, path):
    admin = site.api("admin")
    reader, other = site.browser(), site.browser()

    def page(browser=other):
        answer = browser.get(site.base + path)
        assert answer.status_code == 200
        return Page(answer)

    # One call opens it; the next page has a form.
    assert page().comment_form() is None
    opened = admin.post(f"posts/{posted['id']}", {"comment_status": "open"})
    assert opened.status_code == 200 and opened.json()["comments"]["state"] == "open"
    form = page(reader).comment_form()
    assert form is not None
    assert article.closed not in [line.rstrip(".") for line in page().lines()]

    # A reader comments, without script, and sees that it is held; nobody else sees it.
    text = "A first comment, with <b>markup</b> & “quotes”."
    answer = reader.post(site.base + "/wp-comments-post.php", {**form.fields, **READER, "comment": text},
                         allow_redirects=False)
    assert answer.status_code == 303
    shown = Page(reader.get(answer.headers["Location"])).lines()
    assert any("A first comment, with markup & “quotes”." in line for line in shown)
    assert any("moderation" in line.lower() for line in shown)
    assert "A first comment" not in page().text()

    # A moderator approves it: now everybody sees it.
    held = admin.get(f"comments?post={posted['id']}&status=hold&context=edit").json()
    assert [comment["author_name"] for comment in held] == ["A Reader"]
    assert held[0]["held"]["rule"] == "comment_previously_approved"
    assert admin.post(f"comments/{held[0]['id']}", {"status": "approved"}).status_code == 200
    assert "A first comment" in page().text()

    # Known now: the second one is there at once.
    form = page(reader).comment_form()
    second = reader.post(site.base + "/wp-comments-post.php", {**form.fields, **READER, "comment": "A second one."},
                         allow_redirects=False)
    assert second.status_code == 303
    assert re.fullmatch(re.escape(posted["link"]) + r"(\?[^#]*)?#comment-\d+", second.headers["Location"])
    assert "A second one." in page().text()

    # Another reader has the form open and is still writing ...
    late = page(reader).comment_form()
    assert late is not None
    closed = admin.post(f"posts/{posted['id']}", {"comment_status": "closed"})
    assert closed.status_code == 200

    # ... the very next page says that it is closed, and keeps what was said.
    closed_page = page()
    assert closed_page.comment_form() is None
    assert article.closed in [line.rstrip(".") for line in closed_page.lines()]
    assert "A first comment" in closed_page.text() and "A second one." in closed_page.text()

    # ... what he then sends is refused, and his text is not lost.
    written = "Too late, but with care: 1 < 2 & \"so on\"."
    answer = reader.post(site.base + "/wp-comments-post.php", {**late.fields, **READER, "comment": written},
                         allow_redirects=False)
    assert answer.status_code == 403
    lines = Page(answer).lines()
    assert any(written in line for line in lines)
    assert any(article.closed in line for line in lines)
    assert answer.headers["Cache-Control"].startswith(("no-store", "private, no-store"))

    # REST is closed as well, also for the administrator, with WordPress's code.
    for login in ("subscriber", "editor", "admin"):
        answer = site.api(login).post("comments", {"post": posted["id"], "content": "Late too"})
        assert (answer.status_code, answer.json()["code"]) == (403, "rest_comment_closed")
    assert "Late too" not in page().text() and "Too late" not in page().text()
    assert site.cli("comments", "status", str(posted["id"])).stdout.startswith("closed (article)")


def test_an_absent_comment_status_changes_nothing(site, posted):
    admin = site.api("admin")
    for status in ("open", "closed"):
        assert admin.post(f"posts/{posted['id']}", {"comment_status": status}).status_code == 200
        changed = admin.post(f"posts/{posted['id']}", {"excerpt": "An excerpt, " + status})
        assert changed.json()["comment_status"] == status
