"""batch/v1: several changes in one request."""

import json

import pytest


@pytest.fixture(scope="module")
def admin(site):
    return site.api("admin")


def batch(api, *parts, **options):
    # Megabytes take a sanitized binary a minute.
    return api.post("/batch/v1", {"requests": list(parts), **options}, timeout=300)


def answers(api, *parts, **options):
    answer = batch(api, *parts, **options)
    assert answer.status_code == 207, answer.text
    return answer.json()["responses"]


def outcome(part):
    return part["status"], part["body"].get("code")


def test_parts_have_status_headers_and_body(site, admin):
    made, = answers(admin, {"path": "/wp/v2/posts", "body": {"title": "Made", "status": "publish"}})
    assert made["status"] == 201
    assert made["headers"]["Location"] == f"{site.base}/wp-json/wp/v2/posts/{made['body']['id']}"
    assert "POST" in made["headers"]["Allow"]
    path = f"/wp/v2/posts/{made['body']['id']}"
    put, patch, missing, gone = answers(
        admin, {"method": "PUT", "path": path, "body": {"title": "Put"}},
        {"method": "PATCH", "path": path + "?_fields=id,content", "body": {"content": "Patched."}},
        {"method": "DELETE", "path": "/wp/v2/posts/999999"}, {"method": "DELETE", "path": path + "?force=true"})
    assert put["body"]["title"]["raw"] == "Put"
    assert set(patch["body"]) == {"id", "content"}
    assert outcome(missing) == (404, "rest_post_invalid_id")
    assert gone["body"]["deleted"] is True and gone["body"]["previous"]["content"]["raw"] == "Patched."


def test_every_kind_that_takes_batches(site, admin):
    page, tag, category = answers(
        admin, {"path": "/wp/v2/pages", "body": {"title": "Page"}}, {"path": "/wp/v2/tags", "body": {"name": "Tag"}},
        {"path": "/wp/v2/categories", "body": {"name": "Category"}})
    assert [part["status"] for part in (page, tag, category)] == [201, 201, 201]


@pytest.mark.parametrize("path, expected", [
    ("/wp/v2/settings", (400, "rest_batch_not_allowed")),
    ("/wp/v2/users", (400, "rest_batch_not_allowed")),
    ("/batch/v1", (400, "rest_batch_not_allowed")),
    ("/wp/v2/nothing", (404, "rest_no_route")),
    ("/wp/v2/posts/x", (404, "rest_no_route")),
    ("wp/v2/posts", (404, "rest_no_route")),
    ("", (404, "rest_no_route")),
    ("-x", (404, "rest_no_route")),
    ("/", (404, "rest_no_route")),
    ("?rest_route=/wp/v2/posts", (404, "rest_no_route")),
    ("http:///x", (400, "parse_path_failed")),
    ("/../wp-login.php", (400, "bad_request")),
    ("/..\\..\\x", (400, "bad_request")),
    ("/wp/v2/posts%00", (400, "bad_request")),
    ("/wp/v2/po sts/\u00e4\"<>", (404, "rest_no_route")),
    ("http://elsewhere.example/wp/v2/posts#part", (400, "empty_content")),
    ("/wp/v2/posts", (400, "empty_content")),
    ("/wp/v2/posts/", (400, "empty_content")),
])
@pytest.mark.parametrize("validation", ["normal", "require-all-validate"])
def test_paths(admin, path, expected, validation):
    part, = answers(admin, {"path": path}, validation=validation)
    assert outcome(part) == expected
    assert part["body"]["data"]["status"] == expected[0]


def test_the_method_is_what_the_part_says(site, admin):
    post = site.make_post(title="Stays")
    path = f"/wp/v2/posts/{post['id']}"
    headers = {"X-HTTP-Method-Override": "DELETE", "X-Other": ["a", "b"]}
    overridden, queried = answers(admin, {"path": path, "body": {"title": "A"}, "headers": headers},
                                  {"path": path + "?_method=DELETE", "body": {"title": "B"}})
    assert (overridden["body"]["title"]["raw"], queried["body"]["title"]["raw"]) == ("A", "B")
    assert queried["body"]["status"] == "publish"


def test_query_and_body(site, admin):
    made, = answers(admin, {"path": "/wp/v2/posts?title=From%20the+query&status=publish",
                            "body": {"status": "draft", "categories": [1], "tags": []}})
    assert made["body"]["title"]["raw"] == "From the query" and made["body"]["status"] == "draft"


# All or nothing


def test_nothing_is_changed_when_one_is_not_valid(site, admin):
    post = site.make_post(title="Before")
    path = f"/wp/v2/posts/{post['id']}"
    good = {"method": "PUT", "path": path, "body": {"title": "After"}}
    for bad, expected in [
        ({"method": "PUT", "path": path, "body": {"status": "nonsense"}}, (400, "rest_invalid_param")),
        ({"path": "/wp/v2/tags", "body": {}}, (400, "rest_missing_callback_param")),
        ({"path": "/wp/v2/settings", "body": {"title": "x"}}, (400, "rest_batch_not_allowed")),
        ({"path": "/wp/v2/nothing"}, (404, "rest_no_route")),
    ]:
        answer = batch(admin, good, bad, validation="require-all-validate")
        assert answer.status_code == 207
        assert answer.json()["failed"] == "validation"
        first, second = answer.json()["responses"]
        assert first is None
        assert outcome(second) == expected and second["headers"] == []
        assert admin.get(f"posts/{post['id']}?context=edit").json()["title"]["raw"] == "Before"


def test_what_is_valid_but_refused_does_not_stop_the_rest(site, admin):
    post = site.make_post(title="Before")
    answer = batch(admin, {"method": "PUT", "path": "/wp/v2/posts/999999", "body": {"title": "x"}},
                   {"method": "PUT", "path": f"/wp/v2/posts/{post['id']}", "body": {"title": "After"}},
                   validation="require-all-validate")
    assert "failed" not in answer.json()
    assert [part["status"] for part in answer.json()["responses"]] == [404, 200]
    assert admin.get(f"posts/{post['id']}?context=edit").json()["title"]["raw"] == "After"


def test_normal_validation_goes_on(site, admin):
    post = site.make_post(title="Before")
    path = f"/wp/v2/posts/{post['id']}"
    first, second = answers(admin, {"method": "PUT", "path": path, "body": {"status": "nonsense"}},
                            {"method": "PUT", "path": path, "body": {"title": "After"}}, validation="normal")
    assert outcome(first) == (400, "rest_invalid_param") and "status" in first["body"]["data"]["params"]
    assert second["body"]["title"]["raw"] == "After"


# Who asks


def test_parts_are_asked_as_who_sent_the_whole(site):
    part = {"path": "/wp/v2/posts", "body": {"title": "x"}}
    stolen = {**part, "headers": {"Authorization": "Basic eDp5", "Cookie": "x=y"}}
    assert [outcome(p) for p in answers(site.api(), part, stolen)] == [(401, "rest_cannot_create")] * 2
    assert [outcome(p) for p in answers(site.api("subscriber"), part)] == [(403, "rest_cannot_create")]
    made, = answers(site.api("author"), stolen)
    assert made["status"] == 201 and made["body"]["author"] == site.users["author"]["id"]


def test_wrong_credentials_are_refused_as_a_whole(site):
    answer = site.session.post(site.base + "/wp-json/batch/v1", json={"requests": []}, auth=("admin", "wrong"))
    assert answer.status_code == 401 and "responses" not in answer.json()


# What is no batch


@pytest.mark.parametrize("body, expected", [
    ({}, "rest_missing_callback_param"),
    ({"requests": [{"path": "/wp/v2/posts"}] * 26}, "rest_invalid_param"),
    ({"requests": [{"method": "GET", "path": "/wp/v2/posts"}]}, "rest_invalid_param"),
    ({"requests": [{"method": "POST"}]}, "rest_invalid_param"),
    ({"requests": [{"path": 5}]}, "rest_invalid_param"),
    ({"requests": ["/wp/v2/posts"]}, "rest_invalid_param"),
    ({"requests": [{"path": "/wp/v2/posts", "body": "text"}]}, "rest_invalid_param"),
    ({"requests": 7}, "rest_invalid_param"),
    ({"requests": [], "validation": "some"}, "rest_invalid_param"),
])
def test_refused(admin, body, expected):
    answer = admin.post("/batch/v1", body)
    assert (answer.status_code, answer.json()["code"]) == (400, expected)


def test_sizes(site, admin):
    assert answers(admin) == []
    assert len(answers(admin, *[{"path": "/wp/v2/nothing"}] * 25)) == 25
    for part in ({"path": "/wp/v2/posts/" + "x" * 100000}, {"path": "/wp/v2/posts?" + "a=b&" * 50000},
                 {"path": "/wp/v2/nothing", "headers": {f"X-{i}": "v" for i in range(1000)}},
                 {"path": "/wp/v2/posts", "headers": {"": "", "a b": "\r\nX: y", "X-Array": []}}):
        answered, = answers(admin, part)
        assert 400 <= answered["status"] < 500
    nested = json.loads("[" * 400 + "]" * 400)
    answered, = answers(admin, {"path": "/wp/v2/posts", "body": {"title": nested, "x": nested}})
    assert answered["status"] == 400


def test_other_methods(admin):
    for method in ("GET", "PUT", "DELETE"):
        answer = admin.request(method, "/batch/v1")
        assert (answer.status_code, answer.json()["code"]) == (404, "rest_no_route")
    described = admin.options("/batch/v1").json()
    assert set(described["endpoints"][0]["args"]) == {"validation", "requests"}


def test_a_part_too_large_to_tell_of(site, admin):
    """25 parts whose answers do not fit into one: all are done, and their status tells it."""
    posts = [site.make_post(title="Large", content="x" * 3000000)["id"] for _ in range(9)]
    parts = [{"method": "PUT", "path": f"/wp/v2/posts/{post}", "body": {"title": "Told"}} for post in posts]
    done = answers(admin, *parts)
    assert [part["status"] for part in done] == [200] * 9
    assert done[0]["body"]["title"]["raw"] == "Told" and done[-1]["body"] is None
    assert admin.get(f"posts/{posts[-1]}?context=edit&_fields=title").json()["title"]["raw"] == "Told"
