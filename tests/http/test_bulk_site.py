"""The sites that script/bench makes by bulk SQL are what the program itself would have written."""

import os
import sqlite3
import sys

from harness import Site, binary_path

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "bench"))
import bulk_site  # noqa: E402

ARTICLES = 430
DERIVED = ("SELECT * FROM post_counter ORDER BY 1, 2", "SELECT * FROM post_block ORDER BY 1, 2",
           "SELECT * FROM comment_counter WHERE number <> 0 ORDER BY 1, 2, 3",
           "SELECT * FROM term_archive ORDER BY 1, 2, 3", "SELECT id, count, tree_count FROM term ORDER BY 1",
           "SELECT id, post_count FROM account ORDER BY 1", "SELECT id, comment_count FROM post ORDER BY 1")


def derived(site):
    db = sqlite3.connect(os.path.join(site.data, "site.db"))
    rows = [db.execute(sql).fetchall() for sql in DERIVED]
    db.close()
    # A status that nothing has may have a row or not.
    rows[0] = [row for row in rows[0] if row[2] != 0]
    return rows


def test_bulk_site(tmp_path):
    site = Site(str(tmp_path))
    prose = bulk_site.make(binary_path(), site.data, ARTICLES, rare="zyzzyva")
    password = site.cli("app-password", "create", "--user", "admin", "--name", "bulk").stdout.strip()
    site.users = {"admin": {"app_password": password}}
    site.start()
    try:
        admin = site.api("admin")
        listed = admin.get("posts?per_page=5")
        assert int(listed.headers["X-WP-Total"]) == ARTICLES
        newest = listed.json()[0]
        page = site.get(newest["link"].removeprefix(site.base))
        assert page.status_code == 200 and page.text.count('id="comment-') == 10 and prose.common in page.text.lower()
        assert site.get("/").status_code == 200
        # Top categories hold what stands below them.
        section = site.get("/category/section-1/page/2/")
        assert section.status_code == 200
        assert admin.get("comments?post=%d" % newest["id"]).headers["X-WP-Total"] == "10"
        assert [found["id"] for found in admin.get("posts?search=zyzzyva").json()] == [1001 + ARTICLES // 2]

        # The program takes articles out of everything derived and puts them back: nothing is different then.
        before = derived(site)
        for post in (1001, 1001 + ARTICLES // 2, 1000 + ARTICLES):
            date = admin.get(f"posts/{post}").json()["date_gmt"]
            assert admin.post(f"posts/{post}", {"status": "draft"}).status_code == 200
            assert derived(site) != before
            assert admin.post(f"posts/{post}", {"status": "publish", "date_gmt": date}).status_code == 200
        assert derived(site) == before
    finally:
        site.stop()
