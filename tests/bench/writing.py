"""Durable writes: comments by the form, posts through REST, and what readers wait for meanwhile."""

import base64
import http.client
import re
import statistics
import threading
import time

import bulk_site
import load
from servers import Broadsheet

# Every request has a text of its own. The form's hidden fields stand in the page.
FORM = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
local address, n = tostring({}), 0
request = function()
  n = n + 1
  return wrk.format(nil, nil, nil, "%s&author=Reader&email=r%%40example.org&comment=text" .. address:gsub("[^%%w]", "") .. "x" .. n)
end
"""
POST = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Basic %s"
local n = 0
request = function()
  n = n + 1
  return wrk.format(nil, nil, nil, '{"title":"Written ' .. n .. '","content":"One paragraph.","status":"publish"}')
end
"""


def form_fields(server, path):
    """The hidden fields of an article's comment form, coded for a body."""
    page = server.get(path)[2].decode()
    form = page[page.index("wp-comments-post.php"):]
    form = form[:form.index("</form>")]
    fields = []
    for tag in re.findall(r'<input[^>]*type="hidden"[^>]*>', form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        fields.append(f"{name.group(1)}={value.group(1) if value else ''}")
    return "&".join(fields)


def first_article(server):
    import json
    return "/" + json.loads(server.get("/wp-json/wp/v2/posts?per_page=1&_fields=link")[2])[0]["link"].split("/", 3)[3]


class Commenters:
    """Readers who comment at a steady rate altogether."""

    def __init__(self, server, fields, rate, connections=16):
        self.server, self.fields, self.interval = server, fields, connections / rate
        self.ended = threading.Event()
        self.sent = self.refused = 0
        self.threads = [threading.Thread(target=self.comment, args=(n,)) for n in range(connections)]

    def comment(self, who):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        next_time = time.monotonic()
        n = 0
        while not self.ended.is_set():
            n += 1
            body = f"{self.fields}&author=Reader&email=r%40example.org&comment=steady{who}x{n}"
            connection.request("POST", "/wp-comments-post.php", body, {"Content-Type": "application/x-www-form-urlencoded"})
            answer = connection.getresponse()
            answer.read()
            self.sent += 1
            self.refused += answer.status != 303
            next_time += self.interval
            self.ended.wait(max(0, next_time - time.monotonic()))

    def __enter__(self):
        self.began = time.monotonic()
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        for thread in self.threads:
            thread.join()
        self.rate = self.sent / (time.monotonic() - self.began)


def run(directory, table, nginx_rate=None, seconds=5):
    data = f"{directory}/writing"
    bulk_site.make(Broadsheet(data).command[0], data, 1000)
    with Broadsheet(data) as server:
        for setting, value in (("comment_flood_interval", "0"), ("comment_previously_approved", "0")):
            server.cli("settings", "set", setting, value)
        password = server.cli("app-password", "create", "--user", "admin", "--name", "bench")
        authorization = base64.b64encode(f"admin:{password}".encode()).decode()
        article = first_article(server)
        fields = form_fields(server, article)

        table.head("Writing, synchronous=FULL", "what", "measured", "of nginx's rate")
        comments = [load.wrk(server, "/wp-comments-post.php", clients=64, seconds=seconds, script=FORM % fields)
                    for _ in range(3)]
        rate = statistics.median(r.rate for r in comments)
        failed = sum(r.failed for r in comments)
        table.row("comments by the form, 64 clients" + (f" ({failed} failed)" if failed else ""), f"{rate:,.0f} a second",
                  f"{rate / nginx_rate:.2f}" if nginx_rate else "")
        result = load.wrk(server, "/wp-json/wp/v2/posts", clients=64, seconds=seconds, script=POST % authorization)
        table.row("posts through REST, 64 clients" + (f" ({result.failed} failed)" if result.failed else ""),
                  f"{result.rate:,.0f} a second", f"{result.rate / nginx_rate:.2f}" if nginx_rate else "")
        # Half the answers come from pages that no comment touches; the commented one is made anew all the time.
        other = "/section-1/" if server.get("/section-1/")[0] == 200 else "/category/section-1/"
        with Commenters(server, fields, 1000) as commenters:
            calm = load.wrk(server, other, clients=8, seconds=seconds)
        table.row(f"kept page, while {commenters.rate:,.0f} comments a second are written "
                  f"({commenters.refused} refused): p99", f"{calm.p99:.2f} ms", "")
