"""Posts through REST: their life, their lists, who may do what, and the comment gate's field."""

import threading

import pytest


@pytest.fixture(scope="module")
def admin(site):
    return site.api("admin")


def code(answer):
    return answer.status_code, answer.json()["code"]


# The life of a post


def test_life(site, admin):
    created = admin.post("posts", {"title": "Life", "content": "Some words."})
    assert created.status_code == 201
    post = created.json()
    path = f"posts/{post['id']}"
    assert created.headers["Location"] == site.base + f"/wp-json/wp/v2/posts/{post['id']}"
    assert post["status"] == "draft" and post["slug"] == ""
    assert post["link"] == f"{site.base}/?p={post['id']}"
    assert post["generated_slug"] == "life"
    assert site.api().get(path).status_code == 401

    post = admin.post(path, {"status": "publish"}).json()
    assert post["status"] == "publish" and post["slug"] == "life"
    assert post["link"].endswith("/life/")
    shown = site.api().get(path).json()
    assert shown["content"] == {"rendered": "<p>Some words.</p>\n", "protected": False}

    post = admin.put(path, {"title": "Life again", "excerpt": "In short"}).json()
    assert post["slug"] == "life" and post["content"]["raw"] == "Some words."
    assert post["excerpt"] == {"raw": "In short", "rendered": "<p>In short</p>\n", "protected": False}
    post = admin.patch(path, {"comment_status": "closed"}).json()
    assert post["comment_status"] == "closed" and post["title"]["raw"] == "Life again"
    # What a client leaves out stays as it is.
    assert admin.patch(path, {"title": "Life"}).json()["comment_status"] == "closed"

    trashed = admin.delete(path).json()
    assert trashed["status"] == "trash" and trashed["slug"] == "life__trashed"
    assert code(admin.delete(path)) == (410, "rest_already_trashed")
    assert site.api().get(path).status_code == 401
    assert admin.post(path, {"status": "publish"}).json()["slug"] == "life"

    gone = admin.delete(path + "?force=true").json()
    assert gone["deleted"] is True and gone["previous"]["id"] == post["id"]
    assert "_links" not in gone["previous"]
    assert code(admin.get(path)) == (404, "rest_post_invalid_id")
    assert code(admin.delete(path)) == (404, "rest_post_invalid_id")


def test_every_field_can_be_sent_back(site, admin):
    post = site.make_post(title="Round trip", tags=[], sticky=False)
    path = f"posts/{post['id']}"
    before = admin.get(path + "?context=edit").json()
    answer = admin.put(path, before)
    assert answer.status_code == 200, answer.text
    after = answer.json()
    for name in before:
        if name not in ("modified", "modified_gmt", "_links"):
            assert after[name] == before[name], name


def test_shape(site, admin):
    post = admin.get(f"posts/{site.make_post(title='Shape')['id']}?context=edit").json()
    assert post["meta"] == [] and post["template"] == "" and post["format"] == "standard"
    assert post["featured_media"] == 0 and post["ping_status"] == "open"
    assert post["author"] == site.users["admin"]["id"]
    assert post["guid"]["raw"] == f"{site.base}/?p={post['id']}"
    assert len(post["categories"]) == 1 and post["primary_category"] == post["categories"][0]
    assert post["date"] == post["date_gmt"]  # the site is in UTC


@pytest.mark.parametrize("body", [{}, {"title": ""}, {"title": "0", "content": ""}, {"status": "publish"},
                                  {"title": 5}, {"title": {"rendered": "x"}}, {"title": None}])
def test_empty(admin, body):
    assert code(admin.post("posts", body)) == (400, "empty_content")


def test_emptying(site, admin):
    post = site.make_post(title="Full", content="")
    assert code(admin.post(f"posts/{post['id']}", {"title": ""})) == (400, "empty_content")


@pytest.mark.parametrize("body,expected", [
    ({"id": 7}, (400, "rest_post_exists")),
    ({"author": 99999999}, (400, "rest_invalid_author")),
    ({"author": "nobody"}, (400, "rest_invalid_param")),
    ({"status": "trash"}, (400, "rest_invalid_param")),
    ({"status": "nonsense"}, (400, "rest_invalid_param")),
    ({"comment_status": "maybe"}, (400, "rest_invalid_param")),
    ({"format": "poem"}, (400, "rest_invalid_param")),
    ({"template": "wide.php"}, (400, "rest_invalid_param")),
    ({"date": "yesterday"}, (400, "rest_invalid_param")),
    ({"date": "2020-02-30T00:00:00"}, (400, "rest_invalid_param")),
    ({"categories": ["x"]}, (400, "rest_invalid_param")),
    ({"sticky": "perhaps"}, (400, "rest_invalid_param")),
    ({"sticky": True, "password": "x"}, (400, "rest_invalid_field")),
    ({"primary_category": 99999999}, (400, "rest_term_invalid")),
    ({"primary_category": -1}, (400, "rest_invalid_param")),
    ({"password": "x" * 300}, (400, "rest_invalid_param")),
    ({"meta": "text"}, (400, "rest_invalid_param")),
    ({"author": 10**30}, (400, "rest_invalid_param")),
])
def test_refused(admin, body, expected):
    before = admin.get("posts?status=any").headers["X-WP-Total"]
    assert code(admin.post("posts", {"title": "x", **body})) == expected
    assert admin.get("posts?status=any").headers["X-WP-Total"] == before


def test_slugs(site, admin):
    first = site.make_post(title="Same slug", slug="same-slug")
    assert site.make_post(title="Other", slug="same-slug")["slug"] == "same-slug-2"
    assert site.make_post(title="Same slug")["slug"] == "same-slug-3"
    assert site.make_post(title="x", slug="A Slug & Signs")["slug"] == "a-slug-signs"
    assert site.make_post(title="Café Über")["slug"] == "cafe-uber"
    arabic = site.make_post(title="خبر")
    assert arabic["slug"] == "%d8%ae%d8%a8%d8%b1"
    assert admin.post(f"posts/{arabic['id']}", {"slug": arabic["slug"]}).json()["slug"] == arabic["slug"]
    assert admin.get("posts", params={"slug": "خبر"}).json()[0]["id"] == arabic["id"]
    untitled = site.make_post(title="", content="Only text")
    # A number that could be a day of the month is avoided.
    assert untitled["slug"] in (str(untitled["id"]), f"{untitled['id']}-2")
    assert admin.post(f"posts/{first['id']}", {"slug": "same-slug"}).json()["slug"] == "same-slug"


def test_dates(site, admin):
    make = site.make_post
    assert make(title="d", date="2019-05-06T07:08:09")["date"] == "2019-05-06T07:08:09"
    assert make(title="d", date="2019-06-02T10:00:00+02:00")["date_gmt"] == "2019-06-02T08:00:00"
    assert make(title="d", date_gmt="2019-06-01T10:00:00")["date"] == "2019-06-01T10:00:00"
    future = make(title="d", date="2035-01-02T03:04:05")
    assert future["status"] == "future"
    assert site.api().get(f"posts/{future['id']}").status_code == 401
    assert make(title="d", status="future", date="2019-01-02T03:04:05")["status"] == "publish"
    draft = make(title="d", status="draft", date="2030-01-01T00:00:00")
    assert admin.post(f"posts/{draft['id']}", {"date": None}).json()["date"] != "2030-01-01T00:00:00"


def test_password(site, admin):
    post = site.make_post(title="Locked", content="Secret words.", password="open-me")
    path = f"posts/{post['id']}"
    hidden = site.api().get(path).json()
    assert hidden["content"] == {"rendered": "", "protected": True}
    assert hidden["excerpt"]["rendered"] == "" and "Secret" not in str(hidden)
    assert "password" not in hidden
    assert code(site.api().get(path + "?password=wrong")) == (403, "rest_post_incorrect_password")
    assert "Secret words." in site.api().get(path + "?password=open-me").json()["content"]["rendered"]
    assert "Secret" not in site.api().get(f"posts?include={post['id']}").text
    assert "Secret words." in admin.get(path + "?context=edit").json()["content"]["rendered"]
    assert code(admin.post(path, {"sticky": True})) == (400, "rest_invalid_field")
    # null takes it away, as WordPress casts it to "".
    assert admin.post(path, {"password": None}).json()["password"] == ""


def test_sticky(site, admin):
    post = site.make_post(title="Sticky", sticky=True)
    assert post["sticky"] is True
    assert [p["id"] for p in admin.get("posts?sticky=true").json()] == [post["id"]]
    assert post["id"] not in [p["id"] for p in admin.get("posts?sticky=false&per_page=100").json()]
    assert code(admin.post(f"posts/{post['id']}", {"password": "x"})) == (400, "rest_invalid_field")
    assert admin.post(f"posts/{post['id']}", {"sticky": False}).json()["sticky"] is False


def test_terms(site, admin):
    press = site.make("categories", name="Press")
    news = site.make("categories", name="International News", parent=press["id"])
    tag = site.make("tags", name="Harbour")
    post = site.make_post(title="Terms", categories=[press["id"], news["id"]], tags=[tag["id"], 99999999])
    assert sorted(post["categories"]) == sorted([press["id"], news["id"]])
    assert post["tags"] == [tag["id"]]
    assert post["primary_category"] == news["id"]  # the deepest
    path = f"posts/{post['id']}"
    assert admin.post(path, {"primary_category": press["id"]}).json()["primary_category"] == press["id"]
    assert admin.post(path, {"title": "t"}).json()["tags"] == [tag["id"]]
    assert admin.post(path, {"tags": []}).json()["tags"] == []
    assert admin.post(path, {"primary_category": 0}).json()["primary_category"] == news["id"]


def test_unknown_image_is_passed_over(site, admin):
    post = site.make_post(title="Image")
    assert admin.post(f"posts/{post['id']}", {"featured_media": 99999999}).json()["featured_media"] == 0


def test_private_title(site, admin):
    post = site.make_post(title="Ours", status="private")
    assert post["title"] == {"raw": "Ours", "rendered": "Private: Ours"}


# Rights


def test_who_may_create(site):
    for who, expected in ((None, 401), ("subscriber", 403)):
        assert code(site.api(who).post("posts", {"title": "x"})) == (expected, "rest_cannot_create")
    for status in ("publish", "private", "future"):
        answer = site.api("contributor").post("posts", {"title": "x", "status": status, "date": "2035-01-01T00:00:00"})
        assert code(answer) == (403, "rest_cannot_publish")
    assert site.api("contributor").post("posts", {"title": "x", "status": "pending"}).status_code == 201
    answer = site.api("author").post("posts", {"title": "x", "author": site.users["editor"]["id"]})
    assert code(answer) == (403, "rest_cannot_edit_others")
    assert code(site.api("contributor").post("posts", {"title": "x", "sticky": True})) == (
        403, "rest_cannot_assign_sticky")


def test_who_may_change(site):
    own = site.make_post(title="Author's", as_="author")
    path = f"posts/{own['id']}"
    assert site.api("author").put(path, {"title": "Changed"}).status_code == 200
    for who, expected in ((None, 401), ("subscriber", 403), ("contributor", 403)):
        assert code(site.api(who).put(path, {"title": "x"})) == (expected, "rest_cannot_edit")
        assert code(site.api(who).delete(path)) == (expected, "rest_cannot_delete")
    editors = site.make_post(title="Editor's", as_="editor")
    assert code(site.api("author").put(f"posts/{editors['id']}", {"title": "x"})) == (403, "rest_cannot_edit")
    assert code(site.api("author").get(f"posts/{editors['id']}?context=edit")) == (403, "rest_forbidden_context")
    given = site.api("editor").put(path, {"author": site.users["contributor"]["id"]}).json()
    assert given["author"] == site.users["contributor"]["id"]
    # The contributor's own, but published.
    assert code(site.api("contributor").put(path, {"title": "x"})) == (403, "rest_cannot_edit")


def test_who_may_read(site):
    draft = site.make_post(title="Draft", status="draft", as_="author")
    private = site.make_post(title="Private", status="private", as_="author")
    for post in (draft, private):
        path = f"posts/{post['id']}"
        assert code(site.api().get(path)) == (401, "rest_forbidden")
        assert code(site.api("contributor").get(path)) == (403, "rest_forbidden")
        assert site.api("author").get(path).status_code == 200
        assert site.api("editor").get(path).status_code == 200


def test_lists_withhold(site):
    mine = site.make_post(title="Mine", status="draft", as_="contributor")
    theirs = site.make_post(title="Theirs", status="draft", as_="author")
    query = f"posts?include={mine['id']},{theirs['id']}&status=draft"
    assert [p["id"] for p in site.api("contributor").get(query).json()] == [mine["id"]]
    for who, expected in ((None, 401), ("subscriber", 403)):
        body = site.api(who).get(query).json()
        assert body["code"] == "rest_invalid_param"
        assert body["data"]["details"]["status"] == {
            "code": "rest_forbidden_status", "message": "Status is forbidden.", "data": {"status": expected}}
    assert code(site.api("subscriber").get("posts?context=edit")) == (403, "rest_forbidden_context")


def test_raw_html(site):
    script = {"title": "Raw", "content": "Before <script>alert(1)</script> after"}
    assert "<script>" in site.make_post(as_="editor", **script)["content"]["raw"]
    made = site.make_post(as_="author", **script)
    assert "<script" not in made["content"]["raw"] and "<script" not in made["content"]["rendered"]


# Lists


@pytest.fixture(scope="module")
def listed(site):
    """Five articles a month apart, oldest first."""
    category = site.make("categories", name="Listing")
    second = site.make("categories", name="Second", parent=category["id"])
    tag = site.make("tags", name="Tagged")
    posts = []
    for month, name in enumerate(["Delta", "Alpha", "Echo", "Bravo", "Charlie"], 1):
        posts.append(site.make_post(
            title=name, content=f"The {name.lower()} note.", date=f"2020-0{month}-15T12:00:00",
            categories=[second["id"] if name in ("Alpha", "Bravo") else category["id"]],
            tags=[tag["id"]] if month < 3 else [],
            author=site.users["author" if name == "Echo" else "editor"]["id"]))
    return {"category": category["id"], "second": second["id"], "tag": tag["id"], "posts": posts,
            "include": ",".join(str(p["id"]) for p in posts)}


@pytest.mark.parametrize("query,names", [
    ("", "Charlie Bravo Echo Alpha Delta"),
    ("order=asc", "Delta Alpha Echo Bravo Charlie"),
    ("orderby=title&order=asc", "Alpha Bravo Charlie Delta Echo"),
    ("orderby=slug&order=desc", "Echo Delta Charlie Bravo Alpha"),
    ("orderby=id&order=asc", "Delta Alpha Echo Bravo Charlie"),
    ("orderby=modified&order=asc", "Delta Alpha Echo Bravo Charlie"),
    ("orderby=include", "Delta Alpha Echo Bravo Charlie"),
    ("offset=3", "Alpha Delta"),
    ("per_page=2&page=2", "Echo Alpha"),
    ("categories={category}", "Charlie Echo Delta"),
    ("categories={second}", "Bravo Alpha"),
    ("categories={category},{second}", "Charlie Bravo Echo Alpha Delta"),
    ("categories[terms]={category}&categories[include_children]=true", "Charlie Bravo Echo Alpha Delta"),
    ("categories[terms]={second}&categories[include_children]=true", "Bravo Alpha"),
    ("categories[terms][]={category}&categories[terms][]={second}&categories[operator]=AND", ""),
    ("categories_exclude={second}", "Charlie Echo Delta"),
    ("categories_exclude={category}", "Bravo Alpha"),
    ("categories_exclude[terms]={category}&categories_exclude[include_children]=1", ""),
    ("tags={tag}", "Alpha Delta"),
    ("tags_exclude={tag}", "Charlie Bravo Echo"),
    ("categories={second}&tags={tag}", "Alpha"),
    ("categories={second}&tags={tag}&tax_relation=OR", "Bravo Alpha Delta"),
    ("author={author}", "Echo"),
    ("author_exclude={author}", "Charlie Bravo Alpha Delta"),
    ("after=2020-01-20T00:00:00&before=2020-04-01T00:00:00", "Echo Alpha"),
    ("after=2020-05-15T12:00:00", ""),
    ("search=bravo", "Bravo"),
    ("search=nothing-like-it", ""),
    ("slug=echo,alpha", "Echo Alpha"),
    ("exclude={delta}", "Charlie Bravo Echo Alpha"),
    ("sticky=true", ""),
])
def test_list(site, listed, query, names):
    filled = query.format(**{k: v for k, v in listed.items() if k != "posts"}, author=site.users["author"]["id"],
                          delta=listed["posts"][0]["id"])
    answer = site.api().get(f"posts?include={listed['include']}&_fields=title&{filled}")
    assert answer.status_code == 200, answer.text
    assert " ".join(p["title"]["rendered"] for p in answer.json()) == names


@pytest.mark.parametrize("query,expected", [
    ("per_page=2&page=9", "rest_post_invalid_page_number"),
    ("orderby=relevance", "rest_no_search_term_defined"),
])
def test_list_refusals(site, listed, query, expected):
    assert code(site.api().get(f"posts?include={listed['include']}&{query}")) == (400, expected)


def test_order_by_include_needs_include(site):
    assert code(site.api().get("posts?orderby=include")) == (400, "rest_orderby_include_missing_include")


def test_empty_list(site):
    answer = site.api().get("posts?search=nothing-at-all-like-it&page=3")
    assert answer.json() == []
    assert (answer.headers["X-WP-Total"], answer.headers["X-WP-TotalPages"]) == ("0", "0")


def test_search_takes_what_people_type(site):
    for words in ('"', "%", "_", "'); DROP TABLE post; --", "*", "NEAR(", "\\", "a" * 2000, "é" * 300):
        answer = site.api().get("posts", params={"search": words})
        assert answer.status_code == 200, words


# The comment gate's field


def test_comments_field(site, admin):
    post = site.make_post(title="Gate")
    path = f"posts/{post['id']}"
    assert post["comments"] == {**post["comments"], "state": "open", "reason": None}
    closed = admin.post(path, {"comment_status": "closed"}).json()
    assert (closed["comments"]["state"], closed["comments"]["reason"]) == ("closed", "article")
    assert closed["comment_status"] == "closed"
    draft = site.make_post(title="Draft gate", status="draft")
    assert draft["comments"]["reason"] == "not_public" and draft["comment_status"] == "open"


# close_comments_for_old_posts is no setting of WordPress's REST API: the command line has it.
def test_comments_field_age(site):
    old = site.make_post(title="Old gate", date="2019-01-01T00:00:00")
    new = site.make_post(title="New gate")
    site.cli("settings", "set", "close_comments_for_old_posts", "1")
    try:
        aged = site.api().get(f"posts/{old['id']}").json()
        # The stored value is echoed, the state that counts stands beside it.
        assert aged["comment_status"] == "open"
        assert (aged["comments"]["state"], aged["comments"]["reason"]) == ("closed", "age")
        # Fourteen days are not enough, a second more is.
        assert aged["comments"]["since"] == "2019-01-15T00:00:01+00:00"
        fresh = site.api().get(f"posts/{new['id']}").json()
        assert fresh["comments"]["state"] == "open" and fresh["comments"]["until"]
    finally:
        site.cli("settings", "set", "close_comments_for_old_posts", "0")


# Two editors at once


def test_changes_of_different_fields_do_not_undo_each_other(site, admin):
    post = site.make_post(title="Shared", content="Words")
    path = f"posts/{post['id']}"

    def change(field, values):
        api = site.api("editor")
        for value in values:
            assert api.post(path, {field: value}).status_code == 200

    threads = [threading.Thread(target=change, args=("title", [f"Title {i}" for i in range(20)])),
               threading.Thread(target=change, args=("excerpt", [f"Excerpt {i}" for i in range(20)]))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after = admin.get(path + "?context=edit").json()
    assert after["title"] == {"raw": "Title 19", "rendered": "Title 19"}
    assert after["excerpt"]["raw"] == "Excerpt 19" and after["excerpt"]["rendered"] == "<p>Excerpt 19</p>\n"
