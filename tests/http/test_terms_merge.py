"""Merging categories and tags: posts, counts, addresses, settings, what is refused, and many posts at once."""

import sqlite3
import threading

import pytest


@pytest.fixture(scope="module")
def admin(site):
    return site.api("admin")


def merge(site, taxonomy, sources, into, role="editor", **options):
    return site.api(role).post("/broadsheet/v1/terms/merge",
                               {"taxonomy": taxonomy, "from": sources, "into": into, **options})


def path(site, term):
    return term["link"].removeprefix(site.base)


def test_tags(site, admin):
    old, other, into = (site.make("tags", name=name)["id"] for name in ("Colour", "Colours", "Color"))
    both = site.make_post(title="Both", tags=[old, into])["id"]
    one = site.make_post(title="One", tags=[other])["id"]
    draft = site.make_post(title="Draft", status="draft", tags=[old, other])["id"]
    apart = site.make("tags", name="Apart")["id"]
    third = site.make_post(title="Third", tags=[apart, old])["id"]
    links = {tag: path(site, admin.get(f"tags/{tag}").json()) for tag in (old, other, into)}

    dry = merge(site, "post_tag", [old, other], into, dry_run=True).json()
    assert dry == {"into": into, "merged": [old, other], "posts": 4, "children": 0, "dry_run": True}
    assert admin.get(f"tags/{old}").json()["count"] == 2
    modified = admin.get(f"posts/{one}").json()["modified_gmt"]

    done = merge(site, "post_tag", [old, other], into)
    assert done.status_code == 200 and done.json() == {**dry, "dry_run": False}
    for post, tags in ((both, {into}), (one, {into}), (draft, {into}), (third, {apart, into})):
        assert set(admin.get(f"posts/{post}", params={"context": "edit"}).json()["tags"]) == tags
    assert admin.get(f"tags/{into}").json()["count"] == 3
    assert admin.get(f"posts/{one}").json()["modified_gmt"] == modified
    for tag in (old, other):
        assert admin.get(f"tags/{tag}").status_code == 404
        moved = site.get(links[tag])
        assert (moved.status_code, moved.headers["Location"]) == (301, site.base + links[into])
        assert site.get(links[tag] + "feed/").headers["Location"] == site.base + links[into] + "feed/"
    assert "Third" in site.get(links[into]).text

    # The chain is followed when the target is merged itself; who takes the slug anew has its address.
    last = site.make("tags", name="Hue")
    assert merge(site, "post_tag", [into], last["id"]).status_code == 200
    assert site.get(links[old]).headers["Location"] == last["link"]
    anew = site.make("tags", name="Colours")
    assert path(site, anew) == links[other] and site.get(links[other]).status_code == 200
    admin.delete(f"tags/{last['id']}", params={"force": True})
    assert site.get(links[old]).status_code == 404


def test_categories(site, admin):
    top = site.make("categories", name="Top")
    old = site.make("categories", name="Old", parent=top["id"])
    child = site.make("categories", name="Child", parent=old["id"])
    grandchild = site.make("categories", name="Grandchild", parent=child["id"])
    into = site.make("categories", name="Into")
    direct = site.make_post(title="Direct", categories=[old["id"]], primary_category=old["id"])
    below = site.make_post(title="Below", categories=[grandchild["id"]])
    assert "Direct" in site.get(path(site, top)).text
    with site.with_settings(default_category=old["id"]):
        done = merge(site, "category", [old["id"]], into["id"]).json()
        assert (done["posts"], done["children"]) == (1, 1)
        assert admin.get("settings").json()["default_category"] == into["id"]
    moved = admin.get(f"categories/{child['id']}").json()
    assert moved["parent"] == top["id"] and moved["link"] == top["link"] + "child/"
    post = admin.get(f"posts/{direct['id']}").json()
    assert post["categories"] == [into["id"]] and post["primary_category"] == into["id"]
    assert "Into" in site.get(direct["link"].removeprefix(site.base)).text
    # Archives of the branch that it left, and of the one that it is in now.
    assert "Direct" not in site.get(path(site, top)).text and "Below" in site.get(path(site, top)).text
    assert "Direct" in site.get(path(site, into)).text
    assert site.get(path(site, old)).headers["Location"] == into["link"]
    assert site.get(path(site, child)).headers["Location"] == moved["link"]
    assert admin.get(f"posts/{below['id']}").json()["categories"] == [grandchild["id"]]


def test_a_category_into_its_own_child(site, admin):
    parent = site.make("categories", name="Parent here")
    child = site.make("categories", name="Child here", parent=parent["id"])
    post = site.make_post(title="In both", categories=[parent["id"], child["id"]])["id"]
    assert merge(site, "category", [parent["id"]], child["id"]).status_code == 200
    now = admin.get(f"categories/{child['id']}").json()
    assert now["parent"] == 0 and now["count"] == 1
    assert admin.get(f"posts/{post}").json()["categories"] == [child["id"]]


def test_refusals(site, admin):
    tag, other = site.make("tags", name="Refused")["id"], site.make("tags", name="Other")["id"]
    category = site.make("categories", name="No tag")["id"]
    for fields, name in (({"from": [tag], "into": tag}, "from"), ({"from": [999999], "into": tag}, "from"),
                         ({"from": [tag], "into": 999999}, "into"), ({"from": [category], "into": tag}, "from"),
                         ({"from": [tag], "into": category}, "into"), ({"from": [], "into": tag}, "from"),
                         ({"from": ["x"], "into": tag}, "from"), ({"from": list(range(1, 200)), "into": tag}, "from")):
        answer = merge(site, "post_tag", fields["from"], fields["into"])
        assert (answer.status_code, answer.json()["code"]) == (400, "rest_invalid_param"), answer.text
        assert list(answer.json()["data"]["params"]) == [name]
    assert merge(site, "nonsense", [tag], other).status_code == 400
    for role, status in (("author", 403), ("contributor", 403), (None, 401)):
        assert merge(site, "post_tag", [tag], other, role=role).status_code == status
    assert admin.get(f"tags/{tag}").status_code == 200


def test_many_posts_while_others_write(fresh_site):
    """More posts than a step; articles that come meanwhile are moved too, and no count is wrong at the end."""
    admin = fresh_site.api("admin")
    old = fresh_site.make("categories", name="Many")["id"]
    into = fresh_site.make("categories", name="Few")["id"]
    above = fresh_site.make("categories", name="Above")["id"]
    admin.post(f"categories/{old}", {"parent": above})
    first = fresh_site.make_post(title="N", categories=[old])
    fresh_site.stop()
    db = sqlite3.connect(fresh_site.data + "/site.db")
    columns = [row[1] for row in db.execute("PRAGMA table_info(post)") if row[1] not in ("id", "slug")]
    names = ", ".join(columns)
    db.execute(f"INSERT INTO post ({names}, slug) SELECT {names}, slug || '-' || n.value FROM post p, "
               "(WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 900) "
               "SELECT value FROM n) n WHERE p.id = ?", (first["id"],))
    db.execute("INSERT INTO post_text SELECT id, '', '' FROM post WHERE id > ?", (first["id"],))
    db.execute("INSERT INTO post_term SELECT id, ?, published FROM post WHERE id > ?", (old, first["id"]))
    for term in (old, above):
        db.execute("INSERT INTO term_archive SELECT ?, published, id FROM post WHERE id > ?", (term, first["id"]))
    db.execute("UPDATE term SET count = 901 WHERE id = ?", (old,))
    db.execute("UPDATE term SET tree_count = 901 WHERE id IN (?, ?)", (old, above))
    db.execute("UPDATE post_counter SET number = number + 900 WHERE type = 1 AND status = 3")
    db.commit()
    db.close()
    fresh_site.start()
    assert merge(fresh_site, "category", [old], into, dry_run=True).json()["posts"] == 901
    made, stop = [], threading.Event()

    def write():
        while not stop.is_set():
            answer = admin.post("posts", {"title": "Meanwhile", "status": "publish", "categories": [old]})
            made.append(answer.json()["id"])

    writer = threading.Thread(target=write)
    writer.start()
    answer = merge(fresh_site, "category", [old], into)
    stop.set()
    writer.join()
    assert answer.status_code == 200, answer.text
    assert merge(fresh_site, "category", [old], into).status_code == 400
    fresh_site.stop()
    db = sqlite3.connect(fresh_site.data + "/site.db")

    def number(sql, *values):
        return db.execute(sql, values).fetchone()[0]

    assert number("SELECT count(*) FROM post_term WHERE term_id = ?", old) == 0
    linked = number("SELECT count(*) FROM post_term WHERE term_id = ?", into)
    assert linked >= 901
    for column in ("count", "tree_count"):
        assert number(f"SELECT {column} FROM term WHERE id = ?", into) == linked
        assert number(f"SELECT {column} FROM term WHERE id = ?", above) == 0
    assert number("SELECT count(*) FROM term_archive WHERE term_id = ?", into) == linked
    assert number("SELECT count(*) FROM term_archive WHERE term_id = ?", above) == 0
    assert number("SELECT count(*) FROM post p WHERE type = 1 AND NOT EXISTS "
                  "(SELECT 1 FROM post_term l WHERE l.post_id = p.id)") == 0
    db.close()
