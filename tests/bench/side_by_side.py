"""Broadsheet beside nginx with the same bytes in files, and a bare libmicrohttpd: alternating rounds, medians, ratios."""

import base64
import json
import statistics
import urllib.request

import bulk_site
import load
from servers import Bare, Broadsheet, Nginx

PLAIN = ()
# What Chromium asks for.
PACKED = ("Accept-Encoding: gzip, deflate, br",)
ROUNDS = 5


def measured_article(server, prose):
    """A long article with twenty comments: a page of about 35 KB. Returns its path."""
    password = server.cli("app-password", "create", "--user", "admin", "--name", "bench")
    authorization = "Basic " + base64.b64encode(f"admin:{password}".encode()).decode()

    def post(path, **body):
        request = urllib.request.Request(server.url("/wp-json/wp/v2/" + path), json.dumps(body).encode(),
                                         {"Content-Type": "application/json", "Authorization": authorization})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    text = "\n\n".join(prose.text(600) for _ in range(26))
    article = post("posts", title=prose.text(40), content=text, status="publish", categories=[1001])
    above = 0
    for n in range(20):
        comment = post("comments", post=article["id"], content=prose.text(150), parent=above if n % 3 else 0)
        above = comment["id"]
    return "/" + article["link"].split("/", 3)[3]


class Rounds:
    """Each contender is a server, a path and headers; measured in turn, ROUNDS times over."""

    def __init__(self, seconds):
        self.seconds = seconds
        self.contenders = {}

    def add(self, name, server, path, headers=PLAIN):
        self.contenders[name] = (server, path, headers)

    def run(self, rounds=ROUNDS):
        results = {name: [] for name in self.contenders}
        for server, path, headers in self.contenders.values():
            load.wrk(server, path, seconds=1, headers=headers)
        for _ in range(rounds):
            for name, (server, path, headers) in self.contenders.items():
                result = load.wrk(server, path, seconds=self.seconds, headers=headers)
                if result.failed:
                    raise SystemExit(f"bench: {name}: {result.failed} answers failed")
                results[name].append(result)
        return {name: (statistics.median(r.rate for r in all_), statistics.median(r.cpu for r in all_))
                for name, all_ in results.items()}


def run(directory, table, seconds=3):
    data = f"{directory}/side"
    prose = bulk_site.make(Broadsheet(data).command[0], data, 1000)
    with Broadsheet(data) as kept:
        article = measured_article(kept, prose)
        paths = {"article": article, "front page": "/", "REST list": "/wp-json/wp/v2/posts"}
        bodies = {name: kept.get(path)[2] for name, path in paths.items()}
        packed = len(kept.get(article, {"Accept-Encoding": "gzip, deflate, br"})[2])
    files = {"article.html": bodies["article"], "front.html": bodies["front page"], "list.json": bodies["REST list"]}
    with Nginx(files) as nginx, Bare(bodies["article"]) as bare, Broadsheet(data) as kept:
        rounds = Rounds(seconds)
        rounds.add("nginx, article", nginx, "/article.html")
        rounds.add("libmicrohttpd alone, article", bare, "/")
        rounds.add("from cache, article", kept, article)
        rounds.add("nginx, article compressed", nginx, "/article.html", PACKED)
        rounds.add("from cache, article compressed", kept, article, PACKED)
        rounds.add("nginx, front page", nginx, "/front.html")
        rounds.add("from cache, front page", kept, "/")
        rounds.add("nginx, REST list", nginx, "/list.json")
        rounds.add("from cache, REST list", kept, "/wp-json/wp/v2/posts")
        results = rounds.run()
    with Nginx(files) as nginx, Broadsheet(data, cache=False) as fresh:
        rounds = Rounds(seconds)
        rounds.add("nginx, article again", nginx, "/article.html")
        rounds.add("cache off, article", fresh, article)
        rounds.add("nginx, front page again", nginx, "/front.html")
        rounds.add("cache off, front page", fresh, "/")
        rounds.add("nginx, REST list again", nginx, "/list.json")
        rounds.add("cache off, REST list", fresh, "/wp-json/wp/v2/posts")
        results |= rounds.run()

    table.head(f"Side by side: article {len(bodies['article']):,} bytes ({packed:,} packed for browsers), front page "
               f"{len(bodies['front page']):,}, REST list {len(bodies['REST list']):,}; 32 clients, {ROUNDS} rounds of "
               f"{seconds} s, medians", "server and page", "answers a second", "CPU µs an answer", "rate : nginx", "CPU : nginx")
    beside = None
    for name, (rate, cpu) in results.items():
        if name.startswith("nginx"):
            beside = (rate, cpu)
        table.row(name, f"{rate:,.0f}", f"{cpu:.1f}", f"{rate / beside[0]:.2f}", f"{cpu / beside[1]:.2f}")
    return results["nginx, article"][0]
