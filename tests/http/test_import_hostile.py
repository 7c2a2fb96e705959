"""`broadsheet import` with files that are broken, or made to do harm: an error with the line and nothing changed, or a
report of what was repaired."""

import os
import struct
import subprocess
import sys
import threading
import zlib
from http.server import HTTPServer, SimpleHTTPRequestHandler

import pytest

import wxr
from test_import import counts, everything


def run(site, path, *options, check=False):
    return site.cli("import", str(path), *options, check=check)


def assert_refused(site, path, words, *options):
    result = run(site, path, *options)
    assert result.returncode == 1, result.stdout
    assert words in result.stderr and "Traceback" not in result.stderr, result.stderr
    assert everything(site, "posts", status="any") == {}
    assert len(everything(site, "users")) == len(site.users)
    assert len(everything(site, "categories")) == 1
    return result


BOMB = """<?xml version="1.0"?>
<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">
""" + "".join(f'<!ENTITY {chr(b + 1)} "{("&" + chr(b) + ";") * 10}">' for b in range(ord("a"), ord("j"))) + """
]>
<rss version="2.0"><channel><title>&j;</title></channel></rss>
"""

GOOD = wxr.document(wxr.author("ann"), wxr.category("news"), *[wxr.item(id, slug=f"post-{id}") for id in range(50, 60)])


@pytest.mark.parametrize("text, words", [
    ("", "line 1:"),
    ("This is no XML.\n", "line 1:"),
    ("<html><body>Not found</body></html>", "line 1: this is no export file"),
    ('<?xml version="1.0"?>\n<rss version="2.0"><channel><title>A feed</title><item/></channel></rss>', "line 2:"),
    (b"\xff\xfe<\x00r\x00s\x00s\x00>\x00", "line 1: the file must be UTF-8"),
    (BOMB, "line 2: a DTD is refused"),
    ('<?xml version="1.0"?>\n<!DOCTYPE rss SYSTEM "file:///etc/passwd">\n<rss/>', "line 2: a DTD is refused"),
    (GOOD.replace("Some text.", "Some&nbsp;text."), None),  # in CDATA: nothing wrong
    (GOOD.replace("<wp:post_id>55", "<wp:post_id>&nbsp;55"), "undefined entity"),
    (GOOD[:len(GOOD) * 2 // 3], "line "),
    (GOOD.replace("</channel>", "<a>" * 1000 + "</a>" * 1000 + "</channel>"), "nested too deep"),
], ids=["empty", "text", "html", "feed", "utf16", "bomb", "external", "cdata", "entity", "truncated", "deep"])
def test_not_a_whole_file(fresh_site, tmp_path, text, words):
    path = wxr.write(tmp_path / "a.xml", text)
    if words is None:
        run(fresh_site, path, check=True)
        return
    result = assert_refused(fresh_site, path, words)
    assert "nothing was imported" in result.stderr


def test_what_is_no_file(fresh_site, tmp_path):
    assert_refused(fresh_site, tmp_path / "absent.xml", "No such file")
    assert_refused(fresh_site, tmp_path, "not a regular file")
    assert run(fresh_site, wxr.write(tmp_path / "a.xml", GOOD), "--role", "king").returncode == 1


def test_part_of_a_truncated_file(fresh_site, tmp_path):
    cut = GOOD.index("post-57")
    path = wxr.write(tmp_path / "a.xml", GOOD[:cut])
    result = run(fresh_site, path, "--partial")
    assert result.returncode == 3 and f"line {GOOD[:cut].count(chr(10)) + 1}" in result.stderr
    assert sorted(everything(fresh_site, "posts")) == list(range(50, 57))
    # The whole file later brings the rest.
    assert counts(run(fresh_site, wxr.write(tmp_path / "b.xml", GOOD), check=True).stdout)["posts"] == (3, 7, 0)


def chunks_of(path, head, piece, times, tail):
    with open(path, "wb") as file:
        file.write(head.encode())
        for _ in range(times):
            file.write(piece)
        file.write(tail.encode())
    return path


# Linux counts what a process held before exec to its most, so a large test run would be measured in its children: a small
# process starts the one that is asked about.
MEASURE = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[2:], stdin=subprocess.DEVNULL).returncode
with open(sys.argv[1], "w") as file:
    print(status, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024, file=file)
"""


def most_memory(site, path, tmp_path):
    """Runs it; its status, what it printed, and the bytes that it held at most."""
    measured = tmp_path / "measured"
    ran = subprocess.run([sys.executable, "-c", MEASURE, measured, site.binary, "import", "--data", site.data, path],
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=site.environment)
    status, held = map(int, measured.read_text().split())
    return status, ran.stdout, held


def test_a_text_without_end(fresh_site, tmp_path):
    """A gigabyte in one text: that article is left out, the others come; what is held stays small."""
    before, after = wxr.item(50, content="@@", slug="huge").split("@@")
    path = chunks_of(tmp_path / "a.xml", wxr.HEAD.format(site="http://old.example") + before, b"x" * (1 << 20), 1024,
                     after + wxr.item(51, slug="small") + wxr.TAIL)
    status, printed, held = most_memory(fresh_site, path, tmp_path)
    os.unlink(path)
    assert status == 3, printed
    assert "line 16: left out: one of its texts holds more than 8 MiB" in printed
    assert list(everything(fresh_site, "posts")) == [51]
    assert held < 150 << 20, held  # a sanitizer's shadow included


def test_an_article_without_end(fresh_site, tmp_path):
    before, after = wxr.item(50, comments="@@", slug="huge").split("@@")
    piece = "".join(wxr.comment(id, "words " * 100) for id in range(1000)).encode()
    path = chunks_of(tmp_path / "a.xml", wxr.HEAD.format(site="http://old.example") + before, piece, 60,
                     after + wxr.item(51, slug="small") + wxr.TAIL)
    result = run(fresh_site, path)
    assert result.returncode == 3 and "left out: it holds more than 24 MiB" in result.stdout
    assert list(everything(fresh_site, "posts")) == [51]


@pytest.mark.parametrize("before, after", [("<!-- ", " -->"), ('<item a="', '"/>'), ("<?x ", "?>"), ("<", "/>")])
def test_a_tag_without_end(fresh_site, tmp_path, before, after):
    path = chunks_of(tmp_path / "a.xml", wxr.HEAD.format(site="http://old.example") + before, b"x" * (1 << 20), 40,
                     after + wxr.TAIL)
    assert_refused(fresh_site, path, "longer than 8 MiB")


def test_circles(fresh_site, tmp_path):
    comments = (wxr.comment(1, "one", parent=3) + wxr.comment(2, "two", parent=1) + wxr.comment(3, "three", parent=2) +
                wxr.comment(4, "four", parent=4) + wxr.comment(5, "five", parent=99) + wxr.comment(6, "six", parent=5))
    path = wxr.write(tmp_path / "a.xml", wxr.document(
        wxr.category("a", 11, parent="b"), wxr.category("b", 12, parent="c"), wxr.category("c", 13, parent="a"),
        wxr.category("d", 14, parent="d"), wxr.category("e", 15, parent="nobody"),
        wxr.item(50, comments=comments),
        wxr.item(61, slug="one", type="page", parent=63, terms=()),
        wxr.item(62, slug="two", type="page", parent=61, terms=()),
        wxr.item(63, slug="three", type="page", parent=62, terms=()),
        wxr.item(64, slug="four", type="page", parent=64, terms=()),
        wxr.item(65, slug="five", type="page", parent=9999, terms=())))
    result = run(fresh_site, path, check=True)
    assert result.stdout.count("repaired") >= 6, result.stdout

    def tops(things):
        return sum(thing["parent"] == 0 for thing in things.values())

    def ends(things):
        for thing in things.values():
            steps = 0
            while thing["parent"]:
                thing, steps = things[thing["parent"]], steps + 1
                assert steps < 10
        return True

    categories = everything(fresh_site, "categories")
    pages, comments = everything(fresh_site, "pages"), everything(fresh_site, "comments")
    assert ends(categories) and ends(pages) and ends(comments)
    assert tops({id: categories[id] for id in (11, 12, 13)}) == 1
    assert tops({id: pages[id] for id in (61, 62, 63)}) == 1 and pages[64]["parent"] == 0
    assert tops({id: comments[id] for id in (1, 2, 3)}) == 1
    assert (comments[4]["parent"], comments[5]["parent"], comments[6]["parent"]) == (0, 0, 5)
    for page in pages.values():
        assert fresh_site.get(page["link"]).status_code == 200


def test_numbers_that_are_there_twice(fresh_site, tmp_path):
    comments = (wxr.comment(1, "one") + wxr.comment(1, "another", author="Bo") + wxr.comment(2, "answer", parent=1) +
                wxr.comment(1, "one") + wxr.comment(0, "no number") + wxr.comment(0, "no number either"))
    path = wxr.write(tmp_path / "a.xml", wxr.document(
        wxr.author("ann", 7), wxr.author("ann", 7), wxr.author("bob", 7), wxr.author(""),
        wxr.category("news", 9), wxr.category("news", 9), wxr.category("other", 9), wxr.category("", name=""),
        wxr.item(50, slug="one", title="One", comments=comments),
        wxr.item(50, slug="one", title="One", comments=comments),
        wxr.item(50, slug="two", title="Two", guid="http://old.example/other", comments=wxr.comment(1, "elsewhere")),
        wxr.item(0, slug="none", title="None", guid="http://old.example/none"),
        wxr.item(-5, slug="less", title="Less", guid="http://old.example/less"),
        wxr.item(9223372036854775807, slug="most", title="Most", guid="http://old.example/most"),
        wxr.item("x1", slug="word", title="Word", guid="http://old.example/word")))
    for new in (True, False):
        result = run(fresh_site, path)
        assert result.returncode == 3, result.stderr
        posts = everything(fresh_site, "posts")
        assert sorted(post["slug"] for post in posts.values()) == ["less", "most", "none", "one", "two", "word"]
        assert all(id < 1000 for id in posts) and posts[50]["slug"] == "one"
        comments_here = everything(fresh_site, "comments")
        assert sorted(comment["content"]["raw"] for comment in comments_here.values()) == [
            "another", "answer", "elsewhere", "no number", "no number either", "one"]
        answer = next(comment for comment in comments_here.values() if comment["content"]["raw"] == "answer")
        assert answer["parent"] == 1 and comments_here[1]["content"]["raw"] == "one"
        assert (counts(result.stdout)["posts"][0] > 0) == new
    assert sorted(user["username"] for user in everything(fresh_site, "users").values() if user["id"] > 5) == [
        "ann", "bob"]


def test_odd_fields(fresh_site, tmp_path):
    odd = [
        dict(id=50, title="", slug="", link="http://old.example/?p=50"),
        dict(id=51, title="x" * 5000, slug="long-" * 200),
        dict(id=52, title="No such day", slug="day", date="2011-02-31 10:00:00"),
        dict(id=53, title="No date", slug="zero", date="0000-00-00 00:00:00"),
        dict(id=54, title="Words", slug="words", date="yesterday"),
        dict(id=55, title="<script>alert(1)</script>Title<img src=x onerror=alert(1)>", slug="markup"),
        dict(id=56, title="A status", slug="status", status="in-review"),
        dict(id=57, title="Feed", slug="feed"),
        dict(id=58, title="../../etc", slug="../../etc/passwd"),
        dict(id=59, title="Far", slug="far", date="9999-12-31 23:59:59"),
        dict(id=60, title="Old", slug="old", date="1850-03-01 12:00:00"),
        dict(id=61, title="Number", slug="2012"),
        dict(id=62, title="Bad code", slug="%zz%ff"),
        dict(id=63, title="Comment", slug="comment", comments=wxr.comment(
            1, "<script>alert(1)</script><b onclick=x>bold</b>", date="2012-13-45 10:00:00", author="<b>Eve</b>\n" * 50,
            email="not an address", url="javascript:alert(1)", address="<script>")),
    ]
    path = wxr.write(tmp_path / "a.xml", wxr.document(*[wxr.item(creator="ann", **fields) for fields in odd]))
    result = run(fresh_site, path, check=True)
    assert "is no date" in result.stdout and 'the status "in-review"' in result.stdout
    posts = everything(fresh_site, "posts", status="any")
    assert len(posts) == len(odd)
    for post in posts.values():
        assert post["slug"] or post["status"] == "draft", post
        assert len(post["slug"]) <= 600
        assert "<script" not in post["title"]["rendered"] and "onerror" not in post["title"]["rendered"]
        if post["status"] == "publish":
            assert fresh_site.get(post["link"]).status_code == 200, post["link"]
    assert posts[52]["date"] == "2012-05-06T09:30:00"  # its feed's
    assert posts[59]["status"] == "future" and posts[56]["status"] == "draft"
    comment = everything(fresh_site, "comments")[1]
    assert "script" not in comment["content"]["rendered"] and "onclick" not in comment["content"]["rendered"]
    assert comment["author_url"] == "" and comment["author_email"] == "" and "<" not in comment["author_name"]
    assert comment["date_gmt"] == posts[63]["date_gmt"]


def test_control_characters_and_broken_utf8(fresh_site, tmp_path):
    text = wxr.document(wxr.item(50, title="A@B", content="one@two")).encode()
    text = text.replace(b"A@B", b"A\x00\x08\x1bB").replace(b"one@two", b"one \xff\xfe \xc3 \xed\xa0\x80 two \xe2\x82")
    result = run(fresh_site, wxr.write(tmp_path / "a.xml", text), check=True)
    assert "control characters left out here and after (3)" in result.stdout
    assert "bytes that are no UTF-8 replaced" in result.stdout
    post = everything(fresh_site, "posts")[50]
    assert post["title"]["raw"] == "AB" and "\ufffd" in post["content"]["raw"]


def test_characters_cut_by_chunks(fresh_site, tmp_path):
    """The reader takes 64 KiB at a time: every character of the text stands on a border once."""
    content = "".join("éвⵣ𐍈ا" for _ in range(60000))
    run(fresh_site, wxr.write(tmp_path / "a.xml", wxr.document(wxr.item(50, content=content))), check=True)
    assert everything(fresh_site, "posts")[50]["content"]["raw"] == content


def png(width=600, height=400):
    rows = b"".join(b"\0" + bytes(value for x in range(width) for value in (x % 256, y % 256, 128))
                    for y in range(height))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


MEDIA = wxr.document(
    wxr.item(70, slug="harbour", type="attachment", status="inherit", terms=(), title="Harbour",
             attachment_url="http://old.example/wp-content/uploads/2012/05/harbour.png"),
    wxr.item(71, slug="script", type="attachment", status="inherit", terms=(), title="Script",
             attachment_url="http://old.example/wp-content/uploads/2012/05/evil.png"),
    wxr.item(72, slug="lost", type="attachment", status="inherit", terms=(), title="Lost",
             attachment_url="http://old.example/wp-content/uploads/2012/05/lost.png"),
    wxr.item(73, slug="out", type="attachment", status="inherit", terms=(), title="Out",
             attachment_url="http://old.example/wp-content/uploads/../../../../etc/passwd"),
    wxr.item(74, slug="article", terms=(), fields=[("_thumbnail_id", "70")],
             content='<a href="http://old.example/wp-content/uploads/2012/05/harbour.png">'
                     '<img src="http://old.example/wp-content/uploads/2012/05/harbour-300x200.png" alt="" /></a>'
                     '<img src="http://old.example/wp-content/uploads/2012/05/lost.png" alt="" />'))


def media_folder(folder):
    os.makedirs(folder / "2012" / "05")
    (folder / "2012" / "05" / "harbour.png").write_bytes(png())
    (folder / "2012" / "05" / "evil.png").write_bytes(b"<script>alert(1)</script>")
    return folder


def assert_media(site, result):
    assert result.returncode == 3, result.stderr  # three are left where they are
    assert result.stdout.count("left where it is") == 3
    media = site.api("admin").get("media/70").json()
    assert media["source_url"] == site.base + "/wp-content/uploads/2012/05/harbour.png"
    assert media["media_details"]["sizes"]["medium"]["source_url"].endswith("/2012/05/harbour-300x200.png")
    assert site.get("/wp-content/uploads/2012/05/harbour.png").status_code == 200
    post = site.api("admin").get("posts/74", params={"context": "edit"}).json()
    assert f'href="{site.base}/wp-content/uploads/2012/05/harbour.png"' in post["content"]["raw"]
    assert f'src="{site.base}/wp-content/uploads/2012/05/harbour-300x200.png"' in post["content"]["rendered"]
    assert 'src="http://old.example/wp-content/uploads/2012/05/lost.png"' in post["content"]["raw"]
    # A size that this site does not make leads to the whole picture.
    assert site.get("/wp-content/uploads/2012/05/harbour-123x82.png").headers["Location"] == media["source_url"]
    assert not [name for name in os.listdir(os.path.join(site.data, "uploads")) if name.startswith(".")]


def test_fetch_media_from_a_folder(fresh_site, tmp_path):
    path = wxr.write(tmp_path / "a.xml", MEDIA)
    # Later, too: the second run brings the files of what came without.
    run(fresh_site, path, check=True)
    result = run(fresh_site, path, "--fetch-media", str(media_folder(tmp_path / "uploads")))
    assert_media(fresh_site, result)
    assert counts(result.stdout)["attachments"] == (0, 4, 0)
    assert run(fresh_site, path, "--fetch-media", str(tmp_path / "uploads")).stdout.count("left where it is") == 3
    assert run(fresh_site, path, "--fetch-media", str(tmp_path / "absent")).returncode == 1


def test_fetch_media_without_a_server(fresh_site, tmp_path):
    fresh_site.stop()
    result = run(fresh_site, wxr.write(tmp_path / "a.xml", MEDIA), "--fetch-media",
                 str(media_folder(tmp_path / "uploads")))
    fresh_site.start()
    assert_media(fresh_site, result)


def test_fetch_media_over_the_network(fresh_site, tmp_path):
    asked = []
    folder = str(media_folder(tmp_path / "uploads"))

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=folder)

        def do_GET(self):
            asked.append(self.path)
            if "lost" in self.path:
                self.send_response(302)
                self.send_header("Location", "http://127.0.0.1:9/")
                self.end_headers()
            else:
                super().do_GET()

        def log_message(self, *arguments):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        result = run(fresh_site, wxr.write(tmp_path / "a.xml", MEDIA), "--fetch-media",
                     f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
        thread.join()
    assert_media(fresh_site, result)
    assert "the server answers 302" in result.stdout
    assert asked == ["/2012/05/harbour.png", "/2012/05/evil.png", "/2012/05/lost.png"]
