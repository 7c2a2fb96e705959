"""The main job, end to end, over HTTP: a press article goes in through the API and is read; its comments are opened and
closed, and closed is closed."""

import html
import re
from html.parser import HTMLParser

import pytest

import press

pytestmark = pytest.mark.skipif(not press.available(), reason="the real article (shared/seed/article.txt) is not here")

READER = {"author": "A Reader", "email": "reader@example.org"}


class VisibleText(HTMLParser):
    """What a page shows as text, blocks on lines of their own."""

    INLINE = {"a", "span", "em", "strong", "b", "i", "abbr", "time", "cite", "small"}
    HIDDEN = {"script", "style", "head", "template"}
    EMPTY = {"meta", "link", "br", "img", "input", "hr", "source", "wbr"}

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.parts, self.open = [], []
        self.headings = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag not in self.INLINE:
            self.parts.append("\n")
        if tag not in self.EMPTY:
            self.open.append(tag)
        if tag == "h1":
            self.headings.append("")

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        if tag not in self.INLINE:
            self.parts.append("\n")

    def handle_data(self, data):
        if not self.HIDDEN & set(self.open):
            self.parts.append(re.sub(r"\s+", " ", data))
            if "h1" in self.open:
                self.headings[-1] += data

    def lines(self):
        text = "".join(self.parts)
        return [re.sub(r" +", " ", line).strip() for line in text.split("\n") if line.strip()]


def form_of(text):
    """The comment form's fields, or None when the page has none."""
    form = re.search(r"<form[^>]*wp-comments-post\.php.*?</form>", text, re.DOTALL)
    if not form:
        return None
    fields = {}
    for tag in re.findall(r"<(?:input|textarea)\b[^>]*>", form.group(0)):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if "name" in attributes and attributes.get("type") not in ("submit", "checkbox"):
            fields[attributes["name"]] = html.unescape(attributes.get("value", ""))
    return fields


def breadcrumb_of(text):
    navigation = re.search(r'<nav[^>]*aria-label="Breadcrumb".*?</nav>', text, re.DOTALL)
    return " ".join(VisibleText(navigation.group(0)).lines())


@pytest.fixture(scope="module")
def article():
    return press.read()


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
    text = VisibleText(answer.text)
    assert [re.sub(r"\s+", " ", heading).strip() for heading in text.headings] == [article.title]
    assert re.sub(r"\s*»\s*", " » ", breadcrumb_of(answer.text)) == article.breadcrumb
    lines = text.lines()
    positions = [lines.index(paragraph) for paragraph in article.paragraphs]
    assert positions == list(range(positions[0], positions[0] + len(positions)))
    assert lines.index(article.title, positions[0] - 6) < positions[0]
    after = [line.rstrip(".") for line in lines[positions[-1] + 1:]]
    assert article.closed in after
    assert form_of(answer.text) is None


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
        return answer.text

    # One call opens it; the next page has a form.
    assert form_of(page()) is None
    opened = admin.post(f"posts/{posted['id']}", {"comment_status": "open"})
    assert opened.status_code == 200 and opened.json()["comments"]["state"] == "open"
    fields = form_of(page(reader))
    assert fields is not None
    assert article.closed not in [line.rstrip(".") for line in VisibleText(page()).lines()]

    # A reader comments, without script, and sees that it is held; nobody else sees it.
    text = "A first comment, with <b>markup</b> & “quotes”."
    answer = reader.post(site.base + "/wp-comments-post.php", {**fields, **READER, "comment": text},
                         allow_redirects=False)
    assert answer.status_code == 303
    shown = VisibleText(reader.get(answer.headers["Location"]).text).lines()
    assert any("A first comment, with markup & “quotes”." in line for line in shown)
    assert any("moderation" in line.lower() for line in shown)
    assert "A first comment" not in page()

    # A moderator approves it: now everybody sees it.
    held = admin.get(f"comments?post={posted['id']}&status=hold&context=edit").json()
    assert [comment["author_name"] for comment in held] == ["A Reader"]
    assert held[0]["held"]["rule"] == "comment_previously_approved"
    assert admin.post(f"comments/{held[0]['id']}", {"status": "approved"}).status_code == 200
    assert "A first comment" in page()

    # Known now: the second one is there at once.
    fields = form_of(page(reader))
    second = reader.post(site.base + "/wp-comments-post.php", {**fields, **READER, "comment": "A second one."},
                         allow_redirects=False)
    assert second.status_code == 303
    assert re.fullmatch(re.escape(posted["link"]) + r"(\?[^#]*)?#comment-\d+", second.headers["Location"])
    assert "A second one." in page()

    # Another reader has the form open and is still writing ...
    late = form_of(page(reader))
    assert late is not None
    closed = admin.post(f"posts/{posted['id']}", {"comment_status": "closed"})
    assert closed.status_code == 200

    # ... the very next page says that it is closed, and keeps what was said.
    text = page()
    assert form_of(text) is None
    assert article.closed in [line.rstrip(".") for line in VisibleText(text).lines()]
    assert "A first comment" in text and "A second one." in text

    # ... what he then sends is refused, and his text is not lost.
    written = "Too late, but with care: 1 < 2 & \"so on\"."
    answer = reader.post(site.base + "/wp-comments-post.php", {**late, **READER, "comment": written},
                         allow_redirects=False)
    assert answer.status_code == 403
    lines = VisibleText(answer.text).lines()
    assert any(written in line for line in lines)
    assert any(article.closed in line for line in lines)
    assert answer.headers["Cache-Control"].startswith(("no-store", "private, no-store"))

    # REST is closed as well, also for the administrator, with WordPress's code.
    for login in ("subscriber", "editor", "admin"):
        answer = site.api(login).post("comments", {"post": posted["id"], "content": "Late too"})
        assert (answer.status_code, answer.json()["code"]) == (403, "rest_comment_closed")
    assert "Late too" not in page() and "Too late" not in page()
    assert site.cli("comments", "status", str(posted["id"])).stdout.startswith("closed (article)")


def test_an_absent_comment_status_changes_nothing(site, posted):
    admin = site.api("admin")
    for status in ("open", "closed"):
        assert admin.post(f"posts/{posted['id']}", {"comment_status": status}).status_code == 200
        changed = admin.post(f"posts/{posted['id']}", {"excerpt": "An excerpt, " + status})
        assert changed.json()["comment_status"] == status
