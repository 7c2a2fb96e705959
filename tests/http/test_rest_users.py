"""Users, application passwords and settings through REST: rights, and what the public may know."""

import pytest


@pytest.fixture(scope="module")
def admin(site):
    return site.api("admin")


def refused(answer):
    return answer.status_code, answer.json()["code"]


def make(site, login, **fields):
    fields = {"username": login, "email": f"{login}@example.org", "password": "A long pass phrase", **fields}
    return site.make("users", **fields)


def test_the_public_sees_authors_only(site, admin):
    user = make(site, "hidden", roles=["author"], name="Hidden Hand")
    nobody = site.api()
    assert refused(nobody.get(f"users/{user['id']}")) == (401, "rest_user_cannot_view")
    assert nobody.get(f"users?include={user['id']}").json() == []
    post = site.make_post(author=user["id"])
    shown = nobody.get(f"users/{user['id']}").json()
    assert shown["name"] == "Hidden Hand"
    for private in ("username", "email", "roles", "capabilities", "registered_date", "password", "first_name"):
        assert private not in shown
    assert nobody.get("users?search=hidden@example").json() == []  # nor can an e-mail be guessed
    admin.delete(f"posts/{post['id']}?force=true")
    assert nobody.get(f"users/{user['id']}").status_code == 401


def test_created(site, admin):
    user = make(site, "fresh", roles=["editor"], first_name="Fr", url="https://fresh.example/")
    assert user["roles"] == ["editor"] and user["slug"] == "fresh" and user["nickname"] == "fresh"
    assert user["capabilities"]["moderate_comments"] is True and user["capabilities"]["editor"] is True
    assert "manage_options" not in user["capabilities"]
    assert "password" not in user
    # the password works for log-in
    answer = site.browser().post(site.base + "/wp-login.php", {"log": "fresh", "pwd": "A long pass phrase"},
                                 allow_redirects=False)
    assert answer.status_code == 302


@pytest.mark.parametrize("fields,code", [
    ({"username": "admin"}, "existing_user_login"),
    ({"username": "ADMIN"}, "existing_user_login"),
    ({"email": "Admin@example.org"}, "existing_user_email"),
    ({"email": "nothing"}, "rest_invalid_param"),
    ({"username": "bad<name>"}, "rest_invalid_param"),
    ({"password": "back\\slash"}, "rest_invalid_param"),
    ({"roles": ["emperor"]}, "rest_user_invalid_role"),
    ({"roles": "editor,emperor"}, "rest_user_invalid_role"),
    ({"id": 7}, "rest_user_exists"),
    ({"description": "x" * 20001}, "rest_invalid_param"),
])
def test_bad_users(admin, fields, code):
    whole = {"username": "candidate", "email": "candidate@example.org", "password": "x", **fields}
    assert refused(admin.post("users", whole)) == (400, code)


def test_missing(admin):
    answer = admin.post("users", {"username": "half"})
    assert refused(answer) == (400, "rest_missing_callback_param")
    assert answer.json()["data"]["params"] == ["email", "password"]


def test_me(site):
    assert refused(site.api().get("users/me")) == (401, "rest_not_logged_in")
    me = site.api("author").get("users/me?context=edit").json()
    assert me["username"] == "author" and me["roles"] == ["author"]
    changed = site.api("subscriber").post("users/me", {"name": "Sub", "id": 1}).json()
    assert changed["id"] == site.users["subscriber"]["id"]  # an id in the body leads nowhere else


def test_rights(site, admin):
    user = make(site, "target")
    path = f"users/{user['id']}"
    assert refused(site.api("editor").post("users", {"username": "a", "email": "a@example.org", "password": "x"})) == (
        403, "rest_cannot_create_user")
    assert refused(site.api("editor").put(path, {"name": "x"})) == (403, "rest_cannot_edit")
    assert refused(site.api("author").post("users/me", {"roles": ["administrator"]})) == (403, "rest_cannot_edit_roles")
    assert refused(site.api("editor").delete(path + "?force=true&reassign=1")) == (403, "rest_user_cannot_delete")
    assert refused(admin.post("users/me", {"roles": ["author"]})) == (403, "rest_user_invalid_role")
    assert admin.put(path, {"roles": ["author"]}).json()["roles"] == ["author"]
    assert refused(admin.put(path, {"email": "admin@example.org"})) == (400, "rest_user_invalid_email")
    assert refused(admin.put(path, {"username": "other"})) == (400, "rest_user_invalid_argument")


def test_deleting_moves_posts(site, admin):
    user = make(site, "leaver", roles=["author"])
    post = site.make_post(author=user["id"])
    path = f"users/{user['id']}"
    assert refused(admin.delete(path + "?reassign=1")) == (501, "rest_trash_not_supported")
    assert refused(admin.delete(path + "?force=true")) == (400, "rest_missing_callback_param")
    assert refused(admin.delete(path + f"?force=true&reassign={user['id']}")) == (400, "rest_user_invalid_reassign")
    assert refused(admin.delete(path + "?force=true&reassign=many")) == (400, "rest_invalid_param")
    editor = site.users["editor"]["id"]
    assert admin.delete(path + f"?force=true&reassign={editor}").json()["deleted"] is True
    assert admin.get(f"posts/{post['id']}").json()["author"] == editor
    assert refused(admin.get(path)) == (404, "rest_user_invalid_id")


def test_application_passwords(site, admin):
    user = make(site, "apps", roles=["editor"])
    path = f"users/{user['id']}/application-passwords"
    answer = admin.post(path, {"name": "Phone"})
    assert answer.status_code == 201
    made = answer.json()
    assert len(made["password"].replace(" ", "")) == 24
    assert made["last_used"] is None and made["last_ip"] is None
    session = site.api("admin")
    session.auth = ("apps", made["password"])
    assert session.get("users/me").json()["id"] == user["id"]
    session.auth = ("apps", made["password"].replace(" ", ""))  # spaces are for people
    assert session.get("users/me/application-passwords/introspect").json()["uuid"] == made["uuid"]
    listed = session.get("users/me/application-passwords").json()
    assert [p["uuid"] for p in listed] == [made["uuid"]] and "password" not in listed[0]
    assert refused(admin.post(path, {"name": "Phone"})) == (409, "application_password_duplicate_name")
    assert admin.put(f"{path}/{made['uuid']}", {"name": "Old phone"}).json()["name"] == "Old phone"
    assert refused(site.api("author").get(path)) == (403, "rest_cannot_list_application_passwords")
    assert admin.delete(f"{path}/{made['uuid']}").json()["deleted"] is True
    assert session.get("users/me").status_code == 401
    assert admin.delete(path).json() == {"deleted": True, "count": 0}
    other = admin.post("users/me/application-passwords", {"name": "Mine"}).json()
    assert refused(admin.get(f"{path}/{other['uuid']}")) == (404, "rest_application_password_not_found")
    admin.delete(f"users/me/application-passwords/{other['uuid']}")


def test_changed_password_ends_sessions(site, admin):
    user = make(site, "session", roles=["author"])
    browser = site.browser()
    browser.post(site.base + "/wp-login.php", {"log": "session", "pwd": "A long pass phrase"}, allow_redirects=False)
    assert "session" in browser.get(site.base + "/?p=999999").text or browser.cookies
    admin.post(f"users/{user['id']}", {"password": "Another phrase"})
    answer = site.browser().post(site.base + "/wp-login.php", {"log": "session", "pwd": "A long pass phrase"},
                                 allow_redirects=False)
    assert answer.status_code != 302


def test_settings(site, admin):
    assert refused(site.api().get("settings")) == (401, "rest_forbidden")
    assert refused(site.api("editor").post("settings", {"title": "x"})) == (403, "rest_forbidden")
    before = admin.get("settings").json()
    assert before["url"] == site.base and before["comment_flood_interval"] == 0
    changed = admin.post("settings", {"title": "Changed", "posts_per_page": "7"}).json()
    assert changed["title"] == "Changed" and changed["posts_per_page"] == 7
    assert "Changed" in site.get("/").text  # the very next page shows it
    admin.post("settings", {"title": before["title"], "posts_per_page": before["posts_per_page"]})


@pytest.mark.parametrize("fields", [
    {"posts_per_page": "many"}, {"posts_per_page": 0}, {"posts_per_page": 2 ** 70}, {"use_smilies": "sure"},
    {"default_comment_status": "perhaps"}, {"timezone": "Mars/Olympus"}, {"url": "ftp://example.org"},
    {"permalink_structure": "no-slash"}, {"email": "nothing"}, {"title": ["x"]},
    {"title": "Kept out", "posts_per_page": -3},
])
def test_bad_settings_change_nothing(admin, fields):
    before = admin.get("settings").json()
    answer = admin.post("settings", fields)
    assert refused(answer) == (400, "rest_invalid_param")
    assert admin.get("settings").json() == before
