"""/broadsheet/v1/sessions: where an account is logged in; what a change of password does to it."""

import contextlib
import os
import re
import sqlite3
import time

import pytest

from test_rest_session import ELSEWHERE, SESSION

OWN = "/wp-json/broadsheet/v1/sessions"
ME = "/wp-json/wp/v2/users/me"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
         "Version/18.0 Mobile/15E148 Safari/604.1")
EDGE = ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 "
        "Safari/537.36 Edg/140.0.0.0")


def logged_in(site, login="author", agent=FIREFOX, password=None):
    browser = site.browser()
    browser.headers["User-Agent"] = agent
    answer = browser.post(site.base + SESSION, json={
        "username": login, "password": password or site.users[login]["password"]})
    assert answer.status_code == 200, answer.text
    browser.headers["X-WP-Nonce"] = answer.json()["nonce"]
    return browser


def is_in(site, browser):
    return browser.get(site.base + SESSION).json()["user"] != 0


def of_user(site, login):
    return f"/wp-json/broadsheet/v1/users/{site.users[login]['id']}/sessions"


def refused(answer):
    return answer.status_code, answer.json()["code"]


@contextlib.contextmanager
def database(site):
    """The file itself, while no server runs."""
    site.stop()
    connection = sqlite3.connect(os.path.join(site.data, "site.db"))
    with connection:
        yield connection
    connection.close()
    site.start()


@pytest.fixture
def clean(site):
    site.request("DELETE", OWN, auth=site.auth("author"))


def test_list(site, clean):
    old, new = logged_in(site), logged_in(site, agent=PHONE)
    answer = new.get(site.base + OWN)
    assert answer.status_code == 200 and answer.headers["X-WP-Total"] == "2"
    assert "no-store" in answer.headers["Cache-Control"]
    found = answer.json()
    assert sorted(one["current"] for one in found) == [False, True]
    (mine,) = [one for one in found if one["current"]]
    (other,) = [one for one in found if not one["current"]]
    assert set(mine) == {"id", "current", "device", "user_agent", "ip", "created_gmt", "last_seen_gmt", "expires_gmt"}
    assert re.fullmatch("[0-9a-f]{32}", mine["id"])
    assert mine["device"] == {"browser": "Safari", "system": "iPhone"}
    assert other["device"] == {"browser": "Firefox", "system": "Linux"}
    assert (other["user_agent"], other["ip"]) == (FIREFOX, "127.0.0.1")
    stamp = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"
    assert all(re.fullmatch(stamp, mine[name]) for name in ("created_gmt", "last_seen_gmt", "expires_gmt"))
    assert is_in(site, old)
    # Page by page.
    page = new.get(site.base + OWN + "?per_page=1&page=2")
    assert page.json() == found[1:] and page.headers["X-WP-TotalPages"] == "2"


@pytest.mark.parametrize("agent, browser, system", [
    (EDGE, "Edge", "Windows"),
    ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
     "Chrome", "Android"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1",
     "Safari", "macOS"),
    ("curl/8.5.0", "curl", None),
    ("<script>x</script>", None, None),
    ("", None, None),
])
def test_devices(site, clean, agent, browser, system):
    (found,) = logged_in(site, agent=agent).get(site.base + OWN).json()
    assert (found["device"], found["user_agent"]) == ({"browser": browser, "system": system}, agent)


def test_end_one(site, clean):
    mine, other = logged_in(site), logged_in(site)
    (name,) = [one["id"] for one in mine.get(site.base + OWN).json() if not one["current"]]
    assert mine.delete(f"{site.base}{OWN}/{name}").json() == {"deleted": True, "count": 1}
    assert not is_in(site, other) and is_in(site, mine)
    assert refused(mine.delete(f"{site.base}{OWN}/{name}")) == (404, "broadsheet_no_session")


def test_end_all_others_and_all(site, clean):
    mine, others = logged_in(site), [logged_in(site) for _ in range(3)]
    stranger = logged_in(site, "editor")
    assert mine.delete(site.base + OWN).json() == {"deleted": True, "count": 3}
    assert is_in(site, mine) and not any(is_in(site, one) for one in others)
    assert is_in(site, stranger)
    assert mine.delete(site.base + OWN + "?including_this=true").json() == {"deleted": True, "count": 1}
    assert not is_in(site, mine)


def test_sessions_of_others(site, clean):
    victim = logged_in(site)
    (name,) = [one["id"] for one in victim.get(site.base + OWN).json()]
    editor = logged_in(site, "editor")
    assert refused(editor.delete(f"{site.base}{OWN}/{name}")) == (404, "broadsheet_no_session")
    for method in ("GET", "DELETE"):
        assert refused(editor.request(method, site.base + of_user(site, "author"))) == (403, "rest_cannot_edit")
        assert refused(site.request(method, of_user(site, "author"))) == (401, "rest_cannot_edit")
    assert refused(editor.delete(f"{site.base}{of_user(site, 'author')}/{name}")) == (403, "rest_cannot_edit")
    assert is_in(site, victim)
    admin = site.auth("admin")
    (found,) = site.get(of_user(site, "author"), auth=admin).json()
    assert (found["id"], found["current"]) == (name, False)
    assert site.request("DELETE", f"{of_user(site, 'author')}/{name}", auth=admin).json()["count"] == 1
    assert not is_in(site, victim)
    victim = logged_in(site)
    assert site.request("DELETE", of_user(site, "author"), auth=admin).json() == {"deleted": True, "count": 1}
    assert not is_in(site, victim)
    # The session is of its user alone.
    mine = logged_in(site)
    (name,) = [one["id"] for one in mine.get(site.base + OWN).json()]
    assert refused(site.request("DELETE", f"{of_user(site, 'editor')}/{name}", auth=admin)) == (
        404, "broadsheet_no_session")
    assert refused(site.get("/wp-json/broadsheet/v1/users/999999/sessions", auth=admin)) == (404, "rest_user_invalid_id")


def test_nobody(site):
    for method in ("GET", "DELETE"):
        assert refused(site.request(method, OWN)) == (401, "rest_not_logged_in")
    assert refused(site.request("DELETE", OWN + "/abc")) == (401, "rest_not_logged_in")


def test_without_a_nonce(site, clean):
    browser = logged_in(site)
    del browser.headers["X-WP-Nonce"]
    assert refused(browser.get(site.base + OWN)) == (401, "rest_not_logged_in")
    assert refused(browser.delete(site.base + OWN, headers=ELSEWHERE[0])) == (401, "rest_not_logged_in")
    assert is_in(site, browser)


def test_own_password_keeps_this_session_alone(site, clean):
    site.make("users", username="changer", email="changer@example.org", password="A long pass phrase", roles=["author"])
    mine = logged_in(site, "changer", password="A long pass phrase")
    other = logged_in(site, "changer", password="A long pass phrase")
    answer = mine.post(site.base + ME, json={"password": "Another pass phrase"})
    assert answer.status_code == 200, answer.text
    assert is_in(site, mine) and not is_in(site, other)
    assert mine.get(site.base + ME).status_code == 200  # nor has the nonce changed
    logged_in(site, "changer", password="Another pass phrase")
    # Set by somebody else it ends all.
    user = answer.json()["id"]
    assert site.api("admin").post(f"users/{user}", {"password": "A third pass phrase"}).status_code == 200
    assert not is_in(site, mine)


def test_present_password(site):
    site.make("users", username="keeper", email="keeper@example.org", password="A long pass phrase", roles=["author"])
    fresh = logged_in(site, "keeper", password="A long pass phrase")
    # Whenever it is sent it must be right.
    answer = fresh.post(site.base + ME, json={"password": "New pass phrase", "current_password": "wrong"})
    assert refused(answer) == (400, "broadsheet_current_password_wrong")
    assert set(answer.json()["data"]["params"]) == {"current_password"}
    with database(site) as file:
        file.execute("UPDATE session SET created = created - 901")
    for change in ({"password": "New pass phrase"}, {"email": "thief@example.org"}):
        answer = fresh.post(site.base + ME, json=change)
        assert refused(answer) == (403, "broadsheet_current_password_required")
        assert set(answer.json()["data"]["params"]) == {"current_password"}
    logged_in(site, "keeper", password="A long pass phrase")  # nothing was changed
    # What gives nobody the account is changed without it.
    assert fresh.post(site.base + ME, json={"name": "Keeper", "email": "keeper@example.org"}).status_code == 200
    answer = fresh.post(site.base + ME, json={"password": "New pass phrase", "current_password": "A long pass phrase"})
    assert answer.status_code == 200, answer.text
    logged_in(site, "keeper", password="New pass phrase")


def test_guesses_of_the_present_password_are_counted(site):
    site.make("users", username="guess", email="guess@example.org", password="A long pass phrase", roles=["author"])
    browser = logged_in(site, "guess", password="A long pass phrase")
    with site.with_settings(login_attempts_per_login=2):
        body = {"password": "New pass phrase", "current_password": "wrong"}
        assert [browser.post(site.base + ME, json=body).status_code for _ in range(3)] == [400, 400, 429]


def test_applications_are_not_asked(site):
    answer = site.api("subscriber").post("users/me", {"password": site.users["subscriber"]["password"]})
    assert answer.status_code == 200


def test_last_seen(site):
    made = site.make("users", username="seen", email="seen@example.org", password="A long pass phrase", roles=["author"])
    admin = site.api("admin")
    path = f"users/{made['id']}?context=edit"
    assert admin.get(path).json()["last_seen"] is None
    assert "last_seen" not in admin.get(f"users/{made['id']}").json()
    browser = logged_in(site, "seen", password="A long pass phrase")
    first = admin.get(path).json()["last_seen"]
    assert first == browser.get(site.base + OWN).json()[0]["last_seen_gmt"]
    with database(site) as file:
        file.execute("UPDATE session SET seen = seen - 1000, created = created - 1000")
        file.execute("UPDATE account SET seen = seen - 1000")
    before = admin.get(path).json()["last_seen"]
    assert before < first
    browser.get(site.base + ME)
    end = time.monotonic() + 10  # the stamp is written after the answer
    while admin.get(path).json()["last_seen"] == before:
        assert time.monotonic() < end
    assert browser.get(site.base + OWN).json()[0]["last_seen_gmt"] >= first


def test_roles(site):
    answer = site.get("/wp-json/broadsheet/v1/roles", auth=site.auth("admin"))
    assert answer.status_code == 200
    body = answer.json()
    assert [role["role"] for role in body["roles"]] == ["administrator", "editor", "author", "contributor", "subscriber"]
    for role in body["roles"]:
        listed = site.api("admin").get(f"users?roles={role['role']}&per_page=1")
        assert role["users"] == int(listed.headers["X-WP-Total"]), role
    assert body["users"] == int(site.api("admin").get("users").headers["X-WP-Total"])
    editor = next(role for role in body["roles"] if role["role"] == "editor")
    assert "moderate_comments" in editor["capabilities"] and "manage_options" not in editor["capabilities"]
    assert refused(site.get("/wp-json/broadsheet/v1/roles", auth=site.auth("editor"))) == (403, "rest_user_cannot_view")
    assert refused(site.get("/wp-json/broadsheet/v1/roles")) == (401, "rest_user_cannot_view")


def test_post_count(site):
    made = site.make("users", username="writer", email="writer@example.org", password="A long pass phrase",
                     roles=["author"])
    assert made["post_count"] == 0
    site.make_post(author=made["id"])
    site.make_post(author=made["id"], status="draft")
    assert site.api("admin").get(f"users/{made['id']}?context=edit").json()["post_count"] == 1


def test_last_administrator(site):
    admin = site.api("admin")
    second = site.make("users", username="second", email="second@example.org", password="A long pass phrase",
                       roles=["administrator"])
    first = site.users["admin"]["id"]
    # While there are two, either may go.
    assert admin.post(f"users/{second['id']}", {"roles": ["editor"]}).status_code == 200
    third = site.make("users", username="third", email="third@example.org", password="A long pass phrase",
                      roles=["administrator"])
    assert admin.delete(f"users/{third['id']}?force=true&reassign={first}").status_code == 200
    answer = admin.delete(f"users/{first}?force=true&reassign={second['id']}")
    assert refused(answer) == (409, "broadsheet_last_administrator")
    assert set(answer.json()["data"]["params"]) == {"roles"}
    assert admin.get("users/me").json()["id"] == first
