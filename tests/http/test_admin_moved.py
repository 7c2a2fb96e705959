"""Where WordPress's administration pages are in the newsroom."""

import pytest


@pytest.fixture(autouse=True)
def built(site):
    if site.get("/newsroom/").status_code == 404:
        pytest.skip("built without the newsroom")


def target(site, path, browser=None):
    answer = (browser or site.browser()).get(f"{site.base}/wp-admin/{path}", allow_redirects=False)
    assert answer.status_code == 302, path
    assert answer.headers["Location"].startswith(("/newsroom/", site.base)), path
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.headers["Location"].removeprefix(site.base)


@pytest.mark.parametrize("path, screen", [
    ("", ""),
    ("index.php", ""),
    ("plugins.php", ""),
    ("edit.php", "articles"),
    ("edit.php?post_status=draft&s=two+words&author=3&cat=5",
     "articles?search=two%20words&status=draft&author=3&category=5"),
    ("edit.php?post_type=page", "pages"),
    ("edit.php?post_type=page&s=%26x%3D", "pages?search=%26x%3D"),
    ("post-new.php", "articles/new"),
    ("post-new.php?post_type=page", "pages/new"),
    ("edit-comments.php", "comments"),
    ("edit-comments.php?comment_status=moderated&p=17", "comments?status=hold&post=17"),
    ("edit-comments.php?comment_status=spam", "comments?status=spam"),
    ("upload.php", "media"),
    ("edit-tags.php?taxonomy=category", "categories"),
    ("edit-tags.php?taxonomy=post_tag", "tags"),
    ("users.php?role=editor", "users?role=editor"),
    ("user-new.php", "users/new"),
    ("user-edit.php?user_id=5", "users/5"),
    ("user-edit.php?user_id=../x", "users"),
    ("profile.php", "account"),
    ("options-general.php", "settings#general"),
    ("options-writing.php", "settings#writing"),
    ("options-reading.php", "settings#reading"),
    ("options-discussion.php", "settings#discussion"),
    ("options-media.php", "settings#media"),
    ("options-permalink.php", "settings#permalinks"),
    ("options-privacy.php", "settings#privacy"),
    ("edit.php?s=" + "x" * 300, "articles"),
    ("edit.php?s=%0d%0aX:%20y", "articles?search=%0D%0AX%3A%20y"),
    ("post.php", ""),
    ("post.php?post=x", ""),
])
def test_addresses(site, path, screen):
    assert target(site, path).lower() == f"/newsroom/{screen}".lower()


def test_a_post_by_its_kind(site):
    article = site.make_post(status="draft")["id"]
    page = site.make("pages", title="P", status="draft")["id"]
    # Of drafts nothing is told to strangers, not even what they are.
    for number in (article, page, 999999):
        assert target(site, f"post.php?post={number}&action=edit").startswith("/wp-login.php?redirect_to=")
    browser = site.browser()
    browser.post(site.base + "/wp-json/broadsheet/v1/session", json={
        "username": "editor", "password": site.users["editor"]["password"]})
    assert target(site, f"post.php?post={article}&action=edit", browser) == f"/newsroom/articles/{article}"
    assert target(site, f"post.php?post={page}&action=edit", browser) == f"/newsroom/pages/{page}"
