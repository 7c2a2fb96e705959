"""The page on which an application asks a user for a password of its own."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from page import Page

PATH = "/wp-admin/authorize-application.php"
APP_ID = "d2b8ff0c-3bb0-4e3a-8c4d-5b5e0d1f2a3b"


def logged_in(site, login="author"):
    browser = site.browser()
    answer = browser.post(site.base + "/wp-login.php", {"log": login, "pwd": site.users[login]["password"]},
                          allow_redirects=False)
    assert answer.status_code == 302
    return browser


@pytest.fixture(scope="module")
def author(site):
    return logged_in(site)


@pytest.fixture(autouse=True)
def no_passwords(site):
    """But for the one that the tests themselves use."""
    yield
    api = site.api("author")
    for password in api.get("users/me/application-passwords").json():
        if password["name"] != "tests":
            assert api.delete("users/me/application-passwords/" + password["uuid"]).status_code == 200


def ask(site, browser, **query):
    return browser.get(site.base + PATH + "?" + urlencode(query), allow_redirects=False)


def answer_form(site, browser, button, headers=None, change=None, **query):
    page = Page(ask(site, browser, **query))
    fields = {**page.form(PATH).fields, **(change or {})}
    fields = {name: value for name, value in fields.items() if name not in ("approve", "reject") and value is not None}
    if button:
        fields[button] = "1"
    return browser.post(site.base + PATH, fields, headers=headers, allow_redirects=False)


def names(site):
    return {password["name"] for password in site.api("author").get("users/me/application-passwords").json()}


def test_index_names_it(site):
    index = site.api().get("/").json()
    assert index["authentication"]["application-passwords"]["endpoints"]["authorization"] == site.base + PATH


def test_log_in_first(site):
    query = "?" + urlencode({"app_name": "My App & more", "success_url": "myapp://x?a=b&c=d"})
    answer = site.get(PATH + query)
    assert answer.status_code == 302
    location = urlsplit(answer.headers["Location"])
    assert answer.headers["Location"].startswith(site.base + "/wp-login.php?")
    assert parse_qs(location.query)["redirect_to"] == [site.base + PATH + query]
    # Through the log-in, and back to the question.
    browser = site.browser()
    form = Page(browser.get(answer.headers["Location"])).form("/wp-login.php")
    fields = {**form.fields, "log": "author", "pwd": site.users["author"]["password"]}
    answer = browser.post(site.base + "/wp-login.php", fields, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, site.base + PATH + query)
    form = Page(browser.get(answer.headers["Location"])).form(PATH)
    assert form.fields["app_name"] == "My App & more"
    assert form.fields["success_url"] == "myapp://x?a=b&c=d"


def test_not_by_application_password(site):
    assert site.get(PATH, auth=site.auth("author")).status_code == 302
    answer = site.post(PATH, {"approve": "1", "app_name": "x"}, auth=site.auth("author"))
    assert answer.status_code == 302 and "/wp-login.php" in answer.headers["Location"]
    assert "x" not in names(site)


def test_page(site, author):
    answer = ask(site, author, app_name="Phone", app_id=APP_ID, success_url="https://app.example/cb")
    assert answer.status_code == 200
    page = Page(answer)
    text = page.text()
    assert "Phone" in text and "author" in text and "app.example" in text
    form = page.form(PATH)
    assert form.fields["app_id"] == APP_ID
    assert form.fields["reject_url"] == "https://app.example/cb?success=false"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy and "form-action 'self' https:" in policy


def test_page_escapes(site, author):
    answer = ask(site, author, app_name="\"><script>alert(1)</script>&", reject_url="https://a.example/\"'<x>")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text and "<x>" not in answer.text


@pytest.mark.parametrize("success, expected", [
    ("https://app.example/cb", "https://app.example/cb?"),
    ("https://app.example/cb?x=1#end", "https://app.example/cb?x=1&"),
    ("myapp://connected", "myapp://connected?"),
    ("http://localhost:8100/cb", "http://localhost:8100/cb?"),
    ("http://127.0.0.1/cb", "http://127.0.0.1/cb?"),
])
def test_approve(site, author, success, expected):
    answer = answer_form(site, author, "approve", app_name="Phone", app_id=APP_ID, success_url=success)
    assert answer.status_code == 302
    location = answer.headers["Location"]
    assert location.startswith(expected)
    assert "no-store" in answer.headers["Cache-Control"]
    if "#" in success:
        assert location.endswith("#end")
    sent = parse_qs(urlsplit(location).query)
    assert sent["site_url"] == [site.base] and sent["user_login"] == ["author"]
    (password,) = sent["password"]
    assert len(password) == 24 and password.isalnum()
    api = site.get("/wp-json/wp/v2/users/me/application-passwords/introspect", auth=("author", password))
    assert api.status_code == 200
    assert (api.json()["name"], api.json()["app_id"]) == ("Phone", APP_ID)


def test_password_is_shown_once(site, author):
    answer = answer_form(site, author, "approve", app_name="Desk")
    assert answer.status_code == 200
    password = Page(answer).find("input", id="password")["value"]
    assert len(password.replace(" ", "")) == 24
    assert site.get("/wp-json/wp/v2/users/me", auth=("author", password)).status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


def test_reject(site, author):
    def location(**query):
        answer = answer_form(site, author, "reject", app_name="Phone", **query)
        assert answer.status_code == 302
        return answer.headers["Location"]

    assert location(success_url="https://a.example/", reject_url="myapp://no") == "myapp://no"
    assert location(success_url="https://a.example/?x=1#y") == "https://a.example/?x=1&success=false#y"
    assert location() == site.base + "/"
    assert "Phone" not in names(site)


BAD = ["http://example.org/", "http://localhost@example.org/", "javascript:alert(1)", "JAVASCRIPT:alert(1)",
       "data:text/html,x", "vbscript:x", "file:///etc/passwd", "/path", "//example.org/", "example.org", "https://",
       "https://example.org/\r\nX-Evil: 1", "https://example.org/\\x", " https://example.org/",
       "https://example.org/" + "x" * 2000]


@pytest.mark.parametrize("url", BAD)
@pytest.mark.parametrize("field", ["success_url", "reject_url"])
def test_bad_address(site, author, field, url):
    answer = ask(site, author, app_name="Phone", **{field: url})
    assert answer.status_code == 400
    assert "X-Evil" not in answer.headers
    for button in ("approve", "reject"):
        answer = answer_form(site, author, button, change={field: url}, app_name="Phone")
        assert answer.status_code == 400
        assert "Location" not in answer.headers
    assert "Phone" not in names(site)


@pytest.mark.parametrize("app_id", ["x", APP_ID + "0", APP_ID.replace("-", "0"), "'"])
def test_bad_app_id(site, author, app_id):
    assert ask(site, author, app_name="Phone", app_id=app_id).status_code == 400
    answer = answer_form(site, author, "approve", change={"app_id": app_id}, app_name="Phone")
    assert answer.status_code == 400
    assert "Phone" not in names(site)


def test_name(site, author):
    # It may be left to the user, but there must be one.
    answer = answer_form(site, author, "approve", change={"app_name": " "}, success_url="https://a.example/")
    assert answer.status_code == 400
    page = Page(answer)
    assert page.find(role="alert") and page.form(PATH).fields["success_url"] == "https://a.example/"
    assert answer_form(site, author, "approve", change={"app_name": "x" * 5000}).status_code == 400
    assert answer_form(site, author, "approve", change={"app_name": "Mine"}).status_code == 200
    answer = answer_form(site, author, "approve", app_name="Mine")
    assert answer.status_code == 409 and Page(answer).find(role="alert")


@pytest.mark.parametrize("change", [{"_wpnonce": None}, {"_wpnonce": "0123456789"}, {"_wpnonce": "x" * 5000}])
@pytest.mark.parametrize("button", ["approve", "reject"])
def test_nonce(site, author, change, button):
    answer = answer_form(site, author, button, change=change, app_name="Phone", success_url="https://a.example/")
    assert answer.status_code == 403
    assert "Location" not in answer.headers and "Phone" not in names(site)


def test_nonce_of_another_session(site, author):
    nonce = Page(ask(site, logged_in(site, "editor"))).form(PATH).fields["_wpnonce"]
    assert answer_form(site, author, "approve", change={"_wpnonce": nonce}, app_name="Phone").status_code == 403


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"},
                                     {"Origin": "null"}])
def test_cross_site(site, author, headers):
    answer = answer_form(site, author, "approve", headers=headers, app_name="Phone")
    assert answer.status_code == 403 and "Phone" not in names(site)


def test_neither_button(site, author):
    answer = answer_form(site, author, None, app_name="Phone")
    assert answer.status_code == 400 and "Phone" not in names(site)


def test_methods(site, author):
    assert site.request("DELETE", PATH).status_code == 405
    assert author.post(site.base + PATH, "{}", headers={"Content-Type": "application/json"}).status_code == 415
    assert author.post(site.base + PATH, {"app_name": "x" * 100_000}).status_code == 413
