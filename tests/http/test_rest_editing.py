"""Several people at one article: versions and If-Match, who has it open, and who wrote it last."""

import threading

import pytest

from test_rest_media import png, upload


@pytest.fixture(scope="module")
def admin(site):
    return site.api("admin")


@pytest.fixture(scope="module")
def editor(site):
    return site.api("editor")


@pytest.fixture(params=["posts", "pages"])
def article(request, admin):
    answer = admin.post(request.param, {"title": "One", "content": "First.", "status": "publish"})
    assert answer.status_code == 201, answer.text
    return f"{request.param}/{answer.json()['id']}"


def code(answer):
    return answer.status_code, answer.json()["code"]


def tag(answer):
    """The ETag of an answer that may have been compressed, as the version alone."""
    value = answer.headers["ETag"]
    assert value.startswith('"') and value.endswith('"')
    return value[1:-1].split("-")[0]


def version(api, path):
    answer = api.get(path, params={"context": "edit"})
    assert answer.status_code == 200
    assert tag(answer) == answer.json()["version"]
    return answer.json()["version"]


def matching(*versions):
    return {"If-Match": ", ".join(v if v == "*" else f'"{v}"' for v in versions)}


# Versions


@pytest.mark.parametrize("change", [
    {"title": "Two"}, {"content": "Second."}, {"excerpt": "Short."}, {"slug": "another"}, {"status": "draft"},
    {"password": "secret"}, {"date": "2024-02-03T04:05:06"}, {"content_format": "markdown"}])
def test_each_change_makes_a_version(admin, article, change):
    before = version(admin, article)
    answer = admin.post(article, change)
    assert answer.status_code == 200, answer.text
    assert tag(answer) == answer.json()["version"] != before
    assert version(admin, article) == answer.json()["version"]


def test_terms_and_pins_are_in_the_version(admin):
    post = admin.post("posts", {"title": "Terms", "status": "publish"}).json()
    seen = [post["version"]]
    tag_id = admin.post("tags", {"name": "Versioned"}).json()["id"]
    other = admin.post("categories", {"name": "Versions"}).json()["id"]
    for change in [{"tags": [tag_id]}, {"categories": [other, 1]}, {"primary_category": other}, {"sticky": True}]:
        seen.append(admin.post(f"posts/{post['id']}", change).json()["version"])
    assert len(set(seen)) == len(seen)
    # In whichever order they are sent, and whatever they are called.
    same = admin.post(f"posts/{post['id']}", {"categories": [1, other]}).json()["version"]
    admin.post(f"categories/{other}", {"name": "A name that sorts first"})
    assert same == seen[-1] == version(admin, f"posts/{post['id']}")


def test_what_readers_and_lists_do_makes_none(site, admin, article):
    before = version(admin, article)
    number = int(article.split("/")[1])
    assert admin.post(article, {"comment_status": "open", "ping_status": "open"}).json()["version"] == before
    assert admin.post("comments", {"post": number, "content": "A word."}).status_code == 201
    assert admin.post(article, {"comment_status": "closed"}).json()["version"] == before
    assert admin.post(article, {"title": "One"}).json()["version"] == before
    answer = admin.get(article, params={"context": "edit"}, headers={"If-None-Match": f'"{before}"'})
    assert answer.status_code == 200, "it names what is written, not all that is shown"


def test_nobody_else_is_told(site, admin, article):
    answer = site.api().get(article)
    assert "version" not in answer.json() and "edit_lock" not in answer.json()
    assert tag(answer) != version(admin, article)


def test_lists_have_it_too(admin, article):
    base, number = article.split("/")
    one = version(admin, article)
    for fields in ["", "id,version"]:
        query = {"context": "edit", "include": number, **({"_fields": fields} if fields else {})}
        shown = admin.get(base, params=query).json()
        assert [item["version"] for item in shown] == [one]


# If-Match


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_an_older_version_is_not_overwritten(site, admin, editor, article, method):
    mine = version(admin, article)
    theirs = editor.post(article, {"content": "Theirs."}).json()
    answer = admin.request(method, article, json={"content": "Mine.", "title": "Mine"}, headers=matching(mine))
    assert code(answer) == (412, "rest_precondition_failed")
    data = answer.json()["data"]
    assert data["version"] == theirs["version"]
    assert data["modified_gmt"] == theirs["modified_gmt"]
    assert data["changed_by"] == {"id": site.users["editor"]["id"], "name": "editor"}
    shown = admin.get(article, params={"context": "edit"}).json()
    assert (shown["content"]["raw"], shown["title"]["raw"]) == ("Theirs.", "One")

    answer = admin.request(method, article, json={"content": "Mine."}, headers=matching(data["version"]))
    assert answer.status_code == 200 and answer.json()["content"]["raw"] == "Mine."


def test_what_matches(admin, article):
    now = version(admin, article)
    for header in [f'"{now}"', f'"other", "{now}"', f'"{now}-br"', f'"{now}-gzip" , "x"', "*"]:
        assert admin.post(article, {"title": "One"}, headers={"If-Match": header}).status_code == 200, header
    for header in ['"other"', f'W/"{now}"', now, "", f'"{now}', f'"{now}x"']:
        answer = admin.post(article, {"title": "Never"}, headers={"If-Match": header})
        assert code(answer) == (412, "rest_precondition_failed"), header
    assert admin.get(article).json()["title"]["rendered"] == "One"
    assert admin.post(article, {"title": "Without"}).status_code == 200


def test_a_mistake_is_told_before(admin, article):
    old = version(admin, article)
    admin.post(article, {"title": "Two"})
    assert code(admin.post(article, {"status": "never"}, headers=matching(old))) == (400, "rest_invalid_param")
    missing = article.split("/")[0] + "/999999"
    assert code(admin.post(missing, {"title": "x"}, headers=matching("*"))) == (404, "rest_post_invalid_id")


@pytest.mark.parametrize("force", [False, True])
def test_nor_deleted(admin, editor, article, force):
    mine = version(admin, article)
    now = editor.post(article, {"content": "Theirs."}).json()["version"]
    query = {"force": "true"} if force else {}
    assert code(admin.delete(article, params=query, headers=matching(mine))) == (412, "rest_precondition_failed")
    assert version(admin, article) == now
    answer = admin.delete(article, params=query, headers=matching(now))
    assert answer.status_code == 200
    if not force:
        assert tag(answer) == answer.json()["version"] != now


def test_a_batch_has_it_for_each(admin, article):
    now = version(admin, article)
    path = "/wp/v2/" + article
    parts = [{"method": "PUT", "path": path, "headers": matching(now), "body": {"title": "Two"}},
             {"method": "PUT", "path": path, "headers": matching(now), "body": {"title": "Three"}}]
    answers = admin.post("/batch/v1", {"requests": parts}).json()["responses"]
    assert [answer["status"] for answer in answers] == [200, 412]
    assert admin.get(article).json()["title"]["rendered"] == "Two"


def test_of_many_at_once_one_wins(site, admin, article):
    old = version(admin, article)
    answers = []

    def write(number):
        api = site.api("admin")
        answers.append(api.post(article, {"title": f"Number {number}"}, headers=matching(old)))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 7
    won = next(answer.json() for answer in answers if answer.status_code == 200)
    assert admin.get(article).json()["title"]["rendered"] == won["title"]["rendered"]


def test_autosaves(site, admin, editor):
    draft = admin.post("posts", {"title": "Draft", "content": "One."}).json()
    path = f"posts/{draft['id']}"
    saved = admin.post(path + "/autosaves", {"content": "Two."}, headers=matching(draft["version"])).json()
    assert saved["id"] == draft["id"] and saved["version"] == version(admin, path) != draft["version"]
    # A draft of one's own is changed itself; what is kept apart overwrites nothing.
    refused = admin.post(path + "/autosaves", {"content": "Three."}, headers=matching(draft["version"]))
    assert code(refused) == (412, "rest_precondition_failed")
    apart = editor.post(path + "/autosaves", {"content": "Theirs."}, headers=matching(draft["version"])).json()
    assert apart["id"] != draft["id"] and apart["version"] == saved["version"]
    assert admin.get(path, params={"context": "edit"}).json()["content"]["raw"] == "Two."


# Locks


def lock(api, article, method="PUT", **body):
    sent = {"params": body} if method == "GET" else {"json": body}
    return api.request(method, "/broadsheet/v1/locks/" + article.split("/")[1], **sent)


def test_a_lock_from_first_to_last(site, admin, editor, article):
    free = lock(admin, article, "GET")
    assert free.status_code == 200, free.text
    assert (free.json()["lock"], free.json()["held"]) == (None, False)
    assert free.json()["version"] == version(admin, article)
    assert free.json()["changed_by"]["name"] == "admin"

    taken = lock(admin, article, key="window-1").json()
    assert taken["held"] and taken["lock"]["own"] and taken["lock"]["name"] == "admin"
    assert taken["seconds"] == 150
    shown = editor.get(article, params={"context": "edit"}).json()["edit_lock"]
    assert (shown["user"], shown["name"]) == (site.users["admin"]["id"], "admin")
    assert shown["since_gmt"] == taken["lock"]["since_gmt"] < shown["until_gmt"]

    refused = lock(editor, article, key="window-2")
    assert code(refused) == (409, "broadsheet_locked")
    assert refused.json()["data"]["lock"]["name"] == "admin" and not refused.json()["data"]["held"]
    assert lock(editor, article, "GET", key="window-2").json()["lock"]["own"] is False

    over = lock(editor, article, key="window-2", take_over=True).json()
    assert over["held"] and over["lock"]["name"] == "editor"
    lost = lock(admin, article, key="window-1", renew=True)
    assert code(lost) == (409, "broadsheet_lock_lost")
    assert lost.json()["data"]["lock"]["user"] == site.users["editor"]["id"]

    # Another's lock is not given back by who lost it.
    assert lock(admin, article, "DELETE", key="window-1").json()["lock"]["name"] == "editor"
    assert lock(editor, article, "DELETE", key="window-2").json()["lock"] is None
    assert admin.get(article, params={"context": "edit"}).json()["edit_lock"] is None
    assert lock(admin, article, key="window-1", renew=True).json()["held"], "nobody took it"


def test_windows_of_one_user(admin, article):
    first = lock(admin, article, key="one").json()
    assert lock(admin, article, key="one").json()["lock"]["since_gmt"] == first["lock"]["since_gmt"]
    assert lock(admin, article, key="two").json()["held"]
    assert code(lock(admin, article, key="one", renew=True)) == (409, "broadsheet_lock_lost")
    assert lock(admin, article, "GET", key="one").json()["held"] is False
    assert lock(admin, article, "GET", key="two").json()["held"] is True


def test_a_lock_outlives_the_server_and_ends_with_the_article(fresh_site):
    admin, editor = fresh_site.api("admin"), fresh_site.api("editor")
    article = f"posts/{fresh_site.make_post(title='Kept', status='publish')['id']}"
    assert lock(admin, article, key="one").json()["held"]
    fresh_site.restart()
    assert code(lock(editor, article, key="two")) == (409, "broadsheet_locked")
    assert admin.delete(article, params={"force": "true"}).status_code == 200
    assert code(lock(editor, article, "GET")) == (404, "rest_post_invalid_id")


def test_the_version_that_a_window_is_told(admin, editor, article):
    held = lock(admin, article, key="one").json()
    changed = editor.post(article, {"title": "Two"}).json()
    told = lock(admin, article, key="one", renew=True).json()
    assert told["version"] == changed["version"] != held["version"]
    assert told["changed_by"]["name"] == "editor"


@pytest.mark.parametrize("body,status,error", [
    ({}, 400, "rest_missing_callback_param"),
    ({"key": ""}, 400, "rest_invalid_param"),
    ({"key": "x" * 65}, 400, "rest_invalid_param"),
    ({"key": "x", "renew": "often"}, 400, "rest_invalid_param"),
])
def test_what_is_no_lock(admin, article, body, status, error):
    assert code(lock(admin, article, **body)) == (status, error)


def test_who_may_lock(site, admin, article):
    assert code(lock(site.api(), article, key="x")) == (401, "rest_cannot_edit")
    for login in ["author", "contributor", "subscriber"]:
        assert code(lock(site.api(login), article, key="x")) == (403, "rest_cannot_edit"), login
        assert code(lock(site.api(login), article, "GET")) == (403, "rest_cannot_edit"), login
        assert code(lock(site.api(login), article, "DELETE", key="x")) == (403, "rest_cannot_edit"), login
    assert code(lock(admin, "posts/999999", key="x")) == (404, "rest_post_invalid_id")
    image = upload(admin, "a.png", png(2, 2)).json()
    assert code(lock(admin, f"media/{image['id']}", key="x")) == (404, "rest_post_invalid_id")


def test_a_lock_is_no_page_s_matter(site, admin, article):
    """Locks come every minute from every open window: no page is made anew for them."""
    link = admin.get(article).json()["link"]
    first = site.get(link)
    assert first.status_code == 200
    assert lock(admin, article, key="x").json()["held"]
    assert site.get(link).headers["ETag"] == first.headers["ETag"]


# Completion


def test_terms_by_their_beginning(site, admin):
    for name in ["Zürich", "Zug", "ZÜRCHER Zeitung", "Not Zürich", "Z%"]:
        assert admin.post("tags", {"name": name}).status_code == 201

    def found(prefix, **more):
        answer = site.api().get("tags", params={"starts_with": prefix, "_fields": "name", **more})
        assert answer.status_code == 200, answer.text
        assert int(answer.headers["X-WP-Total"]) == len(answer.json())
        return [term["name"] for term in answer.json()]

    assert found("zü") == ["ZÜRCHER Zeitung", "Zürich"]
    assert found("z") == ["Z%", "Zug", "ZÜRCHER Zeitung", "Zürich"]
    assert found("Z%") == ["Z%"]
    assert found("ürich") == []
    assert len(found("")) >= 5
    assert code(site.api().get("tags", params={"starts_with": "x" * 201})) == (400, "rest_invalid_param")
