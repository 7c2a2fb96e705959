"""kill -9 at random moments under writes: every acknowledged write is there afterwards, nothing is half there, and the
database is sound."""

import contextlib
import random
import sqlite3
import threading
import time
import os

import requests

ROUNDS = 20
WRITERS = 6


class Writers:
    """Threads that post, change and comment until the server is gone; what was acknowledged is kept."""

    def __init__(self, site, article, turn):
        self.site = site
        self.article = article
        self.turn = turn
        self.posts = {}     # id -> the title that was acknowledged last
        self.unsure = {}    # id -> titles sent and not answered
        self.comments = {}  # id -> text
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.run, args=(i,)) for i in range(WRITERS)]

    def run(self, i):
        with contextlib.suppress(requests.RequestException):
            api = self.site.api("editor")
            for n in range(10000):
                if i % 3 == 2:
                    self.comment(api, f"comment {self.turn}.{i}.{n}")
                else:
                    self.post(api, f"title {self.turn}.{i}.{n}")

    def post(self, api, title):
        answer = api.post("posts", {"title": title, "content": "<p>text</p>" * 50, "status": "publish"})
        assert answer.status_code == 201, answer.text
        number = answer.json()["id"]
        with self.lock:
            self.posts[number] = title
            self.unsure[number] = [title + " changed"]
        answer = api.post(f"posts/{number}", {"title": title + " changed"})
        assert answer.status_code == 200, answer.text
        with self.lock:
            self.posts[number] = title + " changed"
            self.unsure[number] = []

    def comment(self, api, text):
        answer = api.post("comments", {"post": self.article, "content": text})
        assert answer.status_code == 201, answer.text
        with self.lock:
            self.comments[answer.json()["id"]] = text


def check_file(site):
    """What the file says while no server runs."""
    connection = sqlite3.connect(os.path.join(site.data, "site.db"))
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        connection.close()


def test_crash(fresh_site):
    site = fresh_site
    article = site.make_post(title="Commented", comment_status="open")["id"]
    chance = random.Random()
    seed = chance.randrange(1 << 30)
    chance.seed(seed)
    print("seed", seed)
    rounds = []
    for turn in range(ROUNDS):
        writers = Writers(site, article, turn)
        for thread in writers.threads:
            thread.start()
        time.sleep(0.1 + chance.random() * 0.4)
        site.kill9()
        for thread in writers.threads:
            thread.join()
        rounds.append(writers)
        if turn % 5 == 0:
            check_file(site)
        site.start()
        assert site.get("/").status_code == 200
    site.stop()
    check_file(site)
    site.start()

    api = site.api("admin")
    posts = all_of(api, "posts?status=any&_fields=id,title&context=edit")
    comments = all_of(api, "comments?status=all&_fields=id,content&context=edit")
    found_posts = {row["id"]: row["title"]["raw"] for row in posts}
    found_comments = {row["id"]: row["content"]["raw"] for row in comments}
    assert sum(len(w.posts) for w in rounds) > ROUNDS and sum(len(w.comments) for w in rounds) > ROUNDS
    for writers in rounds:
        for number, title in writers.posts.items():
            assert found_posts.get(number) in [title, *writers.unsure[number]]
        for number, text in writers.comments.items():
            assert found_comments.get(number) == text
    # What was kept beside the rows is still true: the list's total, and the page's number of comments.
    total = int(api.get("posts?per_page=1").headers["X-WP-Total"])
    assert total == len([row for row in posts])
    shown = int(api.get(f"comments?post={article}&per_page=1").headers["X-WP-Total"])
    assert shown == len(comments)


def all_of(api, path):
    rows, page = [], 1
    while True:
        answer = api.get(f"{path}&per_page=100&page={page}&orderby=id&order=asc")
        if answer.status_code == 400 or not answer.json():
            return rows
        rows += answer.json()
        page += 1
