"""The demo site that script/server makes: it is whole, and what is printed works."""

import os
import re
import subprocess

from harness import ROOT
from page import Page


def make(site):
    return subprocess.run(
        ["/usr/bin/python3", os.path.join(ROOT, "script", "demo-content.py"), "--binary", site.binary, "--data", site.data,
         "--url", site.base], capture_output=True, text=True, env=site.environment, timeout=120)


def test_demo(empty_site):
    made = make(empty_site)
    assert made.returncode == 0, made.stderr
    empty_site.check_sanitizers()
    assert sorted(os.listdir(empty_site.directory)) == ["data"]
    printed = dict(re.findall(r"^  (site|log in|administrator|password|application password) {2,}(.+)$", made.stdout,
                              re.MULTILINE))
    empty_site.start()
    assert printed["site"] == empty_site.base + "/"

    # What it says works: the log-in, and the line for curl word for word.
    answer = empty_site.post("/wp-login.php", {"log": printed["administrator"], "pwd": printed["password"]})
    assert answer.status_code in (302, 303)
    curl = made.stdout[made.stdout.index("curl "):]
    ran = subprocess.run(["/bin/bash", "-c", curl.replace("curl ", "curl --noproxy '*' -sS -w '\\n%{http_code}' ", 1)],
                         capture_output=True, text=True, timeout=60)
    assert ran.stdout.splitlines()[-1] == "201", ran

    front = Page(empty_site.get("/"))
    assert "The Daily Broadsheet" in front.text()
    articles = empty_site.get("/wp-json/wp/v2/posts?per_page=100").json()
    assert len(articles) == 12
    for article in articles:
        page = empty_site.get(article["link"])
        assert page.status_code == 200, article["link"]
        assert Page(page).heading
    deep = empty_site.get("/category/press/international-news/correspondents/")
    assert "Letter from an island" in Page(deep).text()
    closed = next(article for article in articles if article["comment_status"] == "closed")
    assert "Comments are closed" in Page(empty_site.get(closed["link"])).text()
    comments = empty_site.get("/wp-json/wp/v2/comments?per_page=100").json()
    assert len(comments) > 10 and any(comment["parent"] for comment in comments)


def test_data_that_is_there_is_left_alone(fresh_site):
    fresh_site.stop()
    before = sorted(os.listdir(fresh_site.data))
    made = make(fresh_site)
    assert made.returncode != 0 and "not empty" in made.stderr
    assert sorted(os.listdir(fresh_site.data)) == before
