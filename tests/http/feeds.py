"""Two readers of feeds that know nothing of each other: Python's feedparser and Perl's XML::Feed. What one of them warns
of fails the test."""

import json
import os
import subprocess

import feedparser

PERL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "feed_reader.pl")
TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}


def read(answer, format_):
    """The feed as feedparser reads it, compared with what the other reader sees."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == TYPES[format_] + "; charset=UTF-8"
    feed = feedparser.parse(answer.content, response_headers={"content-type": answer.headers["Content-Type"]})
    assert feed.bozo == 0, feed.bozo_exception
    assert feed.version == {"rss": "rss20", "atom": "atom10"}[format_]
    other = json.loads(subprocess.run(["perl", PERL], input=answer.content, capture_output=True, check=True,
                                      timeout=60).stdout)
    assert other["format"].split()[0].lower() == format_
    assert other["title"] == feed.feed.title and other["link"] == feed.feed.link
    mine = [(e.id, e.link, e.title) for e in feed.entries]
    theirs = [(e["id"], e["link"], e["title"] or "") for e in other["entries"]]
    assert theirs == mine, (theirs, mine)
    return feed


def read_json(answer):
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == TYPES["json"] + "; charset=UTF-8"
    feed = json.loads(answer.content.decode("utf-8"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1" and feed["title"]
    for item in feed["items"]:
        assert isinstance(item["id"], str) and isinstance(item["content_html"], str)
    return feed
