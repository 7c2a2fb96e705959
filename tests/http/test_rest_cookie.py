"""The REST API with a browser's session: log-in, nonce, fresh nonces."""

import re

import pytest

from page import Page

AJAX = "/wp-admin/admin-ajax.php"
ME = "/wp-json/wp/v2/users/me"


def logged_in(site, login="author"):
    browser = site.browser()
    answer = browser.post(site.base + "/wp-login.php", {"log": login, "pwd": site.users[login]["password"]},
                          allow_redirects=False)
    assert answer.status_code == 302
    cookies = answer.raw.headers.getlist("Set-Cookie")
    assert any(re.match("wordpress_logged_in_[^=]+=.*HttpOnly", cookie) for cookie in cookies), cookies
    return browser


def nonce_of(site, browser):
    answer = browser.get(site.base + AJAX + "?action=rest-nonce")
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.fixture(scope="module")
def author(site):
    return logged_in(site)


def test_nonce(site, author):
    answer = author.get(site.base + AJAX + "?action=rest-nonce")
    assert answer.status_code == 200
    assert re.fullmatch("[0-9a-f]{10}", answer.text)
    assert answer.headers["Content-Type"] == "text/html; charset=UTF-8"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert author.head(site.base + AJAX + "?action=rest-nonce").status_code == 200


@pytest.mark.parametrize("query", ["", "?action=", "?action=other", "?action=rest-nonce-x", "?action[]=rest-nonce",
                                   "?other=rest-nonce"])
def test_other_actions(site, author, query):
    answer = author.get(site.base + AJAX + query)
    assert (answer.status_code, answer.text) == (400, "0")


def test_nonce_of_nobody(site):
    answer = site.get(AJAX + "?action=rest-nonce")
    assert (answer.status_code, answer.text) == (400, "0")
    # Neither an application password nor a made-up cookie is a session.
    answer = site.get(AJAX + "?action=rest-nonce", auth=site.auth("author"))
    assert (answer.status_code, answer.text) == (400, "0")


def test_cookie_of_nothing(site, author):
    (name,) = author.cookies.keys()
    answer = site.get(AJAX + "?action=rest-nonce", headers={"Cookie": name + "=made-up"})
    assert (answer.status_code, answer.text) == (400, "0")


def test_session_with_nonce(site, author):
    nonce = nonce_of(site, author)
    answer = author.get(site.base + ME, headers={"X-WP-Nonce": nonce})
    assert answer.status_code == 200
    assert answer.json()["id"] == site.users["author"]["id"]
    # The answer brings the next one along, which works as well.
    fresh = answer.headers["X-WP-Nonce"]
    assert re.fullmatch("[0-9a-f]{10}", fresh)
    assert author.get(site.base + ME + "?_wpnonce=" + fresh).status_code == 200


def test_session_without_nonce_is_nobody(site, author):
    answer = author.get(site.base + ME)
    assert (answer.status_code, answer.json()["code"]) == (401, "rest_not_logged_in")
    assert "X-WP-Nonce" not in answer.headers
    # What is public is seen by nobody too.
    assert author.get(site.base + "/wp-json/wp/v2/posts").status_code == 200
    answer = author.get(site.base + "/wp-json/wp/v2/posts?context=edit")
    assert (answer.status_code, answer.json()["code"]) == (401, "rest_forbidden_context")
    assert author.post(site.base + "/wp-json/wp/v2/posts", json={"title": "x"}).status_code == 401


@pytest.mark.parametrize("nonce", ["0123456789", "x", "0" * 4000])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_wrong_nonce(site, author, nonce, method):
    answer = author.request(method, site.base + "/wp-json/wp/v2/posts/1", headers={"X-WP-Nonce": nonce})
    assert (answer.status_code, answer.json()["code"]) == (403, "rest_cookie_invalid_nonce")
    assert answer.json()["data"] == {"status": 403}
    assert "X-WP-Nonce" not in answer.headers


def test_nonce_of_another_session(site, author):
    other = logged_in(site, "editor")
    answer = author.get(site.base + ME, headers={"X-WP-Nonce": nonce_of(site, other)})
    assert (answer.status_code, answer.json()["code"]) == (403, "rest_cookie_invalid_nonce")
    # Without its cookie it is worth nothing.
    answer = site.get(ME, headers={"X-WP-Nonce": nonce_of(site, author)})
    assert (answer.status_code, answer.json()["code"]) == (403, "rest_cookie_invalid_nonce")


def test_writes(site, author):
    headers = {"X-WP-Nonce": nonce_of(site, author), "Origin": site.base}
    posts = site.base + "/wp-json/wp/v2/posts"
    answer = author.post(posts, json={"title": "By cookie", "status": "publish"}, headers=headers)
    assert answer.status_code == 201, answer.text
    post = answer.json()
    assert post["author"] == site.users["author"]["id"]
    # Rights are those of the user.
    assert author.post(site.base + "/wp-json/wp/v2/settings", json={"title": "x"}, headers=headers).status_code == 403
    answer = author.delete(f"{posts}/{post['id']}?force=true", headers=headers)
    assert answer.status_code == 200 and answer.json()["deleted"] is True


def test_log_out_ends_it(site):
    browser = logged_in(site)
    nonce = nonce_of(site, browser)
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    page = Page(browser.get(site.base + "/"))
    url = next(a["href"] for a in page.find_all("a") if "action=logout" in a.get("href", ""))
    assert browser.get(site.base + url, allow_redirects=False).status_code == 302
    answer = site.get(ME, headers={"Cookie": cookie, "X-WP-Nonce": nonce})
    assert (answer.status_code, answer.json()["code"]) == (403, "rest_cookie_invalid_nonce")
    answer = site.get(AJAX + "?action=rest-nonce", headers={"Cookie": cookie})
    assert (answer.status_code, answer.text) == (400, "0")


@pytest.mark.parametrize("method, path", [("DELETE", "/wp-json/wp/v2/posts"), ("POST", "/wp-json/wp/v2/users/me/x"),
                                          ("GET", "/wp-json/wp/v2/nothing"), ("PUT", "/wp-json/"),
                                          ("GET", "/wp-json/wp/v2/posts")])
def test_wrong_nonce_before_the_route(site, author, method, path):
    """Who asks is found out first: also where there is no such route, or no such method."""
    for headers, query in (({"X-WP-Nonce": "0123456789"}, ""), ({}, "?_wpnonce=0123456789")):
        answer = author.request(method, site.base + path + query, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "rest_cookie_invalid_nonce"), answer.text
        assert "Allow" not in answer.headers
    if path == "/wp-json/wp/v2/posts" and method == "GET":
        return
    for headers in ({"X-WP-Nonce": nonce_of(site, author)}, {}):
        answer = author.request(method, site.base + path, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (404, "rest_no_route"), answer.text


def test_wrong_password_before_the_route(site):
    answer = site.session.delete(site.base + "/wp-json/wp/v2/posts", auth=("author", "wrong"))
    assert (answer.status_code, answer.json()["code"]) == (401, "incorrect_password")
