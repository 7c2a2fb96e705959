"""Every role's view: what the navigation offers is what the role may do, and the address of anything else says so."""

import pytest

EVERYBODY = {"": "Overview", "account": "Your account"}
CONTRIBUTOR = {**EVERYBODY, "articles": "Articles"}
AUTHOR = {**CONTRIBUTOR, "comments": "Comments", "media": "Media"}
EDITOR = {**AUTHOR, "pages": "Pages", "categories": "Categories", "tags": "Tags"}
ADMIN = {**EDITOR, "users": "Users", "users/new": "New user", "settings": "Settings"}
OFFERED = {"Overview", "Articles", "Pages", "Comments", "Media", "Categories", "Tags", "Users", "Settings"}


@pytest.mark.parametrize("role, screens", [("admin", ADMIN), ("editor", EDITOR), ("author", AUTHOR),
                                           ("contributor", CONTRIBUTOR), ("subscriber", EVERYBODY)])
def test_role(newsroom, role, screens):
    newsroom.log_in(role).open()
    newsroom.wait_for(role, ".me")
    newsroom.wait(lambda: newsroom.all(".navigation a"))
    shown = newsroom.driver.execute_script(
        "return [...document.querySelectorAll('.navigation a > span:first-of-type')].map(each => each.innerText)")
    assert set(shown) == OFFERED & set(screens.values())
    newsroom.shot(f"role-{role}")
    for path, title in ADMIN.items():
        newsroom.open(path)
        if path in screens:
            newsroom.wait_for(title, "h1")
            assert "You may not see this." not in newsroom.text("main"), path
        else:
            newsroom.wait_for("You may not see this.", "h1")
    assert newsroom.axe() == []
