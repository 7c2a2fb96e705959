"""Lists of posts and pages by whether they may be commented: the filter says what the field `comments` says."""

import datetime

import pytest


def days_ago(days):
    moment = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


@pytest.fixture(scope="module")
def articles(site):
    """Three days are the limit: published and private ones, young and old, open and closed; a draft; a scheduled one."""
    posts = []
    with site.with_settings(close_comments_for_old_posts=True, close_comments_days_old=3):
        for status in ("publish", "private"):
            for days in (1, 2, 4, 40):
                for stored in ("open", "closed"):
                    posts.append(site.make_post(title=f"{status} {days} {stored}", status=status, date_gmt=days_ago(days),
                                                comment_status=stored, author=3 if days == 1 else 1))
        posts.append(site.make_post(title="draft", status="draft"))
        posts.append(site.make_post(title="later", status="future", date_gmt=days_ago(-2)))
        yield posts


def listed(api, resource="posts", **params):
    answer = api.get(resource, params={"per_page": 100, "orderby": "id", **params})
    assert answer.status_code == 200, answer.text
    items = answer.json()
    assert answer.headers["X-WP-Total"] == str(len(items))
    return items


@pytest.mark.parametrize("status", ["publish", "private", "draft", "any", "publish,draft"])
@pytest.mark.parametrize("who", ["admin", "author", None])
def test_filter_is_the_field(site, articles, status, who):
    api = site.api(who)
    if who is None and status != "publish":
        assert api.get("posts", params={"status": status, "comments": "open"}).status_code in (400, 401)
        return
    everything = api.get("posts", params={"per_page": 100, "orderby": "id", "status": status}).json()
    for comments in (None, "open", "closed"):
        for reasons in (None, "article", "age", "not_public", "not_supported", "article,age", "not_public,article"):
            params = {k: v for k, v in (("comments", comments), ("comments_reason", reasons)) if v}
            answer = api.get("posts", params={"per_page": 100, "orderby": "id", "status": status, **params})
            expected = [
                post["id"]
                for post in everything
                if (comments is None or post["comments"]["state"] == comments)
                and (reasons is None or post["comments"]["reason"] in reasons.split(","))
            ]
            assert [post["id"] for post in answer.json()] == expected, params
            # Whom a list withholds something from is told a number with it, as WordPress does.
            if who == "admin":
                assert answer.headers["X-WP-Total"] == str(len(expected))


def test_counts_and_pages_of_the_list(site, articles):
    admin = site.api("admin")
    closed = listed(admin, comments="closed", status="any")
    for page in range(1, len(closed) + 1):
        answer = admin.get("posts", params={"comments": "closed", "status": "any", "per_page": 1, "page": page,
                                            "orderby": "id"})
        assert answer.headers["X-WP-Total"] == str(len(closed))
        assert [post["id"] for post in answer.json()] == [closed[page - 1]["id"]]
    words = listed(admin, comments="closed", comments_reason="age", search="publish")
    assert {post["title"]["rendered"] for post in words} == {"publish 4 open", "publish 40 open"}


def test_pages_do_not_age(site, articles):
    page = site.make("pages", title="Old page", status="publish", date_gmt=days_ago(50), comment_status="open")
    admin = site.api("admin")
    assert page["id"] in [item["id"] for item in listed(admin, "pages", comments="open")]
    assert listed(admin, "pages", comments_reason="age") == []


def test_a_visitors_list_follows_the_clock_and_the_switch(site, articles):
    post = site.make_post(title="Switch", status="publish")
    nobody = site.api()
    for _ in range(2):
        assert post["id"] in [item["id"] for item in listed(nobody, comments="open")]
    site.api("admin").post(f"posts/{post['id']}", {"comment_status": "closed"})
    assert post["id"] not in [item["id"] for item in listed(nobody, comments="open")]
    assert post["id"] in [item["id"] for item in listed(nobody, comments_reason="article")]


@pytest.mark.parametrize("params", [{"comments": "ajar"}, {"comments_reason": "tired"}, {"comments_reason": "age,x"}])
def test_wrong_values(site, params):
    answer = site.api().get("posts", params=params)
    assert answer.status_code == 400
    assert answer.json()["code"] == "rest_invalid_param"
    assert list(answer.json()["data"]["params"]) == list(params)


def test_order_by_comments(site, articles):
    posts = [site.make_post(title=f"Talk {i}", status="publish") for i in range(3)]
    api = site.api("editor")
    for post, number in zip(posts, (1, 3, 2)):
        for i in range(number):
            assert api.post("comments", {"post": post["id"], "content": f"Words {i}"}).status_code == 201
    found = api.get("posts", params={"orderby": "comment_count", "per_page": 3, "context": "edit"}).json()
    assert [post["id"] for post in found] == [posts[1]["id"], posts[2]["id"], posts[0]["id"]]
    assert [post["comment_count"] for post in found] == [3, 2, 1]
    last = api.get("posts", params={"orderby": "comment_count", "order": "asc", "per_page": 100, "status": "any"}).json()
    assert [post["id"] for post in last][-3:] == [posts[0]["id"], posts[2]["id"], posts[1]["id"]]
    # Only who edits is told the number: kept pages of the API would have to follow each comment.
    assert "comment_count" not in site.api().get(f"posts/{posts[0]['id']}").json()


def test_author_name(site):
    """Also of an author who has published nothing, whom an editor may not look at."""
    draft = site.make_post(as_="contributor", title="Draft of a contributor", status="draft")
    shown = site.api("editor").get(f"posts/{draft['id']}?context=edit").json()
    assert shown["author_name"] == site.api("admin").get(f"users/{draft['author']}").json()["name"]
    assert "author_name" not in site.api("editor").get(f"posts/{draft['id']}").json()
