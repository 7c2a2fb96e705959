"""Log-in and log-out in a browser, under WordPress's names."""

import re

import pytest

from page import Page

LOGIN = "/wp-login.php"


def attempt(site, login="editor", password=None, browser=None, headers=None, **fields):
    password = password if password is not None else site.users[login]["password"]
    return (browser or site.browser()).post(site.base + LOGIN, {"log": login, "pwd": password, **fields},
                                            headers=headers, allow_redirects=False)


def logged_in(site, login="editor"):
    browser = site.browser()
    assert attempt(site, login, browser=browser).status_code == 302
    return browser


def log_out_url(site, browser):
    page = Page(browser.get(site.base + "/"))
    return next(a["href"] for a in page.find_all("a") if "action=logout" in a.get("href", ""))


@pytest.fixture(autouse=True)
def unlimited(request, site):
    """Failures of one test must not lock out the next one."""
    site.settings(login_attempts_per_address=0, login_attempts_per_login=0)


def test_form(site):
    answer = site.get(LOGIN + "?redirect_to=%2F")
    assert answer.status_code == 200
    page = Page(answer)
    form = page.form(LOGIN)
    assert form.element["method"].lower() == "post"
    assert {"log", "pwd"} <= set(form.fields)
    assert form.input("pwd")["type"] == "password" and form.input("pwd")["autocomplete"] == "current-password"
    assert form.input("rememberme")["value"] == "forever"
    for name in ("log", "pwd", "rememberme"):
        field = form.input(name)
        labelled = page.find("label", for_=field.get("id")) is not None or field.parent.tag == "label"
        assert labelled, name
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_log_in(site):
    answer = attempt(site)
    assert (answer.status_code, answer.headers["Location"]) == (302, site.base + "/newsroom/")
    cookie = answer.raw.headers.getlist("Set-Cookie")
    assert len(cookie) == 1
    assert re.match(r"wordpress_logged_in_[0-9a-f]+=[^;]+;", cookie[0])
    assert "HttpOnly" in cookie[0] and "SameSite=Lax" in cookie[0]
    assert "Max-Age" not in cookie[0] and "Expires" not in cookie[0]


def test_remember(site):
    answer = attempt(site, rememberme="forever")
    age = re.search(r"Max-Age=(\d+)", answer.headers["Set-Cookie"])
    assert age and int(age.group(1)) == 14 * 86400


def test_by_email(site):
    assert attempt(site, "editor@example.org", site.users["editor"]["password"]).status_code == 302


def test_name_is_shown_and_log_out(site):
    browser = logged_in(site)
    page = Page(browser.get(site.base + "/"))
    assert "editor" in page.text()
    url = log_out_url(site, browser)
    old = {c.name: c.value for c in browser.cookies}
    answer = browser.get(site.base + url if url.startswith("/") else url, allow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["Location"] == site.base + LOGIN + "?loggedout=true"
    assert not browser.cookies
    assert "logged out" in Page(browser.get(answer.headers["Location"])).text()
    # The session itself is gone, not only its cookie.
    page = Page(site.get("/", headers={"Cookie": "; ".join(f"{k}={v}" for k, v in old.items())}))
    assert not [a for a in page.find_all("a") if "action=logout" in a.get("href", "")]


@pytest.mark.parametrize("nonce", ["", "&_wpnonce=", "&_wpnonce=0123456789", "&_wpnonce=" + "x" * 2000])
def test_log_out_without_nonce_asks(site, nonce):
    browser = logged_in(site)
    answer = browser.get(site.base + LOGIN + "?action=logout" + nonce, allow_redirects=False)
    assert answer.status_code == 403
    form = Page(answer).form(LOGIN)
    assert form is not None and browser.cookies
    answer = browser.post(site.base + form.action, form.fields, allow_redirects=False)
    assert answer.status_code == 302 and not browser.cookies


def test_nonce_of_another_session(site):
    url = log_out_url(site, logged_in(site))
    other = logged_in(site)
    answer = other.get(site.base + url if url.startswith("/") else url, allow_redirects=False)
    assert answer.status_code == 403


def test_log_out_of_nobody(site):
    answer = site.get(LOGIN + "?action=logout")
    assert answer.status_code == 302


@pytest.mark.parametrize("login, password", [
    ("editor", "wrong"),
    ("nobody", "wrong"),
    ("editor", ""),
    ("", ""),
    ("editor", "x" * 5000),
    ("x" * 5000, "wrong"),
    ("edi\ntor", "wrong"),
    ("<script>alert(1)</script>", "wrong"),
    ("' OR 1=1 --", "wrong"),
])
def test_wrong(site, login, password):
    answer = attempt(site, login, password, redirect_to="/2024/")
    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers
    page = Page(answer)
    assert page.find(role="alert").text() == "The name or the password is not right."
    form = page.form(LOGIN)
    assert form.fields["redirect_to"] == "/2024/"
    assert form.fields["pwd"] == ""
    assert "<script>alert" not in answer.text


def test_application_password_is_no_log_in(site):
    assert attempt(site, "editor", site.users["editor"]["app_password"]).status_code == 401


def test_fields_missing(site):
    assert site.post(LOGIN, {"unknown": "1"}).status_code == 401
    assert site.post(LOGIN, {"log": "editor"}).status_code == 401
    assert site.post(LOGIN, "{}", headers={"Content-Type": "application/json"}).status_code == 415
    assert site.post(LOGIN, {"log": "x" * 100_000}).status_code == 413


def test_throttle(site):
    site.settings(login_attempts_per_login=3)
    for _ in range(3):
        assert attempt(site, "contributor", "wrong").status_code == 401
    answer = attempt(site, "contributor")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert Page(answer).find(role="alert").text().startswith("Too many log-ins")
    # Another account is not locked out by it.
    assert attempt(site, "author").status_code == 302


@pytest.mark.parametrize("target, expected", [
    ("/2024/?a=1#b", "/2024/?a=1#b"),
    ("/", "/"),
    ("{base}/about/", "/about/"),
    ("{base}", ""),
    ("{base}?x", "?x"),
    ("/é/", "/%c3%a9/"),
    ("", "/newsroom/"),
    ("https://evil.example/", "/newsroom/"),
    ("//evil.example/", "/newsroom/"),
    ("/\\evil.example/", "/newsroom/"),
    ("\\\\evil.example/", "/newsroom/"),
    ("/\t/evil.example/", "/newsroom/"),
    ("{base}.evil.example/", "/newsroom/"),
    ("{base}@evil.example/", "/newsroom/"),
    ("javascript:alert(1)", "/newsroom/"),
    ("/a\r\nSet-Cookie: x=1", "/newsroom/"),
    ("evil.example", "/newsroom/"),
    ("/" + "x" * 5000, "/newsroom/"),
])
def test_redirect_stays_here(site, target, expected):
    answer = attempt(site, redirect_to=target.replace("{base}", site.base))
    assert answer.status_code == 302
    assert answer.headers["Location"] == site.base + expected
    assert "x=1" not in answer.headers["Set-Cookie"]


def test_redirect_to_is_kept_by_the_form(site):
    page = Page(site.get(LOGIN + "?redirect_to=%2F2024%2F"))
    assert page.form(LOGIN).fields["redirect_to"] == "/2024/"
    page = Page(site.get(LOGIN + "?redirect_to=%22%3E%3Cscript%3E"))
    assert "\"><script>" not in page.source


def test_logged_in_already(site):
    browser = logged_in(site)
    answer = browser.get(site.base + LOGIN + "?redirect_to=/2024/", allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, site.base + "/2024/")
    assert browser.get(site.base + LOGIN + "?reauth=1", allow_redirects=False).status_code == 200


@pytest.mark.parametrize("headers, status", [
    ({"Sec-Fetch-Site": "same-origin"}, 302),
    ({"Sec-Fetch-Site": "none"}, 302),
    ({"Sec-Fetch-Site": "cross-site"}, 403),
    ({"Sec-Fetch-Site": "same-site"}, 403),
    ({"Origin": "https://evil.example"}, 403),
    ({"Origin": "null"}, 403),
    ({"Origin": "{base}"}, 302),
    ({}, 302),
])
def test_cross_site(site, headers, status):
    headers = {name: value.replace("{base}", site.base) for name, value in headers.items()}
    answer = attempt(site, headers=headers)
    assert answer.status_code == status
    assert ("Set-Cookie" in answer.headers) == (status == 302)


def test_post_password_throttle(fresh_site):
    statuses = [fresh_site.post(LOGIN + "?action=postpass", {"post_password": str(i)}).status_code for i in range(32)]
    assert statuses[:30] == [302] * 30 and statuses[30:] == [429, 429]


def test_methods(site):
    answer = site.request("DELETE", LOGIN)
    assert answer.status_code == 405
    assert {m.strip() for m in answer.headers["Allow"].split(",")} >= {"GET", "HEAD", "POST"}
    assert site.head(LOGIN + "?redirect_to=%2F").status_code == 200
