"""Where media are used, another file in the place of a medium's, limits and filters: what the newsroom's library needs."""

import sqlite3
import time

import pytest
from test_rest_media import files_of, hidden_files, png, upload



@pytest.fixture(scope="module")
def admin(site):
    return site.api("admin")


def own(site, role, method, path, **options):
    return site.api(role).request(method, "/broadsheet/v1/" + path, **options)


def uses(site, media, role="admin", **query):
    answer = own(site, role, "GET", f"media/{media}/uses", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def used_by(site, media):
    return {use["id"]: (use["in_content"], use["featured"], use["attached"]) for use in uses(site, media)["uses"]}


def replace(site, media, name, data, mime="image/png", role="admin"):
    return own(site, role, "POST", f"media/{media}/file", data=data,
               headers={"Content-Type": mime, "Content-Disposition": f'attachment; filename="{name}"'})


def add(admin, name, width=1600, height=1200, **fields):
    answer = upload(admin, name, png(width, height))
    assert answer.status_code == 201, answer.text
    medium = answer.json()
    if fields:
        assert admin.post(f"media/{medium['id']}", fields).status_code == 200
    return medium


def wait_for(condition):
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def address(site, url):
    return url.removeprefix(site.base)


def test_uses_follow_the_text(site, admin):
    picture, other = add(admin, "harbour.png"), add(admin, "quay.png")
    medium = address(site, picture["media_details"]["sizes"]["medium"]["source_url"])
    by_address = site.make_post(title="By address", content=f'<img src="{site.base}{medium}" alt="">')["id"]
    by_class = site.make_post(title="By class", content=f'<img class="wp-image-{picture["id"]}" src="/x.png">')["id"]
    by_link = site.make_post(title="By link", content=f'<a href="{picture["source_url"]}">The whole</a>')["id"]
    elsewhere = site.make_post(title="Elsewhere",
                               content=f'<img class="wp-image-{picture["id"]}" src="https://a.example/x.png">')["id"]
    featured = site.make_post(title="Featured", featured_media=picture["id"])["id"]
    markdown = site.make_post(title="Markdown", content=f"![a]({medium})", content_format="markdown")["id"]
    gallery = site.make_post(title="Gallery", content=f'[gallery ids="{picture["id"]}"]')["id"]
    excerpt = site.make_post(title="Excerpt", content="x", excerpt=f'<img src="{medium}">')["id"]
    text = (True, False, False)
    expected = {by_address: text, by_class: text, by_link: text, markdown: text, gallery: text, excerpt: text,
                featured: (False, True, False)}
    assert used_by(site, picture["id"]) == expected
    assert elsewhere not in expected and used_by(site, other["id"]) == {}

    # Every write keeps it.
    admin.post(f"posts/{by_address}", {"content": f'<img src="{other["source_url"]}">'})
    admin.post(f"posts/{featured}", {"featured_media": 0})
    admin.post(f"media/{picture['id']}", {"post": by_link})
    admin.delete(f"posts/{by_class}", params={"force": True})
    assert used_by(site, picture["id"]) == {by_link: (True, False, True), markdown: text, gallery: text, excerpt: text}
    assert used_by(site, other["id"]) == {by_address: text}
    listing = uses(site, picture["id"], per_page=1, page=2)
    assert [use["title"] for use in listing["uses"]] == ["Gallery"] and listing["total"] == 4
    assert listing["complete"] is True


def test_uses_tell_only_what_the_asker_may_read(site, admin):
    picture = upload(site.api("author"), "mine.png", png(20, 20)).json()
    site.make_post(title="A secret draft", status="draft", content=f'<img src="{picture["source_url"]}">')
    site.make_post(title="Public", content=f'<img src="{picture["source_url"]}">')
    seen = uses(site, picture["id"], role="author")
    assert [use["title"] for use in seen["uses"]] == ["Public"] and seen["hidden"] == 1 and seen["total"] == 2
    assert not seen["uses"][0]["can_edit"]
    assert {use["title"] for use in uses(site, picture["id"], role="editor")["uses"]} == {"Public", "A secret draft"}
    assert own(site, "contributor", "GET", f"media/{picture['id']}/uses").status_code == 403
    assert own(site, None, "GET", f"media/{picture['id']}/uses").status_code == 401
    assert own(site, "admin", "GET", "media/999999/uses").status_code == 404


def test_site_pictures_are_told(site, admin):
    picture = add(admin, "icon.png", 64, 64)
    with site.with_settings(site_icon=picture["id"]):
        assert uses(site, picture["id"])["site_icon"] is True
        assert picture["id"] not in [m["id"] for m in admin.get("media", params={"unused": "true",
                                                                              "per_page": 100}).json()]
    assert picture["id"] in [m["id"] for m in admin.get("media", params={"unused": "true", "per_page": 100}).json()]


def test_filters(site, admin):
    shown = add(admin, "shown.png", 30, 30, alt_text="words")
    bare = add(admin, "bare.png", 30, 30)
    note = upload(admin, "note.txt", b"words", "text/plain").json()
    site.make_post(title="Shows", content=f'<img src="{shown["source_url"]}">')

    def ids(**query):
        answer = admin.get("media", params={"per_page": 100, "_fields": "id", **query})
        found = [medium["id"] for medium in answer.json()]
        assert int(answer.headers["X-WP-Total"]) == len(found)
        return set(found)

    mine = {shown["id"], bare["id"], note["id"]}
    assert ids(unused="true") & mine == {bare["id"], note["id"]}
    assert ids(missing_alt="true") & mine == {bare["id"]}
    assert ids(unused="true", media_type="image") & mine == {bare["id"]}
    # Visitors get the plain list.
    assert mine <= {medium["id"] for medium in site.api().get("media", params={"unused": "true", "per_page": 100}).json()}


def test_limits(site):
    limits = own(site, "author", "GET", "media/limits").json()
    assert 60 * 2 ** 20 < limits["max_bytes"] < 64 * 2 ** 20 and limits["max_pixels"] == 50_000_000
    assert {"ending": "png", "mime": "image/png"} in limits["types"]
    assert own(site, "subscriber", "GET", "media/limits").status_code == 403
    assert own(site, None, "GET", "media/limits").status_code == 401


def test_replace(site, admin):
    picture = add(admin, "front.png", alt_text="The front", title="Front page")
    sizes = picture["media_details"]["sizes"]
    medium, full = sizes["medium"], sizes["full"]
    content = (f'<p><img class="size-medium" src="{medium["source_url"]}" width="300" height="225" alt="x"></p>'
               f'<p><a href="{full["source_url"]}">whole</a></p>[gallery ids="{picture["id"]}"]')
    post = site.make_post(title="Shows it", content=content, featured_media=picture["id"])
    before = site.get(address(site, post["link"])).text
    assert address(site, medium["source_url"]) in before
    modified = admin.get(f"posts/{post['id']}").json()["modified_gmt"]

    answer = replace(site, picture["id"], "front.png", png(1000, 400))
    assert answer.status_code == 200, answer.text
    now = answer.json()
    assert now["id"] == picture["id"] and now["alt_text"] == "The front" and now["title"]["raw"] == "Front page"
    assert now["source_url"] != picture["source_url"] and now["media_details"]["width"] == 1000
    new_medium = now["media_details"]["sizes"]["medium"]
    assert (new_medium["width"], new_medium["height"]) == (300, 120)

    # The old addresses lead on, each to its like, and the old files are gone.
    for old, new in ((medium, new_medium), (full, now["media_details"]["sizes"]["full"])):
        moved = site.get(address(site, old["source_url"]))
        assert moved.status_code == 301 and moved.headers["Location"] == new["source_url"]
        assert not any(name in old["source_url"] for name in files_of(site))
    assert site.get(address(site, sizes["large"]["source_url"])).headers["Location"] == now["source_url"]

    # Text, stored rendering and pages say the new ones; the article is as old as it was.
    saved = admin.get(f"posts/{post['id']}", params={"context": "edit"}).json()
    assert saved["content"]["raw"] == content.replace(
        f'{medium["source_url"]}" width="300" height="225"', f'{new_medium["source_url"]}" width="300" height="120"'
    ).replace(full["source_url"], now["source_url"])
    assert saved["modified_gmt"] == modified
    page = site.get(address(site, post["link"])).text
    for size in sizes.values():
        assert address(site, size["source_url"]) not in page + saved["content"]["rendered"]
    assert new_medium["source_url"] in page
    assert used_by(site, picture["id"]) == {post["id"]: (True, True, False)}

    # A new file of the old name does not come under the old address.
    other = add(admin, "front.png", 60, 60)
    assert other["source_url"] not in (full["source_url"], now["source_url"])
    # And again: both old addresses lead to the newest.
    newest = replace(site, picture["id"], "again.png", png(500, 500)).json()
    assert site.get(address(site, full["source_url"])).headers["Location"] == newest["source_url"]
    assert site.get(address(site, now["source_url"])).headers["Location"] == newest["source_url"]
    assert newest["source_url"] in admin.get(f"posts/{post['id']}").json()["content"]["rendered"]
    # What still says an old address is a use all the same.
    late = site.make_post(title="Late", content=f'<img src="{medium["source_url"]}">')["id"]
    assert used_by(site, picture["id"])[late] == (True, False, False)


def test_kept_pages_show_the_new_file(site, admin):
    """A page of the cache is not shown after the replacement."""
    picture = add(admin, "kept.png", 400, 400)
    post = site.make_post(title="Kept", content="words", featured_media=picture["id"])
    path = address(site, post["link"])
    for _ in range(3):
        assert "kept" in site.get(path).text
    now = replace(site, picture["id"], "fresh.png", png(400, 200)).json()
    text = site.get(path).text
    assert address(site, picture["source_url"]) not in text and "fresh" in text
    assert now["media_details"]["height"] == 200


def test_refused_replacements_change_nothing(site, admin):
    picture = add(admin, "stays.png", 40, 40)
    files = files_of(site)

    def is_unchanged():
        now = admin.get(f"media/{picture['id']}").json()
        assert now["source_url"] == picture["source_url"] and now["media_details"] == picture["media_details"]
        assert files_of(site) == files and not hidden_files(site)

    text = replace(site, picture["id"], "x.txt", b"words", "text/plain")
    assert (text.status_code, text.json()["code"]) == (415, "broadsheet_media_kind")
    cases = [("x.html", b"<html>", 415), ("x.png", b"no picture", 415), ("x.png", b"", 400),
             ("x.png", b"\x89PNG\r\n\x1a\n", 415), ("x.png", png(1, 1)[:16] + b"\x7f\xff\xff\xff" * 2 + png(1, 1)[24:], 413)]
    for name, data, status in cases:
        assert replace(site, picture["id"], name, data).status_code == status, name
        is_unchanged()
    assert replace(site, picture["id"], "x.png", png(2, 2), role="author").status_code == 403
    assert replace(site, picture["id"], "x.png", png(2, 2), role="contributor").status_code == 403
    assert replace(site, picture["id"], "x.png", png(2, 2), role=None).status_code == 401
    assert replace(site, 999999, "x.png", png(2, 2)).status_code == 404
    post = site.make_post(title="No medium")["id"]
    assert replace(site, post, "x.png", png(2, 2)).status_code == 404
    is_unchanged()


def test_a_jpeg_may_become_a_png(site, admin):
    """The same kind, another type; a form's part is taken as well."""
    picture = add(admin, "form.png", 50, 50)
    answer = own(site, "admin", "POST", f"media/{picture['id']}/file",
                 files={"file": ("new.gif", b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,"
                                            b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;", "image/gif")})
    assert answer.status_code == 200, answer.text
    assert answer.json()["mime_type"] == "image/gif" and answer.json()["source_url"].endswith("new.gif")


def test_many_texts(fresh_site):
    """More posts than one step."""
    admin = fresh_site.api("admin")
    picture = add(admin, "many.png", 60, 60)
    posts = [fresh_site.make_post(title=f"N{n}", content=f'<img src="{picture["source_url"]}" width="60" height="60">')
             for n in range(120)]
    now = replace(fresh_site, picture["id"], "few.png", png(60, 30)).json()
    for post in posts:
        raw = admin.get(f"posts/{post['id']}", params={"context": "edit"}).json()["content"]["raw"]
        assert raw == f'<img src="{now["source_url"]}" width="60" height="30">'
    assert uses(fresh_site, picture["id"])["total"] == 120


def test_what_a_crash_left_is_finished(fresh_site):
    """Texts, files and uses of a site that was ended between the write and the steps after it, and of an older one."""
    admin = fresh_site.api("admin")
    picture = add(admin, "crash.png", 60, 60)
    post = fresh_site.make_post(title="Crash", content=f'<img src="{picture["source_url"]}" width="60" height="60">')
    now = replace(fresh_site, picture["id"], "after.png", png(60, 30)).json()
    fresh_site.kill9()
    old_file = picture["media_details"]["file"]
    with open(f"{fresh_site.data}/uploads/{old_file}", "wb") as file:
        file.write(b"old")
    db = sqlite3.connect(fresh_site.data + "/site.db")
    db.execute("UPDATE post_text SET content = ?, content_html = ? WHERE post_id = ?",
               (post["content"]["raw"], post["content"]["rendered"], post["id"]))
    db.execute("INSERT INTO media_change VALUES (?, 0)", (picture["id"],))
    db.execute("INSERT INTO media_leftover VALUES (?)", (old_file,))
    db.commit()
    db.close()
    fresh_site.start()

    def raw():
        return admin.get(f"posts/{post['id']}", params={"context": "edit"}).json()["content"]["raw"]

    wait_for(lambda: now["source_url"] in raw() and old_file not in files_of(fresh_site))
    assert fresh_site.get("/wp-content/uploads/" + old_file).status_code == 301

    # As a site of an older version has it: nothing known of texts.
    fresh_site.kill9()
    db = sqlite3.connect(fresh_site.data + "/site.db")
    db.execute("DELETE FROM media_use")
    db.execute("UPDATE media_scan SET position = 0")
    db.commit()
    db.close()
    fresh_site.start()
    wait_for(lambda: uses(fresh_site, picture["id"])["complete"])
    assert used_by(fresh_site, picture["id"]) == {post["id"]: (True, False, False)}
