"""`broadsheet export`: all of a site, as WordPress's export file and as JSON; what comes out goes in again as the same."""

import json
import os
import shutil
import xml.etree.ElementTree as ElementTree

import pytest

import wxr
from harness import running_site
from test_import import SMALL, THEME_UNIT_TEST, everything
from test_import_hostile import MEDIA, media_folder

WP = "{http://wordpress.org/export/1.2/}"


@pytest.fixture(scope="module")
def full(site, tmp_path_factory):
    """A site with something of everything."""
    folder = tmp_path_factory.mktemp("export")
    site.cli("import", wxr.write(folder / "small.xml", SMALL.replace("harbour.png", "pier.png")))
    site.cli("import", "--fetch-media", str(media_folder(folder / "uploads")), wxr.write(folder / "media.xml", MEDIA),
             check=False)
    site.make("categories", name="Arts & Letters", description="What is *written* & shown")
    site.make_post(title="Raw", content='<iframe src="https://video.example/1"></iframe> ]]> & &amp; <!--more--> rest')
    site.make_post(title="Marked down", content="# Heading\n\nSome *text*.\n", content_format="markdown")
    site.make_post(title="Lines", content="one\r\ntwo\n\n\tthree  \n<pre>\n\n x\n</pre>")
    post = site.make_post(title="Talk", as_="author")
    first = site.make("comments", post=post["id"], author_name="Ann & Bob", author_email="ann@example.org",
                      content="First <strong>of</strong> all", author_ip="192.0.2.7")
    site.api("admin").post(f"comments/{first['id']}", {"status": "approved"})
    site.make("comments", post=post["id"], parent=first["id"], content="An answer", author_name="Bo",
              author_email="bo@example.org")
    spam = site.make("comments", post=post["id"], content="Buy", author_name="Spam", author_email="s@example.org")
    site.api("admin").post(f"comments/{spam['id']}", {"status": "spam"})
    old = site.make_post(title="Renamed", slug="before")
    site.api("admin").post(f"posts/{old['id']}", {"slug": "after"})
    site.api("admin").delete(f"posts/{site.make_post(title='Thrown away')['id']}")
    return site


def dump(site):
    return json.loads(site.cli("export", "--format", "json").stdout)


def normal(site, thing):
    """Without what two sites cannot share: their addresses."""
    return json.loads(json.dumps(thing).replace(site.base, "http://site"))


def assert_same(site, other):
    ours, theirs = normal(site, dump(site)), normal(other, dump(other))
    for kind in ("authors", "terms", "items"):
        for mine, its in zip(ours[kind], theirs[kind]):
            assert mine == its
        assert len(ours[kind]) == len(theirs[kind])
    assert ours["site"]["base_blog_url"] == theirs["site"]["base_blog_url"]


@pytest.mark.parametrize("uploads", [True, False], ids=["with files", "without"])
def test_in_again_is_the_same(full, template_site, tmp_path, uploads):
    path = str(tmp_path / "site.xml")
    full.cli("export", "--output", path)
    with running_site(template_site) as other:
        other.cli("settings", "set", "store_address", "full")  # what is given is given on as it is
        options = ["--fetch-media", os.path.join(full.data, "uploads")] if uploads else []
        result = other.cli("import", "--role", "editor", *options, path, check=False)
        assert result.returncode in (0, 3), result.stderr
        if uploads:
            assert_same(full, other)
        # Attachments whose files stayed name where they are: all else is the same.
        elif result.returncode == 0:
            ours, theirs = dump(full), dump(other)
            assert [thing["id"] for thing in ours["items"]] == [thing["id"] for thing in theirs["items"]]
        # And into itself: nothing is new.
        again = other.cli("import", "--role", "editor", path).stdout
        assert "posts                 0" in again and "comments              0" in again


def test_into_itself(full, tmp_path):
    path = str(tmp_path / "site.xml")
    before = dump(full)
    full.cli("export", "--output", path)
    assert "posts                 0" in full.cli("import", path).stdout
    after = dump(full)
    assert (before["terms"], before["items"]) == (after["terms"], after["items"])


def test_theme_unit_test(template_site, tmp_path):
    if not os.path.exists(THEME_UNIT_TEST):
        pytest.skip("shared/wxr is not here")
    with running_site(template_site) as site, running_site(template_site) as other:
        site.cli("import", "--role", "editor", THEME_UNIT_TEST)
        site.cli("export", "--output", str(tmp_path / "site.xml"))
        other.cli("import", "--role", "editor", str(tmp_path / "site.xml"))
        assert_same(site, other)


def test_as_wordpress_reads_it(full, tmp_path):
    """Where WordPress's importer (wxr_parser_simplexml) looks, by a parser that is not ours."""
    path = tmp_path / "site.xml"
    full.cli("export", "--output", str(path))
    channel = ElementTree.parse(path).getroot().find("channel")
    assert channel.findtext(WP + "wxr_version") == "1.2"
    assert channel.findtext(WP + "base_blog_url") == full.base
    logins = [author.findtext(WP + "author_login") for author in channel.findall(WP + "author")]
    assert {"admin", "author", "ann"} <= set(logins)
    terms = {term.findtext(WP + "category_nicename"): term for term in channel.findall(WP + "category")}
    assert terms["football"].findtext(WP + "category_parent") == "sport"
    assert terms["arts-letters"].findtext(WP + "cat_name") == "Arts &amp; Letters"
    items = {int(item.findtext(WP + "post_id")): item for item in channel.findall("item")}
    hello = items[100]
    assert hello.findtext("title") == "Hello &amp; welcome" and hello.findtext("link") == full.base + "/2012/05/hello/"
    assert hello.findtext(WP + "post_date_gmt") == "2012-05-06 09:30:00" and hello.findtext(WP + "is_sticky") == "1"
    assert [(c.get("domain"), c.get("nicename")) for c in hello.findall("category")] == [
        ("category", "football"), ("post_tag", "talks"), ("post_format", "post-format-aside")]
    fields = [(m.findtext(WP + "meta_key"), m.findtext(WP + "meta_value")) for m in hello.findall(WP + "postmeta")]
    assert {("_thumbnail_id", "110"), ("_wp_old_slug", "hallo"), ("mood", "good"), ("mood", "very good")} <= set(fields)
    comments = {int(c.findtext(WP + "comment_id")): c for c in hello.findall(WP + "comment")}
    assert comments[31].findtext(WP + "comment_parent") == "30"
    assert comments[33].findtext(WP + "comment_approved") == "spam"
    assert items[106].findtext(WP + "post_date_gmt") == "0000-00-00 00:00:00"
    assert items[110].findtext(WP + "attachment_url").endswith("/wp-content/uploads/2012/05/pier.png")
    text = path.read_text()
    assert "password" not in text.replace("post_password", "") and "$argon2" not in text


def test_json_is_a_thing_a_line(full):
    output = full.cli("export", "--format", "json").stdout
    things = [line.rstrip(",") for line in output.splitlines() if line.startswith('{"') and "format" not in line[:10]]
    assert len([json.loads(thing) for thing in things]) == sum(
        len(json.loads(output)[kind]) for kind in ("authors", "terms", "items"))
    assert json.loads(output)["format"] == "broadsheet-export-1"


def test_without_a_server(full):
    before = dump(full)
    full.stop()
    try:
        assert dump(full)["items"] == before["items"]
    finally:
        full.start()


def test_output_is_whole_or_not_there(full, tmp_path):
    path = tmp_path / "site.xml"
    assert full.cli("export", "--output", str(tmp_path / "absent" / "site.xml"), check=False).returncode == 1
    full.cli("export", "--output", str(path))
    assert os.listdir(tmp_path) == ["site.xml"]
    assert full.cli("export", "--format", "csv", check=False).returncode == 2
    shutil.copy(path, str(path) + ".part")
    assert full.cli("export", "--output", str(path), check=False).returncode == 1  # another export writes there


def test_many_pieces(fresh_site, tmp_path):
    """More things than one piece holds, in and out."""
    items = [wxr.item(id, slug=f"post-{id}", title=f"Post {id}", comments=wxr.comment(id * 2)) for id in range(10, 460)]
    fresh_site.cli("import", wxr.write(tmp_path / "a.xml", wxr.document(*items)))
    assert sorted(everything(fresh_site, "posts")) == list(range(10, 460))
    out = json.loads(fresh_site.cli("export", "--format", "json").stdout)
    assert [item["id"] for item in out["items"]] == list(range(10, 460))
    assert all(item["comments"][0]["id"] == item["id"] * 2 for item in out["items"])
