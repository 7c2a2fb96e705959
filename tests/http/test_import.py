"""`broadsheet import`: what an export file holds is here afterwards, once, under its old addresses."""

import os
import re
import subprocess

import pytest

import wxr

THEME_UNIT_TEST = os.path.join(os.path.dirname(__file__), "..", "..", "..", "shared", "wxr", "theme-unit-test.xml")


def counts(output):
    """{"posts": (new, already here, left out), ...}"""
    return {match[1]: tuple(map(int, match.groups()[1:]))
            for match in re.finditer(r"^(\w+) +(\d+) +(\d+) +(\d+)$", output, re.MULTILINE)}


def everything(site, resource, **parameters):
    found, page = [], 1
    while True:
        answer = site.api("admin").get(resource, params={
            "context": "edit", "per_page": 100, "page": page, "orderby": "id", "order": "asc", **parameters})
        assert answer.status_code == 200, answer.text
        found += answer.json()
        if page >= int(answer.headers["X-WP-TotalPages"]):
            return {thing["id"]: thing for thing in found}
        page += 1


COMMENTS = "".join([
    # The answers first, their parents behind them.
    wxr.comment(31, "third", parent=30),
    wxr.comment(30, "second", parent=29),
    wxr.comment(29, "first", date="2012-05-06 08:00:00"),
    wxr.comment(32, "held", approved="0"),
    wxr.comment(33, "spam", approved="spam"),
    wxr.comment(34, "in the trash", approved="trash"),
    wxr.comment(35, "[&#8230;] elsewhere [&#8230;]", type="pingback", author="Another site",
                url="http://other.example/", email=""),
    wxr.comment(36, "of an account", user=7, parent=29, fields=[("rating", "5")]),
])

SMALL = wxr.document(
    wxr.author("ann", 7, name="Ann O'Hara"),
    # A child before its parent.
    wxr.category("football", 22, parent="sport"),
    wxr.category("sport", 21, name="Sport &amp; Games", fields=[("colour", "green")]),
    wxr.category("news", 23),
    wxr.tag("talks", 24),
    "<wp:term><wp:term_id>90</wp:term_id>" + wxr.element("wp:term_taxonomy", "nav_menu") +
    wxr.element("wp:term_slug", "main") + wxr.element("wp:term_name", "Main") + "</wp:term>\n",
    wxr.item(100, title="Hello &amp; welcome", slug="hello", sticky=1, comments=COMMENTS, comment_status="closed",
             content='See <a href="http://old.example/2012/05/second/#part">the second</a>, '
                     '<a href="http://www.old.example/?p=103">a page</a>, '
                     '<a href="http://old.example/not/exported/">one that is not here</a> and '
                     '<a href="http://elsewhere.example/">another site</a>.',
             terms=[("category", "football", "Football"), ("post_tag", "talks", "Talks"),
                    ("post_format", "post-format-aside", "Aside")],
             fields=[("_thumbnail_id", "110"), ("_wp_old_slug", "hallo"), ("mood", "good"), ("mood", "very good"),
                     ("_yoast_wpseo_primary_category", "22")]),
    wxr.item(101, slug="second", title="Second", date="2012-05-07 09:30:00", excerpt="By hand."),
    wxr.item(102, slug="child", title="Child", type="page", parent=103, link="http://old.example/parent/child/",
             terms=(), fields=[("_wp_page_template", "wide.php")]),
    wxr.item(103, slug="parent", title="Parent", type="page", link="http://old.example/parent/", terms=(),
             menu_order=4),
    # Another child of the same name, elsewhere.
    wxr.item(104, slug="child", title="Other child", type="page", parent=105,
             link="http://old.example/other/child/", terms=()),
    wxr.item(105, slug="other", title="Other", type="page", link="http://old.example/other/", terms=()),
    wxr.item(106, slug="", title="Unfinished", status="draft", date_gmt="0000-00-00 00:00:00",
             link="http://old.example/?p=106"),
    wxr.item(107, slug="later", title="Later", status="future", date="2099-01-01 00:00:00"),
    wxr.item(108, slug="mine", title="Mine", status="private"),
    wxr.item(109, slug="gone__trashed", title="Gone", status="trash",
             fields=[("_wp_trash_meta_status", "publish"), ("_wp_trash_meta_time", "1336300000")]),
    wxr.item(110, slug="harbour", title="Harbour", type="attachment", status="inherit", parent=100, terms=(),
             link="http://old.example/2012/05/hello/harbour/",
             attachment_url="http://old.example/wp-content/uploads/2012/05/harbour.png",
             fields=[("_wp_attached_file", "2012/05/harbour.png"), ("_wp_attachment_image_alt", "The <harbour>")]),
    wxr.item(111, slug="secret", title="Secret", password="open sesame"),
    wxr.item(112, slug="%d8%b3%d9%84%d8%a7%d9%85", title="سلام", date="2012-05-08 09:30:00"),
    wxr.item(113, slug="pending", title="Waiting", status="pending"),
    wxr.item(114, slug="menu", title="Menu", type="nav_menu_item", terms=()),
    wxr.item(115, slug="of-nobody", title="Of someone else", creator="zoe"),
)


@pytest.fixture(scope="module")
def imported(site, tmp_path_factory):
    path = wxr.write(tmp_path_factory.mktemp("wxr") / "small.xml", SMALL)
    # The server runs: the command line asks it.
    result = site.cli("import", path)
    return {"path": path, "output": result.stdout}


def test_counts(site, imported):
    assert counts(imported["output"]) == {
        "authors": (2, 0, 0), "categories": (3, 0, 0), "tags": (1, 0, 0), "posts": (10, 0, 0), "pages": (4, 0, 0),
        "attachments": (1, 0, 0), "comments": (8, 0, 0),
    }
    assert "1 nav_menu_item" in imported["output"] and "1 terms of nav_menu" in imported["output"]
    assert "/%year%/%monthnum%/%postname%/" in imported["output"]


def test_again_adds_nothing(site, imported):
    before = everything(site, "posts", status="any"), everything(site, "comments", status="all")
    output = site.cli("import", imported["path"]).stdout
    assert all(new == 0 for new, known, left in counts(output).values())
    assert counts(output)["posts"][1] == 10 and counts(output)["comments"][1] == 8
    assert before == (everything(site, "posts", status="any"), everything(site, "comments", status="all"))


def test_a_later_file_adds_what_is_new(site, imported, tmp_path):
    text = SMALL.replace("</wp:comment>\n</item>", "</wp:comment>\n" + wxr.comment(40, "new", parent=31) + "</item>")
    text = text.replace(wxr.TAIL, wxr.item(130, slug="newest", title="Newest") + wxr.TAIL)
    output = site.cli("import", wxr.write(tmp_path / "later.xml", text)).stdout
    assert counts(output)["posts"][:2] == (1, 10) and counts(output)["comments"][:2] == (1, 8)
    assert site.api("admin").get("comments/40").json()["parent"] == 31
    site.api("admin").delete("comments/40", params={"force": True})
    site.api("admin").delete("posts/130", params={"force": True})


def test_fields(site, imported):
    posts = everything(site, "posts", status="any")
    terms = {**everything(site, "categories"), **everything(site, "tags")}
    users = everything(site, "users")
    post = posts[100]
    assert post["title"]["raw"] == "Hello &amp; welcome" and post["slug"] == "hello"
    assert post["date"] == "2012-05-06T09:30:00" and post["sticky"] and post["format"] == "aside"
    assert post["comment_status"] == "closed" and post["featured_media"] == 110
    assert [terms[id]["slug"] for id in post["categories"]] == ["football"]
    assert [terms[id]["slug"] for id in post["tags"]] == ["talks"]
    assert users[post["author"]]["username"] == "ann" and users[7]["name"] == "Ann O'Hara"
    assert users[7]["roles"] == ["author"]
    assert terms[22]["parent"] == 21 and terms[21]["name"] in ("Sport & Games", "Sport &amp; Games")
    assert posts[101]["excerpt"]["raw"] == "By hand."
    assert [posts[id]["status"] for id in (106, 107, 108, 113)] == ["draft", "future", "private", "pending"]
    assert posts[111]["password"] == "open sesame"
    trashed = site.api("admin").get("posts/109", params={"context": "edit"}).json()
    assert trashed["status"] == "trash"
    assert site.api("admin").post("posts/109", {"status": "publish"}).json()["slug"] == "gone"
    assert users[posts[115]["author"]]["username"] == "zoe"


def test_pages(site, imported):
    pages = everything(site, "pages", status="any")
    assert (pages[102]["parent"], pages[104]["parent"]) == (103, 105)
    # Both keep their name: each is beside its own parent.
    assert pages[102]["link"] == site.base + "/parent/child/"
    assert pages[104]["link"] == site.base + "/other/child/"
    assert pages[103]["menu_order"] == 4 and pages[102]["template"] == "wide.php"


def test_threads(site, imported):
    comments = everything(site, "comments", status="all")
    comments.update(everything(site, "comments", status="spam"))
    comments.update(everything(site, "comments", status="trash"))
    comments.update(everything(site, "comments", type="pingback"))
    assert {id: comments[id]["parent"] for id in range(29, 37)} == {
        29: 0, 30: 29, 31: 30, 32: 0, 33: 0, 34: 0, 35: 0, 36: 29}
    assert {id: comments[id]["status"] for id in range(29, 37)} == {
        29: "approved", 30: "approved", 31: "approved", 32: "hold", 33: "spam", 34: "trash", 35: "approved",
        36: "approved"}
    assert comments[29]["date_gmt"] == "2012-05-06T08:00:00"
    assert comments[35]["type"] == "pingback" and comments[36]["author"] == 7
    assert "third" in site.get("/2012/05/hello/").text


def test_old_addresses(site, imported):
    for path in ("/2012/05/hello/", "/2012/05/second/", "/parent/", "/parent/child/", "/other/child/",
                 "/2012/05/%d8%b3%d9%84%d8%a7%d9%85/", "/2012/05/secret/"):
        assert site.get(path).status_code == 200, path
    # By number, by an old slug, and an attachment's own address.
    assert site.get("/?p=103").headers["Location"] == site.base + "/parent/"
    assert site.get("/2012/05/hallo/").headers["Location"] == site.base + "/2012/05/hello/"
    left = "http://old.example/wp-content/uploads/2012/05/harbour.png"
    assert site.get("/2012/05/hello/harbour/").headers["Location"] == site.base + "/harbour/"
    assert site.get("/harbour/").headers["Location"] == left
    assert site.get("/wp-content/uploads/2012/05/harbour.png").headers["Location"] == left
    # What is not for everybody is not told of.
    assert site.get("/2012/05/mine/").status_code == 404


def test_links(site, imported):
    content = site.api("admin").get("posts/100", params={"context": "edit"}).json()["content"]
    for text in (content["raw"], content["rendered"]):
        assert f'href="{site.base}/2012/05/second/#part"' in text
        assert f'href="{site.base}/parent/"' in text
        assert 'href="http://old.example/not/exported/"' in text
        assert 'href="http://elsewhere.example/"' in text


def test_no_link_is_broken(site, imported):
    crawl(site, 15)


def test_an_attachment_whose_file_stayed(site, imported):
    media = site.api("admin").get("media/110").json()
    assert media["source_url"] == "http://old.example/wp-content/uploads/2012/05/harbour.png"
    assert media["post"] == 100 and media["alt_text"] == "The <harbour>" and media["mime_type"] == "image/png"


def test_only_the_owner_may(site, imported):
    for login in (None, "admin"):
        for answer in (site.api(login).post("/broadsheet/v1/import", {"step": "begin"}),
                       site.api(login).post("/broadsheet/v1/import/file", {"id": 110}),
                       site.api(login).get("/broadsheet/v1/export", params={"kind": "authors"})):
            assert answer.status_code in (401, 403), answer.text


def test_without_a_server(fresh_site, tmp_path):
    fresh_site.stop()
    output = fresh_site.cli("import", wxr.write(tmp_path / "small.xml", SMALL)).stdout
    assert counts(output)["posts"] == (10, 0, 0)
    fresh_site.start()
    assert fresh_site.get("/2012/05/hello/").status_code == 200


def test_dry_run_writes_nothing(fresh_site, tmp_path):
    output = fresh_site.cli("import", "--dry-run", wxr.write(tmp_path / "small.xml", SMALL)).stdout
    assert counts(output)["posts"] == (10, 0, 0) and counts(output)["comments"] == (8, 0, 0)
    assert "nothing was written" in output
    assert everything(fresh_site, "posts", status="any") == {}
    assert everything(fresh_site, "users").keys() == {user["id"] for user in fresh_site.users.values()}


def test_addresses_are_made_as_there(fresh_site, tmp_path):
    items = [wxr.item(id, slug=f"post-{id}", link=f"http://old.example/blog/post-{id}.html") for id in (50, 51, 52)]
    output = fresh_site.cli("import", wxr.write(tmp_path / "a.xml", wxr.document(*items))).stdout
    assert "/blog/%postname%.html" in output
    assert fresh_site.get("/blog/post-51.html").status_code == 200


def test_a_site_with_articles_keeps_its_addresses(fresh_site, tmp_path):
    own = fresh_site.make_post(title="Ours")
    item = wxr.item(own["id"], slug="theirs", title="Theirs", link="http://old.example/blog/theirs.html")
    output = fresh_site.cli("import", wxr.write(tmp_path / "a.xml", wxr.document(item))).stdout
    assert "1 things have another number here" in output
    posts = everything(fresh_site, "posts")
    assert posts[own["id"]]["slug"] == "ours"
    theirs = next(post for post in posts.values() if post["slug"] == "theirs")
    assert theirs["link"] == fresh_site.base + "/2012/05/theirs/"
    assert fresh_site.get("/blog/theirs.html").headers["Location"] == theirs["link"]


def test_raw_html_is_the_editors(fresh_site, tmp_path):
    bad = 'Text <iframe src="https://video.example/1"></iframe><script>alert(1)</script>'
    items = [wxr.item(60, content=bad, creator="author"), wxr.item(61, content=bad, creator="editor"),
             wxr.item(62, content=bad, creator="newcomer")]
    path = wxr.write(tmp_path / "a.xml", wxr.document(*items))
    fresh_site.cli("import", path)
    raw = {id: post["content"]["raw"] for id, post in everything(fresh_site, "posts").items()}
    assert "<iframe" not in raw[60] and "<script" not in raw[60] and "<iframe" not in raw[62]
    assert raw[61] == bad


def test_theme_unit_test(fresh_site):
    """The theme authors' own file: counts, addresses, links, threads."""
    if not os.path.exists(THEME_UNIT_TEST):
        pytest.skip("shared/wxr is not here")
    file = wxr.File(THEME_UNIT_TEST)
    output = fresh_site.cli("import", THEME_UNIT_TEST).stdout
    made = {kind: new for kind, (new, known, left) in counts(output).items()}
    assert made["posts"] == len(file.of("post", status=None)) and made["pages"] == len(file.of("page", status=None))
    assert made["attachments"] == len(file.of("attachment", status=None))
    assert made["comments"] == sum(len(item["comments"]) for item in file.items)
    assert f"{len(file.of('nav_menu_item', status=None))} nav_menu_item" in output

    # Every published address of the file answers, at once or by one redirect.
    posts = {**everything(fresh_site, "posts", status="any"), **everything(fresh_site, "pages", status="any")}
    for item in file.of("post", "page"):
        path = re.sub(r"^https?://[^/]+/+", "/", item["link"])
        answer = fresh_site.get(path)
        if answer.status_code == 301:
            answer = fresh_site.get(answer.headers["Location"])
        assert answer.status_code == 200, item["link"]
        post = posts[int(item["post_id"])]
        assert post["status"] == item["status"]
        assert post["date_gmt"] == item["post_date_gmt"].replace(" ", "T"), item["link"]

    # Threads have the file's shape.
    comments = {}
    for parameters in ({"status": "approve"}, {"status": "hold"}):
        for type in ("comment", "pingback", "trackback"):
            comments.update(everything(fresh_site, "comments", type=type, **parameters))
    expected = {int(comment["comment_id"]): int(comment["comment_parent"])
                for item in file.items for comment in item["comments"]}
    assert {id: comment["parent"] for id, comment in comments.items()} == expected

    crawl(fresh_site, 200)


def crawl(site, least):
    """From the front page along all links of ours; none may be broken. There are `least` addresses at least."""
    seen, waiting = {"/"}, ["/"]
    while waiting:
        path = waiting.pop()
        answer = site.get(path)
        for _ in range(2):
            if answer.status_code in (301, 302) and answer.headers["Location"].startswith(site.base):
                answer = site.get(answer.headers["Location"])
        assert answer.status_code in (200, 301, 302), (path, answer.status_code)
        if answer.status_code != 200:
            assert not answer.headers["Location"].startswith(site.base), path
            continue
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        for link in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', answer.text):
            link = link.replace("&amp;", "&").replace("&#38;", "&").split("#")[0]
            if link.startswith(site.base):
                link = link[len(site.base):] or "/"
            if not link.startswith("/") or link.startswith("//") or link in seen or "wp-login" in link:
                continue
            seen.add(link)
            waiting.append(link)
    assert len(seen) >= least, sorted(seen)


def test_interrupted_and_run_again(fresh_site, tmp_path):
    """Killed in the middle: each article that is there has all its comments, and the next run brings the rest."""
    items = [wxr.item(id, slug=f"post-{id}", content=f"Text {id}. " * 200,
                      comments="".join(wxr.comment(id * 10 + n, f"Comment {n}", parent=id * 10 if n else 0)
                                       for n in range(5)))
             for id in range(1000, 2500)]
    path = wxr.write(tmp_path / "a.xml", wxr.document(*items))
    process = subprocess.Popen([fresh_site.binary, "import", "--data", fresh_site.data, path],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=fresh_site.environment)
    while process.poll() is None:
        if int(fresh_site.get("/wp-json/wp/v2/posts?per_page=1").headers["X-WP-Total"]) > 0:
            process.kill()
            break
    assert process.wait() == -9  # or the machine was quicker than the question
    # The request that was on its way may still be written.
    fresh_site.restart()
    here = everything(fresh_site, "posts")
    assert 0 < len(here) < len(items)
    for id in (min(here), max(here)):
        assert sorted(everything(fresh_site, "comments", post=id)) == list(range(id * 10, id * 10 + 5))
    made = counts(fresh_site.cli("import", path).stdout)
    assert made["posts"] == (len(items) - len(here), len(here), 0)
    assert made["comments"] == (5 * (len(items) - len(here)), 5 * len(here), 0)
    assert sorted(everything(fresh_site, "posts")) == list(range(1000, 2500))
