"""The page cache: a kept page is what would be made anew, after every kind of write, for as long as it is kept; and it
is given to nobody who may be shown something of their own.

What would be made anew is had with a cookie of the kind that keeps its sender away from kept pages.
"""

import base64
import concurrent.futures
import json
import multiprocessing
import os
import socket
import time

import pytest

# As many as fit into the seconds: all of them on a release build, some thousands under sanitizers.
TOGGLES = int(os.environ.get("BROADSHEET_TOGGLES", "10000"))
TOGGLE_SECONDS = int(os.environ.get("BROADSHEET_TOGGLE_SECONDS", "20"))
ANEW = {"Cookie": "comment_author_nobody=x"}
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


@pytest.fixture
def press(fresh_site):
    """A site that says how its answers were made."""
    fresh_site.settings(server_timing=True, comment_previously_approved=False, comment_flood_interval=0,
                        rest_allow_anonymous_comments=True)
    return fresh_site


def is_kept(answer):
    return answer.headers["Server-Timing"].startswith("cache;desc=hit")


def path_of(site, link):
    return link.removeprefix(site.base)


def warm(site, *paths):
    """Asks until each page comes from the cache; a feed whose date is that of this very second does not."""
    for path in paths:
        deadline = time.monotonic() + 20
        while not is_kept(site.get(path)):
            assert time.monotonic() < deadline, f"{path} is not kept"


def compare(site, paths, what):
    for path in paths:
        given, made = site.get(path), site.get(path, headers=ANEW)
        assert (given.status_code, given.content) == (made.status_code, made.content), f"{path} after {what}"
        assert "Server-Timing" in given.headers or given.status_code != 200


def test_kept_at_the_second_asking(press):
    path = path_of(press, press.make_post(title="One")["link"])
    first, second, third = (press.get(path) for _ in range(3))
    assert [is_kept(answer) for answer in (first, second, third)] == [False, False, True]
    assert first.content == second.content == third.content
    assert first.headers["ETag"] == third.headers["ETag"]
    keys = set(first.headers) - {"Date", "Server-Timing"}
    assert {key: first.headers[key] for key in keys} == {key: third.headers.get(key) for key in keys}


def test_head_validators_and_codings(press):
    path = path_of(press, press.make_post(title="One", content="<p>" + "word " * 2000 + "</p>")["link"])
    warm(press, path)
    plain = press.get(path, headers={"Accept-Encoding": "identity"})
    head = press.head(path, headers={"Accept-Encoding": "identity"})
    assert head.content == b"" and head.headers["Content-Length"] == str(len(plain.content)) and is_kept(head)
    tags = {plain.headers["ETag"]}
    for coding in ("gzip", "br"):
        packed = press.get(path, headers={"Accept-Encoding": coding})
        assert packed.headers["Content-Encoding"] == coding and is_kept(packed)
        assert packed.content == plain.content
        assert "Accept-Encoding" in packed.headers["Vary"]
        tags.add(packed.headers["ETag"])
    assert len(tags) == 3
    for tag in [*tags, "*", f'"x", {plain.headers["ETag"]}', "W/" + plain.headers["ETag"]]:
        fresh = press.get(path, headers={"If-None-Match": tag})
        assert fresh.status_code == 304 and fresh.content == b"", tag
        if tag in tags:
            assert fresh.headers["ETag"] == tag
        assert fresh.headers["Cache-Control"] == "public, no-cache"
    assert press.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    whole = press.get(path, headers={"Range": "bytes=0-9", "Accept-Encoding": "identity"})
    assert whole.status_code == 200 and whole.content == plain.content


def test_sent_often_is_compressed_better(press):
    path = path_of(press, press.make_post(title="One", content="".join(
        f"<p>Paragraph {i} of {i * i} words on {i * 7919 % 1009} things.</p>" for i in range(300)))["link"])
    warm(press, path)
    first = press.get(path, headers={"Accept-Encoding": "br"})
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        later = press.get(path, headers={"Accept-Encoding": "br"})
        if later.headers["ETag"] != first.headers["ETag"]:
            break
    assert later.headers["ETag"].endswith('-best-br"') and later.content == first.content
    assert int(later.headers["Content-Length"]) < int(first.headers["Content-Length"])
    assert press.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert press.get(path, headers={"If-None-Match": later.headers["ETag"]}).status_code == 304


def test_parameters(press):
    post = press.make_post(title="One", comment_status="open")
    path = path_of(press, post["link"])
    warm(press, path)
    known = press.get(path)
    for query in ("utm_source=a&utm_medium=b", "fbclid=xyz", "a[]=1&b"):
        tracked = press.get(f"{path}?{query}")
        assert is_kept(tracked) and tracked.content == known.content
    # Two that the page knows are two pages.
    comment = press.api("admin").post("comments", {"post": post["id"], "content": "Well."}).json()
    reply = press.get(f"{path}?replytocom={comment['id']}")
    assert reply.content != press.get(path).content
    # A redirect keeps what is not ours.
    moved = press.get(f"/?p={post['id']}&utm_source=a%20b")
    assert moved.status_code == 301 and moved.headers["Location"] == post["link"] + "?utm_source=a%20b"
    moved = press.get(f"/?p={post['id']}&utm_source=a%20b")
    assert moved.headers["Location"] == post["link"] + "?utm_source=a%20b"
    # What cannot be decoded.
    assert press.get(f"{path}?a=%ff").content == press.get(path).content


def test_who_is_not_given_a_kept_page(press):
    draft = press.make_post(title="Draft", status="draft")
    secret = press.make_post(title="Secret", password="open sesame", content="The treasure.")
    post = press.make_post(title="One", comment_status="open")
    path, secret_path = path_of(press, post["link"]), path_of(press, secret["link"])
    warm(press, path, secret_path, "/wp-json/wp/v2/posts")

    browser = press.browser()
    login = {"log": "editor", "pwd": press.users["editor"]["password"]}
    browser.post(press.base + "/wp-login.php", login, allow_redirects=False)
    own = browser.get(press.base + path)
    assert not is_kept(own) and "private" in own.headers["Cache-Control"]
    assert is_kept(press.get(path))

    assert press.get(f"/?p={draft['id']}&preview=true").status_code == 404
    assert browser.get(press.base + f"/?p={draft['id']}&preview=true").status_code == 200

    reader = press.browser()
    reader.post(press.base + "/wp-login.php?action=postpass",
                {"post_password": "open sesame", "redirect_to": secret["link"]}, allow_redirects=False)
    assert "The treasure." in reader.get(press.base + secret_path).text
    assert "The treasure." not in press.get(secret_path).text

    remembered = press.get(path, headers=ANEW)
    assert not is_kept(remembered)

    assert not is_kept(press.api("editor").get("posts"))
    assert press.api().get("posts", headers={"X-WP-Nonce": "wrong"}).status_code == 403
    assert is_kept(press.api().get("posts"))
    assert press.api().get("posts?_wpnonce=wrong").status_code == 403
    # Other cookies say nothing.
    assert is_kept(press.get(path, headers={"Cookie": "_ga=1; wordpress_test_cookie=1"}))


def test_origins(press):
    for title in ("One", "Two"):
        press.make_post(title=title)
    api = press.api()
    for origin in ("https://a.example", "https://b.example"):
        for _ in range(3):
            answer = api.get("posts", headers={"Origin": origin})
            assert answer.headers["Access-Control-Allow-Origin"] == origin
            assert "Origin" in answer.headers["Vary"]
        assert is_kept(answer)
    for _ in range(3):
        answer = api.get("posts")
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert is_kept(answer)
    assert not is_kept(api.get("posts?unknown=1"))
    assert "unknown=1" in api.get("posts?unknown=1&per_page=1").headers["Link"]
    assert api.options("posts").status_code == 200


def test_envelope_fields_and_embedding(press):
    post = press.make_post(title="One")
    for query in ("_embed", "_fields=id,title", "_envelope", "per_page=1&orderby=title"):
        answers = [press.api().get(f"posts?{query}") for _ in range(3)]
        assert is_kept(answers[2]) and answers[0].content == answers[2].content
    warm(press, f"/wp-json/wp/v2/posts/{post['id']}?_embed")
    press.api("admin").post(f"users/{post['author']}", {"name": "Somebody Else"})
    compare(press, [f"/wp-json/wp/v2/posts/{post['id']}?_embed", "/wp-json/wp/v2/posts?_embed"], "a name's change")


def all_pages(site, posts, terms):
    paths = ["/", "/feed/", "/comments/feed/", "/wp-json/wp/v2/posts", "/wp-json/wp/v2/posts?_embed",
             "/wp-json/wp/v2/comments", "/wp-json/wp/v2/categories", "/wp-json/wp/v2/tags", "/wp-json/wp/v2/users",
             "/wp-json/wp/v2/media", "/wp-json/wp/v2/pages", "/wp-json/", "/?s=Alpha", "/wp-sitemap.xml",
             "/wp-sitemap-posts-post-1.xml", "/robots.txt", "/author/admin/", "/wp-json/wp/v2/posts?search=Alpha"]
    paths += [path_of(site, item["link"]) for item in [*posts, *terms]]
    paths += [f"/wp-json/wp/v2/posts/{post['id']}" for post in posts]
    return paths


def test_every_kind_of_write(press):
    site, admin = press, press.api("admin")
    above = site.make("categories", name="Above")
    below = site.make("categories", name="Below", parent=above["id"])
    tag = site.make("tags", name="Tagged")
    posts = [site.make_post(title=title, categories=[below["id"]], tags=[tag["id"]], comment_status="open",
                            content=f"<p>{title} text</p>") for title in ("Alpha", "Beta", "Gamma")]
    page = site.make("pages", title="Imprint", status="publish", comment_status="closed")
    paths = all_pages(site, posts, [above, below, tag, page])
    first, second, third = posts

    def form(post, text):
        form = {"comment_post_ID": post["id"], "author": "Reader", "email": "reader@example.org", "comment": text}
        return site.api().post("comments", {"post": post["id"], "author_name": form["author"],
                                            "author_email": form["email"], "content": text}).json()

    state = {}
    writes = [
        ("an edited title", lambda: admin.post(f"posts/{first['id']}", {"title": "Alpha again"})),
        ("closed comments", lambda: admin.post(f"posts/{first['id']}", {"comment_status": "closed"})),
        ("comments closed by the command line", lambda: site.cli("comments", "close", str(second["id"]))),
        ("comments opened by the command line", lambda: site.cli("comments", "open", str(second["id"]))),
        ("a comment", lambda: state.update(comment=form(second, "First!"))),
        ("an answer", lambda: admin.post("comments", {"post": second["id"], "parent": state["comment"]["id"],
                                                      "content": "Second."})),
        ("an edited comment", lambda: admin.post(f"comments/{state['comment']['id']}", {"content": "Edited."})),
        ("a held comment", lambda: admin.post(f"comments/{state['comment']['id']}", {"status": "hold"})),
        ("an approved comment", lambda: admin.post(f"comments/{state['comment']['id']}", {"status": "approve"})),
        ("a spam comment", lambda: admin.post(f"comments/{state['comment']['id']}", {"status": "spam"})),
        ("a deleted comment", lambda: admin.delete(f"comments/{state['comment']['id']}?force=true")),
        ("a renamed category", lambda: admin.post(f"categories/{below['id']}", {"name": "Beneath"})),
        ("a moved category", lambda: admin.post(f"categories/{below['id']}", {"parent": 0})),
        ("a category moved back", lambda: admin.post(f"categories/{below['id']}", {"parent": above["id"]})),
        ("a renamed tag", lambda: admin.post(f"tags/{tag['id']}", {"name": "Labelled", "slug": tag["slug"]})),
        ("a post out of its tag", lambda: admin.post(f"posts/{third['id']}", {"tags": []})),
        ("a new category", lambda: state.update(category=site.make("categories", name="New"))),
        ("a post in another category", lambda: admin.post(f"posts/{third['id']}",
                                                          {"categories": [state["category"]["id"]]})),
        ("a deleted category", lambda: admin.delete(f"categories/{state['category']['id']}?force=true")),
        ("a user's name", lambda: admin.post("users/me", {"name": "The Editor"})),
        ("a user's description", lambda: admin.post("users/me", {"description": "Edits."})),
        ("a picture", lambda: state.update(picture=admin.request(
            "POST", "media", data=PNG, headers={"Content-Type": "image/png",
                                                "Content-Disposition": "attachment; filename=dot.png"}).json())),
        ("a featured picture", lambda: admin.post(f"posts/{first['id']}", {"featured_media": state["picture"]["id"]})),
        ("a picture's words", lambda: admin.post(f"media/{state['picture']['id']}", {"alt_text": "A dot"})),
        ("a deleted picture", lambda: admin.delete(f"media/{state['picture']['id']}?force=true")),
        ("a pinned post", lambda: admin.post(f"posts/{first['id']}", {"sticky": True})),
        ("another date", lambda: admin.post(f"posts/{first['id']}", {"date": "2020-01-02T03:04:05"})),
        ("a new post", lambda: state.update(post=site.make_post(title="Delta", categories=[above["id"]]))),
        ("a post made a draft", lambda: admin.post(f"posts/{state['post']['id']}", {"status": "draft"})),
        ("a post published again", lambda: admin.post(f"posts/{state['post']['id']}", {"status": "publish"})),
        ("a slug", lambda: admin.post(f"posts/{state['post']['id']}", {"slug": "another"})),
        ("a password", lambda: admin.post(f"posts/{state['post']['id']}", {"password": "sesame"})),
        ("a trashed post", lambda: admin.delete(f"posts/{state['post']['id']}")),
        ("a deleted post", lambda: admin.delete(f"posts/{state['post']['id']}?force=true")),
        ("an edited page", lambda: admin.post(f"pages/{page['id']}", {"title": "About us"})),
        ("a new page", lambda: site.make("pages", title="Contact", status="publish")),
        ("the site's title", lambda: site.settings(title="Another name")),
        ("the date format", lambda: site.settings(date_format="d.m.Y")),
        ("posts a page", lambda: site.settings(posts_per_page=2)),
        ("the age at which comments close", lambda: site.settings(close_comments_for_old_posts=True,
                                                                  close_comments_days_old=1)),
        ("a setting by the command line", lambda: site.cli("settings", "set", "blogdescription", "Words")),
    ]
    for what, write in writes:
        for path in paths:
            site.get(path)
            site.get(path)
        answer = write()
        assert getattr(answer, "status_code", 200) < 400, (what, answer.text)
        compare(site, paths, what)


def test_scheduled(press):
    moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(time.time() + 2))
    warm(press, "/", "/feed/")
    press.make_post(title="Later", status="future", date_gmt=moment)
    deadline = time.monotonic() + 30
    while "Later" not in press.get("/").text:
        assert time.monotonic() < deadline
    compare(press, ["/", "/feed/"], "the moment")


def test_what_stays(press):
    """A write leaves the pages alone that it does not change."""
    site, admin = press, press.api("admin")
    one, two = (site.make_post(title=title, comment_status="open") for title in ("One", "Two"))
    paths = [path_of(site, one["link"]), path_of(site, two["link"])]
    warm(site, *paths, "/")
    admin.post("comments", {"post": two["id"], "content": "Here."})
    assert [is_kept(site.get(path)) for path in paths] == [True, False]
    warm(site, *paths, "/")
    held = admin.post("comments", {"post": two["id"], "content": "Held.", "status": "hold"})
    assert held.status_code == 201
    assert all(is_kept(site.get(path)) for path in paths)
    # Log-ins, drafts, and what is refused.
    site.browser().post(site.base + "/wp-login.php", {"log": "editor", "pwd": site.users["editor"]["password"]},
                        allow_redirects=False)
    draft = site.make_post(title="Draft", status="draft")
    admin.post(f"posts/{draft['id']}", {"title": "Still a draft"})
    assert admin.post(f"posts/{one['id']}", {"title": "No", "author": 999}).status_code == 400
    assert site.api("subscriber").post(f"posts/{one['id']}", {"title": "No"}).status_code == 403
    assert site.api().post("comments", {"post": 999, "content": "x", "author_name": "a",
                                        "author_email": "a@example.org"}).status_code >= 400
    assert all(is_kept(site.get(path)) for path in paths)


class Line:
    """One connection that stays open. Several questions may be on their way at once."""

    def __init__(self, site):
        self.host = site.base.removeprefix("http://")
        host, port = self.host.split(":")
        self.socket = socket.create_connection((host, int(port)), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def ask(self, *requests):
        """(method, path, headers, body) each; gives their (status, body)."""
        sent = b""
        for method, path, headers, body in requests:
            lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}", *headers]
            if body:
                lines.append(f"Content-Length: {len(body)}")
            sent += "\r\n".join(lines).encode() + b"\r\n\r\n" + body
        self.socket.sendall(sent)
        return [self.answer() for _ in requests]

    def get(self, *paths):
        return self.ask(*(("GET", path, (), b"") for path in paths))

    def more(self):
        data = self.socket.recv(1 << 18)
        assert data, "the connection was closed"
        self.rest += data

    def answer(self):
        while (end := self.rest.find(b"\r\n\r\n")) < 0:
            self.more()
        head = self.rest[:end].lower()
        at = head.index(b"content-length: ") + 16
        size = int(head[at:].split(b"\r\n", 1)[0])
        while len(self.rest) < end + 4 + size:
            self.more()
        body = self.rest[end + 4:end + 4 + size]
        self.rest = self.rest[end + 4 + size:]
        return int(head[9:12]), body


def title_of(body):
    """The number of the title that a page shows."""
    at = body.index(b"Title ") + 6
    return int(body[at:body.index(b".", at)])


def read_until(site, paths, acknowledged, ended):
    """What is asked for after the answer to a write shows it."""
    line = Line(site)
    count = 0
    while not ended.is_set():
        least = acknowledged.value
        for path, (status, body) in zip(paths, line.get(*paths)):
            assert status == 200 and title_of(body) >= least, (path, least, body[:2000])
        count += 1
    assert count > 0


def test_no_stale(press):
    """Titles and comments change under load; whoever asks after the answer to a write sees it."""
    site = press
    post = site.make_post(title="Title 0.", comment_status="open", content="<p>" + "word " * 500 + "</p>")
    path = path_of(site, post["link"])
    item = f"/wp-json/wp/v2/posts/{post['id']}"
    paths = [path, "/", item]
    user, password = site.auth("admin")
    credentials = base64.b64encode(f"{user}:{password}".encode()).decode()
    headers = (f"Authorization: Basic {credentials}", "Content-Type: application/json")
    acknowledged, ended = multiprocessing.Value("q", 0), multiprocessing.Event()
    readers = [multiprocessing.Process(target=read_until, args=(site, paths, acknowledged, ended)) for _ in range(2)]
    for reader in readers:
        reader.start()
    writer, asker = Line(site), Line(site)
    begin = time.monotonic()
    done = 0
    try:
        while done < TOGGLES and time.monotonic() - begin < TOGGLE_SECONDS:
            done += 1
            state = "open" if done % 2 == 0 else "closed"
            change = json.dumps({"title": f"Title {done}.", "comment_status": state}).encode()
            (status, body), = writer.ask(("POST", item, headers, change))
            assert status == 200, body
            acknowledged.value = done
            for one, (status, body) in zip(paths, asker.get(*paths)):
                assert status == 200 and f"Title {done}.".encode() in body, (one, done)
                if one == path:
                    assert (b'id="respond"' in body) == (state == "open"), done
    finally:
        ended.set()
        for reader in readers:
            reader.join()
    assert all(reader.exitcode == 0 for reader in readers)
    assert done >= min(TOGGLES, 100)


def test_many_addresses_do_not_push_out(press):
    site = press
    site.restart("--cache-bytes", "200K")
    post = site.make_post(title="Hot", content="<p>" + "hot " * 1000 + "</p>")
    path = path_of(site, post["link"])
    warm(site, path)
    session = site.browser()
    for i in range(600):
        query = f"s=word{i}"
        for _ in range(1 + i % 2):
            assert session.get(f"{site.base}/?{query}").status_code == 200
        if i % 10 == 0:
            assert is_kept(session.get(site.base + path)), i


def test_without_a_cache(press):
    site = press
    site.restart("--cache-bytes", "0")
    path = path_of(site, site.make_post(title="One")["link"])
    answers = [site.get(path) for _ in range(4)]
    assert not any(is_kept(answer) for answer in answers)
    assert all("statements" in answer.headers["Server-Timing"] for answer in answers)


def test_wrong_sizes(empty_site):
    for size in ("x", "-1", "5T", "", "99999999999999999999"):
        ended = empty_site.cli("serve", "--listen", "127.0.0.1:0", "--cache-bytes", size, check=False)
        assert ended.returncode != 0 and "--cache-bytes" in ended.stderr


def test_slow_readers(press):
    """Clients that do not read what they asked for keep nobody waiting, and the page they were given is soon replaced."""
    site, admin = press, press.api("admin")
    post = site.make_post(title="Large", content=("<p>" + "large words " * 400 + "</p>") * 20)
    path = path_of(site, post["link"])
    warm(site, path)
    request = f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    slow = []
    try:
        for _ in range(40):
            client = socket.create_connection(("127.0.0.1", site.port))
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.sendall(request * 20)
            slow.append(client)
        for i in range(5):
            assert admin.post(f"posts/{post['id']}", {"title": f"Large {i}"}).ok
            assert f"Large {i}" in site.get(path, timeout=20).text
            warm(site, path)
        assert site.get("/", timeout=20).status_code == 200
    finally:
        for client in slow:
            client.close()
    assert site.get(path).status_code == 200


def test_together(press):
    """Many who ask for one page at once get the same, also while it changes."""
    site, admin = press, press.api("admin")
    for i in range(12):
        site.make_post(title=f"Word {i}", content="<p>common words</p>")
    paths = ["/?s=common", "/wp-json/wp/v2/posts?search=common", "/wp-sitemap-posts-post-1.xml"]

    def ask(path):
        return site.browser().get(site.base + path, timeout=60)

    with concurrent.futures.ThreadPoolExecutor(24) as pool:
        for i in range(6):
            post = site.make_post(title=f"Newest {i}", content="<p>common words</p>")
            for path in paths:
                answers = list(pool.map(ask, [path] * 24))
                assert len({answer.content for answer in answers}) == 1
                assert {answer.status_code for answer in answers} == {200}
            assert post["link"] in answers[0].text



def test_parts_are_made_anew(press):
    """What event threads keep of pages, rows and pieces of HTML, is what a server that has just started makes."""
    site, admin = press, press.api("admin")
    category = site.make("categories", name="World")
    post = site.make_post(title="One", categories=[category["id"]], comment_status="open", excerpt="Short.")
    other = site.make_post(title="Two")

    def comment(words, parent=0, on=post):
        answer = site.api().post("comments", {"post": on["id"], "parent": parent, "content": words,
                                              "author_name": "ann lee", "author_email": "a@example.org"})
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    first = comment("First words")
    answer = comment("An answer", first)
    picture = admin.post("media", data=PNG, headers={"Content-Type": "image/png",
                                                     "Content-Disposition": "attachment; filename=a.png"}).json()["id"]
    paths = [path_of(site, post["link"]), "/", path_of(site, category["link"]), path_of(site, other["link"]),
             "/category/earth/"]
    changes = {
        "nothing": lambda: None,
        "a comment's words": lambda: admin.post(f"comments/{first}", {"content": "Other words"}),
        "its author": lambda: admin.post(f"comments/{first}", {"author_name": "Bob <b>"}),
        "its author's address": lambda: admin.post(f"comments/{first}", {"author_url": "https://example.net/"}),
        "its moment": lambda: admin.post(f"comments/{answer}", {"date": "2020-01-02T03:04:05"}),
        "its place": lambda: admin.post(f"comments/{answer}", {"parent": 0}),
        "another comment": lambda: comment("Third", answer),
        "a comment that is gone": lambda: admin.post(f"comments/{answer}", {"status": "hold"}),
        "closed comments": lambda: admin.post(f"posts/{post['id']}", {"comment_status": "closed"}),
        "open comments": lambda: admin.post(f"posts/{post['id']}", {"comment_status": "open"}),
        "the title": lambda: admin.post(f"posts/{post['id']}", {"title": "Uno"}),
        "the excerpt": lambda: admin.post(f"posts/{post['id']}", {"excerpt": "Longer."}),
        "the date": lambda: admin.post(f"posts/{other['id']}", {"date": "2021-01-02T03:04:05"}),
        "the picture": lambda: admin.post(f"posts/{post['id']}", {"featured_media": picture}),
        "the picture's words": lambda: admin.post(f"media/{picture}", {"alt_text": "A dot"}),
        "the password": lambda: admin.post(f"posts/{other['id']}", {"password": "secret"}),
        "the section's name": lambda: admin.post(f"categories/{category['id']}", {"name": "Earth"}),
        "the section's slug": lambda: admin.post(f"categories/{category['id']}", {"slug": "earth"}),
        "a page in the menu": lambda: site.make("pages", title="About", status="publish"),
        "the author's name": lambda: admin.post("users/me", {"name": "Editor in chief"}),
        "avatars": lambda: site.settings(show_avatars=False),
        "the date's format": lambda: site.settings(date_format="Y-m-d"),
        "the zone": lambda: site.settings(timezone="Asia/Tehran"),
        "the language": lambda: site.settings(language="de_DE"),
        "the slug": lambda: admin.post(f"posts/{post['id']}", {"slug": "uno"}),
    }
    site.restart("--cache-bytes", "0")
    for what, change in changes.items():
        for path in paths * 6:
            assert site.get(path).status_code in (200, 301, 404), (what, path)
        done = change()
        assert done is None or getattr(done, "ok", True), (what, done.text)
        shown = [[site.get(path).content for path in paths] for _ in range(4)]
        site.restart("--cache-bytes", "0")
        anew = [site.get(path).content for path in paths]
        for given in shown:
            for path, one, two in zip(paths, given, anew):
                assert one == two, (what, path)
