"""What all REST routes share: parameters, errors, headers, fields, embeds, methods, authentication."""

import base64
import json

import pytest


@pytest.fixture(scope="module")
def admin(site):
    return site.api("admin")


@pytest.fixture(scope="module")
def post(site):
    return site.make_post(title="Framework", slug="framework", content="Plain words.")


def test_index(site):
    answer = site.api().get("/")
    index = answer.json()
    assert answer.status_code == 200
    assert index["url"] == index["home"] == site.base
    assert "wp/v2" in index["namespaces"]
    assert "/wp/v2/posts/(?P<id>[\\d]+)" in index["routes"]
    posts = index["routes"]["/wp/v2/posts"]
    assert posts["namespace"] == "wp/v2"
    assert posts["methods"] == ["GET", "POST"]
    assert posts["_links"]["self"][0]["href"] == site.base + "/wp-json/wp/v2/posts"
    arguments = posts["endpoints"][0]["args"]
    assert arguments["per_page"]["maximum"] == 100
    assert arguments["per_page"]["default"] == 10
    assert "authorize-application" in json.dumps(index["authentication"])
    # The namespace's own index has the same routes.
    namespace = site.api().get("/wp/v2").json()
    assert namespace["namespace"] == "wp/v2"
    assert namespace["routes"]["/wp/v2/posts"] == posts
    assert all(path.startswith("/wp/v2") for path in namespace["routes"])


def test_index_fields(site):
    assert set(site.api().get("/?_fields=name,namespaces").json()) == {"name", "namespaces"}


@pytest.mark.parametrize("path", ["/wp/v2/nothing", "/nothing/v1/x", "/wp/v2/posts/abc", "/wp/v2/posts/1/nothing"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS"])
def test_no_route(site, method, path):
    answer = site.api().request(method, path)
    assert answer.status_code == 404
    assert answer.json()["code"] == "rest_no_route"
    assert answer.headers["Content-Type"] == "application/json; charset=UTF-8"


@pytest.mark.parametrize("method,path", [("PUT", "posts"), ("DELETE", "settings"), ("POST", "types")])
def test_wrong_method_is_no_route(site, admin, method, path):
    answer = admin.request(method, path, json={"title": "x"})
    assert (answer.status_code, answer.json()["code"]) == (404, "rest_no_route")


def test_trailing_slash(site, post):
    assert site.api().get(f"posts/{post['id']}/").json()["id"] == post["id"]
    assert site.api().get(f"posts/?include={post['id']}").headers["X-WP-Total"] == "1"


def test_rest_route(site, post):
    assert site.get(f"/?rest_route=/wp/v2/posts/{post['id']}").json()["id"] == post["id"]
    assert site.get("/index.php?rest_route=/wp/v2/posts&per_page=1").status_code == 200
    assert site.get("/?rest_route=/").json()["home"] == site.base
    missing = site.get("/?rest_route=/wp/v2/nothing")
    assert (missing.status_code, missing.json()["code"]) == (404, "rest_no_route")
    assert site.get("/?rest_route=/wp/v2/../../etc").status_code in (400, 404)


def test_head(site, post):
    for path in (f"posts/{post['id']}", "posts", "posts/99999999"):
        head, get = site.api().head(path), site.api().get(path)
        assert head.status_code == get.status_code
        assert head.content == b""
        assert head.headers["Content-Type"] == get.headers["Content-Type"]
    assert site.api().head("posts").headers["X-WP-Total"]


def test_common_headers(site, post):
    answer = site.api().get(f"posts/{post['id']}")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Access-Control-Expose-Headers"] == "X-WP-Total, X-WP-TotalPages, Link"
    assert "X-WP-Nonce" in answer.headers["Access-Control-Allow-Headers"]
    assert f'<{site.base}/wp-json/>; rel="https://api.w.org/"' in answer.headers["Link"]
    assert f'<{post["link"]}>; rel="alternate"; type=text/html' in answer.headers["Link"]
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_cors(site, post):
    headers = {"Origin": "https://app.example.org"}
    answer = site.api().get(f"posts/{post['id']}", headers=headers)
    assert answer.headers["Access-Control-Allow-Origin"] == "https://app.example.org"
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"
    assert answer.headers["Access-Control-Allow-Methods"] == "OPTIONS, GET, POST, PUT, PATCH, DELETE"
    assert "Origin" in answer.headers["Vary"]
    preflight = site.api().options("posts", headers={**headers, "Access-Control-Request-Method": "POST"})
    assert preflight.status_code == 200
    assert preflight.headers["Access-Control-Allow-Origin"] == "https://app.example.org"
    # Errors can be read by the other site's script as well.
    assert "Access-Control-Allow-Origin" in site.api().get("posts/99999999", headers=headers).headers


def allow(answer):
    return sorted(answer.headers["Allow"].split(", "))


def test_allow_tells_what_the_asker_may_do(site, post):
    path = f"posts/{post['id']}"
    every = ["DELETE", "GET", "PATCH", "POST", "PUT"]
    assert allow(site.api().get(path)) == ["GET"]
    assert allow(site.api("subscriber").get(path)) == ["GET"]
    assert allow(site.api("author").get(path)) == ["GET"]
    assert allow(site.api("editor").get(path)) == every
    assert allow(site.api().get("posts")) == ["GET"]
    assert allow(site.api("contributor").get("posts")) == ["GET", "POST"]


def test_options(site, post):
    answer = site.api("editor").options(f"posts/{post['id']}")
    told = answer.json()
    assert answer.status_code == 200
    assert allow(answer) == ["DELETE", "GET", "PATCH", "POST", "PUT"]
    assert allow(site.api().options(f"posts/{post['id']}")) == ["GET"]
    assert told["methods"] == ["GET", "POST", "PUT", "PATCH", "DELETE"]
    read, write, delete = told["endpoints"]
    assert set(read["args"]) == {"id", "context", "password"}
    assert set(delete["args"]) == {"id", "force"}
    assert write["args"]["status"]["enum"] == ["publish", "future", "draft", "pending", "private"]
    assert "link" not in write["args"]  # readonly
    properties = told["schema"]["properties"]
    assert told["schema"]["title"] == "post"
    assert properties["link"]["readonly"] is True
    assert properties["title"]["properties"]["raw"]["context"] == ["edit"]
    assert properties["date"]["type"] == ["string", "null"]
    assert properties["categories"]["items"] == {"type": "integer"}


def test_arguments_and_schema_agree(site, admin):
    """What is shown can be set, unless it is readonly: there is one table for both."""
    for path in ("posts", "pages"):
        told = admin.options(path).json()
        create = next(e for e in told["endpoints"] if e["methods"] == ["POST"])
        settable = {name for name, row in told["schema"]["properties"].items() if not row.get("readonly")}
        assert set(create["args"]) == settable


def error_of(answer):
    body = answer.json()
    assert set(body) == {"code", "message", "data"}
    assert body["data"]["status"] == answer.status_code
    return body


def test_invalid_param(site):
    body = error_of(site.api().get("posts?per_page=0&page=x"))
    assert body["code"] == "rest_invalid_param"
    assert body["message"] == "Invalid parameter(s): page, per_page"
    assert body["data"]["params"] == {
        "page": "page is not of type integer.",
        "per_page": "per_page must be between 1 (inclusive) and 100 (inclusive)",
    }
    assert body["data"]["details"]["page"] == {
        "code": "rest_invalid_type",
        "message": "page is not of type integer.",
        "data": {"param": "page"},
    }
    assert body["data"]["details"]["per_page"]["data"] is None


def test_missing_param(site, admin):
    body = error_of(admin.post("categories", {"description": "nameless"}))
    assert body["code"] == "rest_missing_callback_param"
    assert body["data"]["params"] == ["name"]


@pytest.mark.parametrize(
    "query",
    ["page=99999999999999999999", "page=-1", "per_page=1e400", "include=1,x", "author[]=x", "offset=many",
     "after=2020-13-45T00:00:00", "order=sideways", "orderby=colour", "context=all", "status=nonsense",
     "categories[terms][]=x", "categories[other]=1", "sticky=maybe", "slug[a][b]=c"])
def test_refused_queries(site, admin, query):
    answer = admin.get("posts?" + query)
    assert answer.status_code == 400, answer.text
    assert error_of(answer)["code"] == "rest_invalid_param"


JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "body",
    [b"{", b"{'title':1}", b'{"title":"x"} trailing', b'{"title":"\xff"}', b"[" * 600 + b"]" * 600,
     b'{"title":"\xed\xa0\x80"}', b'{"title":"\\u0000"}', b"nul", b'{"a":1e999}'],
    ids=["open", "quotes", "trailing", "utf8", "deep", "surrogate", "nul", "word", "number"])
@pytest.mark.parametrize("who", ["admin", None])
def test_malformed_json(site, body, who):
    answer = site.api(who).request("POST", "posts", data=body, headers=JSON)
    assert answer.status_code == 400
    told = error_of(answer)
    assert told["code"] == "rest_invalid_json"
    assert isinstance(told["data"]["json_error_code"], int)
    assert told["data"]["json_error_message"]


@pytest.mark.parametrize("body", [b"[]", b"5", b'"text"', b"null", b"true"])
def test_json_that_is_no_object_names_nothing(admin, body):
    answer = admin.request("POST", "posts", data=body, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (400, "empty_content")


def test_json_types(admin, site):
    for content_type in ("application/json", "application/json; charset=utf-8", "application/vnd.api+json"):
        answer = admin.request("POST", "posts", data=b'{"title":"Typed"}', headers={"Content-Type": content_type})
        assert answer.status_code == 201, content_type
    answer = admin.request("POST", "posts", data=b'{"title":"x"}', headers={"Content-Type": "text/plain"})
    assert answer.json()["code"] == "empty_content"


def test_too_large_body(admin):
    answer = admin.request("POST", "posts", data=b" " * (9 << 20), headers=JSON)
    assert answer.status_code == 413
    assert error_of(answer)["code"]


def test_form_body_and_query(admin, site):
    created = admin.request("POST", "posts", data={"title[raw]": "From a form", "tags[]": []}).json()
    assert created["title"]["raw"] == "From a form"
    path = f"posts/{created['id']}"
    assert admin.request("PUT", path, data={"title": "Put form"}).json()["title"]["raw"] == "Put form"
    parts = {"title": (None, "Multipart")}
    assert admin.request("POST", path, files=parts).json()["title"]["raw"] == "Multipart"
    assert admin.post(path + "?title=Query").json()["title"]["raw"] == "Query"
    # The body goes before the query.
    assert admin.post(path + "?title=Query", {"title": "Body"}).json()["title"]["raw"] == "Body"


def test_method_override(site, admin):
    post = site.make_post(title="Overridden", status="draft")
    path = f"posts/{post['id']}"
    answer = admin.post(path, {"title": "Patched"}, headers={"X-HTTP-Method-Override": "PATCH"})
    assert answer.json()["title"]["raw"] == "Patched"
    # A reading request cannot be made a changing one.
    assert admin.get(path + "?_method=DELETE&force=true&context=edit").json()["title"]["raw"] == "Patched"
    assert admin.post(path + "?_method=DELETE&force=true").json()["deleted"] is True
    assert admin.get(path).status_code == 404


def test_fields(site, post):
    path = f"posts/{post['id']}"
    get = site.api().get
    assert get(path + "?_fields=id,slug").json() == {"id": post["id"], "slug": "framework"}
    assert get(path + "?_fields=title.rendered").json() == {"title": {"rendered": "Framework"}}
    assert get(path + "?_fields[]=id&_fields[]=status").json() == {"id": post["id"], "status": "publish"}
    assert get(path + "?_fields=nothing").json() == {}
    assert "_links" in get(path + "?_fields=_links").json()
    listed = get(f"posts?include={post['id']}&_fields=id,_links.self").json()
    assert listed == [{"id": post["id"], "_links": {"self": post["_links"]["self"]}}]
    # Errors are told whole.
    assert get("posts/99999999?_fields=id").json()["code"] == "rest_post_invalid_id"


def test_contexts(site, post, admin):
    path = f"posts/{post['id']}"
    view = site.api().get(path).json()
    embed = site.api().get(path + "?context=embed").json()
    edit = admin.get(path + "?context=edit").json()
    assert "raw" not in view["title"] and "password" not in view
    assert "content" not in embed and "excerpt" in embed and "date_gmt" not in embed
    assert edit["content"]["raw"] == "Plain words." and edit["password"] == ""
    assert edit["permalink_template"].endswith("/%postname%/")
    refused = site.api().get(path + "?context=edit")
    assert (refused.status_code, refused.json()["code"]) == (401, "rest_forbidden_context")


def test_links_and_curies(site, post, admin):
    links = admin.get(f"posts/{post['id']}?context=edit").json()["_links"]
    assert links["curies"] == [{"name": "wp", "href": "https://api.w.org/{rel}", "templated": True}]
    assert [term["taxonomy"] for term in links["wp:term"]] == ["category", "post_tag"]
    assert "wp:action-publish" in links and "wp:action-assign-author" in links
    assert "wp:action-publish" not in site.api().get(f"posts/{post['id']}").json()["_links"]


def test_embed(site, post):
    path = f"posts/{post['id']}"
    everything = site.api().get(path + "?_embed").json()["_embedded"]
    assert everything["author"][0]["id"] == site.users["admin"]["id"]
    categories, tags = everything["wp:term"]
    assert categories[0]["taxonomy"] == "category" and tags == []
    assert "email" not in everything["author"][0]
    some = site.api().get(path + "?_embed=author").json()["_embedded"]
    assert set(some) == {"author"}
    assert "_embedded" not in site.api().get(path).json()
    assert "_embedded" not in site.api().get(path + "?_embed=nothing").json()
    listed = site.api().get(f"posts?include={post['id']}&_embed=wp:term").json()
    assert set(listed[0]["_embedded"]) == {"wp:term"}
    assert "_embedded" not in site.api().get(f"posts?include={post['id']}&_embed&_fields=id").json()[0]


def test_embedded_comments(site):
    post = site.make_post(title="Embedded comments")
    comment = site.make("comments", post=post["id"], content="A word")
    site.make("comments", post=post["id"], content="An answer", parent=comment["id"])
    replies = site.api().get(f"posts/{post['id']}?_embed=replies").json()["_embedded"]["replies"]
    assert sorted(c["parent"] for c in replies[0]) == [0, comment["id"]]


def test_embed_sees_what_its_asker_may_see(site):
    draft = site.make("pages", title="Hidden parent", status="draft")
    child = site.make("pages", title="Child", status="publish", parent=draft["id"])
    up = site.api().get(f"pages/{child['id']}?_embed=up").json()["_embedded"]["up"][0]
    assert up["code"] == "rest_forbidden"
    up = site.api("admin").get(f"pages/{child['id']}?_embed=up").json()["_embedded"]["up"][0]
    assert up["id"] == draft["id"]


def test_envelope(site, post):
    answer = site.api().get(f"posts?include={post['id']}&_envelope&_fields=id")
    body = answer.json()
    assert body["body"] == [{"id": post["id"]}] and body["status"] == 200
    assert body["headers"]["X-WP-Total"] == 1
    missing = site.api().get("posts/99999999?_envelope")
    assert missing.status_code == 200
    assert missing.json()["status"] == 404
    assert missing.json()["body"]["code"] == "rest_post_invalid_id"


def test_pages_of_a_list(site):
    for i in range(5):
        site.make_post(title=f"Paged {i}", content="wordforpaging")
    get = site.api().get
    first = get("posts?search=wordforpaging&per_page=2")
    assert (first.headers["X-WP-Total"], first.headers["X-WP-TotalPages"]) == ("5", "3")
    assert 'rel="next"' in first.headers["Link"] and 'rel="prev"' not in first.headers["Link"]
    seen = [p["id"] for p in first.json()]
    while 'rel="next"' in first.headers["Link"]:
        following = [part.split(">")[0].lstrip(" <") for part in first.headers["Link"].split(",") if '"next"' in part]
        first = site.get(following[0])
        seen += [p["id"] for p in first.json()]
    assert len(seen) == len(set(seen)) == 5
    assert 'rel="prev"' in first.headers["Link"]


def test_locale_is_accepted(site, post):
    assert site.api().get(f"posts/{post['id']}?_locale=user").status_code == 200


# Authentication


def basic(user, password):
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def test_application_password(site):
    login, password = site.auth("editor")
    spaceless = password.replace(" ", "")
    for given in (password, spaceless):
        answer = site.get("/wp-json/wp/v2/users/me", headers=basic(login, given))
        assert answer.json()["id"] == site.users["editor"]["id"]


@pytest.mark.parametrize("header", [
    basic("admin", "wrong wrong"), basic("nobody-here", "x"), {"Authorization": "Basic !!!"},
    {"Authorization": "Basic"}, {"Authorization": "Basic OjA="}])
def test_wrong_credentials(site, post, header):
    # Public data is given as to anybody; what takes a login is refused.
    assert site.get(f"/wp-json/wp/v2/posts/{post['id']}", headers=header).status_code == 200
    assert site.get("/wp-json/wp/v2/users/me", headers=header).status_code == 401
    answer = site.request("POST", "/wp-json/wp/v2/posts", json={"title": "x"}, headers=header)
    assert answer.status_code == 401


def test_nonce(site, post):
    wrong = site.get(f"/wp-json/wp/v2/posts/{post['id']}", headers={"X-WP-Nonce": "0000000000"})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "rest_cookie_invalid_nonce")
    # Beside an application password it is not looked at.
    answer = site.get("/wp-json/wp/v2/users/me", headers={**basic(*site.auth("author")), "X-WP-Nonce": "0"})
    assert answer.status_code == 200


def test_session_without_nonce_is_nobody(site):
    browser = site.browser()
    user = site.users["admin"]
    answer = browser.post(site.base + "/wp-login.php", data={"log": "admin", "pwd": user["password"]},
                          headers={"Origin": site.base}, allow_redirects=False)
    assert answer.status_code in (302, 303)
    assert any(name.startswith("wordpress_logged_in") for name in browser.cookies.keys())
    assert browser.get(site.base + "/wp-json/wp/v2/users/me").status_code == 401
    assert browser.post(site.base + "/wp-json/wp/v2/posts", json={"title": "Forged"}).status_code == 401
    wrong = browser.get(site.base + "/wp-json/wp/v2/users/me", headers={"X-WP-Nonce": "abcdef0123"})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "rest_cookie_invalid_nonce")
