"""/broadsheet/v1/session: what the newsroom logs in and out with."""

import re

import pytest

SESSION = "/wp-json/broadsheet/v1/session"
ME = "/wp-json/wp/v2/users/me"
ELSEWHERE = [{"Origin": "https://example.net"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
             {"Sec-Fetch-Site": "same-site", "Origin": "http://sub.127.0.0.1"}]


def attempt(site, login="author", password=None, browser=None, headers=None, **fields):
    password = password if password is not None else site.users[login]["password"]
    body = {"username": login, "password": password, **fields}
    return (browser or site.browser()).post(site.base + SESSION, json=body, headers=headers)


def logged_in(site, login="author"):
    browser = site.browser()
    browser.headers["X-WP-Nonce"] = attempt(site, login, browser=browser).json()["nonce"]
    return browser


@pytest.fixture(autouse=True)
def unlimited(site):
    """Failures of one test must not lock out the next one."""
    site.settings(login_attempts_per_address=0, login_attempts_per_login=0)


def test_log_in(site):
    browser = site.browser()
    answer = attempt(site, browser=browser)
    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == {"user", "kind", "nonce"}
    assert (body["user"], body["kind"]) == (site.users["author"]["id"], "session")
    (cookie,) = answer.raw.headers.getlist("Set-Cookie")
    assert re.match(r"wordpress_logged_in_[0-9a-f]+=[^;]+;", cookie)
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert "Max-Age" not in cookie and "Expires" not in cookie
    assert answer.headers["Cache-Control"] == "private, no-store"
    me = browser.get(site.base + ME, headers={"X-WP-Nonce": body["nonce"]})
    assert me.json()["id"] == body["user"]
    # The page's log-in makes the same cookie.
    page = site.browser().post(site.base + "/wp-login.php",
                               {"log": "author", "pwd": site.users["author"]["password"]}, allow_redirects=False)
    assert page.headers["Set-Cookie"].split("=")[0] == cookie.split("=")[0]


def test_remember(site):
    assert "Max-Age=1209600;" in attempt(site, remember=True).headers["Set-Cookie"] + ";"


def test_by_email(site):
    assert attempt(site, "author@example.org", site.users["author"]["password"]).status_code == 200


@pytest.mark.parametrize("login, password", [("author", "wrong"), ("nobody-here", "wrong"), ("nobody@example.org", "x"),
                                             ("author", ""), ("", "x"), ("x" * 5000, "x"), ("author", "x" * 5000)])
def test_wrong_is_one_answer(site, login, password):
    answer = attempt(site, login, password)
    assert (answer.status_code, answer.json()["code"]) == (401, "broadsheet_login_failed")
    assert answer.json()["message"] == "The username or the password is not right."
    assert answer.json()["data"] == {"status": 401}
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("body", [{}, {"username": "author"}, {"password": "x"}])
def test_missing(site, body):
    answer = site.browser().post(site.base + SESSION, json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "rest_missing_callback_param")


@pytest.mark.parametrize("body", [{"username": ["author"], "password": "x"}, {"username": "author", "password": 5},
                                  {"username": "author", "password": "x", "remember": "perhaps"}])
def test_wrong_types(site, body):
    answer = site.browser().post(site.base + SESSION, json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "rest_invalid_param")


def test_throttled(site):
    with site.with_settings(login_attempts_per_login=2):
        assert [attempt(site, "contributor", "wrong").status_code for _ in range(2)] == [401, 401]
        answer = attempt(site, "contributor")
        assert (answer.status_code, answer.json()["code"]) == (429, "too_many_attempts")
        assert 1 <= int(answer.headers["Retry-After"]) <= 900
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_log_in_from_another_site(site, headers):
    answer = attempt(site, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "rest_cross_site")
    assert "Set-Cookie" not in answer.headers
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_log_in_as_a_form_from_another_site(site):
    answer = site.browser().post(site.base + SESSION, {"username": "author", "password": "x"}, headers=ELSEWHERE[0])
    assert (answer.status_code, answer.json()["code"]) == (403, "rest_cross_site")


def test_own_origin(site):
    answer = attempt(site, headers={"Origin": site.base, "Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 200
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_who_the_cookie_is(site):
    browser = site.browser()
    assert browser.get(site.base + SESSION).json() == {"user": 0, "kind": None, "nonce": None}
    nonce = attempt(site, browser=browser).json()["nonce"]
    answer = browser.get(site.base + SESSION)
    assert answer.json() == {"user": site.users["author"]["id"], "kind": "session", "nonce": nonce}
    assert "no-store" in answer.headers["Cache-Control"]
    # A nonce that has grown old is what it is asked for.
    assert browser.get(site.base + SESSION, headers={"X-WP-Nonce": "0123456789"}).json() == answer.json()
    # It stays the one exception: elsewhere the cookie alone is nobody.
    assert browser.get(site.base + ME).status_code == 401


def test_who_an_application_is(site):
    assert site.get(SESSION, auth=site.auth("editor")).json() == {
        "user": site.users["editor"]["id"], "kind": "application_password", "nonce": None}


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_other_sites_read_nothing(site, headers):
    browser = site.browser()
    attempt(site, browser=browser)
    answer = browser.get(site.base + SESSION, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "rest_cross_site")
    assert "Access-Control-Allow-Origin" not in answer.headers
    preflight = browser.options(site.base + SESSION, headers={**headers, "Access-Control-Request-Method": "POST"})
    assert "Access-Control-Allow-Origin" not in preflight.headers
    enveloped = browser.get(site.base + SESSION + "?_envelope", headers=headers)
    assert "nonce" not in enveloped.text.replace("X-WP-Nonce", "")
    assert "Access-Control-Allow-Origin" not in enveloped.headers


def test_not_in_a_batch(site):
    body = {"requests": [{"method": "POST", "path": "/broadsheet/v1/session",
                          "body": {"username": "author", "password": site.users["author"]["password"]}}]}
    answer = site.browser().post(site.base + "/wp-json/batch/v1", json=body, headers=ELSEWHERE[0])
    assert answer.json()["responses"][0]["body"]["code"] == "rest_batch_not_allowed"
    assert "Set-Cookie" not in answer.headers


def test_log_out(site):
    browser = logged_in(site)
    (cookie,) = list(browser.cookies)
    answer = browser.delete(site.base + SESSION)
    assert (answer.status_code, answer.json()) == (200, {"deleted": True})
    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    # The session itself is gone, not only its cookie.
    stolen = site.get(SESSION, headers={"Cookie": f"{cookie.name}={cookie.value}"})
    assert stolen.json()["user"] == 0


def test_log_out_takes_a_nonce(site):
    browser = logged_in(site)
    del browser.headers["X-WP-Nonce"]
    answer = browser.delete(site.base + SESSION)
    assert (answer.status_code, answer.json()["code"]) == (401, "rest_not_logged_in")
    assert browser.get(site.base + SESSION).json()["user"] == site.users["author"]["id"]
    answer = browser.delete(site.base + SESSION, headers={"X-WP-Nonce": "0123456789"})
    assert (answer.status_code, answer.json()["code"]) == (403, "rest_cookie_invalid_nonce")


def test_log_out_of_an_application(site):
    answer = site.session.delete(site.base + SESSION, auth=site.auth("author"))
    assert (answer.status_code, answer.json()["code"]) == (400, "broadsheet_no_session")
