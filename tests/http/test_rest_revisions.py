"""Revisions and autosaves through REST: what makes one, what is kept, who sees them."""

import pytest


@pytest.fixture(scope="module")
def admin(site):
    return site.api("admin")


def code(answer):
    return answer.status_code, answer.json()["code"]


def history(post):
    """The number of revisions in a post's links and the newest one's id, or None."""
    links = post["_links"]
    version = links["version-history"][0]
    newest = links.get("predecessor-version")
    assert version["href"].endswith("/revisions")
    if newest:
        assert newest[0]["href"] == f"{version['href']}/{newest[0]['id']}"
    assert (version["count"] > 0) == (newest is not None)
    return version["count"], newest[0]["id"] if newest else None


def revisions(api, post, query="", base="posts"):
    answer = api.get(f"{base}/{post['id']}/revisions{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


# What makes one


@pytest.mark.parametrize("base", ["posts", "pages"])
def test_each_change_of_text_makes_one(site, admin, base):
    post = admin.post(base, {"title": "One", "content": "First.", "status": "publish"}).json()
    path = f"{base}/{post['id']}"
    assert history(post) == (0, None)
    assert revisions(admin, post, base=base) == []

    counts = []
    for change in [
        {"content": "Second."},
        {"content": "Second."},  # the same
        {"content": "  Second.\n\n"},  # white space does not count
        {"comment_status": "closed"},
        {"title": "Two"},
        {"excerpt": "Short"},
        {"status": "draft"},
        {"title": "One", "content": "Third.", "excerpt": ""},
    ]:
        counts.append(history(admin.post(path, change).json())[0])
    assert counts == [1, 1, 1, 1, 2, 3, 3, 4]

    shown = revisions(admin, post, "?context=edit", base)
    assert [(r["title"]["raw"], r["content"]["raw"].strip(), r["excerpt"]["raw"]) for r in shown] == [
        ("One", "Third.", ""), ("Two", "Second.", "Short"), ("Two", "Second.", ""), ("One", "Second.", "")]
    assert shown[0]["id"] == history(admin.get(path).json())[1]
    assert all(r["parent"] == post["id"] and r["author"] == site.users["admin"]["id"] for r in shown)
    assert shown[0]["_links"]["parent"][0]["href"].endswith("/wp/v2/" + path)
    # None of them is a post.
    assert code(admin.get(f"{base}/{shown[0]['id']}")) == (404, "rest_post_invalid_id")


def test_the_first_update_makes_one_whatever_it_changes(site, admin):
    post = site.make_post(title="Sticky", content="Words.")
    assert history(admin.post(f"posts/{post['id']}", {"sticky": True}).json())[0] == 1
    assert history(admin.post(f"posts/{post['id']}", {"sticky": False}).json())[0] == 1
    other = site.make_post(title="Thrown away")
    assert history(admin.delete(f"posts/{other['id']}").json())[0] == 1
    assert history(admin.post(f"posts/{other['id']}", {"status": "draft"}).json())[0] == 1


def test_a_refused_update_makes_none(site, admin):
    post = site.make_post(title="Kept")
    assert admin.post(f"posts/{post['id']}", {"title": "", "content": "", "excerpt": ""}).status_code == 400
    assert admin.post(f"posts/{post['id']}", {"title": "X", "author": 9999}).status_code == 400
    assert revisions(admin, post) == []


def test_who_changed_it_and_when(site, admin):
    post = site.make_post(as_="author", title="Whose", content="1", status="publish")
    updated = site.api("editor").post(f"posts/{post['id']}", {"content": "2"}).json()
    revision, = revisions(admin, post)
    assert revision["author"] == site.users["editor"]["id"]
    assert revision["date_gmt"] == revision["modified_gmt"] == updated["modified_gmt"]


def test_the_oldest_are_dropped(site, admin):
    post = site.make_post(title="Limited", content="0")
    with site.with_settings(wp_post_revisions=3):
        for number in range(1, 6):
            admin.post(f"posts/{post['id']}", {"content": str(number)})
        assert [r["content"]["raw"] for r in revisions(admin, post, "?context=edit")] == ["5", "4", "3"]
    with site.with_settings(wp_post_revisions=0):
        assert history(admin.post(f"posts/{post['id']}", {"content": "6"}).json()) == (0, None)
        answer = admin.get(f"posts/{post['id']}/revisions")
        assert answer.json() == [] and answer.headers["X-WP-Total"] == "0"
    assert len(revisions(admin, post)) == 3


def test_they_go_with_the_post(site, admin):
    post = site.make_post(title="Gone", content="1")
    admin.post(f"posts/{post['id']}", {"content": "2"})
    assert admin.delete(f"posts/{post['id']}?force=true").status_code == 200
    assert code(admin.get(f"posts/{post['id']}/revisions")) == (404, "rest_post_invalid_parent")


# Lists


@pytest.fixture(scope="module")
def five(site, admin):
    post = site.make_post(title="Five", content="0")
    for word in ["apple", "pear", "apple pear", "plum", "fig"]:
        assert admin.post(f"posts/{post['id']}", {"content": word}).status_code == 200
    return post


@pytest.mark.parametrize("query, words", [
    ("", ["fig", "plum", "apple pear", "pear", "apple"]),
    ("?order=asc", ["apple", "pear", "apple pear", "plum", "fig"]),
    ("?orderby=id&order=asc&per_page=2", ["apple", "pear"]),
    ("?per_page=2&page=3", ["apple"]),
    ("?per_page=2&offset=1", ["plum", "apple pear"]),
    ("?search=APPLE", ["apple pear", "apple"]),
    ("?search=pear&orderby=relevance", ["apple pear", "pear"]),
    ("?search=kiwi", []),
])
def test_list(admin, five, query, words):
    joint = "&" if "?" in query else "?"
    shown = revisions(admin, five, f"{query}{joint}context=edit")
    assert [r["content"]["raw"] for r in shown] == words


def test_list_by_id(admin, five):
    ids = [r["id"] for r in revisions(admin, five)]
    wanted = [ids[3], ids[0]]
    query = "?orderby=include&include=" + ",".join(map(str, wanted))
    assert [r["id"] for r in revisions(admin, five, query)] == wanted
    assert [r["id"] for r in revisions(admin, five, f"?exclude={ids[0]}")] == ids[1:]


@pytest.mark.parametrize("query, total, pages", [("", 5, 1), ("?per_page=2", 5, 3), ("?search=apple", 2, 1)])
def test_list_headers(admin, five, query, total, pages):
    answer = admin.get(f"posts/{five['id']}/revisions{query}")
    assert (answer.headers["X-WP-Total"], answer.headers["X-WP-TotalPages"]) == (str(total), str(pages))
    assert answer.headers["Allow"] == "GET"
    assert ('rel="next"' in answer.headers.get("Link", "")) == (pages > 1)


@pytest.mark.parametrize("query, expected", [
    ("?per_page=2&page=4", "rest_revision_invalid_page_number"),
    ("?page=2", "rest_revision_invalid_page_number"),
    ("?per_page=2&offset=5", "rest_revision_invalid_offset_number"),
    ("?offset=99", "rest_revision_invalid_offset_number"),
    ("?orderby=relevance", "rest_no_search_term_defined"),
    ("?orderby=include", "rest_orderby_include_missing_include"),
    ("?orderby=colour", "rest_invalid_param"),
    ("?per_page=101", "rest_invalid_param"),
    ("?page=0", "rest_invalid_param"),
    ("?include=" + ",".join(map(str, range(1, 102))), "rest_invalid_param"),
    ("?context=all", "rest_invalid_param"),
])
def test_list_refused(admin, five, query, expected):
    assert code(admin.get(f"posts/{five['id']}/revisions{query}")) == (400, expected)


@pytest.mark.parametrize("query", ["?page=9223372036854775807&per_page=100", "?offset=-5", "?search=%25_%5C%22",
                                   "?page=99999999999999999999", "?include=0", "?search=" + "x%20" * 900])
def test_strange_queries_are_no_faults(admin, five, query):
    assert admin.get(f"posts/{five['id']}/revisions{query}").status_code in (200, 400)


def test_contexts(admin, five):
    path = f"posts/{five['id']}/revisions/{history(admin.get('posts/%d' % five['id']).json())[1]}"
    view, edit, embed = (admin.get(f"{path}?context={name}").json() for name in ("view", "edit", "embed"))
    assert view["content"] == {"rendered": "<p>fig</p>\n"} and view["excerpt"] == {"rendered": ""}
    assert edit["content"] == {"raw": "fig", "rendered": "<p>fig</p>\n"} and edit["guid"]["raw"]
    assert set(embed) == {"author", "date", "id", "parent", "slug", "title", "excerpt", "_links"}
    assert view["slug"] == f"{five['id']}-revision-v1"
    assert admin.get(path + "?_fields=id").json() == {"id": view["id"]}


# Rights


@pytest.mark.parametrize("login, status", [("admin", 200), ("editor", 200), ("author", 403), ("contributor", 403),
                                           ("subscriber", 403), (None, 401)])
def test_who_may_read(site, admin, five, login, status):
    newest = revisions(admin, five)[0]["id"]
    for path, message in [(f"revisions/{newest}", "rest_cannot_read"), ("revisions", "rest_cannot_read"),
                          ("autosaves", "rest_cannot_read")]:
        answer = site.api(login).get(f"posts/{five['id']}/{path}")
        assert answer.status_code == status
        if status != 200:
            assert answer.json()["code"] == message


@pytest.mark.parametrize("login, status", [("admin", 403), ("editor", 403), ("author", 403), (None, 401)])
def test_nobody_may_delete(site, admin, five, login, status):
    newest = revisions(admin, five)[0]["id"]
    path = f"posts/{five['id']}/revisions/{newest}"
    for query in ("", "?force=true"):
        assert code(site.api(login).delete(path + query)) == (status, "rest_cannot_delete")
    assert admin.get(path).status_code == 200


def test_missing(site, admin, five):
    page = admin.post("pages", {"title": "Page", "content": "1"}).json()
    admin.post(f"pages/{page['id']}", {"content": "2"})
    other, = revisions(admin, page, base="pages")
    for method in (admin.get, admin.delete):
        assert code(method(f"posts/{five['id']}/revisions/99")) == (404, "rest_post_invalid_id")
        assert code(method(f"posts/999999/revisions/{other['id']}")) == (404, "rest_post_invalid_parent")
        assert code(method(f"posts/{page['id']}/revisions/{other['id']}")) == (404, "rest_post_invalid_parent")
        assert code(method(f"posts/{five['id']}/revisions/{other['id']}")) == (
            404, "rest_revision_parent_id_mismatch")
    assert code(admin.post(f"posts/{five['id']}/revisions", {"title": "x"})) == (404, "rest_no_route")


def test_markup_of_a_contributor_is_cleaned(site):
    contributor = site.api("contributor")
    post = contributor.post("posts", {"title": "Draft", "content": "1"}).json()
    contributor.post(f"posts/{post['id']}", {"content": "<script>alert(1)</script>Words"})
    assert "<script" not in revisions(contributor, post, "?context=edit")[0]["content"]["raw"]
    held = site.make_post(as_="contributor", title="Held", content="1", status="pending")
    saved = contributor.post(f"posts/{held['id']}/autosaves", {"content": "<script>alert(1)</script>Words"}).json()
    assert "<script" not in saved["content"]["raw"] and "Words" in saved["content"]["raw"]


# Autosaves


def test_one_autosave_per_author(site, admin):
    editor = site.api("editor")
    post = site.make_post(title="Live", content="Old.", excerpt="Old", status="publish")
    path = f"posts/{post['id']}/autosaves"
    assert code(admin.get(path + "/1")) == (404, "rest_post_no_autosave")
    first = admin.post(path, {"content": "Typed."}).json()
    assert (first["title"]["raw"], first["content"]["raw"], first["excerpt"]["raw"]) == ("", "Typed.", "")
    assert first["slug"] == f"{post['id']}-autosave-v1" and first["parent"] == post["id"]
    assert first["preview_link"].startswith(post["link"]) and "preview=true" in first["preview_link"]
    # What is not sent again stays.
    second = admin.post(path, {"title": "Typed too"}).json()
    assert second["id"] == first["id"]
    assert (second["title"]["raw"], second["content"]["raw"]) == ("Typed too", "Typed.")
    other = editor.post(path, {"content": "Another."}).json()
    assert other["id"] != first["id"] and other["author"] == site.users["editor"]["id"]

    assert {a["id"] for a in admin.get(path).json()} == {first["id"], other["id"]}
    for autosave in (second, other):
        assert admin.get(f"{path}/{autosave['id']}?context=edit").json()["content"] == autosave["content"]
    # The post itself is as it was; WordPress counts autosaves among its revisions.
    now = admin.get(f"posts/{post['id']}?context=edit").json()
    assert now["content"]["raw"] == "Old." and now["modified_gmt"] == post["modified_gmt"]
    assert history(now)[0] == 2
    assert {r["id"] for r in revisions(admin, post)} == {first["id"], other["id"]}


def test_an_autosave_like_the_post_goes(site, admin):
    post = site.make_post(title="Live", content="Old.", status="publish")
    path = f"posts/{post['id']}/autosaves"
    assert admin.post(path, {"content": "New."}).status_code == 200
    assert code(admin.post(path, {"content": "Old."})) == (400, "rest_autosave_no_changes")
    assert admin.get(path).json() == []


def test_an_own_draft_is_saved_itself(site, admin):
    author = site.api("author")
    draft = site.make_post(as_="author", title="Draft", content="One.", status="draft")
    path = f"posts/{draft['id']}"
    saved = author.post(f"{path}/autosaves", {"content": "Two.", "sticky": True, "format": "aside"}).json()
    assert saved["id"] == draft["id"] and saved["parent"] == 0 and saved["content"]["raw"] == "Two."
    assert saved["preview_link"] == f"{site.base}/?p={draft['id']}&preview=true"
    now = author.get(f"{path}?context=edit").json()
    assert now["content"]["raw"] == "Two." and now["title"]["raw"] == "Draft"
    assert (now["sticky"], now["format"]) == (False, "standard")
    assert history(now) == (0, None)
    # Of somebody else it is an autosave beside the draft.
    apart = admin.post(f"{path}/autosaves", {"content": "Three."}).json()
    assert apart["parent"] == draft["id"]
    assert author.get(f"{path}?context=edit").json()["content"]["raw"] == "Two."


def test_autosaves_refused(site, admin):
    post = site.make_post(title="Live", content="Old.", status="publish")
    path = f"posts/{post['id']}/autosaves"
    assert code(site.api("author").post(path, {"content": "x"})) == (403, "rest_cannot_edit")
    assert code(site.api().post(path, {"content": "x"})) == (401, "rest_cannot_edit")
    assert code(admin.post("posts/999999/autosaves", {"content": "x"})) == (404, "rest_post_invalid_id")
    assert code(admin.get("posts/999999/autosaves")) == (404, "rest_post_invalid_parent")
    assert code(admin.post(path, {"status": "nonsense"})) == (400, "rest_invalid_param")
    assert code(admin.get(path + "/1")) == (404, "rest_post_no_autosave")


def test_options(admin, five):
    described = admin.options(f"posts/{five['id']}/revisions").json()
    assert described["schema"]["title"] == "post-revision"
    assert "per_page" in described["endpoints"][0]["args"]
    described = admin.options(f"posts/{five['id']}/autosaves").json()
    assert "preview_link" in described["schema"]["properties"]
    assert described["methods"] == ["GET", "POST"]
