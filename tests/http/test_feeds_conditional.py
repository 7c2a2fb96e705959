"""Conditional requests for feeds: 304 only to who has seen everything, by either validator."""

import time
from email.utils import parsedate_to_datetime

import pytest


@pytest.fixture(scope="module")
def world(site):
    press = site.make("categories", name="Press")
    other = site.make("categories", name="Other")
    tag = site.make("tags", name="Talks")
    posts = [site.make_post(title=f"Number {i}", categories=[press["id"]], tags=[tag["id"]], as_="editor",
                            date=f"2024-01-{i:02}T00:00:00") for i in range(1, 5)]
    elsewhere = site.make_post(title="Elsewhere", categories=[other["id"]], date="2023-01-01T00:00:00")
    return {"press": press, "other": other, "tag": tag, "posts": posts, "elsewhere": elsewhere}


def ask(site, path, **headers):
    return site.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


class Reader:
    """Has read a feed, and asks whether it is still so: by date alone, by tag alone."""

    def __init__(self, site, path):
        self.site, self.path = site, path
        answer = site.get(path)
        assert answer.status_code == 200
        self.tag, self.modified = answer.headers["ETag"], answer.headers["Last-Modified"]
        # Never of the future (the header Date may be some milliseconds behind).
        assert parsedate_to_datetime(self.modified).timestamp() <= time.time()

    def statuses(self):
        return (ask(self.site, self.path, If_Modified_Since=self.modified).status_code,
                ask(self.site, self.path, If_None_Match=self.tag).status_code)


def test_unchanged(site, world):
    for path in ("/feed/", "/feed/atom/", "/feed/json/", "/comments/feed/", "/category/press/feed/",
                 world["posts"][0]["link"].removeprefix(site.base) + "feed/", "/author/editor/feed/", "/2024/feed/",
                 "/?s=number&feed=rss2"):
        reader = Reader(site, path)
        assert reader.statuses()[1] == 304, path
        answer = ask(site, path, If_None_Match=reader.tag)
        assert answer.content == b"" and answer.headers["Last-Modified"] and "Content-Type" not in answer.headers


def settled(site, path):
    """A reader whose date is the one that lasts: the second of several changes within a second has that of the next,
    and until then the feed counts as changed."""
    while True:
        reader = Reader(site, path)
        if reader.statuses() == (304, 304):
            return reader


# What changes a feed, though no date in it may be later for it. Each stands for many in one second.
CHANGES = {
    "an article is deleted": lambda site, world: site.api("admin").delete(f"posts/{world['posts'][1]['id']}"),
    "and comes back": lambda site, world: site.api("admin").post(f"posts/{world['posts'][1]['id']}",
                                                                 {"status": "publish"}),
    "an old one becomes a draft": lambda site, world: site.api("admin").post(f"posts/{world['posts'][2]['id']}",
                                                                             {"status": "draft"}),
    "and is published": lambda site, world: site.api("admin").post(f"posts/{world['posts'][2]['id']}",
                                                                   {"status": "publish"}),
    "a title": lambda site, world: site.api("admin").post(f"posts/{world['posts'][0]['id']}", {"title": "Other"}),
    "the text": lambda site, world: site.api("admin").post(f"posts/{world['posts'][0]['id']}", {"content": "<p>New</p>"}),
    "a password": lambda site, world: site.api("admin").post(f"posts/{world['posts'][3]['id']}", {"password": "x"}),
    "no password": lambda site, world: site.api("admin").post(f"posts/{world['posts'][3]['id']}", {"password": ""}),
    "a comment": lambda site, world: site.make("comments", post=world["posts"][0]["id"], content="Hear"),
    "comments closed": lambda site, world: site.api("admin").post(f"posts/{world['posts'][1]['id']}",
                                                                  {"comment_status": "closed"}),
    "the author's name": lambda site, world: site.api("admin").post(f"users/{site.users['editor']['id']}",
                                                                    {"name": "Ed Itor"}),
    "the category's name": lambda site, world: site.api("admin").post(f"categories/{world['press']['id']}",
                                                                      {"name": "The Press"}),
    "the tag's name": lambda site, world: site.api("admin").post(f"tags/{world['tag']['id']}", {"name": "Chats"}),
    "the site's title": lambda site, world: site.settings(title="Another"),
    "the category of an article": lambda site, world: site.api("admin").post(f"posts/{world['posts'][3]['id']}",
                                                                             {"categories": [world["other"]["id"]]}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_no_change_is_missed(site, world, change):
    readers = [Reader(site, path) for path in ("/feed/", "/category/press/feed/", "/feed/json/")]
    for reader in readers:
        # A reader who was here a moment ago knows the same: most changes here come within one second.
        assert reader.statuses()[1] == 304
    answer = CHANGES[change](site, world)
    assert isinstance(answer, dict) or answer.status_code == 200, answer.text
    for reader in readers:
        assert reader.statuses() == (200, 200), reader.path


def test_comments(site, world):
    article = world["posts"][0]["link"].removeprefix(site.base) + "feed/"
    comment = site.make("comments", post=world["posts"][0]["id"], content="One more")
    for change in (lambda: site.api("admin").post(f"comments/{comment['id']}", {"content": "One less"}),
                   lambda: site.api("admin").post(f"comments/{comment['id']}", {"status": "hold"}),
                   lambda: site.api("admin").post(f"comments/{comment['id']}", {"status": "approved"}),
                   lambda: site.api("admin").delete(f"comments/{comment['id']}?force=true")):
        readers = [Reader(site, path) for path in ("/comments/feed/", article, article + "atom/")]
        assert change().status_code == 200
        for reader in readers:
            assert reader.statuses() == (200, 200), reader.path


def test_what_is_not_shown_changes_nothing(site, world):
    """The date is that of the last change of what the feed shows."""
    reader = settled(site, "/category/press/feed/")
    article = settled(site, world["posts"][0]["link"].removeprefix(site.base) + "feed/")
    site.api("admin").post(f"posts/{world['elsewhere']['id']}", {"title": "Elsewhere again"})
    site.make("comments", post=world["elsewhere"]["id"], content="There")
    for one in (reader, article):
        assert site.get(one.path).headers["ETag"] == one.tag
        assert site.get(one.path).headers["Last-Modified"] == one.modified


def test_precedence(site, world):
    reader = Reader(site, "/feed/")
    old, late = "Sat, 01 Jan 2000 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"
    for headers, status in (
            ({"If-None-Match": '"another"', "If-Modified-Since": late}, 200),
            ({"If-None-Match": reader.tag, "If-Modified-Since": old}, 304),
            ({"If-None-Match": "*"}, 304),
            ({"If-None-Match": '"x", ' + reader.tag}, 304),
            ({"If-None-Match": "W/" + reader.tag}, 304),
            ({"If-Modified-Since": late}, 304),
            ({"If-Modified-Since": old}, 200),
            ({"If-Modified-Since": "yesterday"}, 200)):
        for method in ("GET", "HEAD"):
            assert site.request(method, "/feed/", headers=headers).status_code == status, (method, headers)


def test_it_lasts(site, world):
    """Also over a restart: the moments are in the database."""
    paths = ("/feed/", "/category/press/feed/", "/comments/feed/")
    before = [settled(site, path) for path in paths]
    site.restart()
    for reader in before:
        after = Reader(site, reader.path)
        assert (after.tag, after.modified) == (reader.tag, reader.modified), reader.path
